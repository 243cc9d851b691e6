"""
The tables: what each phase does on each event.

The move for an event stands in the first of these tables that has a row for the event:

1. `WHILE_COUNTING[phase]`, where seconds of the phase's hold are left.
2. `OVER[phase, beneath]`, where an overlay depends on a phase beneath it; the nearest phase is looked at first.
3. `MOVES[phase]`.
4. `BASE[base]`: what holds in a base phase, and in each overlay over the base phase.
5. `ANYWHERE`.

CONFIRM has its own row alone: an event that it does not name is answered by the phase beneath.
"""

from collections.abc import Iterator

from skill.dialogue import events as e
from skill.dialogue.events import Command, Event, kind_of
from skill.dialogue.moves import anywhere, ending, opening, resting, rolling
from skill.dialogue.state import Phase, State, base_phase
from skill.dialogue.transitions import Move, Row, counts


ANYWHERE: Row = anywhere.ANYWHERE
HISTORY = anywhere.HISTORY
BASE: dict[Phase, Row] = anywhere.BASE
MOVES: dict[Phase, Row] = opening.MOVES | rolling.MOVES | resting.MOVES | ending.MOVES
OVER: dict[tuple[Phase, Phase], Row] = resting.OVER
WHILE_COUNTING: dict[Phase, Row] = rolling.WHILE_COUNTING | resting.WHILE_COUNTING


COUNT_ON = frozenset({
    Command.WHERE_AM_I, Command.PREVIEW, Command.THANKS, e.Pace, e.Words, e.Shorter,
})  # fmt: skip
"""What lets the count go on: each is answered in one sentence."""

ACT_AT_ONCE = frozenset({
    Command.NEXT, Command.BACK, Command.REPEAT, Command.START_OVER, Command.TIGHT_SPOT, Command.NEXT_SPOT,
    Command.NO_SPOT, Command.WHOLE_BACK, Command.ENOUGH, Command.EASIER, Command.STRAIGHT_THROUGH,
    Command.STEP_BY_STEP, e.GoTo, e.MoreTime, e.Undo,
})  # fmt: skip
"""What asks for something to be done, which may begin to count."""

AFFIRM = frozenset({Command.YES, Command.READY, Command.RESUME, Command.START})
"""What says to go on."""


def may_count(state: State, event: Event) -> bool:
    """
    Return whether *event* may lead from *state* to a count.

    What stopped the count never starts it again by itself (promise 15): everything else rests, and asks.
    """
    kind = kind_of(event)
    return kind in ACT_AT_ONCE | AFFIRM or (kind in COUNT_ON and counts(state))


def find(state: State, event: Event) -> Move:
    """Find the move that answers *event* in *state*."""
    kind = kind_of(event)
    return next((row[kind] for row in _rows(state) if kind in row), anywhere.unclear)


def _rows(state: State) -> Iterator[Row]:
    if state.left:
        yield WHILE_COUNTING.get(state.phase, {})
    for beneath in reversed(state.under):
        yield OVER.get((state.phase, beneath), {})
    yield MOVES[state.phase]
    yield BASE.get(base_phase(state), {})
    yield ANYWHERE
