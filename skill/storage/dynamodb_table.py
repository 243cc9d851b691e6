"""
One DynamoDB table: a request to it, asked again while that can help, in bounded time.

Rule 1: the wait ends at the deadline, whatever the network does. So a request runs on a thread of its own:
        a socket's time-out, which only frees that thread, bounds neither a name look-up nor a trickle.
Rule 2: asked again: no answer, throttled, a fault of theirs (5xx). Pauses double up to 0.2 s, without chance.
Rule 3: all else is a StorageError of one line at once. A refused condition is Conflict, which says whether the same
        request may have been done before, by an attempt that got no answer.
"""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ConnectionError, HTTPClientError

from skill.storage.deadline import Deadline
from skill.storage.dynamodb_client import DynamoDBClient, RefusedError
from skill.storage.protocol import StorageError


ATTEMPT_SECONDS = 0.5  # so that one lost packet leaves time to ask again
THREADS = 16
_THROTTLED = {"ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException"}


class Conflict(Exception):
    """The item is not the one that the condition named; *unsure*: an attempt before this one may have been done."""

    def __init__(self, *, unsure: bool = False) -> None:
        super().__init__("another writer was faster")
        self.unsure = unsure


class DamagedItemError(StorageError):
    """The item lacks what we keep in it; one line."""


class _NotNow(Exception):
    """It may work in a moment; *unsure*: it may have been done, and only the answer is missing."""

    def __init__(self, cause: Exception, *, unsure: bool) -> None:
        super().__init__(cause)
        self.unsure = unsure


@dataclass(frozen=True, slots=True)
class TableItem:
    """
    What is stored under a key until *expires* (seconds since 1970).

    *version* is new with each write; *earlier* are the versions before it, the latest first.
    """

    version: str
    record: str
    expires: int
    earlier: tuple[str, ...] = ()


class DynamoDBTable:
    """The table *name* with the string key `id`; raises StorageError without a region."""

    def __init__(self, name: str, sleep: Callable[[float], None] = time.sleep) -> None:
        self._name = name
        self._sleep = sleep
        self._begin()

    def get(self, key: str, deadline: Deadline) -> TableItem | None:
        """Read the item, as the last write left it."""
        answer = self._send("GetItem", deadline, Key=_text(id=key), ConsistentRead=True)
        if "Item" not in answer:
            return None
        try:
            item = answer["Item"]
            earlier = tuple(version["S"] for version in item.get("earlier", {}).get("L", ()))
            return TableItem(item["version"]["S"], item["record"]["S"], int(item["expires"]["N"]), earlier)
        except (KeyError, TypeError, ValueError) as error:
            raise DamagedItemError(f"an item of the table {self._name} is damaged: no {error}") from error

    def put(self, key: str, item: TableItem, seen: TableItem | None, deadline: Deadline) -> None:
        """Write *item*; raises Conflict unless *seen* is there."""
        new: dict[str, object] = {**_text(id=key, version=item.version, record=item.record)}
        new["expires"] = {"N": str(item.expires)}
        if item.earlier:
            new["earlier"] = {"L": [{"S": version} for version in item.earlier]}
        self._send("PutItem", deadline, Item=new, **_only_if(seen))

    def delete(self, key: str, deadline: Deadline, seen: TableItem | None = None) -> None:
        """Remove the item; raises Conflict unless *seen*, where given, is still there."""
        condition = {} if seen is None else _only_if(seen)
        self._send("DeleteItem", deadline, Key=_text(id=key), **condition)

    def pause(self, seconds: float, deadline: Deadline, reason: object) -> None:
        """Wait *seconds*; raises StorageError that gives *reason* where less is left."""
        if deadline.left <= seconds:
            raise StorageError(f"the DynamoDB table {self._name} did not do it in time: {reason}")
        self._sleep(seconds)

    def close(self) -> None:
        """Let go of connections and threads; a request that hangs is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._client.close()

    def _begin(self) -> None:
        self._client = DynamoDBClient(ATTEMPT_SECONDS, THREADS)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="dynamodb")
        self._process = os.getpid()

    def _send(self, operation: str, deadline: Deadline, **request: object) -> Mapping[str, Any]:
        unsure = False
        for seconds in pauses():
            try:
                return self._once(operation, deadline, {"TableName": self._name, **request})
            except Conflict:
                raise Conflict(unsure=unsure) from None
            except _NotNow as error:
                unsure = unsure or error.unsure
                self.pause(seconds, deadline, error)
        raise AssertionError("pauses() never ends")

    def _once(self, operation: str, deadline: Deadline, request: dict[str, object]) -> Mapping[str, Any]:
        if os.getpid() != self._process:  # a fork inherits neither threads nor, safely, sockets
            self._begin()
        try:
            answer = self._threads.submit(self._client.call, operation, request)
            return answer.result(timeout=deadline.left)
        except TimeoutError:
            answer.cancel()
            raise StorageError(f"the DynamoDB table {self._name} gave no answer in time") from None
        except RefusedError as error:
            raise _meaning(error, self._name, self._client.region) from error
        except (HTTPClientError, ConnectionError) as error:
            raise _NotNow(error, unsure=True) from error
        except Exception as error:
            raise StorageError(f"the DynamoDB table {self._name} cannot be used: {error}") from error


def pauses() -> Iterator[float]:
    """Return the seconds to wait before each further attempt, for ever: 0.02, 0.04 ... 0.2, 0.2."""
    seconds = 0.02
    while True:
        yield seconds
        seconds = min(0.2, 2 * seconds)


def _meaning(error: RefusedError, table: str, region: str) -> Exception:
    if error.code == "ConditionalCheckFailedException":
        return Conflict()
    if error.code in _THROTTLED or error.status >= 500:
        return _NotNow(error, unsure=error.status >= 500)
    if error.code == "ResourceNotFoundException":
        fix = "create it, or correct GENTLE_ROLLER_STORAGE"
        return StorageError(f"there is no DynamoDB table {table} in {region}: {fix}")
    return StorageError(f"the DynamoDB table {table} refused: {error}")


def _only_if(seen: TableItem | None) -> dict[str, object]:
    if seen is None:
        return {"ConditionExpression": "attribute_not_exists(id)"}
    return {
        "ConditionExpression": "version = :seen",
        "ExpressionAttributeValues": {":seen": {"S": seen.version}},
    }


def _text(**values: str) -> dict[str, dict[str, str]]:
    return {name: {"S": value} for name, value in values.items()}
