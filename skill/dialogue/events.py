"""
What a person can do, or what can happen to them.

An event says what was meant, in no language and in no words of a platform. An event that carries no data is a Command.
"""

from dataclasses import dataclass
from enum import StrEnum


class FollowUp(StrEnum):
    """What follows an answer; its verdict picks it (design §4)."""

    GO_ON = "go_on"
    ASK_TO_STOP = "ask_to_stop"
    WAY_OFF = "way_off"


class WayOff(StrEnum):
    """How to leave the roller; a red flag names its own."""

    SIDE = "side"
    REST = "rest"
    SIT = "sit"
    STILL = "still"


class ReminderOutcome(StrEnum):
    """What became of a reminder."""

    SET = "set"
    CLEARED = "cleared"
    NOT_ALLOWED = "not_allowed"
    ASKING = "asking"
    """Alexa asks by voice for the permission that is lacking."""
    FAILED = "failed"


class Command(StrEnum):
    """An event that carries no data."""

    START = "start"
    START_OVER = "start_over"
    YES = "yes"
    NO = "no"
    READY = "ready"
    NEXT = "next"
    BACK = "back"
    REPEAT = "repeat"
    HOLD_ON = "hold_on"
    RESUME = "carry_on"
    """Carry on; the value is the word that screens send."""
    WHERE_AM_I = "where_am_i"
    ENOUGH = "enough"
    EASIER = "easier"
    TIGHT_SPOT = "tight_spot"
    NEXT_SPOT = "next_spot"
    NO_SPOT = "no_spot"
    WHOLE_BACK = "whole_back"
    STRAIGHT_THROUGH = "straight_through"
    STEP_BY_STEP = "step_by_step"
    OVERVIEW = "overview"
    PREVIEW = "preview"
    DETAIL = "detail"
    HELP = "help"
    HURTS = "hurts"
    STUCK = "stuck"
    SLIPPED = "slipped"
    """The person slid off the roller, or lost their balance."""
    SAT_UP = "sat_up"
    """The person has got off the roller, in any phase."""
    SEND = "send"
    FINISH = "finish"
    NO_REMINDER = "no_reminder"
    PROGRESS = "progress"
    """How often was the routine finished?"""
    NOT_ME = "not_me"
    KNOW_ME = "know_me"
    FORGET = "forget"
    THANKS = "thanks"
    STOP = "stop"
    IGNORE = "ignore"
    """Nothing may be said to it: a tap on a screen that is no longer shown, a nudge that allows no speech."""


@dataclass(frozen=True, slots=True)
class Open:
    """The skill was opened; *wish* is what was said in the same breath."""

    wish: "Event | None" = None


@dataclass(frozen=True, slots=True)
class Undo:
    """The last event was misheard; *wish* is what was really said, if that was said."""

    wish: "Event | None" = None


@dataclass(frozen=True, slots=True)
class GoTo:
    """Go to step *number* (-1 is the last), or *by* so many steps on (negative: back)."""

    number: int | None = None
    by: int = 0


@dataclass(frozen=True, slots=True)
class MoreTime:
    """Hold for *seconds* more; None where no length was said."""

    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """Speak faster, or slower."""

    faster: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Use fewer words, or more."""

    fewer: bool = True


@dataclass(frozen=True, slots=True)
class Shorter:
    """There is little time: roll for *seconds* in all; None where no length was said."""

    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A question whose answer is *topic* (None: there is no answer); *heard* quotes what was asked about."""

    topic: str | None = None
    follow_up: FollowUp = FollowUp.GO_ON
    way_off: WayOff = WayOff.SIDE
    heard: str | None = None


@dataclass(frozen=True, slots=True)
class Emergency:
    """A sign that needs help now; *topic* names what is said of it (None: the plain line)."""

    topic: str | None = None
    way_off: WayOff = WayOff.SIT


@dataclass(frozen=True, slots=True)
class Unclear:
    """Something was not understood; *heard* quotes it where the platform gives its text."""

    heard: str | None = None


@dataclass(frozen=True, slots=True)
class Remind:
    """
    A reminder is wanted; *time* is "HH:MM" or "" (none was said), *certain* if its half of the day is known.

    *daily* is False where it's wanted once, or on some days.
    """

    time: str = ""
    certain: bool = False
    daily: bool = True


@dataclass(frozen=True, slots=True)
class Consent:
    """Whether the user allows reminders, asked for one at *time* ("HH:MM"); *given* is None if nobody answered."""

    given: bool | None
    time: str = ""


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time of day, where one was asked for; as in Remind."""

    time: str = ""
    certain: bool = False


@dataclass(frozen=True, slots=True)
class DayPart:
    """Morning or evening, where that was asked."""

    evening: bool = False


Event = (
    Command | Open | Undo | GoTo | MoreTime | Pace | Words | Shorter | Ask | Emergency | Unclear | Remind | Consent
    | TimeOfDay | DayPart
)  # fmt: skip

EventKind = Command | type
"""What a row of a table is found by: a command, or the class of an event that carries data."""


def kind_of(event: Event) -> EventKind:
    """Return what the row for *event* is found by."""
    return event if isinstance(event, Command) else type(event)


def kind_name(kind: EventKind) -> str:
    """Return the name of *kind*, as in "HoldOn" or "GoTo"."""
    return kind.name.title().replace("_", "") if isinstance(kind, Command) else kind.__name__


def name_of(event: Event) -> str:
    """Return the name of *event*, as in "HoldOn" or "GoTo"."""
    return kind_name(kind_of(event))
