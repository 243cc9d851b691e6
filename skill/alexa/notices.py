"""
Requests that nobody speaks: the end of a session, skill events, players, whatever Amazon adds.

Rule 1: they are acknowledged with an empty response: most of them allow nothing else.
Rule 2: whoever disables the skill is forgotten.
Rule 3: a session that ended without our saying so leaves its place where it had come to by then.
Rule 4: what tells of a fault of ours, such as a response that was refused, is logged loudly.
Rule 5: nothing of a report is logged but names: see skill/logs.py.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import structlog
from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model import Response
from ask_sdk_model.canfulfill import (
    CanFulfillIntent,
    CanFulfillIntentRequest,
    CanFulfillIntentValues,
    CanFulfillSlot,
    CanFulfillSlotValues,
    CanUnderstandSlotValues,
)

from skill.alexa.log_fields import name_of
from skill.alexa.requests import LEFT, NOBODY_SPOKE, continued
from skill.coach.progress_store import Places
from skill.storage import Storage, StorageError, one_deadline
from skill.understanding.intents import KNOWN


DISABLED = "AlexaSkillEvent.SkillDisabled"
RUNTIME_ERROR = "Alexa.Presentation.APL.RuntimeError"
REFUSED = "System.ExceptionEncountered"

_log = structlog.get_logger()


class Notice(AbstractRequestHandler):
    """Acknowledges what needs no words."""

    def __init__(self, storage: Storage, places: Places) -> None:
        self._storage = storage
        self._places = places

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Take every request; it is registered last."""
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        """Do what the notice asks for; answer with nothing, or with whether an intent could be answered."""
        envelope: Any = handler_input.request_envelope
        request, kind = envelope.request, envelope.request.object_type
        if isinstance(request, CanFulfillIntentRequest):
            return Response(can_fulfill_intent=_can_fulfill(request))
        if kind == "SessionEndedRequest":
            _log_end(request)
            self._leave(envelope)
        elif kind == RUNTIME_ERROR:
            _log.error("the screen found errors", errors=[_reason(error) for error in (request.errors or [])[:10]])
        elif kind == REFUSED:
            error = request.error
            _log.error("Alexa refused our response", error=_kind(error), fingerprint=_fingerprint(error))
        elif kind == DISABLED:
            self._forget(envelope.context.system.user.user_id)
        else:
            _log.info("notice", request=_name(kind))
        return Response()

    def _leave(self, envelope: Any) -> None:
        request, session = envelope.request, continued(envelope.session)
        reason = _name(request.reason)
        if session is None or reason not in (NOBODY_SPOKE, LEFT):
            return
        user, at = envelope.context.system.user.user_id, request.timestamp.timestamp()
        with one_deadline():
            self._places.leave(user, session, at, in_silence=reason == NOBODY_SPOKE)

    def _forget(self, user: str) -> None:
        try:
            with one_deadline():
                self._storage.delete(user)
        except StorageError as error:
            _log.error("who disabled the skill is not forgotten yet", error=str(error))


def _can_fulfill(request: CanFulfillIntentRequest) -> CanFulfillIntent:
    if request.intent is None or request.intent.name not in KNOWN:
        return CanFulfillIntent(can_fulfill=CanFulfillIntentValues.NO)
    slot = CanFulfillSlot(can_understand=CanUnderstandSlotValues.YES, can_fulfill=CanFulfillSlotValues.YES)
    slots = dict.fromkeys(request.intent.slots or {}, slot)
    return CanFulfillIntent(can_fulfill=CanFulfillIntentValues.YES, slots=slots or None)


def _log_end(request: Any) -> None:
    kind = _kind(request.error)
    if kind == "INVALID_RESPONSE":
        _log.error("session ended: our response was invalid", fingerprint=_fingerprint(request.error))
        return
    _log.info("session ended", reason=_name(request.reason), error=kind)


def _kind(error: Any) -> str | None:
    return _name(getattr(error, "object_type", None))


def _fingerprint(error: Any) -> str | None:
    # Amazon's message may quote our SSML, and that may quote a person: this tells only which faults are the same.
    message = getattr(error, "message", None)
    return hashlib.sha256(str(message).encode("utf-8", "replace")).hexdigest()[:12] if message else None


def _reason(error: Any) -> str | None:
    return _name(error.get("reason") if isinstance(error, Mapping) else getattr(error, "reason", None))


def _name(value: Any) -> str | None:
    return None if value is None else name_of(value)
