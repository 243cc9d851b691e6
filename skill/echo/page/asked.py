"""
What the page may ask of the desk.

Rule 1: what is asked is read strictly, and a mistake is a BadRequest: the page is ours, and makes none.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.exceptions import BadRequest

from skill.content.files import ContentError
from skill.echo.desk import Desk
from skill.echo.viewports import PANELS


Asked = Mapping[str, Any]

LONGEST = 500
"""Characters that a person says at once."""
MOST_TOUCHED = 8
"""Arguments of a tap."""
LATEST = 4e9
"""Seconds since 1970, a hundred years on: a page's clock that is past it is a mistake."""


def look(desk: Desk, asked: Asked) -> None:
    """Only look."""


def say(desk: Desk, asked: Asked) -> None:
    desk.say(_text(asked, "text"), _at(asked))


def touch(desk: Desk, asked: Asked) -> None:
    arguments = asked.get("arguments")
    if not isinstance(arguments, list) or len(arguments) > MOST_TOUCHED:
        raise BadRequest
    desk.touch(arguments, _text(asked, "label", least=0), _at(asked))


def wait(desk: Desk, asked: Asked) -> None:
    desk.pass_to(_at(asked))


def person(desk: Desk, asked: Asked) -> None:
    name = _text(asked, "person", least=0)
    if not all(letter.isalpha() or letter == " " for letter in name):
        raise BadRequest
    desk.knows(name or None, _at(asked))


def panel(desk: Desk, asked: Asked) -> None:
    known = {panel.id: panel for panel in PANELS}
    wanted = asked.get("panel")
    if wanted is not None and wanted not in known:
        raise BadRequest
    desk.show_on(known[wanted] if wanted else None, _at(asked))


def reset(desk: Desk, asked: Asked) -> None:
    try:
        desk.reset(_text(asked, "locale"), _at(asked))
    except ContentError:
        raise BadRequest from None


ACTIONS: Mapping[str, Callable[[Desk, Asked], None]] = {
    action.__name__: action for action in (look, say, touch, wait, person, panel, reset)
}


def _text(asked: Asked, name: str, *, least: int = 1) -> str:
    text = asked.get(name)
    if not isinstance(text, str) or not least <= len(text.strip()) <= LONGEST or not text.isprintable():
        raise BadRequest
    return text.strip()


def _at(asked: Asked) -> float:
    at = asked.get("at")
    if isinstance(at, bool) or not isinstance(at, int | float) or not math.isfinite(at) or not 0 < at < LATEST:
        raise BadRequest
    return float(at)
