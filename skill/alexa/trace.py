"""
A turn from the inside: what a request was read as, and what its answer did to the state.

Rule 1: it is read off the envelope and the response alone, with the very functions that the skill reads them with.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from skill.alexa.intents import Understood, understood
from skill.alexa.requests import TAPPED, known_locale
from skill.content.regions import region
from skill.dialogue import events as e
from skill.hearing.commands import SlotValue


@dataclass(frozen=True, slots=True)
class Change:
    """A part of the session that is *after* what was *before*."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Trace:
    """What a request is, the intent and slots in it, the event it stands for, and what it changed."""

    request: str
    intent: str | None
    slots: Mapping[str, str]
    event: str | None
    topic: str | None
    changes: tuple[Change, ...]


def trace(envelope: Mapping[str, Any], response: Mapping[str, Any]) -> Trace:
    """Look into a turn; *response* is empty where there was none."""
    request = envelope["request"]
    meant = request.get("intent")
    slots = _slots(meant) if meant else {}
    found = _understood(request, slots)
    return Trace(
        request=request["type"],
        intent=meant["name"] if meant else None,
        slots={name: slot.id or slot.value or slot.raw for name, slot in slots.items()},
        event=_named(found.event) if found else None,
        topic=found.answer.id if found and found.answer else None,
        changes=tuple(_changes(envelope["session"]["attributes"], response.get("sessionAttributes"))),
    )


def _understood(request: Mapping[str, Any], slots: Mapping[str, SlotValue]) -> Understood | None:
    match request["type"]:
        case "LaunchRequest":
            return Understood(e.Open())
        case "IntentRequest":
            return understood(request["intent"]["name"], slots, region(known_locale(request["locale"])).language)
        case "Alexa.Presentation.APL.UserEvent":
            word = next(iter(request["arguments"]), None)
            return Understood(TAPPED.get(word, e.Pass()) if isinstance(word, str) else e.Pass())
    return None


def _slots(intent: Mapping[str, Any]) -> dict[str, SlotValue]:
    filled = {name: slot for name, slot in intent.get("slots", {}).items() if "value" in slot}
    return {name: SlotValue(slot["value"], _id(slot), slot["value"]) for name, slot in filled.items()}


def _id(slot: Mapping[str, Any]) -> str | None:
    for authority in slot.get("resolutions", {}).get("resolutionsPerAuthority", ()):
        for value in authority.get("values", ()):
            return str(value["value"]["id"])
    return None


def _named(event: e.Event) -> str:
    """Write *event* with what it carries, if it carries anything."""
    carried = {field.name: getattr(event, field.name) for field in fields(event)}
    said = ", ".join(f"{name}={value}" for name, value in carried.items() if value not in (None, False, ""))
    return f"{type(event).__name__}({said})" if said else type(event).__name__


def _changes(before: Mapping[str, Any], after: Mapping[str, Any] | None) -> list[Change]:
    """Compare two sessions, the state first; the state before (for undoing) is the old one, and no news."""
    if not after:
        return []
    pairs = [(before.get("state") or {}, after.get("state") or {}), (before, after)]
    return [
        Change(name, old.get(name), new[name])
        for old, new in pairs
        for name in new
        if name not in ("state", "before", "version") and old.get(name) != new[name]
    ]
