"""
Questions, asides and pain: what can be said in every phase and costs nobody their place.

Rule 1: a short aside is one sentence, and the count goes on, unasked.
Rule 2: a longer answer stops the count, says so, and goes on with the time left.
Rule 3: what follows an answer about safety was chosen by its verdict, which comes inside the event (design §4).
Rule 4: an emergency closes the microphone, so that the speaker is free, and ends the run (promise 2).
"""

from dataclasses import replace

from skill.dialogue import events as e
from skill.dialogue import holds
from skill.dialogue.events import Command, FollowUp, WayOff
from skill.dialogue.presentation import rounded
from skill.dialogue.reply import Line, Part, Wait
from skill.dialogue.routine import Routine
from skill.dialogue.state import COUNTING, Phase, State, Visit, base_phase
from skill.dialogue.transitions import (
    Manner,
    Move,
    Row,
    Turn,
    end,
    ended,
    hold,
    is_down,
    lines,
    over,
    rest_first,
    rise,
    rise_early,
    softened,
    to,
)


def aside(*keys: str) -> Move:
    """Make a move that says a short line and lets the count go on."""

    def move(state: State, event: object, routine: Routine) -> Turn:
        return Turn(state, lines(*keys), Manner.ON)

    return move


def told(state: State, routine: Routine, *said: Line) -> Turn:
    """Stop the count for a longer answer, then go on with the time left."""
    rest = rest_first(state, routine)
    breath = (Wait(4),) if rest else ()  # a moment on the floor before it is up again
    return Turn(state, (*rest, *said, *breath), Manner.AGAIN)


def overview(state: State, event: object, routine: Routine) -> Turn:
    """Name all steps."""
    steps = (f"step.{step.id}.overview" for step in routine)
    return told(state, routine, Line("overview.steps", {"of": len(routine)}), *lines(*steps))


def where_am_i(state: State, event: object, routine: Routine) -> Turn:
    """Say the step, the seconds left in it and how many follow, in one sentence."""
    left = state.left + state.rest
    after = len(routine) - state.step
    if not is_down(state):
        key = "where.not_begun" if base_phase(state) is not Phase.FINISHED else "where.finished"
    elif state.step == len(routine):
        key = "where.last"
    elif state.phase is Phase.HELD:
        key = "where.held" if left else "where.step"
    else:
        key = "where.counting" if left else "where.step"
    values = {"step": state.step, "of": len(routine), "seconds": rounded(left), "after": after}
    return Turn(state, (Line(key, values),), Manner.ON)


def preview(state: State, event: object, routine: Routine) -> Turn:
    """Say what comes next, without moving."""
    if state.step >= len(routine):
        return Turn(state, lines("preview.last"), Manner.ON)
    begun = is_down(state) and base_phase(state) is not Phase.REOPENED
    step = routine.step(state.step + 1 if begun else state.step)
    return Turn(state, (Line(f"step.{step.id}.preview"),), Manner.ON)


def detail(state: State, event: object, routine: Routine) -> Turn:
    """Say how this step is done, in more words."""
    if not is_down(state):
        return overview(state, event, routine)
    return told(state, routine, Line(f"step.{routine.step(state.step).id}.detail"))


def help_here(state: State, event: object, routine: Routine) -> Turn:
    """Say what can be said here; a count is stopped for it, because it ends with a question (promise 3)."""
    if state.phase in COUNTING and state.left:
        return hold(state, *lines("rest.hips", "help.held"), manner=Manner.ASK)
    return Turn(state, lines(f"help.{state.phase}"), Manner.ASK)


def ask(state: State, event: e.Ask, routine: Routine) -> Turn:
    """Answer; the verdict says what follows."""
    said = answer(event)
    match event.follow_up:
        case FollowUp.WAY_OFF:
            return stop_sign(state, event, routine)
        case FollowUp.ASK_TO_STOP if state.phase in (Phase.CAUTION, Phase.HURT):
            return Turn(state, (said,), Manner.ASK)  # it asks whether to stop as it is
        case FollowUp.ASK_TO_STOP if state.phase not in (Phase.RISING, Phase.FINISHED):
            return Turn(over(state, Phase.CAUTION, holds=0), (*rest_first(state, routine), said))
        case _:
            return told(state, routine, said)


