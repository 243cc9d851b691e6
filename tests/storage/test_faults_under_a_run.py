"""
A whole run, by way of each host, while the real store under it fails (promise 10).

Rule 1: what is heard is word for word what a store that works would give, but for one sentence.
Rule 2: a turn has one deadline for the store, that of a request.
Rule 3: what was kept before the fault is there after it, and the place is kept again.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from both_hosts import Host, on_lambda, on_webhook
from signing import LAUNCH, USER_ID, envelope, intent
from storage import fault_proxy as fault
from storage.fault_proxy import Fault, FaultProxy
from storage.sqlite_faults import Damage, cut_short, damage_header, damage_pages, held, read_only, room_for
from structlog.testing import capture_logs

from skill.alexa.services_client import TURN_SECONDS
from skill.coach.voice import plain
from skill.echo.envelopes import read
from skill.storage import MemoryStorage, SQLiteStorage, Storage
from skill.storage.deadline import REQUEST_SECONDS, Deadline


WARNING = "I may not be able to keep your place today. "
TEN_YEARS_AGO = {"": {"kept": "by another version"}}
BEN = "amzn1.ask.account.BEN"
TURNS = [LAUNCH, *[intent("AMAZON.YesIntent")] * 6, *[intent("AMAZON.NextIntent")] * 3]
"""From the first word to step six."""

Failing = Callable[[Path], AbstractContextManager[None]]


@contextmanager
def deadlines_set() -> Iterator[list[float]]:
    """Note the seconds of each deadline that begins inside the block."""
    noted: list[float] = []
    after = Deadline.after

    def noting(seconds: float, monotonic: Callable[[], float] = time.monotonic) -> Deadline:
        noted.append(seconds)
        return after(seconds, monotonic)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Deadline, "after", noting)
        yield noted


class Run:
    """One person on one *host*; *said* is what they heard so far, in order."""

    def __init__(self, host: Host) -> None:
        self.said: list[str] = []
        self.deadlines: list[list[float]] = []
        self._host = host
        self._attributes: Any = {}

    def go(self, turns: int) -> None:
        """Take so many more of TURNS."""
        for request in TURNS[len(self.said) :][:turns]:
            with deadlines_set() as seconds:
                answer = self._host(envelope(request, attributes=self._attributes))
            self.deadlines.append([of_one for of_one in seconds if of_one != TURN_SECONDS])
            self._attributes = answer["sessionAttributes"]
            self.said.append(plain(read(answer, "en-US").said))


@pytest.fixture(scope="module")
def wanted() -> list[str]:
    """Return what a store that works lets a person hear; and read all that is read only once."""
    run = Run(on_webhook(MemoryStorage()))
    run.go(len(TURNS))
    assert "Step three of seven" in run.said[6]
    return run.said


@pytest.fixture
def path() -> Iterator[Path]:
    """Return a file in a directory that anybody may look into, as a server without root does."""
    with tempfile.TemporaryDirectory() as directory:
        Path(directory).chmod(0o755)
        yield Path(directory) / "places.sqlite"


@pytest.fixture
def storage(path: Path) -> SQLiteStorage:
    """Open the file at *path*, in which somebody else's place is kept."""
    storage = SQLiteStorage(path)
    storage.update(BEN, lambda _: TEN_YEARS_AGO)
    return storage


def assert_coached_on(run: Run, wanted: list[str]) -> None:
    """Check rules 1 and 2."""
    assert [text.replace(WARNING, "") for text in run.said] == wanted[: len(run.said)]
    assert sum(WARNING in text for text in run.said) == 1
    assert run.deadlines == [[REQUEST_SECONDS]] * len(run.said)


@contextmanager
def quiet() -> Iterator[None]:
    """Write no log: on a full disk there is nowhere to write it to."""
    with capture_logs():
        yield


def disk_full(_: Path) -> AbstractContextManager[None]:
    return room_for(100)


@pytest.mark.parametrize("begin", [0, 4], ids=["from the start", "in mid-run"])
@pytest.mark.parametrize("failing", [held, disk_full, read_only])
def test_whoever_rolls_on_a_failing_file_is_coached_on_and_told_once(
    path: Path, storage: SQLiteStorage, wanted: list[str], failing: Failing, begin: int
) -> None:
    """A lock is met by each of the turns, so nine or ten seconds of them; then the file works again."""
    run = Run(on_webhook(storage))
    with quiet():
        run.go(begin)
        with failing(path):
            run.go(len(TURNS) - 1 - begin)
        before = storage.load(USER_ID)
        run.go(1)
    assert_coached_on(run, wanted)
    assert storage.load(BEN) == TEN_YEARS_AGO
    assert storage.load(USER_ID) != before
    assert [file.name for file in path.parent.iterdir()] == ["places.sqlite"]


@pytest.mark.parametrize("begin", [0, 4], ids=["from the start", "in mid-run"])
@pytest.mark.parametrize("damage", [damage_header, damage_pages, cut_short])
def test_whoever_rolls_on_a_damaged_file_is_coached_on_and_told_once(
    path: Path, storage: SQLiteStorage, wanted: list[str], damage: Damage, begin: int
) -> None:
    """The file is kept aside as it was, and the place is kept in a new one."""
    run = Run(on_webhook(storage))
    with quiet():
        run.go(begin)
        damage(path)
        damaged = path.read_bytes()
        run.go(len(TURNS) - begin)
    assert_coached_on(run, wanted)
    assert path.with_name("places.sqlite.damaged-1").read_bytes() == damaged
    assert storage.load(USER_ID) is not None


def conflict(handler: Any, body: bytes) -> None:
    """Let another writer have been faster."""
    if handler.headers["X-Amz-Target"].endswith("GetItem"):
        fault.passed_on(handler, body)
    else:
        handler.refuse(400, "ConditionalCheckFailedException")


@pytest.mark.parametrize(
    "lasting", [fault.throttled, fault.internal_error, fault.silent, fault.trickling, conflict]
)
def test_whoever_rolls_while_dynamodb_fails_is_coached_on_and_told_once(
    faulty: Storage, proxy: FaultProxy, wanted: list[str], lasting: Fault
) -> None:
    """For three turns in mid-run; each ends at its deadline, and the one after them keeps the place."""
    run = Run(on_lambda(faulty))
    with quiet():
        run.go(4)
        proxy.faults = [lasting] * 1000
        run.go(3)
        proxy.faults = []
        before = faulty.load(USER_ID)
        run.go(len(TURNS))
    assert_coached_on(run, wanted)
    assert faulty.load(USER_ID) != before


def test_whoever_opens_while_dynamodb_is_a_black_hole_is_coached_on_and_told_once(
    faulty: Storage, proxy: FaultProxy, wanted: list[str]
) -> None:
    """The very first answer waits for a read that never comes, and no longer than the deadline."""
    run = Run(on_lambda(faulty))
    proxy.faults = [fault.silent] * 1000
    with quiet():
        run.go(3)
    assert_coached_on(run, wanted)


@pytest.mark.parametrize("passing", [fault.throttled, fault.internal_error, fault.answer_lost, conflict])
def test_a_fault_that_passes_is_not_told(
    faulty: Storage, proxy: FaultProxy, wanted: list[str], passing: Fault
) -> None:
    """Asked again, it works: there is nothing to tell."""
    run = Run(on_lambda(faulty))
    with quiet():
        run.go(4)
        proxy.faults = [passing]
        run.go(len(TURNS))
    assert run.said == wanted
