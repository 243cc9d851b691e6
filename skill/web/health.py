"""What the service says of itself to whoever watches it; nothing in it is secret, or about a person."""

import threading
from collections.abc import Callable
from typing import Any

from skill.storage import Storage, StorageError
from skill.web.certificates import Certificates


FRESH_SECONDS = 10.0


class Health:
    """Reports on *storage* and *certificates*; however often it is asked, it asks the storage rarely."""

    def __init__(self, storage: Storage, certificates: Certificates, now: Callable[[], float]) -> None:
        self._storage = storage
        self._certificates = certificates
        self._now = now
        self._lock = threading.Lock()
        self._checked_at = float("-inf")
        self._storage_answers = True

    def report(self) -> dict[str, Any]:
        """Say "degraded" while the storage does not answer: people are still coached, so it is no failure."""
        answers = self._check_storage()
        return {
            "status": "ok" if answers else "degraded",
            "storage": "ok" if answers else "unreachable",
            "certificates": self._certificates.state(),
        }

    def _check_storage(self) -> bool:
        """Give what is known; one caller at a time finds out, and while the storage is silent nobody waits for that."""
        if self._lock.acquire(blocking=False):
            try:
                self._ask_again()
            finally:
                self._lock.release()
        return self._storage_answers

    def _ask_again(self) -> None:
        if abs(self._now() - self._checked_at) >= FRESH_SECONDS:
            self._checked_at = self._now()
            self._storage_answers = self._answers()

    def _answers(self) -> bool:
        try:
            self._storage.check()
        except StorageError:
            return False
        return True
