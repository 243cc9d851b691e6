"""
A virtual Echo: when it listens, what it sends, and when its session ends.

Rule 1: the device is pure. It has no clock and calls no skill: its caller passes the time and the responses.
Rule 2: after a reply that asks, the microphone is open for 8 s. Then comes the reprompt, then 8 s more. Then the
session ends and the skill is told (design §4). A document on a screen extends the session by 30 s, microphone off.
Rule 3: while the device speaks, and while its microphone is off, it hears only what begins with the wake word; that
interrupts its speech.
Rule 4: outside a session it hears only an invocation of the skill (wake_word.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from skill.alexa.requests import LEFT, NOBODY_SPOKE
from skill.coach.voice import Sound, seconds
from skill.echo import envelopes
from skill.echo.envelopes import DeviceResponse, DeviceSession, Envelope, Sender
from skill.echo.wake_word import Invocation
from skill.understanding.commands import IntentMatch
from skill.understanding.text_to_event import listen


Speech = tuple[Sound, ...]
Recognizer = Callable[[str, bool], IntentMatch | None]
"""Takes an utterance and whether it hurt in this session; returns the intent and slots, or None if none matches."""

LISTENING_SECONDS = 8.0
SHOWING_SECONDS = 30.0


class Mode(StrEnum):
    """What the device is doing."""

    IDLE = "idle"
    SPEAKING = "speaking"
    LISTENING = "listening"
    REPROMPTING = "reprompting"
    SHOWING = "showing"


@dataclass(frozen=True, slots=True)
class Interval:
    """The time from *begins* to *ends*, in which the device is in one mode."""

    mode: Mode
    begins: float
    ends: float
    speech: Speech = ()


class Device:
    """
    An Echo that knows one skill, with or without a screen; *now* is in seconds since 1970 and never goes back.

    *recognizer* is the local one unless given, *wake_word* that of the region; *delay* is the number of seconds from a
    request to the first word of its reply.
    """

    def __init__(
        self,
        sender: Sender,
        *,
        now: float,
        recognizer: Recognizer | None = None,
        wake_word: str | None = None,
        delay: float = 1.0,
    ) -> None:
        self.sender = sender
        self.invocation = Invocation(sender.locale, wake_word)
        self.now = now
        self.session: DeviceSession | None = None
        self.intervals: tuple[Interval, ...] = ()
        self._recognize = recognizer or self._listen
        self._delay = delay
        self._requests = 0

    # What it is doing

    @property
    def shown(self) -> str | None:
        """The token of the document on the screen, or None."""
        return self.session.shown if self.session else None

    @property
    def mode(self) -> Mode:
        """What the device is doing now."""
        return next((interval.mode for interval in self.intervals if self.now < interval.ends), Mode.IDLE)

    @property
    def needs_wake_word(self) -> bool:
        """Whether the device now hears only what begins with its wake word."""
        return self.mode is not Mode.LISTENING

    @property
    def speech_begins_at(self) -> float:
        """When the last reply begins."""
        return self.intervals[0].begins if self.intervals else self.now

    @property
    def speech_ends_at(self) -> float:
        """When the last reply ends, with its question and without its reprompt."""
        return self.intervals[0].ends if self.intervals else self.now

    @property
    def session_ends_at(self) -> float:
        """When the session ends if nobody says anything."""
        return self.intervals[-1].ends if self.intervals else self.now

    # What happens to it

    def hear(self, text: str) -> Envelope | None:
        """Hear *text* now; return the request to send, or None if *text* is not heard or not for the skill."""
        spoken = self.invocation.without_wake_word(text)
        if spoken is None and self.needs_wake_word:
            return None
        utterance = text if spoken is None else spoken
        wishes = self.invocation.wishes(utterance)
        if wishes is None:
            return self._send(self._intent((utterance,))) if self.session else None
        self.session = self._new_session()
        return self._send(self._intent(wishes) if wishes else envelopes.launch())

    def touch(self, token: str, *arguments: object) -> Envelope | None:
        """Return the request for a tap on the document *token*, or None if no session is open."""
        return self._send(envelopes.touch(token, list(arguments))) if self.session else None

    def advance_to(self, at: float) -> Envelope | None:
        """Let time pass until *at*; return the request to send if the session ends meanwhile, otherwise None."""
        ends = self.session is not None and self.session_ends_at <= at
        self.now = max(self.now, self.session_ends_at if ends else at)
        request = self._end_session(NOBODY_SPOKE) if ends else None
        self.now = max(self.now, at)
        return request

    def leave(self) -> Envelope | None:
        """End the session as a person who walks away; return the request to send, or None if no session is open."""
        return self._end_session(LEFT) if self.session else None

    def receive(self, response: Mapping[str, Any]) -> DeviceResponse:
        """Receive the skill's *response* to the last request, and return it as the device reads it."""
        read = envelopes.read(response, self.sender.locale)
        if read.goes_on is None and not read.said:
            return read
        if read.goes_on and self.session:
            self.session = replace(self.session, attributes=read.attributes, shown=read.shown or self.session.shown)
        else:
            self.session = None
        self.intervals = self._intervals(read)
        return read

    def _intervals(self, response: DeviceResponse) -> tuple[Interval, ...]:
        parts: list[tuple[Mode, float, Speech]] = [(Mode.SPEAKING, seconds(response.said), response.said)]
        if response.goes_on:
            parts.append((Mode.LISTENING, LISTENING_SECONDS, ()))
            if response.reprompt:
                parts.append((Mode.REPROMPTING, seconds(response.reprompt), response.reprompt))
                parts.append((Mode.LISTENING, LISTENING_SECONDS, ()))
            if self.shown:
                parts.append((Mode.SHOWING, SHOWING_SECONDS, ()))
        at, intervals = self.now + self._delay, []
        for mode, length, speech in parts:
            intervals.append(Interval(mode, at, at + length, speech))
            at += length
        return tuple(intervals)

    # What it sends

    def _new_session(self) -> DeviceSession:
        return DeviceSession(self._id(envelopes.SESSION_ID))

    def _intent(self, readings: tuple[str, ...]) -> Envelope:
        """Return the request for the first of *readings* that matches an intent, or for the fallback intent."""
        hurt = self.session is not None and self.session.hurt
        heard = next((found for reading in readings if (found := self._recognize(reading, hurt))), None)
        return envelopes.intent(heard, envelopes.language_of(self.sender))

    def _listen(self, text: str, hurt: bool) -> IntentMatch | None:
        """Resolve *text* by what was just spoken of, which Alexa's model can't know: the session tells it."""
        topic = self.session.attributes.get("topic") if self.session else None
        return listen(text, self.sender.locale, hurt=hurt, topic=topic)

    def _end_session(self, reason: str) -> Envelope:
        request = self._send(envelopes.ended(reason))
        self.session = None
        return request

    def _send(self, request: Envelope) -> Envelope:
        session = self.session or self._new_session()
        self.session = replace(session, new=False)
        return envelopes.envelope(request, self.sender, session, self.now, self._id(envelopes.REQUEST_ID))

    def _id(self, prefix: str) -> str:
        self._requests += 1
        return f"{prefix}.{uuid5(NAMESPACE_URL, f'{self.sender.user}/{self.now}/{self._requests}')}"
