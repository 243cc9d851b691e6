"""
Find the answer to a question that nobody foresaw word by word.

Rule 1: what names a condition outweighs what merely sounds like a question: the condition decides the verdict.
Rule 2: below the threshold there is no answer, and we say who would know; never a guess.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache

from skill.content.answers import Answer, AnswerKind, Urgency, Verdict, answers
from skill.understanding.patterns import Index, PatternMatch, lexicon, words
from skill.understanding.tokens import split
from skill.understanding.triage import PLAIN_PAIN, fears_harm


THRESHOLD = 3.45
"""Least weight of the words that a question shares with an answer; chosen by `benchmarks.thresholds`."""
NAMED = {Verdict.ASK_PROFESSIONAL: 9.0, Verdict.DO_NOT: 9.0, Verdict.CAUTION: 3.0, Verdict.OK: 3.0, Verdict.INFO: 3.0}
"""What a condition weighs on top, by its verdict, so that it beats a question about time or technique."""
GENERAL = 2.0
"""What a general answer gives way by to one about something of its own."""
UNKNOWN_WORD_PENALTY = 1.5
"""What each word takes off that no answer knows: "how fast is a cheetah" isn't about rolling."""
SERIOUS = {verdict: 0.3 * i for i, verdict in enumerate(Verdict)}
"""What a verdict adds: in doubt, the more serious one."""


def find(text: str, language: str, threshold: float = THRESHOLD) -> Answer | None:
    """Find the answer that *text* asks for; None where none is near enough."""
    index = _answer_index(language)
    best = index.best(text, threshold)
    return index.answers[best.key] if best else None


def find_about(text: str, about: str, language: str) -> Answer | None:
    """
    Find the topic that *text* asks for, where its pronouns stand for *about*, or where it leaves *about* out.

    None where *about* has no part in the best answer, and where *text* leaves nothing out.
    """
    index = _answer_index(language)
    said, alone = split(text), index.best(text, THRESHOLD)
    open_ = {i for i, word in enumerate(said) if word in lexicon(language).pronouns}
    if alone is not None and (not open_ or open_ & set(alone.places)):
        return None
    whole = _filled(said, open_ or {len(said)}, split(about))
    best = index.best(" ".join(word for word, _ in whole), THRESHOLD)
    if best is None or index.answers[best.key].kind is not AnswerKind.TOPIC:
        return None
    has_about = any(whole[place][1] for place in best.places)
    # Where no pronoun tells that something is left out, nothing else may be asked about either.
    left_over = not open_ and not says_nothing(" ".join(_without(said, best.places)), language)
    return index.answers[best.key] if has_about and not left_over else None


def _without(said: Sequence[str], places: Sequence[int]) -> list[str]:
    return [word for place, word in enumerate(said) if place not in places]


def _filled(said: Sequence[str], gaps: AbstractSet[int], about: Sequence[str]) -> list[tuple[str, bool]]:
    """Return the words of *said* with *about* in each of *gaps*, and for each word whether it is of *about*."""
    parts = [[(word, True) for word in about] if i in gaps else [(word, False)] for i, word in enumerate((*said, ""))]
    return [word for part in parts for word in part if word[0]]


def says_nothing(text: str, language: str) -> bool:
    """Return whether *text* has no word of its own, as "why should i": what it asks is all in what came before."""
    known = lexicon(language)
    return all(word in known.common | known.pronouns for word in words(text))


def asks(text: str, language: str) -> bool:
    """Return whether *text* is put as a question."""
    return _answer_index(language).asks(text)


class _AnswerIndex:
    """The answers of a language, each where its own way of being asked finds it."""

    def __init__(self, language: str) -> None:
        self.answers = answers(language)
        self._language = language
        self._lexicon = lexicon(language)
        every = self.answers.values()
        # What is felt, the triage hears; only a sign that can be asked about calmly is an answer to a question.
        calm = [a for a in every if a.urgency is not Urgency.EMERGENCY and a.id != PLAIN_PAIN]
        signs = [a for a in calm if a.verdict is Verdict.STOP_NOW]
        conditions = [a for a in every if a.kind is AnswerKind.CONDITION]
        self._conditions = self._index(conditions)
        self._signs = self._index(signs)
        self._topics = self._index([a for a in every if a.verdict is not Verdict.STOP_NOW and a not in conditions])
        self._asking = Index(self._lexicon, [("asking", self._lexicon.pattern("{asking}"))])

    def best(self, text: str, threshold: float) -> PatternMatch | None:
        """Return what *text* most likely asks for; None where nothing weighs *threshold*."""
        found = [match for match in self.matches(text) if match.weight >= threshold]
        return max(found, key=self.rank, default=None)

    def matches(self, text: str) -> Iterator[PatternMatch]:
        """Return what *text* may ask for; a sign to stop only in a question: the triage hears the rest."""
        feared = fears_harm(text, self._language)
        for match in () if feared else self._conditions.find(text, self._lexicon.not_any_more):
            yield PatternMatch(match.key, match.places, match.weight + NAMED[self.answers[match.key].verdict])
        if self.asks(text):
            yield from self._signs.find(text, self._lexicon.negators)
        topics = self._topics.find(text)
        unknown = sum(self._is_unknown(word) for word in words(text)) if topics else 0
        for match in topics:
            if not (unknown and self.answers[match.key].whole):
                yield PatternMatch(match.key, match.places, match.weight - UNKNOWN_WORD_PENALTY * unknown)

    def asks(self, text: str) -> bool:
        """Return whether *text* opens as a question does."""
        return bool(self._asking.find(text))

    def rank(self, match: PatternMatch) -> float:
        """Rate *match* among others: the more telling, the more particular, the more serious."""
        answer = self.answers[match.key]
        return match.weight - GENERAL * answer.whole + SERIOUS[answer.verdict]

    def _is_unknown(self, word: str) -> bool:
        return word not in self._lexicon.common and not self._conditions.knows(word) and not self._topics.knows(word)

    def _index(self, some: list[Answer]) -> Index:
        known = self._lexicon
        named = [(answer.id, known.phrase(phrase)) for answer in some for phrase in answer.phrases]
        asked = [(answer.id, known.pattern(question)) for answer in some for question in answer.questions]
        return Index(known, [*named, *asked])


@cache
def _answer_index(language: str) -> _AnswerIndex:
    return _AnswerIndex(language)
