"""
Find what the translation into a language lacks, compared with English.

Rule 1: every language has the files, keys and placeholders of English and no others, except for OWN.
Rule 2: translation does not change verdicts: the fields DECIDING of an answer are the same in every language.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from typing import Any

from skill.content.files import ContentError, read
from skill.content.regions import regions


Reader = Callable[[str], Mapping[str, Any]]
"""Returns the table of a TOML file by its name ("de/steps.toml"); raises ContentError if there is no such file."""

ORIGINAL = "en"
"""The language with which the others are compared."""

OWN = re.compile(
    r"(phrases: (few|speech)\..*)|(steps: .*\.few)|(utterances: (fragments|builtin|matcher|numbers|clock)\..*)"
    r"|(triage: (words|rule)\b.*)|(answers: .*\.(synonyms|questions))"
)
"""The keys in which languages may differ, as "file: key": how people speak differs, what the skill says does not."""

DECIDING = re.compile(r"answers: .*\.(kind|verdict|urgency|way_off|goes_on|source)")
PLACEHOLDER = re.compile(r"\{[\w.]+\}")
OPEN_END = "TODO"


def missing(language: str, reader: Reader = read) -> list[str]:
    """Return a line for each thing that *language* ("de", or a locale: "de-DE") lacks; [] if it is complete."""
    code, *_ = language.split("-")
    lines = [] if _has_locale(language, code) else [f"regions.toml: no locale for {language}"]
    for file in files():
        lines += _in_file(code, file, reader)
    return lines


def files() -> list[str]:
    """Return the names of the files of a language."""
    return sorted(file.name for file in resources.files("skill.content").joinpath(ORIGINAL).iterdir())


def _has_locale(language: str, code: str) -> bool:
    known = regions()
    return language in known if language != code else any(here.language == code for here in known.values())


def _in_file(code: str, file: str, reader: Reader) -> Iterator[str]:
    name = f"{code}/{file}"
    try:
        theirs = dict(_leaves(reader(name)))
    except ContentError as error:
        yield f"{name}: {error}"
        return
    ours = dict(_leaves(read(f"{ORIGINAL}/{file}")))
    for key in dict.fromkeys([*ours, *theirs]):
        for fault in _faults(f"{file.removesuffix('.toml')}: {key}", ours.get(key), theirs.get(key)):
            yield f"{name}: {key} {fault}"


def _leaves(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def _faults(where: str, ours: Any, theirs: Any) -> Iterator[str]:
    own = OWN.fullmatch(where) is not None
    if theirs is None:
        if not own:
            yield "is missing"
        return
    if OPEN_END in str(theirs):
        yield f"still says {OPEN_END}"
    if own:
        return
    if ours is None:
        yield f"is not known in {ORIGINAL}"
    elif DECIDING.fullmatch(where) and theirs != ours:
        yield f"is {theirs!r}, in {ORIGINAL} it is {ours!r}"
    elif not where.startswith("utterances: "):
        yield from _placeholders(ours, theirs)


def _placeholders(ours: Any, theirs: Any) -> Iterator[str]:
    always, ever = _used(ours)
    always_there, ever_there = _used(theirs)
    yield from (f"lacks {name}" for name in sorted(always - always_there))
    yield from (f"has {name}, which nothing fills" for name in sorted(ever_there - ever))


def _used(value: Any) -> tuple[set[str], set[str]]:
    """Return the placeholders that every wording has, and those that any wording has."""
    wordings = value if isinstance(value, list) else [value]
    each = [set(PLACEHOLDER.findall(str(wording))) for wording in wordings] or [set()]
    return set.intersection(*each), set.union(*each)
