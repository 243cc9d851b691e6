"""
What each phase sounds like.

Rule 1: a reply that keeps the microphone open ends with its one question; one that closes it asks nothing (promise 7).
Rule 2: a phase is said from its state alone; the turn adds what leads in, and in what manner.
"""

from collections.abc import Callable
from itertools import pairwise

from skill.dialogue import holds
from skill.dialogue.events import ReminderOutcome
from skill.dialogue.progress import Outcome
from skill.dialogue.questions import question, screen
from skill.dialogue.reply import SILENCE, Begin, Card, Effect, Lead, Line, Part, Reply, Report, Wait
from skill.dialogue.routine import BREATHED, Kind, Routine, Step
from skill.dialogue.segments import is_part, part
from skill.dialogue.state import COUNTING, Phase, State, Visit, base_phase
from skill.dialogue.transitions import Manner, Turn, is_down, lines


PhaseSpeech = Callable[[Turn, Outcome, Routine], tuple[Part, ...]]


def present(turn: Turn, outcome: Outcome, routine: Routine) -> Reply:
    """Say what the phase of *turn* sounds like, after what leads in; *outcome* is what came of the turn."""
    if turn.manner is Manner.SILENT:
        return SILENCE
    trouble = lines("trouble.storage") if outcome.warn else ()
    lead = [part for one in turn.lead for part in _reported(one, turn, outcome)]
    say = (*trouble, *lead, *SPEECH[turn.state.phase](turn, outcome, routine))
    shown = screen(turn.state, routine)
    if outcome.reminder is ReminderOutcome.ASKING:
        return Reply(say, consent=turn.state.reminder, screen=shown)
    return Reply(say, question(turn.state, turn.manner, routine), screen=shown, card=_card(turn, outcome))


def _reported(lead: Lead, turn: Turn, outcome: Outcome) -> tuple[Part, ...]:
    return _told(lead, turn, outcome) if isinstance(lead, Report) else (lead,)


def _told(report: Report, turn: Turn, outcome: Outcome) -> tuple[Line, ...]:
    match report:
        case Report.KEPT:
            return lines("goodbye.kept") if outcome.kept else ()
        case Report.FORGOTTEN:
            return lines("forget.done" if outcome.forgotten else "trouble.forget")
        case Report.SAFE:
            return lines(f"not_me.{outcome.former}")
        case Report.KNOWN:
            return lines(f"know_me.{outcome.stored}")
        case Report.FEWER_WORDS:
            return lines("offer.fewer_words" if outcome.saved else "trouble.fewer_words")
        case _:
            return (Line(f"remind.{outcome.reminder}", {"time": turn.state.reminder}),)


def _card(turn: Turn, outcome: Outcome) -> Card | None:
    if turn.effect is Effect.SEND_CARD:
        return Card.STEPS
    lacks = outcome.reminder is ReminderOutcome.NOT_ALLOWED or turn.effect is Effect.SEND_PERMISSION
    return Card.PERMISSION if lacks else None


def rounded(seconds: int) -> int:
    """Round *seconds* as people speak: to fives below half a minute, to tens above; never to none."""
    unit = 5 if seconds < 28 else 10
    return max(unit, round(seconds / unit) * unit)


def to_go(state: State) -> tuple[Line, ...]:
    """Say the time left in this step, where some is."""
    total = state.left + state.rest
    return (Line("hold.to_go", {"seconds": rounded(total)}),) if total else ()


# The phases, before their questions


def _nothing(turn: Turn, outcome: Outcome, routine: Routine) -> tuple[Part, ...]:
    return ()


def _above(turn: Turn, outcome: Outcome, routine: Routine) -> tuple[Part, ...]:
    state, limits = turn.state, routine.limits
    if turn.manner is Manner.WAIT:
        seconds = {Phase.FETCH: limits.fetch}.get(state.phase, limits.sit)
        return (*lines(f"wait.{state.phase}"), *holds.rested(seconds, "wait.cue", routine))
    if turn.manner not in (Manner.NEW, Manner.SLOW) or state.phase is Phase.FETCH:
        return ()
    values = {"step": state.step, "of": len(routine)}
    first = state.visit is Visit.FIRST and state.phase in (Phase.WELCOME, Phase.SAFETY)
    return (Line(f"{state.phase}.first" if first else f"{state.phase}.said", values),)


