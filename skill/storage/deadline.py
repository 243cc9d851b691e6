"""
Deadlines that several calls share, and the deadline for the store.

Rule 1: all reads, writes, retries and pauses of one request end within 1.5 s. Alexa waits eight seconds for a skill,
        and a person who has just spoken waits about two.
Rule 2: a host begins a request with `one_deadline()`; outside of it each call has 1.5 s of its own.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
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
        """Return the deadline *seconds* from now."""
        return cls(monotonic() + seconds, monotonic)

    @property
    def left(self) -> float:
        """Return the seconds left, never below zero."""
        return max(0.0, self.moment - self.monotonic())


class SharedDeadline:
    """A context variable that holds the deadline which all calls inside a block share."""

    def __init__(self, name: str) -> None:
        self._current: ContextVar[Deadline | None] = ContextVar(name, default=None)

    def get(self) -> Deadline | None:
        """Return the deadline of the innermost block, None outside of all blocks."""
        return self._current.get()

    @contextmanager
    def share(self, deadline: Deadline) -> Iterator[Deadline]:
        """Share *deadline* between all calls inside the block."""
        token = self._current.set(deadline)
        try:
            yield deadline
        finally:
            self._current.reset(token)


_storage = SharedDeadline("storage_deadline")


def one_deadline(
    seconds: float = REQUEST_SECONDS, monotonic: Callable[[], float] = time.monotonic
) -> AbstractContextManager[Deadline]:
    """Share one deadline, *seconds* from now, between all calls to a store inside the block."""
    return _storage.share(Deadline.after(seconds, monotonic))


def current_deadline() -> Deadline:
    """Return the deadline of the request, or a new one outside of a request."""
    return _storage.get() or Deadline.after(REQUEST_SECONDS)
