"""
The handlers: one for each kind of request that Alexa sends.

requests.py reads what is said or tapped into an event, skill/coach/turn.py answers the event, and responses.py writes
the answer. One table says what each intent means: skill/understanding/intents.py.

Rule 1: a request that allows no speech is acknowledged with an empty response.
Rule 2: a report of a fault of the skill is logged as an error, and nothing of a report is logged but names.
Rule 3: an event is acknowledged when it has been done.
Rule 4: whatever raises, a person on a roller hears a calm sentence; the log names the fault and where it arose.
"""

import hashlib
import math
import re
import traceback
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog
from ask_sdk_core.dispatch_components import AbstractExceptionHandler, AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.utils import is_request_type
from ask_sdk_model import Response
from ask_sdk_model.canfulfill import (
    CanFulfillIntent,
    CanFulfillIntentRequest,
    CanFulfillIntentValues,
    CanFulfillSlot,
    CanFulfillSlotValues,
    CanUnderstandSlotValues,
)

from skill.alexa.interceptors import name_of
from skill.alexa.reminders import ASK_FOR, AmazonReminders
from skill.alexa.requests import LEFT, NOBODY_SPOKE, TurnRequest, continued, known_locale, read, user_of
from skill.alexa.responses import respond, to_response
from skill.coach.session import Session
from skill.coach.turn import Coach, voice
from skill.coach.voice import Voice
from skill.content.phrases import script
from skill.dialogue.events import Ask, Command, Event, Unclear
from skill.dialogue.reply import Line, Reply
from skill.dialogue.routine import Routine
from skill.dialogue.state import State
from skill.dialogue.timeline import settle
from skill.settings import Settings
from skill.storage import StorageError
from skill.understanding.intents import KNOWN


APL = "Alexa.Presentation.APL"
DISABLED = "AlexaSkillEvent.SkillDisabled"
SPEAKABLE = ("LaunchRequest", "IntentRequest", f"{APL}.UserEvent", "Connections.Response")
"""The types of request that may be answered with speech."""

CANNOT_SAY = "INTERNAL_SERVICE_ERROR"
FAULTS = {
    "INVALID_RESPONSE": "our response was invalid",
    CANNOT_SAY: "Alexa could not say our response",
    "ENDPOINT_TIMEOUT": "our answer came too late",
}
"""What an error of a SessionEndedRequest means that is a fault of ours."""

TOO_LONG = "our audio was too long"
_LENGTH = re.compile(r"\b(?:audio|duration)\b.*\b(?:long|limit|exceed\w*)\b", re.IGNORECASE)

_log = structlog.get_logger()


class _TurnHandler(AbstractRequestHandler):
    """Answers a request of type *request_type* with one turn of the conversation."""

    request_type: str

    def __init__(self, coach: Coach, routine: Routine, settings: Settings) -> None:
        self._coach = coach
        self._routine = routine
        self._wake_word = settings.wake_word

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Return whether the request is of this type and in a session; a widget's tap is in none."""
        in_session = handler_input.request_envelope.session is not None
        return in_session and is_request_type(self.request_type)(handler_input)

    def handle(self, handler_input: HandlerInput) -> Response:
        """Answer; a tap that would open a session is stale, and opens nothing."""
        asked = read(handler_input, self._wake_word)
        if asked.session is None and asked.event is Command.IGNORE:
            return Response()
        effects = AmazonReminders(handler_input)
        session, reply = self._coach.answer(asked.session, asked.caller, asked.event, asked.at, effects)
        response, session = respond(asked, session, reply, voice(session, asked.caller), self._routine)
        handler_input.attributes_manager.session_attributes = session.to_dict()
        structlog.contextvars.bind_contextvars(**_reached(session), **self._missed(asked))
        return response

    def _missed(self, asked: TurnRequest) -> dict[str, Any]:
        """Return where the person was who was not understood, for `gentle-roller misheard`; else nothing."""
        if not _is_missed(asked.event):
            return {}
        state = settle(asked.session.state, asked.at, self._routine) if asked.session else State()
        return {"understood": False, "asked_in": str(state.phase), "asked_at_step": state.step}


class LaunchRequestHandler(_TurnHandler):
    """Opens the skill."""

    request_type = "LaunchRequest"


class IntentRequestHandler(_TurnHandler):
    """Answers every intent; what an intent means depends on its row in the table and on the phase."""

    request_type = "IntentRequest"


class UserEventHandler(_TurnHandler):
    """Answers a tap on a screen; each tap is the word on its button."""

    request_type = f"{APL}.UserEvent"


class ConnectionsResponseHandler(_TurnHandler):
    """Goes on when Alexa has asked for a permission."""

    request_type = "Connections.Response"

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Return whether it is the answer to our question; the skill has no other connections."""
        request: Any = handler_input.request_envelope.request
        return super().can_handle(handler_input) and request.name == ASK_FOR


class SessionEndedRequestHandler(AbstractRequestHandler):
    """Saves where a session was left that ended by itself, and logs why it ended."""

    def __init__(self, coach: Coach) -> None:
        self._coach = coach

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Return whether a session ended."""
        return is_request_type("SessionEndedRequest")(handler_input)

    def handle(self, handler_input: HandlerInput) -> Response:
        """Save the place unless the skill itself, or a fault, ended the session."""
        envelope: Any = handler_input.request_envelope
        request = envelope.request
        session, reason = continued(envelope.session), _name(request.reason)
        self._log_reason(request, session)
        if session is not None and reason in (NOBODY_SPOKE, LEFT):
            user, at = user_of(envelope.context.system), request.timestamp.timestamp()
            self._coach.leave(session, user, at, in_silence=reason == NOBODY_SPOKE)
        return Response()

    def _log_reason(self, request: Any, session: Session | None) -> None:
        error = _type(request.error)
        if error not in FAULTS:
            _log.info("session ended", reason=_name(request.reason), error=error)
            return
        fault = TOO_LONG if error == CANNOT_SAY and _speaks_of_length(request.error) else FAULTS[error]
        sent = _reached(session) if session else {}
        _log.error(f"session ended: {fault}", error=error, fingerprint=_fingerprint(request.error), **sent)


