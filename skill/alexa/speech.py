"""
Spoken text: parts of a reply as SSML, and SSML as words and silences with their seconds.

Rule 1: no break is longer than 10 s, Alexa's limit; longer silences are several.
Rule 2: every text is escaped here and nowhere else; the SDK escapes nothing (its `speak` trims, no more).
Rule 3: a response holds at most 7,500 characters and 230 s, a reprompt 90 s: prudent guesses below Alexa's limits.
Rule 4: the same estimate of time serves the dialogue's clock, the tests and the virtual Echo.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from skill.content.phrases import Script
from skill.dialogue.reply import Begin, Breath, Line, Part, Wait


CHARACTERS = 7_500
SECONDS = 230
REPROMPT_SECONDS = 90
BREAK = 10.0

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words and the seconds they take."""

    text: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Pause:
    """So many seconds without a word."""

    seconds: float


Sound = Spoken | Pause


@dataclass(frozen=True, slots=True)
class Voice:
    """How a reply is said: in whose words, from which wording on, how fast, in how many words."""

    script: Script
    turn: int = 0
    pace: int = 0
    few: bool = False

    def measure(self, line: Line) -> float:
        """Estimate the seconds that *line* takes."""
        return self.script.seconds(self.script.text(line, self.turn, few=self.few), pace=self.pace)

    def sounds(self, parts: Iterable[Part]) -> tuple[Sound, ...]:
        """Give *parts* as words and silences; a line that occurs again takes its next wording."""
        said: Counter[str] = Counter()
        return tuple(_merged(sound for part in parts for sound in self._part(part, said)))

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

    def ssml(self, parts: Sequence[Part]) -> str:
        """Give *parts* as one SSML document."""
        inner = " ".join(_tags(self.sounds(parts)))
        if self.pace:
            inner = f'<prosody rate="{self.script.rate(self.pace)}%">{inner}</prosody>'
        return f"<speak>{inner}</speak>"


def plain(sounds: Iterable[Sound]) -> str:
    """Give the words of *sounds* alone, as for a card."""
    return " ".join(sound.text for sound in sounds if isinstance(sound, Spoken))


def _tags(sounds: Iterable[Sound]) -> Iterator[str]:
    for sound in sounds:
        if isinstance(sound, Spoken):
            yield escape(_CONTROL.sub("", sound.text))
        else:
            yield "".join(_breaks(sound.seconds))


def _breaks(seconds: float) -> Iterator[str]:
    while seconds > BREAK:
        yield f'<break time="{BREAK:g}s"/>'
        seconds = round(seconds - BREAK, 1)
    yield f'<break time="{seconds:g}s"/>'


def _merged(sounds: Iterable[Sound]) -> Iterator[Sound]:
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


# SSML back into time


def timed(ssml: str, script: Script) -> tuple[Sound, ...]:
    """Read *ssml*, ours, as words and silences; raises ElementTree.ParseError if it isn't well formed."""
    root = ElementTree.fromstring(ssml)  # noqa: S314 - of our own making
    prosody = root.find("prosody")
    node = root if prosody is None else prosody
    rate = 100 if prosody is None else int(prosody.get("rate", "100%").rstrip("%"))
    return tuple(_merged(_read(node, script, rate)))


def _read(node: ElementTree.Element, script: Script, rate: int) -> Iterator[Sound]:
    yield from _words(node.text, script, rate)
    for child in node:
        yield Pause(float(child.get("time", "0s").rstrip("s")))
        yield from _words(child.tail, script, rate)


def _words(text: str | None, script: Script, rate: int) -> Iterator[Spoken]:
    words = " ".join((text or "").split())
    if words:
        yield Spoken(words, script.seconds(words) * 100 / rate)


def seconds(sounds: Iterable[Sound]) -> float:
    """Add up the seconds of *sounds*."""
    return sum(sound.seconds for sound in sounds)
