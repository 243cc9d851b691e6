"""
Whatever is said of what is kept, forgotten or safe is true of the store afterwards (promise 16).

Conversations with failures of a real SQLite file placed anywhere along them: locked by another connection, locked for a
moment, a full disk, an answer that is lost after the work was done. After each turn the file is read by a connection of
the test's own, and held against the words.
"""

import json
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from storage.sqlite_faults import held, room_for
from structlog.testing import capture_logs
from talking import NOON, Talk

from skill.content.phrases import script, wordings
from skill.content.routine_file import routine
from skill.dialogue.progress import Progress, SavedPlace
from skill.dialogue.state import Phase, State, base_phase
from skill.storage import Change, SQLiteStorage, StorageError, UserRecord
from skill.storage import sqlite as sqlite_module
from skill.understanding.commands import SlotValue


USER = "amzn1.ask.account.desk"
PLAN, WORDS = routine(), script("en-US")

Entry = dict[str, Any] | None
Fault = Callable[["Store"], AbstractContextManager[None]]


class Store(SQLiteStorage):
    """A real file; while *loses* is set, each call does its work, and its answer is lost."""

    loses = False

    def __init__(self, path: Path) -> None:
        super().__init__(path, now=lambda: NOON)
        self.path = path

    def load(self, user: str) -> UserRecord | None:
        return self._lost(super().load(user))

    def update(self, user: str, change: Change) -> UserRecord | None:
        return self._lost(super().update(user, change))

    def delete(self, user: str) -> None:
        self._lost(super().delete(user))

    def _lost(self, answer: Any) -> Any:
        if self.loses:
            raise StorageError("the answer was lost")
        return answer

    def entry(self) -> Entry:
        """Read what the file holds of the person, past the store."""
        with closing(sqlite3.connect(self.path)) as other:
            row = other.execute("SELECT record FROM records").fetchone()
        persons = json.loads(row[0]) if row else {}
        found: Entry = persons.get("")
        return found


# Faults


def works(store: Store) -> AbstractContextManager[None]:
    return nullcontext()


def locked(store: Store) -> AbstractContextManager[None]:
    return held(store.path)


