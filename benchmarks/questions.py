"""
Measure the answers on a file of questions: verdict, emergencies heard, false alarms, time.

Heard as by `gentle-roller hear`: the triage, the command matcher and the answers together.
Usage: python -m benchmarks.questions FILE.tsv [--wrong]
Columns: question, topic_id, expected_verdict, urgency; a|b is either. Rows whose topic starts with `lookalike`,
and those without one (`none`), must raise no alarm.
"""

import csv
import statistics
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from skill.content.answers import Urgency, Verdict
from skill.understanding.text_to_event import explain


LOCALE = "en-US"
Row = Mapping[str, str]
Heard = Mapping[str, Any]


def heard(question: str) -> tuple[Heard, float]:
    """Return what is understood, and the milliseconds it took."""
    start = time.perf_counter()
    found = explain(question, LOCALE)
    return found, (time.perf_counter() - start) * 1000


def is_right(row: Row, found: Heard) -> bool:
    """Return whether the verdict is one that the row allows."""
    return found["verdict"] in row["expected_verdict"].split("|")


def is_emergency(found: Heard) -> bool:
    """Return whether the call for help would be spoken."""
    return bool(found["urgency"] == Urgency.EMERGENCY)


def is_false_alarm(row: Row, found: Heard) -> bool:
    """Return whether an emergency is heard where the row has none."""
    return is_emergency(found) and Urgency.EMERGENCY not in row["urgency"].split("|")


def main(arguments: list[str]) -> int:
    """Print the figures, and with --wrong each question that is answered otherwise than expected."""
    file = next(Path(argument) for argument in arguments if not argument.startswith("--"))
    heard("warm up")
    with file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    results = [(row, *heard(row["question"])) for row in rows]
    right = sum(is_right(row, found) for row, found, _ in results)
    urgent = [found for row, found, _ in results if row["urgency"] == Urgency.EMERGENCY]
    alike = [found for row, found, _ in results if row["topic_id"].startswith(("lookalike", "none"))]
    print(f"verdict       {right}/{len(rows)} = {right / len(rows):.1%}")
    print(f"emergencies   {sum(map(is_emergency, urgent))}/{len(urgent)} heard as one")
    print(f"false alarms  {sum(is_false_alarm(row, found) for row, found, _ in results)}/{len(rows) - len(urgent)}")
    print(f"lookalikes    {sum(f['verdict'] == Verdict.STOP_NOW for f in alike)}/{len(alike)} raise an alarm")
    times = sorted(milliseconds for _, _, milliseconds in results)
    print(f"time          median {statistics.median(times):.2f} ms, slowest {times[-1]:.2f} ms")
    if "--wrong" in arguments:
        for row, found, _ in results:
            report(row, found)
    return 0


def report(row: Row, found: Heard) -> None:
    """Print a row that went otherwise than expected."""
    if is_right(row, found) and not is_false_alarm(row, found):
        return
    print(f"{row['question']}\n    expected {row['topic_id']} {row['expected_verdict']} {row['urgency']}; "
          f"heard {found['event']} {found['topic']} {found['verdict']} {found['urgency']}")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
