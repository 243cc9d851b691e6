"""
A virtual Echo beside a simulated person: what the person hears from one moment to the next.

Rule 1: the real skill answers, and real speech matching finds the intents; time is simulated.
Rule 2: a person hears a line at its end, and cannot see whether the microphone is open.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from simulation.line_recognition import RecognizedLine, understood
from skill.coach.voice import Spoken
from skill.echo.device import Device, Mode
from skill.echo.envelopes import Envelope, Sender, is_apology
from skill.echo.transcript import heard, paragraph
from skill.understanding.commands import IntentMatch
from skill.understanding.text_to_event import listen


TICK = 0.5
"""Seconds from one moment to the next."""

Skill = Callable[[Envelope], Mapping[str, Any]]


@cache
def recognize(text: str, locale: str, hurt: bool) -> IntentMatch | None:
    """Return the intent of *text*; a cache, because most utterances recur."""
    return listen(text, locale, hurt=hurt)


@dataclass(frozen=True, slots=True)
class Moment:
    """What is heard at *now*: *lines* that have just ended, whether the coach is *talking*, or quiet for how long."""

    now: float
    lines: tuple[RecognizedLine, ...] = ()
    talking: bool = False
    quiet: float = 0.0
    silence: float = 0.0
    """Seconds without a word inside the coach's own speech; 0 while the microphone is open."""
    ended: bool = False
    """A reply has closed the session, and all of it has been heard."""
    died: bool = False
    """The session was given up since the last moment: nobody had spoken."""


class SimulatedEcho:
    """The Echo of *sender* and the skill behind it, from *now* on."""

    def __init__(self, sender: Sender, skill: Skill, now: float, diary: list[str] | None = None) -> None:
        self._device = Device(sender, now=now, recognizer=lambda text, hurt: recognize(text, sender.locale, hurt))
        self._skill = skill
        self._words: list[tuple[float, float]] = []
        self._lines: list[tuple[float, RecognizedLine]] = []
        self._diary = diary
        self._closing = self._answered = False
        self.turns = 0
        """How often the coach has answered."""
        self.failures = 0
        """How often it was an apology, or nothing."""

    @property
    def now(self) -> float:
        """Seconds since 1970."""
        return self._device.now

    @property
    def opening(self) -> str:
        """What opens the skill, with the wake word."""
        return self.woken(self._device.invocation.opening)

    @property
    def listens(self) -> bool:
        """Whether the microphone is open; the person cannot see it."""
        return self._device.mode is Mode.LISTENING

    def woken(self, text: str) -> str:
        """Put the wake word before *text*."""
        return f"{self._device.invocation.wake_word}, {text}"

    def say(self, text: str) -> bool:
        """Say *text* aloud; gives whether the Echo took it."""
        self._note_what_was_heard()
        sent = self._device.hear(text)
        self._note("Person:", text if sent is not None else f"{text} [not heard]")
        if sent is None:
            return False
        answer = self._device.receive(self._skill(sent))
        self.turns += 1
        self.failures += not answer.said or is_apology(answer, self._device.sender.locale, "Alexa")
        self._closing, self._answered = answer.goes_on is False, True
        self._heard()
        return True

    def cut(self) -> None:
        """Let a phone call interrupt the Echo: it falls silent, and the skill gets no request."""
        self._note_what_was_heard()
        self._note("(a call)", "")
        self._device.session, self._device.intervals = None, ()
        self._closing = False
        self._heard()

    def speaker(self, person: str | None) -> None:
        """Let *person* be the voice that the Echo knows from now on."""
        self._device.sender = replace(self._device.sender, person=person)

    def later(self, seconds: float) -> None:
        """Let *seconds* pass in which nobody is there."""
        self._note_what_was_heard()
        self._note(f"({seconds:.0f} seconds later)", "")
        self._pass(self.now + seconds)
        self._words, self._lines = [], []

    def leave(self) -> None:
        """Add the last reply to the diary."""
        self._note_what_was_heard()

    def tick(self) -> Moment:
        """Let a moment pass."""
        died = self._pass(self.now + TICK)
        due = bisect_right(self._lines, self.now, key=lambda line: line[0])
        lines, self._lines = tuple(said for _, said in self._lines[:due]), self._lines[due:]
        talking = any(begins <= self.now < ends for begins, ends in self._words)
        ended = self._closing and self._device.mode is Mode.IDLE
        self._closing = self._closing and not ended
        return Moment(self.now, lines, talking, self._quiet(talking), self._silence(talking), ended, died)

    def _pass(self, at: float) -> bool:
        sent = self._device.advance_to(at)
        if sent is not None:
            self._skill(sent)
        return sent is not None

    def _note_what_was_heard(self) -> None:
        if self._answered:
            self._note("Coach:", heard(self._device.intervals, self.now))
        self._answered = False

    def _note(self, who: str, text: str) -> None:
        if self._diary is not None:
            self._diary.append(paragraph(who, text))

    def _heard(self) -> None:
        self._words, self._lines = [], []
        locale = self._device.sender.locale
        for interval in self._device.intervals:
            at = interval.begins
            for sound in interval.speech:
                if isinstance(sound, Spoken):
                    self._words.append((at, at + sound.seconds))
                    said = understood(sound.text, locale)
                    self._lines += [(at + sound.seconds * line.share, line) for line in said]
                at += sound.seconds

    def _quiet(self, talking: bool) -> float:
        last = max((ends for _, ends in self._words if ends <= self.now), default=self._device.speech_begins_at)
        return 0.0 if talking else max(0.0, self.now - last)

    def _silence(self, talking: bool) -> float:
        if talking or self._device.mode not in (Mode.SPEAKING, Mode.REPROMPTING):
            return 0.0
        begun = max((s.begins for s in self._device.intervals if s.begins <= self.now), default=self.now)
        return min(self._quiet(talking), self.now - begun)
