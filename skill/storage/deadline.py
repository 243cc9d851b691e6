"""
How long a person waits for a store.

Rule 1: all that one request asks of a store ends within 1.5 s: reads, writes, retries and pauses.
        Alexa waits eight seconds for a skill, a person who has just spoken about two.
Rule 2: where a request begins is said with `one_deadline()`; outside of it each call has 1.5 s of its own.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


REQUEST_SECONDS = 1.5


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment of a monotonic clock, in seconds."""

    moment: float
    monotonic: Callable[[], float] = time.monotonic

    @classmethod
    def after(cls, seconds: float, monotonic: Callable[[], float] = time.monotonic) -> "Deadline":
        """Set a deadline *seconds* from now."""
        return cls(monotonic() + seconds, monotonic)

    @property
    def left(self) -> float:
        """Give the seconds left, never below zero."""
        return max(0.0, self.moment - self.monotonic())


_current: ContextVar[Deadline | None] = ContextVar("storage_deadline", default=None)


@contextmanager
def one_deadline(
    seconds: float = REQUEST_SECONDS, monotonic: Callable[[], float] = time.monotonic
) -> Iterator[Deadline]:
    """Share one deadline, *seconds* from now, between all calls to a store inside the block."""
    token = _current.set(Deadline.after(seconds, monotonic))
    try:
        yield current_deadline()
    finally:
        _current.reset(token)


def current_deadline() -> Deadline:
    """Give the request's deadline, or a fresh one where no request was begun."""
    return _current.get() or Deadline.after(REQUEST_SECONDS)
