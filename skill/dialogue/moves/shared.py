"""The moves that the rows of many phases name."""

from collections.abc import Callable

from skill.dialogue import events as e
from skill.dialogue.events import Command
from skill.dialogue.reply import Line
from skill.dialogue.routine import Routine
from skill.dialogue.state import Phase, State
from skill.dialogue.transitions import Manner, Move, Row, Turn, end, enter, hold, lines, rest_first, rise, to


def described(text: str | None) -> Callable[[Move], Move]:
    """Make a decorator that gives a move that was made by a function its own docstring."""

    def describe(move: Move) -> Move:
        move.__doc__ = text
        return move

    return describe


def summary(move: Move) -> str:
    """Return the first sentence of the docstring of *move*, without its full stop."""
    return " ".join((move.__doc__ or "").split()).partition(". ")[0].removesuffix(".")


def brief(move: Move) -> str:
    """Return the first clause of the docstring of *move*, to follow a colon."""
    text = summary(move).partition(";")[0]
    return text[:1].lower() + text[1:]


def affirmed(move: Move) -> Row:
    """Let yes, ready, carry on and next do *move* (design §4: affirm)."""
    return dict.fromkeys((Command.YES, Command.READY, Command.RESUME, Command.NEXT), move)


def ask_again(state: State, event: object, routine: Routine) -> Turn:
    """Ask the same question again; it leads nowhere else."""
    return Turn(state, (), Manner.ASK)


def say_again(state: State, event: object, routine: Routine) -> Turn:
    """Say this phase again, with the time left."""
    return Turn(state)


def wait(state: State, event: object, routine: Routine) -> Turn:
    """Give them time, then ask again."""
    return Turn(state, (), Manner.WAIT)


def rest(state: State, event: object, routine: Routine) -> Turn:
    """Rest with hips down, and keep the time that was left."""
    return hold(state)


def rest_and_ask(state: State, event: object, routine: Routine) -> Turn:
    """Rest with hips down, keep the time that was left, and ask whether to go on."""
    return hold(state, *rest_first(state, routine), manner=Manner.ASK)


def get_up(state: State, event: object, routine: Routine) -> Turn:
    """Begin the way off the roller."""
    return rise(state, routine)


def end_sitting(state: State, event: object, routine: Routine) -> Turn:
    """End the routine: they are off the roller, so that no way off is left to say."""
    early = state.early or state.step < len(routine) - 1
    return Turn(to(state, Phase.FINISHED, step=len(routine), early=early))


def say_on(*keys: str) -> Move:
    """Make a move that says short lines and lets the count go on."""

    @described("Say one short sentence, and let the count go on.")
    def move(state: State, event: object, routine: Routine) -> Turn:
        return Turn(state, lines(*keys), Manner.ON)

    return move


def leave(state: State, event: object, routine: Routine) -> Turn:
    """End the session: say the way off the roller that fits their position, and goodbye."""
    return end(state, routine)


def go_to(state: State, event: e.GoTo, routine: Routine) -> Turn:
    """Go to the chosen step; where there is no such step, say how many there are."""
    number = chosen(state, event, routine)
    if number is None:
        return Turn(state, (Line("goto.none", {"of": len(routine)}),), Manner.ON)
    return say_again(state, event, routine) if number == state.step and state.left else enter(state, number, routine)


def chosen(state: State, event: e.GoTo, routine: Routine) -> int | None:
    """Return the step number that *event* means, or None where the routine has no such step."""
    number = event.number if event.number is not None else state.step + event.by
    if event.number is not None and event.number < 0:
        number = len(routine) + 1 + event.number
    return number if 1 <= number <= len(routine) else None
