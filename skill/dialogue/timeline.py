"""
Where in a reply we are at a given second, and what is left.

Rule 1: one clock: the timestamps of requests. A barge-in carries no offset, so the place in a reply is computed.
Rule 2: only Breaths, and Waits that count, after a Begin count for a step. Words around them take time and count for
none.
Rule 3: what is settled here is settled once, before `step`: a hold that ran out is asked, not counting.
"""

from collections.abc import Callable

from skill.dialogue.reply import Begin, Breath, Line, Part, Reply, Wait
from skill.dialogue.routine import BREATHED, Kind, Routine
from skill.dialogue.state import COUNTING, Phase, Span, State, replace


Measure = Callable[[Line], float]
"""Returns the seconds that it takes to say the next line of a reply."""

PHASES = {
    Kind.SETTLING: Phase.SETTLING,
    Kind.ROLLING: Phase.ROLLING,
    Kind.SPOT: Phase.SPOT,
    Kind.RISING: Phase.RISING,
}


def seconds(part: Part, measure: Measure) -> float:
    """Return the length of *part*."""
    if isinstance(part, Line):
        return measure(part)
    if isinstance(part, Wait):
        return max(float(part.seconds), measure(part.cue) if part.cue else 0.0)
    return float(part.seconds) if isinstance(part, Breath) else 0.0


def spans(reply: Reply, measure: Measure, begins: float) -> tuple[Span, ...]:
    """Return the stretches of *reply*, spoken from *begins* on, that count for a step."""
    found: list[Span] = []
    number, at = 0, begins
    for part in reply.say:
        if isinstance(part, Begin):
            number = part.number
        elif number and not isinstance(part, Line) and not (isinstance(part, Wait) and not part.counts):
            found = _counted(found, number, at, part.seconds)
        at += seconds(part, measure)
    return tuple(found)


def _counted(found: list[Span], number: int, at: float, length: int) -> list[Span]:
    if found and found[-1].number == number:
        last = found[-1]
        return [*found[:-1], replace(last, seconds=last.seconds + length)]
    return [*found, Span(number, at, length)]


def schedule(state: State, reply: Reply, measure: Measure, routine: Routine) -> State:
    """Note in *state* when the holds of *reply*, the answer to the request at `state.now`, run."""
    if reply.silent:
        return state
    return replace(state, spans=spans(reply, measure, state.now + routine.limits.delay))


def settle(state: State, at: float, routine: Routine) -> State:
    """Move the clock of *state* on to *at* (never back): which step it is in, and what is left of its hold."""
    at = max(at, state.now)
    counted = sum(_passed(span, at) for span in state.spans) - sum(_passed(span, state.now) for span in state.spans)
    idle = at - state.now - counted
    fresh = state.echo and at - state.now <= routine.limits.echo + routine.limits.delay
    # Timestamps are whole seconds: the words may have begun up to one later.
    unheard = state.unheard and bool(state.spans) and at < state.spans[-1].begins + 1
    moved = replace(
        state, now=at, spot_ends=state.spot_ends + idle, rolling_ends=state.rolling_ends + idle,
        echo=fresh, unheard=unheard,
    )  # fmt: skip
    return _settled(moved, routine) if state.spans else moved


def left_off(state: State, at: float, routine: Routine, *, in_silence: bool) -> State:
    """
    Give where a session was left that ended at *at* without an event.

    After silence no hold counts as done: the clock may have run while nobody listened (design, promise 6). What was
    talked through meanwhile is left at the step that the words had come to, with the whole of its hold.
    """
    settled = settle(state, at, routine)
    if not in_silence:
        return settled
    if settled.step == state.step:
        return replace(state, now=settled.now, spot_ends=settled.spot_ends, rolling_ends=settled.rolling_ends)
    step = routine.step(settled.step)
    whole = 0 if step.kind in (Kind.SETTLING, Kind.RISING) else step.seconds
    return replace(settled, phase=PHASES[step.kind], left=whole)


def _settled(state: State, routine: Routine) -> State:
    current = _current(state.spans, state.now, routine.limits.margin)
    left = _left(current, state.now)
    if state.straight and state.phase is not Phase.PIECE:
        return _within(state, current, left, routine)
    if state.phase not in COUNTING:
        return state
    return replace(state, left=0 if left <= routine.limits.margin else left)


def _within(state: State, current: Span, left: int, routine: Routine) -> State:
    phase = PHASES[routine.step(current.number).kind]
    passed = any(step.kind in BREATHED for step in routine.steps[state.step - 1 : current.number - 1])
    state = replace(state, breathed=state.breathed or passed)
    if left <= routine.limits.margin and current == state.spans[-1]:
        # Whatever was settled in between (a stale touch says nothing): at its end a part asks to go on.
        return replace(state, phase=phase if phase is Phase.RISING else Phase.BRIDGE, step=current.number, left=0)
    if phase is Phase.RISING:
        return replace(state, phase=phase, step=current.number, left=0, straight=False)
    spot_ends = current.begins + routine.limits.spot
    return replace(state, phase=phase, step=current.number, left=left, spot_ends=spot_ends, unheard=False)


def _current(stretches: tuple[Span, ...], at: float, margin: int) -> Span:
    # Between two holds, or just before the first ends, belongs to the one that comes: its words are next.
    for span in stretches:
        if at < span.begins + span.seconds - margin:
            return span
    return stretches[-1]


def _passed(span: Span, at: float) -> float:
    return min(max(at - span.begins, 0.0), float(span.seconds))


def _left(span: Span, at: float) -> int:
    return round(span.seconds - _passed(span, at))
