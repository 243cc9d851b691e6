"""
What a device with a screen is shown beside what is said.

Rule 1: a device without a screen gets none of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from skill.alexa.display import AnswerView, Sight, directive, token
from skill.alexa.requests import Call
from skill.coach.voice import Voice
from skill.content.answers import sources
from skill.dialogue.events import FollowUp
from skill.dialogue.reply import Line, Reply, Screen, View
from skill.dialogue.routine import Routine
from skill.dialogue.state import State


@dataclass(frozen=True, slots=True)
class Look:
    """Directives for a screen, and the name of the document that is then shown."""

    directives: Sequence[Any] = ()
    name: str | None = None


def look(call: Call, reply: Reply, after: State, voice: Voice, routine: Routine) -> Look:
    """Give what to show with *reply*."""
    if not call.has_screen or reply.silent or reply.screen is None:
        return Look()
    answer = _answer(call, voice)
    screen = _answering(reply.screen, call) if answer else reply.screen
    ahead = round(after.spans[0].begins - after.now) if after.spans else 0

    def words(line: Line) -> str:
        return voice.script.text(line, voice.turn)

    shown = directive(Sight(screen, answer, ahead), words, routine, call.session.shown)
    return Look((shown,), token(screen))


def _answering(screen: Screen, call: Call) -> Screen:
    return replace(screen, view=View.ANSWER, topic=call.answer.id if call.answer else None)


def _answer(call: Call, voice: Voice) -> AnswerView | None:
    answer = call.answer
    if answer is None:
        return None
    return AnswerView(
        question=answer.name,
        verdict=answer.verdict,
        text=voice.script.written().text(Line(f"answer.{answer.id}")),
        source="; ".join(sources()[key] for key in answer.source),
        asks=answer.follow_up is FollowUp.ASK_TO_STOP,
    )
