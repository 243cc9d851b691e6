"""
The trusted root certificates, and the check of a chain of certificates.

Rule 1: the roots are the system's, or certifi's if the system has none. No environment variable adds one (SSL_CERT_FILE
is not read), because a root that is added could sign requests.
Rule 2: a chain must lead to a root at the time of the check, and its leaf must name echo-api.amazon.com itself.
"""

import re
import ssl
import warnings
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from skill.web.sdk import VerificationException


DOMAIN = "echo-api.amazon.com"
KEY_BITS = range(2048, 8193)
"""A shorter key can be broken, and a longer one makes each check slow."""

BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Alpine, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, Red Hat, Amazon Linux
    "/etc/ssl/ca-bundle.pem",  # SUSE
    "/etc/ssl/cert.pem",  # macOS, BSD
)

_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


def system_roots() -> list[x509.Certificate]:
    """Read the root certificates that this machine trusts; raises OSError where there are none."""
    for bundle in (*BUNDLES, certifi.where()):
        with suppress(OSError):
            if roots := _readable(Path(bundle).read_bytes()):
                return roots
    raise OSError("no root certificates found: install ca-certificates")


def _readable(bundle: bytes) -> list[x509.Certificate]:
    """Read the roots that can be read; one odd root must not cost the others."""
    roots = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        for pem in _PEM.findall(bundle):
            with suppress(ValueError):
                roots.append(x509.load_pem_x509_certificate(pem))
    return roots


def tls_context(roots: list[x509.Certificate]) -> ssl.SSLContext:
    """Make a client context that trusts only *roots*."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata="".join(root.public_bytes(Encoding.PEM).decode() for root in roots))
    return context


def signing_key(pem: bytes, store: Store, now: float) -> tuple[RSAPublicKey, float]:
    """
    Check the chain in *pem*, leaf first, at the time *now* in seconds since 1970.

    Returns the leaf's key, and the time when the first certificate of the chain expires; raises VerificationException.
    """
    leaf, *intermediates = _certificates(pem)
    _must_be_alexa(leaf)
    moment = datetime.fromtimestamp(now, UTC)
    try:
        verifier = PolicyBuilder().store(store).time(moment).build_server_verifier(x509.DNSName(DOMAIN))
        chain = verifier.verify(leaf, intermediates)
    except VerificationError:
        raise VerificationException("certificate chain leads to no root of ours") from None
    return _key(leaf), min(one.not_valid_after_utc.timestamp() for one in chain)


def _certificates(pem: bytes) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError:
        raise VerificationException("certificate file holds no certificates") from None


def _must_be_alexa(leaf: x509.Certificate) -> None:
    """Require the name itself: the check of the chain accepts *.amazon.com too (RFC 6125)."""
    try:
        extensions = leaf.extensions
        names = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        usage = extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature
    except (ValueError, x509.ExtensionNotFound, x509.DuplicateExtension):
        raise VerificationException("certificate lacks a name or a usage") from None
    if DOMAIN not in names.get_values_for_type(x509.DNSName):
        raise VerificationException("certificate is for another name")
    if not usage:
        raise VerificationException("certificate is not for signatures")


def _key(leaf: x509.Certificate) -> RSAPublicKey:
    try:
        key = leaf.public_key()
    except (ValueError, TypeError):
        raise VerificationException("certificate holds no key") from None
    if not isinstance(key, RSAPublicKey) or key.key_size not in KEY_BITS:
        raise VerificationException("certificate holds a key of another kind or size")
    return key
