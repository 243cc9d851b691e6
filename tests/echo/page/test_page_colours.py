"""The page's colours can be read, by day and by night (WCAG 2.2, 1.4.3: 4.5 to 1 for text)."""

import re
from pathlib import Path

import pytest

from skill.echo import page


STYLE = (Path(page.__file__).parent / "static" / "page.css").read_text(encoding="utf-8")
PAIRS = {
    name: (by_day, by_night)
    for name, by_day, by_night in re.findall(r"--([a-z-]+): light-dark\((#\w+), (#\w+)\)", STYLE)
}
GROUNDS = ("paper", "wall", "card", "card-low")
WORDS = [("ink", ground) for ground in (*GROUNDS, "table", "mint-low", "coral-low")]
WORDS += [(colour, ground) for colour in ("soft", "mint", "amber", "coral") for ground in GROUNDS]
WORDS += [("on-mint", "mint-fill"), ("mint", "mint-low"), ("soft", "table")]


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize(("words", "ground"), WORDS)
def test_words_stand_out_from_their_ground(words: str, ground: str, night: bool) -> None:
    """Every pair that the page writes with."""
    lighter, darker = sorted((luminance(PAIRS[words][night]), luminance(PAIRS[ground][night])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
