"""
The apology: whatever raised, a person on a roller hears a calm sentence.

Rule 1: it needs nothing of the session, which may be what is broken, and nothing of the store.
Rule 2: it closes: the place is kept, and opening again asks whether they are back on the roller.
Rule 3: the log names the fault and where it arose, and nothing that was said.
"""

import traceback

import structlog
from ask_sdk_core.dispatch_components import AbstractExceptionHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model import Response

from skill.alexa.handlers import SPOKEN_TO
from skill.alexa.requests import known_locale
from skill.alexa.responses import to_response
from skill.coach.voice import Voice
from skill.content.phrases import script
from skill.dialogue.reply import Line, Reply
from skill.settings import Settings


_log = structlog.get_logger()


class Apology(AbstractExceptionHandler):
    """Answers what went wrong."""

    def __init__(self, settings: Settings) -> None:
        self._wake_word = settings.wake_word

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:
        """Take every exception."""
        return True

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
        """Log *exception*, and apologise where speech is allowed."""
        request = handler_input.request_envelope.request
        where = traceback.extract_tb(exception.__traceback__)[-1]
        fault = type(exception).__name__
        _log.error("apologised", fault=fault, file=where.filename.rpartition("/")[2], line=where.lineno)
        if request is None or request.object_type not in SPOKEN_TO:
            return Response()
        words = script(known_locale(request.locale), self._wake_word)
        return to_response(Reply((Line("trouble.apology"),)), Voice(words))
