"""The page for a clinician."""

from pathlib import Path

from skill.content.answers import answers
from skill.dialogue.events import WayOff
from skill.publish.evidence import WAYS, render


PAGE = Path(__file__).parents[2] / "docs" / "evidence.md"


def test_the_page_says_first_that_no_clinician_has_reviewed_it() -> None:
    """Nobody may take it for more than it is."""
    assert "No clinician has reviewed this yet" in render().split("##")[0]


def test_the_page_holds_every_answer_once() -> None:
    """What is reviewed is what is spoken."""
    page = render()
    assert [topic for topic in answers("en") if page.count(f"(`{topic}`)") != 1] == []


def test_the_page_is_current() -> None:
    """Generated, committed, and checked: write it anew after changing an answer."""
    assert PAGE.read_text(encoding="utf-8") == render()


def test_every_way_off_the_roller_is_told() -> None:
    """A clinician judges a sign to stop by the way off that goes with it, so none may be left out."""
    opening = render().split("##")[0]
    assert [way for way in WayOff if f"*{way}*: {WAYS[way]}" not in opening] == []
