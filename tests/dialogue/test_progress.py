"""What is kept of a turn, and what is not."""

from dataclasses import replace
from typing import Any

import pytest
from stepping import Given, knowing, opening, step, turn

from skill.content.routine_file import routine
from skill.dialogue import events as e
from skill.dialogue.events import Command, FollowUp
from skill.dialogue.progress import Progress, SavedPlace, changes_progress, updated
from skill.dialogue.reply import Effect
from skill.dialogue.state import Confirm, Phase, State, Visit


NOW = 1_000_000.0
PLAN = routine()
OLD = Progress(SavedPlace(Phase.SPOT, "spot", 20), rolling=300, started=2, finished=1, at=NOW - 5000, pace=1)


def at(phase: Phase, number: int = 1, **changes: Any) -> State:
    usual: dict[str, Any] = {"now": NOW, "spot_ends": NOW + 60, "rolling_ends": NOW + 500, "visit": Visit.LATER}
    return State(phase, number, **usual | changes)


def kept(before: State, event: e.Event | Given, record: Progress = OLD) -> Progress:
    """Give what is kept after *event*, and hold `changes_progress` to it."""
    made = turn(before, knowing(event), PLAN)
    result = updated(record, before, made.state, made.effect, PLAN)
    assert result == record or changes_progress(before, made.state, made.effect)
    return result


ROLLING = at(Phase.ROLLING, 3, left=25)


def over(phase: Phase, beneath: State, **changes: Any) -> State:
    return replace(beneath, phase=phase, under=(beneath.phase,), **changes)


@pytest.mark.parametrize("phase", [Phase.WELCOME, Phase.SAFETY, Phase.RETURNING])
def test_whoever_has_not_begun_leaves_what_is_kept_as_it_is(phase: Phase) -> None:
    """Rule: WELCOME stores nothing, and the old place is kept until FETCH is left (design §4)."""
    assert kept(at(phase), Command.THANKS) == OLD


def test_the_old_place_is_kept_while_fetching() -> None:
    """Rule: until FETCH is left; opened within ten minutes, FETCH asks again."""
    assert kept(at(Phase.SAFETY), Command.YES) == replace(OLD, fetching=True, at=NOW)


def test_sitting_down_is_the_new_place() -> None:
    """Rule: once FETCH is left, the new run's place is kept."""
    assert kept(at(Phase.FETCH), Command.YES, replace(OLD, fetching=True)).place == SavedPlace(Phase.PLACE, "roller")


@pytest.mark.parametrize(
    ("before", "event", "place"),
    [
        (ROLLING, Command.THANKS, SavedPlace(Phase.ROLLING, "roll", 25)),
        (ROLLING, Command.HOLD_ON, SavedPlace(Phase.HELD, "roll", 25)),
        (ROLLING, e.Ask("disc", FollowUp.ASK_TO_STOP), SavedPlace(Phase.HELD, "roll", 25)),
        (ROLLING, Command.HURTS, SavedPlace(Phase.HELD, "roll", 0)),
        (ROLLING, Command.FORGET, SavedPlace(Phase.HELD, "roll", 25)),
        (ROLLING, Command.STOP, SavedPlace(Phase.ROLLING, "roll", 25)),
        (at(Phase.PIECE, 3, left=0, rest=20), Command.THANKS, SavedPlace(Phase.PIECE, "roll", 20)),
        (at(Phase.RISING, 7), Command.THANKS, SavedPlace(Phase.RISING, "rise")),
        (at(Phase.RISING, 7), Command.FORGET, SavedPlace(Phase.RISING, "rise")),
        (at(Phase.PLACE, 4), Command.FORGET, SavedPlace(Phase.PLACE, "spot")),
        (at(Phase.BRIDGE, 3, straight=True), Command.YES, SavedPlace(Phase.BRIDGE, "spot", 30)),
        (at(Phase.RISING, 7), Command.YES, None),
        (ROLLING, e.Ask("numb", FollowUp.WAY_OFF), None),
        (ROLLING, e.Emergency(), None),
        (at(Phase.HURT, 3, hurts=True, gentle=True, under=(Phase.ROLLING,)), Command.HURTS, None),
        (at(Phase.RETURNING, 4), e.Emergency(), None),
    ],
)
def test_the_place_is_kept_before_it_is_spoken_of(before: State, event: e.Event, place: SavedPlace | None) -> None:
    """Rule: HURT and CAUTION are kept as HELD; a run that ended leaves no place (promise 2)."""
    assert kept(before, event).place == place


