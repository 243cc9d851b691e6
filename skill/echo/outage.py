"""A store that can be made to fail, to hear what is said then."""

from dataclasses import dataclass

from skill.storage import Change, Storage, StorageError, UserRecord


@dataclass(slots=True)
class Outage:
    """*storage*, as long as it *works*; then every call raises StorageError."""

    storage: Storage
    works: bool = True

    def set(self, works: bool) -> None:
        """Let it work, or fail, from now on."""
        self.works = works

    def load(self, user: str) -> UserRecord | None:
        return self._now().load(user)

    def update(self, user: str, change: Change) -> UserRecord | None:
        return self._now().update(user, change)

    def delete(self, user: str) -> None:
        self._now().delete(user)

    def check(self) -> None:
        self._now().check()

    def close(self) -> None:
        self.storage.close()

    def _now(self) -> Storage:
        if not self.works:
            raise StorageError("the store fails, as was asked for")
        return self.storage
