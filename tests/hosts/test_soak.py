"""
Two hundred people at once on two real servers with one SQLite file, while everything goes wrong in turn.

Rule 1: a server is killed with -9 and started again, the file is locked, and the clock of both servers jumps ahead by
an hour, each several times, at fixed counts of turns.
Rule 2: not mixed: each answer is what the skill alone, with a store that works, answers the same person. Where the
store fails, it may add the warning and leave out a promise, but it leads to the same phase and step.
Rule 3: not lost: after each turn the file holds what that store holds, unless the person was warned, or promised less.
Rule 4: not untrue: who hears that everything is forgotten has no row any more, then and at the end.
"""

import contextlib
import http.client
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import structlog
from both_hosts import on_lambda
from pki import Pki
from servers import SIGNED_APP, free_port, running, until_answered
from signing import LAUNCH, SKILL_ID, as_body, envelope, intent, signed_headers
from storage.sqlite_faults import held

from skill.storage import MemoryStorage, SQLiteStorage, StorageError


PEOPLE = 200
CLIENTS = 8
TURNS_BETWEEN_FAULTS = 150
WARNING = "I may not be able to keep your place today. "
YES = intent("AMAZON.YesIntent")
COUNTS = ("started", "finished")
"""What is counted twice where the same wish is said twice, because nothing was heard the first time."""


def script(number: int) -> list[Mapping[str, Any]]:
    """Return what one person says: to another place than their neighbours, again later; every fourth is forgotten."""
    first = [LAUNCH, *[YES] * 5, *[intent("AMAZON.NextIntent")] * (number % 5), intent("AMAZON.StopIntent")]
    return [*first, LAUNCH, intent("ForgetMeIntent"), YES] if number % 4 == 0 else [*first, LAUNCH, YES]


class Server:
    """`gentle-roller serve` on one port, that can be killed."""

    def __init__(self, folder: Path, storage: Path) -> None:
        self.port = free_port()
        self._folder, self._storage, self._starts = folder, storage, 0
        self._stack = contextlib.ExitStack()

    def start(self) -> None:
        self._starts += 1
        name = f"server-{self.port}-{self._starts}"
        command = [sys.executable, str(SIGNED_APP), "serve", "--port", str(self.port)]
        settings = {"GENTLE_ROLLER_SKILL_ID": SKILL_ID, "GENTLE_ROLLER_STORAGE": f"sqlite:///{self._storage}"}
        started = running(name, command, self._folder, TEST_PKI=str(self._folder), **settings)
        self._process = self._stack.enter_context(started)
        until_answered(self.port, self._folder / f"{name}.log", self._process)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self.start()

    def close(self) -> None:
        self._stack.close()


@dataclass
class World:
    """The servers, the file that they share, and what happened so far."""

    folder: Path
    pki: Pki
    servers: list[Server]
    path: Path
    counts: Counter[str] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)

    def post(self, whole: dict[str, Any], server: Server) -> tuple[int, Any]:
        """Send *whole*; return the status and the answer. Status 0: not taken; 1: taken, and nothing was heard."""
        body = as_body(whole)
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        with contextlib.closing(connection):
            try:
                connection.connect()
            except OSError:
                return 0, None
            try:
                connection.request("POST", "/", body, signed_headers(self.pki.leaf.key, body))
                answer = connection.getresponse()
                return answer.status, json.loads(answer.read() or b"null")
            except (OSError, http.client.HTTPException, ValueError):
                return 1, None

    def kill_a_server(self) -> None:
        self.servers[self.counts["kills"] % 2].kill()
        self.counts["kills"] += 1

    def lock(self) -> None:
        with held(self.path):
            time.sleep(2)  # longer than a turn waits for the store
        self.counts["locks"] += 1

    def jump(self) -> None:
        (self.folder / "coming").write_text("3600")
        (self.folder / "coming").rename(self.folder / "ahead")
        time.sleep(1)
        (self.folder / "ahead").unlink()
        self.counts["jumps of the clock"] += 1

    def trouble(self) -> None:
        """Make the next fault each time that so many turns were taken."""
        faults: list[Callable[[], None]] = [self.kill_a_server, self.lock, self.jump]
        made = 0
        while not self.over.wait(0.05):
            if self.counts["turns"] >= (made + 1) * TURNS_BETWEEN_FAULTS:
                faults[made % 3]()
                made += 1


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    pki = Pki()
    (tmp_path / "root.pem").write_bytes(pki.root.pem)
    (tmp_path / "chain.pem").write_bytes(pki.file)
    path = tmp_path / "places.sqlite"
    servers = [Server(tmp_path, path) for _ in range(2)]
    with contextlib.ExitStack() as stack:
        for server in servers:
            stack.callback(server.close)
            server.start()
        yield World(tmp_path, pki, servers, path)


def speech(answer: Any) -> str:
    return str(answer["response"].get("outputSpeech", {}).get("ssml", "")).replace(WARNING, "")