@contextmanager
def slow(store: Store) -> Iterator[None]:
    """Lock the file, and let go of it while the store waits, or too late."""
    with closing(sqlite3.connect(store.path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN EXCLUSIVE")
        timer = Timer(0.01, other.rollback)
        timer.start()
        try:
            yield
        finally:
            timer.join()


def full(store: Store) -> AbstractContextManager[None]:
    return room_for(100)


@contextmanager
def answers_lost(store: Store) -> Iterator[None]:
    store.loses = True
    try:
        yield
    finally:
        store.loses = False


FAULTS: tuple[Fault, ...] = (works, locked, slow, full, answers_lost)


# What the words claim


@dataclass
class Watched:
    """A conversation; *before* is what was kept when the session began, *step* where the person was last."""

    store: Store
    talk: Talk
    before: Entry = None
    step: int = 1
    guest: bool = False
    settled: bool = False
    """It was said that of this guest nothing is kept."""
    said: list[str] = field(default_factory=list)

    @property
    def state(self) -> State:
        return State.from_dict(self.talk.session.attributes["state"])

    def kept(self, entry: Entry) -> bool:
        """The step where they are, or were before they got up early; and the seconds left in it."""
        if not entry or not entry["place"] or entry["place"]["step"] != PLAN.step(self.step).id:
            return False
        return self.state.early or entry["place"]["left"] == self.state.left + self.state.rest

    def gone(self, entry: Entry) -> bool:
        return entry is None

    def as_before(self, entry: Entry) -> bool:
        return entry == self.before

    def safe(self, entry: Entry) -> bool:
        return entry is not None and entry == self.before

    def known(self, entry: Entry) -> bool:
        return entry is not None

    def not_yet(self, entry: Entry) -> bool:
        return entry is None or Progress.from_dict(entry) == Progress()

    def fewer(self, entry: Entry) -> bool:
        return entry is not None and entry["few"]

    def finished(self, times: int) -> Callable[[Entry], bool]:
        return lambda entry: self.guest or (entry or {"finished": 0})["finished"] == times

    def claims(self) -> dict[str, Callable[[Entry], bool]]:
        """Give what must be true where a line is said, by the line's key."""
        return {
            "goodbye.kept": self.kept,
            "forget.done": self.gone,
            "not_me.safe": self.safe,
            "not_me.nothing": self.as_before,
            "know_me.kept": self.known,
            "know_me.yet": self.not_yet,
            "know_me.nothing": self.as_before,
            "offer.fewer_words": self.fewer,
            "progress.none": self.finished(0),
            "progress.once": self.finished(1),
            **{f"progress.often {n}": self.finished(n) for n in range(2, 6)},
        }

    def turn(self, ask: Callable[[Talk], str], fault: Fault) -> None:
        """Take one turn while *fault* lasts, and hold what was said against the file."""
        if not self.talk.session.attributes or self.state.phase is Phase.ENDED:
            ask = opened  # a device carries nothing back from a session that was ended
        if ask in (opened, reopened_late):
            self.before, self.guest, self.settled = self.store.entry(), False, False
        last = self.store.entry()
        with capture_logs(), fault(self.store):
            words = ask(self.talk)
        self.said.append(f"({ask.__name__}, {fault.__name__}) {words}")
        assert "something went wrong" not in words, "\n".join(self.said)
        self._follow(words)
        self._check(words, last)

    def _follow(self, words: str) -> None:
        if says("forget.done", words):
            self.before = None
        if any(says(f"{key}.{how}", words) for key in ("not_me",) for how in ("safe", "nothing", "unsure")):
            self.guest = True
        if self.talk.session.attributes and base_phase(self.state) not in (Phase.RISING, Phase.FINISHED):
            self.step = self.state.step

    def _check(self, words: str, last: Entry) -> None:
        entry, story = self.store.entry(), "\n".join(self.said)
        for key, holds in self.claims().items():
            assert holds(entry) or not says(key, words), f"{key}: {entry}, before: {self.before}\n{story}"
        said_so = ("forget.done", "not_me.safe", "not_me.nothing", "know_me.nothing")
        self.settled = self.settled or any(says(key, words) for key in said_so)
        assert entry == self.before or not self.settled, f"{entry} of whom nothing is kept\n{story}"
        assert entry in (last, self.before) or not self.guest, f"{entry} of a guest\n{story}"


def says(key: str, words: str) -> bool:
    key, _, times = key.partition(" ")
    wanted = {text.format(times=WORDS.numbers[int(times)]) if times else text for text in WORDS.wordings[key]}
    return any(text in words for text in wanted)


# Conversations


def said(name: str, **slots: SlotValue) -> Callable[[Talk], str]:
    def ask(talk: Talk) -> str:
        return talk.say(name, **slots)

    ask.__name__ = name
    return ask


def opened(talk: Talk) -> str:
    return talk.open()


def reopened_late(talk: Talk) -> str:
    talk.now += 3 * 86_400
    return talk.open()


YES, NO, STOP = said("AMAZON.YesIntent"), said("AMAZON.NoIntent"), said("AMAZON.StopIntent")
NOT_ME, FORGET, KNOW_ME = said("NotMeIntent"), said("ForgetMeIntent"), said("KnowMeIntent")
PROGRESS, UNCLEAR, FINISH = said("ProgressIntent"), said("AMAZON.FallbackIntent"), said("FinishIntent")
LAST = said("GoToStepIntent", ordinal=SlotValue("last", "-1"))
SLOWER, SATUP = said("PaceIntent", pace=SlotValue("slower", "slower")), said("SatUpIntent")
ASKS = (YES, YES, YES, NO, STOP, NOT_ME, NOT_ME, FORGET, FORGET, KNOW_ME, PROGRESS, UNCLEAR, FINISH, LAST, SLOWER,
    SATUP, opened, reopened_late)  # fmt: skip

RECORDS: tuple[Entry, ...] = (
    None,
    Progress(SavedPlace(Phase.SPOT, "spot", 20), rolling=300, started=2, finished=1, at=NOON - 3600).to_dict(),
    Progress(SavedPlace(Phase.ROLLING, "roll", 20), rolling=300, started=2, finished=1, at=NOON - 60).to_dict(),
    {**Progress(SavedPlace(Phase.RISING, "rise"), started=2, finished=0, at=NOON - 60).to_dict(), "friends": ["kim"]},
)

Turns = Sequence[tuple[Callable[[Talk], str], Fault]]


def hold(record: Entry, turns: Turns) -> None:
    """Play *turns* on a file that holds *record*, and hold every word to it."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite_module, "LOCK_SECONDS", 0.02)
        store = Store(Path(folder) / "places.sqlite")
        store.update(USER, lambda _: {"": record} if record else None)
        watched = Watched(store, Talk(storage=store))
        for ask, fault in turns:
            watched.turn(ask, fault)


TURNS = st.lists(st.tuples(st.sampled_from(ASKS), st.sampled_from((works, works, *FAULTS))), min_size=3, max_size=14)


def with_open(turns: Turns) -> Turns:
    return ((opened, turns[0][1]), *turns)


def often(*asks: Callable[[Talk], str], fault: Fault = works) -> Turns:
    return tuple((ask, fault) for ask in asks)


SITTING, LYING = often(opened, YES, YES, YES), often(opened, YES)
"""From nothing kept, and from a place of a minute ago."""


WISHES = (
    (None, (FORGET, YES)), (None, (NOT_ME,)), (RECORDS[2], (FORGET, YES)), (RECORDS[2], (NOT_ME,)),
    (RECORDS[2], (STOP,)), (RECORDS[2], (FINISH, YES)), (RECORDS[2], (UNCLEAR, UNCLEAR, UNCLEAR)),
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS[1:])
@pytest.mark.parametrize(("record", "asks"), WISHES)
def test_a_wish_that_failed_is_asked_for_again(
    record: Entry, asks: Sequence[Callable[[Talk], str]], fault: Fault
) -> None:
    """The fault at each turn of the wish; then everything is asked again while the store works."""
    begin = LYING if record else SITTING
    for at in range(len(asks)):
        broken = tuple((ask, fault if n == at else works) for n, ask in enumerate(asks))
        hold(record, (*begin, *broken, *often(*asks, KNOW_ME, NOT_ME, FORGET, YES, KNOW_ME)))


@settings(max_examples=30, deadline=None)
@given(record=st.sampled_from(RECORDS), turns=TURNS)
@example(record=None, turns=[*SITTING, (FORGET, works), (YES, locked), *often(KNOW_ME, YES, KNOW_ME)])
@example(record=RECORDS[1], turns=[*often(YES, YES, YES), (NOT_ME, locked), (NOT_ME, works), (YES, works)])
@example(record=RECORDS[2], turns=[*often(YES, YES), (YES, locked), (FINISH, locked), (YES, works)])
@example(record=RECORDS[3], turns=[*often(YES, YES), (YES, locked), (PROGRESS, works)])
def test_what_is_said_of_the_store_is_true_of_it(record: Entry, turns: Turns) -> None:
    """Any conversation, with any failures along it."""
    hold(record, with_open(turns))


@pytest.mark.long
@settings(max_examples=1500, deadline=None)
@given(record=st.sampled_from(RECORDS), turns=TURNS)
def test_what_is_said_in_many_more_conversations_is_true_too(record: Entry, turns: Turns) -> None:
    """The same, for longer."""
    hold(record, with_open(turns))


# Whether every sentence is held to the store

SPEAKS_OF_IT = re.compile(
    r"(?<!no )\b(kept|keeping|safe\b(?!ty)|forg[eo]t|stored?|saved?|remember|next time|finished it|all the way)"
    r"|keep (your|any|no|nothing|yours)|I keep|I'll keep|look that up|that's done",
    re.IGNORECASE,
)
CAREFUL = frozenset({
    "trouble.storage", "trouble.forget", "trouble.fewer_words", "trouble.look_up", "know_me.unsure", "not_me.unsure",
})  # fmt: skip
"""Lines that claim nothing: they say what is not sure. That no more is kept of a guest is checked on every turn."""


def test_every_line_about_what_is_kept_is_held_to_the_store() -> None:
    """Whoever adds such a line adds what must be true of it, or words it as a question or with care."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "places.sqlite")
        held_to = {key.partition(" ")[0] for key in Watched(store, Talk(storage=store)).claims()}
    speaking = {
        key
        for key, texts in wordings("en").items()
        if not key.startswith("step.")
        for text in texts
        if SPEAKS_OF_IT.search(text) and not text.endswith("?")
    }
    assert speaking - CAREFUL - held_to - OTHERS == set()
    assert speaking >= CAREFUL


OTHERS = frozenset({
    "gentle.how", "shorter.noted", "goodbye.up", "unclear.third", "unclear.often", "reprompt.confirm.forget",
    "answer.open_wound", "answer.vertigo", "answer.breathing_condition", "answer.soreness_after",
})  # fmt: skip
"""Lines that match, and speak of something else."""
