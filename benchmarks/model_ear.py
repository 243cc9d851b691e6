"""
A second ear: what an utterance means to somebody who has read nothing but an interaction model.

It stands in for Alexa, of whom nobody knows how she decides. It is cruder than she is: what it understands
right, the model says plainly.
Rule 1: a sample word for word, its slots filled from their types, beats all else; then the most plain words.
Rule 2: then what is nearly a sample; then samples whose slots take any words; a free text comes last.
Usage: python -m benchmarks.model_ear FILE.tsv --meanings FILE.toml [--model FILE.json] [--wrong]
"""

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from benchmarks.ears import judge, read, show
from skill.content import utterances


MODEL = Path(__file__).parents[1] / "interaction_models" / "en-US.json"
NEARLY = 86
LONGEST_OPEN = 6
FREE = "AMAZON.SearchQuery"
COUNTED = re.compile(
    r"(\d+|a|an|half|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty|sixty|"
    r"ninety|couple of|few|seconds?|minutes?|hours?|o'clock|p m|a m|noon|in the|morning|evening|( |$))+"
)

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A slot's words, and the id of its value if they resolve to one."""

    raw: str
    id: str | None


@dataclass(frozen=True, slots=True)
class Read:
    """An intent with what is in its slots."""

    intent: str
    slots: Mapping[str, Filled]


@dataclass(frozen=True, slots=True)
class _Sample:
    intent: str
    tokens: Tokens
    types: Mapping[str, str]

    @property
    def free(self) -> bool:
        return FREE in self.types.values()

    @property
    def plain(self) -> int:
        return len(self.tokens) - len(self.types)


class ModelEar:
    """Hears with the model given, and with what the platform's own intents are commonly said like."""

    def __init__(self, model: Mapping[str, Any], own: Mapping[str, Sequence[str]]) -> None:
        language_model = model["interactionModel"]["languageModel"]
        self._values = {one["name"]: dict(_values(one)) for one in language_model["types"]}
        self._samples = [sample for one in language_model["intents"] for sample in _samples(one)]
        self._samples += [_Sample(name, tuple(p.split()), {}) for name, said in own.items() for p in said]
        self._plain = {" ".join(s.tokens): s.intent for s in self._samples if not s.types}

    def hear(self, text: str) -> Read | None:
        """Return the intent that fits best, or None."""
        said = tuple(re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.lower().replace("’", "'")))
        if not said:
            return None
        exact = self._best(said, [s for s in self._samples if not s.free], is_open=False)
        return exact or self._nearly(" ".join(said)) or self._loosely(said)

    def _loosely(self, said: Tokens) -> Read | None:
        slotted = [s for s in self._samples if s.types and not s.free and s.plain > 1]
        free = [s for s in self._samples if s.free]
        return self._best(said, slotted, is_open=True) or self._best(said, free, is_open=True)

    def _nearly(self, text: str) -> Read | None:
        near = process.extractOne(text, self._plain.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=NEARLY)
        return Read(self._plain[near[0]], {}) if near else None

    def _best(self, said: Tokens, samples: Sequence[_Sample], *, is_open: bool) -> Read | None:
        for sample in sorted(samples, key=lambda s: (-s.plain, len(s.types))):
            for slots in self._fits(sample, said, 0, 0, is_open):
                return Read(sample.intent, slots)
        return None

    def _fits(self, sample: _Sample, said: Tokens, at: int, word: int, is_open: bool) -> Iterator[dict[str, Filled]]:
        if word == len(sample.tokens):
            if at == len(said):
                yield {}
            return
        token = sample.tokens[word]
        if not token.startswith("{"):
            if at < len(said) and said[at] == token:
                yield from self._fits(sample, said, at + 1, word + 1, is_open)
            return
        name = token.strip("{}")
        for end in range(len(said), at, -1):
            if (filled := self._filled(sample.types[name], said[at:end], is_open)) is not None:
                for others in self._fits(sample, said, end, word + 1, is_open):
                    yield {name: filled, **others}

    def _filled(self, type_: str, said: Tokens, is_open: bool) -> Filled | None:
        raw = " ".join(said)
        if type_ == FREE:
            return Filled(raw, None)
        if type_.startswith("AMAZON."):
            return Filled(raw, None) if COUNTED.fullmatch(f"{raw} ") else None
        id_ = self._values[type_].get(raw)
        return Filled(raw, id_) if id_ or (is_open and len(said) <= LONGEST_OPEN) else None


def _values(type_: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for value in type_["values"]:
        for phrase in (value["name"]["value"], *value["name"]["synonyms"]):
            yield phrase.lower(), value["id"]


def _samples(intent: Mapping[str, Any]) -> Iterator[_Sample]:
    types = {slot["name"]: slot["type"] for slot in intent.get("slots", [])}
    for sample in intent["samples"]:
        tokens = tuple(sample.lower().split())
        yield _Sample(intent["name"], tokens, {name: types[name] for name in re.findall(r"\{(\w+)\}", sample)})


def model_ear(file: Path = MODEL, language: str = "en") -> ModelEar:
    """Read the model in *file*."""
    return ModelEar(json.loads(file.read_text(encoding="utf-8")), utterances.builtin(language))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures by meaning, and with --wrong what was heard wrongly."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.model_ear", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--meanings", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--wrong", action="store_true")
    given = parser.parse_args(arguments)
    of = model_ear(given.model)
    meanings = tomllib.loads(given.meanings.read_text(encoding="utf-8"))
    judged = list(judge(read(given.file), meanings, lambda text: (h := of.hear(text)) and h.intent))
    show(judged, 0.0, wrong=given.wrong)
    return 0


if __name__ == "__main__":
    sys.exit(main())
