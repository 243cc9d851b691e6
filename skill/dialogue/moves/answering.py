"""
Questions and their answers: what can be asked in every phase, and leads nobody away from their place.

Rule 1: a short aside is one sentence, and the count goes on, unasked.
Rule 2: a longer answer stops the count, and ends with a question (promise 15).
Rule 3: what follows an answer about safety was chosen by its verdict, which comes inside the event (design §4).
"""


from skill.dialogue import events as e
from skill.dialogue import holds
from skill.dialogue.events import Command, FollowUp, WayOff
from skill.dialogue.moves.shared import brief, described, summary
from skill.dialogue.moves.stopping import emergency, hurts_alone, stuck
from skill.dialogue.presentation import rounded
from skill.dialogue.reply import Lead, Line, Part
from skill.dialogue.routine import Routine
from skill.dialogue.state import AFTER_HELP, BEFORE_HELP, Phase, State, replace
from skill.dialogue.transitions import (
    Manner,
    Move,
    Row,
    Turn,
    end,
    ended,
    lines,
    over,
    rise,
)


def told(state: State, *said: Lead) -> Turn:
    """Say a longer answer, then ask."""
    return Turn(state, said, Manner.ASK)


def overview(state: State, event: object, routine: Routine) -> Turn:
    """Name all steps."""
    steps = (f"step.{step.id}.overview" for step in routine)
    return told(state, Line("overview.steps", {"of": len(routine)}), *lines(*steps))


def where_am_i(state: State, event: object, routine: Routine) -> Turn:
    """Say the step, the seconds left in it and how many steps follow, in one sentence."""
    return _where(state, "counting", routine)


def where_held(state: State, event: object, routine: Routine) -> Turn:
    """Say the step, the seconds that wait in it and how many steps follow, in one sentence."""
    return _where(state, "held", routine)


def _where(state: State, counting: str, routine: Routine) -> Turn:
    left = state.left + state.rest
    key = "last" if state.step == len(routine) else counting if left else "step"
    return _place(state, f"where.{key}", routine)


def where_not_begun(state: State, event: object, routine: Routine) -> Turn:
    """Say that the steps have not begun, and how many there are."""
    return _place(state, "where.not_begun", routine)


def where_finished(state: State, event: object, routine: Routine) -> Turn:
    """Say that all steps are done."""
    return _place(state, "where.finished", routine)


def _place(state: State, key: str, routine: Routine) -> Turn:
    left, of = state.left + state.rest, len(routine)
    values = {"step": state.step, "of": of, "seconds": rounded(left), "after": of - state.step}
    return Turn(state, (Line(key, values),), Manner.ON)


def preview(state: State, event: object, routine: Routine) -> Turn:
    """Say what the next step will be, without moving."""
    return _preview(state, state.step + 1, routine)


def preview_this(state: State, event: object, routine: Routine) -> Turn:
    """Say what the step will be that comes first, without moving."""
    return _preview(state, state.step, routine)


def _preview(state: State, number: int, routine: Routine) -> Turn:
    if state.step >= len(routine):
        return Turn(state, lines("preview.last"), Manner.ON)
    return Turn(state, (Line(f"step.{routine.step(number).id}.preview"),), Manner.ON)


def detail(state: State, event: object, routine: Routine) -> Turn:
    """Say how this step is done, in more words."""
    return told(state, Line(f"step.{routine.step(state.step).id}.detail"))


def help_upright(state: State, event: object, routine: Routine) -> Turn:
    """Say what can be said here."""
    return told(state, Line(f"help.{state.phase}"))


def unless_helped(move: Move) -> Move:
    """Make a move that helps; the second time in a row, it says how to get off the roller, and whom to call."""

    @described(f"{summary(move)}; the second time in a row, say how to get off the roller, and whom to call.")
    def guarded(state: State, event: object, routine: Routine) -> Turn:
        if state.streak in BEFORE_HELP:
            return stuck(state, event, routine)
        return move(replace(state, streak=AFTER_HELP[state.streak]), event, routine)

    return guarded


help_here = unless_helped(help_upright)


