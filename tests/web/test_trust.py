"""Whose roots are trusted."""

import ssl
from pathlib import Path

import certifi
import pytest
from pki import Pki

from skill.web import trust


@pytest.fixture
def bundle(pki: Pki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The machine's only bundle: a file that is not there yet."""
    monkeypatch.setattr(trust, "BUNDLES", (str(tmp_path / "missing.pem"), str(tmp_path / "bundle.pem")))
    return tmp_path / "bundle.pem"


def test_the_machines_roots_are_trusted(bundle: Path, pki: Pki) -> None:
    """The first bundle that is there."""
    bundle.write_bytes(pki.root.pem)

    assert trust.system_roots() == pki.roots


def test_a_root_that_cannot_be_read_costs_no_other(bundle: Path, pki: Pki) -> None:
    """Bundles hold old roots, and text between them."""
    odd = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    bundle.write_bytes(b"# Odd Root\n" + odd + b"# Test Root\n" + pki.root.pem)

    assert trust.system_roots() == pki.roots


@pytest.mark.parametrize("content", [None, b"", b"no certificates"])
def test_where_the_machine_has_none_certifis_are_trusted(bundle: Path, content: bytes | None) -> None:
    """A slim container has no bundle, or an empty one."""
    if content is not None:
        bundle.write_bytes(content)

    assert len(trust.system_roots()) == Path(certifi.where()).read_text().count("BEGIN CERTIFICATE")


def test_no_environment_variable_adds_a_root(
    bundle: Path, pki: Pki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever could add a root could sign requests as Amazon."""
    (tmp_path / "mine.pem").write_bytes(pki.root.pem)
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, str(tmp_path / "mine.pem"))

    assert pki.roots[0] not in trust.system_roots()
    assert trust.tls_context(trust.system_roots()[:3]).cert_store_stats()["x509"] == 3


def test_nothing_trusted_is_an_error_that_says_what_to_install(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rather than a service that refuses everybody."""
    monkeypatch.setattr(certifi, "where", lambda: str(tmp_path / "gone.pem"))

    with pytest.raises(OSError, match="no root certificates found: install ca-certificates"):
        trust.system_roots()


def test_the_tls_context_checks_the_server_and_its_name(pki: Pki) -> None:
    """As browsers do."""
    context = trust.tls_context(pki.roots)

    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
