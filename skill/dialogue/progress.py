"""
The saved progress: what is kept of a person between sessions, and what a turn changes of it.

Rule 1: progress is saved before it is spoken of: a session can end without a word.
Rule 2: progress says nothing about health. HURT and CAUTION are saved as HELD; *gentle* is a preference that "easier"
sets too (design, promises 2 and 9).
Rule 3: a run that ended, by its last step, a stop sign or an emergency, leaves no place; a run that was left early
keeps the place that it had, and does not count as finished.
Rule 4: a record outlives releases in both directions. What is not understood of it counts as not there, and stays as it
is until the field changes; what is not known stays for good.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from skill.dialogue import validation
from skill.dialogue.events import ReminderOutcome
from skill.dialogue.reply import Effect
from skill.dialogue.routine import Routine
from skill.dialogue.state import OVERLAYS, Phase, State, StateError, base_phase
from skill.dialogue.transitions import RUNNING
from skill.dialogue.validation import FieldError, count, flag, newer, optional, overlaid, time, understood


RECORD_VERSION = 1
"""It grows when an earlier release would misread a record; a field more is no reason."""

COUNTS = frozenset({"started", "finished"})

UNSAVED = frozenset({Phase.CLOSED, Phase.WELCOME, Phase.SAFETY, Phase.RETURNING})
"""The phases that leave the saved progress as it is."""

PACES = {Effect.SLOWER: -1, Effect.FASTER: 1}
AMOUNTS = {Effect.FEWER_WORDS: True, Effect.MORE_WORDS: False}


@dataclass(frozen=True, slots=True)
class SavedPlace:
    """Where to come back to: a phase, the step by its id, and the seconds that were left in it."""

    phase: Phase
    step: str
    left: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """What is kept of a person between sessions; *at* and *age* are seconds."""

    place: SavedPlace | None = None
    fetching: bool = False
    """A new run was about to begin; the place is the old run's."""
    gentle: bool = False
    rolling: int = 0
    """Seconds of rolling that this run may still have."""
    started: int = 0
    finished: int = 0
    at: float = 0.0
    age: float = 0.0
    """Seconds since *at*; filled in on opening, never stored."""
    pace: int = 0
    few: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for a store."""
        data = asdict(self)
        del data["age"]
        return {"version": RECORD_VERSION, **data}

    def over(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """Return *stored*, the data in the store, with what has changed since it was read."""
        before, found = Progress.from_dict(stored).to_dict(), understood(stored, _FIELDS)
        version = newer(stored.get("version"), RECORD_VERSION)
        # A count that only a newer release can read is not begun anew.
        unread = COUNTS & stored.keys() - found.keys() if version > RECORD_VERSION else frozenset()
        changed = {
            name: value
            for name, value in self.to_dict().items()
            if name not in unread and (name not in stored or value != before[name])
        }
        return overlaid(stored, {**changed, "version": version})

    @classmethod
    def from_dict(cls, data: Any) -> "Progress":
        """Read what `over` or `to_dict` returned, as far as it is understood; raises StateError for no mapping."""
        try:
            return cls(**understood(data, _FIELDS))
        except FieldError as error:
            raise StateError(f"not a record: {error}") from None


@dataclass(frozen=True, slots=True)
class Known:
    """What an event may depend on beside the state: what was before, which the dialogue does not look up itself."""

    progress: Progress | None = None
    """What was saved when the session was opened."""
    before: State | None = None
    """The state before the last event."""
    finished: int | None = 0
    """How often the routine was finished; None where the store could not say."""
    keeps: bool = True
    """Whether anything is kept of this person."""


class Stored(StrEnum):
    """What the store holds of the person who asks."""

    SOMETHING = "kept"
    NOTHING_YET = "yet"
    NOTHING = "nothing"
    """And nothing will be kept in this session."""
    UNSURE = "unsure"


class Former(StrEnum):
    """How the store holds what was kept before somebody else came."""

    SAFE = "safe"
    NOTHING = "nothing"
    """Nothing was kept, and nothing is."""
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a turn: what the store and Amazon's services confirmed."""

    kept: bool = True
    """The person's place is kept."""
    saved: bool = True
    """What the turn changes is saved."""
    forgotten: bool = True
    former: Former = Former.SAFE
    stored: Stored = Stored.SOMETHING
    reminder: ReminderOutcome | None = None
    warn: bool = False
    """The store failed, and the person has not heard so in this session."""


