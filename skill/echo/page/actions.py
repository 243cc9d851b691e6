"""
The actions that the page can ask for.

Rule 1: arguments are read strictly, and a wrong argument raises BadRequest: the page is ours and makes no mistakes.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.exceptions import BadRequest

from skill.content.files import ContentError
from skill.echo.page.simulator import Simulator
from skill.echo.page.viewports import VIEWPORTS


Arguments = Mapping[str, Any]

LONGEST_TEXT = 500
MOST_TAP_ARGUMENTS = 8
LATEST = 4e9
"""Seconds since 1970, a hundred years ahead: a later time is a mistake."""


def look(simulator: Simulator, arguments: Arguments) -> None:
    """Change nothing."""


def say(simulator: Simulator, arguments: Arguments) -> None:
    simulator.say(_text(arguments, "text"), _at(arguments))


def touch(simulator: Simulator, arguments: Arguments) -> None:
    tap = arguments.get("arguments")
    if not isinstance(tap, list) or len(tap) > MOST_TAP_ARGUMENTS:
        raise BadRequest
    simulator.touch(tap, _text(arguments, "label", least=0), _at(arguments))


def wait(simulator: Simulator, arguments: Arguments) -> None:
    simulator.advance_to(_at(arguments))


def person(simulator: Simulator, arguments: Arguments) -> None:
    name = _text(arguments, "person", least=0)
    if not all(letter.isalpha() or letter == " " for letter in name):
        raise BadRequest
    simulator.set_person(name or None, _at(arguments))


def viewport(simulator: Simulator, arguments: Arguments) -> None:
    known = {viewport.id: viewport for viewport in VIEWPORTS}
    wanted = arguments.get("viewport")
    if wanted is not None and wanted not in known:
        raise BadRequest
    simulator.set_viewport(known[wanted] if wanted else None, _at(arguments))


def reset(simulator: Simulator, arguments: Arguments) -> None:
    try:
        simulator.reset(_text(arguments, "locale"), _at(arguments))
    except ContentError:
        raise BadRequest from None


ACTIONS: Mapping[str, Callable[[Simulator, Arguments], None]] = {
    action.__name__: action for action in (look, say, touch, wait, person, viewport, reset)
}


def _text(arguments: Arguments, name: str, *, least: int = 1) -> str:
    text = arguments.get(name)
    if not isinstance(text, str) or not least <= len(text.strip()) <= LONGEST_TEXT or not text.isprintable():
        raise BadRequest
    return text.strip()


def _at(arguments: Arguments) -> float:
    at = arguments.get("at")
    if isinstance(at, bool) or not isinstance(at, int | float) or not math.isfinite(at) or not 0 < at < LATEST:
        raise BadRequest
    return float(at)
