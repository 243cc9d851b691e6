"""
Measure the answers on a file of questions: verdict, emergencies heard, false alarms, time.

Usage: python -m benchmarks.questions FILE.tsv [--wrong]
Columns: question, topic_id, expected_verdict, urgency. Rows whose topic starts with `lookalike_` must raise no alarm.
"""

import csv
import statistics
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from skill.hearing.answers import Meaning, understand
from skill.hearing.triage import Alarm


LANGUAGE = "en"
Row = Mapping[str, str]


def deaf(_text: str) -> None:
    """Hear no command: the questions alone are measured."""


def heard(question: str) -> tuple[Meaning, float]:
    """Give what is understood, and the milliseconds it took."""
    start = time.perf_counter()
    meaning = understand(question, LANGUAGE, deaf)
    return meaning, (time.perf_counter() - start) * 1000


def verdict(meaning: Meaning) -> str:
    """Give the verdict as the command prints it; an emergency without a topic is one to stop."""
    if meaning.answer:
        return str(meaning.answer.verdict)
    return "stop_now" if meaning.finding and meaning.finding.stops else "none"


def is_emergency(meaning: Meaning) -> bool:
    """Say whether the call for help would be spoken."""
    return meaning.finding is not None and meaning.finding.kind is Alarm.EMERGENCY


def main(arguments: list[str]) -> int:
    """Print the figures, and with --wrong each question that is answered otherwise than expected."""
    file = next(Path(argument) for argument in arguments if not argument.startswith("--"))
    heard("warm up")
    with file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    results = [(row, *heard(row["question"])) for row in rows]
    right = sum(verdict(meaning) == row["expected_verdict"] for row, meaning, _ in results)
    urgent = [meaning for row, meaning, _ in results if row["urgency"] == "emergency"]
    others = [meaning for row, meaning, _ in results if row["urgency"] != "emergency"]
    alike = [meaning for row, meaning, _ in results if row["topic_id"].startswith("lookalike_")]
    print(f"verdict       {right}/{len(rows)} = {right / len(rows):.1%}")
    print(f"emergencies   {sum(map(is_emergency, urgent))}/{len(urgent)} heard as one")
    print(f"false alarms  {sum(map(is_emergency, others))}/{len(others)}")
    print(f"lookalikes    {sum(bool(m.finding and m.finding.stops) for m in alike)}/{len(alike)} raise an alarm")
    times = sorted(milliseconds for _, _, milliseconds in results)
    print(f"time          median {statistics.median(times):.2f} ms, slowest {times[-1]:.2f} ms")
    if "--wrong" in arguments:
        for row, meaning, _ in results:
            report(row, meaning)
    return 0


def report(row: Row, meaning: Meaning) -> None:
    """Print a row that went otherwise than expected."""
    if verdict(meaning) == row["expected_verdict"] and is_emergency(meaning) == (row["urgency"] == "emergency"):
        return
    topic = meaning.answer.id if meaning.answer else "-"
    alarm = meaning.finding.kind if meaning.finding else "-"
    print(f"{row['question']}\n    expected {row['topic_id']} {row['expected_verdict']} {row['urgency']}; "
          f"heard {topic} {verdict(meaning)} {alarm}")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