class SkillEventHandler(AbstractRequestHandler):
    """
    Forgets a user who disables the skill.

    An event is acknowledged when it has been done: a failure fails the request, so that Alexa sends the event again.
    """

    def __init__(self, coach: Coach) -> None:
        self._coach = coach

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Return whether a user disabled the skill."""
        return is_request_type(DISABLED)(handler_input)

    def handle(self, handler_input: HandlerInput) -> Response:
        """Delete everything of the user that is not newer than the event; raises StorageError."""
        envelope: Any = handler_input.request_envelope
        try:
            self._coach.forget(user_of(envelope.context.system), _happened(envelope.request))
        except StorageError as error:
            _log.error("a user who disabled the skill is not forgotten: the event must come again", error=str(error))
            raise
        return Response()


class CanFulfillIntentRequestHandler(AbstractRequestHandler):
    """Tells Alexa whether the skill knows an intent."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Return whether Alexa asks so."""
        return isinstance(handler_input.request_envelope.request, CanFulfillIntentRequest)

    def handle(self, handler_input: HandlerInput) -> Response:
        """Say yes to every intent of the table, with all its slots."""
        request: Any = handler_input.request_envelope.request
        if request.intent is None or request.intent.name not in KNOWN:
            return Response(can_fulfill_intent=CanFulfillIntent(can_fulfill=CanFulfillIntentValues.NO))
        slot = CanFulfillSlot(can_understand=CanUnderstandSlotValues.YES, can_fulfill=CanFulfillSlotValues.YES)
        slots = dict.fromkeys(request.intent.slots or {}, slot)
        answer = CanFulfillIntent(can_fulfill=CanFulfillIntentValues.YES, slots=slots or None)
        return Response(can_fulfill_intent=answer)


class FaultReportHandler(AbstractRequestHandler):
    """Logs what Alexa reports of the skill's own faults: a response that it refused, errors of a screen."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Return whether the request is such a report."""
        kinds = ("System.ExceptionEncountered", f"{APL}.RuntimeError")
        return any(is_request_type(kind)(handler_input) for kind in kinds)

    def handle(self, handler_input: HandlerInput) -> Response:
        """Log the names in the report."""
        request: Any = handler_input.request_envelope.request
        if request.object_type == f"{APL}.RuntimeError":
            _log.error("the screen found errors", errors=[_reason(error) for error in (request.errors or [])[:10]])
        else:
            fingerprint = _fingerprint(request.error)
            _log.error("Alexa refused our response", error=_type(request.error), fingerprint=fingerprint)
        return Response()


class AnyRequestHandler(AbstractRequestHandler):
    """Acknowledges every other request: other skill events, players, what Amazon adds. Registered last."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Take every request."""
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        """Log the type of the request."""
        request: Any = handler_input.request_envelope.request
        _log.info("acknowledged", request=_name(request.object_type))
        return Response()


class CatchAllExceptionHandler(AbstractExceptionHandler):
    """Apologises and closes: the place is saved, and opening again asks whether they are back on the roller."""

    def __init__(self, settings: Settings) -> None:
        self._wake_word = settings.wake_word

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:
        """Take every exception but those of an event that must come again."""
        return not is_request_type(DISABLED)(handler_input)

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
        """Log *exception*, and apologise where speech is allowed; uses nothing of the session or the store."""
        where = traceback.extract_tb(exception.__traceback__)[-1]
        fault = type(exception).__name__
        _log.error("apologised", fault=fault, file=where.filename.rpartition("/")[2], line=where.lineno)
        request = handler_input.request_envelope.request
        if request is None or request.object_type not in SPEAKABLE:
            return Response()
        words = script(known_locale(request.locale), self._wake_word)
        return to_response(Reply((Line("trouble.apology"),)), Voice(words))


def _happened(event: Any) -> float:
    """Return when *event* happened, in seconds since 1970; Alexa may send it later, and again."""
    times = (event.timestamp, getattr(event, "event_creation_time", None))
    return min((time.timestamp() for time in times if isinstance(time, datetime)), default=math.inf)


def _reached(session: Session) -> dict[str, Any]:
    """Return the phase and step of *session*, and the size of the response that led there."""
    return {"phase": str(session.state.phase), "step": session.state.step, **session.sent._asdict()}


def _is_missed(event: Event | None) -> bool:
    """Return whether *event* was not understood, or is a question that has no answer."""
    return isinstance(event, Unclear) or (isinstance(event, Ask) and event.topic is None)


def _speaks_of_length(error: Any) -> bool:
    return _LENGTH.search(str(getattr(error, "message", None) or "")) is not None


def _type(error: Any) -> str | None:
    return _name(getattr(error, "object_type", None))


def _fingerprint(error: Any) -> str | None:
    # Amazon's message may quote our SSML, and that may quote a person: this tells only which faults are the same.
    message = getattr(error, "message", None)
    return hashlib.sha256(str(message).encode("utf-8", "replace")).hexdigest()[:12] if message else None


def _reason(error: Any) -> str | None:
    return _name(error.get("reason") if isinstance(error, Mapping) else getattr(error, "reason", None))


def _name(value: Any) -> str | None:
    return None if value is None else name_of(value)
