"""
Screens: what an Echo Show shows beside what is said, and what a tap on it means.

Rule 1: a screen is never the only way on. Whatever it shows is said too, whatever can be tapped can be said.
Rule 2: a document is named after the place that it shows. A tap on one that is no longer shown means nothing.
Rule 3: as long as the place is the same, the document stays and only its count and its hold are changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ask_sdk_model.interfaces.alexa.presentation.apl import (
    ExecuteCommandsDirective,
    RenderDocumentDirective,
    SetValueCommand,
)

from skill.alexa.display.document import document
from skill.alexa.display.symbols import SYMBOLS
from skill.alexa.display.view_data import OVER, AnswerView, LineText, contents, drawing_of
from skill.dialogue.reply import Line, Screen, View
from skill.dialogue.routine import Routine


__all__ = [
    "TAPS", "AnswerView", "DisplayContent", "commands", "data", "directive", "document", "render", "token", "touch",
]  # fmt: skip

TAPS = frozenset(
    {"yes", "no", "ready", "next", "back", "hold_on", "carry_on", "start_over", "easier", "stop", "time_up"}
)
"""What a screen can send: the name of the word that each tap stands for, and that the count has run out."""

COUNTED = (View.STEP, View.SPOT, View.HELD)
"""The views of one document, which holds and goes on without being rendered again."""

EMPTY: dict[str, Any] = {
    "eyebrow": "", "title": "", "text": "", "brief": "", "heldText": "", "heldHint": "", "note": "", "hint": "",
    "items": [], "progress": [], "buttons": [], "verdict": None, "large": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DisplayContent:
    """A screen, the answer on it, and the seconds of speech before its count begins."""

    screen: Screen
    answer: AnswerView | None = None
    ahead: int = 0


def directive(
    content: DisplayContent, words: LineText, routine: Routine, shown: str | None = None
) -> RenderDocumentDirective | ExecuteCommandsDirective:
    """Change the document called *shown* if that is the place of *content*, render a new one otherwise."""
    if shown == token(content.screen) and content.screen.view in COUNTED:
        return commands(content)
    return render(content, words, routine)


def render(content: DisplayContent, words: LineText, routine: Routine) -> RenderDocumentDirective:
    """Show *content* in a new document."""
    return RenderDocumentDirective(
        token=token(content.screen),
        document=document(drawing_of(content.screen, routine)),
        datasources=data(content, words, routine),
    )


def commands(content: DisplayContent) -> ExecuteCommandsDirective:
    """Change the document that shows the place of *content*: hold the count, or go on with the seconds left."""
    name = token(content.screen)
    if content.screen.view is View.HELD:
        return ExecuteCommandsDirective(token=name, commands=[_set("held", True)])
    seconds = content.screen.seconds
    values = {"held": False, "told": False, "ahead": content.ahead, "whole": seconds, "remaining": seconds}
    return ExecuteCommandsDirective(token=name, commands=[_set(*pair) for pair in values.items()])


def _set(name: str, value: Any) -> SetValueCommand:
    # The SDK declares the value as text; APL takes, and needs, the type of what is set.
    return SetValueCommand(component_id="screen", object_property=name, value=value)


def data(content: DisplayContent, words: LineText, routine: Routine) -> dict[str, Any]:
    """Return the data sources of the document; Alexa itself puts the wake word before the hint."""
    screen = content.screen
    drawing = drawing_of(screen, routine)
    properties = {
        **EMPTY,
        **contents(screen, words, routine, content.answer),
        "art": drawing,
        "alt": words(Line(f"display.alt.{drawing}")) if drawing else "",
        "token": token(screen),
        "seconds": screen.seconds,
        "secondsLeft": words(Line("display.step.seconds_left")),
        "ahead": content.ahead,
        "held": screen.view is View.HELD,
        "heldSign": words(Line("display.over.sign" if screen.topic == OVER else "display.held.sign")),
        "heldIcon": SYMBOLS["hold"],
    }
    return {"view": {"type": "object", "properties": properties, "transformers": _hints(properties)}}


def _hints(properties: dict[str, Any]) -> list[dict[str, str]]:
    return [{"inputPath": n, "transformer": "textToHint"} for n in ("hint", "heldHint") if properties[n]]


def token(screen: Screen) -> str:
    """Name the place that *screen* shows; a step has one name, held or not."""
    view = View.STEP if screen.view in COUNTED else screen.view
    return f"{view}-{screen.step}-{screen.topic}" if screen.topic else f"{view}-{screen.step}"


def touch(arguments: Sequence[object], token: str | None, current: str) -> str | None:
    """
    Read what a UserEvent sends into one of TAPS; None for a tap on a document that is no longer shown.

    *token* is the event's own, *current* the name of the place where the person is.
    """
    if not arguments or token != current:
        return None
    word, *sent_from = arguments
    if sent_from and sent_from[0] != current:
        return None
    return word if isinstance(word, str) and word in TAPS else None
