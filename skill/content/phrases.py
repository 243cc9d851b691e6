"""
A language's words: a line's name and values in, plain prose out.

Rule 1: content is prose without markup; the same words serve voice, card, screen and terminal.
Rule 2: wordings take turns by a counter that is passed in, never by chance.
Rule 3: whatever is missing or misspelt is said at once, with the file and the key.
"""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache, cached_property
from types import SimpleNamespace
from typing import Any

from skill.content.answers import answers
from skill.content.files import ContentError, read
from skill.content.regions import Region, region
from skill.dialogue.reply import Line, Value


SETTINGS = {"numbers", "speech", "clock", "say"}
SILENT = {"source", "added"}
"""Keys that tell where words come from; they are never said."""

NOON, EVENING = 12, 17
NAMED = {"00:00": "midnight", "12:00": "noon"}
TEN = 10
"""Minutes below it are said with their nought: seven oh five."""


@dataclass(frozen=True)
class Script:
    """The words of one locale; *wake_word* takes the place of the region's where a device has another."""

    region: Region
    wordings: Mapping[str, tuple[str, ...]]
    say: Mapping[str, str]
    numbers: tuple[str, ...]
    clock: Mapping[str, str]
    speech: Mapping[str, Any]
    wake_word: str

    def text(self, line: Line, turn: int = 0, *, few: bool = False) -> str:
        """Return the words of *line*, the wording that is due at *turn*; raises ContentError if there are none."""
        wordings = (self.wordings.get(f"few.{line.key}") if few else None) or self.wordings.get(line.key)
        if wordings is None:
            raise ContentError(f"no file of {self.region.language} defines the line {line.key}")
        values = {name: self._spoken(name, value) for name, value in line.values.items()}
        try:
            return wordings[turn % len(wordings)].format(**self._fixed, **values)
        except (KeyError, AttributeError, IndexError) as error:
            raise ContentError(f"the line {line.key} has a placeholder that nothing fills: {error}") from None

    def seconds(self, text: str, *, pace: int = 0) -> float:
        """Estimate how long *text* takes to say; *pace* is -1 slower, 0 as it is, 1 faster."""
        if not text:
            return 0.0
        letters = sum(character.isalnum() or character == " " for character in text)
        commas, sentences = len(re.findall("[,:;]", text)), len(re.findall("[.?!]", text))
        speech = self.speech
        length = letters * speech["letter"] + commas * speech["comma"] + max(sentences, 1) * speech["sentence"]
        return float(length * 100 / self.rate(pace))

    def rate(self, pace: int) -> int:
        """Return the rate of speech for *pace*, in per cent."""
        return int(self.speech["rates"][pace + 1])

    def written(self) -> "Script":
        """Return the same words for a screen or a card: numbers to call stand in digits."""
        return replace(self, region=replace(self.region, emergency_spoken=self.region.emergency_shown))

    @cached_property
    def _fixed(self) -> dict[str, Any]:
        return {**self.region.words, "wake_word": self.wake_word, "say": SimpleNamespace(**self.say)}

    def _spoken(self, name: str, value: Value) -> str:
        if isinstance(value, int):
            return self.numbers[value] if 0 <= value < len(self.numbers) else str(value)
        return self._time(value) if name == "time" and value else value

    def _time(self, value: str) -> str:
        if value in NAMED:
            return self.clock[NAMED[value]]
        hour, minute = (int(part) for part in value.split(":"))
        part = "morning" if hour < NOON else "afternoon" if hour < EVENING else "evening"
        spoken = self.numbers[hour % NOON or NOON]
        if minute:
            past = self.clock["past" if minute >= TEN else "just_past"]
            spoken = past.format(hour=spoken, minute=self.numbers[minute])
        return self.clock[part].format(hour=spoken)


@cache
def script(locale: str, wake_word: str | None = None) -> Script:
    """Read the words of *locale*; raises ContentError if it is unknown or a file is wrong."""
    here = region(locale)
    file = f"{here.language}/phrases.toml"
    phrases = read(file)
    if lacking := sorted(SETTINGS - phrases.keys()):
        raise ContentError(f"skill/content/{file} lacks: {', '.join(lacking)}")
    return Script(
        region=here,
        wordings=wordings(here.language),
        say=phrases["say"],
        numbers=tuple(phrases["numbers"]),
        clock=phrases["clock"],
        speech=phrases["speech"],
        wake_word=wake_word or here.wake_word,
    )


@cache
def wordings(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return the wordings of every line of *language*, by key; raises ContentError for a key that two files define."""
    found: dict[str, tuple[str, ...]] = {}
    defined_in: dict[str, str] = {}
    for file, lines in _lines_by_file(language):
        for key, texts in lines:
            if key in found:
                raise ContentError(f"skill/content/{file}: {key} is already defined in skill/content/{defined_in[key]}")
            found[key], defined_in[key] = texts, file
    return found


def _lines_by_file(language: str) -> Iterator[tuple[str, Iterator[tuple[str, tuple[str, ...]]]]]:
    phrases, display, steps, of_answers = (
        f"{language}/{name}.toml" for name in ("phrases", "display", "steps", "answers")
    )
    yield phrases, _lines(phrases, leave=SETTINGS)
    yield display, _lines(display)
    yield steps, ((_step_key(key), texts) for key, texts in _lines(steps, "step."))
    yield of_answers, ((f"answer.{topic}", (answer.spoken,)) for topic, answer in answers(language).items())


def _step_key(key: str) -> str:
    return f"few.{key.removesuffix('few')}how" if key.endswith(".few") else key


def _lines(file: str, prefix: str = "", leave: AbstractSet[str] = frozenset()) -> Iterator[tuple[str, tuple[str, ...]]]:
    table = {key: value for key, value in read(file).items() if key not in leave}
    try:
        yield from _items(table, prefix)
    except ValueError as error:
        raise ContentError(f"skill/content/{file}: {error}") from None


def _items(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, value in table.items():
        if key in SILENT:
            continue
        if isinstance(value, dict):
            yield from _items(value, f"{prefix}{key}.")
        else:
            yield prefix + key, tuple(_prose(prefix + key, value))


def _prose(name: str, value: object) -> Iterator[str]:
    wordings = value if isinstance(value, list) else [value]
    for text in wordings or [None]:
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f"{name}: text or a list of texts was expected, not {value!r}")
        if "<" in text or "TODO" in text:
            raise ValueError(f"{name}: content is plain prose, without markup or open ends: {text!r}")
        yield text
