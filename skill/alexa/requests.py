"""
Requests: what a launch, an intent or a tap asks for, read from its envelope.

Only this module reads the envelope of a turn.
"""

import hashlib
from dataclasses import dataclass
from itertools import islice
from typing import Any

import structlog
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model import Intent, IntentRequest, Slot
from ask_sdk_model.interfaces.alexa.presentation.apl import UserEvent
from ask_sdk_model.interfaces.connections import ConnectionsResponse

from skill.alexa.display import touch
from skill.coach.session import Session
from skill.coach.turn import Caller
from skill.content.answers import Answer
from skill.content.regions import regions
from skill.content.routine_file import routine
from skill.dialogue import events as e
from skill.dialogue.events import Command
from skill.dialogue.state import StateError
from skill.understanding.commands import SlotValue
from skill.understanding.intents import Understood, command_of, understood
from skill.understanding.slot_values import clock


_log = structlog.get_logger()

DEFAULT_LOCALE = "en-US"

NOBODY_SPOKE = "EXCEEDED_MAX_REPROMPTS"
LEFT = "USER_INITIATED"
"""Reasons of a SessionEndedRequest: nobody answered, or the user left."""

LONGEST = 500
"""Characters of a slot that are read: more than a person says in one breath, and few enough to search quickly."""

MOST = 8
"""Slots that are read: twice as many as any intent of the skill has."""


@dataclass(frozen=True, slots=True)
class TurnRequest:
    """
    What a launch, an intent or a tap asks for; *at* is its time in seconds since 1970.

    *session* is None where the request begins one, *event* None where it only opens the skill. *shown* is the token of
    the document that the device shows, None if it shows none of a skill.
    """

    caller: Caller
    session: Session | None
    event: e.Event | None
    at: float
    has_screen: bool = False
    shown: str | None = None
    answer: Answer | None = None


def read(handler_input: HandlerInput, wake_word: str | None = None) -> TurnRequest:
    """Read a launch, an intent or a tap; a session that came back damaged is begun afresh."""
    # The SDK's models allow None nearly everywhere; what is missing here raises, and is apologised for.
    envelope: Any = handler_input.request_envelope
    request, system = envelope.request, envelope.context.system
    session = continued(envelope.session)
    locale = known_locale(request.locale)
    meant = _meant(request, session, regions()[locale].language)
    return TurnRequest(
        caller=Caller(user_of(system), _voice_key(system.person), locale, wake_word),
        session=session,
        event=meant.event if meant else None,
        at=request.timestamp.timestamp(),
        has_screen=_has_screen(system.device),
        shown=_token_of(envelope.context.alexa_presentation_apl),
        answer=meant.answer if meant else None,
    )


def user_of(system: Any) -> str:
    """Return the id of the user that *system* of an envelope names; "" where it names none."""
    return (system.user.user_id if system.user else None) or ""


def continued(session: Any) -> Session | None:
    """Return what *session* of an envelope carried; None where it carried nothing that can be read."""
    attributes = session.attributes if session else None
    if not attributes or "state" not in attributes:
        return None
    try:
        found = Session.from_dict(attributes)
        if not found.fits(routine()):
            raise StateError("a step or a hold that the routine does not have")
    except StateError as error:
        # Begun afresh, so that pain and emergencies are still heard; the place is in the store.
        _log.error("the session came back damaged", error=str(error))
        return None
    return found


def known_locale(locale: str | None) -> str:
    """Return *locale* if the content has it, else a locale of its language, else English."""
    known = regions()
    if locale in known:
        return str(locale)
    language = (locale or "").split("-", maxsplit=1)[0]
    return next((name for name, region in known.items() if region.language == language), DEFAULT_LOCALE)


def _meant(request: Any, session: Session | None, language: str) -> Understood | None:
    if isinstance(request, IntentRequest):
        intent: Any = request.intent
        hurt, topic = (session.state.hurts, session.topic) if session else (False, None)
        return understood(intent.name, slots_of(intent), language, hurt=hurt, topic=topic)
    if isinstance(request, ConnectionsResponse):
        return Understood(_consent(request))
    if isinstance(request, UserEvent):
        word = touch(request.arguments or [], request.token, (session.shown if session else None) or "")
        return Understood(command_of(word) or Command.IGNORE)
    return None


def _consent(request: ConnectionsResponse) -> e.Consent:
    """Read the answer to the question for a permission; whatever is neither yes nor no is no answer."""
    status = (request.payload or {}).get("status")
    given = {"ACCEPTED": True, "DENIED": False}.get(status) if isinstance(status, str) else None
    time = clock(SlotValue(request.token or ""))[0]
    return e.Consent(given if time else None, time)


def slots_of(intent: Intent) -> dict[str, SlotValue]:
    """Return the filled slots of *intent*, MOST at most."""
    filled = ((name, _slot(slot)) for name, slot in (intent.slots or {}).items() if slot and _said(slot))
    return dict(islice(filled, MOST))


def _slot(slot: Slot) -> SlotValue:
    return SlotValue(_said(slot), _resolved(slot), _said(slot))


def _said(slot: Slot) -> str:
    # A slot that took several values has them in a list of their own, and none itself.
    several = getattr(slot.slot_value, "values", None)
    listed = several if isinstance(several, list) else []
    whole = slot.value or " and ".join(str(one.value) for one in listed if getattr(one, "value", None))
    return str(whole)[:LONGEST]


def _resolved(slot: Slot) -> str | None:
    # Entity resolution: the first authority that matched; an id is ours, a name may be anybody's.
    for authority in (slot.resolutions.resolutions_per_authority or []) if slot.resolutions else []:
        for wrapper in authority.values or []:
            if wrapper.value and wrapper.value.id:
                return str(wrapper.value.id)
    return None


def _token_of(rendered: Any) -> str | None:
    return rendered.token if rendered else None


def _has_screen(device: Any) -> bool:
    interfaces = device.supported_interfaces if device else None
    return bool(interfaces and interfaces.alexa_presentation_apl)


def _voice_key(person: Any) -> str:
    # The id itself is kept nowhere: what tells two people of a household apart is enough.
    return hashlib.sha256(person.person_id.encode()).hexdigest()[:16] if person and person.person_id else ""
