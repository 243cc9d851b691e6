"""
Find the answer to a question that nobody foresaw word by word.

Rule 1: what names a condition outweighs what merely sounds like a question: the condition decides the verdict.
Rule 2: below the threshold there is no answer, and we say who would know; never a guess.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from skill.content.answers import Answer, Kind, Verdict, answers
from skill.hearing.patterns import Index, Match, lexicon
from skill.hearing.triage import Finding, triage


THRESHOLD = 2.0
"""Least weight of the words that a question shares with an answer; chosen by `benchmarks.questions`."""
NAMED = 3.0
"""What a condition's own name weighs on top, so that it beats a question about time or technique."""
SERIOUS = {verdict: 0.05 * i for i, verdict in enumerate(Verdict)}
PLAIN_PAIN = "pain_unspecified"


class Means(StrEnum):
    """What a free text turned out to be."""

    FINDING = "finding"
    COMMAND = "command"
    ANSWER = "answer"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Meaning:
    """
    What a free text means: one of a finding of the triage, a command, an answer, or nothing known.

    *answer* goes with a finding too, where there is one; *command* is whatever the ear gave.
    """

    kind: Means
    finding: Finding | None = None
    command: object | None = None
    answer: Answer | None = None


def understand(text: str, language: str, ear: Callable[[str], object | None]) -> Meaning:
    """Hear a free text: alarms first, then the commands that *ear* knows, then the answers."""
    finding = triage([text], language)
    if finding and finding.stops:
        return Meaning(Means.FINDING, finding, answer=_answer_to(finding, language))
    command = ear(text)
    if command is not None:
        return Meaning(Means.COMMAND, command=command)
    answer = find(text, language)
    if answer:
        return Meaning(Means.ANSWER, answer=answer)
    if finding:
        return Meaning(Means.FINDING, finding, answer=_answer_to(finding, language))
    return Meaning(Means.UNKNOWN)


def find(text: str, language: str) -> Answer | None:
    """Find the answer that *text* asks for; None where none is near enough."""
    best = max(_matches(text, language), key=lambda match: _weight(match, language), default=None)
    if best is None or best.weight < THRESHOLD:
        return None
    return answers(language)[best.key]


def _answer_to(finding: Finding, language: str) -> Answer | None:
    if finding.topic:
        return answers(language)[finding.topic]
    return None if finding.kind == "emergency" else answers(language)[PLAIN_PAIN]


def _matches(text: str, language: str) -> list[Match]:
    known = lexicon(language)
    return [
        Match(match.key, match.places, match.weight + bonus)
        for index, bonus in _indexes(language)
        for match in index.find(text, known.not_any_more if bonus else frozenset())
    ]


def _weight(match: Match, language: str) -> float:
    return match.weight + SERIOUS[answers(language)[match.key].verdict]


@cache
def _indexes(language: str) -> tuple[tuple[Index, float], ...]:
    known, every = lexicon(language), answers(language).values()
    of_conditions = [a for a in every if a.kind is Kind.CONDITION]
    others = [a for a in every if a.kind is not Kind.CONDITION]
    return tuple(
        (Index(known, [(a.id, p) for a in some for p in (*map(known.phrase, a.phrases), *map(known.pattern, a.questions))]), bonus)
        for some, bonus in ((of_conditions, NAMED), (others, 0.0))
    )
