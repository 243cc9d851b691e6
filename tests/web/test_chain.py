"""
Certificate files, each with its one fault, behind a request whose signature fits.

"Others" are ask-sdk-webservice-support 1.3.3 (Python), ask-sdk-express-adapter 2.14.0 (Express) and
alexa-verifier 4.0.0, which checks no chain at all: it takes every leaf that is in date and has the name.
"""

from collections.abc import Callable
from functools import partial

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import Store
from pki import ALEXA, Issued, Pki, chain, elliptic_key, issue, rsa_key
from signing import CERTIFICATE_URL, LAUNCH, sign, signed_headers

from skill.web.certificates import DAY
from skill.web.sdk import VerificationException
from skill.web.trust import signing_key


File = Callable[[Pki], tuple[bytes, Issued]]


def leaf(**faults: object) -> File:
    """A file whose leaf is as Amazon's but for its *faults*."""

    def make(pki: Pki) -> tuple[bytes, Issued]:
        issued = pki.alexa(**faults)
        return chain(issued, pki.intermediate), issued

    return make


def intermediate(**faults: object) -> File:
    """A file whose intermediate has *faults*."""

    def make(pki: Pki) -> tuple[bytes, Issued]:
        authority = pki.authority(**faults)
        issued = pki.alexa(authority)
        return chain(issued, authority), issued

    return make


def file(write: Callable[[Pki], bytes]) -> File:
    """A file of good certificates, written in another way."""
    return lambda pki: (write(pki), pki.leaf)


def two_intermediates(pki: Pki) -> tuple[bytes, Issued]:
    second = issue("Second", rsa_key("second"), pki.intermediate, ca=True, at=pki.at)
    issued = pki.alexa(second)
    return chain(issued, second, pki.intermediate), issued


def leaf_by_a_leaf(pki: Pki) -> tuple[bytes, Issued]:
    issued = pki.alexa(pki.leaf, rsa_key("second"))
    return chain(issued, pki.leaf, pki.intermediate), issued


def self_signed(pki: Pki) -> tuple[bytes, Issued]:
    issued = issue(ALEXA, rsa_key("leaf"), sans=(ALEXA,), at=pki.at)
    return issued.pem, issued


def from_another_root(pki: Pki) -> tuple[bytes, Issued]:
    other = Pki("Other", at=pki.at)
    return chain(other.leaf, other.intermediate, other.root), other.leaf


def by_the_root_itself(pki: Pki) -> tuple[bytes, Issued]:
    issued = pki.alexa(pki.root)
    return issued.pem, issued


