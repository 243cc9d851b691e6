"""
Inspection of a turn: what a request was read as, and what its answer changed in the session.

Everything comes from the envelope and the response alone, read by the functions that the skill itself uses.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model import IntentRequest, LaunchRequest, RequestEnvelope

from skill.alexa.requests import read, slots_of
from skill.alexa.skill_builder import SERIALIZER
from skill.dialogue import events as e
from skill.dialogue.events import Command, name_of


@dataclass(frozen=True, slots=True)
class SessionChange:
    """A field of the session, with its values before and after a turn."""

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
    changes: tuple[SessionChange, ...]


def trace(envelope: Mapping[str, Any], response: Mapping[str, Any]) -> Trace:
    """Return what happened in a turn; *response* is empty where there was none."""
    handler_input = HandlerInput(request_envelope=SERIALIZER.read(envelope, RequestEnvelope))
    request: Any = handler_input.request_envelope.request
    call = read(handler_input)
    intent = request.intent if isinstance(request, IntentRequest) else None
    event = e.Open() if isinstance(request, LaunchRequest) else call.event
    return Trace(
        request=request.object_type,
        intent=intent.name if intent else None,
        slots={name: slot.id or slot.value or slot.raw for name, slot in slots_of(intent).items()} if intent else {},
        event=_named(event) if event else None,
        topic=call.answer.id if call.answer else None,
        changes=tuple(_changes(envelope["session"]["attributes"], response.get("sessionAttributes"))),
    )


def _named(event: e.Event) -> str:
    """Write *event* with what it carries, if it carries anything."""
    if isinstance(event, Command):
        return name_of(event)
    carried = {field.name: getattr(event, field.name) for field in fields(event)}
    said = ", ".join(f"{name}={value}" for name, value in carried.items() if value not in (None, False, ""))
    return f"{name_of(event)}({said})" if said else name_of(event)


def _changes(before: Mapping[str, Any], after: Mapping[str, Any] | None) -> list[SessionChange]:
    """Compare two sessions, the state first; the state that Undo goes back to is left out."""
    if not after:
        return []
    pairs = [(before.get("state") or {}, after.get("state") or {}), (before, after)]
    return [
        SessionChange(name, old.get(name), new[name])
        for old, new in pairs
        for name in new
        if name not in ("state", "before", "version") and old.get(name) != new[name]
    ]
