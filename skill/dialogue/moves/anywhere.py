"""
What holds in every phase, where the row of the phase does not name the event.

Rule 1: stop always stops, from lying down by way of the way off (promise 3).
Rule 2: a misheard word never costs the place: two things that can be said here, then shorter, then an offer to stop
(promise 5).
Rule 3: every event has a row here, so that none is unclear by oversight.
"""

from collections.abc import Callable, Mapping
from typing import Any

from skill.dialogue import events as e
from skill.dialogue.events import Command, EventKind
from skill.dialogue.moves import answering, coaching, person, stopping
from skill.dialogue.moves.shared import go_to, leave, rest, say_again, say_on, wait
from skill.dialogue.progress import Known
from skill.dialogue.reply import Line
from skill.dialogue.routine import Routine
from skill.dialogue.state import UNCLEAR, Confirm, Phase, State, Streak, base_phase, replace
from skill.dialogue.transitions import (
    BEFORE_LYING,
    Manner,
    Row,
    Turn,
    counts,
    enter,
    is_down,
    kept,
    lines,
    over,
    regranted,
    rise_early,
)


HistoryMove = Callable[[State, Any, Known, Routine], Turn]


def finish(state: State, event: object, routine: Routine) -> Turn:
    """Finish for today: begin the way off the roller, and keep the place."""
    return rise_early(state, routine, *lines("finish.okay"))


def repeat(state: State, event: object, routine: Routine) -> Turn:
    """Say the phase again with the time left; the second time its set-up, slower."""
    manner = Manner.SLOW if state.streak is Streak.REPEATED else Manner.NEW
    return Turn(state if state.streak in UNCLEAR else replace(state, streak=Streak.REPEATED), (), manner)


def undo(state: State, event: e.Undo, known: Known, routine: Routine) -> Turn:
    """Go back to the state before; never across pain, a stop sign or an emergency (promise 5)."""
    before = known.before
    if before is None or _is_across(before, state):
        return Turn(state, lines("undo.nothing"), Manner.ON)
    idle = state.now - before.now
    restored = replace(
        before, now=state.now, spans=(), turn=state.turn, echo=False, streak=state.streak,
        spot_ends=min(before.spot_ends + idle, state.spot_ends),
        rolling_ends=min(before.rolling_ends + idle, state.rolling_ends),
    )  # fmt: skip
    return Turn(regranted(restored, routine), lines("undo.done"), Manner.AGAIN)


def _is_across(before: State, state: State) -> bool:
    # From getting up after pain, any way back would be a way to rolling.
    if before.phase in (Phase.CLOSED, Phase.ENDED) or (before.hurts, before.barred) != (state.hurts, state.barred):
        return True
    return state.hurts and base_phase(state) is Phase.RISING and before.phase is not Phase.RISING


def start_over(state: State, event: object, routine: Routine) -> Turn:
    """Begin with the first step; it is the same run, so gentle stays gentle."""
    return enter(state, 1, routine)


def unclear(state: State, event: object, routine: Routine) -> Turn:
    """Say two things that can be said here; the third time in a step, offer to stop."""
    if state.streak is Streak.UNCLEAR_TWICE:
        asked = over(state, Phase.CONFIRM, confirm=Confirm.STOP, streak=Streak.NONE, holds=0)
        return Turn(asked, (Line("unclear.often" if is_down(state) else "unclear.third"), *kept(state)))
    again = state.streak is Streak.UNCLEAR
    state = replace(state, streak=Streak.UNCLEAR_TWICE if again else Streak.UNCLEAR)
    if counts(state):
        return Turn(state, lines("unclear.resting_hurt" if state.hurts else "unclear.resting"), Manner.ON)
    if again:
        return Turn(state, lines(hinted(state, routine)), Manner.ASK)
    heard = getattr(event, "heard", None)
    missed = Line("unclear.quoted", {"heard": heard}) if heard else Line("unclear.missed")
    return Turn(state, (missed, Line(hinted(state, routine))), Manner.ASK)


ASKED_HINTS = {
    Phase.ROLLING: "step.{step}.hint",
    Phase.PIECE: "hint.piece_asked",
    Phase.SPOT: "hint.spot_asked",
}
"""The hints of the phases that have another one while they count."""


def hinted(state: State, routine: Routine) -> str:
    """Name the hint for *state*: what can be said while it counts is not what can be said when it asks."""
    asked = ASKED_HINTS.get(state.phase)
    if asked is None:
        return f"hint.{state.phase}"
    return "hint.counting" if state.left else asked.format(step=routine.step(state.step).id)


HISTORY: Mapping[EventKind, HistoryMove] = {
    e.Undo: undo,
    Command.PROGRESS: person.progress,
    Command.FORGET: person.forget,
}
"""The moves that depend on what was before, in every phase."""

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
    Command.HOLD_ON: rest,
    e.GoTo: go_to,
    Command.WHERE_AM_I: answering.where_am_i,
    e.MoreTime: unclear,
    Command.ENOUGH: unclear,
    e.Pace: person.pace,
    e.Words: person.words,
    Command.EASIER: coaching.easier,
    Command.TIGHT_SPOT: unclear,
    Command.NEXT_SPOT: unclear,
    Command.NO_SPOT: unclear,
    Command.WHOLE_BACK: unclear,
    Command.STRAIGHT_THROUGH: coaching.straight_through,
    Command.STEP_BY_STEP: coaching.step_by_step,
    e.Shorter: coaching.shorter,
    Command.OVERVIEW: answering.overview,
    Command.PREVIEW: answering.preview,
    Command.DETAIL: answering.detail,
    e.Ask: answering.ask,
    Command.HELP: answering.help_here,
    Command.HURTS: stopping.hurts,
    e.Emergency: stopping.emergency,
    Command.STUCK: stopping.stuck,
    Command.SLIPPED: stopping.slipped,
    Command.SAT_UP: unclear,
    Command.SEND: person.send,
    Command.FINISH: finish,
    e.Remind: person.remind,
    e.Consent: person.consent,
    e.TimeOfDay: unclear,
    e.DayPart: unclear,
    Command.NO_REMINDER: person.no_reminder,
    Command.NOT_ME: person.not_me,
    Command.KNOW_ME: person.know_me,
    Command.THANKS: say_on("thanks"),
    Command.STOP: leave,
    e.Unclear: unclear,
}

UPRIGHT: Row = {
    Command.HOLD_ON: wait,
    Command.WHERE_AM_I: answering.where_not_begun,
    Command.STRAIGHT_THROUGH: coaching.straight_noted,
    Command.PREVIEW: answering.preview_this,
    Command.DETAIL: answering.overview,
    e.Ask: answering.ask_upright,
    Command.HELP: answering.help_upright,
    Command.HURTS: stopping.hurts_upright,
    Command.STUCK: stopping.stuck_upright,
    Command.SLIPPED: stopping.slipped_aside,
    Command.NOT_ME: person.not_me_afresh,
    Command.FINISH: leave,
}
"""What holds before anybody lies down."""

ROLLING: Row = {Command.STRAIGHT_THROUGH: coaching.straight_on}
"""What holds while a step is rolled, and while it is interrupted."""

BASE: dict[Phase, Row] = {
    **dict.fromkeys(BEFORE_LYING, UPRIGHT),
    Phase.REOPENED: {Command.PREVIEW: answering.preview_this},
    Phase.SETTLING: {Command.STRAIGHT_THROUGH: coaching.straight_anew},
    **dict.fromkeys((Phase.ROLLING, Phase.PIECE, Phase.SPOT, Phase.BRIDGE), ROLLING),
}
