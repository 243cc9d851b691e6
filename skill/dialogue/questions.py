"""
The one question that each phase ends with, what is said if nobody answers it, and what is shown meanwhile.

Rule 1: a question's words are named after its phase; where a phase asks more than one, the choice is made here.
Rule 2: set-up waits in its reprompt, with a word between, so that a quick person needs no wake word (design §4).
"""

from skill.dialogue.reply import Line, Question, Screen, Value, View, Wait
from skill.dialogue.routine import Kind, Routine
from skill.dialogue.state import Confirm, Phase, State, Visit, base_phase
from skill.dialogue.transitions import RUNNING, Manner, is_down


OFFERS = {Visit.SECOND: "offer_words", Visit.THIRD: "offer_reminder"}
"""What is offered once at the end, by how well the routine is known."""

NO_HURRY = Line("reprompt.no_hurry")
SHORT, LONG = (Wait(13), NO_HURRY, Wait(12)), (Wait(20), NO_HURRY, Wait(20), NO_HURRY, Wait(15))
RESTING = (Line("resting.long"), Wait(25), Line("resting.still"), Wait(25))
WAITING = {
    Phase.FETCH: LONG, Phase.PLACE: SHORT, Phase.SETTLING: SHORT, Phase.RISING: SHORT, Phase.HELD: RESTING,
}  # fmt: skip
"""The phases that wait in their reprompt; a roller may be upstairs, and a walk is longer than a movement."""


def question(state: State, manner: Manner, routine: Routine) -> Question | None:
    """Return the question of *state*, or None where it asks nothing."""
    key = asked(state, manner, routine)
    if key is None:
        return None
    values: dict[str, Value] = {"step": state.step, "time": state.reminder}
    return Question(Line(key, values), _reprompt(state, key))


def asked(state: State, manner: Manner, routine: Routine) -> str | None:
    """Name the line by which *state* asks: its step's own, or its phase's."""
    if state.phase in (Phase.SETTLING, Phase.ROLLING):
        return f"step.{routine.step(state.step).id}.ask"
    name: str | None = str(state.phase)
    match state.phase:
        case Phase.CLOSED | Phase.ENDED:
            name = None
        case Phase.FINISHED:
            name = None if state.barred or state.early or state.hurts else OFFERS.get(state.visit)
        case Phase.HELD if _is_fresh(state, routine):
            name = "keep_rolling"
        case Phase.FETCH if manner is Manner.WAIT:
            name = "fetch_again"
        case Phase.PIECE if routine.step(state.step).kind is Kind.SPOT:
            name = "piece_spot"
        case Phase.HURT:
            name = "hurt_up" if not is_down(state) else "hurt_two" if state.rounds else "hurt"
        case Phase.RISING if state.barred:
            name = "off"
        case Phase.CONFIRM:
            name = f"confirm.{state.confirm or Confirm.STOP}"
    return f"ask.{name}" if name else None


def _reprompt(state: State, key: str) -> tuple[Line | Wait, ...]:
    waiting = WAITING.get(state.phase, ())
    needs_way_off = is_down(state) and state.phase is not Phase.RISING
    off = (Line(WAY_OFF.get(state.phase, "reprompt.way_off")),) if needs_way_off else ()
    return (*waiting, *off, Line(reprompt_of(key)))


def _is_fresh(state: State, routine: Routine) -> bool:
    """Return whether the step that is rested in has not begun to count."""
    step = routine.step(state.step)
    return step.kind is Kind.ROLLING and state.left == step.seconds


def reprompt_of(key: str) -> str:
    """Name the reprompt of the question *key*."""
    return f"{key.removesuffix('.ask')}.reprompt" if key.startswith("step.") else key.replace("ask.", "reprompt.", 1)


WAY_OFF = {Phase.HELD: "resting.off"}
"""The words for the way off of the phases that have their own."""

VIEWS = {
    Phase.WELCOME: View.WELCOME,
    Phase.SAFETY: View.SAFETY,
    Phase.RETURNING: View.WELCOME,
    Phase.REOPENED: View.WELCOME,
    Phase.FETCH: View.NEEDS,
    Phase.PLACE: View.NEEDS,
    Phase.HELD: View.HELD,
    Phase.HURT: View.HELD,
    Phase.SLIPPED: View.HELD,
    Phase.RISING: View.RISING,
    Phase.FINISHED: View.FINISHED,
}


def screen(state: State, routine: Routine) -> Screen | None:
    """Return what is shown while *state* lasts, with a count only if one runs; None leaves the screen as it is."""
    view = _view(state, routine)
    if view is None:
        return None
    counted = state.left if view in (View.STEP, View.SPOT) else 0
    return Screen(view, state.step, len(routine), counted, _form(state, view))


def _view(state: State, routine: Routine) -> View | None:
    if state.phase in VIEWS:
        return VIEWS[state.phase]
    base = base_phase(state)
    if state.phase is Phase.CLOSED or (state.phase is Phase.ENDED and base not in RUNNING):
        return None
    if base in VIEWS:
        return VIEWS[base]
    if base is not state.phase:  # whatever lies over a count has stopped it
        return View.HELD
    return View.SPOT if routine.step(state.step).kind is Kind.SPOT else View.STEP


def _form(state: State, view: View) -> str | None:
    if state.phase is Phase.HURT:
        return "hurt"
    if state.phase is Phase.ENDED:
        return "over"
    return "gentle" if state.gentle and view in (View.STEP, View.HELD) else None
