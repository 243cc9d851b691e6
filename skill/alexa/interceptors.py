"""
The log context of a request.

Rule 1: a log line names the request's id, its type and its intent; never an utterance, a slot or a user (promise 9).
Rule 2: only text in the form of a name is logged: elsewhere Amazon may quote what a person said, or what we answered.
"""

import re

import structlog
from ask_sdk_core.dispatch_components import AbstractRequestInterceptor
from ask_sdk_core.handler_input import HandlerInput


_NAME = re.compile(r"[A-Za-z0-9_.-]{1,128}")


class LogContextInterceptor(AbstractRequestInterceptor):
    """Adds the names in a request to each log line about it."""

    def process(self, handler_input: HandlerInput) -> None:
        """Bind the request's id, type and intent."""
        request = handler_input.request_envelope.request
        intent = getattr(request, "intent", None)
        names = {
            "request_id": getattr(request, "request_id", None),
            "kind": getattr(request, "object_type", None),
            "intent": getattr(intent, "name", None),
        }
        bound = {key: name_of(name) for key, name in names.items() if name is not None}
        structlog.contextvars.bind_contextvars(**bound)


def name_of(value: object) -> str:
    """Return *value* if it is a name as Amazon writes its enums, types and ids, else "odd"."""
    text = getattr(value, "value", value)
    return text if isinstance(text, str) and _NAME.fullmatch(text) else "odd"
