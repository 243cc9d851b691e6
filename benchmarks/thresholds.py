"""
Show what the thresholds of the hearing were chosen by: our own questions and misheard words.

Rule 1: nothing here may come from the questions that the skill is judged by.
Usage: python -m benchmarks.thresholds
"""

import csv
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from skill.understanding import patterns
from skill.understanding.answer_search import find
from skill.understanding.triage import triage


HERE = Path(__file__).parent
LANGUAGE = "en"
FOLDS = 5
WEIGHTS = (0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
LIKENESSES = (75, 80, 83, 85, 87, 90, 95)


def rows(name: str) -> list[Mapping[str, str]]:
    """Read a table that stands beside this file."""
    with (HERE / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def right(some: Sequence[Mapping[str, str]], threshold: float) -> int:
    """Count the questions of *some* that get the expected verdict at *threshold*."""
    answers = [(row, find(row["question"], LANGUAGE, threshold)) for row in some]
    return sum((answer.verdict if answer else "none") == row["expected_verdict"] for row, answer in answers)


def folds() -> None:
    """Choose the threshold without a fifth of the questions, and try it on that fifth."""
    asked = [r for r in rows("own_questions.tsv") if not ((f := triage([r["question"]], LANGUAGE)) and f.stops)]
    total = 0
    for fold in range(FOLDS):
        known = [row for i, row in enumerate(asked) if i % FOLDS != fold]
        held_out = asked[fold::FOLDS]
        best = max(WEIGHTS, key=lambda weight: right(known, weight))
        total += right(held_out, best)
        print(f"fold {fold + 1}: threshold {best}, {right(held_out, best)}/{len(held_out)} of the questions held out")
    print(f"all folds: {total}/{len(asked)} = {total / len(asked):.1%}")


def likenesses() -> None:
    """Count the misheard words that are understood, and the strange ones taken for something else."""
    table = rows("misheard.tsv")
    chosen = patterns.NEAR
    for near in LIKENESSES:
        patterns.NEAR = near
        found = [(row, find(f"i have {row['word']}", LANGUAGE)) for row in table]
        good = sum(answer is not None and answer.id == row["topic_id"] for row, answer in found)
        bad = [row["word"] for row, answer in found if answer and row["topic_id"] == "unknown"]
        print(f"likeness {near}: {good} misheard words understood; taken for another: {', '.join(bad) or 'none'}")
    patterns.NEAR = chosen


if __name__ == "__main__":
    folds()
    likenesses()
    sys.exit(0)
