"""
What may fill a slot.

Rule 1: a closed slot takes its own phrases only, with or without an article; a number, a length or a time
only what is one; a free text takes all that is left.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from skill.content.utterances import IntentUtterances, MatcherWords
from skill.understanding.numbers import Numbers
from skill.understanding.tokens import Tokens, keys_of, words_of


LONGEST_NUMBER = 7


@dataclass(frozen=True, slots=True)
class SlotValue:
    """What was said for a slot; *id* is the content's, *value* what it comes to ("4", "PT30S", "19:00")."""

    raw: str
    id: str | None = None
    value: str | None = None


class SlotFiller:
    """Finds what fills the slots of one language's intents."""

    def __init__(
        self,
        intents: tuple[IntentUtterances, ...],
        types: Mapping[str, Mapping[str, tuple[str, ...]]],
        numbers: Numbers,
        words: MatcherWords,
    ) -> None:
        self.types = {name: type_ for intent in intents for name, type_ in intent.slots.items()}
        self._numbers = numbers
        self._articles = frozenset(keys_of(words.articles))
        self._phrases = {name: _by_phrase(values, words) for name, values in types.items()}
        self._longest = {name: max(map(len, phrases), default=0) for name, phrases in self._phrases.items()}

    def is_text(self, slot: str) -> bool:
        """Return whether *slot* takes a free text."""
        return self.types[slot] == "text"

    def fill(self, slot: str, words: Tokens, start: int) -> Iterator[tuple[int, SlotValue]]:
        """Return every way to fill *slot* from *start* on, the longest first, with where it ends."""
        type_ = self.types[slot]
        if type_ == "text":
            yield len(words), SlotValue(" ".join(words[start:]))
        elif type_ in self._numbers.readers:
            yield from self._fill_number(type_, words, start)
        else:
            yield from self._fill_closed(type_, words, start)

    def find(self, slot: str, words: Tokens) -> tuple[int, int, SlotValue] | None:
        """Return where *slot* is filled first, and by what."""
        for start in range(len(words)):
            for end, value in self.fill(slot, words, start):
                return start, end, value
        return None

    def _fill_number(self, type_: str, words: Tokens, start: int) -> Iterator[tuple[int, SlotValue]]:
        for end in range(min(len(words), start + LONGEST_NUMBER), start, -1):
            value = self._numbers.readers[type_](keys_of(words[start:end]))
            if value is not None:
                yield end, SlotValue(" ".join(words[start:end]), value=value)

    def _fill_closed(self, type_: str, words: Tokens, start: int) -> Iterator[tuple[int, SlotValue]]:
        phrases, keys = self._phrases[type_], keys_of(words[start : start + self._longest[type_] + 1])
        for end in range(len(keys), 0, -1):
            for begin in (0, 1) if keys[0] in self._articles and end > 1 else (0,):
                if found := phrases.get(keys[begin:end]):
                    yield start + end, SlotValue(" ".join(words[start + begin : start + end]), id=found)


def _by_phrase(values: Mapping[str, tuple[str, ...]], words: MatcherWords) -> dict[Tokens, str]:
    found: dict[Tokens, str] = {}
    for id_, phrases in values.items():
        for phrase in phrases:
            found.setdefault(keys_of(words_of(phrase, words.spelling)), id_)
    return found
