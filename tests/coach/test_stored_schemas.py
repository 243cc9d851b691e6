"""
What other releases stored is read by this one: somebody may be on the roller while a release is made, or taken back.

schemas/ holds session attributes and records, by the number of the schema: 1 is the first release's, the highest is
today's. A number stays as it is; whoever changes what is stored adds the next.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from talking import Talk

from skill.coach.session import Session
from skill.content.routine_file import routine
from skill.dialogue.progress import Progress
from skill.dialogue.state import Phase, State


SCHEMAS = Path(__file__).parent / "schemas"
DESK = "amzn1.ask.account.desk"


def stored(pattern: str) -> list[tuple[str, dict[str, Any]]]:
    """Give each example in the files that *pattern* names, with the number of its schema."""
    files = sorted(SCHEMAS.glob(pattern))
    return [(file.stem[-1], one) for file in files for one in json.loads(file.read_text(encoding="utf-8"))]


SESSIONS, RECORDS = stored("session_*.json"), stored("record_*.json")


@pytest.mark.parametrize(
    "attributes", [one for _, one in SESSIONS], ids=[f"{n}-{one['state']['phase']}" for n, one in SESSIONS]
)
def test_a_session_goes_on_as_it_was(attributes: dict[str, Any]) -> None:
    """Each is read, fits the routine, and is written as it was; what has been added since has a value."""
    session = Session.from_dict(attributes)
    assert session.fits(routine())
    written = json.loads(json.dumps(session.to_dict()))
    assert of_what_was(written, attributes) == attributes


def of_what_was(written: Any, before: Any) -> Any:
    """Return the part of *written* that *before* has, at every depth."""
    if not isinstance(before, Mapping) or not isinstance(written, Mapping):
        return written
    return {name: of_what_was(written.get(name), value) for name, value in before.items()}


@pytest.mark.parametrize("record", [one for _, one in RECORDS], ids=str)
def test_a_record_is_read_as_it_was(record: dict[str, Any]) -> None:
    """The progress of each person in it is read whole, and written as it was."""
    for progress in record.values():
        read = Progress.from_dict(progress)
        assert read.over(progress) == progress
        assert {name: read.to_dict()[name] for name in progress if name != "written"} == {
            name: value for name, value in progress.items() if name != "written"
        }


def test_the_sessions_show_every_phase_in_which_a_session_goes_on() -> None:
    """A phase without an example could change its stored form unnoticed; a closed session carries nothing back."""
    later = {Phase.SLIPPED}  # the first release had none
    shown = {attributes["state"]["phase"] for number, attributes in SESSIONS if number == "1"}
    assert shown >= set(Phase) - {Phase.CLOSED, Phase.ENDED} - later


def test_the_highest_schema_is_todays() -> None:
    """Whoever adds a field adds an example of it."""
    (*_, (_, session)), (*_, (_, record)) = SESSIONS, RECORDS
    assert set(session) == set(Session().to_dict())
    assert set(session["state"]) == set(State().to_dict())
    assert {name for one in record.values() for name in one} == {*Progress().to_dict(), "written"}


# What a later release may store


def test_what_a_later_release_added_to_a_session_comes_back_to_it() -> None:
    """A request of a session may meet the release before it, and the next one the later one again."""
    talk = Talk()
    talk.open()
    added = {"mood": {"warm": 2}, "state": {"sounds": ["chime"], "version": 2}}
    for _ in range(3):
        attributes = dict(talk.session.attributes)
        attributes |= {"mood": added["mood"], "state": attributes["state"] | added["state"]}
        talk.session = replace(talk.session, attributes=attributes)
        assert "Sorry" not in talk.yes(1)
        after = talk.session.attributes
        assert after["mood"] == added["mood"]
        assert {name: after["state"][name] for name in added["state"]} == added["state"]


LATER: dict[str, Mapping[str, Any]] = {
    "one field more": {"friends": ["kim"]},
    "a newer version": {"version": 2, "holds": {"spot": 40}},
    "an unknown phase": {"place": {"phase": "floating", "step": "spot", "left": 20, "side": "left"}},
    "an unknown pace": {"pace": "by_ear"},
    "a field of another form, in a newer version": {"version": 9, "gentle": {"until": 3}},
}


@pytest.mark.parametrize("beyond", LATER.values(), ids=LATER.keys())
def test_a_record_of_a_later_release_is_carried_along(beyond: Mapping[str, Any]) -> None:
    """The counts go on, and after four turns and an end everything else is as it was, but for the place."""
    usual = Progress(started=5, finished=4, at=1_779_000_000.0).to_dict()
    talk = Talk()
    talk.storage.update(DESK, lambda _: {"": {**usual, **beyond}, "kim": {"unknown": True}})
    talk.open()
    assert "You've finished it four times." in talk.say("ProgressIntent")
    talk.yes(4)
    talk.say("AMAZON.StopIntent")
    after: Any = talk.storage.load(DESK)
    carried = {name: value for name, value in beyond.items() if name != "place"}
    assert {name: after[""][name] for name in carried} == carried
    began = 0 if "place" in beyond else 1
    assert (after[""]["started"], after[""]["finished"], after["kim"]) == (5 + began, 4, {"unknown": True})
    assert after[""]["place"]["phase"] in ("settling", "spot", "rolling")
    assert ("side" in after[""]["place"]) == ("place" in beyond)


def test_a_place_of_a_later_release_leads_back_to_its_step() -> None:
    """How they were at step four is not understood; that they were there is."""
    talk = Talk()
    later = LATER["an unknown phase"]
    talk.storage.update(DESK, lambda _: {"": {**Progress(started=5, finished=4).to_dict(), **later}})
    assert "step four" in talk.open()
    assert talk.storage.load(DESK)[""]["place"] == later["place"]  # type: ignore[index, call-overload]
