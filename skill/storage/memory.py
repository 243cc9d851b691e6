"""Records in this process only: for desks and tests, gone when it ends."""

from threading import Lock

from skill.storage.protocol import Change, Record
from skill.storage.records import decode, encode, key_of


class MemoryStorage:
    """A Storage in a dict; keeps text, so that nobody holds a part of a record that is kept."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._lock = Lock()

    def load(self, user: str) -> Record | None:
        """Give the record of *user*, None where nothing is kept."""
        text = self._texts.get(key_of(user))
        return None if text is None else decode(text)

    def update(self, user: str, change: Change) -> Record | None:
        """Keep what *change* makes of the record of *user*; *change* must not use this store."""
        with self._lock:
            record = change(self.load(user))
            if record is None:
                self._texts.pop(key_of(user), None)
                return None
            self._texts[key_of(user)] = encode(record)
            return self.load(user)

    def delete(self, user: str) -> None:
        """Forget *user*."""
        with self._lock:
            self._texts.pop(key_of(user), None)

    def check(self) -> None:
        """Memory always answers."""

    def close(self) -> None:
        """Nothing is held but memory."""
