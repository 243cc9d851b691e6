"""A crowd: the same seed gives the same lives, and nobody is led on, left or kept in silence."""

from collections.abc import Sequence
from statistics import fmean

import pytest

from simulation.crowd import life, lives
from simulation.measurements import Measurements
from simulation.personas import PERSONAS
from simulation.table import by_persona


PEOPLE = 20


@pytest.fixture(scope="module")
def crowd() -> Sequence[Measurements]:
    return list(lives(PEOPLE, seed=1, processes=1))


def test_the_same_seed_gives_the_same_lives_however_many_live_at_once(crowd: Sequence[Measurements]) -> None:
    """Else a figure could not be looked into."""
    assert list(lives(PEOPLE, seed=1, processes=2)) == crowd


def test_another_seed_gives_other_lives(crowd: Sequence[Measurements]) -> None:
    """Else a thousand people would be one."""
    assert [life(2, number) for number in range(3)] != crowd[:3]


def test_every_persona_lives(crowd: Sequence[Measurements]) -> None:
    """In turn, so that small crowds have some of each."""
    assert list(by_persona(crowd)) == [persona.name for persona in PERSONAS]


@pytest.mark.parametrize("figure", ["led_on", "told_on", "unbidden", "left", "silent", "apologies"])
def test_what_must_never_happen_happens_to_none_of_a_few(crowd: Sequence[Measurements], figure: str) -> None:
    """The promises 2, 3, 10 and 12, on people instead of states."""
    assert [one for one in crowd if getattr(one, figure)] == []


def test_a_diary_is_a_transcript() -> None:
    """What person N said and heard can be read."""
    diary: list[str] = []
    life(1, 0, diary)
    assert diary[0] == "Person: Alexa, open gentle roller"
    assert diary[-1].endswith("[closes]")


@pytest.fixture(scope="module")
def many() -> dict[str, list[Measurements]]:
    return dict(by_persona(lives(200, seed=7)))


@pytest.mark.long
@pytest.mark.parametrize("figure", ["led_on", "told_on", "unbidden", "left", "silent", "apologies"])
def test_what_must_never_happen_happens_to_nobody(many: dict[str, list[Measurements]], figure: str) -> None:
    """To none of two hundred."""
    assert [one for people in many.values() for one in people if getattr(one, figure)] == []


SELDOM = {"in pain", "an emergency", "in trouble", "falls silent"}
"""Whose way is meant to end before step seven."""


@pytest.mark.long
@pytest.mark.parametrize("persona", sorted({persona.name for persona in PERSONAS} - SELDOM))
def test_whoever_means_to_gets_to_step_seven(many: dict[str, list[Measurements]], persona: str) -> None:
    """All of them; of those who mumble, and are taken for saying stop, nine in ten."""
    reached = sum(one.reached for one in many[persona])
    assert reached >= len(many[persona]) * (0.9 if persona == "mumbles" else 1.0)


@pytest.mark.long
@pytest.mark.parametrize(
    ("figure", "most"), [("died", 0.05), ("wakes", 4.0), ("waited", 30.0), ("unclear", 0.8), ("unheard", 0.8)]
)
def test_the_average_person_is_spared_trouble(many: dict[str, list[Measurements]], figure: str, most: float) -> None:
    """Sessions that die, wake words, seconds of idle silence, turns not understood, turns not heard."""
    people = [one for group in many.values() for one in group]
    assert fmean(getattr(one, figure) for one in people) <= most


@pytest.mark.long
@pytest.mark.parametrize(("part", "whole"), [("kept", "asked"), ("heeded", "reports"), ("resumed", "returns")])
def test_questions_pain_and_returns_end_where_they_should(
    many: dict[str, list[Measurements]], part: str, whole: str
) -> None:
    """The place kept, the pain heeded, the step come back to: in all but one in twenty, pain in all."""
    people = [one for group in many.values() for one in group]
    done, of = (sum(getattr(one, name) for one in people) for name in (part, whole))
    assert of > 0
    assert done >= of * (1.0 if whole == "reports" else 0.95)
