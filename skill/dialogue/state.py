"""
The state of a conversation.

Rule 1: a State is complete: the reply to the next event follows from it, the event, what is known and the routine.
Rule 2: times are seconds since an epoch that the caller chose; only `now`, `spans` and the two `_ends` are absolute.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from skill.dialogue import validation
from skill.dialogue.routine import Kind, Routine
from skill.dialogue.validation import FieldError, count, flag, newer, optional, read, several, time


if TYPE_CHECKING:  # so that the types of the changes are checked
    from dataclasses import replace as replace  # noqa: PLC0414  (exported)
else:

    def replace(original: Any, /, **changes: Any) -> Any:
        """
        Return a copy of *original*, a frozen dataclass without slots, with *changes*.

        A turn makes about ten states, and `dataclasses.replace` sets each of their fields anew.
        """
        copy = object.__new__(type(original))
        vars(copy).update(vars(original), **changes)
        return copy


STATE_VERSION = 1
"""It grows when an earlier release would misread a state; a field more is no reason: releases pass over what is new."""


class StateError(FieldError):
    """What came back is not a state that this version understands."""


class Phase(StrEnum):
    """What is being asked or done."""

    CLOSED = "closed"
    WELCOME = "welcome"
    SAFETY = "screen"
    """The safety words. The value is older than the name: sessions and records carry it."""
    RETURNING = "returning"
    REOPENED = "reopened"
    FETCH = "fetch"
    PLACE = "place"
    SETTLING = "settling"
    ROLLING = "rolling"
    PIECE = "piece"
    SPOT = "spot"
    HELD = "held"
    HURT = "hurt"
    GENTLE = "gentle"
    SLIPPED = "slipped"
    CAUTION = "caution"
    RISING = "rising"
    FINISHED = "finished"
    BRIDGE = "bridge"
    CONFIRM = "confirm"
    ENDED = "ended"


COUNTING = frozenset({Phase.ROLLING, Phase.PIECE, Phase.SPOT, Phase.GENTLE})
"""The phases that count seconds; they are *asked* when none is left."""


OVERLAYS = frozenset({Phase.HELD, Phase.HURT, Phase.SLIPPED, Phase.CAUTION, Phase.CONFIRM})
"""The phases that lie over another one, to which they can go back."""


class Visit(StrEnum):
    """How well the person knows the routine."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    LATER = "later"


class Confirm(StrEnum):
    """What a yes would do in CONFIRM."""

    STOP = "stop"
    FORGET = "forget"
    REMINDER = "reminder"
    TIME = "time"
    DAY_PART = "day_part"


class Streak(StrEnum):
    """What happened last, where the next one of its kind is answered differently."""

    NONE = ""
    UNCLEAR = "unclear"
    UNCLEAR_TWICE = "unclear_twice"
    REPEATED = "repeated"
    HELPED = "helped"
    UNCLEAR_HELPED = "unclear_helped"
    UNCLEAR_TWICE_HELPED = "unclear_twice_helped"


UNCLEAR = frozenset({Streak.UNCLEAR, Streak.UNCLEAR_TWICE})
"""The streaks of events that were not understood; on the roller they last for the step."""

AFTER_HELP = {
    Streak.NONE: Streak.HELPED,
    Streak.UNCLEAR: Streak.UNCLEAR_HELPED,
    Streak.UNCLEAR_TWICE: Streak.UNCLEAR_TWICE_HELPED,
}
"""The streak after a help, by the streak before it: a help does not end what was not understood."""

BEFORE_HELP = {after: before for before, after in AFTER_HELP.items()}
"""The reverse of AFTER_HELP."""


@dataclass(frozen=True)
class Span:
    """Seconds that count for step *number*, from *begins* on."""

    number: int
    begins: float
    seconds: int


