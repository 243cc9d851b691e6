"""
Patterns of what is said, looked up in a sentence all at once.

Rule 1: every word is content. This file knows no language, only the notation of `questions` and `hears`:
    a b      both, in any order, close together       a|b    one of them       a_b   one right after the other
    a*       any ending                               {a}    a list of words   !a    must not be there
    ^a       the sentence opens with it
Rule 2: small words may stand between the words of a phrase; which ones is content too.
Rule 3: a word that no pattern knows is read as the nearest one that some pattern does, if that is near enough.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from typing import Any

from rapidfuzz import fuzz, process

from skill.content.files import ContentError, read
from skill.understanding.tokens import split


Phrase = tuple[str, ...]
Term = frozenset[Phrase]
WordRange = tuple[int, int]
NEAR = 87
"""Likeness of two words, in percent, from which one is read as the other; chosen by `benchmarks.thresholds`."""
SHORTEST = 7
"""Letters from which a word is long enough to be read as another."""


def words(text: str) -> tuple[str, ...]:
    """Return the words of *text*: lower case, apostrophes left out, the rest of the punctuation between them."""
    return tuple(word.replace("'", "") for word in split(text))


@dataclass(frozen=True, slots=True)
class Pattern:
    """What must be there and what must not; *within*: how many words the first and the last may lie apart."""

    terms: tuple[Term, ...]
    without: tuple[Term, ...] = ()
    within: int = 12


@dataclass(frozen=True, slots=True)
class PatternMatch:
    """A pattern found: whose it is, at which words, and how telling those are."""

    key: str
    places: tuple[int, ...]
    weight: float


class Lexicon:
    """A language's lists of words, and the patterns written with them; raises ContentError for an unknown list."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._lists: Mapping[str, Sequence[str]] = {**table["body_part"], **table["sensation"], **table["words"]}
        self.dropped = frozenset(table["dropped"])
        self.between = frozenset(table["skipped"])
        self.skipped = self.between | self.dropped
        self.clitics = frozenset(table["clitics"])
        self.openers = frozenset(table["openers"])
        self.single = frozenset(table["single"])
        self.pronouns = frozenset(table["pronouns"])
        self.common = frozenset(words(" ".join(table["common"])))
        self.negators = frozenset(words(negator) for negator in table["negators"])
        self.not_any_more = frozenset(words(negator) for negator in table["not_any_more"])
        self._known: dict[str, Term] = {}

    def pattern(self, text: str, within: int = 12) -> Pattern:
        """Read one pattern."""
        parts = text.split()
        return Pattern(
            tuple(self.term(part) for part in parts if not part.startswith("!")),
            tuple(self.term(part[1:]) for part in parts if part.startswith("!")),
            within,
        )

    def phrase(self, text: str) -> Pattern:
        """Read plain words that must stand one after the other."""
        return Pattern((frozenset({self._plain(text)}),))

    def term(self, text: str) -> Term:
        """Read one term: alternatives, each of them words or lists joined by an underscore."""
        found: set[Phrase] = set()
        for alternative in text.split("|"):
            choices = [self._choices(part) for part in re.findall(r"\{\w+\}|[^_]+", alternative)]
            found.update(tuple(w for part in parts for w in part) for parts in product(*choices))
        return frozenset(found)

    def _choices(self, part: str) -> Term:
        if not part.startswith("{"):
            return frozenset({(_bare(part),)})
        name = part.strip("{}")
        if name not in self._known:
            if name not in self._lists:
                raise ContentError(f"there is no list of words called {{{name}}}")
            self._known[name] = frozenset(p for entry in self._lists[name] for p in self._entry(entry))
        return self._known[name]

    def _entry(self, entry: str) -> Iterator[Phrase]:
        if entry.startswith("{"):
            yield from self._choices(entry)
        else:
            yield self._plain(entry)

    def _plain(self, text: str) -> Phrase:
        bare = tuple(_bare(word) for word in text.replace("-", " ").split())
        return tuple(word for word in bare if word not in self.dropped) or bare


