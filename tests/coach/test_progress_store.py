"""
The place to come back to, as the conversation keeps it, and storage that fails (promise 10).

Rule: storage down, slow or full: the person is still coached, told once that their place may not be kept, never
beside pain, and nothing raises.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from talking import Talk

from skill.coach.progress_store import ProgressStore, progress_of
from skill.coach.session import Session
from skill.content.routine_file import routine
from skill.dialogue.state import Phase, State
from skill.storage import Change, MemoryStorage, SQLiteStorage, StorageError, UserRecord


WARNING = "I may not be able to keep your place today."
TO_ROLLING = 6
"""So many times yes from opening to step three."""


@dataclass
class Spoilt:
    """A store in memory in which *broken* calls raise; *done* is what was called, in order."""

    broken: frozenset[str] = frozenset()
    done: list[str] = field(default_factory=list)
    inner: MemoryStorage = field(default_factory=MemoryStorage)

    def load(self, user: str) -> UserRecord | None:
        self._note("load")
        return self.inner.load(user)

    def update(self, user: str, change: Change) -> UserRecord | None:
        self._note("update")
        return self.inner.update(user, change)

    def delete(self, user: str) -> None:
        self._note("delete")
        self.inner.delete(user)

    def check(self) -> None:
        """Answer."""

    def close(self) -> None:
        """Hold nothing."""

    def _note(self, call: str) -> None:
        self.done.append(call)
        if call in self.broken:
            raise StorageError(f"{call}: the disk is full")


DOWN = frozenset({"load", "update", "delete"})
FAULTS = [DOWN, frozenset({"load"}), frozenset({"update"})]


@pytest.mark.parametrize("broken", FAULTS, ids=["down", "unreadable", "full"])
def test_whoever_cannot_be_remembered_is_coached_and_told_once(broken: frozenset[str]) -> None:
    """The same coaching as with a store that works, but for one sentence in the whole session."""
    good, bad = Talk(), Talk(storage=Spoilt(broken))
    wanted = [good.open(), *(good.yes(1) for _ in range(TO_ROLLING))]
    heard = [bad.open(), *(bad.yes(1) for _ in range(TO_ROLLING))]
    assert [text.removeprefix(f"{WARNING} ") for text in heard] == wanted
    assert sum(WARNING in text for text in heard) == 1


@pytest.mark.parametrize(
    ("name", "slots"),
    [
        ("PainIntent", {}),
        ("PainIntent", {"sensation": "numb"}),
        ("EmergencyIntent", {"red_flag": "chest pain"}),
        ("StuckIntent", {}),
    ],
)
def test_storage_is_never_spoken_of_beside_pain(name: str, slots: dict[str, str]) -> None:
    """First things first: whatever else is wrong can be said later, or never."""
    store = Spoilt()
    talk = Talk(storage=store)
    talk.open()
    talk.yes(TO_ROLLING)
    store.broken = DOWN
    assert WARNING not in talk.say(name, **slots)


def test_a_pain_told_in_one_breath_is_not_beside_it_either() -> None:
    """Tell gentle roller it hurts: the session opens with it."""
    assert WARNING not in Talk(storage=Spoilt(DOWN)).say("PainIntent")


def test_what_could_not_be_told_beside_pain_is_told_after_it() -> None:
    """Once they go on, they know."""
    store = Spoilt()
    talk = Talk(storage=store)
    talk.open()
    talk.yes(TO_ROLLING)
    store.broken = DOWN
    assert WARNING not in talk.say("PainIntent")
    assert WARNING in talk.say("EasierIntent")


def test_a_place_that_is_not_kept_is_not_called_kept() -> None:
    """No ending promises what storage could not do."""
    store = Spoilt()
    talk = Talk(storage=store)
    talk.open()
    talk.yes(TO_ROLLING)
    store.broken = frozenset({"update"})
    said = talk.say("AMAZON.StopIntent")
    assert "Your place is kept." not in said
    assert "Hips down. Roll off to one side before you sit up." in said


def test_what_is_not_forgotten_is_not_called_forgotten() -> None:
    """A promise about somebody's data is kept or not made."""
    store = Spoilt(frozenset({"delete"}))
    talk = Talk(storage=store)
    talk.open()
    talk.say("ForgetMeIntent")
    said = talk.say("AMAZON.YesIntent")
    assert "Done. I've forgotten it all." not in said
    assert "I'm not sure that's done. Ask me again later." in said


def test_forgetting_deletes_and_keeps_nothing_of_this_session() -> None:
    """After "forget everything about me" a yes, and nothing is written any more."""
    store = Spoilt()
    talk = Talk(storage=store)
    talk.open()
    talk.yes(3)
    talk.say("ForgetMeIntent")
    talk.say("AMAZON.YesIntent")
    talk.yes(2)
    assert store.done[store.done.index("delete") :] == ["delete"]
    assert store.inner.load("amzn1.ask.account.desk") is None


def test_the_place_is_kept_on_every_turn_that_moves() -> None:
    """A session can die without a word: what was not kept by then is lost."""
    store = Spoilt()
    talk = Talk(storage=store)
    talk.open()
    talk.yes(2)
    before = store.done.count("update")
    talk.yes(TO_ROLLING - 2)
    assert store.done.count("update") - before == TO_ROLLING - 2


def test_whoever_comes_back_is_asked_where_they_left() -> None:
    """Within ten minutes on the roller, later at the step."""
    talk = Talk()
    talk.open()
    talk.yes(TO_ROLLING)
    assert "Are you back on the roller?" in talk.open()
    talk.now += 3 * 86_400
    assert "Carry on there, or start over?" in talk.open()


