"""
The SQLite file itself: opening it, its table, and what becomes of a damaged one.

Rule 1: a file is ours by its application_id. We never write into somebody else's database, nor move a file that was
        never ours: a damaged one was if its first page still has our mark or our table.
Rule 2: a new file is for its owner only: it says when a person rolls.
Rule 3: a damaged file is never deleted: it is renamed, with its write-ahead log, and a new one is begun.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

import structlog

from skill.storage.protocol import StorageError, StorageSetupError


APPLICATION_ID = 0x47524F4C  # "GROL"
SCHEMA_VERSION = 1
_OURS = (APPLICATION_ID, SCHEMA_VERSION)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_UNUSABLE = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH)
_PAGE = 4096  # bytes: the first page of a file holds its marks, at 68, and the text of its tables
_NAME_ANOTHER = "name another file in GENTLE_ROLLER_STORAGE"
_SCHEMA = """
CREATE TABLE records (
    key     TEXT PRIMARY KEY,   -- SHA-256 of the user id
    record  TEXT NOT NULL,      -- JSON
    expires INTEGER NOT NULL    -- seconds since 1970: a year after the last change
) WITHOUT ROWID;
CREATE INDEX records_by_expiry ON records (expires);
"""

log = structlog.get_logger(__name__)


@contextmanager
def opened(path: Path, seconds: float) -> Iterator[sqlite3.Connection]:
    """
    Open the file at *path*, made ready, for the length of the block; a lock is waited for *seconds* at most.
    Raises sqlite3.Error, OSError, and StorageError for a file that is not ours.

    Each call opens anew, about 1 ms: such a connection needs no care for threads and forks, nor for a file
    that was renamed meanwhile. What was not committed when the block ends is undone.
    """
    if not path.exists():
        path.touch(mode=0o600)  # SQLite gives its log the same rights
    connection = sqlite3.connect(path, timeout=seconds, isolation_level=None)
    with closing(connection):
        connection.execute("PRAGMA synchronous = FULL")  # what was said to be kept outlives a power cut
        connection.execute("PRAGMA secure_delete = ON")  # who is forgotten is not left in unused pages
        if _marks(connection) != _OURS:
            _begin(connection, path)
        yield connection


def _marks(connection: sqlite3.Connection) -> tuple[int, int]:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return application, version


def _begin(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("BEGIN IMMEDIATE")
    if _marks(connection) == _OURS:  # another process was faster
        connection.execute("COMMIT")
        return
    _refuse_another_kind(connection, path)
    for statement in _SCHEMA.split(";"):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")  # stays in the file


def _refuse_another_kind(connection: sqlite3.Connection, path: Path) -> None:
    application, version = _marks(connection)
    if application == APPLICATION_ID:
        raise StorageSetupError(f"{path} has version {version}, not {SCHEMA_VERSION}: update gentle-roller")
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
        raise StorageSetupError(f"{path} belongs to another program: {_NAME_ANOTHER}")


def raise_unless_damaged(error: Exception, path: Path) -> None:
    """Raise what *error* means for the file at *path*, unless that is ours and damaged."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary code
    if code in _UNUSABLE or isinstance(error, PermissionError):
        raise StorageSetupError(f"{path} cannot be used ({error}): give the right to write there, or {_NAME_ANOTHER}")
    if code not in _DAMAGED:
        raise StorageError(f"{path}: {error}") from error
    if not _was_ours(path):
        raise StorageSetupError(f"{path} is no file of gentle-roller, and is left alone: {_NAME_ANOTHER}") from error


def _was_ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            page = file.read(_PAGE)
    except FileNotFoundError:
        return True  # another process has just kept it aside
    return not page or page[68:72] == APPLICATION_ID.to_bytes(4, "big") or b"CREATE TABLE records" in page


def inode(path: Path) -> int | None:
    """Return what tells the file at *path* from a later one of that name; None where there is none."""
    try:
        return path.stat().st_ino
    except OSError:
        return None


def keep_aside(path: Path, damaged: int | None) -> None:
    """Rename the file at *path* to NAME.damaged-N, unless another process already put a new one there."""
    if damaged is None or inode(path) != damaged:
        return
    kept = next(p for n in count(1) if not (p := path.with_name(f"{path.name}.damaged-{n}")).exists())
    # The log first: left alone beside a new file, it would be taken for the new file's.
    for ending in ("-wal", "-shm", ""):
        _rename(f"{path}{ending}", f"{kept}{ending}")
    log.warning("damaged storage file kept aside, new one begun", file=str(path), kept_as=str(kept))


def _rename(old: str, new: str) -> None:
    try:
        os.replace(old, new)  # noqa: PTH105 - Path cannot add "-wal" to a name in a readable way
    except FileNotFoundError:
        return
