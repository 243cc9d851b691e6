"""
The one APL document of the skill, for every view and every screen.

Rule 1: it imports nothing and names no address, so it looks the same offline, in tests and on a device.
Rule 2: it runs in the oldest viewer that Amazon publishes, which ignores what newer ones add.
Rule 3: only the drawing that is shown is sent; all of them would not fit into a response.
"""

import json
from functools import cache
from importlib import resources
from typing import Any

from skill.alexa.display import palette
from skill.alexa.display.drawings import drawing


COLOURS = {
    "ink": palette.INK,
    "soft": palette.SOFT,
    "mint": palette.MINT,
    "amber": palette.AMBER,
    "deep": palette.DEEP,
    "night": palette.NIGHT,
    "dusk": palette.DUSK,
    "surface": palette.BUTTON,
    "raised": palette.FOCUS,
}


@cache
def document(drawn: str = "") -> dict[str, Any]:
    """Return the document with the drawing called *drawn* ("" for none); the caller must not change it."""
    frame = _read("document.json")
    graphics = frame["graphics"] | ({"art": drawing(drawn)} if drawn else {})
    colours = {"description": "The palette, from palette.py.", "colors": COLOURS}
    return {
        **frame,
        "resources": [colours, *frame["resources"]],
        "graphics": graphics,
        "layouts": _read("parts.json") | _read("shapes.json"),
    }


def _read(name: str) -> dict[str, Any]:
    file = resources.files("skill.alexa.display").joinpath("apl", name)
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found
