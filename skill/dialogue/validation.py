"""
Fields of plain data, read back strictly; whatever is not one is refused.

Rule 1: JSON stores may give 3.0 for 3 and 3 for 3.0. Neither a bool nor a text is a number here.
Rule 2: a number is bounded, so that no sum of two of them leaves what JSON can say.
Rule 3: a refusal names the field and the kind of its value, never the value: it is logged, and somebody may have
said it.
"""

from collections.abc import Callable, Mapping
from math import isfinite
from re import fullmatch
from typing import Any


MOST = 10**6
"""More than any count of ours: turns, seconds of a hold, runs."""

LATEST = 1e11
"""Seconds; some three thousand years, whichever epoch the caller chose."""

LONGEST = 100
"""Characters; a name of ours is shorter."""

Fields = Mapping[str, Callable[[Any], Any]]


class FieldError(ValueError):
    """A field is lacking, unknown or refused; one line without a word of the data."""


def read(data: Any, fields: Fields, later: Fields | None = None) -> dict[str, Any]:
    """Read *data*, which has exactly *fields*, and of *later* what a newer release wrote; raises FieldError."""
    if not isinstance(data, Mapping):
        raise FieldError(f"a {type(data).__name__}, not a mapping")
    fields = {**fields, **{name: reads for name, reads in (later or {}).items() if name in data}}
    lacking = sorted(fields.keys() - data.keys())
    if lacking:
        raise FieldError(f"lacks {', '.join(lacking)}")
    if len(data) > len(fields):
        raise FieldError(f"has {len(data) - len(fields)} more than its fields")
    return {name: _field(name, data[name], reads) for name, reads in fields.items()}


def without_defaults(data: Mapping[str, Any], later: Fields, default: object) -> dict[str, Any]:
    """Return *data* without the fields of *later* that are as in *default*, so that earlier data stays as it is."""
    return {name: value for name, value in data.items() if name not in later or value != getattr(default, name)}


def _field(name: str, value: Any, reads: Callable[[Any], Any]) -> Any:
    try:
        return reads(value)
    except FieldError as error:
        raise FieldError(f"{name}: {error}") from None
    except (TypeError, ValueError, OverflowError):
        raise FieldError(f"{name} is refused: a {type(value).__name__}") from None


def time(value: Any) -> float:
    """Read seconds since some epoch."""
    if not 0 <= _number(value) < LATEST:
        raise ValueError("not a time")
    return float(value)


def count(value: Any) -> int:
    """Read a whole number that is not negative."""
    return between(0, MOST)(value)


def between(least: int, most: int) -> Callable[[Any], int]:
    """Make a reader of whole numbers from *least* to *most*."""

    def whole(value: Any) -> int:
        if _number(value) != int(value) or not least <= value <= most:
            raise ValueError(f"not a whole number from {least} to {most}")
        return int(value)

    return whole


def flag(value: Any) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise TypeError("neither true nor false")
    return value


def label(value: Any) -> str:
    """Read a name of ours, which may be empty."""
    if not isinstance(value, str) or len(value) > LONGEST:
        raise ValueError("not a name")
    return value


def time_of_day(value: Any) -> str:
    """Read "HH:MM", or "" where none was said."""
    if value != "" and not fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError("not a time of day")
    return str(value)


def optional(reads: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Make a reader of what *reads* reads, or of None."""
    return lambda value: None if value is None else reads(value)


def several(reads: Callable[[Any], Any], most: int) -> Callable[[Any], tuple[Any, ...]]:
    """Make a reader of a list of *most* things at most."""

    def listed(values: Any) -> tuple[Any, ...]:
        if not isinstance(values, list | tuple) or len(values) > most:
            raise ValueError(f"not a list of up to {most}")
        return tuple(reads(value) for value in values)

    return listed


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError("not a number")
    return value
