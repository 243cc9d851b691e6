"""
What each view shows: its words, signs and buttons, as data for the one document.

Rule 1: no finished text is written here; every word comes from the content by its Line.
Rule 2: every button is a word that could be said instead.
Rule 3: a verdict, a state and a place in the routine are told by a sign or by words, never by colour alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from skill.alexa.display.drawings import names
from skill.alexa.display.symbols import SYMBOLS, VERDICTS
from skill.content.answers import Verdict
from skill.dialogue.reply import Line, Screen, View
from skill.dialogue.routine import Kind, Routine


LineText = Callable[[Line], str]
"""Gives the words of a Line in the person's language."""

Block = dict[str, Any]

HURT, GENTLE, OVER = "hurt", "gentle", "over"
"""Topics of a Screen: it hurts, the person moves in the gentle form since, or the session is over."""

AT_REST = {HURT: "welcome", GENTLE: "gentle", OVER: "welcome"}
"""The drawings in which the hips are on the mat, whatever the step."""

OF_KIND = {Kind.SETTLING: "hands", Kind.ROLLING: "roll", Kind.SPOT: "spot", Kind.RISING: "rise"}
"""The drawings for steps that have none of their own."""

NAME = 44
"""Characters of a source's name that are shown."""

FULL, LARGE, BRIEF = 190, 110, 80
"""Characters of an answer that every screen can hold: all of them, in large letters, on a small round one."""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer as it is shown; *source* may be several, "; " between them. *asks*: it asks whether to stop here."""

    question: str
    verdict: Verdict
    text: str
    source: str
    asks: bool = False


def contents(screen: Screen, words: LineText, routine: Routine, answer: AnswerView | None = None) -> Block:
    """Return what *screen* shows; a View.ANSWER without an *answer* shows its step instead."""
    if screen.view is View.ANSWER and answer is not None:
        return _answer(screen, words, answer)
    page = PAGES.get(screen.view)
    return page(screen, words) if page else _step(screen, words, routine)


def drawing_of(screen: Screen, routine: Routine) -> str:
    """Return the name of the drawing that *screen* shows, "" for none."""
    if screen.view in (View.SAFETY, View.ANSWER):
        return ""
    if screen.view in PAGES:
        return str(screen.view)
    if screen.topic in AT_REST:
        return AT_REST[screen.topic]
    step = routine.step(screen.step)
    return step.id if step.id in names() else OF_KIND[step.kind]


def _welcome(screen: Screen, words: LineText) -> Block:
    if screen.step > 1:
        return _returning(screen, words)
    return {
        "title": words(Line("display.welcome.title")),
        "text": words(Line("display.welcome.text")),
        "hint": words(Line("display.welcome.hint")),
        "buttons": [_button("yes", "begin", "go_on", words, main=True)],
    }


def _returning(screen: Screen, words: LineText) -> Block:
    return {
        "eyebrow": words(Line("display.returning.eyebrow")),
        "title": words(Line("display.returning.title")),
        "text": words(Line("display.returning.text", _numbers(screen))),
        "hint": words(Line("display.returning.hint")),
        "buttons": [
            _button("start_over", "start_over", "again", words),
            _button("carry_on", "carry_on", "go_on", words, main=True),
        ],
    }


def _safety(screen: Screen, words: LineText) -> Block:
    rows = {"emergency": "stop", "not_today": "forbidden", "ask": "ask", "pain": "warning"}
    return {
        "title": words(Line("display.safety.title")),
        "items": _items("display.safety", rows, words),
        "brief": words(Line("display.safety.brief")),
        "note": words(Line("display.safety.note")),
        "hint": words(Line("display.safety.hint")),
        "buttons": [_button("no", "not_now", "no", words), _button("yes", "go_on", "yes", words, main=True)],
    }


def _needs(screen: Screen, words: LineText) -> Block:
    return {
        "eyebrow": words(Line("display.needs.eyebrow")),
        "title": words(Line("display.needs.title")),
        "items": _items("display.needs", {"roller": "roller", "room": "room", "sit": "sit"}, words),
        "hint": words(Line("display.needs.hint")),
        "buttons": [_button("no", "not_yet", "no", words), _button("yes", "got_it", "yes", words, main=True)],
    }


def _finished(screen: Screen, words: LineText) -> Block:
    return {
        "title": words(Line("display.finished.title")),
        "text": words(Line("display.finished.text")),
        "progress": ["done"] * screen.of,
    }


PAGES = {
    View.WELCOME: _welcome,
    View.SAFETY: _safety,
    View.NEEDS: _needs,
    View.FINISHED: _finished,
}


def _step(screen: Screen, words: LineText, routine: Routine) -> Block:
    if screen.view is View.HELD and screen.topic in (HURT, OVER):
        return _hurt(screen, words) if screen.topic == HURT else _over(screen, words)
    step, rising = routine.step(screen.step).id, screen.view is View.RISING
    gentle = screen.topic == GENTLE
    return {
        **_place(screen, words),
        "title": words(Line("display.gentle.title" if gentle else f"step.{step}.title")),
        "text": words(Line("display.gentle.text" if gentle else f"step.{step}.short")),
        "hint": words(Line("display.rising.hint" if rising else "display.step.hint")),
        "heldText": words(Line("display.held.text")),
        "heldHint": words(Line("display.held.hint")),
        "buttons": _rising(words) if rising else _steering(words),
    }


def _hurt(screen: Screen, words: LineText) -> Block:
    return {
        **_place(screen, words),
        "title": words(Line("display.hurt.title")),
        "heldText": words(Line("display.hurt.text")),
        "heldHint": words(Line("display.hurt.hint")),
        "buttons": [
            _button("next", "skip", "next", words),
            _button("stop", "stop", "stop", words),
            _button("easier", "easier", "yes", words, main=True),
        ],
    }


def _over(screen: Screen, words: LineText) -> Block:
    """Show that the count has stopped, without buttons: a tap begins no session."""
    title, text = words(Line("display.over.title")), words(Line("display.held.text"))
    return {**_place(screen, words), "title": title, "heldText": text}


def _place(screen: Screen, words: LineText) -> Block:
    """Tell where in the routine we are: in words, and one bar a step."""
    numbers = range(1, screen.of + 1)
    return {
        "eyebrow": words(Line("display.step.eyebrow", _numbers(screen))),
        "progress": ["done" if n < screen.step else "now" if n == screen.step else "next" for n in numbers],
    }


def _numbers(screen: Screen) -> dict[str, str]:
    # As text, for a number would be spelt out as it is spoken.
    return {"step": str(screen.step), "of": str(screen.of)}


def _steering(words: LineText) -> list[Block]:
    """Return Back, Hold on and Next; while held, Hold on is Carry on."""
    hold = _button("hold_on", "hold_on", "hold", words)
    return [
        _button("back", "back", "back", words),
        {**hold, "held": _button("carry_on", "carry_on", "go_on", words)},
        _button("next", "next", "next", words, main=True),
    ]


def _rising(words: LineText) -> list[Block]:
    return [_button("back", "back", "back", words), _button("ready", "sitting", "yes", words, main=True)]


def _answer(screen: Screen, words: LineText, answer: AnswerView) -> Block:
    sign, colour = VERDICTS[answer.verdict]
    verdict = {"icon": SYMBOLS[sign], "colour": colour, "words": words(Line(f"display.verdict.{answer.verdict}"))}
    text = shortened(answer.text, FULL)
    stop = [_button("yes", "stop_here", "stop", words)] if answer.asks else []
    carry_on = _button("no" if answer.asks else "carry_on", "carry_on", "go_on", words, main=True)
    return {
        "eyebrow": answer.question[:1].upper() + answer.question[1:],
        "verdict": verdict,
        "text": text,
        "large": len(text) <= LARGE,
        "brief": shortened(answer.text, BRIEF),
        "note": _cited(answer.source, words),
        "hint": words(Line("display.answer.hint")),
        "buttons": [*stop, carry_on] if answer.verdict is not Verdict.STOP_NOW else [],
    }


def shortened(text: str, length: int) -> str:
    """Keep as many whole sentences of *text* as fit into *length*, one at least; the voice says them all."""
    shown = ""
    for sentence in text.replace("? ", "?\n").replace("! ", "!\n").replace(". ", ".\n").split("\n"):
        if shown and len(shown) + len(sentence) >= length:
            break
        shown = f"{shown} {sentence}".strip()
    return shown


def _cited(source: str, words: LineText) -> str:
    """Name the first source in short, without its address; the content file has them all."""
    first, *others = source.split("; ")
    name = first.partition("http")[0].partition(" (")[0].strip(" ,")
    while len(name) > NAME and ", " in name:
        name = name.rpartition(", ")[0]
    # What goes on in small letters is the rest of a sentence, not another source.
    several = any(other[:1].isupper() for other in others)
    return words(Line("display.answer.cited_first" if several else "display.answer.cited", {"source": name}))


def _items(table: str, rows: dict[str, str], words: LineText) -> list[Block]:
    return [{"icon": SYMBOLS[sign], "text": words(Line(f"{table}.{row}"))} for row, sign in rows.items()]


def _button(word: str, label: str, sign: str, words: LineText, *, main: bool = False) -> Block:
    return {"word": word, "label": words(Line(f"display.button.{label}")), "icon": SYMBOLS[sign], "main": main}
