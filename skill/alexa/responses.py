"""
Responses: a reply as Alexa takes it.

Rule 1: the session goes on if, and only if, the reply asks; `shouldEndSession` follows from it and from nothing else.
Rule 2: silence is an empty response that leaves the session as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ask_sdk_model import Response
from ask_sdk_model.ui import AskForPermissionsConsentCard, Reprompt, SimpleCard, SsmlOutputSpeech

from skill.alexa.reminders import PERMISSION
from skill.alexa.ssml import ssml
from skill.coach.voice import Voice
from skill.dialogue.reply import Line, Reply
from skill.dialogue.routine import Routine


@dataclass(frozen=True, slots=True)
class Extras:
    """What goes with the words: a card, directives for the screen."""

    card: Any = None
    directives: Sequence[Any] = ()


def to_response(reply: Reply, voice: Voice, extras: Extras | None = None) -> Response:
    """Say *reply* in *voice*."""
    if reply.silent:
        return Response()
    extras = extras or Extras()
    asked = (reply.ask.line,) if reply.ask else ()
    response = Response(
        output_speech=SsmlOutputSpeech(ssml=ssml(voice, (*reply.say, *asked))),
        should_end_session=reply.ends,
        card=extras.card,
        directives=list(extras.directives) or None,
    )
    if reply.ask:
        again = ssml(voice, (*reply.ask.reprompt, reply.ask.line))
        response.reprompt = Reprompt(output_speech=SsmlOutputSpeech(ssml=again))
    return response


def steps_card(voice: Voice, routine: Routine) -> SimpleCard:
    """Write the steps on a card."""
    script = voice.script
    steps = [
        f"{number}. {script.text(Line(f'step.{step.id}.title'))}: {script.text(Line(f'step.{step.id}.short'))}"
        for number, step in enumerate(routine, start=1)
    ]
    return SimpleCard(title=script.text(Line("card.steps")), content="\n".join(steps))


def permission_card() -> AskForPermissionsConsentCard:
    """Ask for the permission that reminders need."""
    return AskForPermissionsConsentCard(permissions=[PERMISSION])
