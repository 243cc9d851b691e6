"""
The notation of scripts and transcripts (design §10).

A line is an utterance, with or without "Person:" before it. A line in parentheses is a note about what happens before
the next utterance: `(after 12 seconds)` counts from the beginning of the reply, `(20 seconds of silence)` and
`(three days later)` from its end; `(person: Sam)`, `(person: nobody)`, `(storage fails)` and `(storage works)`.
A line that begins with "Coach:" or a space is a reply, which a script ignores; a line that begins with # is a remark.

Rule 1: a transcript is a script: playing a transcript writes the same transcript.
Rule 2: a wrong line is refused, with its line number and what to write.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from skill.content.utterances import number_words
from skill.understanding.numbers import Numbers


class ScriptError(ValueError):
    """A line is not in the notation; the message is one line that says where, and what to write."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """The person says *text*."""

    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark or an empty line, which a transcript repeats."""

    note: str


@dataclass(frozen=True, slots=True)
class AfterStart:
    """The next utterance comes *seconds* after the beginning of the reply."""

    seconds: float
    note: str


@dataclass(frozen=True, slots=True)
class AfterEnd:
    """Nobody speaks for *seconds* after the end of the reply."""

    seconds: float
    note: str


@dataclass(frozen=True, slots=True)
class PersonChange:
    """From now on the device recognises the voice of *person*; None is an unknown voice."""

    person: str | None
    note: str


@dataclass(frozen=True, slots=True)
class StorageChange:
    """From now on the storage *works*, or fails."""

    works: bool
    note: str


Note: TypeAlias = Remark | AfterStart | AfterEnd | PersonChange | StorageChange
ScriptItem: TypeAlias = Utterance | Note

UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
WANTED = (
    "write (after 12 seconds), (20 seconds of silence), (three days later), (person: Sam), (person: nobody),"
    " (storage fails) or (storage works)"
)

_TIME = rf"(?P<count>[\d.]+|[a-z -]+?) (?P<unit>{'|'.join(UNITS)})s?"
_AFTER_START = re.compile(rf"after {_TIME}")
_AFTER_END = re.compile(rf"{_TIME} (?:of silence|later)")
_PERSON = re.compile(r"person:\s*(?P<name>\S.*)", re.IGNORECASE)
_STORAGE = re.compile(r"(?:the )?storage (?P<how>fails|works)(?: again)?")


def parse(text: str) -> tuple[ScriptItem, ...]:
    """Read a script; raises ScriptError."""
    items = (parse_line(line, number) for number, line in enumerate(text.splitlines(), start=1))
    return tuple(item for item in items if item)


def parse_line(line: str, number: int = 1) -> ScriptItem | None:
    """Read line *number* of a script; return None for a reply. Raises ScriptError."""
    bare = line.strip()
    if not bare or line.startswith("#"):
        return Remark(bare)
    if line[0].isspace() or line.startswith("Coach:"):
        return None
    if bare.startswith("("):
        return _note(bare, number)
    text = bare.removeprefix("Person:").strip()
    if not text:
        raise ScriptError(f"line {number}: nothing is said here: write what the person says after Person:")
    return Utterance(text)


def _note(note: str, number: int) -> ScriptItem:
    if not note.endswith(")"):
        raise ScriptError(f"line {number}: {note} is not closed: put a ) at its end")
    said = " ".join(note[1:-1].split())
    if found := _PERSON.fullmatch(said):
        name = found["name"].strip()
        return PersonChange(None if name.lower() == "nobody" else name, note)
    if found := _STORAGE.fullmatch(said.lower()):
        return StorageChange(found["how"] == "works", note)
    if found := _AFTER_START.fullmatch(said.lower()):
        return AfterStart(_seconds(found, note, number), note)
    if found := _AFTER_END.fullmatch(said.lower()):
        return AfterEnd(_seconds(found, note, number), note)
    raise ScriptError(f"line {number}: {note} is no note: {WANTED}")


def _seconds(found: re.Match[str], note: str, number: int) -> float:
    count = _count(found["count"])
    if count is None:
        raise ScriptError(f"line {number}: {note}: {found['count']!r} is no number: write it in digits")
    return count * UNITS[found["unit"]]


def _count(text: str) -> float | None:
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    if text in ("a", "an"):
        return 1.0
    spelled = _numbers().number(tuple(text.replace("-", " ").split()))
    return None if spelled is None else float(spelled)


@cache
def _numbers() -> Numbers:
    return Numbers(number_words("en"))  # the notation is English in every language
