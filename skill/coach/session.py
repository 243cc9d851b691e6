"""
What a session remembers from one response to the next request.

Rule 1: it travels as session attributes and is read back strictly: half a state is worse than none. What another
release added is carried along untouched.
Rule 2: the person's key is fixed at launch; a later request may lack the person (design §4).
Rule 3: what it says of the store is what the store confirmed; a wish that failed is none (promise 16).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from skill.dialogue.progress import Progress
from skill.dialogue.routine import Routine
from skill.dialogue.state import State, StateError, fits
from skill.dialogue.validation import (
    FieldError,
    Fields,
    between,
    count,
    flag,
    label,
    mapping,
    optional,
    overlaid,
    read,
    time,
    unknown,
)


class Sent(NamedTuple):
    """The size of a response: characters of SSML and seconds, of the speech and of the reprompt."""

    speech_characters: int = 0
    speech_seconds: int = 0
    reprompt_characters: int = 0
    reprompt_seconds: int = 0


UNSENT = Sent()


@dataclass(frozen=True, slots=True)
class Session:
    """A conversation between two requests."""

    state: State = field(default_factory=State)
    before: State | None = None
    """The state before the last event, for undoing it."""
    person: str = ""
    guest: bool = False
    """Somebody else, or nobody known: nothing more of them is saved."""
    pace: int = 0
    few: bool = False
    finished: int | None = 0
    """How often the routine was finished; None where the store could not say."""
    shown: str | None = None
    """The name of the screen's document."""
    warned: bool = False
    """It was said that the place may not be kept."""
    found: Mapping[str, Any] | None = None
    """What was kept when the session began, as it was stored; None where the store could not say."""
    topic: str | None = None
    """What was just spoken of, so that a question may leave it out; only a topic that leads on, and never saved."""
    wrote: float = 0.0
    """When the session last tried to save; 0 where nothing of it can be in the store."""
    unsaved: bool = False
    """The store may hold an older place than that of the session."""
    sent: Sent = UNSENT
    """The size of the last response, which the log names where Alexa ends the session because of it."""
    carried: Mapping[str, Any] = field(default_factory=dict)
    """What another release added to the session attributes."""

    @property
    def owes(self) -> bool:
        """Whether the store may still hold what a guest saved, before they said that they are somebody else."""
        return self.guest and self.wrote > 0

    @property
    def found_none(self) -> bool:
        """Whether nothing was kept when the session began."""
        return self.found is not None and says_nothing(self.found)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for the session attributes."""
        return overlaid(
            {
                "state": self.state.to_dict(),
                "before": self.before.to_dict() if self.before else None,
                "person": self.person,
                "guest": self.guest,
                "pace": self.pace,
                "few": self.few,
                "finished": self.finished,
                "shown": self.shown,
                "warned": self.warned,
                "found": self.found,
                "wrote": self.wrote,
                "unsaved": self.unsaved,
                "sent": self.sent._asdict(),
                **({"topic": self.topic} if self.topic else {}),
            },
            self.carried,
        )

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Session":
        """Read what `to_dict` gave; raises StateError for anything else."""
        try:
            found = read(data, _FIELDS, _LATER)
        except FieldError as error:
            raise StateError(f"not a session: {error}") from None
        # What an earlier release does not tell is taken for the worse.
        session = cls(**{"wrote": found["state"].now, "unsaved": True, **found})
        # The state before the last event is replaced by the next one, and what was found is kept as it is.
        return replace(session, carried=unknown(data, session.to_dict() | {"before": None, "found": None}))

    def fits(self, routine: Routine) -> bool:
        """Return whether its states are of *routine*."""
        return fits(self.state, routine) and (self.before is None or fits(self.before, routine))


def says_nothing(stored: Mapping[str, Any]) -> bool:
    """Return whether *stored*, what is stored of a person, says no more than that they looked in."""
    return Progress.from_dict(stored) == Progress() and stored.keys() <= _PLAIN


def _sent(data: Any) -> Sent:
    return Sent(**read(data, dict.fromkeys(Sent._fields, count)))


_PLAIN = frozenset({*Progress().to_dict(), "written"})

_FIELDS: Fields = {
    "state": State.from_dict, "before": optional(State.from_dict), "person": label, "guest": flag,
    "pace": between(-1, 1), "few": flag, "finished": optional(count), "shown": optional(label), "warned": flag,
    "found": optional(mapping),
}  # fmt: skip
_LATER: Fields = {"wrote": time, "unsaved": flag, "sent": _sent, "topic": label}
"""The fields that sessions of the first release lack; topic is left out where there is none."""
