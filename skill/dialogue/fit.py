"""
Whether a state that came back is one of a routine.

Rule: a state is read without the routine (state.py), so its steps and holds are held against it here. What fits is
answered, whatever the event; what does not would name a step that nobody can be coached through.
"""

from skill.dialogue.routine import Kind, Routine
from skill.dialogue.state import Phase, State
from skill.dialogue.transitions import ground


_MOVING = frozenset({Kind.ROLLING, Kind.SPOT})
KINDS = {
    Phase.SETTLING: frozenset({Kind.SETTLING}),
    Phase.ROLLING: frozenset({Kind.ROLLING}),
    Phase.SPOT: frozenset({Kind.SPOT}),
    Phase.PIECE: _MOVING,
    Phase.GENTLE: _MOVING,
    Phase.BRIDGE: _MOVING | {Kind.SETTLING},
}
"""The kinds of steps that a phase coaches; the others may stand at any step."""


def fits(state: State, routine: Routine) -> bool:
    """Tell whether *state* names steps of *routine* only, and no time that it never gives."""
    return _is_at_a_step(state, routine) and _is_in_time(state, routine)


def _is_at_a_step(state: State, routine: Routine) -> bool:
    numbers = (state.step, *(span.number for span in state.spans))
    if not all(1 <= number <= len(routine) for number in numbers):
        return False
    return routine.step(state.step).kind in KINDS.get(ground(state), Kind)


def _is_in_time(state: State, routine: Routine) -> bool:
    longest = max(routine.limits.spot, *(step.seconds for step in routine))
    still = max(state.short, state.rolling_ends - state.now - 1)  # adding seconds to an epoch may round up
    return state.left + state.rest <= longest and still <= routine.limits.rolling
