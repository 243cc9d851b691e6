"""
The virtual Echo on a terminal: replies appear as they are spoken, holds count down, typing interrupts.

Rule 1: time runs in real seconds, times *speed* while the device speaks. It stands still while the microphone is open
and the person is typing: an answer that has begun is not cut off.
Rule 2: the device hears each typed line. The wake word is put before it, and shown, where it is needed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from time import monotonic

from skill.coach.voice import Pause, Sound
from skill.echo.connected_device import ConnectedDevice
from skill.echo.console import Console
from skill.echo.device import Device, Mode
from skill.echo.transcript import MARGIN, SHORTEST_SILENCE, hint, not_for_the_skill, sentences


TICK = 0.05
"""Seconds between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class TerminalClock:
    """A monotonic clock, and a way to sleep by it."""

    now: Callable[[], float] = monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Terminal:
    """Shows a conversation with *connected* on *console*, by *clock*."""

    def __init__(
        self, connected: ConnectedDevice, console: Console, clock: TerminalClock, *, speed: float = 1.0
    ) -> None:
        self._connected = connected
        self._device = connected.device
        self._console = console
        self._clock = clock
        self._speed = speed
        self._due: list[tuple[float, str]] = []
        self._title = ""
        self._hold: tuple[float, float] | None = None

    async def run(self) -> None:
        """Run the conversation until the person leaves."""
        ticking = asyncio.create_task(self._tick(self._clock.now()))
        try:
            while True:
                self._typed((await self._console.read(self.status)).strip())
        except (EOFError, KeyboardInterrupt):
            self._connected.leave()
        finally:
            ticking.cancel()

    async def _tick(self, last: float) -> None:
        while True:
            await self._clock.sleep(TICK)
            last, elapsed = (now := self._clock.now()), now - last
            self._advance(elapsed * self._rate())

    def _rate(self) -> float:
        if self._device.mode is Mode.LISTENING:
            return 0.0 if self._console.typing() else 1.0
        return self._speed

    def _advance(self, seconds: float) -> None:
        had_session = self._device.session is not None
        self._connected.advance_to(self._device.now + seconds)
        while self._due and self._due[0][0] <= self._device.now:
            self._console.write(self._due.pop(0)[1])
        if had_session and self._device.session is None:
            self._console.write(f"{'':{MARGIN}}[closes: {hint(self._device)}]")

    def _typed(self, text: str) -> None:
        if text:
            self._say(text)
        else:
            self._advance(max(0.0, self._end_of_speech() - self._device.now))

    def _end_of_speech(self) -> float:
        ends = [each.ends for each in self._device.intervals if each.speech and each.begins <= self._device.now]
        return max(ends, default=self._device.speech_ends_at)

    def _say(self, text: str) -> None:
        self._console.write(f"{'Person:':{MARGIN}}{self._connected.with_wake_word(text)}")
        response = self._connected.say(text)
        if response is None:
            self._console.write(not_for_the_skill(self._device))
            return
        self._title = " · ".join(response.titles) or self._title
        self._hold = response.hold
        self._due = list(_lines(self._device))
        if not response.goes_on:
            self._title = ""
            self._due.append((self._device.speech_ends_at, f"{'':{MARGIN}}[closes]"))

    def status(self) -> str:
        """Return the status line: the title on the screen, the countdown, and what the device is doing."""
        shown = [part for part in (self._title, self._countdown()) if part]
        return "  ".join([*shown, f"[{self._doing()}]"])

    def _countdown(self) -> str:
        device = self._device
        if device.mode is not Mode.SPEAKING:
            return ""
        if self._hold is None:
            silence_ends = next((ends for begins, ends in _silences(device) if begins <= device.now < ends), None)
            return f"quiet for {silence_ends - device.now:.0f} s" if silence_ends else ""
        delay, length = self._hold
        left = length - max(0.0, device.now - device.speech_begins_at - delay)
        return f"{max(0.0, left):.0f} s left"

    def _doing(self) -> str:
        device = self._device
        match device.mode:
            case Mode.SPEAKING | Mode.REPROMPTING:
                return "speaking: type to cut in, Enter to skip"
            case Mode.LISTENING:
                ends = next(interval.ends for interval in device.intervals if device.now < interval.ends)
                return f"listening: {ends - device.now:.0f} s"
            case _ if device.session:
                return "microphone off"
            case _:
                return f"microphone off: {hint(device)}"


def _lines(device: Device) -> Iterator[tuple[float, str]]:
    """Yield the lines of the last reply, each with its time."""
    label = "Coach:"
    for interval in device.intervals:
        at = interval.begins
        for sound in sentences(interval.speech):
            if text := _text(sound):
                yield at, f"{label:{MARGIN}}" + (f"{{{text}}}" if interval.mode is Mode.REPROMPTING else text)
                label = ""
            at += sound.seconds


def _text(sound: Sound) -> str:
    if isinstance(sound, Pause):
        return f"({sound.seconds:.0f} s)" if sound.seconds >= SHORTEST_SILENCE else ""
    return sound.text


def _silences(device: Device) -> Iterator[tuple[float, float]]:
    at = device.speech_begins_at
    for sound in device.intervals[0].speech if device.intervals else ():
        if isinstance(sound, Pause) and sound.seconds >= SHORTEST_SILENCE:
            yield at, at + sound.seconds
        at += sound.seconds
