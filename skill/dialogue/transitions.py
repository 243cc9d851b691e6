"""
What a move gives: how the state changes, what leads in, and in what manner the phase is then said.

The verbs here are shared by all rooms of moves: enter a step, go back to where we were, hold, rise, end.
Rule 1: with *gentle*, whatever leads to rolling or to a spot leads to GENTLE (design §4).
Rule 2: when *barred*, nothing leads to rolling again: the way off is said once more instead (promise 2).
Rule 3: every ending from lying down says the way off the roller first (promise 3).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from skill.dialogue.events import EventKind
from skill.dialogue.reply import Effect, Lead, Line, Part, Report
from skill.dialogue.routine import BREATHED, Kind, Posture, Routine
from skill.dialogue.state import COUNTING, OVERLAYS, Phase, State, Visit, base_phase, replace
from skill.dialogue.timeline import PHASES


class Manner(StrEnum):
    """How a phase is said."""

    NEW = "new"
    """In full, as when it is entered."""
    SEEK = "seek"
    """In full, for whoever has yet to find the spot that it is about."""
    LYING = "lying"
    """In full, for whoever lies there already."""
    ANOTHER = "another"
    """In full, but for its number: it is the same step once more."""
    SLOW = "slow"
    """In full, with how it is done in more words and more time."""
    AGAIN = "again"
    """In short, after a rest: how to go on, and the time left."""
    ON = "on"
    """Nothing but the rest of its hold and its question."""
    WAIT = "wait"
    """Its longer wait, then its question."""
    ASK = "ask"
    """Its question alone."""
    SILENT = "silent"
    """Not at all; the session stays as it is."""


@dataclass(frozen=True)
class Turn:
    """The outcome of a move."""

    state: State
    lead: tuple[Lead, ...] = ()
    manner: Manner = Manner.NEW
    effect: Effect | None = None


COUNTED = COUNTING | {Phase.SETTLING, Phase.BRIDGE}
"""The phases whose seconds may pass."""

Move = Callable[[State, Any, Routine], Turn]
Row = Mapping[EventKind, Move]
"""What a phase does on which event."""

BEFORE_LYING = (Phase.WELCOME, Phase.SAFETY, Phase.RETURNING, Phase.FETCH, Phase.PLACE)
"""The phases of a session before anybody lies down."""

ABOVE = frozenset({*BEFORE_LYING, Phase.CLOSED, Phase.FINISHED})
"""The phases in which nobody lies on a roller."""

RUNNING = frozenset({Phase.SETTLING, Phase.ROLLING, Phase.PIECE, Phase.SPOT, Phase.BRIDGE, Phase.GENTLE})
"""The phases of the routine itself, before getting up."""


def lines(*keys: str) -> tuple[Line, ...]:
    """Name lines that take no values."""
    return tuple(Line(key) for key in keys)


def posture(state: State, routine: Routine) -> Posture:
    """Return how the body is now; whoever may be lying counts as lying."""
    phase = base_phase(state)
    if phase is Phase.PLACE:
        return Posture.SITTING
    if phase is Phase.RISING:
        return Posture.RISING
    if phase in ABOVE:
        return Posture.UP
    if state.phase in OVERLAYS or phase in (Phase.GENTLE, Phase.REOPENED):
        return Posture.LYING
    return routine.step(state.step).posture


def is_down(state: State) -> bool:
    """Whether the person may be on the floor, on the roller."""
    return base_phase(state) not in (*ABOVE, Phase.ENDED)


# Ways from one phase to another


def to(state: State, phase: Phase, **changes: Any) -> State:
    """Go to *phase* afresh: no hold, no rounds, nothing under it."""
    fresh: dict[str, Any] = {
        "left": 0, "rest": 0, "rounds": 0, "holds": 0, "under": (), "confirm": None, "early": False, "short": 0,
        "down": False,
    }  # fmt: skip
    return replace(state, **fresh | {"phase": phase} | changes)


def over(state: State, phase: Phase, **changes: Any) -> State:
    """Lay *phase* over the one that is; laying it over itself changes nothing beneath."""
    under = state.under if state.phase is phase else (*state.under, state.phase)
    return replace(state, phase=phase, under=under, **changes)


def uncover(state: State) -> State:
    """Go back to the phase beneath."""
    return replace(state, phase=state.under[-1], under=state.under[:-1], confirm=None)


def bared(state: State) -> State:
    """Go back to the phase beneath all overlays."""
    while state.phase in OVERLAYS:
        state = uncover(state)
    return state


def enter(state: State, number: int, routine: Routine, *lead: Part) -> Turn:
    """Begin step *number* with its whole hold; past the last step, getting up is the last."""
    step = routine.step(min(number, len(routine)))
    if is_down(state) and routine.step(state.step).kind in BREATHED:
        state = replace(state, breathed=True)
    if number > 1 and state.visit is Visit.FIRST:
        state = replace(state, visit=Visit.LATER)  # what is taught at the first step has been said
    if step.kind is Kind.RISING:
        return rise(state, routine, *lead)
    if step.kind is Kind.SETTLING:
        return Turn(to(state, Phase.SETTLING, step=number, down=number == 1 and _lies(state)), lead)
    lead = (*lead, *_hands(state))
    turn = _roll(to(state, PHASES[step.kind], step=number, left=step.seconds), routine, lead)
    return replace(turn, manner=Manner.SEEK) if turn.state.phase is Phase.SPOT else turn


def _lies(state: State) -> bool:
    """Whether they lie on the roller: past the first step, or as they said when the skill was opened again."""
    phase = base_phase(state)
    return phase is Phase.REOPENED or (phase in RUNNING and (state.step > 1 or state.down))


def _hands(state: State) -> tuple[Line, ...]:
    """Say where the hands go, where the step that says so was skipped: the head is never left to hang."""
    return lines("settling.hands") if base_phase(state) is Phase.SETTLING and state.step == 1 else ()


def _roll(state: State, routine: Routine, lead: tuple[Part, ...]) -> Turn:
    if state.barred:
        return rise(state, routine, *lead, Line("rising.refused"))
    if state.gentle:
        return gentle(state, routine, *lead)
    spot_ends = state.now + routine.limits.spot
    state = granted(replace(state, spot_ends=spot_ends), routine, state.left)
    if not state.left:
        return rise(state, routine, *lead, Line("rolling.time_is_up"))
    return Turn(state, lead)


def granted(state: State, routine: Routine, wanted: int) -> State:
    """Return a hold of *wanted* seconds, as far as one spot and all rolling together still allow (promise 13)."""
    ends = state.rolling_ends
    if routine.step(state.step).kind is Kind.SPOT and state.phase is not Phase.GENTLE:
        ends = min(ends, state.spot_ends)
    left = min(wanted, int(ends - state.now))
    return replace(state, left=left if left > routine.limits.margin else 0)


def regranted(state: State, routine: Routine) -> State:
    """Return the hold of *state*, and what follows this piece of it, as far as it is still allowed."""
    if not state.left + state.rest:
        return state
    whole = granted(state, routine, state.left + state.rest).left
    left = min(state.left, whole)
    return replace(state, left=left, rest=whole - left)


def gentle(state: State, routine: Routine, *lead: Lead) -> Turn:
    """Go on with hips down, in small moves; when barred or out of time, get up instead."""
    if state.barred:
        return rise(state, routine, *lead, Line("rising.refused"))
    rolled = next(number for number, step in enumerate(routine, start=1) if step.kind is Kind.ROLLING)
    step, hands = min(max(state.step, rolled), len(routine) - 1), _hands(state)
    state = granted(to(softened(state), Phase.GENTLE, step=step), routine, routine.limits.piece)
    if not state.left:
        return rise(state, routine, *lead, Line("rolling.time_is_up"))
    return Turn(state, (*lead, *hands))


def rise(state: State, routine: Routine, *lead: Lead, bar: bool = False) -> Turn:
    """Begin the way off the roller, the last step; *bar* ends the run."""
    return Turn(to(state, Phase.RISING, step=len(routine), barred=state.barred or bar, straight=False), lead)


def rise_early(state: State, routine: Routine, *lead: Part) -> Turn:
    """Begin the way off in the middle: the place is kept, unless nothing but the way off was left."""
    turn = rise(state, routine, *lead)
    return replace(turn, state=replace(turn.state, early=state.step < len(routine) - 1))


def back(state: State, routine: Routine, *lead: Lead) -> Turn:
    """Go back to the phase beneath all overlays, with the time that was left; gentle if it must be."""
    state = replace(bared(state), holds=0)
    if state.gentle and state.phase in (COUNTING | {Phase.BRIDGE}) - {Phase.GENTLE}:
        return gentle(state, routine, *lead)
    if state.phase in COUNTING:
        state = granted(replace(state, rest=0), routine, state.left + state.rest)
    return Turn(state, lead, Manner.AGAIN)


def hold(state: State, *lead: Lead, manner: Manner = Manner.NEW) -> Turn:
    """Rest with hips down; the time that was left is kept."""
    beneath = bared(state)
    left = 0 if beneath.phase is Phase.SETTLING else beneath.left
    return Turn(over(beneath, Phase.HELD, holds=0, left=left), lead, manner)


def counts(state: State) -> bool:
    """Return whether seconds of a hold pass: rolled, held on a spot, or coached straight through."""
    return (state.left > 0 and state.phase in COUNTED) or (state.straight and state.phase is Phase.SETTLING)


def rest_first(state: State, routine: Routine) -> tuple[Line, ...]:
    """Say to let the hips down, where they may be up."""
    if posture(state, routine) not in (Posture.HIPS_UP, Posture.HIPS_LOW):
        return ()
    return lines("rest.spot" if routine.step(state.step).kind is Kind.SPOT else "rest.hips")


def rested(before: State, turn: Turn, routine: Routine) -> Turn:
    """
    Stop the count that *turn* would go on with, and ask whether to go on.

    A turn that asks a question of its own keeps it, with the hips down first.
    """
    if counts(turn.state):
        turn = replace(hold(turn.state, *turn.lead, manner=Manner.ASK), effect=turn.effect)
    elif turn.state.phase not in (before.phase, Phase.CAUTION, Phase.CONFIRM):
        return turn
    return replace(turn, lead=(*rest_first(before, routine), *turn.lead))


def end(state: State, routine: Routine, *lead: Part) -> Turn:
    """End the session: the way off by posture, then whether the place is kept."""
    return Turn(ended(state), (*lead, Line(f"goodbye.{posture(state, routine)}"), *kept(state)))


def kept(state: State) -> tuple[Report, ...]:
    """Return the report that the place is kept, where there is a place."""
    has_place = is_down(state) and not state.barred and base_phase(state) is not Phase.RISING
    return (Report.KEPT,) if has_place else ()


def ended(state: State) -> State:
    """Close the session, remembering from where."""
    return replace(state, phase=Phase.ENDED, under=(base_phase(state),), straight=False, confirm=None)


def softened(state: State) -> State:
    """Keep to the gentle form from here on; it is always step by step."""
    return replace(state, gentle=True, straight=False)
