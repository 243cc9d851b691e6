"""
Fetching over a true TLS socket on loopback.

The name is Amazon's, the certificate our own; only where the TCP connection goes is changed.
"""

import contextlib
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pki import S3, Issued, Pki, chain, issue, rsa_key
from signing import CERTIFICATE_URL
from tls_server import Server, Speak, drip, page

from skill.web.certificates import Certificates
from skill.web.download import LIMIT, Download
from skill.web.sdk import VerificationException
from skill.web.trust import tls_context


@pytest.fixture(scope="module")
def pki() -> Pki:
    """Certificates that are good today: TLS asks no clock of ours."""
    return Pki()


@pytest.fixture
def serve(pki: Pki, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    running: list[Server] = []

    def start(speak: Speak, certificate: Issued | None = None) -> Server:
        issued = certificate or issue(S3, rsa_key("server"), pki.intermediate, sans=(S3,))
        (tmp_path / "chain.pem").write_bytes(chain(issued, pki.intermediate))
        (tmp_path / "key.pem").write_bytes(issued.key_pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tmp_path / "chain.pem", tmp_path / "key.pem")
        running.append(Server(context, speak, (S3, 443)))
        return running[-1]

    yield start
    for server in running:
        server.close()


@pytest.fixture
def fetch(pki: Pki, serve: Callable[..., Server]) -> Callable[..., bytes]:
    def from_server(speak: Speak, certificate: Issued | None = None, seconds: float = 5.0) -> bytes:
        server = serve(speak, certificate)
        return Download(tls_context(pki.roots), dial=server.dial, seconds=seconds)(CERTIFICATE_URL)

    return from_server


def chunked(tls: ssl.SSLSocket) -> None:
    tls.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nPEM\r\n0\r\n\r\n")


def test_a_file_is_fetched(fetch: Callable[..., bytes]) -> None:
    """Its bytes, however its length is told."""
    assert fetch(page(b"PEM")) == b"PEM"
    assert fetch(chunked) == b"PEM"


def test_one_plain_request_is_sent(pki: Pki, serve: Callable[..., Server]) -> None:
    """It tells the server what is wanted, and nothing about us."""
    server = serve(page(b"PEM"))
    Download(tls_context(pki.roots), dial=server.dial)(CERTIFICATE_URL)

    assert server.requests == [
        b"GET /echo.api/echo-api-cert-test.pem HTTP/1.1\r\nHost: s3.amazonaws.com\r\nAccept: */*\r\n"
        b"Connection: close\r\n\r\n"
    ]


REFUSED: dict[str, tuple[Speak, str]] = {
    "moved": (page(b"", "302 Found\r\nLocation: http://127.0.0.1/latest/meta-data"), "status 302"),
    "moved for ever": (page(b"", "301 Moved\r\nLocation: https://s3.amazonaws.com/x"), "status 301"),
    "missing": (page(b"<Error/>", "404 Not Found"), "status 404"),
    "forbidden": (page(b"<Error/>", "403 Forbidden"), "status 403"),
    "busy": (page(b"", "503 Slow Down"), "status 503"),
    "no content": (lambda tls: tls.sendall(b"HTTP/1.1 204 No Content\r\n\r\n"), "status 204"),
    "partial": (page(b"PE", "206 Partial Content"), "status 206"),
    "too large": (page(b"x" * (LIMIT + 1)), "too large"),
    "a long head": (lambda tls: tls.sendall(b"HTTP/1.1 200 OK\r\nX: " + b"x" * (LIMIT + 1)), "too large"),
    "cut short": (page(b"PEM", length=100), "IncompleteRead"),
    "not HTTP": (lambda tls: tls.sendall(b"hello\r\n\r\n"), "BadStatusLine"),
    "nothing": (lambda tls: None, "RemoteDisconnected"),
}


@pytest.mark.parametrize(("speak", "reason"), REFUSED.values(), ids=list(REFUSED))
def test_any_other_answer_is_refused(fetch: Callable[..., bytes], speak: Speak, reason: str) -> None:
    """A redirect is not followed, and what is too large is not read to its end."""
    with pytest.raises(VerificationException, match=f"^certificate download failed: {reason}$"):
        fetch(speak)


@pytest.mark.parametrize("speak", [drip, lambda tls: tls.recv(1)], ids=["a drip", "silence"])
def test_the_whole_fetch_has_one_deadline(fetch: Callable[..., bytes], speak: Speak) -> None:
    """A byte now and then does not extend it: the drip never ends by itself, and neither would this test."""
    with pytest.raises(VerificationException, match="certificate download failed: TimeoutError"):
        fetch(speak, seconds=0.3)


def test_a_server_that_never_shakes_hands_is_given_up(pki: Pki) -> None:
    """The deadline holds before there is a TLS connection too."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        fetch = Download(
            tls_context(pki.roots),
            dial=lambda address, seconds: socket.create_connection(listening.getsockname(), 20),
            seconds=0.2,
        )
        with pytest.raises(VerificationException, match="certificate download failed: TimeoutError"):
            fetch(CERTIFICATE_URL)


class Dead:
    """A place that never answers a connection: its queue is full, and nobody takes from it."""

    def __init__(self) -> None:
        self._held = [socket.create_server(("127.0.0.1", 0), backlog=0)]
        self.address = self._held[0].getsockname()
        for _ in range(3):
            self._held.append(socket.socket())
            self._held[-1].setblocking(False)
            self._held[-1].connect_ex(self.address)

    def close(self) -> None:
        for one in self._held:
            one.close()


@pytest.fixture
def leads_to(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let every name lead to the given places, in their order."""

    def resolve(*places: tuple[str, int]) -> None:
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", place) for place in places]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **more: found)

    return resolve


def test_a_name_that_leads_to_dead_places_gets_no_more_time(
    pki: Pki, leads_to: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many there are: the time-outs of all of them together are within the deadline."""
    given: list[float] = []

    class Recording(socket.socket):
        def settimeout(self, seconds: float | None) -> None:
            given.append(seconds or 0.0)
            super().settimeout(seconds)

    with contextlib.closing(Dead()) as dead:
        leads_to(*[dead.address] * 8)
        monkeypatch.setattr(socket, "socket", Recording)
        with pytest.raises(VerificationException, match="certificate download failed: TimeoutError"):
            Download(tls_context(pki.roots), seconds=0.5)(CERTIFICATE_URL)

    assert len(given) > 1
    assert sum(given) < 0.5


def test_a_dead_place_leaves_time_for_the_next(pki: Pki, serve: Callable[..., Server], leads_to) -> None:
    """An IPv6 address without a route, for one, comes first and is never answered."""
    with contextlib.closing(Dead()) as dead:
        leads_to(dead.address, serve(page(b"PEM")).address)
        assert Download(tls_context(pki.roots), seconds=6.0)(CERTIFICATE_URL) == b"PEM"


def test_a_server_that_is_not_there_is_a_refusal(pki: Pki) -> None:
    """No address, no route, no answer: all are one kind of refusal."""

    def dial(address: tuple[str, int], seconds: float) -> socket.socket:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(VerificationException, match="certificate download failed: gaierror"):
        Download(tls_context(pki.roots), dial=dial)(CERTIFICATE_URL)


@pytest.mark.parametrize("fault", ["another name", "another root"])
def test_a_server_that_is_not_amazons_is_refused(pki: Pki, serve: Callable[..., Server], fault: str) -> None:
    """The certificate of the server itself is checked, with its name."""
    certificate = issue("x", rsa_key("server"), pki.intermediate, sans=("example.org",)) if "name" in fault else None
    roots = Pki("Other").roots if "root" in fault else pki.roots
    server = serve(page(b"PEM"), certificate)

    with pytest.raises(VerificationException, match="certificate download failed: SSLCertVerificationError"):
        Download(tls_context(roots), dial=server.dial)(CERTIFICATE_URL)
    assert server.requests == []


def test_no_proxy_is_asked(monkeypatch: pytest.MonkeyPatch, pki: Pki, serve: Callable[..., Server]) -> None:
    """Whatever the environment says: a proxy could answer in Amazon's place."""
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    assert Download(tls_context(pki.roots), dial=serve(page(b"PEM")).dial)(CERTIFICATE_URL) == b"PEM"


def test_a_chain_is_fetched_and_trusted_end_to_end(pki: Pki, serve: Callable[..., Server]) -> None:
    """From the header, over TLS, to the key."""
    download = Download(tls_context(pki.roots), dial=serve(page(pki.file)).dial)
    certificates = Certificates(pki.roots, download, time.time)

    key = certificates.key(CERTIFICATE_URL)
    assert key.public_numbers() == pki.leaf.key.public_key().public_numbers()
