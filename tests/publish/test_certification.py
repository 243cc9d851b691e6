"""The page for whoever submits the skill: every test that it names is there."""

import re
from pathlib import Path

from skill.content.listing import listing
from skill.publish.certification import CHECKS, render


TESTS = Path(__file__).parents[1]


def test_every_test_that_the_page_names_is_there() -> None:
    """A promise without its test would be a mere promise."""
    written = {name for file in TESTS.rglob("test_*.py") for name in re.findall(r"def (test_\w+)", file.read_text())}
    named = {test for _, rows in CHECKS for _, test in rows}
    assert sorted(named - written) == []


def test_the_page_quotes_what_the_store_says() -> None:
    """Word for word: it is what the reviewers read."""
    page = render()
    assert [line for line in listing("en-US").description.split("\n") if line not in page] == []
    assert [line for line in page.split("\n") if line != line.rstrip()] == []
