"""One deadline for all that a request asks of a store."""

import time

from storage.conftest import Clock

from skill.storage import REQUEST_SECONDS, Deadline, one_deadline
from skill.storage.deadline import current_deadline


def test_a_deadline_counts_down_to_nothing(clock: Clock) -> None:
    """Never below zero: it is used as a time-out."""
    deadline = Deadline.after(1.5, clock)
    assert deadline.left == 1.5
    clock.seconds += 1.0
    assert deadline.left == 0.5
    clock.seconds += 9.0
    assert deadline.left == 0.0


def test_all_calls_of_a_request_share_its_deadline(clock: Clock) -> None:
    """Two slow calls take no longer than one."""
    with one_deadline(monotonic=clock):
        assert current_deadline().left == REQUEST_SECONDS
        clock.seconds += 1.0
        assert current_deadline().left == REQUEST_SECONDS - 1.0


def test_after_the_request_its_deadline_is_gone(clock: Clock) -> None:
    """The next request on this thread has the whole time."""
    with one_deadline(monotonic=clock):
        clock.seconds += 5.0
    fresh = current_deadline()
    assert (fresh.monotonic, fresh.left <= REQUEST_SECONDS) == (time.monotonic, True)


def test_a_request_may_not_last_longer_than_a_person_waits() -> None:
    """Rule 1: 1.5 seconds in all."""
    assert REQUEST_SECONDS == 1.5
