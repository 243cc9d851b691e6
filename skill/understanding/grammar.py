"""
The samples as a tree of words and slots, so that an utterance is compared with all of them at once.

Rule 1: more of an utterance in plain words beats more of it in slots; equals go to the intent that the
content names first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from skill.content.templates import slots_of
from skill.understanding.slot_templates import SlotFiller, SlotValue
from skill.understanding.tokens import Tokens, keys_of


@dataclass(slots=True)
class _Node:
    words: "dict[str, _Node]" = field(default_factory=dict)
    slots: "dict[str, _Node]" = field(default_factory=dict)
    intent: str | None = None
    order: int = 0


@dataclass(frozen=True, slots=True)
class SampleMatch:
    """A sample that an utterance is; *plain* words of it are not in slots."""

    intent: str
    slots: Mapping[str, SlotValue]
    plain: int
    order: int


class Grammar:
    """Samples to compare with; free texts are kept apart, for they take whatever comes."""

    def __init__(self, slots: SlotFiller) -> None:
        self._slots = slots
        self._closed, self._open = _Node(), _Node()

    def add(self, intent: str, sample: Tokens, order: int) -> None:
        """Take *sample* in; the first intent that brings it keeps it."""
        is_open = any(self._slots.is_text(slot) for slot in slots_of(" ".join(sample)))
        node = self._open if is_open else self._closed
        for word in sample:
            branch = node.slots if word.startswith("{") else node.words
            node = branch.setdefault(keys_of((word.strip("{}"),))[0], _Node())
        if node.intent is None:
            node.intent, node.order = intent, order

    def closed(self, words: Tokens) -> SampleMatch | None:
        """Return the best sample without a free text that *words* are."""
        return _best(self._walk(self._closed, words, 0, 0, {}))

    def open(self, words: Tokens) -> SampleMatch | None:
        """Return the best sample with a free text that *words* are."""
        return _best(self._walk(self._open, words, 0, 0, {}))

    def _walk(
        self, node: _Node, words: Tokens, at: int, plain: int, filled: dict[str, SlotValue]
    ) -> Iterator[SampleMatch]:
        if at == len(words):
            if node.intent is not None:
                yield SampleMatch(node.intent, filled, plain, node.order)
            return
        if (after := node.words.get(keys_of(words[at : at + 1])[0])) is not None:
            yield from self._walk(after, words, at + 1, plain + 1, filled)
        for slot, after in node.slots.items():
            for end, value in self._slots.fill(slot, words, at):
                yield from self._walk(after, words, end, plain, {**filled, slot: value})


def _best(matches: Iterator[SampleMatch]) -> SampleMatch | None:
    return min(matches, key=lambda match: (-match.plain, match.order), default=None)
