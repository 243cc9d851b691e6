"""
Configure the log of both hosts: JSON lines on standard output, one for each request.

Rule 1: a line may hold the request id and type, the intent, the phase and step, the milliseconds, and the reason of a
refusal. It never holds a request body, an utterance, a slot value or a user id (alexa/interceptors.py).
"""

import logging

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