def answer(event: e.Ask) -> Line:
    """Name the line that answers; an unknown question is quoted, never guessed at."""
    if event.topic is not None:
        return Line(f"answer.{event.topic}")
    return Line("answers.unknown_quoted", {"heard": event.heard}) if event.heard else Line("answers.unknown")


def stop_sign(state: State, event: e.Ask, routine: Routine) -> Turn:
    """End the run by the sign's own way off."""
    said = answer(event)
    barred = replace(state, barred=True)
    if not is_down(state) and event.way_off is WayOff.REST:
        return Turn(ended(barred), (*lines("sign.lie_here"), said, *lines("sign.not_today")))
    if not is_down(state):
        return end(barred, routine, said, *lines("sign.not_today"))
    if event.way_off is WayOff.STILL:
        return Turn(ended(barred), (*lines("sign.stop", "sign.still"), said))
    if event.way_off is WayOff.REST:
        return _lie_down(barred, routine, said)
    return rise(state, routine, *lines("sign.stop"), said, *lines("sign.not_today"), bar=True)


def _lie_down(state: State, routine: Routine, said: Line) -> Turn:
    # Whoever is faint must not be hurried upright.
    rest = holds.rested(routine.limits.rise_more, "held.cue", routine)
    lead: tuple[Part, ...] = (*lines("sign.stop", "sign.rest"), said, *lines("sign.not_today"), *rest)
    return replace(rise(state, routine, *lead), manner=Manner.ASK)


def emergency(state: State, event: e.Emergency, routine: Routine) -> Turn:
    """Say how to get off, what it can be and whom to call; close, so that the speaker is free."""
    said = Line(f"answer.{event.topic}" if event.topic else "emergency.plain")
    lying = is_down(state) or event.way_off is WayOff.STILL
    way = Line(f"emergency.{event.way_off if lying else 'up'}")
    return Turn(ended(replace(state, barred=True)), (way, said, Line("emergency.call")))


def stuck(state: State, event: object, routine: Routine) -> Turn:
    """Say how to get off the roller and whom to call, then wait."""
    rest = holds.rested(routine.limits.rise_more, "held.cue", routine)
    how: tuple[Part, ...] = (*lines("stuck.how", "stuck.call"), *rest)
    if state.phase is Phase.RISING:
        return Turn(state, how, Manner.ASK)
    return replace(rise_early(state, routine, *how), manner=Manner.ASK)


def hurts(state: State, event: object, routine: Routine) -> Turn:
    """Stop first, whatever was going on; the second time ends the rolling."""
    if state.hurts:
        return off(state, routine)
    beneath = to(softened(state), base_phase(state), hurts=True, visit=Visit.LATER)
    return Turn(over(beneath, Phase.HURT))


def off(state: State, routine: Routine) -> Turn:
    """End the rolling for today."""
    if not is_down(state):
        return end(replace(state, barred=True), routine, *lines("hurt.not_today"))
    return rise(replace(state, hurts=True), routine, *lines("rising.enough_today"), bar=True)


# Said in one breath with opening the skill: answered in full, and the session closes


def answer_alone(state: State, event: e.Ask, routine: Routine) -> Turn:
    """Answer and close; nobody has said where they are, so a stop sign gets the whole way off."""
    if event.follow_up is FollowUp.WAY_OFF:
        way = "sign.still" if event.way_off is WayOff.STILL else "one_shot.way_off"
        return Turn(ended(replace(state, barred=True)), (*lines("sign.stop"), answer(event), *lines(way)))
    return Turn(ended(state), (answer(event),))


def hurts_alone(state: State, event: object, routine: Routine) -> Turn:
    """Give the whole way off and close; whoever comes back goes gently."""
    return Turn(ended(replace(state, hurts=True, gentle=True)), lines("one_shot.hurts", "one_shot.way_off"))


ONE_SHOTS: Row = {e.Ask: answer_alone, Command.HURTS: hurts_alone, e.Emergency: emergency}
