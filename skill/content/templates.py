"""
Templates: many ways to say one thing, written once.

Rule 1: `(a|b)` is one of these, `[a|b]` one of these or nothing, `<name>` a fragment, `{slot}` a slot.
Rule 2: samples come in the order of the template, what is optional left out first, so that what is
generated from them does not move about.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import gcd

from skill.content.files import ContentError


TOKEN = re.compile(r"[()\[\]|]|<\w+>|\{\w+\}|[^()\[\]|<>{}]+|.")
CLOSING = {"(": ")", "[": "]"}


def expand(template: str, fragments: Mapping[str, str]) -> tuple[str, ...]:
    """Return every sample of *template*, each once; raises ContentError that says what is wrong with it."""
    return tuple(dict.fromkeys(" ".join(words.split()) for words in _Template(template, fragments).samples()))


@dataclass(slots=True)
class _Template:
    """One template as it is read: *position* is the next token."""

    text: str
    fragments: Mapping[str, str]
    tokens: tuple[str, ...] = ()
    position: int = 0

    def samples(self) -> Iterable[str]:
        self.tokens = tuple(TOKEN.findall(self.text))
        found = self._choice(closing=None)
        if not all(map(str.strip, found)):
            raise ContentError("can be empty")
        return found

    def _choice(self, closing: str | None) -> list[str]:
        found: list[str] = []
        while True:
            found += self._sequence()
            mark = self._take()
            if mark == closing:
                return found
            if mark != "|":
                raise ContentError(f"{closing} is missing" if mark is None else f"{mark} was never opened")

    def _sequence(self) -> list[str]:
        found = [""]
        while self.position < len(self.tokens) and self.tokens[self.position] not in "|)]":
            piece = self._piece()
            found = [before + after for before in found for after in piece]
        return found

    def _piece(self) -> list[str]:
        piece = self._take() or ""
        if piece in CLOSING:
            found = self._choice(CLOSING[piece])
            return ["", *found] if piece == "[" else found
        if piece in "<>{}":
            raise ContentError(f"{piece} does not belong here")
        return self._fragment(piece[1:-1]) if piece.startswith("<") else [piece]

    def _fragment(self, name: str) -> list[str]:
        if name not in self.fragments:
            raise ContentError(f"has no fragment of this name: {name}")
        return list(_Template(self.fragments[name], self.fragments).samples())

    def _take(self) -> str | None:
        if self.position == len(self.tokens):
            return None
        self.position += 1
        return self.tokens[self.position - 1]


def slots_of(sample: str) -> Iterator[str]:
    """Name the slots of *sample*, in order."""
    return iter(re.findall(r"\{(\w+)\}", sample))


def spread(samples: tuple[str, ...]) -> tuple[str, ...]:
    """Reorder *samples* so that the first few show as many of the alternatives as they can."""
    count = len(samples)
    stride = next((s for s in range(round(count * 0.618), count) if gcd(s, count) == 1), 1)
    return tuple(samples[position * stride % count] for position in range(count))
