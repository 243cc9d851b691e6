"""States as plain data that has the form of one and makes no sense: what a damaged session may carry."""

from dataclasses import replace
from typing import Any

from dialogue.walk import NOON
from hypothesis import strategies as st

from skill.dialogue.state import OVERLAYS, Confirm, Phase, Span, State, Streak, Visit


GROUNDS = sorted(set(Phase) - OVERLAYS - {Phase.CLOSED, Phase.ENDED})
STEPS = st.integers(1, 7)
HOLDS = st.integers(0, 60)
TIMES = st.floats(NOON - 600, NOON + 600) | st.sampled_from([0.0, NOON, 9e10])

FORMED = st.builds(
    State, phase=st.sampled_from(Phase), step=STEPS, left=HOLDS, rest=st.just(0) | st.integers(0, 20),
    rounds=st.integers(0, 5), holds=st.integers(0, 5), streak=st.sampled_from(Streak), echo=st.booleans(),
    gentle=st.booleans(), hurts=st.booleans(), barred=st.booleans(), early=st.booleans(), unheard=st.booleans(),
    straight=st.booleans(), visit=st.sampled_from(Visit), reminder=st.sampled_from(["", "07:00", "19:30"]),
    turn=st.integers(0, 10**6), short=st.sampled_from([0, 60, 600]), now=TIMES, spot_ends=TIMES, rolling_ends=TIMES,
    spans=st.lists(st.builds(Span, STEPS, TIMES, HOLDS), max_size=3).map(tuple),
)  # fmt: skip
"""States whose fields are each of a kind that can be."""

BENEATH = st.tuples(st.sampled_from(GROUNDS)) | st.tuples(
    st.sampled_from(GROUNDS), st.sampled_from(sorted(OVERLAYS - {Phase.CONFIRM}))
)

WILD_NUMBERS = st.sampled_from([-1.7e308, 1e308, -1, 0, 8, 10**6, 10**7, 10**15])
WILD_LAYERS = st.lists(st.sampled_from(Phase), max_size=3)
WILD = {
    "now": WILD_NUMBERS, "spot_ends": WILD_NUMBERS, "rolling_ends": WILD_NUMBERS, "step": WILD_NUMBERS,
    "short": WILD_NUMBERS, "left": WILD_NUMBERS, "rest": WILD_NUMBERS, "rounds": WILD_NUMBERS, "holds": WILD_NUMBERS,
    "turn": WILD_NUMBERS, "under": WILD_LAYERS, "confirm": st.none() | st.sampled_from(Confirm),
    "spans": st.lists(
        st.fixed_dictionaries({"number": WILD_NUMBERS, "begins": WILD_NUMBERS | TIMES, "seconds": WILD_NUMBERS}),
        max_size=2,
    ),
}  # fmt: skip
"""What has the form of a field, and may be of no state."""


@st.composite
def spoilt_states(draw: st.DrawFn) -> dict[str, Any]:
    """Give a state as plain data, well formed but for up to two of its fields, or for its clock."""
    state = draw(FORMED)
    if state.phase in OVERLAYS:
        state = replace(state, under=draw(BENEATH))
    elif state.phase is Phase.ENDED:
        state = replace(state, under=(draw(st.sampled_from(GROUNDS)),))
    if state.phase is Phase.CONFIRM:
        state = replace(state, confirm=draw(st.sampled_from(Confirm)))
    names = draw(st.lists(st.sampled_from(sorted(WILD)), max_size=2, unique=True))
    clock = draw(st.sampled_from([{}, {}, {"now": -1.7e308, "rolling_ends": -1.7e308}]))
    return state.to_dict() | clock | {name: draw(WILD[name]) for name in names}
