"""Values of Amazon's slot types: numbers, lengths of time, times of day; "?" and nonsense are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.understanding.commands import SlotValue
from skill.understanding.slot_values import LONGEST, PARTS_OF_DAY, clock, daypart, number, seconds_of, with_our_ids


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("4", 4), ("0", 0), ("22", 22), ("?", None), ("", None), ("four", None), ("-1", None), ("4.5", None),
        ("99999", None),
    ],
)  # fmt: skip
def test_a_number_is_digits_or_none(said: str, meant: int | None) -> None:
    """AMAZON.NUMBER gives digits, and a question mark where Alexa caught none."""
    assert number(SlotValue(said)) == meant


def test_a_slot_that_is_not_there_is_no_number() -> None:
    """Alexa leaves out what was not said."""
    assert number(None) is None


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("PT30S", 30), ("PT2M", 120), ("PT1M30S", 90), ("PT1H", 3600), ("P1D", LONGEST), ("P1DT1H", LONGEST),
        ("P9999D", LONGEST), ("PT0S", None), ("P", None), ("PT", None), ("P1W", None), ("P1M", None),
        ("?", None), ("30", None), ("", None),
    ],
)  # fmt: skip
def test_a_duration_is_seconds_or_none(said: str, meant: int | None) -> None:
    """AMAZON.DURATION gives ISO 8601; nobody rolls for a week, and nothing is no length."""
    assert seconds_of({"duration": SlotValue(said)}) == meant


@pytest.mark.parametrize(
    ("slots", "meant"),
    [
        ({"number": SlotValue("10")}, 10),
        ({"number": SlotValue("2"), "unit": SlotValue("minutes", "60")}, 120),
        ({"number": SlotValue("10"), "unit": SlotValue("jiffies")}, 10),
        ({"number": SlotValue("?")}, None),
        ({"number": SlotValue("9999"), "unit": SlotValue("minutes", "60")}, LONGEST),
        ({"unit": SlotValue("minutes", "60")}, None),
        ({}, None),
    ],
)
def test_a_number_with_a_unit_is_seconds(slots: dict[str, SlotValue], meant: int | None) -> None:
    """ "Ten more" is ten seconds."""
    assert seconds_of(slots) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("07:00", ("07:00", False)), ("7:30", ("07:30", False)), ("11:59", ("11:59", False)),
        ("12:00", ("12:00", True)), ("12:30", ("12:30", True)), ("13:00", ("13:00", True)),
        ("19:00", ("19:00", True)), ("00:15", ("00:15", True)), ("MO", ("07:00", True)), ("EV", ("19:00", True)),
        ("24:00", ("", False)), ("7", ("", False)), ("?", ("", False)), ("", ("", False)), ("seven", ("", False)),
    ],
)  # fmt: skip
def test_a_time_is_certain_only_if_its_half_of_the_day_is(said: str, meant: tuple[str, bool]) -> None:
    """ "At seven" comes as 07:00, whichever seven was meant, so it is asked about."""
    assert clock(SlotValue(said)) == meant


def test_no_time_is_no_time() -> None:
    """Alexa leaves out what was not said."""
    assert clock(None) == ("", False)


def test_parts_of_the_day_are_times() -> None:
    """Amazon's four: MO, AF, EV, NI."""
    assert {name: clock(SlotValue(name))[0] for name in ("MO", "AF", "EV", "NI")} == PARTS_OF_DAY


@pytest.mark.parametrize(
    ("slot", "meant"), [(SlotValue("after work", "evening"), "evening"), (SlotValue("noonish"), None), (None, None)]
)
def test_a_part_of_the_day_is_ours_by_its_id(slot: SlotValue | None, meant: str | None) -> None:
    """What entity resolution did not match is nothing that we know."""
    assert daypart(slot) == meant


@given(st.text())
def test_no_value_raises(text: str) -> None:
    """Slots are open: anything can stand in them."""
    slot = SlotValue(text)
    number(slot)
    clock(slot)
    seconds_of({"duration": slot})
    seconds_of({"number": slot, "unit": slot})


@pytest.mark.parametrize(
    ("said", "part", "meant"),
    [
        ("07:00", "morning", ("07:00", True)),
        ("07:00", "evening", ("19:00", True)),
        ("12:00", "evening", ("12:00", True)),
        ("12:00", "morning", ("12:00", True)),
        ("12:30", "morning", ("12:30", True)),
        ("00:15", "evening", ("00:15", True)),
        ("19:00", "morning", ("19:00", True)),
        ("07:00", None, ("07:00", False)),
    ],
)
def test_a_part_of_the_day_makes_a_time_certain(said: str, part: str | None, meant: tuple[str, bool]) -> None:
    """Alexa sends "seven in the morning" as a time and a part of the day."""
    assert clock(SlotValue(said, value=said), part) == meant


FOREIGN = "3b1f8c2e9d7a4c60b5e1f2a3d4c5b6a7"
"""An id as another model has it, or as Amazon makes one."""


@pytest.mark.parametrize(
    ("name", "said", "meant"),
    [
        ("ordinal", "third", "3"),
        ("unit", "minutes", "60"),
        ("pace", "faster", "faster"),
        ("pace", "a lot faster please", "faster"),
        ("pace", "not so fast", "slower"),
        ("amount", "more", "more"),
        ("day_part", "In the Evening", "evening"),
        ("command", "go back", "back"),
        ("direction", "sideways", None),
        ("topic", "foam roller", "what_is_roller"),
        ("condition", "not pregnant", None),
        ("a slot of another model", "third", None),
    ],
)
def test_an_id_that_is_not_ours_gives_way_to_what_was_said(name: str, said: str, meant: str | None) -> None:
    """A part of the text decides only among words of ours: "not pregnant" is not "pregnant"."""
    assert with_our_ids({name: SlotValue(said, FOREIGN, said)}, "en") == {name: SlotValue(said, meant, said)}


@pytest.mark.parametrize("slot", [SlotValue("third", "3"), SlotValue("third")])
def test_an_id_of_ours_and_no_id_stay(slot: SlotValue) -> None:
    """What entity resolution did not match stays unmatched: reports rely on it."""
    assert with_our_ids({"ordinal": slot}, "en") == {"ordinal": slot}
