"""
The place to come back to: one record per user, in memory, SQLite or DynamoDB.

A new store is one file that keeps the promises of protocol.py, and one line in `open_storage`;
tests/storage/test_contract.py holds it to them.
"""

import re
from pathlib import Path

import structlog

from skill.storage.deadline import REQUEST_SECONDS, Deadline, one_deadline
from skill.storage.memory import MemoryStorage
from skill.storage.protocol import JSON, Change, Storage, StorageError, StorageSetupError, StorageURLError, UserRecord
from skill.storage.sqlite import SQLiteStorage


__all__ = [
    "JSON",
    "REQUEST_SECONDS",
    "Change",
    "Deadline",
    "MemoryStorage",
    "SQLiteStorage",
    "Storage",
    "StorageError",
    "StorageSetupError",
    "StorageURLError",
    "UserRecord",
    "one_deadline",
    "open_storage",
]

_log = structlog.get_logger()

_SQLITE = "sqlite:///"
_DYNAMODB = "dynamodb://"
_TABLE = re.compile(r"[A-Za-z0-9_.-]{3,255}")  # DynamoDB's own rule for a table's name


def open_storage(url: str) -> Storage:
    """
    Open the store that *url* names: `memory:`, `sqlite:///file` or `dynamodb://table`.

    After sqlite:/// stands a path from the working directory; an absolute one makes it four slashes.
    Raises StorageURLError for another URL, StorageError where botocore or a region is missing, StorageSetupError where
    a file can't be used. What may pass, such as a lock, is only logged: people are coached without a place.
    """
    if url == "memory:":
        return MemoryStorage()
    if url.startswith(_SQLITE) and _is_file(url.removeprefix(_SQLITE)):
        return _sqlite(Path(url.removeprefix(_SQLITE)))
    if url.startswith(_DYNAMODB) and _TABLE.fullmatch(url.removeprefix(_DYNAMODB)):
        return _dynamodb(url.removeprefix(_DYNAMODB))
    raise StorageURLError(
        f"GENTLE_ROLLER_STORAGE is {url!r}: write memory: | sqlite:///file | sqlite:////absolute/file | dynamodb://table"
    )


def _is_file(path: str) -> bool:
    return bool(path) and not path.endswith("/") and not path.startswith(":") and not set(path) & set("?#\0")


def _sqlite(path: Path) -> Storage:
    storage = SQLiteStorage(path)
    try:
        storage.check()
    except StorageSetupError:
        raise
    except StorageError as error:
        _log.warning("storage does not work yet", error=str(error))
    return storage


def _dynamodb(table: str) -> Storage:
    # Not at the top: botocore is an extra, and the other stores should not pay for its import.
    try:
        from skill.storage.dynamodb import DynamoDBStorage  # noqa: PLC0415
        from skill.storage.dynamodb_table import DynamoDBTable  # noqa: PLC0415
    except ModuleNotFoundError:
        raise StorageError("DynamoDB needs botocore: pip install '.[dynamodb]'") from None
    return DynamoDBStorage(DynamoDBTable(table))