def test_two_voices_have_two_places() -> None:
    """One record per user, persons inside it; a voice that Alexa does not know is one of them."""
    talk = Talk()
    talk.open()
    talk.yes(TO_ROLLING)
    talk.sender = replace(talk.sender, person="sam")
    assert "Welcome to Gentle Roller." in talk.open()
    talk.sender = replace(talk.sender, person=None)
    assert "Are you back on the roller?" in talk.open()


def test_a_stored_record_names_nobody_and_no_pain() -> None:
    """Neither the person's id nor that it hurt is anywhere in what is kept (promise 9)."""
    talk = Talk()
    talk.sender = replace(talk.sender, person="sam")
    talk.open()
    talk.yes(TO_ROLLING)
    talk.say("PainIntent", body_part="neck")
    kept = str(talk.storage.load("amzn1.ask.account.desk"))
    assert [word for word in ("sam", "hurt", "pain", "neck") if word in kept] == []


# Records that are not ours to read


@pytest.mark.parametrize("kept", [None, 3, "text", [], {}])
def test_a_record_that_cannot_be_read_counts_as_none(kept: Any) -> None:
    """It is passed over, and overwritten by the next place."""
    store = MemoryStorage()
    store.update("someone", lambda _: {"": kept, "other": {"stays": True}})
    progress = ProgressStore(store, routine())
    assert progress.load("someone", "") == {}
    state = State(Phase.SETTLING, 1)
    assert progress.save("someone", Session(), state, None)
    assert progress_of(progress.load("someone", "") or {}, 60.0) is not None
    assert store.load("someone")["other"] == {"stays": True}  # type: ignore[index]


def row_spoilt(path: Path, text: str) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE records SET record = ?", (text,))


@pytest.mark.parametrize("person", [None, "sam"])
@pytest.mark.parametrize("text", ["", "no JSON", '{"": ', '{"": {"at": NaN}}'])
def test_a_damaged_row_is_healed_by_the_next_save_and_can_be_forgotten(
    tmp_path: Path, text: str, person: str | None
) -> None:
    """It counts as none, for whoever speaks; no turn fails, and nobody is told twice."""
    store = SQLiteStorage(tmp_path / "places.sqlite")
    store.update("amzn1.ask.account.desk", lambda _: {"": {"version": 1}})
    row_spoilt(tmp_path / "places.sqlite", text)
    talk = Talk(storage=store)
    talk.sender = replace(talk.sender, person=person)
    heard = [talk.open(), *(talk.yes(1) for _ in range(TO_ROLLING))]
    assert "Welcome to Gentle Roller." in heard[0]
    assert sum(WARNING in text for text in heard) <= 1
    assert "Your place is kept." in talk.say("AMAZON.StopIntent")
    assert "Are you back on the roller?" in talk.open()
    row_spoilt(tmp_path / "places.sqlite", text)
    talk.say("ForgetMeIntent")
    assert "I've forgotten it all." in talk.yes(1)
    assert store.load("amzn1.ask.account.desk") is None
    with closing(sqlite3.connect(tmp_path / "places.sqlite")) as other:
        assert other.execute("SELECT count(*) FROM records").fetchone() == (0,)


def test_a_clock_that_goes_back_makes_no_record_younger_than_now() -> None:
    """Ages are never negative."""
    store = MemoryStorage()
    progress = ProgressStore(store, routine())
    progress.save("someone", Session(), State(Phase.SETTLING, 1, now=5000.0), None)
    saved = progress_of(progress.load("someone", "") or {}, 10.0)
    assert saved is not None
    assert saved.age == 0.0


class Racing(MemoryStorage):
    """A store whose writer was overtaken once: the change is made again on what the other one kept."""

    def update(self, user: str, change: Change) -> UserRecord | None:
        change({"": {"version": 1}})
        return super().update(user, change)


def test_a_change_that_is_made_twice_counts_once() -> None:
    """A store may call the change again when another writer was faster."""
    calm, raced = MemoryStorage(), Racing()
    for store in (calm, raced):
        talk = Talk(storage=store)
        talk.open()
        talk.yes(TO_ROLLING)
    kept: list[Mapping[str, Any] | None] = [store.load("amzn1.ask.account.desk") for store in (calm, raced)]
    assert kept[0] == kept[1]


def test_a_guest_is_promised_no_place() -> None:
    """Promise 9: of whom nothing is kept, nothing is said to be kept."""
    kept, guest = Talk(), Talk()
    for talk in (kept, guest):
        talk.open()
        talk.yes(TO_ROLLING)
    guest.say("NotMeIntent")
    assert "Your place is kept." in kept.say("AMAZON.StopIntent")
    assert "kept" not in guest.say("AMAZON.StopIntent")


def test_forgetting_a_known_voice_leaves_the_others_of_the_household() -> None:
    """One record per user, persons inside it; a voice that is known speaks for itself alone."""
    storage = MemoryStorage()
    progress = ProgressStore(storage, routine())
    storage.update("home", lambda kept: {"sam": {"place": 1}, "kim": {"place": 2}})
    assert progress.forget("home", "kim")
    assert storage.load("home") == {"sam": {"place": 1}}
    assert progress.forget("home", "sam")
    assert storage.load("home") is None
    storage.update("home", lambda kept: {"": {"place": 3}, "sam": {"place": 1}})
    assert progress.forget("home", "")
    assert storage.load("home") is None
