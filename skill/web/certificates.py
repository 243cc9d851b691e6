"""
The keys that requests are signed with, by the plain address of their certificates.

Rule 1: only a key whose whole chain was checked is kept: until the first certificate of the chain expires,
and a day at most. An hour before that day is over it is fetched anew, while requests go on with the old one.
Rule 2: no lock is held while something is fetched: traffic with a kept key never waits for another address.
Rule 3: of many requests for a new address one fetches, and the others wait for it, not longer than WAIT.
Rule 4: a flood of made-up addresses costs little: one that failed is refused from memory for a while, a new
one takes from a small allowance, and an address that was good before needs no allowance. Nor does one that has the
form of Amazon's: there are so few that the memory of those that failed is limit enough.
Rule 5: while there is a key, few requests wait for addresses that never were good; the others are refused at once,
so that of the server's threads some are always left for those whose key is kept.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.verification import Store

from skill.web.address import certificate_address, numbered
from skill.web.sdk import VerificationException
from skill.web.trust import signing_key


Fetch = Callable[[str], bytes]
"""Give the bytes at an https address; raises VerificationException."""

V = TypeVar("V")

DAY = 24 * 3600.0
EARLY = 3600.0
WAIT = 5.0
"""Seconds that a request waits for a fetch, the name's look-up included. Alexa waits for eight."""
FAILURE_SECONDS = 30.0
WAITING = {True: 4, False: 2}
"""Requests that wait at once, by whether the address has the form of Amazon's; with eight threads, two stay free."""
KEPT = 16
"""Amazon signs with one certificate, and with a second one while it changes."""
FAILURES = 256


@dataclass(slots=True)
class Allowance:
    """Fetches of new addresses: *burst* at once, then one every *seconds*."""

    burst: float = 10.0
    seconds: float = 6.0
    left: float = 10.0
    counted_at: float = 0.0

    def take(self, now: float) -> bool:
        """Take one if there is one at the time *now*."""
        earned = max(0.0, now - self.counted_at) / self.seconds
        self.left, self.counted_at = min(self.burst, self.left + earned), now
        if self.left < 1:
            return False
        self.left -= 1
        return True


@dataclass(frozen=True, slots=True)
class _Kept:
    key: RSAPublicKey
    until: float
    renew_at: float


class Certificates:
    """Keys of certificates that lead to *roots*, fetched by *fetch* at the times that *now* tells."""

    def __init__(self, roots: list[x509.Certificate], fetch: Fetch, now: Callable[[], float]) -> None:
        self._roots = len(roots)
        self._store = Store(roots)
        self._fetch = fetch
        self._now = now
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._failed: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._flights: dict[str, Future[RSAPublicKey]] = {}
        self._allowance = Allowance()
        self._seats = {form: threading.Semaphore(most) for form, most in WAITING.items()}
        self._fetchers = ThreadPoolExecutor(4, "certificate")

    def key(self, header: str) -> RSAPublicKey:
        """Give the key of the certificate at the address in *header*; raises VerificationException."""
        address = certificate_address(header)
        with self._lock:
            now = self._now()
            kept = self._kept.get(address)
            if kept and now < kept.until:
                self._kept.move_to_end(address)
                self._renew(address, kept, now)
                return kept.key
            flight = self._flight(address, now)
            known = address in self._kept or not self._kept
        return _landed(flight) if known else _seated(flight, self._seats[numbered(address)])

    def state(self) -> dict[str, int]:
        """Count what is trusted and kept, for whoever watches the service."""
        with self._lock:
            now = self._now()
            good = sum(now < kept.until for kept in self._kept.values())
            return {"roots": self._roots, "keys": good, "failures": len(self._failed)}

    def _renew(self, address: str, kept: _Kept, now: float) -> None:
        if now >= kept.renew_at and self._failure(address, now) is None:
            self._flight(address, now)

    def _flight(self, address: str, now: float) -> Future[RSAPublicKey]:
        """Join the fetch of *address*, or begin one; needs the lock. Raises VerificationException."""
        if flight := self._flights.get(address):
            return flight
        if reason := self._failure(address, now):
            raise VerificationException(reason)
        if not (address in self._kept or numbered(address) or self._allowance.take(now)):
            raise VerificationException("too many new certificate addresses")
        self._flights[address] = flight = self._fetchers.submit(self._load, address)
        return flight

    def _failure(self, address: str, now: float) -> str | None:
        reason, until = self._failed.get(address, ("", 0.0))
        return reason if now < until else None

    def _load(self, address: str) -> RSAPublicKey:
        """Fetch and check, and keep what came of it; raises VerificationException."""
        try:
            key, good_until = signing_key(self._fetch(address), self._store, self._now())
        except Exception as error:  # a fetch may fail in ways of its own, and each is a refusal
            refusal = _as_refusal(error)
            self._settle(address, failed=str(refusal))
            raise refusal from None
        now = self._now()
        self._settle(address, kept=_Kept(key, min(good_until, now + DAY), now + DAY - EARLY))
        return key

    def _settle(self, address: str, *, kept: _Kept | None = None, failed: str = "") -> None:
        with self._lock:
            if kept:
                _put(self._kept, address, kept, KEPT)
                self._failed.pop(address, None)
            else:
                _put(self._failed, address, (failed, self._now() + FAILURE_SECONDS), FAILURES)
            del self._flights[address]


def _put(kept: OrderedDict[str, V], address: str, value: V, most: int) -> None:
    kept[address] = value
    kept.move_to_end(address)
    if len(kept) > most:
        kept.popitem(last=False)


def _as_refusal(error: Exception) -> VerificationException:
    if isinstance(error, VerificationException):
        return error
    return VerificationException(f"certificate fetch failed: {type(error).__name__}")


def _landed(flight: "Future[RSAPublicKey]") -> RSAPublicKey:
    try:
        return flight.result(WAIT)
    except TimeoutError:
        raise VerificationException("certificate fetch failed: too slow") from None
    except VerificationException as refusal:
        raise VerificationException(str(refusal)) from None  # each waiting request raises one of its own


def _seated(flight: "Future[RSAPublicKey]", seats: threading.Semaphore) -> RSAPublicKey:
    if not seats.acquire(blocking=False):
        raise VerificationException("too many requests wait for certificates")
    try:
        return _landed(flight)
    finally:
        seats.release()
