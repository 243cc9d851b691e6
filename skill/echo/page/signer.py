"""
Sign the requests of the virtual Echo as Amazon does: by a certificate for echo-api.amazon.com under a root.

Rule 1: the root is created at the start, stays in memory, and only the webhook of this server trusts it.
Rule 2: no request leaves this machine: the webhook gets the certificate file from `fetch` instead of a download.
"""

import base64
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


Key = rsa.RSAPrivateKey | EllipticCurvePrivateKey

ADDRESS = "https://s3.amazonaws.com/echo.api/virtual-echo.pem"
ALEXA = "echo-api.amazon.com"
YEARS = 30
"""The clock of the virtual Echo may run far ahead."""


class Signer:
    """Signs as Amazon does; the certificates are valid from *now*, in seconds since 1970."""

    def __init__(self, now: float) -> None:
        self._from = datetime.fromtimestamp(now, UTC).replace(microsecond=0) - timedelta(days=1)
        authority = generate_private_key(SECP256R1())
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.root = self._root(authority)
        self._file = self._leaf(authority).public_bytes(Encoding.PEM)

    def fetch(self, address: str) -> bytes:
        """Return the certificate file, in PEM; it is the same for every *address*."""
        return self._file

    def headers(self, body: bytes) -> dict[str, str]:
        """Return the headers of a request with *body*."""
        signature = base64.b64encode(self._key.sign(body, PKCS1v15(), SHA256())).decode()
        return {
            "Content-Type": "application/json; charset=utf-8",
            "SignatureCertChainUrl": ADDRESS,
            "Signature-256": signature,
        }

    def _root(self, key: EllipticCurvePrivateKey) -> x509.Certificate:
        builder = self._certificate("Virtual Echo", "Virtual Echo", key, key)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        return builder.add_extension(_usage(signs_certificates=True), critical=True).sign(key, SHA256())

    def _leaf(self, authority: EllipticCurvePrivateKey) -> x509.Certificate:
        builder = self._certificate(ALEXA, "Virtual Echo", self._key, authority)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(_usage(signs_certificates=False), critical=True)
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(ALEXA)]), critical=False)
        purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        return builder.add_extension(purposes, critical=False).sign(authority, SHA256())

    def _certificate(
        self, subject: str, issuer: str, key: Key, authority: EllipticCurvePrivateKey
    ) -> x509.CertificateBuilder:
        public = key.public_key()
        by = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key())
        return (
            x509.CertificateBuilder()
            .subject_name(_name(subject))
            .issuer_name(_name(issuer))
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._from)
            .not_valid_after(self._from + timedelta(days=365 * YEARS))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(by, critical=False)
        )


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
