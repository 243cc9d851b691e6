"""
Fields of plain data, read back strictly: a value that is not one of a field's is refused.

Rule 1: JSON stores may give 3.0 for 3 and 3 for 3.0. Neither a bool nor a text is a number here.
Rule 2: a number is bounded, so that no sum of two of them leaves what JSON can say.
Rule 3: a field that is not known is passed over: a newer release may have written it. What holds the data carries it
along untouched (`unknown`, `overlaid`).
Rule 4: a refusal names the field and the kind of its value, never the value: it is logged, and somebody may have
said it.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
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
    """A field is lacking or refused; one line without a word of the data."""


def read(data: Any, fields: Fields, later: Fields | None = None) -> dict[str, Any]:
    """Read *fields* of *data*, and those of *later* that it has: earlier releases had no such; raises FieldError."""
    if not isinstance(data, Mapping):
        raise FieldError(f"a {type(data).__name__}, not a mapping")
    lacking = sorted(fields.keys() - data.keys())
    if lacking:
        raise FieldError(f"lacks {', '.join(lacking)}")
    known = {**fields, **{name: reads for name, reads in (later or {}).items() if name in data}}
    return {name: _field(name, data[name], reads) for name, reads in known.items()}


def understood(data: Any, fields: Fields) -> dict[str, Any]:
    """Read those *fields* that *data* has and that are not refused; raises FieldError for what is no mapping."""
    if not isinstance(data, Mapping):
        raise FieldError(f"a {type(data).__name__}, not a mapping")
    found: dict[str, Any] = {}
    for name in fields.keys() & data.keys():
        with suppress(FieldError):
            found[name] = _field(name, data[name], fields[name])
    return found


def unknown(data: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what *data* has beyond *known*, at every depth, and a version that is newer."""
    beyond = {name: value for name, value in data.items() if name not in known}
    for name in data.keys() & known.keys():
        inner, ours = data[name], known[name]
        if isinstance(inner, Mapping) and isinstance(ours, Mapping) and (further := unknown(inner, ours)):
            beyond[name] = further
    newest = newer(data.get("version"), known.get("version", 0))
    return beyond if newest == known.get("version", 0) else {**beyond, "version": newest}


def overlaid(data: Mapping[str, Any], upper: Mapping[str, Any]) -> dict[str, Any]:
    """Return *data* with the values of *upper*, at every depth; what only *data* has stays."""
    found = dict(data)
    for name, value in upper.items():
        below: Any = data.get(name)
        nested = isinstance(value, Mapping) and isinstance(below, Mapping)
        found[name] = overlaid(below, value) if nested and below else value
    return found


def newer(version: Any, ours: int) -> int:
    """Return *version* where it is one and newer than *ours*, else *ours*."""
    return version if type(version) is int and version > ours else ours


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


def mapping(value: Any) -> Mapping[str, Any]:
    """Read a mapping, whatever is in it."""
    if not isinstance(value, Mapping):
        raise TypeError("not a mapping")
    return value


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
