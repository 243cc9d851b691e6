"""DynamoDB silent, throttled, failing, contended, not set up: within the deadline, and nothing done twice."""

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import pytest
from storage import fault_proxy as fault
from storage.conftest import Clock
from storage.fault_proxy import Fault, FaultProxy

from skill.storage import Storage, StorageError, UserRecord, one_deadline, open_storage
from skill.storage.deadline import REQUEST_SECONDS
from skill.storage.dynamodb import EARLIER, DynamoDBStorage
from skill.storage.dynamodb_table import ATTEMPT_SECONDS, DynamoDBTable, pauses
from skill.storage.protocol import YEAR
from skill.storage.records import key_of


ANNA = "amzn1.ask.account.ANNA"
LONGEST_PAUSE = 0.2  # seconds between two attempts; a deadline that is nearer ends the request

Items = Callable[[], list[dict[str, dict[str, str]]]]
"""Return what the table holds."""

FORK = """
import os, sys
from skill.storage import one_deadline, open_storage

storage = open_storage(sys.argv[1])
with one_deadline(10):
    print(storage.load(sys.argv[2]), flush=True)
    if child := os.fork():
        os.waitpid(child, 0)
    else:
        print(storage.load(sys.argv[2]), flush=True)
        os._exit(0)
"""


def one_more(record: UserRecord | None) -> UserRecord:
    count = record["count"] if record else 0
    assert isinstance(count, int)
    return {"count": count + 1}


@pytest.fixture
def items(boto3_client: Any, table: str) -> Items:
    return lambda: list(boto3_client.scan(TableName=table)["Items"])


def test_an_item_has_a_hashed_key_a_version_a_text_and_a_year(items: Items, table: str) -> None:
    """What an engineer sees in the console; the table's time to live is `expires`."""
    storage = DynamoDBStorage(DynamoDBTable(table), now=lambda: 1_000_000.9)
    storage.update(ANNA, lambda _: {"place": 4.5})
    storage.close()
    (item,) = items()
    assert len(item.pop("version")["S"]) == 32
    assert item == {
        "id": {"S": key_of(ANNA)},
        "record": {"S": '{"place":4.5}'},
        "expires": {"N": str(1_000_000 + YEAR)},
    }


def test_each_change_makes_a_new_version(dynamodb: Storage, items: Items) -> None:
    """Also where the record stays the same; a count would begin again after a deletion."""
    versions = set()
    for _ in range(3):
        dynamodb.update(ANNA, lambda _: {"place": 1})
        versions.add(items()[0]["version"]["S"])
    assert len(versions) == 3


def test_a_conflict_is_changed_again_on_what_the_other_kept(dynamodb: Storage, table: str) -> None:
    """Two devices, one account: both changes are kept."""
    other = open_storage(f"dynamodb://{table}")
    seen = []

    def change(record: UserRecord | None) -> UserRecord:
        seen.append(record)
        if len(seen) <= 2:
            other.update(ANNA, one_more)
        return one_more(record)

    assert dynamodb.update(ANNA, change) == {"count": 3}
    assert seen == [None, {"count": 1}, {"count": 2}]
    other.close()


def test_a_deletion_meets_a_conflict_as_well(dynamodb: Storage, table: str) -> None:
    """Deleting by a change deletes only what the change has seen."""
    other = open_storage(f"dynamodb://{table}")
    dynamodb.update(ANNA, one_more)
    seen = []

    def forget(record: UserRecord | None) -> None:
        if not seen:
            other.update(ANNA, one_more)
        seen.append(record)

    assert dynamodb.update(ANNA, forget) is None
    assert seen == [{"count": 1}, {"count": 2}]
    assert dynamodb.load(ANNA) is None
    other.close()


def test_endless_conflict_ends_at_the_deadline(dynamodb: Storage, table: str, clock: Clock) -> None:
    """Another writer that is always faster, and takes ten seconds each time, leaves six attempts in a minute."""
    other = open_storage(f"dynamodb://{table}")
    attempts = []

    def change(record: UserRecord | None) -> UserRecord:
        attempts.append(record)
        clock.seconds += 10
        with one_deadline(60):
            other.update(ANNA, one_more)
        return one_more(record)

    with one_deadline(60.05, clock), pytest.raises(StorageError, match="in time"):
        dynamodb.update(ANNA, change)
    assert attempts == [None, *({"count": count} for count in range(1, 6))]
    other.close()


@pytest.mark.parametrize("passing", [fault.throttled, fault.internal_error, fault.answer_lost])
def test_a_passing_fault_is_not_noticed(faulty: Storage, proxy: FaultProxy, passing: Fault) -> None:
    """Asked again, on reading and on writing, and counted once."""
    proxy.faults = [passing, passing, fault.passed_on, passing, passing]
    with one_deadline(10):
        assert faulty.update(ANNA, one_more) == {"count": 1}
    assert proxy.operations.count("GetItem") >= 3  # a busy machine may be asked once more than that
    assert proxy.operations.count("PutItem") >= 2
    assert faulty.load(ANNA) == {"count": 1}


