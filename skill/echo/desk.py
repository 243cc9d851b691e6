"""
A virtual Echo on a desk: the device, who speaks to it, and what happened inside, turn by turn.

Rule 1: it is told the time, as its device is; its clock may run faster than the world's, and is what the webhook
goes by that answers it.
Rule 2: each household begins with nothing stored; another language, or a reset, is another household.
Rule 3: a tap is written down as the word on the button: touch is voice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from skill.content.regions import region
from skill.echo.conversation import Conversation
from skill.echo.device import Device
from skill.echo.envelopes import SKILL, Answer, Envelope, Sender
from skill.echo.recording import Played, Recording, played
from skill.echo.viewports import PANELS, Panel, seen_on
from skill.settings import Settings


SHOW_8 = PANELS[1]
MOST = 200
"""Turns that can be looked into."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """An envelope that was posted, and what came back; *response* is empty where it was refused."""

    envelope: Envelope
    status: int
    response: Mapping[str, Any]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Turn:
    """What happened at the time *at*: *heard* was said or tapped, nothing where time ended a session."""

    number: int
    at: float
    how: str
    heard: str = ""
    exchange: Exchange | None = None
    answer: Answer | None = None


class Post(Protocol):
    """Posts an envelope to the webhook, signed."""

    def __call__(self, envelope: Envelope, /) -> Exchange: ...


@dataclass(slots=True)
class Clock:
    """The desk's time, in seconds since 1970."""

    time: float

    def __call__(self) -> float:
        return self.time


@dataclass(slots=True)
class Desk:
    """An Echo; *post* reaches the skill, whose clock is *clock*."""

    settings: Settings
    post: Post
    clock: Clock
    panel: Panel | None = SHOW_8
    turns: list[Turn] = field(default_factory=list)
    recording: Recording = field(default_factory=Recording)
    locale: str = "en-US"
    household: int = 0
    talking: Conversation = field(init=False)
    _exchange: Exchange | None = None
    _turned: int = 0

    def __post_init__(self) -> None:
        self.reset(self.locale, self.clock.time)

    @property
    def device(self) -> Device:
        """The device itself."""
        return self.talking.device

    def reset(self, locale: str, now: float) -> None:
        """Put up another device in *locale*, for another household; raises ContentError for an unknown locale."""
        region(locale)
        self.locale, self.household = locale, self.household + 1
        self.turns, self.recording = [], Recording()
        user, skill = f"desk-{self.household}", self.settings.skill_id or SKILL
        sender = Sender(locale, user, skill, screen=self.panel is not None)
        wake_word, delay = self.settings.wake_word, self.settings.start_delay
        self.clock.time = now
        self.talking = Conversation(Device(sender, now=now, wake_word=wake_word, delay=delay), self._send)

    def say(self, text: str, at: float) -> None:
        """Say *text*, with the wake word before it where one is needed."""
        self.pass_to(at)
        said = self.talking.addressed(text)
        self.recording.said(said, self.device)
        self._turn("said", said, lambda: self.talking.say(text))

    def touch(self, arguments: list[Any], label: str, at: float) -> None:
        """Tap a button with *label* on it; a tap that is nobody's word has none."""
        self.pass_to(at)
        if self.device.session is None:
            return
        if label:
            self.recording.said(self.talking.addressed(label), self.device)
        self._turn("tapped", label, lambda: self.talking.touch(*arguments))

    def pass_to(self, at: float) -> None:
        """Let time pass; a session that ends meanwhile is a turn of its own."""
        if self.device.session is not None and self.device.gives_up_at <= at:
            self._turn("ended", "", lambda: self.talking.pass_to(at))
        self.talking.pass_to(at)

    def knows(self, person: str | None, at: float) -> None:
        """Let *person* be who speaks from now on; None is a voice that it does not know."""
        self.pass_to(at)
        self.talking.knows(person)
        self.recording.knows(person)

    def show_on(self, panel: Panel | None, at: float) -> None:
        """Plug another screen in, or none."""
        self.pass_to(at)
        self.panel = panel
        self.device.sender = replace(self.device.sender, screen=panel is not None)

    def played(self) -> Played:
        """Give the conversation so far as a file of tests/dialogues; raises ScriptError if it cannot be written so."""
        return played(self.recording, self.settings, self.locale)

    def _turn(self, how: str, heard: str, happen: Callable[[], Answer | None]) -> None:
        self._exchange = None
        self._turned += 1
        at, answer = self.device.now, happen()
        self.turns.append(Turn(self._turned, at, how, heard, self._exchange, answer))
        del self.turns[:-MOST]

    def _send(self, envelope: Envelope) -> Mapping[str, Any]:
        self.clock.time = self.device.now
        self._exchange = self.post(seen_on(self.panel, envelope) if self.panel else envelope)
        self.recording.replied(self._exchange.response, self.locale)
        return self._exchange.response
