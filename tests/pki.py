"""
Certificates as Amazon's are: a root, an intermediate, and a leaf for echo-api.amazon.com.

Rule 1: every way in which a certificate can be wrong is an argument of issue(), so that a case names only its fault.
Rule 2: keys cost time, so they are made once and shared by all certificates of a kind.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


ALEXA = "echo-api.amazon.com"
S3 = "s3.amazonaws.com"
USAGES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


@cache
def rsa_key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """Make the key called *name*, or give the one made before."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def elliptic_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@dataclass(frozen=True)
class Issued:
    """A certificate with the key that belongs to it."""

    certificate: x509.Certificate
    key: Any

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )


def issue(
    name: str,
    key: Any,
    issuer: Issued | None = None,
    *,
    ca: bool = False,
    valid: tuple[float, float] = (-30, 300),
    sans: tuple[str, ...] = (),
    usages: tuple[str, ...] | None = ("digital_signature", "key_encipherment"),
    purposes: tuple[x509.ObjectIdentifier, ...] = (ExtendedKeyUsageOID.SERVER_AUTH,),
    path_length: int | None = None,
    digest: hashes.HashAlgorithm | None = None,
    at: datetime | None = None,
) -> Issued:
    """Issue a certificate; *valid* is days from *at* (now), no *issuer* means signed by itself."""
    at = at or datetime.now(UTC).replace(microsecond=0)
    signer_key = issuer.key if issuer else key
    subject = _name(name)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at + timedelta(days=valid[0]))
        .not_valid_after(at + timedelta(days=valid[1]))
        .add_extension(x509.BasicConstraints(ca, path_length), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer_key.public_key()), critical=False)
    )
    usages = ("key_cert_sign", "crl_sign") if ca else usages
    if usages is not None:
        flags = {usage: usage in usages for usage in USAGES}
        builder = builder.add_extension(x509.KeyUsage(**flags), critical=True)
    if sans:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(s) for s in sans]), False)
    if purposes and not ca:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
    return Issued(builder.sign(signer_key, digest or hashes.SHA256()), key)


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def chain(*issued: Issued) -> bytes:
    """Write a certificate file, the first certificate first."""
    return b"".join(one.pem for one in issued)


class Pki:
    """A root that signed an intermediate, which signs leaves."""

    def __init__(self, name: str = "Test", at: datetime | None = None) -> None:
        self.at = at
        self.root = issue(f"{name} Root", rsa_key(f"{name} root"), ca=True, valid=(-60, 3000), at=at)
        self.intermediate = self.authority()
        self.leaf = self.alexa()

    def authority(self, **faults: Any) -> Issued:
        """Issue an intermediate."""
        chosen = {"ca": True, "valid": (-60, 2000), "path_length": 0, "at": self.at} | faults
        return issue("Test Intermediate", rsa_key("intermediate"), self.root, **chosen)

    def alexa(self, issuer: Issued | None = None, key: Any = None, **faults: Any) -> Issued:
        """Issue a leaf as Amazon's, but for its *faults*."""
        chosen = {"sans": (ALEXA,), "at": self.at} | faults
        return issue(ALEXA, key or rsa_key("leaf"), issuer or self.intermediate, **chosen)

    @property
    def roots(self) -> list[x509.Certificate]:
        return [self.root.certificate]

    @property
    def file(self) -> bytes:
        """The certificate file as Amazon serves it: leaf, then intermediate."""
        return chain(self.leaf, self.intermediate)
