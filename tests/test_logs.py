"""What is counted in the log."""

import json
from collections import Counter
from pathlib import Path

import pytest
from talking import Talk

from skill import logs
from skill.__main__ import main


MISSED = {"event": "turn", "understood": False, "asked_in": "rolling", "asked_at_step": 3}
LINES = [
    json.dumps(MISSED),
    "Nov 25 15:33:35 host gentle-roller[7]: " + json.dumps(MISSED),
    json.dumps(MISSED | {"asked_in": "held"}),
    json.dumps({"event": "turn", "phase": "rolling", "step": 4}),
    json.dumps({"event": "answered", "understood": False}),
    "START RequestId: 1",
    "{no JSON",
    "[1]",
    "{" * 100_000,
    "7 {} 8",
]


def test_turns_that_were_not_understood_are_counted_by_phase_and_step() -> None:
    """Whatever a log service writes before a line, and whatever else is in the log."""
    assert logs.misheard(LINES) == (Counter({("rolling", "3"): 2, ("held", "3"): 1}), 4)


def test_an_empty_log_has_no_turns() -> None:
    """Nothing is counted, and nothing raises."""
    assert logs.misheard([]) == (Counter(), 0)


def test_one_command_counts_them_in_the_log_of_a_conversation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the lines that a host has written; the most frequent first."""
    logs.configure("info")
    talk = Talk()
    talk.open()
    talk.yes(2)
    for name in ("AMAZON.FallbackIntent", "AMAZON.NextIntent", "AMAZON.FallbackIntent", "AMAZON.FallbackIntent"):
        talk.say(name)
    log = tmp_path / "webhook.log"
    log.write_text(capsys.readouterr().out)
    places = [entry for entry in map(json.loads, log.read_text().splitlines()) if "understood" in entry]
    assert main(["misheard", str(log)]) == 0
    first, *rows = capsys.readouterr().out.splitlines()
    assert first == "not understood: 3 of 7 turns"
    assert sum(int(row.split()[0]) for row in rows) == len(places) == 3
    assert rows[0].endswith(f"{places[-1]['asked_in']}, step {places[-1]['asked_at_step']}")


def test_a_log_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """It names the file."""
    assert main(["misheard", "/no/such/log"]) == 2
    assert capsys.readouterr().err == "gentle-roller: cannot use /no/such/log: No such file or directory\n"
