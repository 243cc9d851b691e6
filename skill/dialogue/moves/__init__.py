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

from skill.dialogue.events import Event, kind_of
from skill.dialogue.moves import anywhere, ending, opening, resting, rolling
from skill.dialogue.routine import Routine
from skill.dialogue.state import Phase, State, base_phase
from skill.dialogue.transitions import Move, Row, Turn, uncover


ANYWHERE: Row = anywhere.ANYWHERE
HISTORY = anywhere.HISTORY
BASE: dict[Phase, Row] = anywhere.BASE
MOVES: dict[Phase, Row] = opening.MOVES | rolling.MOVES | resting.MOVES | ending.MOVES
OVER: dict[tuple[Phase, Phase], Row] = resting.OVER
WHILE_COUNTING: dict[Phase, Row] = rolling.WHILE_COUNTING | resting.WHILE_COUNTING


def find(state: State, event: Event) -> Move:
    """Find the move that answers *event* in *state*."""
    kind = kind_of(event)
    if state.phase is Phase.CONFIRM:
        return MOVES[Phase.CONFIRM].get(kind, as_before)
    return next((row[kind] for row in _rows(state) if kind in row), anywhere.unclear)


def _rows(state: State) -> Iterator[Row]:
    if state.left:
        yield WHILE_COUNTING.get(state.phase, {})
    for beneath in reversed(state.under):
        yield OVER.get((state.phase, beneath), {})
    yield MOVES[state.phase]
    yield BASE.get(base_phase(state), {})
    yield ANYWHERE


def as_before(state: State, event: Event, routine: Routine) -> Turn:
    """Answer as the phase beneath does."""
    below = uncover(state)
    return find(below, event)(below, event, routine)
