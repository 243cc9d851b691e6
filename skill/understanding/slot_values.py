"""
Values of slots: Amazon's own types read into numbers, and ids that are ours.

Rule: "?", nonsense, and an id of another model are None, or what was said.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from skill.content.utterances import ANSWER_TYPES, slot_types, types_of_slots
from skill.understanding.commands import SlotValue
from skill.understanding.tokens import split


_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
PARTS_OF_DAY = {"MO": "07:00", "AF": "14:00", "EV": "19:00", "NI": "21:00"}
AMAZON_TYPES = {
    "number": "AMAZON.NUMBER",
    "duration": "AMAZON.DURATION",
    "time": "AMAZON.TIME",
    "text": "AMAZON.SearchQuery",
}
"""Amazon's names of the slot types that have no values of their own."""

LONGEST = 24 * 60 * 60


def with_our_ids(slots: Mapping[str, SlotValue], language: str) -> dict[str, SlotValue]:
    """
    Return *slots* with ids of the content only.

    An id that the type of the slot doesn't have comes from another model, or from an extension of ours: the longest
    phrase of the type in what was said decides in its place. What names an answer must be all that was said.
    """
    return {name: _with_our_id(name, slot, language) for name, slot in slots.items()}


def _with_our_id(name: str, slot: SlotValue, language: str) -> SlotValue:
    values = slot_types(language).get(types_of_slots(language).get(name, ""), {})
    if slot.id is None or slot.id in values:
        return slot
    type_ = types_of_slots(language).get(name, "")
    said = " ".join(split(slot.raw))
    for phrase, id_ in _phrases(language, type_):
        if phrase == said or (type_ not in ANSWER_TYPES and f" {phrase} " in f" {said} "):
            return replace(slot, id=id_)
    return replace(slot, id=None)


@cache
def _phrases(language: str, type_: str) -> tuple[tuple[str, str], ...]:
    """Return the phrases of *type_* with their ids, the longest first."""
    values = slot_types(language).get(type_, {})
    phrases = [(phrase, id_) for id_, said in values.items() for phrase in said]
    return tuple(sorted(phrases, key=lambda phrase: len(phrase[0]), reverse=True))


def number(slot: SlotValue | None) -> int | None:
    """Read AMAZON.NUMBER."""
    text = (slot.value or slot.raw) if slot else ""
    return int(text) if re.fullmatch(r"\d{1,4}", text) else None


def seconds_of(slots: Mapping[str, SlotValue]) -> int | None:
    """Read a length of time from {duration}, or from {number} and {unit}; bare numbers are seconds."""
    duration = slots.get("duration")
    if duration is not None:
        return _duration(duration.value or duration.raw)
    count, unit = number(slots.get("number")), slots.get("unit")
    if count is None:
        return None
    return min(count * (int(unit.id) if unit and unit.id else 1), LONGEST)


def _duration(text: str) -> int | None:
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    return min(total, LONGEST) or None


def clock(slot: SlotValue | None, part: str | None = None) -> tuple[str, bool]:
    """
    Read AMAZON.TIME as "HH:MM" ("" if none) and whether its half of the day is certain, as by *part* of the day.

    Twelve is noon, whatever *part* says: "twelve in the morning" is noon to some and midnight to others, nobody rolls
    at midnight, and who does says "midnight". Either is named before anything is set.
    """
    text = (slot.value or slot.raw) if slot else ""
    if text in PARTS_OF_DAY:
        return PARTS_OF_DAY[text], True
    match = _CLOCK.fullmatch(text)
    if match is None:
        return "", False
    hour, minute = int(match[1]), int(match[2])
    if part == "evening" and 0 < hour < 12:
        hour += 12
    # Alexa makes "seven" 07:00, and noon 12:00: from one to eleven alone is the half of the day not certain.
    return f"{hour:02}:{minute:02}", part is not None or hour == 0 or hour >= 12


def daypart(slot: SlotValue | None) -> str | None:
    """Read {day_part}: "morning" or "evening"."""
    return slot.id if slot else None