def _place(data: Any) -> SavedPlace:
    found = understood(data, {"phase": Phase, "step": validation.label, "left": count})
    if "step" not in found:
        raise FieldError("no step")
    return SavedPlace(**{"phase": Phase.HELD, **found})  # at a step in some way that a newer release knows


_FIELDS: validation.Fields = {
    "place": optional(_place), "fetching": flag, "gentle": flag, "rolling": count, "started": count,
    "finished": count, "at": time, "pace": validation.between(-1, 1), "few": flag,
}  # fmt: skip


def changes_progress(before: State, after: State, effect: Effect | None) -> bool:
    """Return whether a turn changes anything that is saved."""
    if effect in PACES or effect in AMOUNTS or after.barred or after.gentle != before.gentle:
        return True
    reopened = before.phase is Phase.CLOSED and after.phase is Phase.WELCOME
    return reopened or base_phase(after) not in UNSAVED


def sets_place(after: State) -> bool:
    """Return whether a turn to *after*, once saved, leaves the place where the person is."""
    return not after.early and base_phase(after) not in UNSAVED | {Phase.FETCH, Phase.FINISHED}


def updated(progress: Progress, before: State, after: State, effect: Effect | None, routine: Routine) -> Progress:
    """Return what is saved after a turn from *before* to *after*; the same progress where nothing changed."""
    saved = _preferring(_placed(_counted(progress, before, after), after, routine), effect)
    if base_phase(after) in UNSAVED:
        return saved  # a look at the welcome is no run: the place is as old as it was
    return replace(saved, at=after.now, age=0.0)


def _counted(progress: Progress, before: State, after: State) -> Progress:
    if before.phase is Phase.PLACE and after.phase in RUNNING | {Phase.RISING} and before.step == 1:
        return replace(progress, started=progress.started + 1)
    if after.phase is Phase.FINISHED and before.phase is Phase.RISING and not (after.barred or after.early):
        return replace(progress, finished=progress.finished + 1)
    if before.phase is Phase.CLOSED and after.phase is Phase.WELCOME and progress.place is not None:
        return replace(progress, finished=progress.finished + 1, place=None)  # getting up was all that was left
    return progress


def _placed(progress: Progress, after: State, routine: Routine) -> Progress:
    phase = base_phase(after)
    if after.barred or (phase is Phase.FINISHED and not after.early):
        return replace(progress, place=None, fetching=False, gentle=False, rolling=0)
    if after.early or phase in UNSAVED - {Phase.RETURNING}:
        return progress
    if phase is Phase.RETURNING or (phase is Phase.REOPENED and progress.place is not None):
        return replace(progress, gentle=after.gentle)
    if phase is Phase.FETCH:
        return replace(progress, fetching=True, gentle=progress.gentle or after.gentle)
    place = SavedPlace(_saved_phase(after, routine), routine.step(after.step).id, after.left + after.rest)
    rolling = max(1, int(after.rolling_ends - after.now))
    return replace(progress, place=place, fetching=False, gentle=after.gentle, rolling=rolling)


def _saved_phase(after: State, routine: Routine) -> Phase:
    phase = base_phase(after)
    if phase is Phase.RISING and after.step < len(routine):
        return Phase.BRIDGE  # getting up belongs to this part, and has not been said yet
    return Phase.HELD if after.phase in OVERLAYS and phase not in (Phase.PLACE, Phase.RISING) else phase


def _preferring(progress: Progress, effect: Effect | None) -> Progress:
    if effect in PACES:
        return replace(progress, pace=PACES[effect])
    if effect in AMOUNTS:
        return replace(progress, few=AMOUNTS[effect])
    return progress