def test_a_write_whose_answer_was_lost_is_not_made_twice(faulty: Storage, proxy: FaultProxy) -> None:
    """Its version is found on reading again: done."""
    proxy.faults = [fault.passed_on, fault.answer_lost]
    with one_deadline(10):
        faulty.update(ANNA, one_more)
    assert proxy.operations.count("PutItem") >= 2
    assert proxy.operations[-1] == "GetItem"
    assert faulty.load(ANNA) == {"count": 1}


@pytest.fixture
def other(table: str, proxy: FaultProxy, moto_port: int, aws: Callable[[int], None]) -> Iterator[Storage]:
    """Open the table for another writer, who has a better network."""
    aws(moto_port)
    storage = open_storage(f"dynamodb://{table}")
    aws(proxy.port)
    yield storage
    storage.close()


def lost_while(meanwhile: Callable[[], object]) -> Fault:
    """Do what is asked, let *meanwhile* happen, and then lose the answer."""

    def fault_of_the_network(handler: Any, body: bytes) -> None:
        handler.forward(body)
        with one_deadline(60):
            meanwhile()
        fault.reset(handler)

    return fault_of_the_network


@pytest.mark.parametrize("times", [1, EARLIER])
def test_a_lost_answer_is_found_out_though_others_wrote_in_the_meantime(
    other: Storage, faulty: Storage, proxy: FaultProxy, times: int
) -> None:
    """All changes are made, and each once."""
    proxy.write_faults = [lost_while(lambda: [other.update(ANNA, one_more) for _ in range(times)])]
    with one_deadline(60):
        assert faulty.update(ANNA, one_more) == {"count": 1 + times}
        assert faulty.load(ANNA) == {"count": 1 + times}


def test_what_was_forgotten_after_a_lost_answer_does_not_come_back(
    other: Storage, faulty: Storage, proxy: FaultProxy
) -> None:
    """The write may have been done before: it is not made again after "forget me" on another device."""
    other.update(ANNA, one_more)
    proxy.write_faults = [lost_while(lambda: other.delete(ANNA))]
    with one_deadline(60):
        assert faulty.update(ANNA, one_more) is None
        assert faulty.load(ANNA) is None


def forget(storage: Storage) -> None:
    storage.delete(ANNA)


def change_to_none(storage: Storage) -> None:
    storage.update(ANNA, lambda _: None)


@pytest.mark.parametrize("deletion", [forget, change_to_none])
def test_what_was_begun_after_a_deletion_whose_answer_was_lost_is_not_deleted(
    other: Storage, faulty: Storage, proxy: FaultProxy, deletion: Callable[[Storage], None]
) -> None:
    """A deletion is made once, as each change is."""
    other.update(ANNA, lambda _: {"count": 7})
    proxy.write_faults = [lost_while(lambda: other.update(ANNA, one_more))]
    with one_deadline(60):
        deletion(faulty)
        assert faulty.load(ANNA) == {"count": 1}


@pytest.mark.parametrize("deletion", [forget, change_to_none])
def test_a_deletion_whose_answer_came_too_late_is_not_given_up(
    other: Storage, faulty: Storage, proxy: FaultProxy, deletion: Callable[[Storage], None]
) -> None:
    """No answer, not done, and another wrote: it is done on what the other kept."""
    other.update(ANNA, one_more)

    def not_done(handler: Any, body: bytes) -> None:
        with one_deadline(60):
            other.update(ANNA, one_more)
        fault.reset(handler)

    proxy.write_faults = [not_done]
    with one_deadline(60):
        deletion(faulty)
        assert faulty.load(ANNA) is None


def test_changes_at_once_are_each_made_once_though_answers_are_lost(faulty: Storage, proxy: FaultProxy) -> None:
    """Twelve writers, and every other answer to a write is lost."""
    proxy.write_faults = [fault.answer_lost, fault.passed_on] * 100

    def add(_: int) -> None:
        with one_deadline(60):
            faulty.update(ANNA, one_more)

    with ThreadPoolExecutor(12) as threads:
        list(threads.map(add, range(12)))
    assert faulty.load(ANNA) == {"count": 12}


def test_a_damaged_item_can_be_forgotten(
    dynamodb: Storage, boto3_client: Any, table: str, items: Items
) -> None:
    """What cannot be read is deleted all the same."""
    boto3_client.put_item(TableName=table, Item={"id": {"S": key_of(ANNA)}, "version": {"S": "1"}})
    dynamodb.delete(ANNA)
    assert items() == []


def test_a_deletion_whose_answer_was_lost_is_done(faulty: Storage, proxy: FaultProxy) -> None:
    """What is gone need not be deleted again."""
    faulty.update(ANNA, one_more)
    proxy.faults = [fault.passed_on, fault.answer_lost]
    with one_deadline(10):
        assert faulty.update(ANNA, lambda _: None) is None
    assert faulty.load(ANNA) is None


def test_a_first_silence_leaves_time_to_ask_again(faulty: Storage, proxy: FaultProxy) -> None:
    """One lost packet is not a lost place."""
    proxy.faults = [fault.silent]
    with one_deadline(60):
        assert faulty.load(ANNA) is None
    assert proxy.operations[:2] == ["GetItem", "GetItem"]
    assert ATTEMPT_SECONDS * 2 < REQUEST_SECONDS


