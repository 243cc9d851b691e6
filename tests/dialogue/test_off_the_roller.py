"""
Who sat up, who can't yet, what had really been said, and spots that nobody has found.

Rule 1: whoever sat up is led nowhere: a break in mid-run, an end after pain or a stop sign.
Rule 2: "not yet" while getting up says how again, and from the second time on whom to call.
Rule 3: "no, I said …" takes back what was misheard, and does what was said instead.
Rule 4: a step that rests on a spot claims none where nobody has said that they found one.
Rule 5: what has not been heard is not taken for done, and nobody is spoken to as if they lay somewhere else.
"""

from typing import Any

import pytest
from stepping import as_guest, reply_to, step, turn, undoing

from skill.content.routine_file import routine
from skill.dialogue import events as e
from skill.dialogue.events import Command, FollowUp, WayOff
from skill.dialogue.progress import Outcome, Stored
from skill.dialogue.reply import Line, Reply, Wait
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
        (at(Phase.PLACE), Phase.PLACE, 3),
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
    after, _ = step(before, Command.SAT_UP, PLAN)
    assert (after.phase, after.step) == (phase, number)


def test_whoever_sat_up_after_pain_keeps_the_place_and_is_not_called_finished() -> None:
    """Rule 1."""
    after, reply = step(HURT, Command.SAT_UP, PLAN)
    assert after.early
    assert keys(reply) == ["finished.early", "goodbye.kept"]
    assert reply.ends


def test_whoever_is_not_up_yet_hears_whom_to_call_the_second_time() -> None:
    """Rule 2."""
    once, first = step(at(Phase.RISING, 7), Command.NO, PLAN)
    _, second = step(once, Command.NO, PLAN)
    assert keys(first) == ["rising.how"]
    assert keys(second) == ["rising.how", "stuck.call"]


def test_more_time_to_get_up_is_no_trouble() -> None:
    """Rule 2: holding on asks for time, not for help."""
    state = at(Phase.RISING, 7)
    for _ in range(3):
        state, reply = step(state, Command.HOLD_ON, PLAN)
    assert "stuck.call" not in keys(reply)


def test_after_a_stop_sign_nobody_is_told_to_push_up() -> None:
    """Rule 2: off the roller is all that was asked; whoever is faint lies there."""
    _, reply = step(at(Phase.RISING, 7, barred=True), Command.NO, PLAN)
    assert keys(reply) == ["rising.off_how"]


MISHEARD = at(Phase.SPOT, 4, left=30)


@pytest.mark.parametrize(
    ("wish", "phase", "number"),
    [
        (Command.HOLD_ON, Phase.HELD, 3),
        (Command.STOP, Phase.ENDED, 3),
        (Command.BACK, Phase.SETTLING, 2),
        (Command.NEXT, Phase.SPOT, 4),
        (Command.EASIER, Phase.GENTLE, 3),
    ],
)
def test_what_had_really_been_said_is_done_where_it_was_said(wish: e.Event, phase: Phase, number: int) -> None:
    """Rule 3: "next" was heard in step three, and something else said."""
    after, reply = step(MISHEARD, undoing(ROLLING, wish), PLAN)
    assert (after.phase, after.step) == (phase, number)
    assert keys(reply)[0] == "undo.instead"


def test_across_pain_what_was_said_is_done_here() -> None:
    """Rule 3, and promise 5: nothing is taken back, and stop still stops."""
    after, _ = step(HURT, undoing(ROLLING, Command.STOP), PLAN)
    assert after.phase is Phase.ENDED


@pytest.mark.parametrize(
    ("before", "event", "said"),
    [
        (ROLLING, Command.NEXT, "step.spot.seek"),
        (at(Phase.ROLLING), Command.NEXT, "step.spot.seek"),
        (at(Phase.ROLLING), Command.YES, "step.spot.how"),
        (ROLLING, Command.TIGHT_SPOT, "step.spot.how"),
        (at(Phase.PLACE, 4), Command.READY, "step.spot.seek"),
        (at(Phase.SPOT, 4, left=20), Command.NEXT, "step.next_spot.seek"),
        (at(Phase.SPOT, 4), Command.NEXT_SPOT, "step.next_spot.how"),
    ],
)
def test_a_spot_is_claimed_only_by_whoever_found_it(before: State, event: e.Event, said: str) -> None:
    """Rule 4."""
    _, reply = step(before, event, PLAN)
    assert said in keys(reply)


