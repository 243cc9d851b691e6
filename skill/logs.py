"""
The log of both hosts: a JSON line for each request, on standard output.

Rule 1: request id, kind, intent, phase and step, milliseconds, and why one was refused; never a body, an utterance,
a slot or a user (alexa/interceptors.py binds what of a request may be named).
"""

import logging

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
