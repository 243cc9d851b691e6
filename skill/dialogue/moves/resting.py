"""
Resting, pain, and the gentle way: HELD, HURT, GENTLE, CAUTION.

Rule 1: holding on keeps the time that was left; going on takes that up, never a fresh hold (promise 6).
Rule 2: what hurts stops the count, and from then on the gentle form sticks; the second time ends the rolling.
Rule 3: an answer that asks for caution offers to stop; going on is said, never assumed.
"""

from collections.abc import Iterable

from skill.dialogue import events as e
from skill.dialogue.events import Command
from skill.dialogue.moves.answering import ask_in_doubt, ask_in_doubt_upright, help_lying, where_held
from skill.dialogue.moves.coaching import easier_later, go_gently, shorter_hold, straight_later
from skill.dialogue.moves.person import not_me_resting
from skill.dialogue.moves.rolling import advance, count_on, sat_up, sat_up_after_part, spot
from skill.dialogue.moves.shared import affirmed, ask_again, chosen, end_sitting, get_up, go_to, leave, wait
from skill.dialogue.moves.stopping import end_rolling, end_today
from skill.dialogue.routine import Routine
from skill.dialogue.state import Phase, State, replace
from skill.dialogue.transitions import (
    BEFORE_LYING,
    Manner,
    Row,
    Turn,
    back,
    bared,
    end,
    enter,
    gentle,
    lines,
    rise,
    to,
    uncover,
)


def go_on(state: State, event: object, routine: Routine) -> Turn:
    """Go back to the phase beneath, with the time that was left."""
    return back(state, routine)


def settle_on(state: State, event: object, routine: Routine) -> Turn:
    """Go back to settling; where the rest is coached without stopping, begin the step again."""
    return enter(bared(state), state.step, routine) if state.straight else back(state, routine)


def go_on_after_part(state: State, event: object, routine: Routine) -> Turn:
    """Begin the step after the part that was coached without stopping; in the gentle form, stay at its step."""
    return back(state, routine) if state.gentle else enter(bared(state), state.step + 1, routine)


def step_back(state: State, event: object, routine: Routine) -> Turn:
    """Begin the step before the one that was held."""
    return enter(state, max(state.step - 1, 1), routine)


def held_again(state: State, event: object, routine: Routine) -> Turn:
    """Hold once more; the third time, close and keep the place."""
    if state.holds + 1 >= routine.limits.rounds:
        return end(state, routine, *lines("held.too_long"))
    return Turn(replace(state, holds=state.holds + 1), lines("held.again"), Manner.AGAIN)


def ask_two(state: State, event: object, routine: Routine) -> Turn:
    """Ask again, with two choices."""
    return Turn(replace(state, rounds=1), (), Manner.ASK)


def gently_on(state: State, event: object, routine: Routine) -> Turn:
    """Go on gently for twenty seconds more, three times at most."""
    if state.rounds >= routine.limits.rounds:
        return rise(state, routine, *lines("gentle.enough"))
    turn = gentle(state, routine)
    if not turn.state.left:
        return turn
    return Turn(replace(turn.state, rounds=state.rounds + 1), lines("gentle.more"), Manner.ON)


def gently_asked(state: State, event: object, routine: Routine) -> Turn:
    """Stop counting and ask again; it leads nowhere else."""
    return ask_again(replace(state, left=0), event, routine)


def moment(state: State, event: object, routine: Routine) -> Turn:
    """Leave a moment, and ask again."""
    return Turn(state, lines("wait.cue"), Manner.ASK)


def return_to_rest(state: State, event: object, routine: Routine) -> Turn:
    """Go on resting, and ask whether to go on."""
    return Turn(uncover(state), (), Manner.ASK)


def go_to_last(state: State, event: e.GoTo, routine: Routine) -> Turn:
    """Go to the last step; where another step is chosen, ask again."""
    number = chosen(state, event, routine)
    return (go_to if number in (None, len(routine)) else ask_again)(state, event, routine)


def set_up_again(state: State, event: object, routine: Routine) -> Turn:
    """Go back to sitting in front of the roller; the time that was left is kept."""
    below = bared(state)
    return Turn(to(below, Phase.PLACE, step=below.step, left=below.left + below.rest))


def rows(over: Phase, beneath: Iterable[Phase], row: Row) -> dict[tuple[Phase, Phase], Row]:
    """Return the overlay *over* the same *row* over each of the phases *beneath*."""
    return {(over, phase): row for phase in beneath}


