"""
Records in one SQLite file: the store for one machine, with any number of threads and processes.

Rule 1: the call that finds the file damaged does its work in a new one, and then raises StorageError all the same:
what was kept before is lost to the person, and they have a right to be told.
Rule 2: a check mends nothing: nobody hears what it finds, and a person who is told must find it anew.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TypeVar

from skill.storage.deadline import Deadline, current_deadline
from skill.storage.protocol import YEAR, Change, StorageError, StorageSetupError, UserRecord
from skill.storage.records import decode, encode, key_of
from skill.storage.sqlite_file import inode, keep_aside, opened, raise_unless_damaged


LOCK_SECONDS = 1.0  # at most, and never longer than the request's deadline

_LOAD = "SELECT CAST(record AS BLOB) FROM records WHERE key = ? AND expires > ?"
_KEEP = "INSERT OR REPLACE INTO records (key, record, expires) VALUES (?, ?, ?)"
_DELETE = "DELETE FROM records WHERE key = ?"
_FORGET_OLD = "DELETE FROM records WHERE expires <= ?"

T = TypeVar("T")


class SQLiteStorage:
    """A Storage in the file at *path*; raises StorageSetupError where its directory is missing."""

    def __init__(self, path: Path, *, now: Callable[[], float] = time.time) -> None:
        if not path.parent.is_dir():
            raise StorageSetupError(_missing_directory(path))
        self._path = path
        self._now = now
        self._writing = Lock()

    def load(self, user: str) -> UserRecord | None:
        """Return the record of *user*, None where nothing is kept; never waits for a writer."""
        return self._run(lambda connection: _load(connection, key_of(user), self._now()))

    def update(self, user: str, change: Change) -> UserRecord | None:
        """Keep what *change* makes of the record of *user*; *change* must not use this store."""
        return self._write(lambda connection: self._update(connection, key_of(user), change))

    def delete(self, user: str) -> None:
        """Forget *user*."""
        self._write(lambda connection: connection.execute(_DELETE, (key_of(user),)))

    def check(self) -> None:
        """Raise StorageError unless the file can be written to; a damaged one is left as it is."""
        self._write(_touch, mends=False)

    def close(self) -> None:
        """Nothing stays open between calls."""

    def _update(self, connection: sqlite3.Connection, key: str, change: Change) -> UserRecord | None:
        connection.execute("BEGIN IMMEDIATE")
        now = int(self._now())
        connection.execute(_FORGET_OLD, (now,))
        record = change(_load(connection, key, now))
        if record is None:
            connection.execute(_DELETE, (key,))
        else:
            connection.execute(_KEEP, (key, encode(record), now + YEAR))
        kept = _load(connection, key, now)
        connection.execute("COMMIT")
        return kept

    def _write(self, work: Callable[[sqlite3.Connection], T], *, mends: bool = True) -> T:
        deadline = current_deadline()
        with self._turn(deadline):
            return self._run(work, deadline, mends=mends)

    @contextmanager
    def _turn(self, deadline: Deadline) -> Iterator[None]:
        # SQLite's own waiting can starve a thread; the threads of one process queue here instead.
        if not self._writing.acquire(timeout=deadline.left):
            raise StorageError(f"{self._path} was busy for too long")
        try:
            yield
        finally:
            self._writing.release()

    def _run(
        self, work: Callable[[sqlite3.Connection], T], deadline: Deadline | None = None, *, mends: bool = True
    ) -> T:
        deadline = deadline or current_deadline()
        file = inode(self._path)
        try:
            return self._once(work, deadline)
        except (sqlite3.Error, OSError) as error:
            raise_unless_damaged(error, self._path)
            if not mends:
                outlook = "the next load or update renames it and begins a new file"
                raise StorageError(f"{self._path} is damaged; {outlook}: {error}") from error
        try:
            keep_aside(self._path, file)
            self._once(work, deadline)
        except (sqlite3.Error, OSError) as error:
            raise StorageError(f"{self._path} is damaged and could not be renamed: {error}") from error
        raise StorageError(f"{self._path} was damaged: what it held is kept aside, and a new one is begun")

    def _once(self, work: Callable[[sqlite3.Connection], T], deadline: Deadline) -> T:
        with opened(self._path, min(LOCK_SECONDS, deadline.left)) as connection:
            return work(connection)


def _load(connection: sqlite3.Connection, key: str, now: float) -> UserRecord | None:
    # As bytes: sqlite3 refuses to read text that is not UTF-8.
    row = connection.execute(_LOAD, (key, now)).fetchone()
    return None if row is None else decode(row[0])


def _touch(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("ROLLBACK")


def _missing_directory(path: Path) -> str:
    line = f"the directory {path.parent} for {path.name} is missing: create it"
    return line if path.is_absolute() else f"{line} (an absolute path has four slashes: sqlite:////{path})"
