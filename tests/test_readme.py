"""The README cannot lie: its transcript, its tables and its links are held against the project."""

import importlib
import re
from pathlib import Path

import pytest

from skill.alexa.ear import listen
from skill.alexa.intents import KNOWN, understood
from skill.settings import VARIABLES


ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "deploy" / "README.md"])


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


def test_the_settings_are_the_ones_that_are_read():
    """Every setting stands in the table with its default and its meaning, and no other does."""
    table = rows("Alexa-hosted skills")
    written = [[f"`{v.name}`", f"`{v.default}`" if v.default else "", v.meaning.replace("|", "or")] for v in VARIABLES]
    assert table == written


@pytest.mark.parametrize("row", rows("<!-- intents -->")[:-1], ids=lambda row: row[0])
def test_each_row_of_the_intents_is_true(row):
    """What a person says leads to the intent, the event and the move that the README names."""
    said, intents, event, moves = row
    names = re.findall(r"`([\w.]+)`", intents)
    assert set(names) <= KNOWN
    heard = listen(said, "en-US")
    assert heard is not None
    assert heard.intent in names
    assert type(understood(heard.intent, heard.slots, "en").event).__name__ == event.strip("`")
    for module, function in re.findall(r"`(\w+)\.(\w+)`", moves):
        assert hasattr(importlib.import_module(f"skill.dialogue.moves.{module}"), function)


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
