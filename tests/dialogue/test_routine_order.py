"""The steps in order, by number and by name."""

import pytest

from skill.content.routine import routine


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
