"""
Records in a DynamoDB table: the store for many machines.

Rule 1: a write names the version that it has read, and makes a new one. A refused write reads again.
Rule 2: a write that got no answer may have been done all the same. So the version is a word of its own, not a
        count: where it is found on reading again, the write was ours, and the change is not made twice. The item names
        its last EARLIER versions too, for another writer may have been faster than the reading again.
Rule 3: the record is one JSON text: no Decimal, no float refused, no empty value lost.
Rule 4: what has expired counts as none: the table's own time to live may take two days to delete it.
"""

import time
import uuid
from collections.abc import Callable

from skill.storage.deadline import Deadline, current_deadline
from skill.storage.dynamodb_table import Conflict, DynamoDBTable, TableItem, pauses
from skill.storage.protocol import YEAR, Change, UserRecord
from skill.storage.records import decode, encode, key_of


EARLIER = 20
"""Versions that an item names besides its own: writes of others between a lost answer and the reading again."""


class DynamoDBStorage:
    """A Storage in *table*: key `id`, time to live `expires`; see lambda/template.yaml."""

    def __init__(self, table: DynamoDBTable, *, now: Callable[[], float] = time.time) -> None:
        self._table = table
        self._now = now

    def load(self, user: str) -> UserRecord | None:
        """Return the record of *user*, None where nothing is kept."""
        return self._record(self._table.get(key_of(user), current_deadline()))

    def update(self, user: str, change: Change) -> UserRecord | None:
        """Keep what *change* makes of the record of *user*, again on each conflict."""
        key, deadline = key_of(user), current_deadline()
        seen = self._table.get(key, deadline)
        for seconds in pauses():
            new = self._item(change(self._record(seen)), seen)
            try:
                self._replace(key, seen, new, deadline)
                break
            except Conflict as conflict:
                seen = self._table.get(key, deadline)
                if _holds(seen, new):
                    break
                self._table.pause(seconds, deadline, conflict)
        return self._record(new)

    def delete(self, user: str) -> None:
        """Forget *user*."""
        self._table.delete(key_of(user), current_deadline())

    def check(self) -> None:
        """Raise StorageError unless the table answers."""
        self._table.get(key_of(""), current_deadline())

    def close(self) -> None:
        """Let go of connections and threads."""
        self._table.close()

    def _replace(self, key: str, seen: TableItem | None, new: TableItem | None, deadline: Deadline) -> None:
        if new is not None:
            self._table.put(key, new, seen, deadline)
        elif seen is not None:
            self._table.delete(key, deadline, seen)

    def _item(self, record: UserRecord | None, seen: TableItem | None) -> TableItem | None:
        if record is None:
            return None
        earlier = (seen.version, *seen.earlier)[:EARLIER] if seen else ()
        return TableItem(uuid.uuid4().hex, encode(record), int(self._now()) + YEAR, earlier)

    def _record(self, item: TableItem | None) -> UserRecord | None:
        return None if item is None or item.expires <= self._now() else decode(item.record)


def _holds(seen: TableItem | None, new: TableItem | None) -> bool:
    """Return whether *seen* is what the writing of *new* left, or was made from it."""
    if seen is None or new is None:
        return seen is new
    return new.version in (seen.version, *seen.earlier)
