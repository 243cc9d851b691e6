"""The steps in order, by number and by name."""

from dataclasses import replace

import pytest

from skill.content.routine_file import routine
from skill.dialogue.routine import Breathing, Limits, Routine


PLAN = routine()


def test_every_step_is_found_by_its_number_and_by_its_name() -> None:
    """Rule: numbered from 1, in the order in which they are done."""
    assert [PLAN.number(step.id) for step in PLAN] == list(range(1, len(PLAN) + 1))
    assert [PLAN.step(number) for number in range(1, 8)] == list(PLAN)


@pytest.mark.parametrize("number", [-1, 0, 8])
def test_outside_the_routine_there_is_no_step(number: int) -> None:
    """Rule: a wrong number is an error, never another step."""
    with pytest.raises(IndexError, match="no step"):
        PLAN.step(number)


def test_an_unknown_name_is_no_step() -> None:
    """Rule: a routine that was edited may have lost it."""
    with pytest.raises(KeyError, match="cartwheel"):
        PLAN.number("cartwheel")


LONG_WAY_UP = replace(PLAN.step(7), seconds=31)


@pytest.mark.parametrize(
    ("times", "named"),
    [
        ({"limits": Limits(cue=13)}, "12 s without a word: cue"),
        ({"limits": Limits(heartbeat=5)}, "5 s without a word: cue, exhale"),
        ({"breathing": Breathing(inhale=13)}, "inhale"),
        ({"breathing": Breathing(exhale=13)}, "exhale"),
        ({"limits": Limits(settle_more=31)}, "30 s without a word: settle_more"),
        ({"steps": (*PLAN.steps[:-1], LONG_WAY_UP)}, "30 s without a word: rise"),
    ],
)
def test_a_routine_that_would_be_silent_for_too_long_is_refused(times: dict[str, object], named: str) -> None:
    """Rule: no silence is longer than the heartbeat (promise 12), whatever its times are set to."""
    with pytest.raises(ValueError, match=f"{named}$"):
        replace(PLAN, **times)  # type: ignore[arg-type]


def test_a_hold_may_be_longer_than_the_heartbeat() -> None:
    """Rule: it has words in it, as often as it takes."""
    longer = Routine((*PLAN.steps[:2], replace(PLAN.step(3), seconds=600), *PLAN.steps[3:]))
    assert longer.step(3).seconds == 600