def test_one_more_spot_of_the_same_step_does_not_say_its_number_again() -> None:
    """Step five of seven, again and again, sounds like standing still."""
    _, reply = step(at(Phase.SPOT, 5), Command.NEXT_SPOT, PLAN)
    assert keys(reply)[0] == "step.next_spot.how"


def test_a_shorter_version_holds_for_the_run_that_is_begun_anew() -> None:
    """Said when it was still open whether to carry on."""
    state, _ = step(at(Phase.RETURNING), e.Shorter(120), PLAN)
    after, _ = step(state, Command.START_OVER, PLAN)
    assert after.rolling_ends - after.now == 120
    whole, _ = step(at(Phase.RETURNING, rolling_ends=NOW + 30), Command.START_OVER, PLAN)
    assert whole.rolling_ends - whole.now == PLAN.limits.rolling


def test_whoever_finds_the_spot_as_they_are_told_to_stays_on_it() -> None:
    """ "It's tight here", said while the spot's words are said, is no wish for another."""
    early, _ = step(at(Phase.SPOT, 4, left=28), Command.TIGHT_SPOT, PLAN)
    late, _ = step(at(Phase.SPOT, 4, left=20), Command.TIGHT_SPOT, PLAN)
    assert (early.step, early.left) == (4, 28)
    assert (late.step, late.left) == (5, 30)


def test_the_first_breath_waits_until_they_are_there() -> None:
    """A moment that counts for no step."""
    _, reply = step(ROLLING, Command.TIGHT_SPOT, PLAN)
    assert Wait(PLAN.limits.arrive, counts=False) in reply.say


def test_what_was_not_begun_is_said_in_full_after_a_rest() -> None:
    """Its words may have been cut off by the very "hold on"."""
    whole, part = (at(Phase.HELD, left=left, under=(Phase.ROLLING,)) for left in (40, 25))
    assert keys(step(whole, Command.READY, PLAN)[1])[0] == "step.roll.how"
    assert keys(step(part, Command.READY, PLAN)[1])[0] == "again.rolling"


def test_straight_through_no_step_is_skipped_by_a_yes() -> None:
    """A yes between two holds goes on with the words of the next."""
    between = at(Phase.ROLLING, 3, left=40, straight=True, echo=True)
    assert "step.roll.how" in keys(step(between, Command.YES, PLAN)[1])


def test_carrying_on_after_a_rest_on_the_way_up_is_getting_up() -> None:
    """Only who has not rested there means the rolling."""
    rested, _ = step(at(Phase.RISING, 7), Command.HOLD_ON, PLAN)
    assert step(rested, Command.RESUME, PLAN)[0].phase is Phase.RISING
    assert step(at(Phase.RISING, 7), Command.RESUME, PLAN)[0].phase is Phase.ROLLING


def test_whoever_has_no_roller_hears_what_stands_in_for_one() -> None:
    """ "I don't have one" is no tight spot where a roller was asked for."""
    after, reply = step(at(Phase.FETCH, 1), Command.NO_SPOT, PLAN)
    assert (after.phase, keys(reply)) == (Phase.FETCH, ["answer.no_roller"])


FAINT = e.Ask("faint", FollowUp.WAY_OFF, WayOff.REST)


@pytest.mark.parametrize("phase", [Phase.WELCOME, Phase.PLACE])
def test_whoever_is_faint_and_not_on_the_roller_lies_down_where_they_are(phase: Phase) -> None:
    """Nobody who is faint is told to get up, or that they lie."""
    after, reply = step(at(phase, 1), FAINT, PLAN)
    assert keys(reply) == ["sign.lie_here", "answer.faint", "sign.not_today"]
    assert (after.barred, reply.ends) == (True, True)


def test_of_a_guest_nothing_is_kept_and_nothing_forgotten() -> None:
    """Somebody else's place is not theirs to delete."""
    made = turn(ROLLING, as_guest(Command.FORGET), PLAN)
    assert (made.state.phase, made.effect) == (Phase.HELD, None)
    assert "know_me.nothing" in keys(reply_to(made, PLAN))
    assert "know_me.nothing" in keys(step(ROLLING, Command.KNOW_ME, PLAN, Outcome(stored=Stored.NOTHING))[1])


def test_a_yes_that_cuts_a_step_off_hears_it_again() -> None:
    """Nothing has been counted, so nothing has been heard to its end."""
    _, cut_off = step(at(Phase.ROLLING, left=40), Command.YES, PLAN)
    _, counting = step(at(Phase.ROLLING, left=25), Command.YES, PLAN)
    assert keys(cut_off)[:2] == ["hold.on", "step.roll.how"]
    assert keys(counting)[0] == "hold.on"
    assert "step.roll.how" not in keys(counting)


