"""
Record a conversation as a script, to save it as a test (script.py).

Rule 1: an utterance at the time at which a person would answer has no note. Any other utterance has a note of its
time, to a tenth of a second, counted from the reply before it.
Rule 2: the saved text is the transcript of the recorded script, played from an empty storage. So it plays to itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from skill.coach.voice import plain
from skill.echo.connected_device import NEW_YEAR, ConnectedDevice, Setup, SwitchableStorage, local_skill
from skill.echo.device import Device
from skill.echo.envelopes import Envelope, read
from skill.echo.script import UNITS, parse
from skill.echo.transcript import transcript
from skill.settings import Settings
from skill.storage import MemoryStorage


LONGEST_ANSWER_DELAY = 4.0
"""Seconds: an answer that comes sooner after a reply is played after the usual 2 s."""


@dataclass(slots=True)
class Recording:
    """The lines of a script, and the replies to them; *last* is the time of the last utterance."""

    lines: list[str] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    last: float = 0.0

    def add_utterance(self, text: str, device: Device) -> None:
        """Record that the person says *text* now; call it before *device* hears it."""
        if note := self._note(device):
            self.lines.append(note)
        self.lines.append(f"Person: {text}")
        self.last = device.now

    def add_response(self, response: Mapping[str, Any], locale: str) -> None:
        """Record the words of *response*, if it has any."""
        if words := plain(read(response, locale).said):
            self.replies.append(words)

    def add_person(self, person: str | None) -> None:
        """Record that the device recognises the voice of *person* from now on."""
        self.lines.append(f"(person: {person or 'nobody'})")

    def _note(self, device: Device) -> str | None:
        if not device.intervals:
            return None
        if device.now < device.speech_ends_at:
            return f"(after {_short(max(0.0, device.now - device.speech_begins_at))})"
        unanswered = self.last > device.speech_ends_at  # the last utterance was not for the skill
        gap = device.now - max(self.last, device.speech_ends_at)
        if not unanswered and gap <= LONGEST_ANSWER_DELAY:
            return None
        return f"({_short(gap)} of silence)" if gap < UNITS["hour"] else f"({_long(gap)} later)"


def _short(seconds: float) -> str:
    """Return *seconds* to a tenth, never rounded up: a tenth later the microphone may be off."""
    return f"{int(seconds * 10) / 10:g} seconds"


def _long(seconds: float) -> str:
    unit = "day" if seconds >= UNITS["day"] else "hour"
    return f"{seconds / UNITS[unit]:.4f}".rstrip("0").rstrip(".") + f" {unit}s"


@dataclass(frozen=True, slots=True)
class SavedTranscript:
    """A transcript, and whether all its replies are the recorded ones."""

    text: str
    alike: bool


def saved_transcript(recording: Recording, settings: Settings, locale: str) -> SavedTranscript:
    """Play *recording* from an empty storage, on a device without a screen; raises ScriptError."""
    again = Recording()
    storage = SwitchableStorage(MemoryStorage())
    skill = local_skill(settings, storage)

    def recorded_skill(envelope: Envelope) -> Mapping[str, Any]:
        response = skill(envelope)
        again.add_response(response, locale)
        return response

    connected = ConnectedDevice(Setup.of(settings, locale, NEW_YEAR).device(), recorded_skill)
    lines = list(transcript(parse("\n".join(recording.lines)), connected, storage.set))
    return SavedTranscript("\n".join(lines) + "\n", again.replies == recording.replies)