def _settling(turn: Turn, outcome: Outcome, routine: Routine) -> tuple[Part, ...]:
    state = turn.state
    step = routine.step(state.step)
    match turn.manner:
        case Manner.NEW:
            return (*_teach(state), *_set_up(step, routine, _settled(state)), *holds.settled(step, routine))
        case Manner.SLOW:
            return (*_slowly(step, routine, _settled(state)), *holds.settled(step, routine, more=True))
        case Manner.WAIT:
            return (*lines("settling.more"), *holds.settled(step, routine, more=True))
        case _:
            return ()


def _settled(state: State) -> Manner:
    return Manner.LYING if state.down else Manner.NEW


def _teach(state: State) -> tuple[Line, ...]:
    return lines("settling.teach") if state.visit is Visit.FIRST and state.step == 1 else ()


WORDING = {Manner.SEEK: "seek", Manner.LYING: "lying"}
"""The wording of a step that is not said as to whoever comes to it in order."""


def _set_up(step: Step, routine: Routine, manner: Manner = Manner.NEW) -> tuple[Part, ...]:
    numbers = {"step": routine.number(step.id), "of": len(routine)}
    number = () if manner is Manner.ANOTHER else (Line("step.number", numbers),)
    # The first breath waits until they are there.
    arriving = (Wait(routine.limits.arrive, counts=False),) if step.kind is Kind.SPOT else ()
    return (*number, Line(f"step.{step.id}.{WORDING.get(manner, 'how')}"), *arriving)


def _slowly(step: Step, routine: Routine, manner: Manner = Manner.NEW) -> tuple[Part, ...]:
    return (*_set_up(step, routine, manner), Wait(2), Line(f"step.{step.id}.detail"), Wait(2))


def _counting(turn: Turn, outcome: Outcome, routine: Routine) -> tuple[Part, ...]:
    state = turn.state
    step = routine.step(state.step)
    fresh = state.left + state.rest >= step.seconds
    match turn.manner:
        case Manner.NEW | Manner.SEEK | Manner.ANOTHER:
            set_up = (*_set_up(step, routine, turn.manner), *(() if fresh else to_go(state)))
        case Manner.SLOW:
            set_up = (*_slowly(step, routine), *to_go(state))
        case Manner.AGAIN if fresh and step.kind is Kind.ROLLING:
            set_up = _set_up(step, routine, Manner.ANOTHER)  # its words may not have been heard to their end
        case Manner.AGAIN if state.left:
            set_up = (*lines(f"again.{step.kind}"), *to_go(state))
        case _:
            set_up = ()
    return (*set_up, *holds.counted(state, routine))


def _gentle(turn: Turn, outcome: Outcome, routine: Routine) -> tuple[Part, ...]:
    state = turn.state
    match turn.manner:
        case Manner.NEW | Manner.SLOW:
            how = lines("gentle.how")
        case Manner.AGAIN if state.left:
            how = lines("gentle.again")
        case _:
            how = ()
    return (*how, *(holds.gently(state, routine) if state.left else ()))


def _held(turn: Turn, outcome: Outcome, routine: Routine) -> tuple[Part, ...]:
    rest = holds.rested(routine.limits.held, "held.cue", routine)
    match turn.manner:
        case Manner.NEW | Manner.SLOW:
            return (*lines(f"held.{_rest(turn.state)}", "held.say_ready"), *rest)
        case Manner.ASK:
            return ()
        case _:
            return rest


def _rest(state: State) -> str:
    return "hips" if base_phase(state) in COUNTING | {Phase.BRIDGE, Phase.REOPENED} else "still"


def _hurt(turn: Turn, outcome: Outcome, routine: Routine) -> tuple[Part, ...]:
    if turn.manner is Manner.WAIT:
        return (*lines("hurt.rest"), *holds.rested(routine.limits.sit, "held.cue", routine))
    if turn.manner not in (Manner.NEW, Manner.SLOW):
        return ()
    return lines("hurt.down" if is_down(turn.state) else "hurt.up")


def _slipped(turn: Turn, outcome: Outcome, routine: Routine) -> tuple[Part, ...]:
    if turn.manner is not Manner.WAIT:
        return ()
    return (*lines("hurt.rest"), *holds.rested(routine.limits.rise_more, "held.cue", routine))