MOVES: dict[Phase, Row] = {
    Phase.HELD: {
        **dict.fromkeys((Command.YES, Command.READY, Command.RESUME, Command.START, Command.NO_SPOT), go_on),
        **dict.fromkeys((Command.NEXT, Command.ENOUGH), advance),
        Command.BACK: step_back,
        **dict.fromkeys((Command.NO, Command.HOLD_ON, e.MoreTime), held_again),
        **dict.fromkeys((Command.TIGHT_SPOT, Command.NEXT_SPOT), spot),
        Command.WHOLE_BACK: get_up,
        Command.EASIER: go_gently,
        Command.WHERE_AM_I: where_held,
        Command.HELP: help_lying,
        Command.SAT_UP: sat_up,
        Command.NOT_ME: not_me_resting,
    },
    Phase.SLIPPED: {
        **affirmed(set_up_again),
        Command.START: set_up_again,
        **dict.fromkeys((Command.NO, Command.ENOUGH), get_up),
        **dict.fromkeys((Command.HOLD_ON, e.MoreTime), wait),
        Command.SAT_UP: sat_up,
        **dict.fromkeys((Command.TIGHT_SPOT, Command.NEXT_SPOT, Command.NO_SPOT, Command.BACK, Command.WHOLE_BACK,
            Command.START_OVER, Command.STRAIGHT_THROUGH, Command.STEP_BY_STEP, Command.EASIER), ask_again),
        e.GoTo: go_to_last,
    },
    Phase.HURT: {
        Command.YES: ask_two,
        **dict.fromkeys((Command.READY, Command.RESUME, Command.START, Command.EASIER), go_gently),
        **dict.fromkeys((Command.NEXT, Command.ENOUGH), get_up),
        **dict.fromkeys((Command.NO, Command.HOLD_ON, e.MoreTime), wait),
        **dict.fromkeys((Command.HURTS, Command.WHOLE_BACK), end_rolling),
        e.GoTo: go_to_last,
        e.Ask: ask_in_doubt,
        Command.SAT_UP: end_sitting,
        **dict.fromkeys((Command.TIGHT_SPOT, Command.NEXT_SPOT, Command.NO_SPOT, Command.BACK, Command.START_OVER,
            Command.STRAIGHT_THROUGH), ask_again),
    },
    Phase.GENTLE: {
        **dict.fromkeys((Command.YES, Command.READY, Command.RESUME, Command.START, e.MoreTime, Command.EASIER),
            gently_on),
        **dict.fromkeys((Command.NO, Command.NEXT, Command.ENOUGH, Command.WHOLE_BACK), get_up),
        Command.HURTS: end_rolling,
        Command.HELP: help_lying,
        Command.SAT_UP: sat_up,
        Command.NOT_ME: not_me_resting,
        **dict.fromkeys((Command.TIGHT_SPOT, Command.NEXT_SPOT, Command.NO_SPOT, Command.BACK), gently_asked),
    },
    Phase.CAUTION: {
        Command.YES: leave,
        **dict.fromkeys((Command.NO, Command.READY, Command.RESUME, Command.START), go_on),
        e.GoTo: go_to_last,
        e.Ask: ask_in_doubt,
        Command.STRAIGHT_THROUGH: straight_later,
        Command.SAT_UP: end_sitting,
        **dict.fromkeys((Command.NEXT, Command.TIGHT_SPOT, Command.NEXT_SPOT, Command.NO_SPOT, Command.BACK,
            Command.WHOLE_BACK, Command.ENOUGH, Command.START_OVER), ask_again),
    },
}

OVER: dict[tuple[Phase, Phase], Row] = {
    (Phase.HELD, Phase.SETTLING): dict.fromkeys(
        (Command.YES, Command.READY, Command.RESUME, Command.START, Command.NO_SPOT), settle_on),
    (Phase.HELD, Phase.BRIDGE): {
        **dict.fromkeys((Command.YES, Command.READY, Command.RESUME, Command.START, Command.NO_SPOT),
            go_on_after_part),
        Command.SAT_UP: sat_up_after_part,
    },
    (Phase.HELD, Phase.GENTLE): {
        **dict.fromkeys((Command.NEXT, Command.ENOUGH), get_up),
        **dict.fromkeys((Command.BACK, Command.TIGHT_SPOT, Command.NEXT_SPOT), ask_again),
    },
    **rows(Phase.HURT, BEFORE_LYING, {
        **dict.fromkeys((Command.YES, Command.READY, Command.RESUME, Command.START, Command.EASIER), easier_later),
        **dict.fromkeys((Command.NEXT, Command.ENOUGH), leave),
        **dict.fromkeys((Command.HURTS, Command.WHOLE_BACK), end_today),
        e.Ask: ask_in_doubt_upright,
        Command.SAT_UP: ask_again,
    }),
    (Phase.CAUTION, Phase.HELD): {Command.NO: return_to_rest},
    **rows(Phase.CAUTION, BEFORE_LYING, {
        Command.HOLD_ON: moment,
        e.Ask: ask_in_doubt_upright,
        Command.SAT_UP: ask_again,
    }),
}  # fmt: skip

WHILE_COUNTING: dict[Phase, Row] = {
    Phase.GENTLE: {
        **dict.fromkeys((Command.YES, Command.READY, Command.RESUME, Command.START, e.MoreTime, Command.EASIER),
            count_on),
        e.Shorter: shorter_hold,
    },
}
