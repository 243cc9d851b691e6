"""
How long holds and whole stretches of the routine are cut into replies.

Rule 1: no hold in one reply is longer than `limits.hold`; a longer one is cut into pieces, each ending in a question.
Rule 2: straight through, as many steps as fit `limits.part` seconds of holding share one reply; at least one does.
"""


from skill.dialogue.routine import Kind, Routine, Step
from skill.dialogue.state import Phase, State, replace
from skill.dialogue.timeline import PHASES


STEPPING = frozenset({Phase.SETTLING, Phase.ROLLING, Phase.SPOT})


def arranged(state: State, routine: Routine) -> State:
    """Return *state* the phase that its hold asks for: whole, in pieces, or as part of going straight through."""
    if state.phase is Phase.PIECE and not state.rest:
        state = replace(state, phase=PHASES[routine.step(state.step).kind])
    if state.phase in STEPPING and state.left > routine.limits.hold:
        return _cut(state, routine)
    if state.phase is Phase.SETTLING:
        state = _settling(state, routine)
    if not state.straight or state.phase not in STEPPING:
        return state
    return _joined(state, routine) if state.left else state


def _cut(state: State, routine: Routine) -> State:
    longest = routine.limits.hold
    rest = state.left - longest
    if rest <= routine.limits.margin:
        return replace(state, left=longest)  # nobody is asked for the sake of a few seconds
    return replace(state, phase=Phase.PIECE, left=longest, rest=rest)


def _settling(state: State, routine: Routine) -> State:
    # Settling is counted only where it is part of going straight through.
    left = (state.left or routine.step(state.step).seconds) if state.straight else 0
    return state if left == state.left else replace(state, left=left)


def _joined(state: State, routine: Routine) -> State:
    last = part(state, routine)[-1]
    return replace(state, phase=Phase.RISING if last.kind is Kind.RISING else Phase.BRIDGE)


def part(state: State, routine: Routine) -> tuple[Step, ...]:
    """Return the steps that one reply coaches straight through, from the one *state* is in."""
    limits = routine.limits
    budget = min(limits.part, limits.hold, int(state.rolling_ends - state.now))
    taken = [routine.step(state.step)]
    used = state.left
    for step in routine.steps[state.step :]:
        used += step.seconds
        if used > budget:
            break
        taken.append(step)
    return tuple(taken)


def is_part(state: State, routine: Routine) -> bool:
    """Whether the reply of *state* coaches straight through, from its step on."""
    if not state.straight:
        return False
    if state.phase is Phase.BRIDGE:
        return state.left > 0
    return state.phase is Phase.RISING and state.step < len(routine)
