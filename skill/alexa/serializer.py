"""
A serializer like the SDK's, which tolerates what Amazon adds, and is fast.

Rule 1: it equals the SDK's on what the SDK knows, in both directions; a test compares them.
Rule 2: an envelope that holds something new still reaches the skill (deserialization.py says as what).
Rule 3: it refuses with SerializationException, whose text never quotes the request.
"""

import json
import math
import re
from typing import Any, NoReturn

from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.serialize import DefaultSerializer

from skill.alexa.deserialization import outline, reader


DEPTH = 64
"""How deep an envelope may nest. Amazon's stay below 20; copying session attributes takes a call for each level."""

_PLAIN = frozenset({str, int, bool, float, bytes, type(None)})
_NESTS = frozenset({dict, list})
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class TolerantSerializer(DefaultSerializer):
    """A drop-in for *ask_sdk_core.serialize.DefaultSerializer*."""

    def deserialize(self, payload: Any, obj_type: Any) -> Any:
        """Read JSON text, or what was parsed of it, as *obj_type*; raises SerializationException if it is none."""
        return self.read(parsed(payload) if isinstance(payload, str | bytes) else payload, obj_type)

    def read(self, data: Any, obj_type: Any) -> Any:
        """Read parsed JSON (Lambda's event) as *obj_type*; raises as deserialize does."""
        if data is None:
            return None
        if isinstance(data, dict | list) and deeper_than(DEPTH, data):
            raise SerializationException(f"nested deeper than {DEPTH}")
        made = reader(obj_type)(data)
        if made is None:
            raise SerializationException(f"not a JSON form of {getattr(obj_type, '__name__', obj_type)}")
        return made

    def serialize(self, obj: Any) -> Any:
        """Return *obj* as plain JSON data; None is left out of models and kept in dicts, as in the SDK."""
        kind = obj.__class__
        if kind in _PLAIN:
            return obj
        if kind is dict:
            return {key: self.serialize(value) for key, value in obj.items()}
        if kind is list:
            return [self.serialize(item) for item in obj]
        names = outline(kind)
        if names is None:
            return super().serialize(obj)
        return {key: self.serialize(part) for name, key in names if (part := getattr(obj, name)) is not None}


def deeper_than(limit: int, data: dict[str, Any] | list[Any]) -> bool:
    """Return whether *data* nests deeper than *limit*; goes level by level, so no depth exhausts the stack."""
    level: list[Any] = [data]
    for _ in range(limit):
        inner: list[Any] = []
        for outer in level:
            parts = outer.values() if outer.__class__ is dict else outer
            inner += [part for part in parts if part.__class__ in _NESTS]
        if not inner:
            return False
        level = inner
    return True


def parsed(payload: str | bytes) -> Any:
    """Read JSON text; raises SerializationException. Numbers are finite and text is whole characters."""
    try:
        text = payload if isinstance(payload, str) else payload.decode()
        data = _JSON.decode(text)
        if _SURROGATE.search(text):
            json.dumps(data, ensure_ascii=False).encode()  # half a character could be neither kept nor spoken
    except (ValueError, RecursionError):
        raise SerializationException("not JSON") from None
    return data


def _refused(constant: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python's parser takes and Amazon's does not."""
    raise ValueError(constant)


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError("too large a number")
    return number


_JSON = json.JSONDecoder(parse_constant=_refused, parse_float=_finite)
