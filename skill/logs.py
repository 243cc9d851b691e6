"""
The log of both hosts: a JSON line for each request, on standard output.

Rule 1: request id, kind, intent, phase and step, milliseconds, and why one was refused; never a body, an utterance,
a slot or a user.
Rule 2: of a request, only what has the form of a name is logged: elsewhere Amazon may quote what somebody said, or
what we answered.
"""

import logging
import re
from collections.abc import Mapping

import structlog


def configure(level: str) -> None:
    """Log from *level* ("info") on."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(),
    )


def named(envelope: object) -> dict[str, str]:
    """Give what of a verified request may be logged: its id, its kind, its intent's name."""
    request = envelope.get("request") if isinstance(envelope, Mapping) else None
    if not isinstance(request, Mapping):
        return {}
    intent = request.get("intent")
    names = {
        "request_id": request.get("requestId"),
        "kind": request.get("type"),
        "intent": intent.get("name") if isinstance(intent, dict) else None,
    }
    return {key: name_of(name) for key, name in names.items() if name is not None}


def name_of(value: object) -> str:
    """Give *value* where it is a name as Amazon writes its enums, types and ids; else "odd"."""
    text = getattr(value, "value", value)
    return text if isinstance(text, str) and _NAME.fullmatch(text) else "odd"


_NAME = re.compile(r"[A-Za-z0-9_.-]{1,128}")
