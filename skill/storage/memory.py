"""Records in this process only: for desks and tests, gone when it ends."""

import time
from collections.abc import Callable
from threading import Lock

from skill.storage.protocol import YEAR, Change, UserRecord
from skill.storage.records import decode, encode, key_of


class MemoryStorage:
    """A Storage in a dict; keeps text, so that nobody holds a part of a record that is kept."""

    def __init__(self, *, now: Callable[[], float] = time.time) -> None:
        self._records: dict[str, tuple[str, float]] = {}
        self._now = now
        self._lock = Lock()

    def load(self, user: str) -> UserRecord | None:
        """Return the record of *user*, None where nothing is kept."""
        text, expires = self._records.get(key_of(user), ("", 0.0))
        return decode(text) if expires > self._now() else None

    def update(self, user: str, change: Change) -> UserRecord | None:
        """Keep what *change* makes of the record of *user*; *change* must not use this store."""
        with self._lock:
            record = change(self.load(user))
            if record is None:
                self._records.pop(key_of(user), None)
                return None
            self._records[key_of(user)] = encode(record), self._now() + YEAR
            return self.load(user)

    def delete(self, user: str) -> None:
        """Forget *user*."""
        with self._lock:
            self._records.pop(key_of(user), None)

    def check(self) -> None:
        """Memory always answers."""

    def close(self) -> None:
        """Nothing is held but memory."""
