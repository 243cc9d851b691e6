"""
Resting, pain, and the gentle way: HELD, HURT, GENTLE, CAUTION.

Rule 1: holding on keeps the time that was left; going on takes that up, never a fresh hold (promise 6).
Rule 2: what hurts stops the count, and from then on the gentle form sticks; the second time ends the rolling.
Rule 3: an answer that asks for caution offers to stop; going on is said, never assumed.
"""

from dataclasses import replace

from skill.dialogue import events as e
from skill.dialogue.events import Command
from skill.dialogue.moves.asking import off
from skill.dialogue.moves.going import count_on, sat_up
from skill.dialogue.moves.going import spot as spot_found
from skill.dialogue.moves.shared import affirmed, ask_again, end_sitting, get_up, leave, wait
from skill.dialogue.routine import Routine
from skill.dialogue.state import Phase, State, base_phase
from skill.dialogue.transitions import (
    ABOVE,
    Manner,
    Row,
    Turn,
    back,
    end,
    enter,
    gentle,
    hold,
    is_down,
    lines,
    rise,
    softened,
    uncover,
)


def go_on(state: State, event: object, routine: Routine) -> Turn:
    """Go back to the phase beneath with the time that was left."""
    turn = back(state, routine)
    if turn.state.phase is Phase.BRIDGE:
        return enter(turn.state, turn.state.step + 1, routine)
    if turn.state.phase is Phase.SETTLING and turn.state.straight:
        return enter(turn.state, turn.state.step, routine)
    return turn


def skip(state: State, event: object, routine: Routine) -> Turn:
    """Begin the step after the one that was held; after the gentle way there is only getting up."""
    if base_phase(state) is Phase.GENTLE:
        return rise(state, routine)
    return enter(state, state.step + 1, routine)


def step_back(state: State, event: object, routine: Routine) -> Turn:
    """Begin the step before the one that was held."""
    if base_phase(state) is Phase.GENTLE:
        return ask_again(state, event, routine)
    return enter(state, max(state.step - 1, 1), routine)


def held_again(state: State, event: object, routine: Routine) -> Turn:
    """Hold once more; the third time, close and keep the place."""
    if state.holds + 1 >= routine.limits.rounds:
        return end(state, routine, *lines("held.too_long"))
    return Turn(replace(state, holds=state.holds + 1), lines("held.again"), Manner.AGAIN)


def spot_of(state: State, event: object, routine: Routine) -> Turn:
    """Begin the spot that was found while resting."""
    if base_phase(state) is Phase.GENTLE:
        return ask_again(state, event, routine)
    return spot_found(state, event, routine)


def easier(state: State, event: object, routine: Routine) -> Turn:
    """Go on in the gentle form, or, before the start, remember to."""
    softer = softened(state)
    if base_phase(state) in ABOVE:
        return back(softer, routine, *lines("easier.noted"))
    return gentle(softer, routine)


def ask_two(state: State, event: object, routine: Routine) -> Turn:
    """Ask again, with two choices."""
    if not is_down(state):
        return easier(state, event, routine)
    return Turn(replace(state, rounds=1), (), Manner.ASK)


def to_the_end(state: State, event: object, routine: Routine) -> Turn:
    """Skip to getting up; who isn't down yet is let go."""
    if not is_down(state):
        return end(state, routine)
    return rise(state, routine)


def off_now(state: State, event: object, routine: Routine) -> Turn:
    """End the rolling for today."""
    return off(state, routine)


def gently_on(state: State, event: object, routine: Routine) -> Turn:
    """Go on gently for twenty seconds more, three times at most; while it counts, count on."""
    if state.left:
        return count_on(state, event, routine)
    if state.rounds >= routine.limits.rounds:
        return rise(state, routine, *lines("gentle.enough"))
    rounds = state.rounds + 1
    turn = gentle(state, routine)
    if turn.state.phase is not Phase.GENTLE:
        return turn
    return Turn(replace(turn.state, rounds=rounds), lines("gentle.more"), Manner.ON)


def gently_asked(state: State, event: object, routine: Routine) -> Turn:
    """Stop counting and ask again; it leads nowhere else."""
    return ask_again(replace(state, left=0), event, routine)


def hold_on(state: State, event: object, routine: Routine) -> Turn:
    """Rest on the floor; where nobody is down yet, wait."""
    if not is_down(state):
        return Turn(state, lines("wait.cue"), Manner.ASK)
    return hold(state)


def sat_up_in_doubt(state: State, event: object, routine: Routine) -> Turn:
    """End here for whoever sat up after pain, or when asked whether to stop; who isn't down yet is asked again."""
    return (end_sitting if is_down(state) else ask_again)(state, event, routine)


def return_from(state: State, event: object, routine: Routine) -> Turn:
    """Go back to the phase and the time they were in."""
    below = uncover(state)
    if below.phase is Phase.HELD:
        return Turn(below, (), Manner.AGAIN)
    return back(state, routine)


MOVES: dict[Phase, Row] = {
    Phase.HELD: {
        **dict.fromkeys((Command.YES, Command.READY, Command.RESUME, Command.START), go_on),
        Command.NEXT: skip,
        Command.BACK: step_back,
        Command.NO: held_again,
        Command.HOLD_ON: held_again,
        e.MoreTime: held_again,
        Command.ENOUGH: skip,
        Command.TIGHT_SPOT: spot_of,
        Command.NEXT_SPOT: spot_of,
        Command.NO_SPOT: go_on,
        Command.EASIER: easier,
        Command.SAT_UP: sat_up,
    },
    Phase.HURT: {
        Command.YES: ask_two,
        Command.READY: easier,
        Command.RESUME: easier,
        Command.START: easier,
        Command.EASIER: easier,
        Command.NEXT: to_the_end,
        Command.ENOUGH: to_the_end,
        **dict.fromkeys((Command.NO, Command.HOLD_ON, e.MoreTime), wait),
        Command.HURTS: off_now,
        Command.WHOLE_BACK: off_now,
        Command.SAT_UP: sat_up_in_doubt,
        **dict.fromkeys((Command.TIGHT_SPOT, Command.NEXT_SPOT, Command.NO_SPOT, Command.BACK, Command.START_OVER,
            Command.STRAIGHT_THROUGH), ask_again),
    },
    Phase.GENTLE: {
        **dict.fromkeys((Command.YES, Command.READY, Command.RESUME, Command.START, e.MoreTime), gently_on),
        Command.NO: get_up,
        Command.NEXT: get_up,
        Command.ENOUGH: get_up,
        Command.WHOLE_BACK: get_up,
        Command.HURTS: off_now,
        Command.EASIER: gently_on,
        Command.SAT_UP: sat_up,
        **dict.fromkeys((Command.TIGHT_SPOT, Command.NEXT_SPOT, Command.NO_SPOT, Command.BACK), gently_asked),
    },
    Phase.CAUTION: {
        **affirmed(return_from),
        Command.START: return_from,
        Command.YES: leave,
        Command.NO: return_from,
        Command.NEXT: ask_again,
        Command.HOLD_ON: hold_on,
        Command.SAT_UP: sat_up_in_doubt,
        **dict.fromkeys((Command.TIGHT_SPOT, Command.NEXT_SPOT, Command.NO_SPOT, Command.BACK, Command.WHOLE_BACK,
            Command.ENOUGH), ask_again),
    },
}
