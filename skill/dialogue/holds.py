"""
Time to be held, rested or waited for, made of words and silences.

Rule 1: a hold of so many seconds is Waits and Breaths of exactly so many seconds.
Rule 2: no silence is longer than the heartbeat: 12 s while counting or breathing, 30 s elsewhere (design, promise 12).
"""

from skill.dialogue.reply import Begin, Breath, Line, Part, Wait
from skill.dialogue.routine import BREATHED, Routine, Step
from skill.dialogue.state import State


TIME = Line("hold.time")
"""The word that marks the end of a hold, the same each time (design §4)."""


def counted(state: State, routine: Routine) -> tuple[Part, ...]:
    """Count the time left in the step that *state* is in, to its end or to the end of this piece."""
    if not state.left:
        return ()
    step = routine.step(state.step)
    goes_on = state.rest > 0
    if step.kind in BREATHED:
        body: tuple[Part, ...] = breaths(state.left, routine, goes_on=goes_on, again=state.breathed)
    else:
        body = rolled(state.left, routine, goes_on=goes_on)
    return (Begin(state.step), *body, TIME)


def gently(state: State, routine: Routine) -> tuple[Part, ...]:
    """Count the time left of a gentle round."""
    return (Begin(state.step), *rolled(state.left, routine), TIME)


def rolled(seconds: int, routine: Routine, *, goes_on: bool = False) -> tuple[Wait, ...]:
    """
    Let *seconds* pass in stretches of at most a cue's length, each after the first begun by a cue.

    The last is called so, unless the hold *goes on* after it.
    """
    first, rest = _first(seconds, routine.limits.cue)
    count = rest // routine.limits.cue
    return (Wait(first), *(Wait(routine.limits.cue, _cue(at, count, goes_on)) for at in range(count, 0, -1)))


def _cue(left: int, count: int, goes_on: bool) -> Line:
    if left == 1 and not goes_on:
        return Line("cue.ten_more")
    if count > 2 and left == (count + 1) // 2:
        return Line("cue.halfway")
    return Line("cue.slow")


def breaths(seconds: int, routine: Routine, *, goes_on: bool = False, again: bool = False) -> tuple[Wait | Breath, ...]:
    """
    Breathe for *seconds*: the first breath counted aloud, then in and out, then the last one named.

    It is not the last where the hold *goes on* after it. *again*: breaths were counted aloud before, so the first one
    is in and out too.
    """
    breathing = routine.breathing
    first, rest = _first(seconds, breathing.seconds)
    count = 1 + rest // breathing.seconds
    if first < breathing.seconds:
        return (Wait(first, Line("breath.settle")), *_series(count - 1, routine, goes_on, again))
    return _series(count, routine, goes_on, again)


def _series(count: int, routine: Routine, goes_on: bool, again: bool) -> tuple[Breath, ...]:
    first, last = None if again else 0, None if goes_on else count - 1
    named = ("counted" if at == first else "last" if at == last else "short" for at in range(count))
    return tuple(_breath(name, routine) for name in named)


def _breath(which: str, routine: Routine) -> Breath:
    breathing = routine.breathing
    return Breath(Line(f"breath.{which}.in"), Line(f"breath.{which}.out"), breathing.inhale, breathing.exhale)


def _first(seconds: int, length: int) -> tuple[int, int]:
    first = seconds % length or length
    return min(first, seconds), seconds - min(first, seconds)


def rested(seconds: int, cue: str, routine: Routine) -> tuple[Wait, ...]:
    """Wait *seconds*, with the words of *cue* every half minute."""
    beat = routine.limits.slow_heartbeat
    first, rest = _first(min(seconds, routine.limits.hold), beat)
    return (Wait(first), *(Wait(beat, Line(cue)) for _ in range(rest // beat)))


def settled(step: Step, routine: Routine, *, more: bool = False) -> tuple[Part, ...]:
    """Return time to get into position."""
    seconds = routine.limits.settle_more if more else step.seconds
    return (Wait(min(seconds, routine.limits.hold)),)
