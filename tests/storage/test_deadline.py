"""One deadline for all that a request asks of a store."""

from skill.storage import REQUEST_SECONDS, Deadline, one_deadline
from skill.storage.deadline import current_deadline


class Clock:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_a_deadline_counts_down_to_nothing() -> None:
    """Never below zero: it is used as a time-out."""
    clock = Clock()
    deadline = Deadline.after(1.5, clock)
    assert deadline.left == 1.5
    clock.seconds += 1.0
    assert deadline.left == 0.5
    clock.seconds += 9.0
    assert deadline.left == 0.0


def test_all_calls_of_a_request_share_its_deadline() -> None:
    """Two slow calls take no longer than one."""
    clock = Clock()
    with one_deadline(monotonic=clock):
        assert current_deadline().left == REQUEST_SECONDS
        clock.seconds += 1.0
        assert current_deadline().left == REQUEST_SECONDS - 1.0


def test_after_the_request_its_deadline_is_gone() -> None:
    """The next request on this thread has the whole time."""
    clock = Clock()
    with one_deadline(monotonic=clock):
        clock.seconds += 5.0
    assert 1.0 < current_deadline().left <= REQUEST_SECONDS


def test_a_request_may_not_last_longer_than_a_person_waits() -> None:
    """Rule 1: 1.5 seconds in all."""
    assert REQUEST_SECONDS == 1.5
