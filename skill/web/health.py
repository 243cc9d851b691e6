"""The state of the service, for monitoring; it holds no secret and nothing about a person."""

import threading
import time
from collections.abc import Callable
from typing import Any

from skill.storage import Storage, StorageError
from skill.web.certificates import Certificates


FRESH_SECONDS = 10.0


class Health:
    """Reports on *storage* and *certificates*; asks the storage once in FRESH_SECONDS at most."""

    def __init__(
        self, storage: Storage, certificates: Certificates, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._storage = storage
        self._certificates = certificates
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._checked_at = float("-inf")
        self._storage_answers = True

    def report(self) -> dict[str, Any]:
        """Return the report: "degraded" without storage, or where no certificate can be had to check requests with."""
        answers, trouble = self._check_storage(), self._certificates.trouble()
        return {
            "status": "degraded" if trouble or not answers else "ok",
            "storage": "ok" if answers else "unreachable",
            "certificates": self._certificates.state() | ({"trouble": trouble} if trouble else {}),
        }

    def _check_storage(self) -> bool:
        """Return the last result; one caller at a time renews it, and the others don't wait for a silent storage."""
        if self._lock.acquire(blocking=False):
            try:
                if self._monotonic() - self._checked_at >= FRESH_SECONDS:
                    self._checked_at = self._monotonic()
                    self._storage_answers = self._answers()
            finally:
                self._lock.release()
        return self._storage_answers

    def _answers(self) -> bool:
        try:
            self._storage.check()
        except StorageError:
            return False
        return True
