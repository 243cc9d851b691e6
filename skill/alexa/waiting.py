"""
How long a person waits for Amazon's services.

Rule 1: all that one turn asks of them ends within 4 s, however many requests it takes: Alexa waits 8 s for a skill,
the store has 1.5 s of them, and the answer must travel.
Rule 2: one request has 1.5 s to connect and as long to be answered, or half of what is left, whichever is less.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from skill.storage.deadline import Deadline, SharedDeadline


TURN_SECONDS = 4.0
REQUEST_SECONDS = 1.5

_services = SharedDeadline("services_deadline")


class TooLateError(TimeoutError):
    """The turn's time for Amazon's services is spent."""


def one_wait(monotonic: Callable[[], float] = time.monotonic) -> AbstractContextManager[Deadline]:
    """Let all requests inside the block share TURN_SECONDS from now; a block inside another has what that has left."""
    return _services.share(_services.get() or Deadline.after(TURN_SECONDS, monotonic))


def patience() -> float:
    """Return the seconds to connect, and again to be answered; raises TooLateError when the turn's time is spent."""
    deadline = _services.get()
    if deadline is None:
        return REQUEST_SECONDS
    if not deadline.left:
        raise TooLateError
    return min(REQUEST_SECONDS, deadline.left / 2)
