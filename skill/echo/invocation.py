"""
What is said to a speaker before it is said to the skill: the wake word, and the skill's name.

Rule 1: only what names the skill opens it. Everything else said outside a conversation is somebody else's.
Rule 2: a wish in the same breath ("ask gentle roller for safety tips") is handed on without the words around it.
"""

import re
from dataclasses import dataclass

from skill.content.invocation import invocation_words
from skill.content.regions import region


@dataclass(frozen=True, slots=True)
class Call:
    """The skill was called by its name; *wishes* are the ways to read what was wished for, none if nothing was."""

    wishes: tuple[str, ...] = ()


class Invocation:
    """How the skill is called in *locale*; *wake_word* takes the place of the region's own."""

    def __init__(self, locale: str, wake_word: str | None = None) -> None:
        place = region(locale)
        words = invocation_words(place.language)
        name = re.escape(place.invocation)
        self.wake_word = wake_word or place.wake_word
        self.opening = f"{words.open[0]} {place.invocation}"
        self._woken = re.compile(rf"(?:hey )?{re.escape(self.wake_word)}\b[\s,.!:]*", re.IGNORECASE)
        self._joining = re.compile(rf"(?:{_any(words.joining)}) ")
        self._forms = (
            re.compile(rf"(?:{_any(words.open)}) {name}(?: (?:{_any(words.open_and)}) (?P<wish>.+))?"),
            re.compile(rf"(?:{_any(words.ask)}) {name} (?P<wish>.+)"),
            re.compile(rf"(?P<wish>.+) (?:{_any(words.with_)}) {name}"),
        )

    def woken(self, text: str) -> str | None:
        """Give *text* without its wake word, None if it has none."""
        found = self._woken.match(text.strip())
        return text.strip()[found.end() :] if found else None

    def call(self, text: str) -> Call | None:
        """Read *text*, without a wake word, as a call of the skill; None if it is none."""
        plain = " ".join(re.sub(r"[^\w' ]", " ", text.lower().replace("’", "'")).split())
        for form in self._forms:
            if found := form.fullmatch(plain):
                return Call(self._readings(found["wish"]))
        return None

    def _readings(self, wish: str | None) -> tuple[str, ...]:
        if wish is None:
            return ()
        shorter = self._joining.sub("", wish, count=1) if self._joining.match(wish) else wish
        return tuple(dict.fromkeys((shorter, wish)))


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
