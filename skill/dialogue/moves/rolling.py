"""
The routine itself: SETTLING, ROLLING, PIECE, SPOT, BRIDGE.

Rule 1: a rolling step or a spot counts, then asks; what a yes means depends on which (design §4).
Rule 2: while it counts, an affirmation within five seconds of the reply that one caused is an echo (promise 14).
Rule 3: every hold is bounded: a minute on one spot, ten minutes of rolling, "not covered yet" three times (promise 13).
"""


from skill.dialogue import events as e
from skill.dialogue.events import Command
from skill.dialogue.moves.answering import help_lying
from skill.dialogue.moves.coaching import go_gently, shorter_hold, step_by_step_anew, step_by_step_on
from skill.dialogue.moves.person import not_me_resting
from skill.dialogue.moves.shared import affirmed, brief, described, end_sitting, get_up, rest, rest_and_ask, summary
from skill.dialogue.routine import Routine
from skill.dialogue.state import Phase, State, replace
from skill.dialogue.transitions import (
    Manner,
    Move,
    Row,
    Turn,
    enter,
    granted,
    hold,
    lines,
    rise,
    to,
)


def count_on(state: State, event: object, routine: Routine) -> Turn:
    """Let it count on; what has not begun to count is said again, because its words were cut off."""
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

    @described(f"Begin the step `{step_id}`.")
    def move(state: State, event: object, routine: Routine) -> Turn:
        return enter(state, routine.number(step_id), routine)

    return move


def found(move: Move) -> Move:
    """Make a move by which a spot was found; where it is one more of the same step, its number isn't said again."""

    @described(move.__doc__)
    def finding(state: State, event: object, routine: Routine) -> Turn:
        turn = move(state, event, routine)
        if turn.manner is not Manner.SEEK:
            return turn
        return replace(turn, manner=Manner.ANOTHER if turn.state.step == state.step else Manner.NEW)

    return finding


def by_step(other: Move, **moves: Move) -> Move:
    """Make a move that depends on the step, by its id; *other* is for all that are not named."""
    named = dict.fromkeys(moves.values())
    steps = {move: " and ".join(f"`{step_id}`" for step_id in moves if moves[step_id] is move) for move in named}

    @described("; ".join([summary(other), *(f"at {steps[move]}: {brief(move)}" for move in named)]) + ".")
    def move(state: State, event: object, routine: Routine) -> Turn:
        return moves.get(routine.step(state.step).id, other)(state, event, routine)

    return move


def unless_echo(move: Move) -> Move:
    """Make a move that an echo of the last affirmation does not do."""

    @described(f"{summary(move)}; an echo of the last answer lets it count on.")
    def guarded(state: State, event: object, routine: Routine) -> Turn:
        return (count_on if state.echo else move)(state, event, routine)

    return guarded


def not_yet(state: State, event: object, routine: Routine) -> Turn:
    """Give more time to settle; the second time, or straight through, rest instead."""
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
    """Make the hold that is cut into pieces longer, as far as it may be."""
    both = replace(state, left=state.left + state.rest)
    whole = lengthened(both, event.seconds or routine.limits.more, routine, "hold.longer")
    total = whole.state.left
    left = state.left or min(total, routine.limits.hold)
    return replace(whole, state=replace(whole.state, left=left, rest=total - left))


def enough(state: State, event: object, routine: Routine) -> Turn:
    """End this hold, and ask."""
    return Turn(replace(state, left=0, rest=0), (), Manner.ASK)


def enough_pieces(state: State, event: object, routine: Routine) -> Turn:
    """End the hold that is cut into pieces, and ask; where no piece follows, begin the next step."""
    return (enough if state.rest else advance)(state, event, routine)


def next_piece(state: State, event: object, routine: Routine) -> Turn:
    """Go on with the next piece of the hold."""
    left = min(state.rest, routine.limits.hold)
    return Turn(replace(state, left=left, rest=state.rest - left), lines("hold.on"), Manner.ON)


def sat_up(state: State, event: object, routine: Routine) -> Turn:
    """Wait until they are back at this step; after pain, and before the last step, end here."""
    return _break(state, state.step, routine)


def sat_up_after_part(state: State, event: object, routine: Routine) -> Turn:
    """Wait until they are back at the next step; after pain, and before the last step, end here."""
    return _break(state, state.step + 1, routine)