def share_one_deadline(waits: list[float]) -> bool:
    """Return whether each of *waits* ends at the deadline of the request that began with the first."""
    return waits[0] <= REQUEST_SECONDS and all(later < before or later == 0 for before, later in pairwise(waits))


@pytest.mark.parametrize("lasting", [fault.throttled, fault.internal_error, fault.silent, fault.trickling])
def test_a_lasting_fault_ends_at_the_deadline(
    faulty: Storage, proxy: FaultProxy, waits: list[float], lasting: Fault
) -> None:
    """A read and a write together have 1.5 s; the write is not begun, and the fault lasts longer than both."""
    proxy.faults = [lasting] * 100
    with one_deadline() as deadline:
        with pytest.raises(StorageError, match="in time"):
            faulty.load(ANNA)
        with pytest.raises(StorageError, match="in time"):
            faulty.update(ANNA, one_more)
        assert deadline.left <= LONGEST_PAUSE
    assert share_one_deadline(waits)
    assert set(proxy.operations) == {"GetItem"}
    assert proxy.faults


def test_nobody_answering_at_all_ends_at_the_deadline(
    table: str, aws: Callable[[int], None], waits: list[float]
) -> None:
    """A black hole: the connection is accepted, and that is all."""
    with socket.create_server(("127.0.0.1", 0)) as hole:
        aws(hole.getsockname()[1])
        storage = open_storage(f"dynamodb://{table}")
        with pytest.raises(StorageError, match="in time"):
            storage.update(ANNA, one_more)
        assert share_one_deadline(waits)
        storage.close()


def test_nobody_listening_ends_at_the_deadline(table: str, aws: Callable[[int], None]) -> None:
    """Refused connections are asked again as well, and not for ever."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    aws(port)
    storage = open_storage(f"dynamodb://{table}")
    with one_deadline(0.3), pytest.raises(StorageError, match="in time"):
        storage.check()
    storage.close()


def test_the_store_works_again_once_the_fault_is_over(faulty: Storage, proxy: FaultProxy) -> None:
    """Down is for now."""
    proxy.faults = [fault.silent]
    with one_deadline(0.1), pytest.raises(StorageError):
        faulty.load(ANNA)
    with one_deadline(60):
        assert faulty.update(ANNA, one_more) == {"count": 1}


@pytest.mark.parametrize(
    ("odd", "line"),
    [
        (fault.access_denied, "refused: .*AccessDenied"),
        (fault.gibberish, "refused"),
        (fault.damaged_item, "is damaged: no 'record'"),
    ],
)
def test_what_asking_again_cannot_help_is_said_at_once(
    faulty: Storage, proxy: FaultProxy, odd: Fault, line: str
) -> None:
    """One request, one line."""
    proxy.faults = [odd]
    with one_deadline(60), pytest.raises(StorageError, match=line):
        faulty.load(ANNA)
    assert proxy.operations == ["GetItem"]


def test_a_missing_table_is_one_line(table: str) -> None:
    """It names the table, the region, and what to do."""
    storage = open_storage("dynamodb://no-such-table")
    with pytest.raises(StorageError) as refused:
        storage.check()
    assert str(refused.value) == (
        "there is no DynamoDB table no-such-table in eu-west-1: create it, or correct GENTLE_ROLLER_STORAGE"
    )
    storage.close()


def test_a_missing_region_is_one_line(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said when the store is opened, so that a host stops at its start."""
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    with pytest.raises(StorageError, match=r"^DynamoDB needs a region: set AWS_DEFAULT_REGION"):
        open_storage(f"dynamodb://{table}")


def test_missing_credentials_are_one_line(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is sent, nothing raises but StorageError."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    storage = open_storage(f"dynamodb://{table}")
    with pytest.raises(StorageError, match="Unable to locate credentials"):
        storage.check()
    storage.close()


def test_a_missing_botocore_says_how_to_install_it() -> None:
    """It is an extra."""
    code = "import sys; sys.modules['botocore'] = None; from skill.storage import *; open_storage('dynamodb://places')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.endswith("StorageError: DynamoDB needs botocore: pip install '.[dynamodb]'\n")


def test_a_closed_store_raises_storage_error(table: str) -> None:
    """A last request during shut-down is coached on like any other."""
    storage = open_storage(f"dynamodb://{table}")
    storage.close()
    with pytest.raises(StorageError):
        storage.load(ANNA)


def test_a_forked_worker_opens_its_own_connections(dynamodb: Storage, table: str) -> None:
    """A host may load the skill before it forks; a fork has no threads but its own."""
    dynamodb.update(ANNA, one_more)
    worker = [sys.executable, "-W", "ignore", "-c", FORK, f"dynamodb://{table}", ANNA]
    done = subprocess.run(worker, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("{'count': 1}\n" * 2, "")


def test_pauses_double_up_to_a_fifth_of_a_second() -> None:
    """Bounded and without chance."""
    waits = pauses()
    assert [round(next(waits), 2) for _ in range(6)] == [0.02, 0.04, 0.08, 0.16, 0.2, 0.2]
