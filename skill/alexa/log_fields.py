"""
What of a request may be logged.

Rule 1: its id, its kind and its intent's name; never an utterance, a slot or a user (promise 9).
Rule 2: only what has the form of a name is logged: elsewhere Amazon may quote what somebody said, or what we answered.
"""

import re
from collections.abc import Mapping


_NAME = re.compile(r"[A-Za-z0-9_.-]{1,128}")


def named(envelope: object) -> dict[str, str]:
    """Give the names in *envelope*, verified or not, that may stand in the log."""
    request = envelope.get("request") if isinstance(envelope, Mapping) else None
    if not isinstance(request, Mapping):
        return {}
    intent = request.get("intent")
    names = {
        "request_id": request.get("requestId"),
        "kind": request.get("type"),
        "intent": intent.get("name") if isinstance(intent, Mapping) else None,
    }
    return {key: name_of(name) for key, name in names.items() if name is not None}


def name_of(value: object) -> str:
    """Give *value* where it is a name as Amazon writes its enums, types and ids; else "odd"."""
    text = getattr(value, "value", value)
    return text if isinstance(text, str) and _NAME.fullmatch(text) else "odd"
