"""
How the rest of the run is coached: straight through or step by step, for less time, in the gentle form.

Rule 1: the gentle form is always step by step.
Rule 2: it is the same run: nothing here begins another one, or clears *gentle*.
"""


from skill.dialogue import events as e
from skill.dialogue.moves.shared import described, summary
from skill.dialogue.routine import Routine
from skill.dialogue.state import State, replace
from skill.dialogue.transitions import Manner, Move, Turn, back, enter, gentle, granted, lines, softened


def unless_gentle(move: Move) -> Move:
    """Make a move that says, in the gentle form and after the end of a run, that it is always step by step."""

    @described(f"{summary(move)}; in the gentle form, say that it is always step by step.")
    def guarded(state: State, event: object, routine: Routine) -> Turn:
        return (stay_step_by_step if state.gentle or state.barred else move)(state, event, routine)

    return guarded


def stay_step_by_step(state: State, event: object, routine: Routine) -> Turn:
    """Say that the gentle form is always step by step."""
    return Turn(state, lines("straight.gentle"), Manner.ON)


@unless_gentle
def straight_noted(state: State, event: object, routine: Routine) -> Turn:
    """Note that the routine is to be coached without stopping, and ask again."""
    return Turn(replace(state, straight=True), lines("straight.noted"), Manner.ASK)


@unless_gentle
def straight_later(state: State, event: object, routine: Routine) -> Turn:
    """Note that the rest is to be coached without stopping once the question is answered, and ask it again."""
    return Turn(replace(state, straight=True), lines("straight.later"), Manner.ASK)


@unless_gentle
def straight_anew(state: State, event: object, routine: Routine) -> Turn:
    """Coach the rest without stopping, from the beginning of this step."""
    below = back(replace(state, straight=True), routine).state
    return Turn(below, lines("straight.okay"), Manner.NEW)


@unless_gentle
def straight_on(state: State, event: object, routine: Routine) -> Turn:
    """Coach the rest without stopping, with the time left; where none is left, from the next step on."""
    below = back(replace(state, straight=True), routine).state
    if not below.left + below.rest:
        return enter(below, below.step + 1, routine, *lines("straight.okay"))
    return Turn(below, lines("straight.okay"), Manner.AGAIN)


@unless_gentle
def straight_through(state: State, event: object, routine: Routine) -> Turn:
    """Go back to the phase beneath, and coach the rest without stopping."""
    return Turn(back(replace(state, straight=True), routine).state, lines("straight.okay"), Manner.AGAIN)


def step_by_step(state: State, event: object, routine: Routine) -> Turn:
    """Ask after each step from here on."""
    return Turn(replace(state, straight=False), lines("straight.off"), Manner.AGAIN)


def step_by_step_anew(state: State, event: object, routine: Routine) -> Turn:
    """Ask after each step from here on, and say this step again."""
    return Turn(replace(state, straight=False, left=0), lines("straight.off"))


def step_by_step_on(state: State, event: object, routine: Routine) -> Turn:
    """Ask after each step from here on, and begin the next one."""
    return enter(replace(state, straight=False), state.step + 1, routine, *lines("straight.off"))


def shorter(state: State, event: e.Shorter, routine: Routine) -> Turn:
    """Roll for less time in all, a minute at least."""
    cut = replace(state, rolling_ends=min(state.rolling_ends, state.now + _fewer(event, routine)))
    return Turn(cut, lines("shorter.noted"), Manner.ON)


def shorter_run(state: State, event: e.Shorter, routine: Routine) -> Turn:
    """Roll for less time in all, a minute at least, in this run or in a new one."""
    turn = shorter(state, event, routine)
    return replace(turn, state=replace(turn.state, short=_fewer(event, routine)))


def shorter_hold(state: State, event: e.Shorter, routine: Routine) -> Turn:
    """Roll for less time in all, a minute at least, and cut this hold to the time that is allowed."""
    turn = shorter(state, event, routine)
    return replace(turn, state=granted(turn.state, routine, state.left))


def _fewer(event: e.Shorter, routine: Routine) -> int:
    return min(max(event.seconds or 120, 60), routine.limits.rolling)


def easier(state: State, event: object, routine: Routine) -> Turn:
    """Remember to go gently."""
    return Turn(softened(state), lines("easier.noted"), Manner.ON)


def easier_later(state: State, event: object, routine: Routine) -> Turn:
    """Remember to go gently, and go back to the phase beneath."""
    return back(softened(state), routine, *lines("easier.noted"))


def go_gently(state: State, event: object, routine: Routine) -> Turn:
    """Go on in the gentle form."""
    return gentle(softened(state), routine)
