"""The README cannot lie: its transcript, its tables and its links are held against the project."""

import importlib
import re
from pathlib import Path

import pytest

from skill.dialogue.events import kind_name, name_of
from skill.dialogue.moves import ANYWHERE, BASE, MOVES, OVER, WHILE_COUNTING
from skill.understanding import intents as intents_
from skill.understanding.intents import KNOWN, understood
from skill.understanding.text_to_event import listen


ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "deploy" / "README.md"])


def block(name: str) -> str:
    """Give the fenced block below the comment that names it."""
    found = re.search(rf"<!-- {name} -->\n```\n(.*?)```", README, re.DOTALL)
    assert found, f"README.md has no block {name}"
    return found[1]


def rows(after: str) -> list[list[str]]:
    """Give the rows of the first table after a text, without its two head lines."""
    lines = README.split(after, maxsplit=1)[1].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("|"))
    table = [line for line in lines[start:] if line.startswith("|") or not line.strip()]
    end = table.index("") if "" in table else len(table)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:end]]


def test_the_transcript_is_one_of_the_tested_ones():
    """What the README quotes is said so, word for word."""
    told = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("tests/dialogues/en/*.txt"))]
    assert block("transcript").strip()
    assert any(block("transcript").strip() in text for text in told)


INTENTS = rows("<!-- intents -->")


@pytest.mark.parametrize("row", INTENTS[:-1], ids=lambda row: row[0])
def test_what_a_person_says_is_heard_as_the_intent_and_the_event_of_its_row(row):
    """The last row is for what nobody understands, which is no text."""
    said, intents, event, _ = row
    heard = listen(said, "en-US")
    assert heard is not None
    assert heard.intent in quoted(intents)
    assert name_of(understood(heard.intent, heard.slots, "en").event) == event.strip("`")


@pytest.mark.parametrize("row", INTENTS, ids=lambda row: row[0])
def test_every_intent_of_a_row_is_its_event_and_leads_to_its_moves(row):
    """The moves that the README names stand in the tables for that event."""
    _, intents, event, moves = row
    assert set(quoted(intents)) <= KNOWN
    made = {name_of(intents_.INTENTS[name]({})) for name in quoted(intents) if name in intents_.INTENTS}
    assert made <= set(quoted(event))
    named = [name.split(".") for name in quoted(moves)]
    functions = [getattr(importlib.import_module(f"skill.dialogue.moves.{module}"), name) for module, name in named]
    assert functions
    assert [move for move in functions if move not in reached(event.strip("`"))] == []


def quoted(cell):
    """Give the names that stand in backquotes."""
    return re.findall(r"`([\w.]+)`", cell)


def reached(event):
    """Give every move that stands in a table for the event of that name."""
    tables = (ANYWHERE, *MOVES.values(), *OVER.values(), *BASE.values(), *WHILE_COUNTING.values())
    return [move for table in tables for kind, move in table.items() if kind_name(kind) == event]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    """A link into the project names something that is there."""
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_both_lines_do_their_whole_set_up():
    """The two lines begin with a virtual environment of their own, so that a newcomer needs nothing before."""
    for name in ("start", "tests"):
        assert block(name).startswith("python3 -m venv .venv && .venv/bin/pip install ")
        assert block(name).count("\n") == 1
