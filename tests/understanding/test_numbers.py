"""Numbers, lengths of time and times of day, as people say them."""

import pytest

from skill.content.utterances import number_words
from skill.understanding.numbers import Numbers, written


NUMBERS = Numbers(number_words("en"))


@pytest.mark.parametrize(
    ("text", "value"),
    [("four", "4"), ("12", "12"), ("zero", "0"), ("twenty", "20"), ("twenty five", "25"), ("fourteen", "14"),
     ("twenty twelve", None), ("five twenty", None), ("banana", None), ("four bananas", None)],
)  # fmt: skip
def test_a_number_is_a_number_or_none(text: str, value: str | None) -> None:
    """Alexa gives "?" for what is none; the ear does not let it match."""
    assert NUMBERS.number(tuple(text.split())) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("thirty seconds", "PT30S"), ("90 seconds", "PT1M30S"), ("a minute", "PT1M"), ("minute", "PT1M"),
     ("a minute and a half", "PT1M30S"), ("one and a half minutes", "PT1M30S"), ("half a minute", "PT30S"),
     ("two and a half minutes", "PT2M30S"), ("two minutes thirty seconds", "PT2M30S"),
     ("two minutes and thirty seconds", "PT2M30S"), ("a couple of minutes", "PT2M"), ("an hour", "PT1H"),
     ("second", None), ("thirty", None), ("half", None), ("and a half", None), ("minutes thirty", None),
     ("a minute and", None), ("zero seconds", None)],
)  # fmt: skip
def test_a_length_of_time_is_written_as_the_platform_does(text: str, value: str | None) -> None:
    """ISO 8601, as an Alexa duration slot has it."""
    assert NUMBERS.duration(tuple(text.split())) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("seven", "07:00"), ("7 30", "07:30"), ("half past seven", "07:30"), ("quarter to eight", "07:45"),
     ("a quarter past six in the evening", "18:15"), ("ten to nine", "08:50"), ("seven pm", "19:00"),
     ("seven p m", "19:00"), ("seven oclock", "07:00"), ("seven oclock in the morning", "07:00"),
     ("twelve am", "00:00"), ("twelve pm", "12:00"), ("noon", "12:00"), ("nineteen thirty", "19:30"),
     ("twenty five", None), ("seven seventy", None), ("half past banana", None), ("banana past seven", None),
     ("the morning", None)],
)  # fmt: skip
def test_a_time_of_day_is_written_as_the_platform_does(text: str, value: str | None) -> None:
    """HH:MM, before noon where nothing else is said."""
    assert NUMBERS.time(tuple(text.split())) == value


@pytest.mark.parametrize(("seconds", "text"), [(30, "PT30S"), (90, "PT1M30S"), (3600, "PT1H"), (3661, "PT1H1M1S")])
def test_seconds_are_written_as_iso_8601(seconds: int, text: str) -> None:
    """Parts that are zero are left out."""
    assert written(seconds) == text