def cut_short(pki: Pki) -> bytes:
    return pki.file[: len(pki.leaf.pem) // 2]


GOOD: dict[str, File] = {
    "as Amazon's": leaf(),
    "root included": file(lambda pki: chain(pki.leaf, pki.intermediate, pki.root)),
    "root before intermediate": file(lambda pki: chain(pki.leaf, pki.root, pki.intermediate)),
    "a stranger among them": file(lambda pki: chain(pki.leaf, Pki("Other", pki.at).root, pki.intermediate)),
    "text before": file(lambda pki: b"Amazon's certificate\n\n" + pki.file),
    "lines end as on Windows": file(lambda pki: pki.file.replace(b"\n", b"\r\n")),
    "a longer key": leaf(key=rsa_key("long", 3072)),
    "more names": leaf(sans=("example.amazon.com", ALEXA)),
    "expires in an hour": leaf(valid=(-30, 1 / 24)),
    # RFC 5280: no purposes named means any purpose. All three others take it.
    "no purposes": leaf(purposes=()),
    "issued by the root itself": by_the_root_itself,
}

BAD: dict[str, File] = {
    # These five: Python and Express refuse, alexa-verifier takes them.
    "self-signed": self_signed,
    "no intermediate": file(lambda pki: pki.leaf.pem),
    "signed by a leaf": leaf_by_a_leaf,
    "intermediate expired": intermediate(valid=(-60, -1)),
    "from another root, included": from_another_root,
    "intermediate not valid yet": intermediate(valid=(1, 60)),
    "intermediate is no authority": intermediate(ca=False, path_length=None, usages=("key_cert_sign",), purposes=()),
    "one intermediate too many": two_intermediates,
    "leaf expired": leaf(valid=(-60, -1)),
    "leaf expired a minute ago": leaf(valid=(-60, -1 / 1440)),
    "leaf not valid yet": leaf(valid=(1, 60)),
    "no name": leaf(sans=()),
    "another name": leaf(sans=("example.org",)),
    # RFC 6125 would match it; Amazon demands the name itself.
    "a wildcard": leaf(sans=("*.amazon.com",)),
    "a name below": leaf(sans=(f"x.{ALEXA}",)),
    "a name above": leaf(sans=("amazon.com",)),
    "a longer name": leaf(sans=(f"{ALEXA}.example.org",)),
    # Amazon writes it in small letters; another spelling is not Amazon's.
    "the name in capitals": leaf(sans=(ALEXA.upper(),)),
    # Python refuses, Express and alexa-verifier take it: such a key is not for signing.
    "not for signatures": leaf(usages=("key_encipherment",)),
    # The three others take it (no usage named is any usage); public authorities always name one.
    "no usages": leaf(usages=None),
    "for clients only": leaf(purposes=(ExtendedKeyUsageOID.CLIENT_AUTH,)),
    "for code": leaf(purposes=(ExtendedKeyUsageOID.CODE_SIGNING,)),
    "a short key": leaf(key=rsa_key("short", 1024)),
    "order reversed": file(lambda pki: chain(pki.intermediate, pki.leaf)),
    "an empty file": file(lambda pki: b""),
    "a web page": file(lambda pki: b"<html><title>503 Slow Down</title></html>"),
    "no certificate inside": file(lambda pki: b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
    "cut short": file(cut_short),
    "a key": file(lambda pki: pki.leaf.key_pem),
    "binary": file(lambda pki: pki.leaf.certificate.public_bytes(serialization.Encoding.DER)),
}


@pytest.mark.parametrize("make", GOOD.values(), ids=list(GOOD))
def test_a_request_under_a_good_chain_is_answered(door, make: File) -> None:
    """The chain leads to our root now, and the leaf is Alexa's."""
    door.origin.files[CERTIFICATE_URL], issued = make(door.pki)
    body = door.body(LAUNCH)

    assert door.post(body, signed_headers(issued.key, body)).status_code == 200
    assert door.heard == ["LaunchRequest"]


@pytest.mark.parametrize("make", BAD.values(), ids=list(BAD))
def test_a_request_under_a_bad_chain_is_refused(door, make: File) -> None:
    """However well the request itself is signed; and what was refused is not kept."""
    door.origin.files[CERTIFICATE_URL], issued = make(door.pki)
    body = door.body(LAUNCH)

    response = door.post(body, signed_headers(issued.key, body))

    assert (response.status_code, response.data) == (400, b"")
    assert door.heard == []
    assert door.client.get("/health").json["certificates"]["keys"] == 0


def test_an_elliptic_key_is_refused(door) -> None:
    """Amazon signs with RSA; the signature here is one such key's over the very body."""
    issued = door.pki.alexa(key=elliptic_key())
    door.origin.files[CERTIFICATE_URL] = chain(issued, door.pki.intermediate)
    body = door.body(LAUNCH)

    assert door.post(body, signed_headers(door.pki.leaf.key, body)).status_code == 400


class OfSize:
    """A key of some size that nobody has the private half of; such sizes take minutes to make."""

    def __init__(self, bits: int) -> None:
        self._bits = bits

    def public_key(self) -> RSAPublicKey:
        return RSAPublicNumbers(65537, 2 ** (self._bits - 1) + 1).public_key()


@pytest.mark.parametrize(("bits", "good"), [(2047, False), (2048, True), (8192, True), (8193, False), (8200, False)])
def test_a_key_has_2048_to_8192_bits(pki: Pki, bits: int, good: bool) -> None:
    """Below it can be broken, above it keeps us busy."""
    issued = pki.alexa(key=OfSize(bits))
    check = partial(signing_key, chain(issued, pki.intermediate), Store(pki.roots), pki.at.timestamp())

    if good:
        assert check()[0].key_size == bits
    else:
        with pytest.raises(VerificationException):
            check()


def test_a_root_that_expired_is_trusted_no_more(door) -> None:
    """Roots are checked at the current time as well."""
    door.clock.time += 3001 * DAY
    body = door.body(LAUNCH)
    door.origin.files[CERTIFICATE_URL] = chain(door.pki.alexa(valid=(2990, 3100)), door.pki.intermediate)

    assert door.post(body).status_code == 400


def test_a_leaf_of_the_right_name_and_the_wrong_key_opens_nothing(door) -> None:
    """The chain may be good and public; the signature must be made with its key."""
    body = door.body(LAUNCH)
    headers = signed_headers(door.pki.leaf.key, body) | {"Signature-256": sign(rsa_key("second"), body)}

    assert door.post(body, headers).status_code == 400
