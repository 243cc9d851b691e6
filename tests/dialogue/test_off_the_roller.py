"""
Who sat up, who can't yet, what had really been said, and spots that nobody has found.

Rule 1: whoever sat up is led nowhere: a break in mid-run, an end after pain or a stop sign.
Rule 2: "not yet" while getting up says how again, and from the second time on whom to call.
Rule 3: "no, I said …" takes back what was misheard, and does what was said instead.
Rule 4: a step that rests on a spot claims none where nobody has said that they found one.
"""

from typing import Any

import pytest

from skill.content.routine import routine
from skill.dialogue import events as e
from skill.dialogue.machine import step
from skill.dialogue.reply import Line, Reply
from skill.dialogue.state import Phase, State, Visit


NOW = 1_000_000.0
PLAN = routine()


def at(phase: Phase, number: int = 3, **changes: Any) -> State:
    usual = {"visit": Visit.LATER, "now": NOW, "spot_ends": NOW + 60, "rolling_ends": NOW + 600}
    return State(phase, number, **usual | changes)


def keys(reply: Reply) -> list[str]:
    return [part.key for part in reply.say if isinstance(part, Line)]


ROLLING = at(Phase.ROLLING, left=25)
HELD = at(Phase.HELD, left=25, under=(Phase.ROLLING,))
HURT = at(Phase.HURT, under=(Phase.ROLLING,), hurts=True, gentle=True)


@pytest.mark.parametrize(
    ("before", "phase", "number"),
    [
        (at(Phase.SETTLING, 2), Phase.PLACE, 2),
        (ROLLING, Phase.PLACE, 3),
        (at(Phase.SPOT, 4), Phase.PLACE, 4),
        (at(Phase.GENTLE, 4, left=15, gentle=True), Phase.PLACE, 4),
        (at(Phase.BRIDGE, 5, straight=True), Phase.PLACE, 6),
        (at(Phase.BRIDGE, 6, straight=True), Phase.FINISHED, 7),
        (HELD, Phase.PLACE, 3),
        (at(Phase.REOPENED), Phase.PLACE, 3),
        (at(Phase.PLACE), Phase.ROLLING, 3),
        (at(Phase.FETCH, 1), Phase.PLACE, 1),
        (HURT, Phase.FINISHED, 7),
        (at(Phase.GENTLE, 4, left=15, gentle=True, hurts=True), Phase.FINISHED, 7),
        (at(Phase.CAUTION, under=(Phase.ROLLING,)), Phase.FINISHED, 7),
        (at(Phase.CAUTION, 1, under=(Phase.WELCOME,)), Phase.CAUTION, 1),
        (at(Phase.RISING, 7), Phase.FINISHED, 7),
        (at(Phase.RISING, 7, unheard=True), Phase.FINISHED, 7),
        (at(Phase.RISING, 7, barred=True), Phase.FINISHED, 7),
    ],
)
def test_whoever_sat_up_is_where_they_say(before: State, phase: Phase, number: int) -> None:
    """Rule 1: in the roller's place to sit at, or at the end; a seat in front of it is what PLACE asked for."""
    after, _ = step(before, e.SatUp(), PLAN)
    assert (after.phase, after.step) == (phase, number)


def test_whoever_sat_up_after_pain_keeps_the_place_and_is_not_called_finished() -> None:
    """Rule 1."""
    after, reply = step(HURT, e.SatUp(), PLAN)
    assert after.early
    assert keys(reply) == ["finished.early", "goodbye.kept"]
    assert reply.ends


def test_whoever_is_not_up_yet_hears_whom_to_call_the_second_time() -> None:
    """Rule 2."""
    once, first = step(at(Phase.RISING, 7), e.No(), PLAN)
    _, second = step(once, e.No(), PLAN)
    assert keys(first) == ["rising.how"]
    assert keys(second) == ["rising.how", "stuck.call"]


def test_more_time_to_get_up_is_no_trouble() -> None:
    """Rule 2: holding on asks for time, not for help."""
    state = at(Phase.RISING, 7)
    for _ in range(3):
        state, reply = step(state, e.HoldOn(), PLAN)
    assert "stuck.call" not in keys(reply)


def test_after_a_stop_sign_nobody_is_told_to_push_up() -> None:
    """Rule 2: off the roller is all that was asked; whoever is faint lies there."""
    _, reply = step(at(Phase.RISING, 7, barred=True), e.No(), PLAN)
    assert keys(reply) == ["rising.off_how"]


MISHEARD = at(Phase.SPOT, 4, left=30)


@pytest.mark.parametrize(
    ("wish", "phase", "number"),
    [
        (e.HoldOn(), Phase.HELD, 3),
        (e.Stop(), Phase.ENDED, 3),
        (e.Back(), Phase.SETTLING, 2),
        (e.Next(), Phase.SPOT, 4),
        (e.Easier(), Phase.GENTLE, 3),
    ],
)
def test_what_had_really_been_said_is_done_where_it_was_said(wish: e.Event, phase: Phase, number: int) -> None:
    """Rule 3: "next" was heard in step three, and something else said."""
    after, reply = step(MISHEARD, e.Undo(ROLLING, wish), PLAN)
    assert (after.phase, after.step) == (phase, number)
    assert keys(reply)[0] == "undo.instead"


def test_across_pain_what_was_said_is_done_here() -> None:
    """Rule 3, and promise 5: nothing is taken back, and stop still stops."""
    after, _ = step(HURT, e.Undo(ROLLING, e.Stop()), PLAN)
    assert after.phase is Phase.ENDED


@pytest.mark.parametrize(
    ("before", "event", "said"),
    [
        (ROLLING, e.Next(), "step.spot.seek"),
        (at(Phase.ROLLING), e.Next(), "step.spot.seek"),
        (at(Phase.ROLLING), e.Yes(), "step.spot.how"),
        (ROLLING, e.TightSpot(), "step.spot.how"),
        (at(Phase.PLACE, 4), e.Ready(), "step.spot.seek"),
        (at(Phase.SPOT, 4, left=20), e.Next(), "step.next_spot.seek"),
        (at(Phase.SPOT, 4), e.NextSpot(), "step.next_spot.how"),
    ],
)
def test_a_spot_is_claimed_only_by_whoever_found_it(before: State, event: e.Event, said: str) -> None:
    """Rule 4."""
    _, reply = step(before, event, PLAN)
    assert said in keys(reply)


def test_one_more_spot_of_the_same_step_does_not_say_its_number_again() -> None:
    """Step five of seven, again and again, sounds like standing still."""
    _, reply = step(at(Phase.SPOT, 5), e.NextSpot(), PLAN)
    assert keys(reply)[0] == "step.next_spot.how"


def test_a_shorter_version_holds_for_the_run_that_is_begun_anew() -> None:
    """Said when it was still open whether to carry on."""
    state, _ = step(at(Phase.RETURNING), e.Shorter(120), PLAN)
    after, _ = step(state, e.StartOver(), PLAN)
    assert after.rolling_ends - after.now == 120
    whole, _ = step(at(Phase.RETURNING, rolling_ends=NOW + 30), e.StartOver(), PLAN)
    assert whole.rolling_ends - whole.now == PLAN.limits.rolling
