"""Keeping keys: what is fetched, how often, and who waits for it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from pki import Pki, chain
from signing import CERTIFICATE_URL

from skill.web import certificates as module
from skill.web.certificates import DAY, EARLY, FAILURE_SECONDS, Certificates
from skill.web.sdk import VerificationException


FOLDER = "https://s3.amazonaws.com/echo.api/"


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(VerificationException) as refused:
        call()
    return str(refused.value)


def settled(certificates: Certificates) -> Certificates:
    """Wait until no fetch is under way."""
    certificates._fetchers.shutdown(wait=True)
    certificates._fetchers = ThreadPoolExecutor(4)
    return certificates


def test_a_key_is_fetched_once(certificates: Certificates, origin, pki: Pki) -> None:
    """A thousand requests, one certificate."""
    keys = {id(certificates.key(CERTIFICATE_URL)) for _ in range(1000)}

    assert len(keys) == 1
    assert certificates.key(CERTIFICATE_URL).public_numbers() == pki.leaf.key.public_key().public_numbers()
    assert origin.fetched == [CERTIFICATE_URL]


def test_a_key_is_kept_for_a_day_at_most(certificates: Certificates, origin, clock) -> None:
    """A certificate that is called back must be noticed."""
    certificates.key(CERTIFICATE_URL)
    clock.time += DAY
    certificates.key(CERTIFICATE_URL)

    assert origin.fetched == [CERTIFICATE_URL] * 2


@pytest.mark.parametrize("expiring", ["leaf", "intermediate"])
def test_a_key_is_kept_no_longer_than_its_chain_is_good(
    certificates: Certificates, origin, clock, pki: Pki, expiring: str
) -> None:
    """Whichever certificate of the chain expires first."""
    soon = {"valid": (-30, 1 / 24)}
    authority = pki.authority(**soon) if expiring == "intermediate" else pki.intermediate
    leaf = pki.alexa(authority, **(soon if expiring == "leaf" else {}))
    origin.files[CERTIFICATE_URL] = chain(leaf, authority)
    certificates.key(CERTIFICATE_URL)
    clock.time += 3601

    assert refusal(lambda: certificates.key(CERTIFICATE_URL)) == "certificate chain leads to no root of ours"


def test_a_key_is_renewed_before_its_day_is_over(certificates: Certificates, origin, clock) -> None:
    """In the background: the request at hand goes on with the old key."""
    certificates.key(CERTIFICATE_URL)
    clock.time += DAY - EARLY
    origin.gate = threading.Event()
    certificates.key(CERTIFICATE_URL)
    certificates.key(CERTIFICATE_URL)
    origin.gate.set()
    settled(certificates)
    clock.time += DAY - EARLY - 1
    certificates.key(CERTIFICATE_URL)

    assert origin.fetched == [CERTIFICATE_URL] * 2


def test_a_renewal_that_fails_costs_nothing_while_the_old_key_is_good(
    certificates: Certificates, origin, clock
) -> None:
    """And it is tried again only after a while."""
    certificates.key(CERTIFICATE_URL)
    origin.files.clear()
    clock.time += DAY - EARLY
    for _ in range(5):
        certificates.key(CERTIFICATE_URL)
        settled(certificates)
    clock.time += FAILURE_SECONDS
    certificates.key(CERTIFICATE_URL)
    settled(certificates)

    assert origin.fetched == [CERTIFICATE_URL] * 3


def test_a_refused_certificate_is_never_kept(certificates: Certificates, origin, clock, pki: Pki) -> None:
    """A bad download must not outlive the moment: Amazon's server may have had a bad minute."""
    origin.files[CERTIFICATE_URL] = b"<html>503</html>"
    assert refusal(lambda: certificates.key(CERTIFICATE_URL)) == "certificate file holds no certificates"

    origin.files[CERTIFICATE_URL] = pki.file
    clock.time += FAILURE_SECONDS

    certificates.key(CERTIFICATE_URL)
    assert certificates.state() == {"roots": 1, "keys": 1, "failures": 0}


def test_an_address_that_failed_is_refused_from_memory(certificates: Certificates, origin) -> None:
    """With the reason it failed for; nothing is fetched meanwhile."""
    reasons = {refusal(lambda: certificates.key(FOLDER + "missing.pem")) for _ in range(100)}

    assert reasons == {"certificate fetch failed: ConnectionResetError"}
    assert origin.fetched == [FOLDER + "missing.pem"]


def test_one_of_many_requests_fetches_and_the_others_wait(certificates: Certificates, origin) -> None:
    """Eight requests for a new address at the same moment are one fetch."""
    origin.gate = threading.Event()
    with ThreadPoolExecutor(8) as requests:
        waiting = [requests.submit(certificates.key, CERTIFICATE_URL) for _ in range(8)]
        origin.gate.set()
        keys = {id(one.result(10)) for one in waiting}

    assert len(keys) == 1
    assert origin.fetched == [CERTIFICATE_URL]


def test_each_waiting_request_is_refused_for_itself(certificates: Certificates, origin) -> None:
    """One failed fetch refuses all who waited, each with an error of its own."""
    origin.gate = threading.Event()
    with ThreadPoolExecutor(4) as requests:
        waiting = [requests.submit(certificates.key, FOLDER + "missing.pem") for _ in range(4)]
        origin.gate.set()
        errors = [one.exception(10) for one in waiting]

    assert {str(error) for error in errors} == {"certificate fetch failed: ConnectionResetError"}
    assert len({id(error) for error in errors}) == 4
    assert len(origin.fetched) == 1


def test_four_addresses_are_fetched_at_once(pki: Pki, clock) -> None:
    """One that hangs doesn't hold up the next."""
    together = threading.Barrier(4)

    def fetch(address: str) -> bytes:
        together.wait(10)
        return pki.file

    certificates = Certificates(pki.roots, fetch, clock)
    with ThreadPoolExecutor(4) as requests:
        assert len(list(requests.map(certificates.key, [f"{FOLDER}{n}.pem" for n in range(4)]))) == 4


def test_a_request_gives_up_on_a_fetch_that_takes_too_long(
    certificates: Certificates, origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Alexa waits for eight seconds; looking up a name can take longer."""
    monkeypatch.setattr(module, "WAIT", 0.01)
    origin.gate = threading.Event()

    assert refusal(lambda: certificates.key(CERTIFICATE_URL)) == "certificate fetch failed: too slow"
    origin.gate.set()
