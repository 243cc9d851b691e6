"""
The keys that Amazon signs requests with, by the address of their certificates.

Rule 1: a key is kept only if its whole chain was checked: until the first certificate of the chain expires, and a day
at most. In the last hour of that day the key is downloaded again, while requests go on with the old one.
Rule 2: one download runs at a time. While a key is kept, a request for another address is refused, not delayed, if a
download is running. So downloads hold one thread of the server, and the others answer requests with a kept key.
Rule 3: while no key is kept, a request waits up to WAIT seconds for its turn to download.
Rule 4: an address that failed is refused for FAILURE_SECONDS without another download.
Rule 5: a monotonic clock measures durations. The wall clock decides only whether a certificate is valid.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.verification import Store

from skill.web.address import certificate_address
from skill.web.sdk import VerificationException
from skill.web.trust import signing_key


Fetch = Callable[[str], bytes]
"""Return the bytes at an https address; raises VerificationException."""

V = TypeVar("V")

DAY = 24 * 3600.0
EARLY = 3600.0
WAIT = 2.0
FAILURE_SECONDS = 30.0
KEPT = 16
"""Keys; Amazon signs with one certificate, and with two while it changes them."""
FAILURES = 256
RENEWAL = "certificate renewal"
"""The name of the thread that downloads a key again."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A key; *expires* is a time of the wall clock, the other times are of the monotonic clock."""

    key: RSAPublicKey
    expires: float
    renew_at: float
    until: float


class Certificates:
    """The keys of certificates that lead to *roots*; *fetch* downloads them, and *now* is the wall clock."""

    def __init__(
        self,
        roots: list[x509.Certificate],
        fetch: Fetch,
        now: Callable[[], float],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._roots = len(roots)
        self._store = Store(roots)
        self._fetch = fetch
        self._now = now
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._downloading = threading.Lock()
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._failed: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._last_failure: str | None = None

    def key(self, header: str) -> RSAPublicKey:
        """Return the key of the certificate at the address in *header*; raises VerificationException."""
        address = certificate_address(header)
        kept = self._good(address)
        if kept is None:
            return self._wanted(address)
        if self._monotonic() >= kept.renew_at and self._failure(address) is None:
            threading.Thread(target=self._renew, args=(address,), name=RENEWAL, daemon=True).start()
        return kept.key

    def state(self) -> dict[str, int]:
        """Return the numbers of trusted roots, of good keys, and of addresses that failed a moment ago."""
        with self._lock:
            failures = sum(self._monotonic() < until for _, until in self._failed.values())
            return {"roots": self._roots, "keys": self._good_keys(), "failures": failures}

    def trouble(self) -> str | None:
        """Return why no certificate can be had: no key is good, and the last download failed; None if one can."""
        with self._lock:
            return None if self._good_keys() else self._last_failure

    def _good(self, address: str) -> _Kept | None:
        with self._lock:
            kept = self._kept.get(address)
            if kept is None or not self._is_good(kept):
                return None
            self._kept.move_to_end(address)
            return kept

    def _is_good(self, kept: _Kept) -> bool:
        return self._monotonic() < kept.until and self._now() < kept.expires

    def _good_keys(self) -> int:
        return sum(map(self._is_good, self._kept.values()))

    def _failure(self, address: str) -> str | None:
        with self._lock:
            reason, until = self._failed.get(address, ("", 0.0))
            return reason if self._monotonic() < until else None

    def _wanted(self, address: str) -> RSAPublicKey:
        """Download a key that is not kept, when no other download runs; raises VerificationException."""
        self._refuse_failed(address)
        with self._lock:
            patience = 0.0 if self._good_keys() else WAIT
        if not self._downloading.acquire(timeout=patience):
            raise VerificationException("a certificate is being downloaded")
        try:
            if kept := self._good(address):  # the request before this one downloaded it
                return kept.key
            self._refuse_failed(address)
            return self._download(address)
        finally:
            self._downloading.release()

    def _refuse_failed(self, address: str) -> None:
        if reason := self._failure(address):
            raise VerificationException(reason)

    def _renew(self, address: str) -> None:
        if not self._downloading.acquire(blocking=False):
            return  # the next request tries again
        try:
            kept = self._good(address)
            if kept is None or self._monotonic() >= kept.renew_at:
                with suppress(VerificationException):
                    self._download(address)
        finally:
            self._downloading.release()

    def _download(self, address: str) -> RSAPublicKey:
        """Download and check a chain, and keep its key, or the reason of its failure; raises VerificationException."""
        try:
            key, expires = signing_key(self._fetch(address), self._store, self._now())
        except Exception as error:  # every failure of a download is a refusal
            refusal = _as_refusal(error)
            self._last_failure = str(refusal)
            self._put(self._failed, address, (str(refusal), self._monotonic() + FAILURE_SECONDS), FAILURES)
            raise refusal from None
        self._last_failure = None
        until = self._monotonic() + DAY
        self._put(self._kept, address, _Kept(key, expires, until - EARLY, until), KEPT)
        return key

    def _put(self, values: OrderedDict[str, V], address: str, value: V, most: int) -> None:
        """Keep *value*, and drop the oldest beyond *most*."""
        with self._lock:
            values[address] = value
            values.move_to_end(address)
            if len(values) > most:
                values.popitem(last=False)


def _as_refusal(error: Exception) -> VerificationException:
    if isinstance(error, VerificationException):
        return error
    return VerificationException(f"certificate download failed: {type(error).__name__}")
