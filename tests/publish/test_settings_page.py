"""The page of settings."""

import re
from pathlib import Path

from skill.publish.generated import PAGES
from skill.settings import VARIABLES


PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_page_is_current() -> None:
    """The page is generated and committed: `gentle-roller docs` writes it again."""
    assert PAGE.read_text(encoding="utf-8") == PAGES["settings.md"]()


def test_the_page_has_a_row_with_the_default_for_each_setting() -> None:
    """A row names the variable, its default and its meaning; a "|" in a meaning would end the cell."""
    rows = re.findall(r"^\| `(\w+)` \| (?:`([^|`]+)`)? \| [^|]+ \|$", PAGES["settings.md"](), re.MULTILINE)
    assert rows == [(variable.name, variable.default) for variable in VARIABLES]
