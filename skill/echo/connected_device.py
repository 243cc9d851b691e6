"""A virtual Echo with a skill behind it: the skill answers each request at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from skill.alexa.skill_builder import build_skill
from skill.content.regions import region
from skill.echo.device import Device
from skill.echo.envelopes import SKILL, DeviceResponse, Envelope, Sender, is_apology
from skill.settings import Settings
from skill.storage import Change, Storage, StorageError, UserRecord


Skill = Callable[[Envelope], Mapping[str, Any]]
"""Takes a request envelope, and returns the response as plain data, as a webhook or a Lambda function does."""

USER = "desk"
NEW_YEAR = 1_767_258_000.0
"""1 January 2026, 9:00 UTC: the time at which a script begins that has no database of its own."""


class ConnectedDevice:
    """*device*, whose requests *skill* answers."""

    def __init__(self, device: Device, skill: Skill) -> None:
        self.device = device
        self.failed = False
        """Whether the skill has apologised for a fault, or has answered with no words."""
        self._skill = skill

    def with_wake_word(self, text: str) -> str:
        """Return *text* as a person must say it now: with the wake word, unless the microphone is open."""
        has_wake_word = self.device.invocation.without_wake_word(text) is not None
        if has_wake_word or not self.device.needs_wake_word:
            return text
        return f"{self.device.invocation.wake_word}, {text}"

    def say(self, text: str) -> DeviceResponse | None:
        """Say *text* now, with the wake word where it is needed; return None if *text* is not for the skill."""
        request = self.device.hear(self.with_wake_word(text))
        if request is None:
            return None
        response = self.device.receive(self._skill(request))
        self.failed = self.failed or not response.said or self._is_apology(response)
        return response

    def touch(self, *arguments: object) -> DeviceResponse | None:
        """Tap the document on the screen; return None if there is no document."""
        shown = self.device.shown
        request = self.device.touch(shown, *arguments) if shown else None
        return None if request is None else self.device.receive(self._skill(request))

    def advance_to(self, at: float) -> None:
        """Let time pass until *at*, and tell the skill if the session ends before that."""
        if (request := self.device.advance_to(at)) is not None:
            self._skill(request)

    def leave(self) -> None:
        """End the session as a person who walks away, and tell the skill."""
        if (request := self.device.leave()) is not None:
            self._skill(request)

    def set_person(self, person: str | None) -> None:
        """Let the device recognise the voice of *person* from now on; None is an unknown voice."""
        self.device.sender = replace(self.device.sender, person=person)

    def _is_apology(self, response: DeviceResponse) -> bool:
        return is_apology(response, self.device.sender.locale, self.device.invocation.wake_word)


@dataclass(frozen=True, slots=True)
class Setup:
    """The settings and the device of a conversation; `settings.storage` is not used."""

    settings: Settings
    sender: Sender
    now: float

    @classmethod
    def of(cls, settings: Settings, locale: str, now: float, *, person: str | None = None) -> "Setup":
        """Set up a device in *locale*; raises ContentError for an unknown locale."""
        region(locale)
        return cls(settings, Sender(locale, USER, settings.skill_id or SKILL, person), now)

    def device(self) -> Device:
        """Return a new device."""
        settings = self.settings
        return Device(self.sender, now=self.now, wake_word=settings.wake_word, delay=settings.start_delay)


def local_skill(settings: Settings, storage: Storage) -> Skill:
    """Return the real skill over *storage*, called in this process."""
    handle = build_skill(storage, settings).lambda_handler()

    def skill(envelope: Envelope) -> Mapping[str, Any]:
        response: Mapping[str, Any] = handle(envelope, None)
        return response

    return skill


def connect(setup: Setup, storage: Storage) -> ConnectedDevice:
    """Return a device that is connected to the real skill over *storage*."""
    return ConnectedDevice(setup.device(), local_skill(setup.settings, storage))


@dataclass(slots=True)
class SwitchableStorage:
    """*storage* while it *works*; otherwise each call raises StorageError."""

    storage: Storage
    works: bool = True

    def set(self, works: bool) -> None:
        """Let the storage work, or fail, from now on."""
        self.works = works

    def load(self, user: str) -> UserRecord | None:
        return self._storage().load(user)

    def update(self, user: str, change: Change) -> UserRecord | None:
        return self._storage().update(user, change)

    def delete(self, user: str) -> None:
        self._storage().delete(user)

    def check(self) -> None:
        self._storage().check()

    def close(self) -> None:
        self.storage.close()

    def _storage(self) -> Storage:
        if not self.works:
            raise StorageError("the storage fails because the script says so")
        return self.storage
