"""
What was said, as far as the slots of an intent tell it.

Rule 1: Alexa sends what fills a slot and not the words around it: of "how long should I stay" only "long should
I stay". The words that decide are put back (`openings`, in the content).
"""

from collections.abc import Mapping

from skill.content.utterances import openings
from skill.understanding.answer_search import asks
from skill.understanding.commands import SlotValue


SlotValues = Mapping[str, SlotValue]

REPORTED_IN = {"EmergencyIntent": {"red_flag", "unable"}, "PainIntent": {"sensation"}}
"""The slots that say what is wrong."""


def texts_of(intent: str, slots: SlotValues, language: str) -> list[str]:
    """Return what was said for *slots*, behind what led to it; a red flag also as it stands."""
    bare = [value.raw for slot, value in slots.items() if slot == "red_flag"]
    whole = [_whole(intent, slot, value.raw, language) for slot, value in slots.items()]
    return [text for text in dict.fromkeys(bare + whole) if text]


def is_no_report(intent: str, slots: SlotValues) -> bool:
    """Return whether a report in which no alarm was heard is none: "my head is {on the floor}", "i {love you}"."""
    is_told = bool(REPORTED_IN.get(intent, set()) & slots.keys())
    return is_told and any(value.id is None for value in slots.values())


def _whole(intent: str, slot: str, raw: str, language: str) -> str:
    """Return *raw* behind the words that led to it, unless it is a question as it stands."""
    lead = openings(language).get(slot) or openings(language).get(f"{intent}.{slot}")
    if not raw or lead is None or (slot == "question" and intent != "WhyIntent" and asks(raw, language)):
        return raw
    return f"{lead} {raw}"
