"""
The routine itself: SETTLING, ROLLING, PIECE, SPOT, BRIDGE.

Rule 1: a rolling step or a spot counts, then asks; what a yes means depends on which (design §4).
Rule 2: while it counts, an affirmation within five seconds of the reply that one caused is an echo (promise 14).
Rule 3: every hold is bounded: a minute on one spot, ten minutes of rolling, "not covered yet" three times (promise 13).
"""

from dataclasses import replace

from skill.dialogue import events as e
from skill.dialogue.events import Command
from skill.dialogue.moves.shared import affirmed, end_sitting, rest
from skill.dialogue.routine import Routine
from skill.dialogue.state import Phase, State, base_phase
from skill.dialogue.transitions import (
    Manner,
    Move,
    Row,
    Turn,
    enter,
    gentle,
    granted,
    hold,
    lines,
    rise,
    softened,
    to,
)


def count_on(state: State, event: object, routine: Routine) -> Turn:
    """Let it count on; what has not begun to count is said again, for its words were cut off."""
    begun = state.left != routine.step(state.step).seconds
    return Turn(state, lines("hold.on"), Manner.ON if begun else Manner.ANOTHER)


def advance(state: State, event: object, routine: Routine) -> Turn:
    """Begin the next step."""
    return enter(state, state.step + 1, routine)


def go_back(state: State, event: object, routine: Routine) -> Turn:
    """Begin the step before; at the first, say this one again."""
    return enter(state, state.step - 1, routine) if state.step > 1 else Turn(state)


def begin(step_id: str) -> Move:
    """Make the move that begins the step called *step_id*."""

    def move(state: State, event: object, routine: Routine) -> Turn:
        return enter(state, routine.number(step_id), routine)

    return move


def found(move: Move) -> Move:
    """Make a move by which a spot was found; where it is one more of the same step, its number isn't said again."""

    def finding(state: State, event: object, routine: Routine) -> Turn:
        turn = move(state, event, routine)
        if turn.manner is not Manner.SEEK:
            return turn
        return replace(turn, manner=Manner.ANOTHER if turn.state.step == state.step else Manner.NEW)

    return finding


def asked(then: Move, *, counting: Move = count_on) -> Move:
    """Make a move that depends on whether the step still counts."""

    def move(state: State, event: object, routine: Routine) -> Turn:
        return (counting if state.left else then)(state, event, routine)

    return move


def by_step(other: Move, **moves: Move) -> Move:
    """Make a move that depends on the step, by its id; *other* is for all that are not named."""

    def move(state: State, event: object, routine: Routine) -> Turn:
        return moves.get(routine.step(state.step).id, other)(state, event, routine)

    return move


def unless_echo(move: Move) -> Move:
    """Make a move that an echo of the last affirmation does not do."""

    def guarded(state: State, event: object, routine: Routine) -> Turn:
        return (count_on if state.echo and state.left else move)(state, event, routine)

    return guarded


def not_yet(state: State, event: object, routine: Routine) -> Turn:
    """Give more time to settle; the second time, or while going straight through, rest instead."""
    if state.rounds or state.straight:
        return hold(replace(state, rounds=0))
    return Turn(replace(state, rounds=1), (), Manner.WAIT)


def uncovered(state: State, event: object, routine: Routine) -> Turn:
    """Roll half a minute more, three times at most."""
    if state.rounds >= routine.limits.rounds:
        return rise(state, routine, *lines("rolling.enough"))
    return lengthened(replace(state, rounds=state.rounds + 1), routine.limits.more, routine, "rolling.more")


def more_time(state: State, event: e.MoreTime, routine: Routine) -> Turn:
    """Make the hold longer, as far as it may be."""
    return lengthened(state, event.seconds or routine.limits.more, routine, "hold.longer")


def lengthened(state: State, seconds: int, routine: Routine, key: str) -> Turn:
    """Add *seconds* to the hold, or say that it can't be longer and ask."""
    had = state.left
    longer = granted(state, routine, min(had + max(seconds, 10), routine.limits.spot))
    if longer.left <= had:
        return Turn(replace(state, left=had), lines("hold.full"), Manner.ON)
    return Turn(longer, lines(key), Manner.ON if had else Manner.AGAIN)


