"""What every store promises, on every store (skill/storage/protocol.py)."""

import json
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from skill.storage import MemoryStorage, SQLiteStorage, Storage, StorageError, UserRecord, one_deadline, open_storage
from skill.storage.dynamodb import DynamoDBStorage
from skill.storage.dynamodb_table import DynamoDBTable
from skill.storage.protocol import YEAR
from skill.storage.records import key_of


ANNA = "amzn1.ask.account.ANNA"
BEN = "amzn1.ask.account.BEN"

RECORD: UserRecord = {
    "amzn1.ask.person.SAM": {
        "step": 4,
        "left": 12.625,
        "tiny": 1e-9,
        "big": 2**53,
        "negative": -3,
        "zero": 0,
        "gentle": True,
        "straight_through": False,
        "reminder": None,
        "empty": "",
        "none": [],
        "nothing": {},
        "seen": [1, 2.5, "drei", None, [True]],
        "greeting": "grüß dich, 早上好 🧘",
        "lone": "\ud83e",
        "quoted": "a \"b\" 'c' \\ \u0000",
    },
    "": {"step": 1},
}


class Clock:
    """Seconds since 1970, moved by hand."""

    def __init__(self) -> None:
        self.time = 1_780_000_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["memory", "sqlite", "dynamodb"])
def aging(request: pytest.FixtureRequest, clock: Clock) -> Iterator[Storage]:
    """Open each store on a clock of the test's own."""
    if request.param == "memory":
        yield MemoryStorage(now=clock)
    elif request.param == "sqlite":
        yield SQLiteStorage(request.getfixturevalue("tmp_path") / "places.sqlite", now=clock)
    else:
        storage = DynamoDBStorage(DynamoDBTable(request.getfixturevalue("table")), now=clock)
        with one_deadline(60):
            yield storage
        storage.close()


@pytest.fixture(params=["memory", "sqlite", "dynamodb"])
def storage(request: pytest.FixtureRequest) -> Storage:
    if request.param == "memory":
        return open_storage("memory:")
    if request.param == "sqlite":
        directory: Path = request.getfixturevalue("tmp_path")
        return open_storage(f"sqlite:///{directory / 'places.sqlite'}")
    dynamodb: Storage = request.getfixturevalue("dynamodb")
    return dynamodb


def one_more(record: UserRecord | None) -> UserRecord:
    count = record["count"] if record else 0
    time.sleep(0)  # lets another thread in between reading and writing
    assert isinstance(count, int)
    return {"count": count + 1}


def test_an_unknown_user_has_no_record(storage: Storage) -> None:
    """Nothing kept is None, not an empty record."""
    assert storage.load(ANNA) is None


def test_a_record_comes_back_as_it_was(storage: Storage) -> None:
    """Numbers, words and nothing at all keep their value and their type."""
    kept = storage.update(ANNA, lambda _: RECORD)
    assert kept == RECORD
    assert json.dumps(storage.load(ANNA)) == json.dumps(RECORD)


def test_an_empty_record_is_a_record(storage: Storage) -> None:
    """Only None deletes."""
    assert storage.update(ANNA, lambda _: {}) == {}
    assert storage.load(ANNA) == {}


def test_a_change_sees_what_is_kept(storage: Storage) -> None:
    """Read, change and write are one."""
    seen = []
    for place in (1, 2):
        storage.update(ANNA, lambda record, place=place: seen.append(record) or {"place": place})
    assert seen == [None, {"place": 1}]


def test_a_change_to_none_deletes(storage: Storage) -> None:
    """Forget-me may be a change as well."""
    storage.update(ANNA, lambda _: {"place": 1})
    assert storage.update(ANNA, lambda _: None) is None
    assert storage.load(ANNA) is None


def test_a_change_of_nothing_to_nothing_keeps_nothing(storage: Storage) -> None:
    """A change that finds nothing may leave it so."""
    assert storage.update(ANNA, lambda record: record) is None
    assert storage.load(ANNA) is None


def test_a_deleted_user_begins_anew(storage: Storage) -> None:
    """Forget-me leaves nothing that comes back."""
    storage.update(ANNA, lambda _: {"place": 1})
    storage.delete(ANNA)
    assert storage.load(ANNA) is None
    assert storage.update(ANNA, one_more) == {"count": 1}


def test_an_unknown_user_can_be_deleted(storage: Storage) -> None:
    """Amazon may tell twice that the skill was disabled."""
    storage.delete(ANNA)
    assert storage.load(ANNA) is None


def test_users_do_not_meet(storage: Storage) -> None:
    """A change of one record leaves the others alone."""
    storage.update(ANNA, lambda _: {"place": 1})
    storage.update(BEN, lambda _: {"place": 2})
    storage.delete(ANNA)
    assert storage.load(BEN) == {"place": 2}


def test_twenty_changes_at_once_are_twenty(storage: Storage) -> None:
    """No update is lost between threads."""

    def add(_: int) -> None:
        with one_deadline(60):
            storage.update(ANNA, one_more)

    with ThreadPoolExecutor(20) as threads:
        list(threads.map(add, range(20)))
    assert storage.load(ANNA) == {"count": 20}


