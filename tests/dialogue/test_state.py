"""A state and a record travel as plain data, and come back whole or not at all."""

import json
from dataclasses import replace
from typing import Any

import pytest

from skill.dialogue.progress import Progress, SavedPlace
from skill.dialogue.state import Confirm, Phase, Span, State, StateError, Streak, Visit


FULL = State(
    phase=Phase.CONFIRM, step=3, left=12, rest=20, rounds=1, holds=2, streak=Streak.UNCLEAR, echo=True, gentle=True,
    hurts=True, straight=True, visit=Visit.SECOND, under=(Phase.PIECE, Phase.HELD), confirm=Confirm.REMINDER,
    reminder="07:00", turn=9, now=12.5, spans=(Span(3, 1.5, 20),), spot_ends=60.0, rolling_ends=600.0,
)  # fmt: skip

KEPT = Progress(SavedPlace(Phase.HELD, "spot", 20), True, True, 300, 3, 2, 100.0, 0.0, -1, True)


@pytest.mark.parametrize("state", [State(), FULL, State(Phase.ENDED, under=(Phase.ROLLING,), left=5)])
def test_a_state_comes_back_as_it_was(state: State) -> None:
    """Rule: a state is whole; JSON lies between."""
    assert State.from_dict(json.loads(json.dumps(state.to_dict()))) == state


@pytest.mark.parametrize("record", [Progress(), KEPT])
def test_a_record_comes_back_as_it_was(record: Progress) -> None:
    """Rule: what is kept is what was given; JSON lies between."""
    assert Progress.from_dict(json.loads(json.dumps(record.to_dict()))) == record


def test_the_age_of_a_record_is_not_stored() -> None:
    """Rule: it is filled in on opening."""
    assert "age" not in replace(KEPT, age=30.0).to_dict()


def test_whole_numbers_of_any_kind_are_read() -> None:
    """Rule: a store may give 3.0 for 3, and 3 for 3.0."""
    data = FULL.to_dict() | {"step": 3.0, "now": 12}
    assert State.from_dict(data) == replace(FULL, now=12.0)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"version": 0}, {"version": None}, {"phase": "dancing"}, {"phase": None}, {"step": "3"}, {"step": True},
        {"step": 0}, {"step": 2.5}, {"left": -1}, {"rest": -1}, {"left": None}, {"now": float("nan")},
        {"rolling_ends": float("inf")}, {"left": float("inf")}, {"streak": "?"}, {"visit": 4}, {"under": None},
        {"under": ["nowhere"]}, {"under": []}, {"confirm": None}, {"confirm": "perhaps"}, {"reminder": 7},
        {"reminder": "soon"}, {"echo": "yes"}, {"barred": 1}, {"spans": [{"number": 3}]}, {"spans": [3]},
        {"spans": 3}, {"now": -1.0}, {"now": 1e11}, {"now": 10**400}, {"turn": 10**6 + 1},
        {"spans": [{"number": 3, "begins": 1.0, "seconds": 1}] * 21}, {"spans": "spans"}, {"under": "rolling"},
        {"under": ["rolling", "ended"]}, {"under": ["ended"]}, {"under": ["closed"]}, {"under": ["held"]},
        {"under": ["rolling", "spot"]}, {"under": ["rolling", "held", "held"]}, {"under": ["rolling", "confirm"]},
        {"phase": "rolling"}, {"phase": "ended", "confirm": None}, {"phase": "ended", "under": []},
        {"phase": "held", "under": ["rolling", "held"], "confirm": None}, {"phase": "held", "under": ["rolling"]},
        {"phase": "rolling", "under": []}, {"reminder": ""}, {"reminder": None},
    ],
    ids=lambda spoilt: str(spoilt)[:60],
)  # fmt: skip
def test_half_a_state_is_refused(spoilt: dict[str, Any]) -> None:
    """Rule: StateError for anything that `to_dict` did not give."""
    with pytest.raises(StateError):
        State.from_dict(FULL.to_dict() | spoilt)


LATER = {"down", "breathed"}
"""The fields that states of the first release lack."""


@pytest.mark.parametrize("missing", sorted(FULL.to_dict().keys() - LATER))
def test_a_state_lacks_nothing(missing: str) -> None:
    """Rule: a missing field is not made up, unless earlier releases had none."""
    data = FULL.to_dict()
    del data[missing]
    with pytest.raises(StateError):
        State.from_dict(data)


