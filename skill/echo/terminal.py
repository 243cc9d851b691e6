"""
The virtual Echo on a terminal: what is said appears as it is said, holds count down, typing cuts in.

Rule 1: the clock is the device's: real seconds, times *speed* while it speaks. It stands still while the microphone
is open and something is being typed: who has begun to speak is not cut off.
Rule 2: what is typed is heard: where it needs the wake word, that is put before it and shown.
Rule 3: nothing that was typed is kept on disk: people type what hurts.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

from skill.coach.voice import Pause, Sound
from skill.echo.conversation import Conversation
from skill.echo.device import Device, Mode
from skill.echo.sentences import sentences
from skill.echo.transcript import MARGIN, SHORTEST, hint


TICK = 0.05
"""Seconds between two looks at the clock."""


class Console(Protocol):
    """Where it is shown, and what is typed."""

    def write(self, line: str) -> None:
        """Show *line* above what is being typed."""

    def typing(self) -> bool:
        """Say whether a line was begun."""

    def read(self, status: Callable[[], str]) -> Awaitable[str]:
        """Give the next line, with *status* below it meanwhile; raises EOFError or KeyboardInterrupt at the end."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds that run evenly, and a way to let some pass."""

    now: Callable[[], float] = monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Terminal:
    """Shows a conversation as it goes on, by *clock*."""

    def __init__(self, conversation: Conversation, console: Console, clock: Clock, *, speed: float = 1.0) -> None:
        self._conversation = conversation
        self._device = conversation.device
        self._console = console
        self._clock = clock
        self._speed = speed
        self._cues: list[tuple[float, str]] = []
        self._title = ""
        self._hold: tuple[float, float] | None = None

    async def run(self, first: str | None = None) -> None:
        """Talk, beginning with what is said *first*, until the person leaves."""
        ticking = asyncio.create_task(self._tick(self._clock.now()))
        try:
            if first:
                self._say(first)
            while True:
                self._typed((await self._console.read(self.status)).strip())
        except (EOFError, KeyboardInterrupt):
            self._conversation.leave()
        finally:
            ticking.cancel()

    async def _tick(self, last: float) -> None:
        while True:
            await self._clock.sleep(TICK)
            last, passed = (now := self._clock.now()), now - last
            self._pass(passed * self._rate())

    def _rate(self) -> float:
        mode = self._device.mode
        if mode is Mode.LISTENING:
            return 0.0 if self._console.typing() else 1.0
        return self._speed

    def _pass(self, seconds: float) -> None:
        was_open = self._device.session is not None
        self._conversation.pass_to(self._device.now + seconds)
        self._show()
        if was_open and self._device.session is None:
            self._console.write(f"{'':{MARGIN}}[closes: {hint(self._device)}]")

    def _show(self) -> None:
        while self._cues and self._cues[0][0] <= self._device.now:
            self._console.write(self._cues.pop(0)[1])

    def _typed(self, text: str) -> None:
        if text:
            self._say(text)
        else:
            self._pass(max(0.0, self._end_of_speech() - self._device.now))

    def _end_of_speech(self) -> float:
        spoken = [s.ends for s in self._device.stretches if s.speech and s.begins <= self._device.now]
        return max(spoken, default=self._device.speaks_until)

    def _say(self, text: str) -> None:
        self._console.write(f"{'Person:':{MARGIN}}{self._conversation.addressed(text)}")
        answer = self._conversation.say(text)
        if answer is None:
            self._console.write(f"{'':{MARGIN}}[not for the skill: {hint(self._device)}]")
            return
        self._title = " · ".join(answer.titles) or self._title
        self._hold = answer.hold
        self._cues = list(_cues(self._device))
        if not answer.goes_on:
            self._title = ""
            self._cues.append((self._device.speaks_until, f"{'':{MARGIN}}[closes]"))

    def status(self) -> str:
        """Say in one line what is on the screen, what it counts, and what the device is doing."""
        shown = [part for part in (self._title, self._count()) if part]
        return "  ".join([*shown, f"[{self._doing()}]"])

    def _count(self) -> str:
        if self._device.mode is not Mode.SPEAKING:
            return ""
        if self._hold is None:
            quiet = next((ends for begins, ends in _silences(self._device) if begins <= self._device.now < ends), None)
            return f"quiet for {quiet - self._device.now:.0f} s" if quiet else ""
        ahead, whole = self._hold
        left = whole - max(0.0, self._device.now - self._device.speaks_from - ahead)
        return f"{max(0.0, left):.0f} s left"

    def _doing(self) -> str:
        device = self._device
        match device.mode:
            case Mode.SPEAKING | Mode.REPROMPTING:
                return "speaking: type to cut in, Enter to skip"
            case Mode.LISTENING:
                ends = next(s.ends for s in device.stretches if device.now < s.ends)
                return f"listening: {ends - device.now:.0f} s"
            case _ if device.session:
                return "microphone off"
            case _:
                return f"microphone off: {hint(device)}"


def _cues(device: Device) -> Iterator[tuple[float, str]]:
    """Give what is to be shown, and when."""
    label = "Coach:"
    for stretch in device.stretches:
        at = stretch.begins
        for sound, text in _pieces(stretch.speech):
            if text:
                shown = f"{{{text}}}" if stretch.mode is Mode.REPROMPTING else text
                yield at, f"{label:{MARGIN}}{shown}"
                label = ""
            at += sound.seconds


def _silences(device: Device) -> Iterator[tuple[float, float]]:
    at = device.speaks_from
    for sound in device.stretches[0].speech if device.stretches else ():
        if isinstance(sound, Pause) and sound.seconds >= SHORTEST:
            yield at, at + sound.seconds
        at += sound.seconds


def _pieces(speech: tuple[Sound, ...]) -> Iterator[tuple[Sound, str]]:
    for sound in speech:
        if isinstance(sound, Pause):
            yield sound, f"({sound.seconds:.0f} s)" if sound.seconds >= SHORTEST else ""
        else:
            for sentence in sentences(sound):
                yield sentence, sentence.text
