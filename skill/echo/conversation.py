"""
A device with a skill behind it: every envelope is answered at once.

Rule 1: whoever answers need not have heard of the wake word: where one is needed and was left out, it is put before.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from skill.echo.device import Device
from skill.echo.envelopes import Answer, Envelope, apologises


Skill = Callable[[Envelope], Mapping[str, Any]]
"""Takes an envelope, gives the response's JSON as plain data: what a webhook or a Lambda does."""


class Conversation:
    """What is said between a person and a skill; *device* tells what is happening."""

    def __init__(self, device: Device, skill: Skill) -> None:
        self.device = device
        self.failed = False
        """Whether an answer was the apology, or none at all."""
        self._skill = skill

    def addressed(self, text: str) -> str:
        """Give *text* as it must be said now: with the wake word, where the microphone is off."""
        woken = self.device.invocation.woken(text) is not None
        if woken or not self.device.needs_wake_word:
            return text
        return f"{self.device.invocation.wake_word}, {text}"

    def say(self, text: str) -> Answer | None:
        """Say *text* now; None where it is not for the skill."""
        sent = self.device.hear(self.addressed(text))
        if sent is None:
            return None
        answer = self.device.take(self._skill(sent))
        self.failed = self.failed or not answer.said or self._apologises(answer)
        return answer

    def touch(self, *arguments: object) -> Answer | None:
        """Tap what is shown; None where nothing is."""
        shown = self.device.shown
        sent = self.device.touch(shown, *arguments) if shown else None
        return None if sent is None else self.device.take(self._skill(sent))

    def pass_to(self, at: float) -> None:
        """Let time pass; the skill is told of a session that ends meanwhile."""
        if (sent := self.device.pass_to(at)) is not None:
            self._skill(sent)

    def leave(self) -> None:
        """Walk away."""
        if (sent := self.device.leave()) is not None:
            self._skill(sent)

    def knows(self, person: str | None) -> None:
        """Let the device know the voice of *person* from now on, or nobody's."""
        self.device.sender = replace(self.device.sender, person=person)

    def _apologises(self, answer: Answer) -> bool:
        return apologises(answer, self.device.sender.locale, self.device.invocation.wake_word)
