"""
How well utterances are heard: how many are taken for an intent that is right for their meaning.

Heard as by `gentle-roller hear`: the triage, the command matcher and the answers together.

Rule 1: a meaning that the meanings file does not name is not scored.
Rule 2: NONE is right where nothing is heard, or only a free question.
"""

import argparse
import csv
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from skill.understanding.text_to_event import listen


NOTHING = frozenset({"OpenQuestionIntent", "WhyIntent"})


@dataclass(frozen=True, slots=True)
class Row:
    """An utterance, one of its meanings, and what was heard: an intent, or NONE."""

    utterance: str
    meaning: str
    heard: str
    right: bool


def read(file: Path) -> list[tuple[str, str]]:
    """Read utterances with their meanings from a table with tabs, or from TOML: meaning = [utterances]."""
    if file.suffix == ".toml":
        tables = tomllib.loads(file.read_text(encoding="utf-8"))["said"]
        return [(utterance, meaning) for meaning, said in tables.items() for utterance in said]
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["utterance"], row["meaning"]) for row in rows]


def judge(
    rows: Sequence[tuple[str, str]], meanings: Mapping[str, Sequence[str]], hear: Callable[[str], str | None]
) -> Iterator[Row]:
    """Take every utterance for the intent that *hear* gives; it is right if any of its meanings allows it."""
    allowed: dict[str, set[str]] = {}
    for utterance, meaning in rows:
        allowed.setdefault(utterance, set()).update(meanings.get(meaning, ()))
    for utterance, meaning in rows:
        if meaning not in meanings:
            continue
        heard = hear(utterance) or "NONE"
        nothing = "NONE" in allowed[utterance] and heard in NOTHING
        yield Row(utterance, meaning, heard, heard in allowed[utterance] or nothing)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures by meaning, and with --wrong what was heard wrongly."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ears", description=__doc__)
    parser.add_argument("file", type=Path, help="utterances with meanings: .tsv or .toml")
    parser.add_argument("--meanings", type=Path, help="meaning = [intents]; default: [meanings] in FILE")
    parser.add_argument("--locale", default="en-US")
    parser.add_argument("--wrong", action="store_true", help="also print what was heard wrongly")
    given = parser.parse_args(arguments)
    meanings = tomllib.loads((given.meanings or given.file).read_text(encoding="utf-8"))
    rows = read(given.file)

    def hear(utterance: str) -> str | None:
        heard = listen(utterance, given.locale)
        return heard.intent if heard else None

    hear("a word to load everything")
    began = time.perf_counter()
    judged = list(judge(rows, meanings.get("meanings", meanings), hear))
    show(judged, (time.perf_counter() - began) / max(1, len(judged)), wrong=given.wrong)
    return 0


def show(judged: Sequence[Row], seconds: float, *, wrong: bool) -> None:
    """Print one line a meaning, then the sum."""
    of_all = Counter(row.meaning for row in judged)
    right = Counter(row.meaning for row in judged if row.right)
    for meaning, count in sorted(of_all.items()):
        print(f"{meaning:18} {right[meaning]:4} of {count:4}  {right[meaning] / count:4.0%}")
    if wrong:
        for row in judged:
            if not row.right:
                print(f"    {row.meaning}: {row.utterance!r} heard as {row.heard}")
    total = sum(right.values())
    print(f"{'all':18} {total:4} of {len(judged):4}  {total / max(1, len(judged)):4.1%}, {seconds * 1000:.1f} ms each")


if __name__ == "__main__":
    sys.exit(main())
