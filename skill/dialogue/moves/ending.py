"""
Getting up and the end: RISING, FINISHED, CONFIRM.

Rule 1: after Hurts or a stop sign every way from getting up back to rolling is refused (design §4, promise 2).
Rule 2: in CONFIRM only a yes does what was asked; what it does not name is handled as in the phase before.
"""


from skill.dialogue import events as e
from skill.dialogue.events import Command
from skill.dialogue.moves.answering import ask_finished, ask_rising, help_upright, overview, where_finished
from skill.dialogue.moves.coaching import stay_step_by_step
from skill.dialogue.moves.person import lacking, not_me_afresh
from skill.dialogue.moves.rolling import found
from skill.dialogue.moves.shared import affirmed, ask_again, chosen, end_sitting, leave
from skill.dialogue.moves.stopping import slipped_aside, still_stuck, stuck_upright
from skill.dialogue.reply import Effect, Lead, Line, Report
from skill.dialogue.routine import Routine
from skill.dialogue.state import Confirm, Phase, State, Streak, Visit, replace
from skill.dialogue.transitions import (
    Manner,
    Row,
    Turn,
    back,
    end,
    ended,
    enter,
    lines,
    rested,
    to,
    uncover,
)


REMINDING = frozenset({Confirm.TIME, Confirm.DAY_PART, Confirm.REMINDER})
"""The confirmations that are about a reminder."""


def finish(state: State, event: object, routine: Routine) -> Turn:
    """End the routine; if the way off the roller has not been said to its end, say it again first."""
    if state.unheard:
        return Turn(state)
    return Turn(to(state, Phase.FINISHED, step=len(routine), early=state.early))


def not_up(state: State, event: object, routine: Routine) -> Turn:
    """Say how to get up, and give more time; from the second time on, also say whom to call."""
    return Turn(replace(state, rounds=min(state.rounds + 1, 2)), (), Manner.WAIT)


def resting(state: State, event: object, routine: Routine) -> Turn:
    """Give more time on the way up."""
    return Turn(replace(state, holds=1), (), Manner.WAIT)


def getting_on(state: State, event: object, routine: Routine) -> Turn:
    """Go back to the last rolling step; after a rest on the way up, carrying on is getting up."""
    if state.holds:
        return Turn(replace(state, holds=0), lines("rising.slowly"), Manner.ASK)
    return roll_on(state, event, routine)


def roll_on(state: State, event: object, routine: Routine) -> Turn:
    """Go back to the last rolling step, unless the run is over."""
    return _unless_over(state, routine, len(routine) - 1)


def found_spot(state: State, event: object, routine: Routine) -> Turn:
    """Go back for one more spot, unless the run is over."""
    return found(_one_more)(state, event, routine)


def _one_more(state: State, event: object, routine: Routine) -> Turn:
    return _unless_over(state, routine, routine.number("next_spot"))


def go_to(state: State, event: e.GoTo, routine: Routine) -> Turn:
    """Go to the chosen step, unless the run is over."""
    number = chosen(state, event, routine)
    if number is None:
        return Turn(state, (Line("goto.none", {"of": len(routine)}),), Manner.ASK)
    return _unless_over(state, routine, number)


def start_over(state: State, event: object, routine: Routine) -> Turn:
    """Begin with the first step again, unless the run is over."""
    return _unless_over(state, routine, 1)


def _unless_over(state: State, routine: Routine, number: int) -> Turn:
    if number == len(routine):
        return Turn(state)
    if state.hurts or state.barred:
        return Turn(state, lines("rising.refused", "rising.off"), Manner.ASK)
    return enter(state, number, routine)


def hurts(state: State, event: object, routine: Routine) -> Turn:
    """End the run, and say slowly how to get up."""
    return Turn(replace(state, hurts=True, gentle=True, barred=True), lines("rising.slowly"))


# After the end


def accept(state: State, event: object, routine: Routine) -> Turn:
    """Do what was offered."""
    if state.visit is Visit.THIRD:
        return Turn(replace(state, phase=Phase.CONFIRM, confirm=Confirm.TIME, under=(Phase.FINISHED,)))
    return Turn(ended(state), (Report.FEWER_WORDS,), effect=Effect.FEWER_WORDS)


def once_more(state: State, event: object, routine: Routine) -> Turn:
    """Go through the routine again; it is no new run, so gentle stays gentle."""
    if state.barred or state.hurts:
        return end(state, routine, *lines("finished.not_again"))
    return Turn(to(state, Phase.PLACE, step=1, visit=Visit.LATER))


def hurts_after(state: State, event: object, routine: Routine) -> Turn:
    """End the session with advice about what hurts after the routine."""
    return Turn(ended(replace(state, hurts=True)), lines("finished.hurts"))


def go_to_again(state: State, event: e.GoTo, routine: Routine) -> Turn:
    """Go through the routine again from the chosen step, unless it hurt or the run is over."""
    number = chosen(state, event, routine)
    if number is None:
        return Turn(state, (Line("goto.none", {"of": len(routine)}),), Manner.ON)
    if state.hurts or state.barred or number == len(routine):
        return end(state, routine, *lines("finished.not_again"))
    return Turn(to(state, Phase.PLACE, step=number))


