"""
Pain, an emergency, and not being able to get up.

Rule 1: what hurts stops the count, and from then on the gentle form sticks; the second time ends the rolling
(promise 2).
Rule 2: an emergency closes the microphone, so that the speaker is free, and ends the run (promise 2).
"""


from skill.dialogue import events as e
from skill.dialogue import holds
from skill.dialogue.events import WayOff
from skill.dialogue.reply import Line, Part
from skill.dialogue.routine import Routine
from skill.dialogue.state import Phase, State, Visit, base_phase, replace
from skill.dialogue.transitions import (
    Manner,
    Turn,
    bared,
    end,
    ended,
    is_down,
    lines,
    over,
    rise,
    rise_early,
    softened,
    to,
)


def hurts(state: State, event: object, routine: Routine) -> Turn:
    """Stop, and ask how to go on; the second time, end the rolling for today and get up."""
    return end_rolling(state, event, routine) if state.hurts else _hurt(state)


def hurts_upright(state: State, event: object, routine: Routine) -> Turn:
    """Stop, and ask how to go on; the second time, end the session for today."""
    return end_today(state, event, routine) if state.hurts else _hurt(state)


def _hurt(state: State) -> Turn:
    beneath = to(softened(state), base_phase(state), hurts=True, visit=Visit.LATER)
    return Turn(over(beneath, Phase.HURT))


def end_rolling(state: State, event: object, routine: Routine) -> Turn:
    """End the rolling for today, and get up."""
    return rise(replace(state, hurts=True), routine, *lines("rising.enough_today"), bar=True)


def end_today(state: State, event: object, routine: Routine) -> Turn:
    """End the session: there is no rolling today."""
    return end(replace(state, barred=True), routine, *lines("hurt.not_today"))


def hurts_alone(state: State, event: object, routine: Routine) -> Turn:
    """Return the whole way off the roller and close; the next session goes gently."""
    return Turn(ended(replace(state, hurts=True, gentle=True)), lines("one_shot.hurts", "one_shot.way_off"))


def emergency(state: State, event: e.Emergency, routine: Routine) -> Turn:
    """Say how to get off, what it can be and whom to call; close, so that the speaker is free."""
    said = Line(f"answer.{event.topic}" if event.topic else "emergency.plain")
    upright = "still_up" if event.way_off is WayOff.STILL else "up"
    way = Line(f"emergency.{event.way_off if is_down(state) else upright}")
    return Turn(ended(replace(state, barred=True)), (way, said, Line("emergency.call")))


def slipped(state: State, event: object, routine: Routine) -> Turn:
    """Stay there a moment, and ask whether to set up again; after pain, end the rolling for today."""
    if state.hurts:
        return end_rolling(state, event, routine)
    return Turn(over(bared(state), Phase.SLIPPED, holds=0), lines("slipped.said"))


def slipped_aside(state: State, event: object, routine: Routine) -> Turn:
    """Say to stay there a moment, and ask the same question again."""
    return Turn(state, lines("slipped.said"), Manner.ASK)


def stuck_upright(state: State, event: object, routine: Routine) -> Turn:
    """Say that there is no hurry and whom to call, and ask the same question again."""
    return Turn(state, lines("stuck.standing"), Manner.ASK)


def stuck(state: State, event: object, routine: Routine) -> Turn:
    """Begin the way off the roller: say how to get up and whom to call, and wait."""
    return replace(rise_early(state, routine, *_how(routine)), manner=Manner.ASK)


def still_stuck(state: State, event: object, routine: Routine) -> Turn:
    """Say how to get off the roller and whom to call, and wait."""
    return Turn(state, _how(routine), Manner.ASK)


def _how(routine: Routine) -> tuple[Part, ...]:
    return (*lines("stuck.how", "stuck.call"), *holds.rested(routine.limits.rise_more, "held.cue", routine))
