"""No sequence of events and waits makes a negative, endless or silent hold, or leaves anyone on the roller."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from dialogue.spoilt_states import spoilt_states
from dialogue.walk import NOON, OPENS, PLANS, WISHES
from hypothesis import given, settings
from hypothesis import strategies as st
from stepping import Given, knowing, reply_to, turn, undoing

from skill.dialogue import events as e
from skill.dialogue.events import Command
from skill.dialogue.progress import Progress, updated
from skill.dialogue.reply import Begin, Breath, Line, Reply, Wait
from skill.dialogue.routine import Routine
from skill.dialogue.state import Phase, State, StateError, fits
from skill.dialogue.timeline import left_off, schedule, settle


NOW = 1_000_000.0
UP = {Phase.WELCOME, Phase.SAFETY, Phase.RETURNING, Phase.FETCH, Phase.PLACE, Phase.FINISHED}
WAYS_OFF = {
    "goodbye.lying", "goodbye.hips_up", "goodbye.hips_low", "goodbye.rising", "sign.still", "emergency.side",
    "emergency.sit", "emergency.still", "one_shot.way_off",
}  # fmt: skip

turns = st.lists(
    st.tuples(
        st.sampled_from((*WISHES, undoing())),
        st.floats(0, 400, allow_nan=False) | st.sampled_from([0.0, 2.0, 8.0, 30.0, 86_400.0]),
    ),
    min_size=1,
    max_size=60,
)
"""What is said, and how many seconds after the reply before it."""

pace = st.floats(0.0, 9.0)
"""Seconds for a line; how long words are must not matter."""


@dataclass
class Told:
    """A person and the coach, on a clock; whoever closes a session opens another."""

    plan: Routine
    line: float
    state: State = field(default_factory=lambda: State(now=NOW))
    before: State | None = None
    record: Progress = field(default_factory=Progress)

    def hear(self, wanted: e.Event | Given, wait: float) -> Reply:
        now = settle(self.state, self.state.now + wait, self.plan)
        event, known = knowing(wanted).event, replace(knowing(wanted).known, before=self.before)
        if now.phase in (Phase.CLOSED, Phase.ENDED) or wait > 3600:
            now = State(now=now.now, turn=now.turn)
            event, known = e.Open(event), replace(known, progress=replace(self.record, age=now.now - self.record.at))
        assert fits(now, self.plan)
        made = turn(now, Given(event, known), self.plan)
        after, reply = made.state, reply_to(made, self.plan)
        check(now, event, after, reply, self.plan)
        self.record = updated(self.record, now, after, made.effect, self.plan)
        self.before = now
        self.state = schedule(after, reply, lambda line: self.line, self.plan)
        if reply.ends:
            self.state = replace(self.state, phase=Phase.ENDED, under=(Phase.FINISHED,), confirm=None)
        assert State.from_dict(json.loads(json.dumps(self.state.to_dict()))) == self.state
        assert fits(self.state, self.plan)
        return reply


def check(before: State, event: e.Event, after: State, reply: Reply, plan: Routine) -> None:
    """Hold one turn to what is promised of all of them."""
    assert after.left >= 0
    assert after.rest >= 0
    assert after.left + after.rest <= plan.limits.spot
    assert longest_silence(reply) <= plan.limits.slow_heartbeat
    assert sum(part.seconds for part in reply.say if isinstance(part, Wait | Breath)) <= plan.limits.hold + 20
    if reply.ends and is_lying(before) and after.phase is not Phase.FINISHED:
        assert sum(part.key in WAYS_OFF for part in reply.say if isinstance(part, Line)) == 1


def is_lying(state: State) -> bool:
    phase = state.under[0] if state.under else state.phase
    return phase not in UP | {Phase.CLOSED, Phase.ENDED}


def longest_silence(reply: Reply) -> int:
    longest = silent = 0
    for part in reply.say:
        if isinstance(part, Line | Begin):
            silent = 0
            continue
        inside = max(part.seconds_in, part.seconds_out) if isinstance(part, Breath) else part.seconds
        silent = inside + (silent if isinstance(part, Wait) and not part.cue else 0)
        longest = max(longest, silent)
    return longest


@pytest.mark.parametrize("hold", PLANS)
@settings(max_examples=60, deadline=None)
@given(said=turns, line=pace)
def test_no_sequence_makes_a_bad_hold_or_leaves_anyone_on_the_roller(
    hold: int, said: list[tuple[e.Event, float]], line: float
) -> None:
    """Rule: negative, endless and silent holds, and endings without the way off, whatever is said and when."""
    told = Told(PLANS[hold], line)
    for event, wait in said:
        told.hear(event, wait)


@pytest.mark.long
@pytest.mark.parametrize("hold", PLANS)
@settings(max_examples=3000, deadline=None)
@given(said=turns, line=pace)
def test_no_long_sequence_does_either(hold: int, said: list[tuple[e.Event, float]], line: float) -> None:
    """Rule: the same, for longer."""
    told = Told(PLANS[hold], line)
    for event, wait in said:
        told.hear(event, wait)


SPOILT_EXAMPLES = [
    {"now": -1.7e308, "spot_ends": 1e308},
    {"now": -1.7e308, "rolling_ends": -1.7e308, "spot_ends": 1e308},
    {"step": 10**15},
    {"phase": "confirm", "confirm": "stop", "under": ["rolling", "ended"]},
    {"phase": "confirm", "confirm": "day_part", "under": ["confirm"]},
]
"""Sessions that were once answered with an apology, or with what is no JSON."""


def answer_everything(data: dict[str, Any], plan: Routine, wait: float) -> None:
    """Answer every event in the state that *data* is, where it is taken for one; whatever follows must be JSON."""
    try:
        state = State.from_dict(json.loads(json.dumps(data)))
    except StateError:
        return
    if not fits(state, plan):
        return
    settled = settle(state, NOON + wait, plan)
    for event in (*WISHES, *OPENS[:3], undoing(state), undoing(None)):
        made = turn(settled, event, plan)
        after, reply = made.state, reply_to(made, plan)
        record = updated(Progress(), settled, after, made.effect, plan)
        as_json(schedule(after, reply, lambda line: 2.5, plan), record)
        Progress.from_dict(record.to_dict())
    for in_silence in (False, True):
        left = left_off(state, NOON + wait, plan, in_silence=in_silence)
        as_json(left, updated(Progress(), left, left, None, plan))


def as_json(*kept: State | Progress) -> None:
    for one in kept:
        json.dumps(one.to_dict(), allow_nan=False)


@pytest.mark.parametrize("hold", PLANS)
@pytest.mark.parametrize("spoilt", SPOILT_EXAMPLES, ids=str)
def test_what_once_was_not_answered_is_refused(spoilt: dict[str, Any], hold: int) -> None:
    """Rule: a damaged session begins afresh; here, nothing is raised and nothing endless comes out."""
    data = State(Phase.ROLLING, 3, now=NOON).to_dict() | spoilt
    answer_everything(data, PLANS[hold], 30.0)
    with pytest.raises(StateError):
        refuse(data, PLANS[hold])


def refuse(data: dict[str, Any], plan: Routine) -> None:
    if not fits(State.from_dict(data), plan):
        raise StateError("outside the routine")


@pytest.mark.parametrize("hold", [230, 20])
@settings(max_examples=150, deadline=None)
@given(data=spoilt_states(), wait=st.floats(0, 90_000))
def test_whatever_state_is_accepted_every_event_is_answered(hold: int, data: dict[str, Any], wait: float) -> None:
    """Rule: what `from_dict` lets in raises nothing, and gives finite numbers, however little sense it makes."""
    answer_everything(data, PLANS[hold], wait)


@pytest.mark.long
@settings(max_examples=5000, deadline=None)
@given(data=spoilt_states(), wait=st.floats(0, 90_000))
def test_of_many_spoilt_states_too(data: dict[str, Any], wait: float) -> None:
    """Rule: the same, for longer."""
    answer_everything(data, PLANS[230], wait)


KEEN = st.sampled_from((
    Command.YES, Command.NO, Command.READY, Command.NEXT, Command.RESUME, Command.TIGHT_SPOT, Command.NEXT_SPOT,
    e.MoreTime(), e.MoreTime(60),
    Command.BACK, e.GoTo(4), undoing(), Command.HOLD_ON, Command.REPEAT,
))  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(said=st.lists(st.tuples(KEEN, st.sampled_from([8.0, 45.0, 70.0])), min_size=80, max_size=120))
def test_nobody_rolls_for_more_than_ten_minutes_however_keen(said: list[tuple[e.Event, float]]) -> None:
    """Promise 13: ten minutes of rolling in all, in one run; what was counted is counted by the clock."""
    plan, rolled = PLANS[230], 0.0
    told = Told(plan, 2.0, State(Phase.SETTLING, 2, now=NOW, rolling_ends=NOW + plan.limits.rolling))
    for event, wait in said:
        if told.state.phase in UP | {Phase.ENDED}:
            return
        at = told.state.now + wait
        rolling = [span for span in told.state.spans if span.number < len(plan)]
        rolled += sum(min(max(at - span.begins, 0), span.seconds) for span in rolling)
        told.hear(event, wait)
        assert rolled <= plan.limits.rolling + 1


def test_every_kind_of_opening_is_tried() -> None:
    """Rule: what was kept is of every kind: no place, and places of each phase, soon and later."""
    places = {one.known.progress.place.phase for one in OPENS if one.known.progress and one.known.progress.place}
    assert places >= {Phase.PLACE, Phase.SETTLING, Phase.ROLLING, Phase.SPOT, Phase.HELD, Phase.GENTLE, Phase.RISING}