def _break(state: State, number: int, routine: Routine) -> Turn:
    if state.hurts or state.barred or number == len(routine):
        return end_sitting(state, None, routine)
    return Turn(to(state, Phase.PLACE, step=number), lines("sat_up.break"), Manner.WAIT)


def stay(state: State, event: object, routine: Routine) -> Turn:
    """Stay on the spot that was found just now; later, begin the step `next_spot`."""
    just_begun = state.left > routine.step(state.step).seconds - routine.limits.margin
    return (count_on if just_begun else next_spot)(state, event, routine)


next_spot = found(begin("next_spot"))
spot = by_step(found(begin("spot")), spot=next_spot, next_spot=next_spot)
whole_back = begin("whole_back")
uncovered_yet = by_step(uncovered, roll=whole_back)

ROLLS: Row = {
    Command.BACK: go_back,
    Command.EASIER: go_gently,
    Command.SAT_UP: sat_up,
    Command.HELP: help_lying,
    Command.NOT_ME: not_me_resting,
    Command.TIGHT_SPOT: spot,
    Command.NEXT_SPOT: spot,
    Command.WHOLE_BACK: get_up,
}
"""The same in every phase that rolls."""

COUNTS: Row = {
    **dict.fromkeys((Command.YES, Command.READY, Command.RESUME, Command.START), count_on),
    Command.NO: rest_and_ask,
    Command.ENOUGH: enough,
    e.Shorter: shorter_hold,
}
"""The same in every phase that counts, while seconds are left."""

MOVES: dict[Phase, Row] = {
    Phase.SETTLING: {
        **affirmed(advance),
        Command.START: advance,
        Command.ENOUGH: advance,
        **dict.fromkeys((Command.NO, Command.HOLD_ON, e.MoreTime), not_yet),
        Command.BACK: go_back,
        Command.SAT_UP: sat_up,
        Command.HELP: help_lying,
        Command.NOT_ME: not_me_resting,
    },
    Phase.ROLLING: {
        **ROLLS,
        **dict.fromkeys((Command.YES, Command.READY), by_step(found(advance), whole_back=uncovered)),
        **dict.fromkeys((Command.NEXT, Command.ENOUGH), advance),
        **dict.fromkeys((Command.RESUME, Command.START), uncovered_yet),
        Command.NO: by_step(uncovered, roll=whole_back, whole_back=advance),
        Command.NO_SPOT: by_step(whole_back, whole_back=count_on),
        e.MoreTime: more_time,
    },
    Phase.PIECE: {
        **ROLLS,
        **dict.fromkeys((Command.YES, Command.READY, Command.RESUME, Command.START), next_piece),
        Command.NEXT: advance,
        Command.NO: rest_and_ask,
        Command.ENOUGH: enough_pieces,
        Command.NO_SPOT: by_step(whole_back, whole_back=count_on),
        e.MoreTime: more_pieces,
    },
    Phase.SPOT: {
        **ROLLS,
        **dict.fromkeys((Command.YES, Command.TIGHT_SPOT), next_spot),
        **dict.fromkeys((Command.NO, Command.READY, Command.RESUME, Command.START, Command.NO_SPOT), whole_back),
        **dict.fromkeys((Command.NEXT, Command.ENOUGH), advance),
        e.MoreTime: more_time,
    },
    Phase.BRIDGE: {
        **ROLLS,
        **affirmed(advance),
        **dict.fromkeys((Command.START, Command.ENOUGH, Command.NO_SPOT), advance),
        Command.NO: rest_and_ask,
        e.MoreTime: rest,
        Command.STEP_BY_STEP: step_by_step_on,
        Command.SAT_UP: sat_up_after_part,
    },
}

WHILE_COUNTING: dict[Phase, Row] = {
    Phase.SETTLING: {Command.STEP_BY_STEP: step_by_step_anew},
    Phase.ROLLING: {
        **COUNTS,
        Command.READY: unless_echo(advance),
        Command.NO_SPOT: by_step(whole_back, roll=count_on, whole_back=count_on),
    },
    Phase.PIECE: {**COUNTS, Command.NO_SPOT: by_step(whole_back, roll=count_on, whole_back=count_on)},
    Phase.SPOT: {**COUNTS, Command.TIGHT_SPOT: stay},
}
