"""
What to say, what to wait for and what to show; never finished text.

Rule 1: a reply that asks nothing ends the session. There is no other flag for it.
Rule 2: silence is never bare: a Wait or a Breath is time in which a word may be said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


Value = str | int


@dataclass(frozen=True, slots=True)
class Line:
    """Something to say, by the name of its words; *values* fill its placeholders."""

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wait:
    """Let *seconds* pass, saying *cue* at their start; the cue's own length is part of them."""

    seconds: int
    cue: Line | None = None
    counts: bool = True
    """Whether the seconds count for the step that was begun."""


@dataclass(frozen=True, slots=True)
class Breath:
    """One breath in so many seconds: *inhale* is said, then *exhale*; the words are part of the seconds."""

    inhale: Line
    exhale: Line
    seconds_in: int = 4
    seconds_out: int = 6

    @property
    def seconds(self) -> int:
        return self.seconds_in + self.seconds_out


@dataclass(frozen=True, slots=True)
class Begin:
    """From here on the Waits and Breaths count for step *number*; takes no time itself."""

    number: int


Part = Line | Wait | Breath | Begin


class Report(StrEnum):
    """Something to say that depends on what came of the turn; `present` chooses its line."""

    KEPT = "kept"
    FORGOTTEN = "forgotten"
    SAFE = "safe"
    KNOWN = "known"
    FEWER_WORDS = "fewer_words"
    REMINDER = "reminder"


Lead = Part | Report


@dataclass(frozen=True, slots=True)
class Question:
    """The one question that a reply ends with; *reprompt* is said first if nobody answers."""

    line: Line
    reprompt: tuple[Line | Wait, ...] = ()


class View(StrEnum):
    """What a screen shows."""

    WELCOME = "welcome"
    SAFETY = "safety"
    NEEDS = "needs"
    STEP = "step"
    SPOT = "spot"
    HELD = "held"
    ANSWER = "answer"
    RISING = "rising"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Screen:
    """What to show beside what is said; *seconds* is the time left in the step, 0 where none is counted."""

    view: View
    step: int = 0
    of: int = 0
    seconds: int = 0
    topic: str | None = None


class Card(StrEnum):
    """A card for the Alexa app."""

    STEPS = "steps"
    PERMISSION = "permission"


class Effect(StrEnum):
    """What a turn does beside speaking; the caller of the dialogue carries it out before the reply is made."""

    SEND_CARD = "send_card"
    SET_REMINDER = "set_reminder"
    CLEAR_REMINDER = "clear_reminder"
    SEND_PERMISSION = "send_permission"
    FORGET = "forget"
    GUEST = "guest"
    SLOWER = "slower"
    FASTER = "faster"
    FEWER_WORDS = "fewer_words"
    MORE_WORDS = "more_words"


@dataclass(frozen=True, slots=True)
class Reply:
    """
    An answer: *say* in order, then *ask*; the session goes on if, and only if, something is asked.

    *consent* is the time of a reminder for which Alexa itself is to ask for permission, "" if it isn't to ask.
    """

    say: tuple[Part, ...] = ()
    ask: Question | None = None
    consent: str = ""
    screen: Screen | None = None
    card: Card | None = None
    silent: bool = False

    @property
    def ends(self) -> bool:
        """Whether the session is over with this reply."""
        return self.ask is None and not self.silent and not self.consent


SILENCE = Reply(silent=True)
"""Say nothing and leave the session as it is."""
