"""
What of a request may be logged.

Rule 1: its id, its kind and its intent's name; never an utterance, a slot or a user (promise 9).
"""

from collections.abc import Mapping


LONGEST = 200
"""Characters of a name; what is longer is none of Amazon's."""


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
    return {key: name for key, name in names.items() if isinstance(name, str) and len(name) <= LONGEST}
