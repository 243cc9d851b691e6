"""What the code says of the design stands in docs/design.md: its sections, its promises, every intent."""

import re
from pathlib import Path

from skill.understanding.intents import KNOWN


ROOT = Path(__file__).parents[1]
DESIGN = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
SECTIONS = {
    int(number): text for number, text in re.findall(r"^## (\d+)\. (.*?)(?=^## |\Z)", DESIGN, re.MULTILINE | re.DOTALL)
}
FOLDERS = ("skill", "tests", "simulation", "benchmarks", "lambda", "deploy")
FILES = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in (".py", ".toml", ".md")]


def references(pattern: str) -> dict[int, str]:
    """Give the numbers that stand for *pattern*'s group anywhere in the code, each with a file that names it."""
    found = {}
    for path in FILES:
        for number in re.findall(pattern, path.read_text(encoding="utf-8"), re.IGNORECASE):
            found[int(number)] = str(path.relative_to(ROOT))
    return found


def test_every_section_that_is_referred_to_is_there() -> None:
    """A reference that leads nowhere is worse than none."""
    named = references(r"design,? §(\d+)")
    assert named
    assert {number: file for number, file in named.items() if number not in SECTIONS} == {}


def test_every_promise_that_is_referred_to_is_made() -> None:
    """Promises are numbered in section 3."""
    made = {int(number) for number in re.findall(r"^(\d+)\. ", SECTIONS[3], re.MULTILINE)}
    assert references(r"promises? (\d+)").keys() <= made


def test_every_intent_is_named_with_what_a_person_says() -> None:
    """Names are fixed, since deployed models rely on them: section 9 has all of them, and no other."""
    rows = [line.split("|")[1] for line in SECTIONS[9].splitlines() if line.startswith("|")]
    closing = SECTIONS[9].split("and AMAZON.Yes")[1].split("(")[0]
    named = {name for row in rows for name in re.findall(r"[\w.]+Intent", row)}
    named |= {f"AMAZON.{name}Intent" for name in re.findall(r"\w+", f"Yes{closing}")}
    assert named == KNOWN


def test_no_file_refers_to_what_is_not_in_the_repository() -> None:
    """Notes, briefs and shared folders are nobody's but their writer's."""
    pattern = re.compile(r"notes on the (SDK|platform)|safety evidence|/shared/")
    here = Path(__file__)
    assert [str(path) for path in FILES if path != here and pattern.search(path.read_text(encoding="utf-8"))] == []
