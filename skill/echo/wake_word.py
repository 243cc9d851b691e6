"""
What a person says to the device before the words for the skill: the wake word and the invocation name.

Rule 1: outside a session, only an utterance that names the skill is for the skill.
Rule 2: in a one-shot ("ask gentle roller for safety tips"), only the wish goes to the skill.
"""

import re

from skill.content.invocation import invocation_words
from skill.content.regions import region


class Invocation:
    """The ways to invoke the skill in *locale*; *wake_word* replaces the wake word of the region."""

    def __init__(self, locale: str, wake_word: str | None = None) -> None:
        here = region(locale)
        words = invocation_words(here.language)
        name = re.escape(here.invocation)
        self.wake_word = wake_word or here.wake_word
        self.opening = f"{words.open[0]} {here.invocation}"
        self._wake_word = re.compile(rf"(?:hey )?{re.escape(self.wake_word)}\b[\s,.!:]*", re.IGNORECASE)
        self._joining = re.compile(rf"(?:{_any(words.joining)}) ")
        self._forms = (
            re.compile(rf"(?:{_any(words.open)}) {name}(?: (?:{_any(words.open_and)}) (?P<wish>.+))?"),
            re.compile(rf"(?:{_any(words.ask)}) {name} (?P<wish>.+)"),
            re.compile(rf"(?P<wish>.+) (?:{_any(words.with_)}) {name}"),
        )

    def without_wake_word(self, text: str) -> str | None:
        """Return *text* without its wake word, or None if it does not begin with one."""
        found = self._wake_word.match(text.strip())
        return text.strip()[found.end() :] if found else None

    def wishes(self, text: str) -> tuple[str, ...] | None:
        """
        Read *text*, which has no wake word, as an invocation of the skill.

        Return the possible readings of the wish in it, () if it only opens the skill, None if it is no invocation.
        """
        plain = " ".join(re.sub(r"[^\w' ]", " ", text.lower().replace("’", "'")).split())
        for form in self._forms:
            if found := form.fullmatch(plain):
                return self._readings(found["wish"])
        return None

    def _readings(self, wish: str | None) -> tuple[str, ...]:
        if wish is None:
            return ()
        shorter = self._joining.sub("", wish, count=1) if self._joining.match(wish) else wish
        return tuple(dict.fromkeys((shorter, wish)))


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
