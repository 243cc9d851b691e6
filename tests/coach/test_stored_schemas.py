"""
What earlier releases stored is read by this one: somebody may be on the roller while a release is made.

schemas/ holds, by version, session attributes of every phase, and records of every kind of place.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from skill.coach.session import Session
from skill.content.routine_file import routine
from skill.dialogue.progress import Progress
from skill.dialogue.state import Phase


SCHEMAS = Path(__file__).parent / "schemas"


def stored(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return found


SESSIONS = stored("session_1.json")
RECORDS = stored("record_1.json")


@pytest.mark.parametrize("attributes", SESSIONS, ids=lambda one: f"{one['state']['phase']}-{one['state']['turn']}")
def test_a_session_goes_on_as_it_was(attributes: dict[str, Any]) -> None:
    """Each is read, fits the routine, and is written as it was."""
    session = Session.from_dict(attributes)
    assert session.fits(routine())
    assert json.loads(json.dumps(session.to_dict())) == attributes


@pytest.mark.parametrize("record", RECORDS, ids=lambda one: str(next(iter(one.values()))["place"]))
def test_a_record_is_read_as_it_was(record: dict[str, Any]) -> None:
    """The progress of each person in it is read, and written as it was."""
    for progress in record.values():
        assert Progress.from_dict(progress).to_dict() == progress


def test_the_sessions_show_every_phase_in_which_a_session_goes_on() -> None:
    """A phase without an example could change its stored form unnoticed; a closed session carries nothing back."""
    assert {attributes["state"]["phase"] for attributes in SESSIONS} >= set(Phase) - {Phase.CLOSED, Phase.ENDED}
