"""Which keys are kept, when a certificate is downloaded, and which requests wait for that."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from pki import Pki, chain
from signing import CERTIFICATE_URL

from skill.web import certificates as module
from skill.web.certificates import DAY, EARLY, FAILURE_SECONDS, FAILURES, KEPT, RENEWAL, Certificates
from skill.web.sdk import VerificationException


FOLDER = "https://s3.amazonaws.com/echo.api/"
BUSY = "a certificate is being downloaded"
FAILED = "certificate download failed: ConnectionResetError"


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(VerificationException) as refused:
        call()
    return str(refused.value)


def refused_key(certificates: Certificates, address: str) -> str:
    return refusal(lambda: certificates.key(address))


def renewed() -> None:
    """Wait until no key is being renewed."""
    for thread in threading.enumerate():
        if thread.name == RENEWAL:
            thread.join(30)


@pytest.fixture
def requests() -> Iterator[ThreadPoolExecutor]:
    """Eight threads, as many as the server has."""
    with ThreadPoolExecutor(8) as pool:
        yield pool


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a request that waits for its turn wait so long that the test would fail."""
    monkeypatch.setattr(module, "WAIT", 600.0)


@pytest.fixture
def held(origin) -> Iterator[Callable[[], None]]:
    """Hold up every download; the result waits until one has started. All end with the test."""
    origin.gate = threading.Event()

    def started() -> None:
        assert origin.started.acquire(timeout=30)

    yield started
    origin.gate.set()


# What is kept


def test_a_key_is_downloaded_once(certificates: Certificates, origin, pki: Pki) -> None:
    """A thousand requests, one certificate."""
    keys = {id(certificates.key(CERTIFICATE_URL)) for _ in range(1000)}

    assert len(keys) == 1
    assert certificates.key(CERTIFICATE_URL).public_numbers() == pki.leaf.key.public_key().public_numbers()
    assert origin.fetched == [CERTIFICATE_URL]


def test_a_key_is_kept_for_a_day_at_most(certificates: Certificates, origin, clock) -> None:
    """A certificate that is revoked must be noticed."""
    certificates.key(CERTIFICATE_URL)
    clock.advance(DAY)
    certificates.key(CERTIFICATE_URL)

    assert origin.fetched == [CERTIFICATE_URL] * 2


def test_a_wall_clock_that_is_set_back_keeps_no_key_longer(certificates: Certificates, origin, clock) -> None:
    """The day is measured with a monotonic clock."""
    certificates.key(CERTIFICATE_URL)
    clock.time -= DAY
    clock.elapsed += DAY
    certificates.key(CERTIFICATE_URL)

    assert origin.fetched == [CERTIFICATE_URL] * 2


@pytest.mark.parametrize("expiring", ["leaf", "intermediate"])
def test_a_key_is_kept_no_longer_than_its_chain_is_valid(
    certificates: Certificates, origin, clock, pki: Pki, expiring: str
) -> None:
    """By the wall clock, and whichever certificate of the chain expires first."""
    soon = {"valid": (-30, 1 / 24)}
    authority = pki.authority(**soon) if expiring == "intermediate" else pki.intermediate
    leaf = pki.alexa(authority, **(soon if expiring == "leaf" else {}))
    origin.files[CERTIFICATE_URL] = chain(leaf, authority)
    certificates.key(CERTIFICATE_URL)
    clock.time += 3601

    assert refused_key(certificates, CERTIFICATE_URL) == "certificate chain leads to no root of ours"


def test_a_key_is_renewed_before_its_day_is_over(certificates: Certificates, origin, clock, held) -> None:
    """The requests meanwhile go on with the old key."""
    origin.gate.set()
    certificates.key(CERTIFICATE_URL)
    held()
    origin.gate.clear()
    clock.advance(DAY - EARLY)
    certificates.key(CERTIFICATE_URL)
    held()
    certificates.key(CERTIFICATE_URL)
    origin.gate.set()
    renewed()
    clock.advance(DAY - EARLY - 1)
    certificates.key(CERTIFICATE_URL)
    renewed()

    assert origin.fetched == [CERTIFICATE_URL] * 2


def test_a_renewal_that_fails_costs_nothing_while_the_old_key_is_good(
    certificates: Certificates, origin, clock
) -> None:
    """It is tried again only after FAILURE_SECONDS."""
    certificates.key(CERTIFICATE_URL)
    origin.files.clear()
    clock.advance(DAY - EARLY)
    for _ in range(5):
        certificates.key(CERTIFICATE_URL)
        renewed()
    clock.advance(FAILURE_SECONDS)
    certificates.key(CERTIFICATE_URL)
    renewed()

    assert origin.fetched == [CERTIFICATE_URL] * 3


def test_the_key_that_is_used_is_kept_longest(certificates: Certificates, origin, pki: Pki) -> None:
    """When there are too many, the one that was not asked for goes."""
    certificates.key(CERTIFICATE_URL)
    for n in range(2 * KEPT):
        origin.files[f"{FOLDER}good{n}.pem"] = pki.file
        certificates.key(f"{FOLDER}good{n}.pem")
        certificates.key(CERTIFICATE_URL)

    assert origin.fetched.count(CERTIFICATE_URL) == 1


def test_memory_is_bounded(certificates: Certificates, origin, pki: Pki) -> None:
    """The oldest key, or failure, goes."""
    for n in range(KEPT + 5):
        origin.files[f"{FOLDER}good{n}.pem"] = pki.file
        certificates.key(f"{FOLDER}good{n}.pem")
    for n in range(FAILURES + 5):
        refused_key(certificates, f"{FOLDER}bad{n}.pem")

    assert certificates.state() == {"roots": 1, "keys": KEPT, "failures": FAILURES}