@pytest.mark.parametrize(
    "before", [at(Phase.REOPENED, 4, left=20), at(Phase.RETURNING, 4), at(Phase.FETCH), at(Phase.PLACE, 4)]
)
def test_gentle_outlasts_the_session(before: State) -> None:
    """Rule: after pain the gentle form sticks until a new run, also when the session dies (promise 2)."""
    assert (kept(before, Command.HURTS).gentle, kept(before, Command.EASIER).gentle) == (True, True)


def test_a_reopened_place_stays_as_it_was_kept() -> None:
    """Rule: whoever only looked in has lost nothing."""
    assert kept(at(Phase.REOPENED, 4, left=20), Command.THANKS) == replace(OLD, at=NOW)


def test_looking_in_does_not_make_a_place_younger() -> None:
    """Rule: a preference said in RETURNING is kept; the place is as old as it was."""
    assert kept(at(Phase.RETURNING, 4), e.Pace()) == replace(OLD, pace=-1)


def test_a_guest_reopened_without_a_place_is_kept_whole() -> None:
    """Rule: where the record has gone since, the place is in the state."""
    assert kept(at(Phase.REOPENED, 4, left=20), Command.THANKS, Progress()).place == SavedPlace(Phase.REOPENED,
        "spot", 20)


def test_a_run_is_counted_when_it_begins_and_when_it_ends() -> None:
    """Rule: counts are kept; a run that a stop sign ended is not one that was finished."""
    begun = kept(at(Phase.PLACE), Command.YES)
    done = kept(at(Phase.RISING, 7), Command.YES)
    barred = kept(at(Phase.RISING, 7, barred=True), Command.YES)
    again = kept(at(Phase.PLACE, 4), Command.YES)
    assert (begun.started, done.finished, barred.finished, again.started) == (3, 2, 1, 2)


def test_getting_up_reopened_later_counts_as_finished() -> None:
    """Rule: RISING reopened later counts as finished (design §4)."""
    record = replace(OLD, place=SavedPlace(Phase.RISING, "rise"), age=5000.0)
    after = kept(State(now=NOW), opening(record), record)
    assert (after.finished, after.place) == (2, None)


def test_what_is_left_of_the_ten_minutes_is_kept() -> None:
    """Rule: ten minutes of rolling in all, over a break (promise 13)."""
    used_up = at(Phase.ROLLING, 3, rolling_ends=NOW - 5)
    assert (kept(ROLLING, Command.THANKS).rolling, kept(used_up, Command.THANKS).rolling) == (500, 1)


@pytest.mark.parametrize(
    ("event", "changed"),
    [
        (e.Pace(), {"pace": -1}), (e.Pace(faster=True), {"pace": 1}), (e.Words(), {"few": True}),
        (e.Words(fewer=False), {"few": False}),
    ],
)  # fmt: skip
def test_preferences_last_until_changed(event: e.Event, changed: dict[str, Any]) -> None:
    """Rule: pace and fewer words last until changed (design §4)."""
    assert kept(at(Phase.WELCOME), event, Progress(pace=0)) == replace(Progress(), **changed)


def test_forgetting_is_left_to_whoever_keeps() -> None:
    """Rule: the core names the effect, and deletes nothing itself."""
    asked = over(Phase.CONFIRM, ROLLING, confirm=Confirm.FORGET)
    assert turn(asked, Command.YES, PLAN).effect == Effect.FORGET


@pytest.mark.parametrize("phase", [Phase.WELCOME, Phase.SAFETY, Phase.RETURNING])
def test_what_changes_nothing_is_not_worth_a_write(phase: Phase) -> None:
    """Rule: nothing is stored of whoever only looked in."""
    assert not changes_progress(at(phase), at(phase), None)


@pytest.mark.parametrize("left", [25, 0])
def test_a_hold_is_never_called_finished_because_the_clock_ran(left: int) -> None:
    """Promise 6: the session died somewhere in the hold; reopened, what was left when it was last known counts."""
    record = kept(replace(ROLLING, left=left), Command.THANKS)
    after, _ = step(State(now=NOW + 400), opening(replace(record, age=400.0)), PLAN)
    again, _ = step(after, Command.YES, PLAN)
    assert (after.phase, again.phase, again.step, again.left) == (Phase.REOPENED, Phase.ROLLING, 3, left)