@unless_helped
def help_lying(state: State, event: object, routine: Routine) -> Turn:
    """Say what can be said if something is wrong."""
    return told(state, Line("help.lying"))


def by_verdict(go_on: Move, ask_to_stop: Move, way_off: Move) -> Move:
    """Make a move that answers a question; the verdict of the answer picks what follows."""
    moves = {FollowUp.GO_ON: go_on, FollowUp.ASK_TO_STOP: ask_to_stop, FollowUp.WAY_OFF: way_off}

    in_doubt = "" if ask_to_stop is go_on else f"; if the answer is to ask somebody first: {brief(ask_to_stop)}"

    @described(f"{summary(go_on)}{in_doubt}; at a sign to stop: {brief(way_off)}.")
    def move(state: State, event: e.Ask, routine: Routine) -> Turn:
        return moves[event.follow_up](state, event, routine)

    return move


def answered(state: State, event: e.Ask, routine: Routine) -> Turn:
    """Answer, and ask."""
    return told(state, answer(event))


def offer_to_stop(state: State, event: e.Ask, routine: Routine) -> Turn:
    """Answer, and ask whether to stop for today."""
    return Turn(over(state, Phase.CAUTION, holds=0), (answer(event),))


def answer_and_ask(state: State, event: e.Ask, routine: Routine) -> Turn:
    """Answer, and ask the same question again."""
    return Turn(state, (answer(event),), Manner.ASK)


def answer(event: e.Ask) -> Line:
    """Name the line that answers; an unknown question is quoted, never guessed at."""
    if event.topic is not None:
        return Line(f"answer.{event.topic}")
    return Line("answers.unknown_quoted", {"heard": event.heard}) if event.heard else Line("answers.unknown")


def stop_sign(state: State, event: e.Ask, routine: Routine) -> Turn:
    """End the run by the way off that the sign names."""
    said = answer(event)
    barred = replace(state, barred=True)
    if event.way_off is WayOff.STILL:
        return Turn(ended(barred), (*lines("sign.stop", "sign.still"), said))
    if event.way_off is WayOff.REST:
        return _lie_down(barred, routine, said)
    return rise(state, routine, *lines("sign.stop"), said, *lines("sign.not_today"), bar=True)


def stop_sign_upright(state: State, event: e.Ask, routine: Routine) -> Turn:
    """End the session: there is no rolling today."""
    said, barred = answer(event), replace(state, barred=True)
    if event.way_off is WayOff.REST:
        return Turn(ended(barred), (*lines("sign.lie_here"), said, *lines("sign.not_today")))
    return end(barred, routine, said, *lines("sign.not_today"))


def _lie_down(state: State, routine: Routine, said: Line) -> Turn:
    # Whoever is faint must not be hurried upright.
    rest = holds.rested(routine.limits.rise_more, "held.cue", routine)
    lead: tuple[Part, ...] = (*lines("sign.stop", "sign.rest"), said, *lines("sign.not_today"), *rest)
    return replace(rise(state, routine, *lead), manner=Manner.ASK)


ask = by_verdict(answered, offer_to_stop, stop_sign)
ask_upright = by_verdict(answered, offer_to_stop, stop_sign_upright)
ask_in_doubt = by_verdict(answered, answer_and_ask, stop_sign)
ask_in_doubt_upright = by_verdict(answered, answer_and_ask, stop_sign_upright)
ask_rising = by_verdict(answered, answered, stop_sign)
ask_finished = by_verdict(answered, answered, stop_sign_upright)


# Said in one breath with opening the skill: answered in full, and the session closes


def answer_alone(state: State, event: e.Ask, routine: Routine) -> Turn:
    """Answer and close; nobody has said where they are, so a stop sign gets the whole way off."""
    if event.follow_up is FollowUp.WAY_OFF:
        way = "sign.still" if event.way_off is WayOff.STILL else "one_shot.way_off"
        return Turn(ended(replace(state, barred=True)), (*lines("sign.stop"), answer(event), *lines(way)))
    return Turn(ended(state), (answer(event),))


ONE_SHOTS: Row = {e.Ask: answer_alone, Command.HURTS: hurts_alone, e.Emergency: emergency}
