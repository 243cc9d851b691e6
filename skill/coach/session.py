"""
What a session remembers from one response to the next request.

Rule 1: it travels as session attributes and is read back strictly: half a state is worse than none.
Rule 2: the person's key is fixed at launch; a later request may lack the person (design §4).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from skill.dialogue.progress import Progress
from skill.dialogue.routine import Routine
from skill.dialogue.state import State, StateError, fits
from skill.dialogue.validation import FieldError, Fields, between, count, flag, label, optional, read


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
    """Somebody else: nothing of them is kept, and nothing is overwritten."""
    pace: int = 0
    few: bool = False
    finished: int = 0
    shown: str | None = None
    """The name of the screen's document."""
    warned: bool = False
    """It was said that the place may not be kept."""
    found: Progress | None = None
    """What was kept when the session began; None where the store could not say."""
    sent: Sent = UNSENT
    """The size of the last response, which the log names where Alexa ends the session because of it."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for the session attributes; what nothing was sent for is left out."""
        sent = {} if self.sent == UNSENT else {"sent": self.sent._asdict()}
        return {
            "state": self.state.to_dict(),
            "before": self.before.to_dict() if self.before else None,
            "person": self.person,
            "guest": self.guest,
            "pace": self.pace,
            "few": self.few,
            "finished": self.finished,
            "shown": self.shown,
            "warned": self.warned,
            "found": self.found.to_dict() if self.found else None,
            **sent,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Session":
        """Read what `to_dict` gave; raises StateError for anything else."""
        try:
            return cls(**read({**_ADDED, **data} if isinstance(data, Mapping) else data, _FIELDS))
        except FieldError as error:
            raise StateError(f"not a session: {error}") from None

    def fits(self, routine: Routine) -> bool:
        """Return whether its states are of *routine*."""
        return fits(self.state, routine) and (self.before is None or fits(self.before, routine))


def _sent(data: Any) -> Sent:
    return Sent(**read(data, dict.fromkeys(Sent._fields, count)))


_ADDED = {"sent": UNSENT._asdict()}
"""What a session lacks that has sent nothing, or that an earlier release began."""

_FIELDS: Fields = {
    "state": State.from_dict, "before": optional(State.from_dict), "person": label, "guest": flag,
    "pace": between(-1, 1), "few": flag, "finished": count, "shown": optional(label), "warned": flag,
    "found": optional(Progress.from_dict), "sent": _sent,
}  # fmt: skip
