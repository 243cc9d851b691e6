"""
What people say: the intents of a language with their samples, and what the command matcher must know besides.

Rule 1: no sample stands in two intents, and none is a built-in intent's own phrase.
Rule 2: a slot has one type wherever it stands; number, duration, time and text are known to everybody.
Rule 3: a free text stands alone in its sample, behind words that lead to it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice, zip_longest
from types import MappingProxyType
from typing import Any

from skill.content.answers import slot_values
from skill.content.files import ContentError, read
from skill.content.templates import expand, slots_of, spread


KNOWN_TYPES = frozenset({"number", "duration", "time", "text"})
ANSWER_TYPES = frozenset({"condition", "sensation", "body_part", "red_flag", "topic"})
MOST_SAMPLES = 400
"""What an intent gives the model at most, of every template some; Amazon counts a model's bytes, not its samples."""
TABLES = frozenset({"slots", "types", "openings", "fragments", "intents", "builtin", "matcher", "numbers", "clock"})


@dataclass(frozen=True, slots=True)
class IntentUtterances:
    """
    An intent as it is said; *slots* is name to type.

    *all_samples* is all that the templates stand for, *samples* at most MOST_SAMPLES of it, from every template.
    """

    name: str
    slots: Mapping[str, str]
    templates: tuple[str, ...]
    samples: tuple[str, ...]
    all_samples: tuple[str, ...]


@cache
def intents(language: str) -> tuple[IntentUtterances, ...]:
    """Read the custom intents of *language*; raises ContentError that names file, intent and template."""
    tables = _tables(language)
    found = tuple(_intent(language, name, tables) for name in tables["intents"])
    _refuse_doubles(language, found)
    return found


