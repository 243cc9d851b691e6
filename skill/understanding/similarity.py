"""
The sample most like an utterance, for what nobody foresaw.

Rule 1: slots are compared as slots: what fills them decides nothing.
Rule 2: two sentences that differ in a decisive word (not, back, hurts, stop) are never alike.
Rule 3: a word that stands in no sample at all speaks against every one of them.
Rule 4: likeness is the mean of rapidfuzz's token_sort and token_set. Alone, the first misses what is said at
more length, and the second finds "stop" in every sentence that has it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from skill.content.templates import slots_of
from skill.content.utterances import MatcherWords
from skill.understanding.slot_templates import SlotFiller, SlotValue
from skill.understanding.tokens import Tokens, keys_of


CANDIDATES = 40
UNKNOWN_WORD_PENALTY = 6.0
"""What each word that stands in no sample takes from a score."""
_Kind = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class SimilarSample:
    """The intent of the sample most alike, from 0 to 100."""

    intent: str
    slots: Mapping[str, SlotValue]
    score: float


class SampleSimilarity:
    """Samples to be compared with, sorted by their slots and their decisive words."""

    def __init__(self, words: MatcherWords, slots: SlotFiller) -> None:
        self._slots = slots
        self._same = {key: group for group, members in words.same.items() for key in keys_of(members)}
        self._decisive = {key: group for group, members in words.decisive.items() for key in keys_of(members)}
        self._known: set[str] = set()
        self._samples: dict[_Kind, dict[str, str]] = defaultdict(dict)
        self._slot_sets: dict[frozenset[str], None] = {}

    def add(self, intent: str, sample: Tokens) -> None:
        """Take *sample* in, unless it is all slots or has a free text."""
        slots = frozenset(slots_of(" ".join(sample)))
        self._known.update(keys_of(sample))
        if len(slots) == len(sample) or any(map(self._slots.is_text, slots)):
            return
        self._slot_sets.setdefault(slots)
        self._samples[slots, self._decisive_groups(sample)].setdefault(self._sorted(sample), intent)

    def best(self, words: Tokens, at_least: float) -> SimilarSample | None:
        """Return the sample most like *words*, or None if none is so much alike."""
        found: SimilarSample | None = None
        for delexicalised, filled in self._readings(words):
            score, intent = self._nearest(delexicalised, frozenset(filled))
            score -= UNKNOWN_WORD_PENALTY * len(set(keys_of(delexicalised)) - self._known)
            if score >= at_least and (found is None or score > found.score):
                found = SimilarSample(intent, filled, score)
        return found

    def _readings(self, words: Tokens) -> Iterator[tuple[Tokens, dict[str, SlotValue]]]:
        there = {slot for slot in frozenset().union(*self._slot_sets) if self._slots.find(slot, words)}
        for slots in self._slot_sets:
            if slots <= there and (reading := self._delexicalised(words, slots)):
                yield reading

    def _delexicalised(
        self, words: Tokens, slots: frozenset[str]
    ) -> tuple[Tokens, dict[str, SlotValue]] | None:
        """Put names of *slots* where they are filled, or give None if two of them want the same words."""
        filled: dict[str, SlotValue] = {}
        for slot in sorted(slots):
            hit = self._slots.find(slot, words)
            if hit is None:
                return None
            start, end, filled[slot] = hit
            words = (*words[:start], "{" + slot + "}", *words[end:])
        return words, filled

    def _nearest(self, words: Tokens, slots: frozenset[str]) -> tuple[float, str]:
        samples = self._samples.get((slots, self._decisive_groups(words)))
        if not samples:
            return 0.0, ""
        text = self._sorted(words)
        likely = process.extract(text, samples.keys(), scorer=fuzz.ratio, processor=None, limit=CANDIDATES)
        return max(
            ((ratio + fuzz.token_set_ratio(text, sample)) / 2, samples[sample]) for sample, ratio, _ in likely
        )

    def _decisive_groups(self, words: Tokens) -> frozenset[str]:
        return frozenset(self._decisive[key] for key in keys_of(words) if key in self._decisive)

    def _sorted(self, words: Tokens) -> str:
        """Return the words of one group as one word, a slot as a short one, in the order of the alphabet."""
        keys = (key[:5] + "}" if key.startswith("{") else self._same.get(key, key) for key in keys_of(words))
        return " ".join(sorted(keys))
