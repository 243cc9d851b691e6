"""
The log of both hosts: JSON lines on standard output, one for each request; and what can be counted in it.

Rule 1: a line may hold the request id and type, the intent, the phase and step, the size of the response, the
milliseconds, and the reason of a refusal. It never holds a request body, an utterance, a slot value or a user id
(alexa/interceptors.py).
"""

import json
import logging
from collections import Counter
from collections.abc import Iterable
from typing import Any

import structlog


def configure(level: str) -> None:
    """Configure structlog to log *level* ("info") and above."""
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


def misheard(lines: Iterable[str]) -> tuple[Counter[tuple[str, str]], int]:
    """
    Count the turns in the log *lines* that were not understood, by the phase and step in which they were said.

    Returns the counts and the number of all turns. What stands before the JSON of a line, as a log service writes it,
    is skipped, and so are lines of other programs.
    """
    turns = [entry for entry in map(_entry, lines) if entry.get("event") == "turn"]
    missed = (turn for turn in turns if turn.get("understood") is False)
    return Counter((str(turn.get("asked_in")), str(turn.get("asked_at_step"))) for turn in missed), len(turns)


def _entry(line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line[line.index("{") :])
    except (ValueError, RecursionError):
        return {}
    return entry if isinstance(entry, dict) else {}
