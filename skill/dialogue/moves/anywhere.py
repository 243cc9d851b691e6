"""
What holds in every phase, for whatever its own row does not name.

Rule 1: stop always stops, from lying down by way of the way off (promise 3).
Rule 2: a misheard word never costs the place: two things that can be said here, then shorter, then an offer to stop
(promise 5).
Rule 3: every event has a row here, so that none is unclear by oversight.
"""

from dataclasses import replace

from skill.dialogue import events as e
from skill.dialogue.events import Command
from skill.dialogue.moves import asking, person
from skill.dialogue.moves.asking import aside
from skill.dialogue.moves.going import begin, found
from skill.dialogue.moves.shared import chosen, get_up, leave, say_again
from skill.dialogue.reply import Line
from skill.dialogue.routine import Routine
from skill.dialogue.state import COUNTING, Confirm, Phase, State, Streak
from skill.dialogue.transitions import (
    ABOVE,
    Manner,
    Move,
    Row,
    Turn,
    back,
    end,
    enter,
    granted,
    ground,
    hold,
    is_down,
    is_rolling,
    kept,
    lines,
    over,
    regranted,
    rest_first,
    rise_early,
    softened,
    to,
)


def finish(state: State, event: object, routine: Routine) -> Turn:
    """Finish for today: from lying down by getting up, else with goodbye."""
    if not is_down(state) or state.phase is Phase.RISING:
        return end(state, routine)
    return rise_early(state, routine, *lines("finish.okay"))


def repeat(state: State, event: object, routine: Routine) -> Turn:
    """Say the phase again with the time left; the second time its set-up, slower."""
    again = replace(state, streak=Streak.REPEATED)
    return Turn(again, (), Manner.SLOW if state.streak is Streak.REPEATED else Manner.NEW)


def hold_on(state: State, event: object, routine: Routine) -> Turn:
    """Rest if lying, else wait."""
    return hold(state) if is_down(state) else Turn(state, (), Manner.WAIT)


def undo(state: State, event: e.Undo, routine: Routine) -> Turn:
    """Go back to the state before; never across pain, a stop sign or an emergency (promise 5)."""
    before = event.to
    if before is None or _is_across(before, state):
        return Turn(state, lines("undo.nothing"), Manner.ON)
    idle = state.now - before.now
    restored = replace(
        before, now=state.now, spans=(), turn=state.turn, echo=False, streak=Streak.NONE,
        spot_ends=min(before.spot_ends + idle, state.spot_ends),
        rolling_ends=min(before.rolling_ends + idle, state.rolling_ends),
    )  # fmt: skip
    return Turn(regranted(restored, routine), lines("undo.done"), Manner.AGAIN)


def _is_across(before: State, state: State) -> bool:
    # From getting up after pain, any way back would be a way to rolling.
    if before.phase in (Phase.CLOSED, Phase.ENDED) or (before.hurts, before.barred) != (state.hurts, state.barred):
        return True
    return state.hurts and ground(state) is Phase.RISING and before.phase is not Phase.RISING


def go_to(state: State, event: e.GoTo, routine: Routine) -> Turn:
    """Go to the chosen step; where it is none, say how many there are."""
    number = chosen(state, event, routine)
    if number is None:
        return Turn(state, (Line("goto.none", {"of": len(routine)}),), Manner.ON)
    if state.phase in (Phase.HURT, Phase.CAUTION) and number < len(routine):
        return Turn(state, (), Manner.ASK)
    if state.phase is Phase.FINISHED:
        return _again_from(state, number, routine)
    if number == state.step and state.left:
        return say_again(state, event, routine)
    return enter(state, number, routine)


def _again_from(state: State, number: int, routine: Routine) -> Turn:
    if state.hurts or state.barred or number == len(routine):
        return end(state, routine, *lines("finished.not_again"))
    return Turn(to(state, Phase.PLACE, step=number))


def start_over(state: State, event: object, routine: Routine) -> Turn:
    """Begin with the first step; it is the same run, so gentle stays gentle."""
    if state.phase is Phase.CAUTION:
        return Turn(state, (), Manner.ASK)
    return enter(state, 1, routine)


def straight_through(state: State, event: object, routine: Routine) -> Turn:
    """Coach the rest without stopping; the gentle way is always step by step."""
    if state.gentle or state.barred or state.phase is Phase.FINISHED:
        return Turn(state, lines("straight.gentle"), Manner.ON)
    if ground(state) in ABOVE or state.phase in (Phase.REOPENED, Phase.CAUTION):
        noted = "straight.later" if state.phase is Phase.CAUTION else "straight.noted"
        return Turn(replace(state, straight=True), lines(noted), Manner.ASK)
    below = back(replace(state, straight=True), routine).state
    if below.phase in COUNTING | {Phase.BRIDGE} and not below.left + below.rest:
        return enter(below, below.step + 1, routine, *lines("straight.okay"))
    return Turn(below, lines("straight.okay"), Manner.NEW if below.phase is Phase.SETTLING else Manner.AGAIN)