class Person:
    """Somebody who says their script, and an equal who says the same to a store that works."""

    def __init__(self, number: int, world: World) -> None:
        self.user = f"amzn1.ask.account.SOAK{number:04}"
        self.number = number
        self.left = script(number)
        self.forgotten = False
        self._world = world
        self._file = SQLiteStorage(world.path)
        self._equals_store = MemoryStorage()
        self._equal = on_lambda(self._equals_store)
        self._attributes: Any = {}
        self._equals_attributes: Any = {}
        self._warned = self._repeated = False

    def turn(self) -> None:
        """Say the next thing, until it is answered, and check the answer and the file."""
        request = self.left.pop(0)
        if request is LAUNCH:
            self._begin()
        at, answer = self._answered(request)
        expected = self._equal(envelope(request, at=at, user_id=self.user, attributes=self._equals_attributes))
        self._world.counts["turns"] += 1
        if speech(answer) != speech(expected):  # "your place is kept", say, which this store could not do
            self._warned = True
            self._world.counts["promises not made"] += 1
        else:
            self.forgotten = self.number % 4 == 0 and not self.left
        self._attributes = _carried(answer)
        self._equals_attributes = _carried(expected)
        assert self._state(self._attributes) == self._state(self._equals_attributes), self.user
        self.check()

    def _state(self, attributes: Any) -> Any:
        """Return the state; the time of a warning moves its times, so of a warned person only where they are."""
        state = attributes.get("state", {})
        return {name: state.get(name) for name in ("phase", "step", "turn")} if self._warned else state

    def check(self) -> None:
        """Compare the file with the equal's store, unless the person was warned that it may be behind."""
        if self._warned and not self.forgotten:
            return
        with contextlib.suppress(StorageError):  # locked just now
            there, wanted = self._file.load(self.user), self._equals_store.load(self.user)
            if self.forgotten:
                assert there is None, f"{self.user} was told that nothing is kept"
            else:
                assert self._comparable(there) == self._comparable(wanted), self.user
            self._world.counts["records compared"] += 1

    def _begin(self) -> None:
        """Open the skill anew; what a warned person lost, or said twice, is taken over by the equal."""
        if self._warned or self._repeated:
            there = self._patiently(lambda: self._file.load(self.user))
            self._equals_store.update(self.user, lambda _: there)
        self._warned = self._repeated = False
        self._attributes = self._equals_attributes = {}

    def _answered(self, request: Mapping[str, Any]) -> tuple[float, Any]:
        """Return the time of the request that was answered, and the answer; nobody is opened for without a store."""
        for attempt in range(3000):
            at = float(int(time.time()))
            whole = envelope(request, at=at, user_id=self.user, attributes=self._attributes)
            status, answer = self._world.post(whole, self._world.servers[(self.number + attempt) % 2])
            assert status in (0, 1, 200, 400), status
            self._world.counts[{0: "not taken", 1: "unanswered", 200: "answers", 400: "refusals"}[status]] += 1
            self._repeated = self._repeated or status == 1
            warned = status == 200 and WARNING in answer["response"].get("outputSpeech", {}).get("ssml", "")
            self._world.counts["warnings"] += warned
            if status == 200 and not (warned and request is LAUNCH):
                self._warned = self._warned or warned
                return at, answer
            time.sleep(0.05)
        pytest.fail(f"{self.user} was never answered")

    def _comparable(self, record: Any) -> Any:
        left_out = COUNTS if self._repeated else ()
        return {
            person: {name: value for name, value in progress.items() if name not in left_out}
            for person, progress in (record or {}).items()
        }

    def _patiently(self, work: Callable[[], Any]) -> Any:
        for _ in range(600):
            with contextlib.suppress(StorageError):
                return work()
            time.sleep(0.05)
        pytest.fail("the file stayed locked")


def _carried(answer: Any) -> Any:
    return {} if answer["response"].get("shouldEndSession", False) else answer["sessionAttributes"]


@pytest.mark.long
def test_two_hundred_people_lose_nothing_while_everything_goes_wrong(
    world: World, record_property: Callable[[str, object], None]
) -> None:
    """The last line says what was checked."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())  # that of the equals would be very long
    people = [Person(number, world) for number in range(PEOPLE)]

    def talk(group: list[Person]) -> None:
        while waiting := [person for person in group if person.left]:
            for person in waiting:
                person.turn()

    trouble = threading.Thread(target=world.trouble)
    trouble.start()
    try:
        with ThreadPoolExecutor(CLIENTS) as clients:
            list(clients.map(talk, [people[first::CLIENTS] for first in range(CLIENTS)]))
    finally:
        world.over.set()
        trouble.join()
    for person in people:
        person.check()
    assert min(world.counts[fault] for fault in ("kills", "locks", "jumps of the clock", "unanswered", "refusals")) > 0
    assert sum(person.forgotten for person in people) > PEOPLE / 8
    assert world.counts["records compared"] > world.counts["turns"] / 2
    happened = ", ".join(f"{count} {what}" for what, count in sorted(world.counts.items()))
    record_property("soak", f"{PEOPLE} people, {happened}: nothing lost, nothing mixed, nothing untrue")
