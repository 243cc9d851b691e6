"""
Records in a DynamoDB table: the store for many machines.

Rule 1: a write names the version that it has read, and makes a new one. A refused write reads again.
Rule 2: a write that got no answer may have been done all the same. So the version is a word of its own, not a
        count: where it is found on reading again, the write was ours, and the change is not made twice. The item names
        its last EARLIER versions too, for another writer may have been faster than the reading again.
        Where the item that was read is gone, a write that may have been done counts as done before it went: what
        somebody has forgotten does not come back, and what was begun after it is not forgotten. One gap is left: a
        first record whose writing got no answer, and that is deleted before it is written again, comes back.
Rule 3: the record is one JSON text: no Decimal, no float refused, no empty value lost.
Rule 4: what has expired counts as none: the table's own time to live may take two days to delete it.
"""

import time
import uuid
from collections.abc import Callable

from skill.storage.deadline import Deadline, current_deadline
from skill.storage.dynamodb_table import Conflict, DamagedItemError, DynamoDBTable, TableItem, pauses
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
        return self._record(self._write(key_of(user), lambda seen: self._item(change(self._record(seen)), seen)))

    def delete(self, user: str) -> None:
        """Forget *user*, also where the item is damaged."""
        try:
            self._write(key_of(user), lambda _: None)
        except DamagedItemError:
            self._table.delete(key_of(user), current_deadline())

    def check(self) -> None:
        """Raise StorageError unless the table answers."""
        self._table.get(key_of(""), current_deadline())

    def close(self) -> None:
        """Let go of connections and threads."""
        self._table.close()

    def _write(self, key: str, make: Callable[[TableItem | None], TableItem | None]) -> TableItem | None:
        """Put what *make* makes of the item in its place, again on each conflict; return what is there then."""
        deadline = current_deadline()
        seen = self._table.get(key, deadline)
        for seconds in pauses():
            new = make(seen)
            try:
                self._replace(key, seen, new, deadline)
                return new
            except Conflict as conflict:
                there = self._table.get(key, deadline)
                if _holds(there, new) or (conflict.unsure and _is_gone(there, seen)):
                    return there
                self._table.pause(seconds, deadline, conflict)
                seen = there
        raise AssertionError("pauses() never ends")

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


def _holds(there: TableItem | None, one: TableItem | None) -> bool:
    """Return whether *there* is *one*, or was made from it."""
    if there is None or one is None:
        return there is one
    return one.version in (there.version, *there.earlier)


def _is_gone(there: TableItem | None, seen: TableItem | None) -> bool:
    """Return whether somebody has deleted the item *seen* since it was read, whatever is *there* now."""
    return seen is not None and not _holds(there, seen)
