"""The one document: what can be said of it without showing it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from screens_samples import ROUTINE, SIGHTS, words

from skill.alexa.display import data, document, palette
from skill.alexa.display.document import COLOURS
from skill.alexa.display.symbols import VERDICTS


DOCUMENT = document("roll")
TEXT = json.dumps(DOCUMENT)
ENOUGH = 7.0
BEHIND = [palette.NIGHT, palette.DUSK]


def parts(node: Any) -> Iterator[dict[str, Any]]:
    """Walk all objects of a document."""
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    for child in node if isinstance(node, list) else ():
        yield from parts(child)


def contrast(first: str, second: str) -> float:
    """Give the contrast of two colours as WCAG 2 defines it."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_nothing_comes_from_elsewhere() -> None:
    """No import, no picture, no typeface, no address: it looks the same offline."""
    assert "import" not in DOCUMENT
    assert "://" not in TEXT
    assert {part["type"] for part in parts(DOCUMENT) if "type" in part}.isdisjoint({"Image", "Video"})


def test_what_the_document_reads_is_in_the_data_of_every_view() -> None:
    """A value that is missing would be shown as nothing, without a word."""
    read = set(re.findall(r"\bv\.(\w+)", TEXT)) | set(re.findall(r"view\.properties\.(\w+)", TEXT))
    for sight in SIGHTS.values():
        assert read <= data(sight, words, ROUTINE)["view"]["properties"].keys()


def test_every_layout_and_graphic_that_is_used_is_there() -> None:
    """A name that is misspelt would draw nothing."""
    types = {part["type"] for part in parts(DOCUMENT["layouts"]) if "type" in part}
    ours = {name for name in types if name in DOCUMENT["layouts"]}
    assert types - ours == {
        "Container", "Frame", "SendEvent", "Text", "TouchWrapper", "VectorGraphic", "boolean", "color",
    }  # fmt: skip
    sources = {part["source"] for part in parts(DOCUMENT) if part.get("type") == "VectorGraphic"}
    assert sources == DOCUMENT["graphics"].keys()


def test_no_layout_is_left_unused() -> None:
    """What is not shown is not sent."""
    used = {part["type"] for part in parts([DOCUMENT["layouts"], DOCUMENT["mainTemplate"]]) if "type" in part}
    assert DOCUMENT["layouts"].keys() <= used


def test_everything_that_is_touched_or_seen_has_a_label_and_a_role() -> None:
    """A screen reader names every button, the drawing and the countdown."""
    for part in parts(DOCUMENT["layouts"]):
        if part.get("type") == "TouchWrapper" or part.get("id") == "art" or part.get("role"):
            assert part.get("accessibilityLabel") or part["type"] == "Text"
            assert part["role"] in ("button", "image", "timer", "header")


def test_only_the_scene_that_is_shown_is_sent() -> None:
    """A view without a drawing carries none."""
    assert "art" not in document()["graphics"]
    assert len(json.dumps(document())) < len(TEXT)


def test_nothing_moves_unless_the_device_allows_it_or_while_held() -> None:
    """Whoever turned animation off sees a still person."""
    art = next(part for part in parts(DOCUMENT["layouts"]) if part.get("id") == "art")
    for name in ("slide", "spin", "breath"):
        assert art[name].startswith("${@motion && !held ?")
    motion = [part["booleans"]["motion"] for part in DOCUMENT["resources"] if "motion" in part.get("booleans", {})]
    assert motion == ["${environment.animation == 'normal'}"]


@pytest.mark.parametrize(
    ("letters", "behind"),
    [
        *((COLOURS[name], colour) for name in ("ink", "soft", "mint", "amber") for colour in BEHIND),
        (palette.INK, palette.BUTTON),
        (palette.INK, palette.GLOW),
        (palette.DEEP, palette.MINT),
        (palette.DEEP, palette.AMBER),
        (palette.DEEP, palette.INK),
        *((colour, behind) for _, colour in VERDICTS.values() for behind in BEHIND),
    ],
)
def test_words_stand_out_from_what_is_behind_them(letters: str, behind: str) -> None:
    """At least 7 to 1 (WCAG 2, level AAA), for they are read from the floor."""
    assert contrast(letters, behind) >= ENOUGH