@cache
def builtin(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return what the platform's own intents are commonly heard for, by name: for the command matcher only."""
    return MappingProxyType({name: tuple(said) for name, said in _tables(language)["builtin"].items()})


@cache
def slot_types(language: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the slot types that have values of their own: type, id, phrases (the canonical one first)."""
    own = {
        name: MappingProxyType({id_: tuple(said) for id_, said in values.items()})
        for name, values in _tables(language)["types"].items()
    }
    shared = {name: slot_values(language, name) for name in sorted(ANSWER_TYPES)}
    return MappingProxyType({**own, **shared})


@cache
def types_of_slots(language: str) -> Mapping[str, str]:
    """Return the type of each slot, by the slot's name."""
    return MappingProxyType(dict(_tables(language)["slots"]))


@cache
def openings(language: str) -> Mapping[str, str]:
    """Return the words that lead to what fills a slot, by slot or by "Intent.slot": Amazon sends the slot alone."""
    return MappingProxyType(dict(_tables(language)["openings"]))


@dataclass(frozen=True, slots=True)
class MatcherWords:
    """
    What the command matcher knows of a language beside the samples.

    *leading* and *trailing* are words that change nothing; *spelling* is what a word is also written as;
    *same* is which words are as good as each other; *decisive* are groups of words that decide what is
    meant, so that two sentences that differ in one are never alike; *mentions* names the slots that make any
    sentence an intent where a phrase of each is in it, *hints* those that do so in what is no question.
    *also* are templates that only a listener may have who knows all that can fill a slot.
    """

    leading: tuple[str, ...]
    trailing: tuple[str, ...]
    articles: tuple[str, ...]
    mentions: Mapping[str, tuple[str, ...]]
    hints: Mapping[str, tuple[str, ...]]
    also: Mapping[str, tuple[str, ...]]
    spelling: Mapping[str, str]
    same: Mapping[str, tuple[str, ...]]
    decisive: Mapping[str, tuple[str, ...]]


@cache
def matcher_words(language: str) -> MatcherWords:
    """Read what the command matcher knows; raises ContentError for a missing or unknown key."""
    try:
        return MatcherWords(**_frozen(_tables(language)["matcher"]))
    except TypeError as error:
        raise ContentError(f"{_file(language)}: [matcher] {error}") from None


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How numbers, lengths of time and times of day are said."""

    values: Mapping[str, int]
    tens: Mapping[str, int]
    units: Mapping[str, int]
    one: tuple[str, ...]
    joining: tuple[str, ...]
    half: str
    quarter: str
    past: tuple[str, ...]
    to: tuple[str, ...]
    exact: tuple[str, ...]
    morning: tuple[str, ...]
    evening: tuple[str, ...]
    named: Mapping[str, str]


@cache
def number_words(language: str) -> NumberWords:
    """Read the words for numbers; raises ContentError for a missing or unknown key."""
    tables = _tables(language)
    try:
        return NumberWords(**_frozen(tables["numbers"]), **_frozen(tables["clock"]))
    except TypeError as error:
        raise ContentError(f"{_file(language)}: [numbers] and [clock] {error}") from None


def _file(language: str) -> str:
    return f"skill/content/{language}/utterances.toml"


def _tables(language: str) -> dict[str, Any]:
    tables = read(f"{language}/utterances.toml")
    if odd := sorted(TABLES ^ tables.keys()):
        raise ContentError(f"{_file(language)}: lacks or does not know: {', '.join(odd)}")
    return tables


def _frozen(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return *table* with its lists as tuples, so that nobody changes what all share."""
    return {
        key: tuple(value) if isinstance(value, list) else _frozen(value) if isinstance(value, dict) else value
        for key, value in table.items()
    }


def _intent(language: str, name: str, tables: Mapping[str, Any]) -> IntentUtterances:
    templates = tuple(tables["intents"][name])
    by_template: list[tuple[str, ...]] = []
    for template in templates:
        try:
            by_template.append(tuple(_samples(template, tables)))
        except ContentError as error:
            raise ContentError(f"{_file(language)}: {name}: {template!r} {error}") from None
    said = tuple(dict.fromkeys(chain.from_iterable(by_template)))
    used = dict.fromkeys(slot for sample in said for slot in slots_of(sample))
    slots = MappingProxyType({slot: tables["slots"][slot] for slot in used})
    return IntentUtterances(name, slots, templates, _thinned(by_template), said)


def _thinned(by_template: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Take one of each template, the shortest of all (they are said the most), then from each in turn."""
    in_turn = chain.from_iterable(zip_longest(*(spread(samples) for samples in by_template)))
    whole = [sample for sample in in_turn if sample is not None]
    shortest = sorted(chain.from_iterable(by_template), key=lambda sample: sample.count(" "))
    chosen = dict.fromkeys([*whole[: len(by_template)], *shortest[: MOST_SAMPLES // 2], *whole])
    return tuple(sorted(islice(chosen, MOST_SAMPLES)))


@cache
def matcher_samples(language: str) -> tuple[tuple[str, str], ...]:
    """Return all that the ear compares with: names of intents, each with a sample."""
    tables = _tables(language)
    theirs = [(name, phrase) for name, said in builtin(language).items() for phrase in said]
    ours = [(intent.name, sample) for intent in intents(language) for sample in intent.all_samples]
    also = [
        (name, sample)
        for name, templates in matcher_words(language).also.items()
        for template in templates
        for sample in expand(template, tables["fragments"])
    ]
    return (*theirs, *ours, *also)


def _samples(template: str, tables: Mapping[str, Any]) -> Iterator[str]:
    for sample in expand(template, tables["fragments"]):
        used = list(slots_of(sample))
        for slot in used:
            _check_slot(slot, tables)
        if len(set(used)) < len(used):
            raise ContentError("has a slot twice")
        if "text" in (tables["slots"][slot] for slot in used) and not _leads_to_text(sample, len(used)):
            raise ContentError("has a free text that does not stand alone behind other words")
        yield sample


def _check_slot(slot: str, tables: Mapping[str, Any]) -> None:
    if slot not in tables["slots"]:
        raise ContentError(f"has a slot without a type: {slot}")
    if tables["slots"][slot] not in KNOWN_TYPES | ANSWER_TYPES | tables["types"].keys():
        raise ContentError(f"has a slot of an unknown type: {slot}")


def _leads_to_text(sample: str, slots: int) -> bool:
    return slots == 1 and re.fullmatch(r"[^{]*\w \{\w+\}", sample) is not None


def _refuse_doubles(language: str, found: tuple[IntentUtterances, ...]) -> None:
    owner = {phrase: name for name, said in builtin(language).items() for phrase in said}
    for intent in found:
        for sample in intent.all_samples:
            shape = sample.format_map({slot: "{" + type_ + "}" for slot, type_ in intent.slots.items()})
            first = owner.setdefault(shape, intent.name)
            if first != intent.name:
                raise ContentError(f"{_file(language)}: {intent.name}: {sample!r} stands in {first} already")