@dataclass(frozen=True)
class State:
    """The whole of a conversation between two turns."""

    phase: Phase = Phase.CLOSED
    step: int = 1
    left: int = 0
    """Seconds left in this hold."""
    rest: int = 0
    """Seconds that follow this piece of the hold, where holds are cut into pieces."""
    rounds: int = 0
    """How often this phase was gone through again."""
    holds: int = 0
    """How often holding on was asked for again."""
    streak: Streak = Streak.NONE
    echo: bool = False
    """The last reply was caused by an affirmation, so the next one may be its echo."""
    gentle: bool = False
    hurts: bool = False
    """It hurt in this session."""
    barred: bool = False
    """This run is over: nothing leads to rolling again."""
    early: bool = False
    """They asked to get up before the last step: the place stays what it was."""
    unheard: bool = False
    """The way off the roller is still being said."""
    straight: bool = False
    down: bool = False
    """They lie on the roller while the first step is said: nobody is leaned back again."""
    breathed: bool = False
    """The breaths of a spot were counted in this session, before the spot that this is."""
    visit: Visit = Visit.FIRST
    under: tuple[Phase, ...] = ()
    """The phases to go back to, the nearest last."""
    confirm: Confirm | None = None
    reminder: str = ""
    """The time of day wished for, "HH:MM"."""
    turn: int = 0
    """Counts replies; wordings rotate by it."""
    now: float = 0.0
    short: int = 0
    """Seconds of rolling that were wished for, while it is open whether another run begins."""
    spans: tuple[Span, ...] = ()
    spot_ends: float = 0.0
    rolling_ends: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for a session attribute."""
        return {"version": STATE_VERSION, **asdict(self)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "State":
        """Read what `to_dict` gave; raises StateError for anything else."""
        try:
            state = cls(**read(_versioned(data), _FIELDS, _LATER))
        except FieldError as error:
            raise StateError(f"not a state of version {STATE_VERSION}: {error}") from None
        if not _is_layered(state):
            raise StateError(f"nothing that can lie under {state.phase}, or nothing to confirm")
        return state


def _versioned(data: Any) -> Mapping[str, Any]:
    """Return *data*; raises StateError for what has no version."""
    version = data.get("version") if isinstance(data, Mapping) else None
    if newer(version, STATE_VERSION) != version:
        raise StateError("another version")
    found: Mapping[str, Any] = data
    return found


def _is_layered(state: State) -> bool:
    if (state.phase is Phase.CONFIRM) != (state.confirm is not None):
        return False
    if state.confirm in (Confirm.REMINDER, Confirm.DAY_PART) and not state.reminder:
        return False
    if state.phase not in _ABOVE:
        return not state.under
    ground, *between = state.under or (Phase.CLOSED,)
    if ground in (*_ABOVE, Phase.CLOSED) or (state.phase is Phase.ENDED and between):
        return False
    return set(between) <= OVERLAYS - {Phase.CONFIRM} and len({state.phase, *between}) == len(between) + 1


def _span(data: Any) -> Span:
    return Span(**read(data, {"number": count, "begins": time, "seconds": count}))


_ABOVE = OVERLAYS | {Phase.ENDED}
"""The phases that remember which one they came from."""

_FIELDS: validation.Fields = {
    "phase": Phase, "step": validation.between(1, validation.MOST), "left": count, "rest": count, "rounds": count,
    "holds": count, "streak": Streak, "echo": flag, "gentle": flag, "hurts": flag, "barred": flag, "early": flag,
    "unheard": flag, "straight": flag, "visit": Visit, "under": several(Phase, 4), "confirm": optional(Confirm),
    "reminder": validation.time_of_day, "turn": count, "now": time, "short": count, "spans": several(_span, 20),
    "spot_ends": time, "rolling_ends": time,
}  # fmt: skip
_LATER: validation.Fields = {"down": flag, "breathed": flag}
"""The fields that states of the first release lack; they have their defaults there."""


def base_phase(state: State) -> Phase:
    """Return the phase that lies under all overlays."""
    return state.under[0] if state.phase in (*OVERLAYS, Phase.ENDED) and state.under else state.phase


_MOVING = frozenset({Kind.ROLLING, Kind.SPOT})
KINDS = {
    Phase.SETTLING: frozenset({Kind.SETTLING}),
    Phase.ROLLING: frozenset({Kind.ROLLING}),
    Phase.SPOT: frozenset({Kind.SPOT}),
    Phase.PIECE: _MOVING,
    Phase.GENTLE: _MOVING,
    Phase.BRIDGE: _MOVING | {Kind.SETTLING},
}
"""The kinds of steps that each phase coaches; the other phases may stand at any step."""


def fits(state: State, routine: Routine) -> bool:
    """Return whether *state* names only steps and times that *routine* has."""
    return _is_at_a_step(state, routine) and _is_in_time(state, routine)


def _is_at_a_step(state: State, routine: Routine) -> bool:
    numbers = (state.step, *(span.number for span in state.spans))
    if not all(1 <= number <= len(routine) for number in numbers):
        return False
    return routine.step(state.step).kind in KINDS.get(base_phase(state), Kind)


def _is_in_time(state: State, routine: Routine) -> bool:
    longest = max(routine.limits.spot, *(step.seconds for step in routine))
    still = max(state.short, state.rolling_ends - state.now - 1)  # adding seconds to an epoch may round up
    return state.left + state.rest <= longest and still <= routine.limits.rolling
