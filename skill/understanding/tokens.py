"""
Text as words: one spelling for what is typed, transcribed or written as a sample.

Rule 1: a word is compared without its apostrophe, and quoted with it.
Rule 2: fillers are taken off one after the other, the fewest first, and never all there is.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from skill.content.utterances import MatcherWords


Tokens = tuple[str, ...]


def split(text: str) -> list[str]:
    """
    Return the words of *text* in lower case, with the apostrophes inside them, and its {slots} whole.

    A number ends before a letter ("30s" is "30 s"), an apostrophe joins what a space parts ("i 'm" is "i'm"), and
    all other punctuation only separates words.
    """
    plain = re.sub(r"[\u2018\u2019\u02bc`]", "'", text.casefold())
    plain = re.sub(r"(?<=\d)(?=[^\W\d])", " ", re.sub(r"\s+'(?=\w)", "'", plain))
    return re.findall(r"\{\w+\}|[^\W_]+(?:'[^\W_]+)*", plain)


def words_of(text: str, spelling: Mapping[str, str]) -> Tokens:
    """Return the words of *text*, each in its one spelling."""
    return _paired(" ".join(spelling.get(word, word) for word in split(text)).split(), spelling)


def _paired(words: list[str], spelling: Mapping[str, str]) -> Tokens:
    """Return *words* with two that have one spelling ("i am") as that one ("i'm")."""
    found: list[str] = []
    for word in words:
        if found and (one := spelling.get(f"{found[-1]} {word}")):
            found[-1] = one
        else:
            found.append(word)
    return tuple(found)


@lru_cache(maxsize=4096)
def keys_of(words: Tokens) -> Tokens:
    """Return what *words* are compared by."""
    return tuple(word.replace("'", "") for word in words)


class Fillers:
    """What may stand around what is meant."""

    def __init__(self, words: MatcherWords) -> None:
        self._leading = {keys_of(tuple(filler.split())) for filler in words.leading}
        self._trailing = {keys_of(tuple(filler.split())) for filler in words.trailing}
        self._longest = max(len(filler) for filler in self._leading | self._trailing)

    def without(self, words: Tokens) -> Iterator[Tokens]:
        """Return *words* with less and less around them, beginning with nothing taken off."""
        keys = keys_of(words)
        starts, ends = self._starts(keys), self._ends(keys)
        cuts = {(start, end) for start in starts for end in ends if start < end}
        for start, end in sorted(cuts, key=lambda cut: (cut[0] + len(words) - cut[1], cut[0])):
            yield words[start:end]
        once = tuple(word for place, word in enumerate(words) if not place or words[place - 1] != word)
        if once != words:
            yield once

    def _starts(self, keys: Tokens) -> list[int]:
        found = [0]
        for start in found:
            lengths = range(1, min(self._longest, len(keys) - start - 1) + 1)
            found += [start + n for n in lengths if keys[start : start + n] in self._leading]
        return found

    def _ends(self, keys: Tokens) -> list[int]:
        found = [len(keys)]
        for end in found:
            lengths = range(1, min(self._longest, end - 1) + 1)
            found += [end - n for n in lengths if keys[end - n : end] in self._trailing]
        return found
