"""
What a person can do, or what can happen to them.

Rule 1: an event says what was meant, in no language and in no words of a platform.
Rule 2: whatever the core may not look up (a record, a verdict, what was before) comes inside the event that needs it.
"""

from dataclasses import dataclass

from skill.dialogue import reminding
from skill.dialogue.follow import Follow, WayOff
from skill.dialogue.state import Record, State


@dataclass(frozen=True, slots=True)
class Open:
    """The skill was opened; *record* is what was kept, *wish* what was said in the same breath."""
    record: Record | None = None
    wish: "Event | None" = None


@dataclass(frozen=True, slots=True)
class Start: ...


@dataclass(frozen=True, slots=True)
class StartOver: ...


@dataclass(frozen=True, slots=True)
class Yes: ...


@dataclass(frozen=True, slots=True)
class No: ...


@dataclass(frozen=True, slots=True)
class Ready: ...


@dataclass(frozen=True, slots=True)
class Next: ...


@dataclass(frozen=True, slots=True)
class Back: ...


@dataclass(frozen=True, slots=True)
class Repeat: ...


@dataclass(frozen=True, slots=True)
class HoldOn: ...


@dataclass(frozen=True, slots=True)
class Resume: ...


@dataclass(frozen=True, slots=True)
class Undo:
    """The last thing was misheard; *to* is the state before it, if there was one, *wish* what had really been said."""
    to: State | None = None
    wish: "Event | None" = None


@dataclass(frozen=True, slots=True)
class GoTo:
    """Go to step *number* (-1 is the last), or *by* so many steps on (negative: back)."""
    number: int | None = None
    by: int = 0


@dataclass(frozen=True, slots=True)
class WhereAmI: ...


@dataclass(frozen=True, slots=True)
class MoreTime:
    """Hold for *seconds* more; None where no length was said."""
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Enough: ...


@dataclass(frozen=True, slots=True)
class Pace:
    faster: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    fewer: bool = True


@dataclass(frozen=True, slots=True)
class Easier: ...


@dataclass(frozen=True, slots=True)
class TightSpot: ...


@dataclass(frozen=True, slots=True)
class NextSpot: ...


@dataclass(frozen=True, slots=True)
class NoSpot: ...


@dataclass(frozen=True, slots=True)
class WholeBack: ...


@dataclass(frozen=True, slots=True)
class StraightThrough: ...


@dataclass(frozen=True, slots=True)
class StepByStep: ...


@dataclass(frozen=True, slots=True)
class Shorter:
    """There is little time: roll for *seconds* in all; None where no length was said."""
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Overview: ...


@dataclass(frozen=True, slots=True)
class Preview: ...


@dataclass(frozen=True, slots=True)
class Detail: ...


@dataclass(frozen=True, slots=True)
class Ask:
    """A question whose answer is *topic* (None: there is no answer); *heard* quotes what was asked about."""
    topic: str | None = None
    follow: Follow = Follow.GO_ON
    way_off: WayOff = WayOff.SIDE
    heard: str | None = None


@dataclass(frozen=True, slots=True)
class Help: ...


@dataclass(frozen=True, slots=True)
class Hurts: ...


@dataclass(frozen=True, slots=True)
class Emergency:
    """A sign that needs help now; *topic* names what is said of it (None: the plain line)."""
    topic: str | None = None
    way_off: WayOff = WayOff.SIT


@dataclass(frozen=True, slots=True)
class Stuck: ...


@dataclass(frozen=True, slots=True)
class SatUp:
    """They have got off the roller, whatever was going on."""


@dataclass(frozen=True, slots=True)
class Send: ...


@dataclass(frozen=True, slots=True)
class Finish: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How often was this done? *finished* is what was kept."""
    finished: int = 0


@dataclass(frozen=True, slots=True)
class NotMe: ...


@dataclass(frozen=True, slots=True)
class KnowMe:
    """What is kept of me? *any* is whether anything is: of a guest nothing."""
    any: bool = True


@dataclass(frozen=True, slots=True)
class Forget:
    """Forget me; *any* is whether there is anything to forget."""
    any: bool = True


@dataclass(frozen=True, slots=True)
class Thanks: ...


@dataclass(frozen=True, slots=True)
class Stop: ...


@dataclass(frozen=True, slots=True)
class Unclear:
    """Something that nobody understood; *heard* quotes it where the platform gives its text."""
    heard: str | None = None


@dataclass(frozen=True, slots=True)
class Pass:
    """Something to which nothing may be said: a stale touch, a notice that allows no speech."""


Remind = reminding.Remind
TimeOfDay = reminding.TimeOfDay
DayPart = reminding.DayPart
NoReminder = reminding.NoReminder
Reminded = reminding.Reminded

Event = (
    Open | Start | StartOver | Yes | No | Ready | Next | Back | Repeat | HoldOn | Resume | Undo | GoTo | WhereAmI
    | MoreTime | Enough | Pace | Words | Easier | TightSpot | NextSpot | NoSpot | WholeBack | StraightThrough
    | StepByStep | Shorter | Overview | Preview | Detail | Ask | Help | Hurts | Emergency | Stuck | SatUp | Send
    | Finish | Progress | Remind | TimeOfDay | DayPart | NoReminder | Reminded | NotMe | KnowMe | Forget | Thanks | Stop
    | Unclear | Pass
)  # fmt: skip
