"""The events of a daily reminder; events.py has them among all others, under the same names."""

from dataclasses import dataclass

from skill.dialogue.follow import Outcome


@dataclass(frozen=True, slots=True)
class Remind:
    """A reminder is wished for; *time* is "HH:MM" or "" (none was said), *certain* if its half of the day is known."""

    time: str = ""
    certain: bool = False


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time of day, where one was asked for; as in Remind."""
    time: str = ""
    certain: bool = False


@dataclass(frozen=True, slots=True)
class DayPart:
    """Morning or evening, where that was asked."""
    evening: bool = False


@dataclass(frozen=True, slots=True)
class NoReminder: ...


@dataclass(frozen=True, slots=True)
class Reminded:
    """What became of a reminder that was to be set or taken away."""
    outcome: Outcome = Outcome.SET
