"""
How a reply is said: parts of a reply as words and silences with their seconds.

The same estimate of time serves the dialogue's clock, the tests and the virtual Echo.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from skill.content.phrases import Script
from skill.dialogue.reply import Begin, Breath, Line, Part, Wait
from skill.dialogue.timeline import Measure


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words and the seconds they take."""

    text: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Pause:
    """A silence of *seconds*."""

    seconds: float


Sound = Spoken | Pause


@dataclass(frozen=True, slots=True)
class Voice:
    """The words, the wording counter, the pace (-1 slower, 0, 1 faster) and whether few words are wanted."""

    script: Script
    turn: int = 0
    pace: int = 0
    few: bool = False

    def measure(self) -> Measure:
        """Return what estimates the seconds of each line of one reply, in order."""
        said: Counter[str] = Counter()
        return lambda line: self._line(line, said).seconds

    def sounds(self, parts: Iterable[Part]) -> tuple[Sound, ...]:
        """Return *parts* as words and silences; a line that occurs again takes its next wording."""
        said: Counter[str] = Counter()
        return tuple(merged(sound for part in parts for sound in self._part(part, said)))

    def _part(self, part: Part, said: Counter[str]) -> Iterator[Sound]:
        match part:
            case Line():
                yield self._line(part, said)
            case Wait(seconds, cue):
                yield from self._timed(cue, float(seconds), said)
            case Breath():
                yield from self._timed(part.inhale, float(part.seconds_in), said)
                yield from self._timed(part.exhale, float(part.seconds_out), said)
            case Begin():
                return

    def _line(self, line: Line, said: Counter[str]) -> Spoken:
        text = self.script.text(line, self.turn + said[line.key], few=self.few)
        said[line.key] += 1
        return Spoken(text, self.script.seconds(text, pace=self.pace))

    def _timed(self, line: Line | None, seconds: float, said: Counter[str]) -> Iterator[Sound]:
        if line is not None:
            spoken = self._line(line, said)
            seconds -= spoken.seconds
            yield spoken
        if seconds > 0:
            yield Pause(round(seconds, 1))


def plain(sounds: Iterable[Sound]) -> str:
    """Return the words of *sounds* alone, as for a card."""
    return " ".join(sound.text for sound in sounds if isinstance(sound, Spoken))


def seconds(sounds: Iterable[Sound]) -> float:
    """Add up the seconds of *sounds*."""
    return sum(sound.seconds for sound in sounds)


def merged(sounds: Iterable[Sound]) -> Iterator[Sound]:
    """Join silences that follow each other."""
    pause = 0.0
    for sound in sounds:
        if isinstance(sound, Pause):
            pause += sound.seconds
            continue
        if pause:
            yield Pause(round(pause, 1))
            pause = 0.0
        yield sound
    if pause:
        yield Pause(round(pause, 1))
