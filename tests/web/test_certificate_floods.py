"""Keeping keys while somebody makes addresses up."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from itertools import islice

import pytest
from pki import Pki
from signing import CERTIFICATE_URL

from skill.web.certificates import DAY, FAILURES, KEPT, Certificates
from skill.web.sdk import VerificationException


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


@pytest.mark.parametrize("name", ["echo-api-cert-14.pem", "echo-api-cert-9.pem"])
def test_a_flood_cannot_keep_amazons_next_certificate_out(certificates: Certificates, origin, pki: Pki, name) -> None:
    """Whether it comes at the start, or when Amazon changes its address; the flood has no allowance left for others."""
    origin.files[FOLDER + name] = pki.file
    for n in range(100):
        refusal(lambda n=n: certificates.key(f"{FOLDER}{n}.pem"))

    assert certificates.key(FOLDER + name)


@pytest.mark.parametrize("name", ["echo-api-cert-100.pem", "x/echo-api-cert-1.pem", "echo-api-cert-1.pem.x", "-1.pem"])
def test_a_name_that_is_almost_amazons_takes_from_the_allowance(certificates: Certificates, name: str) -> None:
    """Of those there are as many as anybody likes to make up."""
    for n in range(10):
        refusal(lambda n=n: certificates.key(f"{FOLDER}{n}.pem"))

    assert refusal(lambda: certificates.key(FOLDER + name)) == "too many new certificate addresses"


def test_a_flood_of_amazons_own_names_is_bounded_by_their_number(certificates: Certificates, origin, clock) -> None:
    """Each is fetched, and refused from memory for half a minute: fewer than four fetches a second."""
    names = [f"{FOLDER}echo-api-cert-{n}.pem" for n in [*range(1000), *(f"0{n}" for n in range(10))]]
    for _ in range(3):
        for name in names:
            refusal(lambda name=name: certificates.key(name))
    assert len(origin.fetched) == 110 + 10

    clock.time += 30
    for name in names:
        refusal(lambda name=name: certificates.key(name))
    assert len(origin.fetched) == 2 * 110 + 10 + 5


@pytest.mark.parametrize(("form", "waiting"), [("{}.pem", 2), ("echo-api-cert-{}.pem", 4)], ids=["any", "Amazon's"])
@pytest.mark.parametrize("names", [1, 12], ids=["one name", "twelve names"])
def test_a_server_with_eight_threads_has_some_left_for_warm_traffic(
    certificates: Certificates, origin, form: str, waiting: int, names: int
) -> None:
    """While every fetch hangs, twelve attackers are in, and a kept key is there at once."""
    certificates.key(CERTIFICATE_URL)
    origin.gate = threading.Event()
    addresses = [FOLDER + form.format(n % names) for n in range(12)]
    with ThreadPoolExecutor(8) as threads:
        attackers = [threads.submit(refusal, partial(certificates.key, address)) for address in addresses]
        try:
            assert threads.submit(certificates.key, CERTIFICATE_URL).result(5)
            at_once = {one.result() for one in islice(as_completed(attackers, 5), 12 - waiting)}
            assert sum(not one.done() for one in attackers) == waiting
        finally:
            origin.gate.set()

    assert "too many requests wait for certificates" in at_once


def test_who_waited_gives_the_seat_back(certificates: Certificates, origin, pki: Pki) -> None:
    """However the fetch ended."""
    certificates.key(CERTIFICATE_URL)
    for n in range(8):
        refusal(lambda n=n: certificates.key(f"{FOLDER}{n}.pem"))
    origin.files[FOLDER + "good.pem"] = pki.file

    assert certificates.key(FOLDER + "good.pem")


def test_before_there_is_a_key_all_may_wait_for_it(certificates: Certificates, origin) -> None:
    """At the start there is no traffic to keep threads for, and whoever is refused hears an error."""
    origin.gate = threading.Event()
    with ThreadPoolExecutor(8) as threads:
        waiting = [threads.submit(certificates.key, CERTIFICATE_URL) for _ in range(8)]
        origin.gate.set()
        assert all(one.result(10) for one in waiting)


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
