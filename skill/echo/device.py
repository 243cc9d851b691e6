"""
An Echo without hearing aids: when it listens, what it sends, and when it gives up.

Rule 1: pure. It has no clock and calls nobody: it is told the time, gives envelopes, and takes responses.
Rule 2: after a reply that asks, the microphone is open for 8 s, then comes the reprompt, then 8 s more; then the
session is over, and the skill is told (design §4). A document on a screen stays 30 s longer, the microphone off.
Rule 3: while it speaks, and whenever its microphone is off, it hears nothing without its wake word. What it then
hears cuts its speech.
Rule 4: outside a session it hears only what calls the skill by its name (invocation.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from skill.alexa.requests import LEFT, NOBODY_SPOKE
from skill.coach.voice import Sound, seconds
from skill.echo import envelopes
from skill.echo.envelopes import Answer, Envelope, Sender, Session
from skill.echo.invocation import Invocation
from skill.understanding.commands import IntentMatch
from skill.understanding.text_to_event import listen


Speech = tuple[Sound, ...]
Ear = Callable[[str], IntentMatch | None]

LISTENS = 8.0
LINGERS = 30.0


class Mode(StrEnum):
    """What the device is doing."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    LISTENING = "listening"
    REPROMPTING = "reprompting"
    LINGERING = "lingering"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time from *begins* to *ends* in which the device does one thing."""

    mode: Mode
    begins: float
    ends: float
    speech: Speech = ()


class Device:
    """
    A speaker, or a display, that knows one skill; *now* is seconds since 1970 and never goes back.

    *ear* is the local one unless given, *wake_word* the region's own; *delay* is the seconds until a reply is heard.
    """

    def __init__(
        self, sender: Sender, *, now: float, ear: Ear | None = None, wake_word: str | None = None, delay: float = 1.0
    ) -> None:
        self.sender = sender
        self.invocation = Invocation(sender.locale, wake_word)
        self.now = now
        self.session: Session | None = None
        self.stretches: tuple[Stretch, ...] = ()
        self._ear = ear or partial(listen, locale=sender.locale)
        self._delay = delay
        self._requests = 0

    # What it is doing

    @property
    def shown(self) -> str | None:
        """The document on its screen."""
        return self.session.shown if self.session else None

    @property
    def mode(self) -> Mode:
        """What it is doing now."""
        return next((s.mode for s in self.stretches if self.now < s.ends), Mode.WAITING)

    @property
    def needs_wake_word(self) -> bool:
        """Whether it hears nothing now that does not begin with its wake word."""
        return self.mode is not Mode.LISTENING

    @property
    def speaks_from(self) -> float:
        """When the last reply began to be spoken."""
        return self.stretches[0].begins if self.stretches else self.now

    @property
    def speaks_until(self) -> float:
        """When the last reply has been spoken, its question included, its reprompt not."""
        return self.stretches[0].ends if self.stretches else self.now

    @property
    def gives_up_at(self) -> float:
        """When the session is over if nobody says anything."""
        return self.stretches[-1].ends if self.stretches else self.now

    # What happens to it

    def hear(self, text: str) -> Envelope | None:
        """Hear *text* now, and give what to send; None if it is not for the skill, or was not heard at all."""
        spoken = self.invocation.woken(text)
        if spoken is None and self.needs_wake_word:
            return None
        said = text if spoken is None else spoken
        if call := self.invocation.call(said):
            self.session = self._session()
            return self._send(self._wished(call.wishes) if call.wishes else envelopes.launch())
        return self._send(self._meant(said)) if self.session else None

    def touch(self, token: str, *arguments: object) -> Envelope | None:
        """Send what a tap on the document *token* gives; None where no session is open."""
        return self._send(envelopes.touch(token, list(arguments))) if self.session else None

    def pass_to(self, at: float) -> Envelope | None:
        """Let time pass until *at*; gives what to send if the session ends meanwhile, for nobody spoke."""
        over = self.session is not None and self.gives_up_at <= at
        self.now = max(self.now, self.gives_up_at if over else at)
        sent = self._end(NOBODY_SPOKE) if over else None
        self.now = max(self.now, at)
        return sent

    def leave(self) -> Envelope | None:
        """Walk away; gives what to send if a session was open."""
        return self._end(LEFT) if self.session else None

    def take(self, response: Mapping[str, Any]) -> Answer:
        """Take the skill's *response* to what was sent last."""
        answer = envelopes.read(response, self.sender.locale)
        if answer.goes_on is None and not answer.said:
            return answer
        if answer.goes_on and self.session:
            shown = answer.shown or self.session.shown
            self.session = replace(self.session, attributes=answer.attributes, shown=shown)
        else:
            self.session = None
        self.stretches = self._stretches(answer)
        return answer

    def _stretches(self, answer: Answer) -> tuple[Stretch, ...]:
        parts: list[tuple[Mode, float, Speech]] = [(Mode.SPEAKING, seconds(answer.said), answer.said)]
        if answer.goes_on:
            parts.append((Mode.LISTENING, LISTENS, ()))
            if answer.reprompt:
                parts.append((Mode.REPROMPTING, seconds(answer.reprompt), answer.reprompt))
                parts.append((Mode.LISTENING, LISTENS, ()))
            if self.shown:
                parts.append((Mode.LINGERING, LINGERS, ()))
        at, found = self.now + self._delay, []
        for mode, length, speech in parts:
            found.append(Stretch(mode, at, at + length, speech))
            at += length
        return tuple(found)

    # What it sends

    def _session(self) -> Session:
        return Session(self._id(envelopes.SESSION_ID))

    def _meant(self, said: str) -> Envelope:
        return envelopes.intent(self._ear(said), envelopes.language_of(self.sender))

    def _wished(self, wishes: tuple[str, ...]) -> Envelope:
        heard = next((found for found in map(self._ear, wishes) if found), None)
        return envelopes.intent(heard, envelopes.language_of(self.sender))

    def _end(self, reason: str) -> Envelope:
        sent = self._send(envelopes.ended(reason))
        self.session = None
        return sent

    def _send(self, request: Envelope) -> Envelope:
        session = self.session or self._session()
        self.session = replace(session, new=False)
        return envelopes.envelope(request, self.sender, session, self.now, self._id(envelopes.REQUEST_ID))

    def _id(self, prefix: str) -> str:
        self._requests += 1
        return f"{prefix}.{uuid5(NAMESPACE_URL, f'{self.sender.user}/{self.now}/{self._requests}')}"

