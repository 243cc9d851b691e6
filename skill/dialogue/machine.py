"""
The state machine: state + event -> the state that follows and what to say.

Rule 1: the tables of moves/ hold what follows what; `find` looks a move up in them.
Rule 2: a move says how the state changes and what leads in; `present` alone says what a phase sounds like. So *repeat*
is a move that only counts itself, and an answered question returns to exactly where the person was.
Rule 3: the caller settles the clock first (timeline.py): which step it is, and whether it still counts.
Rule 4: the caller carries out the effect and saves between `advance` and `present`, so that a reply is true when it is
made.
"""


from skill.dialogue.events import Command, Event, Open, Unclear, Undo, kind_of
from skill.dialogue.moves import HISTORY, MOVES, find, may_count
from skill.dialogue.moves.answering import ONE_SHOTS
from skill.dialogue.moves.opening import opened
from skill.dialogue.progress import Known
from skill.dialogue.reply import Effect
from skill.dialogue.routine import Routine
from skill.dialogue.segments import arranged
from skill.dialogue.state import BEFORE_HELP, COUNTING, UNCLEAR, Confirm, Phase, State, Streak, replace
from skill.dialogue.transitions import Manner, Turn, is_down, lines, rested, uncover


ECHOING = COUNTING | {Phase.BRIDGE}
"""The phases that count, in which a late word of readiness may be an echo (promise 14)."""

AFFIRMING = (Command.YES, Command.READY, Command.RESUME)
"""The commands that an echo may follow."""

TIMED = frozenset({Confirm.REMINDER, Confirm.DAY_PART})
"""The confirmations that are about a time of day."""


def advance(state: State, event: Event, known: Known, routine: Routine) -> Turn:
    """Return the turn that *event* makes of *state*: the state that follows, and what leads in."""
    if event is Command.IGNORE or (state.phase is Phase.ENDED and not isinstance(event, Open)):
        return Turn(state, manner=Manner.SILENT)
    if state.phase is Phase.CLOSED and not isinstance(event, Open):
        event = Open(event)
    turn = _moved(replace(state, streak=_streak(state, event)), event, known, routine)
    if turn.state.step != state.step:
        turn = replace(turn, state=replace(turn.state, streak=Streak.NONE))
    return replace(turn, state=_counted(arranged(turn.state, routine), event, turn))


def _streak(state: State, event: Event) -> Streak:
    """Return the streak that *event* finds: on the roller, not being understood counts for the whole step."""
    if event is Command.HELP and state.streak in BEFORE_HELP:
        return state.streak
    streak = BEFORE_HELP.get(state.streak, state.streak)
    if streak in UNCLEAR and (is_down(state) or isinstance(event, Unclear)):
        return streak
    return streak if (streak, event) == (Streak.REPEATED, Command.REPEAT) else Streak.NONE


def _counted(after: State, event: Event, turn: Turn) -> State:
    return replace(
        after,
        turn=after.turn + 1,
        spans=(),
        unheard=after.phase is Phase.RISING and turn.manner in (Manner.NEW, Manner.SLOW),
        echo=event in AFFIRMING and after.phase in ECHOING and after.left > 0,
        reminder=after.reminder if after.confirm in TIMED or turn.effect is Effect.SET_REMINDER else "",
    )


def _moved(state: State, event: Event, known: Known, routine: Routine) -> Turn:
    if isinstance(event, Open):
        return _opened(state, event, known, routine)
    turn = moved(state, event, known, routine)
    if isinstance(event, Undo) and event.wish is not None:
        wished = moved(turn.state, event.wish, known, routine)
        return replace(wished, lead=(*lines("undo.instead"), *wished.lead))
    return turn


def moved(state: State, event: Event, known: Known, routine: Routine) -> Turn:
    """Make the move for *event*; CONFIRM hands what it does not name to the phase beneath."""
    below = state
    if state.phase is Phase.CONFIRM and kind_of(event) not in MOVES[Phase.CONFIRM]:
        below = uncover(state)
    turn = _by_table(below, event, known, routine)
    return turn if may_count(state, event) else rested(below, turn, routine)


def _by_table(state: State, event: Event, known: Known, routine: Routine) -> Turn:
    kind = kind_of(event)
    if kind in HISTORY:
        return HISTORY[kind](state, event, known, routine)
    return find(state, event)(state, event, routine)


def _opened(state: State, event: Open, known: Known, routine: Routine) -> Turn:
    turn = opened(state, known.progress, routine)
    if event.wish is None:
        return turn
    alone = ONE_SHOTS.get(kind_of(event.wish))
    if alone is not None:
        return alone(turn.state, event.wish, routine)
    return moved(turn.state, event.wish, known, routine)