def step_by_step(state: State, event: object, routine: Routine) -> Turn:
    """Ask after each step from here on."""
    single = replace(state, straight=False)
    if state.phase is Phase.BRIDGE:
        return enter(single, state.step + 1, routine, *lines("straight.off"))
    manner = Manner.NEW if state.phase is Phase.SETTLING and state.left else Manner.AGAIN
    return Turn(replace(single, left=0) if manner is Manner.NEW else single, lines("straight.off"), manner)


def shorter(state: State, event: e.Shorter, routine: Routine) -> Turn:
    """Roll for less time in all, a minute at least."""
    seconds = min(max(event.seconds or 120, 60), routine.limits.rolling)
    cut = replace(state, rolling_ends=min(state.rolling_ends, state.now + seconds))
    if state.phase is Phase.RETURNING:
        cut = replace(cut, short=seconds)  # it holds for another run as well
    cut = granted(cut, routine, state.left) if state.phase in COUNTING and state.left else cut
    return Turn(cut, lines("shorter.noted"), Manner.ON)


def easier(state: State, event: object, routine: Routine) -> Turn:
    """Remember to go gently; whatever rolls has a row of its own."""
    return Turn(softened(state), lines("easier.noted"), Manner.ON)


def while_rolling(move: Move) -> Move:
    """Make a move that is unclear unless a step is being rolled or held."""

    def guarded(state: State, event: object, routine: Routine) -> Turn:
        rolling = is_rolling(state) or state.phase is Phase.HELD
        return (move if rolling else unclear)(state, event, routine)

    return guarded


def unclear(state: State, event: object, routine: Routine) -> Turn:
    """Say two things that can be said here; the third time, offer to stop."""
    if state.streak is Streak.UNCLEAR_TWICE:
        asked = over(state, Phase.CONFIRM, confirm=Confirm.STOP, streak=Streak.NONE, holds=0)
        return Turn(asked, (*rest_first(state, routine), Line("unclear.third"), *kept(state)))
    if state.streak is Streak.UNCLEAR:
        once_more = replace(state, streak=Streak.UNCLEAR_TWICE)
        return Turn(once_more, lines(hinted(state, routine)), Manner.ON)
    heard = getattr(event, "heard", None)
    missed = Line("unclear.quoted", {"heard": heard}) if heard else Line("unclear.missed")
    return Turn(replace(state, streak=Streak.UNCLEAR), (missed, Line(hinted(state, routine))), Manner.ON)


def hinted(state: State, routine: Routine) -> str:
    """Name the hint for *state*: what can be said while it counts is not what can be said when it asks."""
    if state.phase not in (Phase.ROLLING, Phase.SPOT, Phase.PIECE):
        return f"hint.{state.phase}"
    if state.left:
        return "hint.counting"
    if state.phase is Phase.ROLLING:
        return f"step.{routine.step(state.step).id}.hint"
    return f"hint.{state.phase}_asked"


ANYWHERE: Row = {
    Command.START: unclear,
    Command.YES: unclear,
    Command.NO: unclear,
    Command.READY: unclear,
    Command.NEXT: unclear,
    Command.RESUME: unclear,
    Command.START_OVER: start_over,
    Command.BACK: say_again,
    Command.REPEAT: repeat,
    Command.HOLD_ON: hold_on,
    e.Undo: undo,
    e.GoTo: go_to,
    Command.WHERE_AM_I: asking.where_am_i,
    e.MoreTime: unclear,
    Command.ENOUGH: unclear,
    e.Pace: person.pace,
    e.Words: person.words,
    Command.EASIER: easier,
    Command.TIGHT_SPOT: while_rolling(found(begin("spot"))),
    Command.NEXT_SPOT: while_rolling(found(begin("spot"))),
    Command.NO_SPOT: unclear,
    Command.WHOLE_BACK: while_rolling(get_up),
    Command.STRAIGHT_THROUGH: straight_through,
    Command.STEP_BY_STEP: step_by_step,
    e.Shorter: shorter,
    Command.OVERVIEW: asking.overview,
    Command.PREVIEW: asking.preview,
    Command.DETAIL: asking.detail,
    e.Ask: asking.ask,
    Command.HELP: asking.help_here,
    Command.HURTS: asking.hurts,
    e.Emergency: asking.emergency,
    Command.STUCK: asking.stuck,
    Command.SLIPPED: asking.stuck,
    Command.SAT_UP: unclear,
    Command.SEND: person.send,
    Command.FINISH: finish,
    e.Progress: person.progress,
    e.Remind: person.remind,
    e.TimeOfDay: unclear,
    e.DayPart: unclear,
    Command.NO_REMINDER: person.no_reminder,
    e.Reminded: person.reminded,
    Command.NOT_ME: person.not_me,
    e.KnowMe: person.know_me,
    e.Forget: person.forget,
    Command.THANKS: aside("thanks"),
    Command.STOP: leave,
    e.Unclear: unclear,
}