def _rising(turn: Turn, outcome: Outcome, routine: Routine) -> tuple[Part, ...]:
    if is_part(turn.state, routine):
        return _part(turn, routine)
    match turn.manner:
        case Manner.NEW if turn.state.barred:
            return (*lines("rising.off"), *_time_to_rise(routine))
        case Manner.NEW if turn.state.early:
            return (*lines(f"step.{routine.steps[-1].id}.how"), *_time_to_rise(routine))
        case Manner.NEW | Manner.SLOW:
            return _last(turn, routine)
        case Manner.WAIT:
            call = lines("stuck.call") if turn.state.rounds > 1 else ()
            how = lines("rising.off_how" if turn.state.barred else "rising.how")
            return (*how, *call, *holds.rested(routine.limits.rise_more, "held.cue", routine))
        case _:
            return ()


def _last(turn: Turn, routine: Routine) -> tuple[Part, ...]:
    step = routine.steps[-1]
    how = _slowly(step, routine)[1:] if turn.manner is Manner.SLOW else lines(f"step.{step.id}.how")
    return (Line("step.last", {"step": len(routine)}), *how, *_time_to_rise(routine))


def _time_to_rise(routine: Routine) -> tuple[Part, ...]:
    # It begins to count when the way off has been said: until then nobody can have taken it.
    return (Begin(len(routine)), Wait(routine.steps[-1].seconds))


def _bridge(turn: Turn, outcome: Outcome, routine: Routine) -> tuple[Part, ...]:
    return _part(turn, routine) if is_part(turn.state, routine) else ()


def _part(turn: Turn, routine: Routine) -> tuple[Part, ...]:
    state = turn.state
    first, *others = part(state, routine)
    begun, again = _stretch(first, state.left, routine, again=state.breathed), state.breathed
    said: list[Part] = [*_teach(state), *_beginning(turn, first, routine), *begun]
    for before, step in pairwise((first, *others)):
        again = again or before.kind in BREATHED
        said += [*_set_up(step, routine, _manner_of(step)), *_stretch(step, step.seconds, routine, again=again)]
    return tuple(said) if state.phase is Phase.RISING else (*said, *lines("bridge.done"))


def _beginning(turn: Turn, step: Step, routine: Routine) -> tuple[Part, ...]:
    begun = turn.state.left < step.seconds
    if turn.manner is Manner.ON and begun:
        return ()
    if turn.manner is Manner.AGAIN and begun:
        return (*lines(f"again.{step.kind}"), *to_go(turn.state))
    return _set_up(step, routine, _settled(turn.state) if step.kind is Kind.SETTLING else _manner_of(step))


def _manner_of(step: Step) -> Manner:
    """Return how a step is said that the person came to without a word."""
    return Manner.SEEK if step.kind is Kind.SPOT else Manner.NEW


def _stretch(step: Step, seconds: int, routine: Routine, *, again: bool) -> tuple[Part, ...]:
    begin = Begin(routine.number(step.id))
    match step.kind:
        case kind if kind in BREATHED:
            return (begin, *holds.breaths(seconds, routine, again=again), holds.TIME)
        case Kind.ROLLING:
            return (begin, *holds.rolled(seconds, routine), holds.TIME)
        case _:
            return (begin, Wait(seconds))


def _finished(turn: Turn, outcome: Outcome, routine: Routine) -> tuple[Part, ...]:
    if turn.manner is not Manner.NEW:
        return ()
    state = turn.state
    if state.early and not state.barred:
        return (*lines("finished.early"), *_reported(Report.KEPT, turn, outcome))
    if state.barred or state.gentle:
        return lines("finished.over" if state.barred else "finished.early")
    return (Line("finished.done", {"of": len(routine)}),)


SPEECH: dict[Phase, PhaseSpeech] = {
    Phase.CLOSED: _nothing,
    Phase.WELCOME: _above,
    Phase.SAFETY: _above,
    Phase.RETURNING: _above,
    Phase.REOPENED: _above,
    Phase.FETCH: _above,
    Phase.PLACE: _above,
    Phase.SETTLING: _settling,
    Phase.ROLLING: _counting,
    Phase.PIECE: _counting,
    Phase.SPOT: _counting,
    Phase.HELD: _held,
    Phase.HURT: _hurt,
    Phase.GENTLE: _gentle,
    Phase.SLIPPED: _slipped,
    Phase.CAUTION: _nothing,
    Phase.RISING: _rising,
    Phase.FINISHED: _finished,
    Phase.BRIDGE: _bridge,
    Phase.CONFIRM: _nothing,
    Phase.ENDED: _nothing,
}