WAYS_BACK = (
    (at(Phase.ROLLING, left=25), Command.START_OVER),
    (at(Phase.SPOT, 4, left=12), e.GoTo(1)),
    (at(Phase.SETTLING, 2), Command.BACK),
    (at(Phase.HELD, left=25, under=(Phase.ROLLING,)), Command.START_OVER),
    (at(Phase.HELD, 2, under=(Phase.SETTLING,)), Command.BACK),
    (at(Phase.GENTLE, 4, left=15, gentle=True), e.GoTo(by=-3)),
    (at(Phase.BRIDGE, 6, straight=True), Command.START_OVER),
    (at(Phase.REOPENED, 1), Command.YES),
)


@pytest.mark.parametrize(("before", "event"), WAYS_BACK)
def test_whoever_lies_is_not_leaned_back_again(before: State, event: e.Event) -> None:
    """Start over, back, and go to step one; and as long as the step lasts, however it is said again."""
    state, reply = step(before, event, PLAN)
    said = [keys(reply)]
    for again in (Command.REPEAT, Command.REPEAT, Command.STRAIGHT_THROUGH, Command.STEP_BY_STEP, e.GoTo(1)):
        state, reply = step(state, again, PLAN)
        said += [keys(reply)]
    assert state.phase is Phase.SETTLING
    assert all("step.roller.lying" in one for one in said[:3])
    assert not any("step.roller.how" in one for one in said)


@pytest.mark.parametrize(
    ("before", "event"),
    [
        (at(Phase.PLACE, 1), Command.YES),
        (at(Phase.SETTLING, 1), Command.START_OVER),
        (at(Phase.SETTLING, 1), Command.BACK),
        (at(Phase.RISING, 7), Command.START_OVER),
        (at(Phase.HELD, 1, under=(Phase.SETTLING,)), Command.BACK),
    ],
)
def test_whoever_may_still_sit_is_leaned_back(before: State, event: e.Event) -> None:
    """The first step is said in full."""
    _, reply = step(before, event, PLAN)
    assert "step.roller.how" in keys(reply)


def test_a_break_ends_lying() -> None:
    """Whoever sat up in the first step, and comes back, leans back."""
    state, _ = step(at(Phase.ROLLING, left=25), Command.START_OVER, PLAN)
    for event in (Command.SAT_UP, Command.READY):
        state, reply = step(state, event, PLAN)
    assert "step.roller.how" in keys(reply)


IN_MID_RUN = (
    at(Phase.SETTLING, 1),
    at(Phase.SETTLING, 2, left=4, straight=True),
    at(Phase.ROLLING, left=25),
    at(Phase.ROLLING),
    at(Phase.SPOT, 4, left=12),
    at(Phase.PIECE, left=20, rest=20),
    at(Phase.BRIDGE, 4, left=12, straight=True),
    at(Phase.GENTLE, 4, left=15, gentle=True),
    at(Phase.HELD, left=25, under=(Phase.ROLLING,)),
)


@pytest.mark.parametrize("before", IN_MID_RUN)
def test_another_person_in_mid_run_hears_the_safety_words_before_anything_rolls(before: State) -> None:
    """And how to interrupt; then they are asked, and go on with the time that was left."""
    state, reply = step(before, Command.NOT_ME, PLAN)
    after, _ = step(state, Command.YES, PLAN)
    assert (state.phase, reply.ask is not None) == (Phase.HELD, True)
    assert {"settling.teach", "screen.first", "not_me.noted"} <= set(keys(reply))
    assert after.left + after.rest <= max(before.left + before.rest, PLAN.step(before.step).seconds)


@pytest.mark.parametrize(
    "before", [HURT, at(Phase.CAUTION, under=(Phase.ROLLING,)), at(Phase.SLIPPED, under=(Phase.ROLLING,))]
)
def test_another_person_is_asked_what_was_open(before: State) -> None:
    """A question about pain, or whether to stop, stays: the safety words come before it."""
    state, reply = step(before, Command.NOT_ME, PLAN)
    assert (state.phase, "screen.first" in keys(reply)) == (before.phase, True)


def test_after_the_end_of_a_run_another_person_hears_no_more_of_it() -> None:
    """Nothing rolls any more."""
    state, reply = step(at(Phase.RISING, 7, barred=True), Command.NOT_ME, PLAN)
    assert (state.phase, "screen.first" in keys(reply)) == (Phase.RISING, False)
