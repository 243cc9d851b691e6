"""What a person makes of the coach's words."""

import pytest

from simulation.line_recognition import understood
from simulation.mishearing import misheard
from skill.content.phrases import script
from skill.dialogue.reply import Line


LOCALE = "en-US"


@pytest.mark.parametrize(
    "line",
    [
        Line("ask.place"), Line("step.roller.ask"), Line("step.roll.how"), Line("hurt.down"), Line("goodbye.lying"),
        Line("emergency.call"), Line("answer.frequency"), Line("step.last", {"step": 7}),
        Line("returning.said", {"step": 4, "of": 7}),
    ],
    ids=lambda line: line.key,
)  # fmt: skip
def test_a_line_is_known_again_among_others(line: Line) -> None:
    """In each of its wordings, whatever is said around it."""
    words = script(LOCALE)
    for turn in range(3):
        text = f"So. {words.text(line, turn)} And then."
        assert line.key in {said.key for said in understood(text, LOCALE)}, text


def test_the_number_of_a_step_is_understood() -> None:
    """As the person who is told it understands it."""
    said = understood(script(LOCALE).text(Line("step.number", {"step": 5, "of": 7})), LOCALE)
    assert [(one.key, one.step) for one in said] == [("step.number", 5)]


def test_whoever_does_not_mumble_is_heard_as_they_speak() -> None:
    """And whoever mumbles all, is not."""
    from random import Random

    assert misheard("keep rolling", 0.0, Random(1)) == "keep rolling"
    assert misheard("keep rolling", 1.0, Random(1)) != "keep rolling"