def more_pieces(state: State, event: e.MoreTime, routine: Routine) -> Turn:
    """Make the hold longer that is being cut into pieces."""
    both = replace(state, left=state.left + state.rest)
    whole = lengthened(both, event.seconds or routine.limits.more, routine, "hold.longer")
    total = whole.state.left
    left = state.left or min(total, routine.limits.hold)
    return replace(whole, state=replace(whole.state, left=left, rest=total - left))


def enough(state: State, event: object, routine: Routine) -> Turn:
    """End this hold and ask; where it is asked already, go on to the next step."""
    if not state.left and not state.rest:
        return advance(state, event, routine)
    return Turn(replace(state, left=0, rest=0), (), Manner.ASK)


def next_piece(state: State, event: object, routine: Routine) -> Turn:
    """Go on with the next piece of the hold."""
    left = min(state.rest, routine.limits.hold)
    return Turn(replace(state, left=left, rest=state.rest - left), lines("hold.on"), Manner.ON)


def go_gently(state: State, event: object, routine: Routine) -> Turn:
    """Make it easier from here on."""
    return gentle(softened(state), routine)


def sat_up(state: State, event: object, routine: Routine) -> Turn:
    """Wait for whoever sat up to come back, after a finished part to the next step; after pain, end here."""
    number = state.step + (base_phase(state) is Phase.BRIDGE)
    if state.hurts or state.barred or number == len(routine):
        return end_sitting(state, event, routine)
    return Turn(to(state, Phase.PLACE, step=number), lines("sat_up.break"), Manner.WAIT)


def stay(state: State, event: object, routine: Routine) -> Turn:
    """Stay on the spot that was found just now; later it is another one."""
    just_begun = state.left > routine.step(state.step).seconds - routine.limits.margin
    return (count_on if just_begun else next_spot)(state, event, routine)


next_spot = found(begin("next_spot"))
spot = by_step(found(begin("spot")), spot=next_spot, next_spot=next_spot)
no_spot = by_step(begin("whole_back"), roll=asked(begin("whole_back")), whole_back=count_on)
roll_on = asked(by_step(uncovered, roll=begin("whole_back")))
no_more = asked(by_step(uncovered, roll=begin("whole_back")), counting=rest)

SPOTS: Row = {Command.TIGHT_SPOT: spot, Command.NEXT_SPOT: spot, Command.NO_SPOT: no_spot}
"""What is found, or not, while rolling: the same in every phase that rolls."""

ALWAYS: Row = {Command.BACK: go_back, Command.ENOUGH: enough, Command.EASIER: go_gently, Command.SAT_UP: sat_up}

MOVES: dict[Phase, Row] = {
    Phase.SETTLING: {
        **affirmed(advance),
        Command.START: advance,
        Command.NO: not_yet,
        Command.HOLD_ON: not_yet,
        Command.BACK: go_back,
        Command.ENOUGH: advance,
        e.MoreTime: not_yet,
        Command.SAT_UP: sat_up,
    },
    Phase.ROLLING: {
        **ALWAYS,
        **SPOTS,
        Command.YES: asked(found(advance)),
        Command.READY: asked(found(advance), counting=unless_echo(advance)),
        Command.NEXT: advance,
        **dict.fromkeys((Command.RESUME, Command.START), roll_on),
        Command.NO: no_more,
        e.MoreTime: more_time,
    },
    Phase.PIECE: {
        **ALWAYS,
        **SPOTS,
        **dict.fromkeys((Command.YES, Command.READY, Command.RESUME, Command.START), asked(next_piece)),
        Command.NEXT: advance,
        Command.NO: rest,
        e.MoreTime: more_pieces,
    },
    Phase.SPOT: {
        **ALWAYS,
        **SPOTS,
        Command.TIGHT_SPOT: stay,
        Command.YES: asked(next_spot),
        **dict.fromkeys((Command.READY, Command.RESUME, Command.START), asked(begin("whole_back"))),
        Command.NO: asked(begin("whole_back"), counting=rest),
        Command.NEXT: advance,
        e.MoreTime: more_time,
    },
    Phase.BRIDGE: {
        **affirmed(advance),
        Command.START: advance,
        **dict.fromkeys((Command.NO, e.MoreTime), rest),
        Command.BACK: go_back,
        **dict.fromkeys((Command.ENOUGH, Command.NO_SPOT), advance),
        Command.EASIER: go_gently,
        Command.SAT_UP: sat_up,
        **dict.fromkeys((Command.TIGHT_SPOT, Command.NEXT_SPOT), spot),
    },
}
