"""
A conversation written down as a script, so that it can be played again as a test (script.py).

Rule 1: an utterance that came about when a person would have answered has no note; any other is timed, to a tenth
of a second, against the reply before it.
Rule 2: what is handed out is what the player makes of the script, from an empty store: it plays to itself again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from skill.alexa.skill_builder import build_skill
from skill.coach.voice import plain
from skill.echo.conversation import Conversation
from skill.echo.device import Device
from skill.echo.envelopes import SKILL, Envelope, Sender, read
from skill.echo.outage import Outage
from skill.echo.script import UNITS, parse
from skill.echo.talk import NEW_YEAR, USER
from skill.echo.transcript import Player
from skill.settings import Settings
from skill.storage import MemoryStorage


PROMPT = 4.0
"""Seconds: an answer that comes sooner after a reply counts as one given in the player's 2 s."""


@dataclass(slots=True)
class Recording:
    """What was said to a device, and what was replied; *last* is when something was last said."""

    lines: list[str] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    last: float = 0.0

    def said(self, text: str, device: Device) -> None:
        """Write that *text* is said to *device* now; call it before the device hears it."""
        if note := self._note(device):
            self.lines.append(note)
        self.lines.append(f"Person: {text}")
        self.last = device.now

    def replied(self, response: Mapping[str, Any], locale: str) -> None:
        """Keep the words of a *response*, if it has any."""
        if words := plain(read(response, locale).said):
            self.replies.append(words)

    def knows(self, person: str | None) -> None:
        """Write that the device knows the voice of *person* from now on."""
        self.lines.append(f"(person: {person or 'nobody'})")

    def _note(self, device: Device) -> str | None:
        if not device.stretches:
            return None
        if device.now < device.speaks_until:
            return f"(after {_short(max(0.0, device.now - device.speaks_from))})"
        unheard = self.last > device.speaks_until  # the last words were for nobody, and nothing was replied
        gap = device.now - max(self.last, device.speaks_until)
        if not unheard and gap <= PROMPT:
            return None
        return f"({_short(gap)} of silence)" if gap < UNITS["hour"] else f"({_long(gap)} later)"


def _short(seconds: float) -> str:
    """Write *seconds* to a tenth, never rounded up: a tenth later the device may no longer be listening."""
    return f"{int(seconds * 10) / 10:g} seconds"


def _long(seconds: float) -> str:
    unit = "day" if seconds >= UNITS["day"] else "hour"
    return f"{seconds / UNITS[unit]:.4f}".rstrip("0").rstrip(".") + f" {unit}s"


@dataclass(frozen=True, slots=True)
class Played:
    """A transcript, and whether every reply in it is the one that was heard before."""

    text: str
    alike: bool


def played(recording: Recording, settings: Settings, locale: str) -> Played:
    """Play *recording* from its beginning, with nothing stored and no screen."""
    again = Recording()
    outage = Outage(MemoryStorage())
    handle = build_skill(outage, settings).lambda_handler()

    def skill(envelope: Envelope) -> Mapping[str, Any]:
        response: Mapping[str, Any] = handle(envelope, None)
        again.replied(response, locale)
        return response

    sender = Sender(locale, USER, settings.skill_id or SKILL)
    device = Device(sender, now=NEW_YEAR, wake_word=settings.wake_word, delay=settings.start_delay)
    lines = list(Player(Conversation(device, skill), outage.set).play(parse("\n".join(recording.lines))))
    return Played("\n".join(lines) + "\n", again.replies == recording.replies)
