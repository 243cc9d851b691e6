"""
The virtual Echo behind the page: a device, the person who speaks, and a list of turns to look into.

Rule 1: the page tells the time. Its clock may run faster than real time, and the webhook that answers uses it too.
Rule 2: each household begins with an empty storage; another language and a reset each begin a new household.
Rule 3: a tap is recorded as the word on the button, because every touch has a spoken equivalent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from skill.content.regions import region
from skill.echo.connected_device import ConnectedDevice
from skill.echo.device import Device
from skill.echo.envelopes import SKILL, DeviceResponse, Envelope, Sender
from skill.echo.page.recording import Recording, SavedTranscript, saved_transcript
from skill.echo.page.viewports import VIEWPORTS, Viewport, with_viewport
from skill.settings import Settings


SHOW_8 = VIEWPORTS[1]
MOST_TURNS = 200
"""The number of turns that are kept."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request envelope and its HTTP response; *response* is empty if the webhook refused the request."""

    envelope: Envelope
    status: int
    response: Mapping[str, Any]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class DeviceTurn:
    """A turn at the time *at*: *heard* is what was said or tapped, empty if time ended the session."""

    number: int
    at: float
    how: str
    heard: str = ""
    exchange: Exchange | None = None
    response: DeviceResponse | None = None


class Post(Protocol):
    """Posts a signed envelope to the webhook, and returns the exchange."""

    def __call__(self, envelope: Envelope, /) -> Exchange: ...


@dataclass(slots=True)
class SimulatedClock:
    """A clock that shows *time*, in seconds since 1970."""

    time: float

    def __call__(self) -> float:
        return self.time


@dataclass(slots=True)
class Simulator:
    """A virtual Echo; *post* reaches the skill, which uses *clock*."""

    settings: Settings
    post: Post
    clock: SimulatedClock
    viewport: Viewport | None = SHOW_8
    turns: list[DeviceTurn] = field(default_factory=list)
    recording: Recording = field(default_factory=Recording)
    locale: str = "en-US"
    household: int = 0
    connected: ConnectedDevice = field(init=False)
    _exchange: Exchange | None = None
    _turn_count: int = 0

    def __post_init__(self) -> None:
        self.reset(self.locale, self.clock.time)

    @property
    def device(self) -> Device:
        """The device of the current household."""
        return self.connected.device

    def reset(self, locale: str, now: float) -> None:
        """Replace the device with one in *locale*, for a new household; raises ContentError for an unknown locale."""
        region(locale)
        self.locale, self.household = locale, self.household + 1
        self.turns, self.recording = [], Recording()
        user, skill = f"desk-{self.household}", self.settings.skill_id or SKILL
        sender = Sender(locale, user, skill, screen=self.viewport is not None)
        wake_word, delay = self.settings.wake_word, self.settings.start_delay
        self.clock.time = now
        self.connected = ConnectedDevice(Device(sender, now=now, wake_word=wake_word, delay=delay), self._send)

    def say(self, text: str, at: float) -> None:
        """Say *text*, with the wake word where it is needed."""
        self.advance_to(at)
        text = self.connected.with_wake_word(text)
        self.recording.add_utterance(text, self.device)
        self._add_turn("said", text, lambda: self.connected.say(text))

    def touch(self, arguments: list[Any], label: str, at: float) -> None:
        """Tap the button *label*; *label* is empty if the tap has no spoken equivalent."""
        self.advance_to(at)
        if self.device.session is None:
            return
        if label:
            self.recording.add_utterance(self.connected.with_wake_word(label), self.device)
        self._add_turn("tapped", label, lambda: self.connected.touch(*arguments))

    def advance_to(self, at: float) -> None:
        """Let time pass until *at*; the end of a session is a turn of its own."""
        if self.device.session is not None and self.device.session_ends_at <= at:
            self._add_turn("ended", "", lambda: self.connected.advance_to(at))
        self.connected.advance_to(at)

    def set_person(self, person: str | None, at: float) -> None:
        """Let the device recognise the voice of *person* from now on; None is an unknown voice."""
        self.advance_to(at)
        self.connected.set_person(person)
        self.recording.add_person(person)

    def set_viewport(self, viewport: Viewport | None, at: float) -> None:
        """Replace the screen of the device; None is a device without a screen."""
        self.advance_to(at)
        self.viewport = viewport
        self.device.sender = replace(self.device.sender, screen=viewport is not None)

    def transcript(self) -> SavedTranscript:
        """Return the conversation so far as a file for tests/dialogues; raises ScriptError if it cannot be one."""
        return saved_transcript(self.recording, self.settings, self.locale)

    def _add_turn(self, how: str, heard: str, act: Callable[[], DeviceResponse | None]) -> None:
        self._exchange = None
        self._turn_count += 1
        at, response = self.device.now, act()
        self.turns.append(DeviceTurn(self._turn_count, at, how, heard, self._exchange, response))
        del self.turns[:-MOST_TURNS]

    def _send(self, envelope: Envelope) -> Mapping[str, Any]:
        self.clock.time = self.device.now
        self._exchange = self.post(with_viewport(self.viewport, envelope) if self.viewport else envelope)
        self.recording.add_response(self._exchange.response, self.locale)
        return self._exchange.response
