"""
What a person makes of the coach's words: which lines they were.

Rule 1: only what was spoken is known; the skill's state, its intents and its attributes are not looked at.
Rule 2: of lines that overlap, the longest was said; of lines alike, the one that SENSE names first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from string import Formatter

from skill.content.phrases import Script, script, wordings


SENSE = (
    "ask.", "place.", "sat_up.", "step.", "again.", "gentle.", "held.", "rest.", "hurt.", "sign.", "emergency.",
    "rising.", "goodbye.", "one_shot.", "stuck.", "finished.", "unclear.", "hint.", "answer.", "answers.",
    "reprompt.way_off", "wait.", "where.", "overview.", "preview.", "reopened.", "returning.",
)  # fmt: skip
"""What bears on what a person does, by the beginning of a line's name; the rest is only sound."""


@dataclass(frozen=True, slots=True)
class RecognizedLine:
    """A line that was said; *share* of its speech has passed at its end; *step* is the number that it names."""

    key: str
    share: float
    step: int | None = None
    wakes: bool = False
    """It tells to say the wake word first, and not only for opening the skill anew."""


def asked(key: str) -> str | None:
    """Return the name of the question that the line *key* asks, None where it asks nothing."""
    if key.startswith("ask."):
        return key.removeprefix("ask.")
    return key.removesuffix(".ask") if key.endswith(".ask") else None


def not_understood(key: str) -> bool:
    """Whether the line *key* says that somebody was not understood, or what can be said."""
    return key.startswith(("unclear.", "hint.")) or key.endswith(".hint")


@cache
def understood(text: str, locale: str) -> tuple[RecognizedLine, ...]:
    """Return the lines in *text*, in order."""
    found: list[tuple[int, int, RecognizedLine]] = []
    for start, end, said in sorted(_matches(text, locale), key=lambda hit: hit[0] - hit[1]):
        if all(end <= other[0] or start >= other[1] for other in found):
            found.append((start, end, said))
    return tuple(said for _, _, said in sorted(found, key=lambda hit: hit[0]))


def _matches(text: str, locale: str) -> Iterator[tuple[int, int, RecognizedLine]]:
    for key, pattern in _patterns(locale):
        for hit in pattern.finditer(text):
            number = hit.groupdict().get("step")
            step = script(locale).numbers.index(number) if number in script(locale).numbers else None
            yield hit.start(), hit.end(), RecognizedLine(key, hit.end() / len(text), step, _wakes(hit[0], locale))


def _wakes(text: str, locale: str) -> bool:
    words = script(locale)
    sentences = re.split(r"(?<=[.?!]) ", text)
    return any(words.wake_word in sentence and words.region.invocation not in sentence for sentence in sentences)


@cache
def _patterns(locale: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = script(locale)
    known = wordings(words.region.language)
    named = [(key.removeprefix("few."), said) for key, said in known.items()]
    chosen = [(key, said) for sense in SENSE for key, said in named if key.startswith(sense)]
    return tuple((key, _pattern(wording, words)) for key, said in chosen for wording in said)


def _pattern(wording: str, words: Script) -> re.Pattern[str]:
    fixed = {**words.region.words, "wake_word": words.wake_word, **{f"say.{k}": v for k, v in words.say.items()}}
    parts, named = [], set()
    for literal, field, _, _ in Formatter().parse(wording):
        parts.append(re.escape(literal))
        if field in fixed:
            parts.append(re.escape(fixed[field]))
        elif field:
            parts.append(rf"(?P<{field}>[\w' ]+?)" if field not in named else rf"(?P={field})")
            named.add(field)
    return re.compile(rf"(?<![\w'])(?:{''.join(parts)})")