# Confirmations


def confirmed(state: State, event: object, routine: Routine) -> Turn:
    """Do what was to be confirmed."""
    match state.confirm:
        case Confirm.STOP:
            return end(uncover(state), routine)
        case Confirm.FORGET:
            return _where_they_were(state, routine, Report.FORGOTTEN, effect=Effect.FORGET)
        case Confirm.REMINDER:
            return _where_they_were(state, routine, Report.REMINDER, effect=Effect.SET_REMINDER)
        case _:
            return Turn(state, (), Manner.ASK)


def ready(state: State, event: object, routine: Routine) -> Turn:
    """Take it as a yes to a reminder, and as a no to anything else."""
    return (confirmed if state.confirm is Confirm.REMINDER else declined)(state, event, routine)


def declined(state: State, event: object, routine: Routine) -> Turn:
    """Do nothing, and go back to where they were; a count waits for a yes."""
    return _where_they_were(state, routine, Line("confirm.no"))


def carry_on(state: State, event: object, routine: Routine) -> Turn:
    """Do nothing, and go on where they were, with the time that was left."""
    turn = _below(state, Line("confirm.no"))
    if turn.state.phase is Phase.HELD:
        return back(turn.state, routine, *turn.lead)
    return replace(turn, manner=Manner.AGAIN)


def time_of_day(state: State, event: e.TimeOfDay, routine: Routine) -> Turn:
    """Take the time that was asked for, and ask for what it still lacks."""
    if state.confirm not in REMINDING:
        return Turn(state, (), Manner.ASK)
    return Turn(replace(state, confirm=lacking(event), reminder=event.time), (), Manner.ASK)


def day_part(state: State, event: e.DayPart, routine: Routine) -> Turn:
    """Take morning or evening for the time that was named, and ask to confirm it."""
    if state.confirm is not Confirm.DAY_PART:
        return Turn(state, (), Manner.ASK)
    hour, minute = state.reminder.split(":")
    hours = int(hour) % 12 + (12 if event.evening else 0)
    return Turn(replace(state, confirm=Confirm.REMINDER, reminder=f"{hours:02}:{minute}"), (), Manner.ASK)


def missed(state: State, event: object, routine: Routine) -> Turn:
    """Say what can be said here, and ask again."""
    return Turn(state, lines("unclear.missed", f"hint.confirm.{state.confirm}"), Manner.ASK)


def _where_they_were(state: State, routine: Routine, *lead: Lead, effect: Effect | None = None) -> Turn:
    return rested(state, _below(state, *lead, effect=effect), routine)


def _below(state: State, *lead: Lead, effect: Effect | None = None) -> Turn:
    below = replace(uncover(state), streak=Streak.NONE)
    if below.phase is Phase.FINISHED:
        below = replace(below, visit=Visit.LATER)  # the one offer has been made
    return Turn(below, lead, Manner.ASK, effect)


MOVES: dict[Phase, Row] = {
    Phase.RISING: {
        **dict.fromkeys((Command.YES, Command.READY, Command.NEXT), finish),
        **dict.fromkeys((Command.HOLD_ON, e.MoreTime), resting),
        Command.NO: not_up,
        **dict.fromkeys((Command.RESUME, Command.START), getting_on),
        Command.BACK: roll_on,
        **dict.fromkeys((Command.TIGHT_SPOT, Command.NEXT_SPOT), found_spot),
        Command.SAT_UP: end_sitting,
        e.GoTo: go_to,
        Command.START_OVER: start_over,
        Command.HURTS: hurts,
        Command.STUCK: still_stuck,
        Command.SLIPPED: slipped_aside,
        Command.FINISH: leave,
        e.Ask: ask_rising,
        **dict.fromkeys((Command.NO_SPOT, Command.WHOLE_BACK, Command.ENOUGH, Command.EASIER,
            Command.STRAIGHT_THROUGH, Command.STEP_BY_STEP), ask_again),
    },
    Phase.FINISHED: {
        **affirmed(accept),
        **dict.fromkeys((Command.NO, Command.HOLD_ON, Command.BACK, Command.ENOUGH, Command.WHOLE_BACK,
            Command.NO_SPOT, Command.FINISH, Command.THANKS), leave),
        **dict.fromkeys((Command.START, Command.START_OVER), once_more),
        Command.HURTS: hurts_after,
        e.GoTo: go_to_again,
        e.Ask: ask_finished,
        Command.WHERE_AM_I: where_finished,
        Command.DETAIL: overview,
        Command.STRAIGHT_THROUGH: stay_step_by_step,
        Command.HELP: help_upright,
        Command.STUCK: stuck_upright,
        Command.SLIPPED: slipped_aside,
        Command.NOT_ME: not_me_afresh,
        Command.SAT_UP: ask_again,
    },
    Phase.CONFIRM: {
        Command.YES: confirmed,
        Command.READY: ready,
        Command.NO: declined,
        Command.RESUME: carry_on,
        e.TimeOfDay: time_of_day,
        e.DayPart: day_part,
        Command.REPEAT: ask_again,
        e.Unclear: missed,
    },
}
