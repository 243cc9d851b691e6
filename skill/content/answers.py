"""
The answers about safety: one entry a topic, with its verdict, its words and its source.

Rule 1: an answer about health names its source, and claims no more than the source does (design, promise 11).
Rule 2: the verdict alone picks what follows an answer; the words never do.
Rule 3: a phrase stands for one topic only within a slot, so that Alexa never has two for it.
Rule 4: only a topic says what may follow it, and only what says so is remembered: never a condition, never a report.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from skill.content.files import ContentError, read
from skill.dialogue.events import FollowUp, WayOff


class Verdict(StrEnum):
    """The recommendation of an answer, from go ahead to stop."""

    OK = "ok"
    INFO = "info"
    CAUTION = "caution"
    ASK_PROFESSIONAL = "ask_professional"
    DO_NOT = "do_not"
    STOP_NOW = "stop_now"


class Urgency(StrEnum):
    """How soon a professional should look at it: an appointment, days, today, now."""

    NONE = "none"
    ROUTINE = "routine"
    SOON = "soon"
    URGENT = "urgent"
    EMERGENCY = "emergency"


class AnswerKind(StrEnum):
    """
    What an answer is about, and so which slot offers its phrases to Alexa.

    A sensation's phrases are offered in none: that slot has the triage's own words (triage.toml), and answers about
    sensations are found by the text.
    """

    CONDITION = "condition"
    TOPIC = "topic"
    SENSATION = "sensation"
    RED_FLAG = "red_flag"


class Confidence(StrEnum):
    """How sure we are that the verdict is cautious enough; not that harm is proven."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What is said about one topic.

    *spoken* keeps the region's placeholders. *synonyms* mean the topic wherever they stand; *questions* are
    patterns of how it is asked (skill/understanding/patterns.py). *way_off* is how to leave the roller where the
    verdict is to stop; *goes_on*: a "do not" about a place or a way of rolling, which ends nothing. *whole*: so
    general that it answers only a question of which every word is known ("is this safe", not "... with lupus").

    What is asked after a topic may leave its subject out: *about* is what "it" and "one" stand for then; *next*, *why*
    and *more* are the topics that answer the bare words.
    """

    id: str
    kind: AnswerKind
    verdict: Verdict
    urgency: Urgency
    name: str
    spoken: str
    source: tuple[str, ...]
    confidence: Confidence
    synonyms: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    way_off: WayOff = WayOff.SIDE
    goes_on: bool = False
    whole: bool = False
    about: str = ""
    next: str = ""
    why: str = ""
    more: str = ""

    @property
    def leads_on(self) -> bool:
        """Whether it says what may follow it, so that a session remembers it."""
        return bool(self.about or self.next or self.why or self.more)

    @property
    def follow_up(self) -> FollowUp:
        """Say what follows the answer (design §4)."""
        if self.verdict is Verdict.STOP_NOW:
            return FollowUp.WAY_OFF
        if self.verdict in (Verdict.ASK_PROFESSIONAL, Verdict.DO_NOT) and not self.goes_on:
            return FollowUp.ASK_TO_STOP
        return FollowUp.GO_ON

    @property
    def phrases(self) -> tuple[str, ...]:
        """Return the name and what else it is called."""
        return (self.name, *self.synonyms)


REQUIRED = frozenset({"kind", "verdict", "urgency", "name", "spoken", "source", "confidence"})
LEADING = ("next", "why", "more")
"""The keys that name the topic which follows."""
OPTIONAL = frozenset({"synonyms", "questions", "way_off", "goes_on", "whole", "about", *LEADING})
_Choice = TypeVar("_Choice", bound=StrEnum)


@cache
def answers(language: str) -> Mapping[str, Answer]:
    """Read all answers of *language*, by topic; raises ContentError that names file, topic and key."""
    file = f"{language}/answers.toml"
    found = {topic: _answer(file, topic, table) for topic, table in read(file).items()}
    for kind in AnswerKind:
        _refuse_doubles(file, [answer for answer in found.values() if answer.kind is kind])
    _refuse_false_leads(file, found)
    return MappingProxyType(found)


@cache
def sources() -> Mapping[str, str]:
    """Read the sources, by the key that answers name them with."""
    return MappingProxyType(dict(read("sources.toml")))


@cache
def slot_values(language: str, slot: str) -> Mapping[str, tuple[str, ...]]:
    """
    Give the values of *slot*, by id: the canonical phrase first.

    Slots: condition, sensation, body_part, red_flag, topic; raises ContentError for another.
    """
    if slot in ("body_part", "sensation"):
        table = read(f"{language}/triage.toml").get(slot, {})
        return MappingProxyType({value: tuple(phrases) for value, phrases in table.items()})
    if slot not in set(AnswerKind):
        raise ContentError(f"no such slot: {slot}. Known: body_part, {', '.join(AnswerKind)}")
    return MappingProxyType({a.id: a.phrases for a in answers(language).values() if a.kind == slot})


def _answer(file: str, topic: str, table: Any) -> Answer:
    where = f"skill/content/{file}: [{topic}]"
    if not isinstance(table, dict):
        raise ContentError(f"{where} is not a table")
    if odd := sorted((REQUIRED - table.keys()) | (table.keys() - REQUIRED - OPTIONAL)):
        raise ContentError(f"{where} lacks or does not know: {', '.join(odd)}")
    source = tuple(table["source"])
    if not source:
        raise ContentError(f"{where} source names none")
    if unknown := [key for key in source if key not in sources()]:
        raise ContentError(f"{where} source is not in sources.toml: {', '.join(unknown)}")
    return Answer(
        id=topic,
        kind=_choice(AnswerKind, table, "kind", where),
        verdict=_choice(Verdict, table, "verdict", where),
        urgency=_choice(Urgency, table, "urgency", where),
        name=table["name"],
        spoken=" ".join(table["spoken"].split()),
        source=source,
        confidence=_choice(Confidence, table, "confidence", where),
        synonyms=tuple(table.get("synonyms", ())),
        questions=tuple(table.get("questions", ())),
        way_off=_choice(WayOff, table, "way_off", where) if "way_off" in table else WayOff.SIDE,
        goes_on=table.get("goes_on", False),
        whole=table.get("whole", False),
        **{key: table.get(key, "") for key in ("about", *LEADING)},
    )


def _choice(kind: type[_Choice], table: Mapping[str, Any], key: str, where: str) -> _Choice:
    try:
        return kind(table[key])
    except ValueError:
        raise ContentError(f"{where} {key} = {table[key]!r}; known: {', '.join(kind)}") from None


def _refuse_doubles(file: str, of_one_kind: list[Answer]) -> None:
    owner: dict[str, str] = {}
    for topic, phrase in _phrases(of_one_kind):
        if owner.setdefault(phrase.casefold(), topic) != topic:
            raise ContentError(f"skill/content/{file}: {phrase!r} stands in [{owner[phrase.casefold()]}] and [{topic}]")


def _refuse_false_leads(file: str, found: Mapping[str, Answer]) -> None:
    topics = {topic for topic, answer in found.items() if answer.kind is AnswerKind.TOPIC}
    for topic, answer in found.items():
        if answer.leads_on and topic not in topics:
            raise ContentError(f"skill/content/{file}: [{topic}] is a {answer.kind}, so nothing may follow it")
        for key in LEADING:
            if (after := getattr(answer, key)) and after not in topics:
                raise ContentError(f"skill/content/{file}: [{topic}] {key} = {after!r} is no topic")


def _phrases(some: list[Answer]) -> Iterator[tuple[str, str]]:
    for answer in some:
        for phrase in answer.phrases:
            yield answer.id, phrase
