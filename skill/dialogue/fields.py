"""
Fields of plain data, read back strictly; whatever is not one raises ValueError.

Rule 1: JSON stores may give 3.0 for 3 and 3 for 3.0. Neither a bool nor a text is a number here.
"""

from math import isfinite
from re import fullmatch
from typing import Any


def time(value: Any) -> float:
    """Read seconds since some epoch."""
    if isinstance(value, bool | str) or not isfinite(value):
        raise ValueError(f"not a time: {value!r}")
    return float(value)


def whole(value: Any) -> int:
    """Read a whole number."""
    if int(value) != time(value):
        raise ValueError(f"not a whole number: {value!r}")
    return int(value)


def count(value: Any) -> int:
    """Read a whole number that is not negative."""
    if whole(value) < 0:
        raise ValueError(f"negative: {value!r}")
    return int(value)


def flag(value: Any) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise ValueError(f"neither true nor false: {value!r}")
    return value


def time_of_day(value: Any) -> str:
    """Read "HH:MM", or "" where none was said."""
    if value and not fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError(f"not a time of day: {value!r}")
    return str(value)
