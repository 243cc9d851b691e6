"""
The command matcher: the intent of a typed or transcribed utterance, where Alexa does not resolve it.

Rule 1: first what is said exactly, then without its fillers, then what is most alike, then what is mentioned
in it, and only then a free question and what is hinted at; else nothing.
Rule 2: rather nothing than a guess: below SIMILAR_ENOUGH two sentences are not alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from skill.content import utterances
from skill.understanding.grammar import Grammar
from skill.understanding.numbers import Numbers
from skill.understanding.similarity import SampleSimilarity
from skill.understanding.slot_templates import SlotFiller, SlotValue
from skill.understanding.tokens import Fillers, Tokens, words_of


__all__ = ["CommandMatcher", "IntentMatch", "SlotValue", "command_matcher"]

SIMILAR_ENOUGH = 76.0
"""Found on paraphrases of our own and on talk that means nothing to us (docs/ears.md)."""


@dataclass(frozen=True, slots=True)
class IntentMatch:
    """What an utterance means: an intent as the content names it; *score* is 100 where it is a sample."""

    intent: str
    slots: Mapping[str, SlotValue]
    score: float


class CommandMatcher:
    """Matches utterances of one language; loading takes a moment, an utterance a few milliseconds."""

    def __init__(self, language: str, similar_enough: float = SIMILAR_ENOUGH) -> None:
        intents = utterances.intents(language)
        words = utterances.matcher_words(language)
        self._similar_enough = similar_enough
        self._spelling = words.spelling
        self._fillers = Fillers(words)
        numbers = Numbers(utterances.number_words(language))
        self._slots = SlotFiller(intents, utterances.slot_types(language), numbers, words)
        self._grammar, self._similarity = Grammar(self._slots), SampleSimilarity(words, self._slots)
        self._mentions, self._hints = words.mentions, words.hints
        for order, (intent, phrase) in enumerate(utterances.matcher_samples(language)):
            sample = words_of(phrase, self._spelling)
            self._grammar.add(intent, sample, order)
            self._similarity.add(intent, sample)

    def match(self, text: str) -> IntentMatch | None:
        """Return the intent of *text*, None if no sample is near enough."""
        words = words_of(text, self._spelling)
        if not words:
            return None
        bare = list(self._fillers.without(words))
        return (
            self._exactly(bare)
            or self._alike(words, bare)
            or self._mentioned(words, self._mentions)
            or self._asked(bare)
            or self._mentioned(words, self._hints)
        )

    def _exactly(self, bare: list[Tokens]) -> IntentMatch | None:
        for words in bare:
            if found := self._grammar.closed(words):
                return IntentMatch(found.intent, found.slots, 100.0)
        return None

    def _alike(self, words: Tokens, bare: list[Tokens]) -> IntentMatch | None:
        least = min(bare, key=len)
        found = [self._similarity.best(some, self._similar_enough) for some in dict.fromkeys((words, least))]
        best = max((alike for alike in found if alike), key=lambda alike: alike.score, default=None)
        return IntentMatch(best.intent, best.slots, best.score) if best else None

    def _mentioned(self, words: Tokens, slots_of: Mapping[str, Sequence[str]]) -> IntentMatch | None:
        """Find what matters wherever it stands: better one warning too many."""
        for intent, slots in slots_of.items():
            found = {slot: hit[2] for slot in slots if (hit := self._slots.find(slot, words))}
            if len(found) == len(slots):
                return IntentMatch(intent, found, self._similar_enough)
        return None

    def _asked(self, bare: list[Tokens]) -> IntentMatch | None:
        for words in bare:
            if found := self._grammar.open(words):
                return IntentMatch(found.intent, found.slots, self._similar_enough)
        return None


@cache
def command_matcher(language: str) -> CommandMatcher:
    """Return the command matcher of *language*, loaded once."""
    return CommandMatcher(language)