@pytest.mark.parametrize("beyond", [{"version": 2}, {"unknown": {"a": 1}}], ids=str)
def test_a_state_of_a_newer_release_is_read_as_far_as_it_is_understood(beyond: dict[str, Any]) -> None:
    """Rule: a field more, or a newer version, is no damage."""
    assert State.from_dict(FULL.to_dict() | beyond) == FULL


@pytest.mark.parametrize(
    ("spoilt", "read"),
    [
        ({"version": 2}, {}), ({"version": "?"}, {}), ({"unknown": 1}, {}),
        ({"place": 3}, {"place": None}), ({"place": {"phase": "held"}}, {"place": None}),
        ({"place": []}, {"place": None}),
        ({"place": {"phase": "?", "step": "spot", "left": 20}}, {}),
        ({"place": {"phase": "held", "step": "spot", "left": -1}}, {"place": SavedPlace(Phase.HELD, "spot")}),
        ({"place": {"phase": "rolling", "step": "x"}}, {"place": SavedPlace(Phase.ROLLING, "x")}),
        ({"place": {"phase": "held", "step": "x" * 101, "left": 1}}, {"place": None}),
        ({"place": {"phase": "held", "step": 7, "left": 1}}, {"place": None}),
        ({"started": "many"}, {"started": 0}), ({"started": 10**9}, {"started": 0}),
        ({"rolling": None}, {"rolling": 0}),
        ({"rolling": -5}, {"rolling": 0}), ({"pace": 99}, {"pace": 0}), ({"pace": True}, {"pace": 0}),
        ({"at": -1}, {"at": 0.0}), ({"at": 1e300}, {"at": 0.0}), ({"gentle": "very"}, {"gentle": False}),
    ],
    ids=str,
)  # fmt: skip
def test_a_record_is_read_as_far_as_it_is_understood(spoilt: dict[str, Any], read: dict[str, Any]) -> None:
    """Rule: one field that is not understood costs no other, and stays as it is until its field changes."""
    data = KEPT.to_dict() | spoilt
    understood = Progress.from_dict(data)
    assert understood == replace(KEPT, **read)
    changed = replace(understood, few=False, at=200.0).over(data)
    version = 2 if spoilt == {"version": 2} else 1
    assert changed == data | {"few": False, "at": 200.0, "version": version}


def test_what_a_newer_release_stored_is_never_overwritten_with_less() -> None:
    """Rule: its version, its fields and those in the place stay; a count of another form is not begun anew."""
    place = {"phase": "dancing", "step": "spot", "left": 20, "side": "left"}
    data = KEPT.to_dict() | {"version": 3, "place": place, "started": {"total": 5}, "friends": ["kim"], "pace": 7}
    read = Progress.from_dict(data)
    moved = replace(read, place=SavedPlace(Phase.HELD, "roll", 20), started=read.started + 1, finished=3, pace=-1)
    assert moved.over(data) == data | {
        "place": {"phase": "held", "step": "roll", "left": 20, "side": "left"}, "finished": 3, "pace": -1,
    }  # fmt: skip


def test_a_damaged_count_of_this_version_is_begun_anew() -> None:
    """Rule: no newer release can read it either."""
    data = KEPT.to_dict() | {"started": "many"}
    assert replace(Progress.from_dict(data), started=1).over(data) == data | {"started": 1}


@pytest.mark.parametrize("data", [None, 3, "state", []])
def test_what_is_no_mapping_is_refused(data: Any) -> None:
    """Rule: StateError, whatever a store gives."""
    with pytest.raises(StateError):
        State.from_dict(data)
    with pytest.raises(StateError):
        State.from_dict({})
    with pytest.raises(StateError):
        Progress.from_dict(data)


@pytest.mark.parametrize(
    ("spoilt", "line"),
    [
        ({"reminder": "my chest is tight"}, "reminder is refused: a str"),
        ({"spans": [{"number": 3, "begins": "chest", "seconds": 1}]}, "spans: begins is refused: a str"),
        ({"under": ["chest"]}, "under is refused: a list"),
    ],
)
def test_a_refusal_names_the_field_and_quotes_nothing(spoilt: dict[str, Any], line: str) -> None:
    """Rule: it is logged, and somebody may have said what stands there."""
    with pytest.raises(StateError) as refused:
        State.from_dict(FULL.to_dict() | spoilt)
    assert str(refused.value) == f"not a state of version 1: {line}"


def test_a_record_says_nothing_of_health() -> None:
    """Promise 9: the place, counts, preferences and times; no pain, no answers, no history."""
    assert sorted(KEPT.to_dict()) == sorted([
        "version", "place", "fetching", "gentle", "rolling", "started", "finished", "at", "pace", "few",
    ])  # fmt: skip
