"""
What a store promises.

Rule 1: one record per user; what is in it (persons, places, preferences) is the caller's business.
Rule 2: a change is atomic: of two at the same time, the later one sees what the earlier one kept.
Rule 3: whatever goes wrong while running leaves as StorageError, in bounded time (see deadline.py).
Rule 4: a damaged record counts as none, for `load` and for a change, and can be deleted.
Rule 5: a record is forgotten a year after its last change: from then on it is neither read nor renewed.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeAlias


JSON: TypeAlias = "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None"
UserRecord: TypeAlias = Mapping[str, JSON]
Change: TypeAlias = Callable[[UserRecord | None], UserRecord | None]

YEAR = 365 * 24 * 60 * 60


class StorageError(Exception):
    """The store cannot do it now: down, slow, full, locked, damaged, throttled, wrongly set up; one line."""


class StorageSetupError(StorageError):
    """The store will not do it until somebody changes the setting, the file or its rights; one line."""


class StorageURLError(ValueError):
    """The storage URL says nothing that we know; one line that says what to write instead."""


class Storage(Protocol):
    """The place to come back to; safe to share between threads."""

    def load(self, user: str) -> UserRecord | None:
        """Return the record of *user*, None where nothing is kept."""

    def update(self, user: str, change: Change) -> UserRecord | None:
        """
        Keep what *change* makes of the record of *user*, and return what is kept now.

        *change* gets None where nothing is kept, and deletes by returning None. It may be called again
        when another writer was faster, so it must depend on nothing but its argument.
        """

    def delete(self, user: str) -> None:
        """Forget *user*; nothing kept is no error."""

    def check(self) -> None:
        """Raise StorageError unless the store answers."""

    def close(self) -> None:
        """Let go of connections and threads."""
