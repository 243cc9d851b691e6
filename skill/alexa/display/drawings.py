"""The illustrations that a screen shows, as AVG; `python -m art` writes the files."""

import json
from functools import cache
from importlib import resources
from typing import Any


_FOLDER = resources.files("skill.alexa.display").joinpath("drawings")


@cache
def names() -> frozenset[str]:
    """Return the names of all drawings."""
    return frozenset(file.name.removesuffix(".json") for file in _FOLDER.iterdir())


@cache
def drawing(name: str) -> dict[str, Any]:
    """Return the drawing called *name* as AVG; the caller must not change it."""
    found: dict[str, Any] = json.loads(_FOLDER.joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return found
