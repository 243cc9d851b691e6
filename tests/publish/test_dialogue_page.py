"""The page of the conversation."""

from pathlib import Path

from skill.dialogue.events import kind_name
from skill.dialogue.moves import ANYWHERE, MOVES
from skill.publish.dialogue_page import render


PAGE = Path(__file__).parents[2] / "docs" / "dialogue.md"


def section(name: str) -> str:
    """Give the section of the page below the heading *name*."""
    return render().split(f"\n## {name}\n", maxsplit=1)[1].split("\n## ", maxsplit=1)[0]


def events(text: str) -> set[str]:
    """Give the events that the tables in *text* name."""
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| ")]
    return {name.strip() for row in rows for name in row.split(",")}


def test_the_page_is_current() -> None:
    """Generated, committed and checked: write it again after changing a move or a table."""
    assert PAGE.read_text(encoding="utf-8") == render()


def test_the_page_names_each_event_of_each_phase() -> None:
    """The page is the specification, so that no row may be missing."""
    for phase, row in MOVES.items():
        if row:
            assert events(section(phase.name)) >= {kind_name(kind) for kind in row}
    assert events(section("Anywhere")) >= {kind_name(kind) for kind in ANYWHERE}


def test_each_phase_is_shown_with_its_question_and_its_position() -> None:
    """A reader sees what the person is asked, and how the person lies."""
    assert "*Are you there?*" in section("PLACE")
    assert "Position: hips low." in section("SPOT")


def test_what_depends_on_the_count_is_told_apart() -> None:
    """Ready leads on from a question; while seconds are left, an echo of the last answer does not."""
    counting, asked = section("ROLLING").split("Otherwise:")
    assert "| Ready | Begin the next step; an echo of the last answer lets it count on. |" in counting
    assert "| Yes, Ready, Next, Enough | Begin the next step. |" in asked