# What failed


def test_an_address_that_failed_is_refused_without_a_download(certificates: Certificates, origin, clock) -> None:
    """For a while, with the reason that it failed for."""
    assert {refused_key(certificates, FOLDER + "missing.pem") for _ in range(100)} == {FAILED}
    assert origin.fetched == [FOLDER + "missing.pem"]

    clock.advance(FAILURE_SECONDS)
    assert certificates.state()["failures"] == 0
    refused_key(certificates, FOLDER + "missing.pem")
    assert len(origin.fetched) == 2


def test_a_wall_clock_that_was_ahead_during_a_failure_refuses_nobody_for_longer(
    certificates: Certificates, origin, clock, pki: Pki
) -> None:
    """An hour ahead for a moment, as after a start without network time."""
    origin.files.clear()
    clock.time += 3600
    assert refused_key(certificates, CERTIFICATE_URL) == FAILED
    clock.time -= 3600
    origin.files[CERTIFICATE_URL] = pki.file
    clock.advance(FAILURE_SECONDS)

    assert certificates.key(CERTIFICATE_URL)


def test_a_refused_certificate_is_never_kept(certificates: Certificates, origin, clock, pki: Pki) -> None:
    """Amazon's server may have had a bad minute."""
    origin.files[CERTIFICATE_URL] = b"<html>503</html>"
    assert refused_key(certificates, CERTIFICATE_URL) == "certificate file holds no certificates"

    origin.files[CERTIFICATE_URL] = pki.file
    clock.advance(FAILURE_SECONDS)

    certificates.key(CERTIFICATE_URL)
    assert certificates.state() == {"roots": 1, "keys": 1, "failures": 0}


# Which requests wait


@pytest.mark.usefixtures("patient")
def test_before_there_is_a_key_requests_wait_for_the_first_download(
    certificates: Certificates, origin, requests: ThreadPoolExecutor, held
) -> None:
    """Eight requests for one address are one download."""
    waiting = [requests.submit(certificates.key, CERTIFICATE_URL) for _ in range(8)]
    held()
    origin.gate.set()

    assert len({id(one.result(30)) for one in waiting}) == 1
    assert origin.fetched == [CERTIFICATE_URL]


@pytest.mark.usefixtures("patient")
def test_each_waiting_request_is_refused_with_an_error_of_its_own(
    certificates: Certificates, origin, requests: ThreadPoolExecutor, held
) -> None:
    """An exception that two threads raise would get both of their tracebacks."""
    waiting = [requests.submit(certificates.key, FOLDER + "missing.pem") for _ in range(4)]
    held()
    origin.gate.set()
    errors = [one.exception(30) for one in waiting]

    assert {str(error) for error in errors} == {FAILED}
    assert len({id(error) for error in errors}) == 4
    assert len(origin.fetched) == 1


def test_a_request_does_not_wait_for_ever_for_its_turn(
    certificates: Certificates, requests: ThreadPoolExecutor, held, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Alexa waits for eight seconds."""
    monkeypatch.setattr(module, "WAIT", 0.01)
    requests.submit(certificates.key, CERTIFICATE_URL)
    held()

    assert refused_key(certificates, FOLDER + "other.pem") == BUSY


def ended_while_held(requests: ThreadPoolExecutor, call: Callable[[], object]) -> object:
    """Return what *call* returns in a thread, while the download is still held up."""
    ending: Future[object] = requests.submit(call)
    return ending.result(30)


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("names", [1, 12], ids=["one name", "twelve names"])
def test_a_flood_of_addresses_holds_one_thread_of_the_server(
    certificates: Certificates, origin, requests: ThreadPoolExecutor, held, names: int
) -> None:
    """The others are refused at once, and a kept key is there at once."""
    origin.gate.set()
    certificates.key(CERTIFICATE_URL)
    held()
    origin.gate.clear()
    requests.submit(refused_key, certificates, FOLDER + "0.pem")
    held()
    flood = [requests.submit(refused_key, certificates, f"{FOLDER}{n % names}.pem") for n in range(12)]

    assert {one.result(30) for one in flood} == {BUSY}
    assert ended_while_held(requests, lambda: certificates.key(CERTIFICATE_URL))
    assert origin.fetched == [CERTIFICATE_URL, FOLDER + "0.pem"]


def test_a_renewal_waits_for_no_other_download_and_is_tried_again(
    certificates: Certificates, origin, clock, requests: ThreadPoolExecutor, held
) -> None:
    """The request goes on with the old key."""
    origin.gate.set()
    certificates.key(CERTIFICATE_URL)
    held()
    origin.gate.clear()
    clock.advance(DAY - EARLY)
    requests.submit(refused_key, certificates, FOLDER + "0.pem")
    held()
    assert ended_while_held(requests, lambda: certificates.key(CERTIFICATE_URL))
    renewed()
    assert origin.fetched.count(CERTIFICATE_URL) == 1

    origin.gate.set()
    with certificates._downloading:
        pass
    certificates.key(CERTIFICATE_URL)
    renewed()
    assert origin.fetched.count(CERTIFICATE_URL) == 2


@pytest.mark.parametrize("address", [CERTIFICATE_URL, FOLDER + "echo-api-cert-14.pem"], ids=["known", "new"])
def test_a_flood_that_is_over_keeps_no_certificate_out(
    certificates: Certificates, origin, clock, pki: Pki, address: str
) -> None:
    """Neither a known address after a quiet day, nor Amazon's next one."""
    origin.files[address] = pki.file
    certificates.key(CERTIFICATE_URL)
    clock.advance(2 * DAY)
    for n in range(1000):
        refused_key(certificates, f"{FOLDER}{n}.pem")

    assert certificates.key(address)