def test_a_record_that_was_given_cannot_be_changed_from_outside(storage: Storage) -> None:
    """Only update() changes what is kept."""
    mine = {"person": {"place": 1}}
    given = storage.update(ANNA, lambda _: mine)
    mine["person"]["place"] = 2
    assert given == storage.load(ANNA) == {"person": {"place": 1}}


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), {1}, b"x", object()], ids=["nan", "inf", "set", "bytes", "object"]
)
def test_what_is_no_json_is_refused_and_changes_nothing(storage: Storage, value: object) -> None:
    """The same is refused everywhere, as StorageError: the person is still coached."""
    storage.update(ANNA, lambda _: {"place": 1})
    with pytest.raises(StorageError, match="cannot be kept as JSON"):
        storage.update(ANNA, lambda _: {"place": value})  # type: ignore[dict-item]
    assert storage.load(ANNA) == {"place": 1}


def test_a_change_that_raises_changes_nothing(storage: Storage) -> None:
    """The caller's own error comes through, and the store works on."""
    storage.update(ANNA, one_more)

    def fail(_: UserRecord | None) -> UserRecord:
        raise LookupError("of the caller")

    with pytest.raises(LookupError, match="of the caller"):
        storage.update(ANNA, fail)
    assert storage.update(ANNA, one_more) == {"count": 2}


def test_a_record_is_read_for_a_year_after_its_last_change(aging: Storage, clock: Clock) -> None:
    """Reading it is no change."""
    aging.update(ANNA, lambda _: {"place": 1})
    clock.time += YEAR - 1
    assert aging.load(ANNA) == {"place": 1}
    clock.time += 1
    assert aging.load(ANNA) is None


def test_a_record_is_not_renewed_after_its_year(aging: Storage, clock: Clock) -> None:
    """Whoever comes back begins as somebody new; what was kept is not seen by the change either."""
    seen = []
    aging.update(ANNA, lambda _: {"place": 1})
    clock.time += YEAR
    assert aging.update(ANNA, lambda record: seen.append(record) or record) is None
    assert aging.update(ANNA, lambda record: seen.append(record) or {"place": 2}) == {"place": 2}
    assert seen == [None, None]
    assert aging.load(ANNA) == {"place": 2}


def test_a_change_gives_a_record_another_year(aging: Storage, clock: Clock) -> None:
    """Its last change counts, not its first."""
    for place in (1, 2):
        aging.update(ANNA, lambda _, place=place: {"place": place})
        clock.time += YEAR - 1
    assert aging.load(ANNA) == {"place": 2}


def test_a_store_that_answers_passes_its_check(storage: Storage) -> None:
    """/health asks the store, and leaves nothing in it."""
    storage.check()
    assert storage.load("") is None


def test_a_user_id_is_kept_as_a_hash() -> None:
    """SHA-256, so that a store says nothing about whose place it is."""
    assert key_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_any_user_id_has_a_key() -> None:
    """A lone surrogate in an envelope is no reason to fail."""
    assert len(key_of("\ud800")) == 64


DAMAGED = [
    "", "{", "[]", "7", '{"a": ' + "[" * 100_000, '{"a": NaN}', '{"a": 1e999}', '{"a": ' + "9" * 5000 + "}",
]  # fmt: skip
"""What a record's text may have become: cut off, something else, or what no store can write again."""


def spoil(storage: Storage, text: str, request: pytest.FixtureRequest) -> None:
    """Let *text* stand where the record of ANNA is."""
    if isinstance(storage, MemoryStorage):
        storage._records[key_of(ANNA)] = (text, time.time() + YEAR)
    elif isinstance(storage, SQLiteStorage):
        with closing(sqlite3.connect(request.getfixturevalue("tmp_path") / "places.sqlite")) as other, other:
            other.execute("UPDATE records SET record = ? WHERE key = ?", (text, key_of(ANNA)))
    else:
        request.getfixturevalue("put_raw")(key_of(ANNA), text)


@pytest.mark.parametrize("text", DAMAGED, ids=lambda text: text[:8] or "empty")
def test_a_damaged_record_counts_as_none_and_is_replaced(
    storage: Storage, text: str, request: pytest.FixtureRequest
) -> None:
    """It is one user's matter: the others go on, the next change makes it whole, and it can be deleted."""
    storage.update(BEN, lambda _: {"place": 2})
    for mend in (lambda: storage.update(ANNA, one_more), lambda: storage.delete(ANNA)):
        storage.update(ANNA, lambda _: {"count": 7})
        spoil(storage, text, request)
        with capture_logs() as logs:
            assert storage.load(ANNA) is None
            mend()
        assert "a damaged record counts as none" in str(logs)
        assert storage.load(ANNA) in ({"count": 1}, None)
    assert storage.load(BEN) == {"place": 2}


def test_the_log_of_a_damaged_record_quotes_nothing(request: pytest.FixtureRequest) -> None:
    """It may be anything, and somebody's."""
    storage = MemoryStorage()
    spoil(storage, '{"secret', request)
    with capture_logs() as logs:
        assert storage.load(ANNA) is None
    assert "secret" not in str(logs)
