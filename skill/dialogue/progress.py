"""
The saved progress: what is kept of a person between sessions, and what a turn changes of it.

Rule 1: progress is saved before it is spoken of: a session can end without a word.
Rule 2: progress says nothing about health. HURT and CAUTION are saved as HELD; *gentle* is a preference that "easier"
sets too (design, promises 2 and 9).
Rule 3: a run that ended, by its last step, a stop sign or an emergency, leaves no place; a run that was left early
keeps the place that it had, and does not count as finished.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from skill.dialogue import validation
from skill.dialogue.events import ReminderOutcome
from skill.dialogue.reply import Effect
from skill.dialogue.routine import Routine
from skill.dialogue.state import OVERLAYS, VERSION, Phase, State, StateError, base_phase, versioned
from skill.dialogue.transitions import RUNNING
from skill.dialogue.validation import FieldError, count, flag, optional, read, time


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
        return {"version": VERSION, **data}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Progress":
        """Read what `to_dict` returned; raises StateError for anything else."""
        try:
            saved = versioned(data)
            return cls(**read(saved, {name: _FIELDS[name] for name in _FIELDS if name in saved}))
        except FieldError as error:
            raise StateError(f"not a record of version {VERSION}: {error}") from None


@dataclass(frozen=True, slots=True)
class Known:
    """What an event may depend on beside the state: what was before, which the dialogue does not look up itself."""

    progress: Progress | None = None
    """What was saved when the session was opened."""
    before: State | None = None
    """The state before the last event."""
    finished: int = 0
    """How often the routine was finished."""
    keeps: bool = True
    """Whether anything is kept of this person."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a turn: what the store and Amazon's services confirmed."""

    kept: bool = True
    """The person's place is kept."""
    forgotten: bool = True
    safe: bool = True
    """The place of the person who was here before is as it was."""
    reminder: ReminderOutcome | None = None
    warn: bool = False
    """The store failed, and the person has not heard so in this session."""


def _place(data: Any) -> SavedPlace:
    return SavedPlace(**read(data, {"phase": Phase, "step": validation.label, "left": count}))


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
