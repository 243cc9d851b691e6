"""
The conversation: state + event -> state + reply.

Rule 1: what may follow what is in the tables of moves/ and nowhere else; `find` looks a move up in them.
Rule 2: a move says how the state changes and what leads in; `present` alone says what a phase sounds like.
So *repeat* is a move that only counts itself, and an answered question returns to exactly where they were.
Rule 3: `settle` the clock first (timeline.py): which step it is, and whether it still counts.
"""

from dataclasses import replace

from skill.dialogue.events import Command, Event, Open, Unclear, Undo, kind_of
from skill.dialogue.moves import find
from skill.dialogue.moves.answering import ONE_SHOTS
from skill.dialogue.moves.opening import opened
from skill.dialogue.presentation import present
from skill.dialogue.reply import SILENCE, Effect, Reply
from skill.dialogue.routine import Routine
from skill.dialogue.segments import arranged
from skill.dialogue.state import COUNTING, Confirm, Phase, State, Streak
from skill.dialogue.transitions import Manner, Turn, lines


ECHOING = COUNTING | {Phase.BRIDGE}
"""The phases that count, in which a late word of readiness may be an echo (promise 14)."""

AFFIRMING = (Command.YES, Command.READY, Command.RESUME)
"""The commands whose echo may follow."""

TIMED = frozenset({Confirm.REMINDER, Confirm.DAY_PART})
"""The confirmations that are about a time of day."""


def step(state: State, event: Event, routine: Routine) -> tuple[State, Reply]:
    """Answer *event*: the state that follows, and the coach's reply."""
    if event is Command.IGNORE or (state.phase is Phase.ENDED and not isinstance(event, Open)):
        return state, SILENCE
    if state.phase is Phase.CLOSED and not isinstance(event, Open):
        event = Open(wish=event)
    if state.streak and kind_of(event) not in (Command.REPEAT, Unclear):
        state = replace(state, streak=Streak.NONE)
    turn = _moved(state, event, routine)
    after = arranged(turn.state, routine)
    after = replace(
        after,
        turn=after.turn + 1,
        spans=(),
        unheard=after.phase is Phase.RISING and turn.manner in (Manner.NEW, Manner.SLOW),
        echo=event in AFFIRMING and after.phase in ECHOING and after.left > 0,
        reminder=after.reminder if after.confirm in TIMED or turn.effect is Effect.SET_REMINDER else "",
    )
    return after, present(replace(turn, state=after), routine)


def _moved(state: State, event: Event, routine: Routine) -> Turn:
    if isinstance(event, Open):
        return _opened(state, event, routine)
    turn = find(state, event)(state, event, routine)
    if isinstance(event, Undo) and event.wish is not None:
        return _instead(turn.state, event.wish, routine)
    return turn


def _instead(state: State, wish: Event, routine: Routine) -> Turn:
    turn = find(state, wish)(state, wish, routine)
    return replace(turn, lead=(*lines("undo.instead"), *turn.lead))


def _opened(state: State, event: Open, routine: Routine) -> Turn:
    turn = opened(state, event.record, routine)
    if event.wish is None:
        return turn
    alone = ONE_SHOTS.get(kind_of(event.wish))
    if alone is not None:
        return alone(turn.state, event.wish, routine)
    return find(turn.state, event.wish)(turn.state, event.wish, routine)