class Index:
    """Many patterns, each under a key, found in a sentence together; built once, then read only."""

    def __init__(self, lexicon: Lexicon, patterns: Iterable[tuple[str, Pattern]]) -> None:
        self._lexicon = lexicon
        self._patterns = list(patterns)
        self._starts: dict[str, list[tuple[Phrase, Term]]] = defaultdict(list)
        self._users: dict[Term, list[int]] = defaultdict(list)
        keys_of: dict[str, set[str]] = defaultdict(set)
        for number, (key, pattern) in enumerate(self._patterns):
            for term in dict.fromkeys(pattern.terms):
                self._users[term].append(number)
            for phrase in (p for term in (*pattern.terms, *pattern.without) for p in term):
                for word in phrase:
                    keys_of[word].add(key)
        for term in dict.fromkeys(t for _, p in self._patterns for t in (*p.terms, *p.without)):
            for phrase in term:
                self._starts[phrase[0]].append((phrase, term))
        total = len({key for key, _ in self._patterns})
        self._weight = {word: math.log(1 + total / len(keys)) for word, keys in keys_of.items()}
        self._long_words = sorted(word for word in self._weight if len(word) >= SHORTEST and word.isalpha())
        self._prefixes = frozenset(word.rstrip("*") for word in keys_of if word.endswith("*"))

    def find(self, text: str, negators: frozenset[Phrase] = frozenset()) -> list[PatternMatch]:
        """Return every pattern that *text* holds; none of whose words is negated right before it."""
        spelled = split(text)
        said = tuple(word.replace("'", "") for word in spelled)
        opening = next((i for i, word in enumerate(said) if word not in self._lexicon.openers), 0)
        atoms = [self._atoms(word, i == opening) for i, word in enumerate(spelled)]
        places = self._places(atoms, said)
        needed = Counter(n for term in places for n in self._users.get(term, ()))
        denials = _denials(said, negators, self._lexicon.between)
        found = []
        for number, count in needed.items():
            key, pattern = self._patterns[number]
            if count < len(set(pattern.terms)) or any(term in places for term in pattern.without):
                continue
            spans = _closest([places[term] for term in pattern.terms], pattern.within)
            if spans is not None and not _is_denied(spans, denials):
                found.append(self._match(key, spans, atoms))
        return found

    def knows(self, word: str) -> bool:
        """Return whether some pattern holds *word*, or one near it."""
        return bool(self._atoms(word, opening=False))

    def _match(self, key: str, spans: Sequence[WordRange], atoms: list[dict[str, None]]) -> PatternMatch:
        held = sorted({i for start, end in spans for i in range(start, end)})
        weight = sum(max((self._weight.get(a, 0.0) for a in atoms[i]), default=0.0) for i in held)
        return PatternMatch(key, tuple(held), weight)

    def _atoms(self, spelled: str, opening: bool) -> dict[str, None]:
        word, (stem, _, ending) = spelled.replace("'", ""), spelled.partition("'")
        found = self._forms(stem) if ending in self._lexicon.clitics else {}
        if not (ending == "s" and stem in self._lexicon.single):
            found = self._forms(word) | found
        if not found and len(word) >= SHORTEST and word not in self._lexicon.common:
            near = process.extractOne(word, self._long_words, scorer=fuzz.ratio, score_cutoff=NEAR)
            found = self._forms(near[0]) if near else found
        if opening:
            found |= {f"^{form}": None for form in found} | {f"^{word}": None}
        return found

    def _forms(self, word: str) -> dict[str, None]:
        found = {word: None} if word in self._weight else {}
        for end in range(2, len(word) + 1):
            if word[:end] in self._prefixes:
                found[f"{word[:end]}*"] = None
        return found

    def _places(self, atoms: list[dict[str, None]], said: Sequence[str]) -> dict[Term, list[WordRange]]:
        places: dict[Term, list[WordRange]] = defaultdict(list)
        for i, here in enumerate(atoms):
            for atom in here:
                for phrase, term in self._starts.get(atom, ()):
                    if (end := self._end(phrase, i, atoms, said)) is not None:
                        places[term].append((i, end))
        return places

    def _end(self, phrase: Phrase, i: int, atoms: list[dict[str, None]], said: Sequence[str]) -> int | None:
        for word in phrase[1:]:
            i += 1
            while i < len(said) and word not in atoms[i] and said[i] in self._lexicon.skipped:
                i += 1
            if i >= len(said) or word not in atoms[i]:
                return None
        return i + 1


@cache
def lexicon(language: str) -> Lexicon:
    """Read the lists of words of *language*."""
    return Lexicon(read(f"{language}/triage.toml"))


def _bare(word: str) -> str:
    return re.sub(r"['’`]", "", word.casefold())


def _denials(said: Sequence[str], negators: frozenset[Phrase], between: frozenset[str]) -> list[tuple[int, range]]:
    found = []
    for i, negator in ((i, negator) for i in range(len(said)) for negator in negators):
        if said[i : i + len(negator)] == negator:
            after = i + len(negator)
            while after < len(said) and said[after] in between:
                after += 1
            found.append((after, range(i, i + len(negator))))
    return found


def _is_denied(spans: Sequence[WordRange], denials: Iterable[tuple[int, range]]) -> bool:
    """Return whether one of *spans* stands right after a "no" that isn't itself part of what was found."""
    held = {i for start, end in spans for i in range(start, end)}
    return any(after == start and held.isdisjoint(no) for after, no in denials for start, _ in spans)


def _closest(places: Sequence[Sequence[WordRange]], within: int) -> tuple[WordRange, ...] | None:
    best: tuple[WordRange, ...] | None = None
    shortest = within + 1
    for chosen in product(*(some[:4] for some in places)):
        length = max(end for _, end in chosen) - min(start for start, _ in chosen)
        if length < shortest and _apart(chosen):
            best, shortest = chosen, length
    return best


def _apart(chosen: Sequence[WordRange]) -> bool:
    ordered = sorted(chosen)
    return all(before[1] <= after[0] for before, after in pairwise(ordered))
