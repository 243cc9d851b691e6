"""Whether a state that came back is one of the routine."""

from dataclasses import replace

import pytest

from skill.content.routine_file import routine
from skill.dialogue.state import Phase, Span, State, fits


PLAN = routine()
ROLLING = State(Phase.ROLLING, 3, left=40, now=1e6, rolling_ends=1e6 + 600)


@pytest.mark.parametrize(
    "state",
    [
        State(), ROLLING, replace(ROLLING, left=60, spans=(Span(3, 1e6, 60),)), State(Phase.PLACE, 7),
        State(Phase.HELD, 6, under=(Phase.ROLLING,)),
        replace(ROLLING, straight=True, spans=(Span(3, 1e6, 40), Span(7, 1e6 + 50, 20))),
        State(Phase.RISING, 5, spans=(Span(5, 1e6, 30), Span(7, 1e6, 60))),
    ],
    ids=str,
)  # fmt: skip
def test_what_can_be_coached_fits(state: State) -> None:
    """Rule: steps that there are, of the kind that the phase coaches, with holds that are given."""
    assert fits(state, PLAN)


@pytest.mark.parametrize(
    "state",
    [
        replace(ROLLING, step=8), replace(ROLLING, step=0), replace(ROLLING, step=10**15), replace(ROLLING, step=1),
        replace(ROLLING, left=61), replace(ROLLING, left=40, rest=30), replace(ROLLING, rolling_ends=1e6 + 602),
        replace(ROLLING, short=601), replace(ROLLING, spans=(Span(8, 1e6, 10),)),
        State(Phase.BRIDGE, 7), State(Phase.SETTLING, 3), State(Phase.SPOT, 3), State(Phase.GENTLE, 1),
        State(Phase.PIECE, 7), State(Phase.HELD, 1, under=(Phase.ROLLING,)),
    ],
    ids=str,
)  # fmt: skip
def test_what_nobody_can_be_coached_through_does_not(state: State) -> None:
    """Rule: such a session begins afresh; its place is in the store."""
    assert not fits(state, PLAN)
