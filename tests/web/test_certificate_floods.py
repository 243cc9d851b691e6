"""Keeping keys while somebody makes addresses up."""

from collections.abc import Callable

import pytest
from pki import Pki
from signing import CERTIFICATE_URL

from skill.web.certificates import DAY, FAILURES, KEPT, Certificates
from skill.web.shim import VerificationException


FOLDER = "https://s3.amazonaws.com/echo.api/"


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(VerificationException) as refused:
        call()
    return str(refused.value)


def test_a_flood_of_new_addresses_is_fetched_a_few_a_minute(certificates: Certificates, origin, clock) -> None:
    """And warm traffic does not notice: not by the fetches, nor by losing its place among the kept."""
    certificates.key(CERTIFICATE_URL)
    reasons = [refusal(lambda n=n: certificates.key(f"{FOLDER}{n}.pem")) for n in range(5000)]
    certificates.key(CERTIFICATE_URL)

    assert origin.fetched.count(CERTIFICATE_URL) == 1
    assert len(origin.fetched) == 10
    assert reasons[-1] == "too many new certificate addresses"

    clock.time += 60
    for n in range(5000, 6000):
        refusal(lambda n=n: certificates.key(f"{FOLDER}{n}.pem"))
    assert len(origin.fetched) == 20


def test_a_flood_cannot_keep_a_known_address_from_being_fetched_anew(certificates: Certificates, origin, clock) -> None:
    """An address that was good before needs none of the allowance that the flood used up."""
    certificates.key(CERTIFICATE_URL)
    clock.time += 2 * DAY
    for n in range(100):
        refusal(lambda n=n: certificates.key(f"{FOLDER}{n}.pem"))

    certificates.key(CERTIFICATE_URL)
    assert origin.fetched.count(CERTIFICATE_URL) == 2


def test_a_clock_set_back_gives_no_allowance_away(certificates: Certificates, clock) -> None:
    """Nor does it take any."""
    for n in range(10):
        refusal(lambda n=n: certificates.key(f"{FOLDER}{n}.pem"))
    clock.time -= 3600

    assert refusal(lambda: certificates.key(FOLDER + "x.pem")) == "too many new certificate addresses"
    clock.time += 6
    assert refusal(lambda: certificates.key(FOLDER + "x.pem")) == "certificate fetch failed: ConnectionResetError"


def test_the_key_that_is_used_is_kept_longest(certificates: Certificates, origin, clock, pki: Pki) -> None:
    """When there are too many, the one that nobody asked for goes."""
    certificates.key(CERTIFICATE_URL)
    for n in range(2 * KEPT):
        origin.files[f"{FOLDER}good{n}.pem"] = pki.file
        certificates.key(f"{FOLDER}good{n}.pem")
        certificates.key(CERTIFICATE_URL)
        clock.time += 6

    assert origin.fetched.count(CERTIFICATE_URL) == 1


def test_memory_is_bounded(certificates: Certificates, origin, clock, pki: Pki) -> None:
    """Whatever comes, and for however long: the oldest goes."""
    for n in range(KEPT + 5):
        origin.files[f"{FOLDER}good{n}.pem"] = pki.file
        certificates.key(f"{FOLDER}good{n}.pem")
        clock.time += 6
    for n in range(FAILURES + 5):
        refusal(lambda n=n: certificates.key(f"{FOLDER}bad{n}.pem"))
        clock.time += 6

    assert certificates.state() == {"roots": 1, "keys": KEPT, "failures": FAILURES}
