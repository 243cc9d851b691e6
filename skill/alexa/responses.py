"""
Responses: a reply as Alexa takes it: SSML, a reprompt, a card, a screen.

Rule 1: the session goes on if, and only if, the reply asks; `shouldEndSession` follows from it and from nothing else.
Rule 2: silence is an empty response that leaves the session as it is.
Rule 3: a device without a screen gets no directives.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ask_sdk_model import Response
from ask_sdk_model.interfaces.connections import SendRequestDirective
from ask_sdk_model.ui import AskForPermissionsConsentCard, Reprompt, SimpleCard, SsmlOutputSpeech

from skill.alexa.display import AnswerView, DisplayContent, directive, token
from skill.alexa.reminders import ASK_FOR, PERMISSION
from skill.alexa.requests import TurnRequest
from skill.alexa.ssml import document
from skill.coach.session import UNSENT, Sent, Session
from skill.coach.voice import Voice, seconds
from skill.content.answers import Answer, sources
from skill.dialogue.events import FollowUp
from skill.dialogue.reply import Card, Line, Part, Reply, Screen, View
from skill.dialogue.routine import Routine


def respond(
    asked: TurnRequest, session: Session, reply: Reply, voice: Voice, routine: Routine
) -> tuple[Response, Session]:
    """Return the response to *asked*, and *session* with its size and the name of the document that is then shown."""
    response, sent = _spoken(reply, voice)
    response.card = _card(reply.card, voice, routine)
    response.directives = [_asking(reply.consent)] if reply.consent else None
    session = session if reply.silent else replace(session, sent=sent)
    if not asked.has_screen or reply.silent or reply.screen is None:
        return response, session
    content = _content(asked.answer, reply.screen, session, voice)
    # The person may have gone home meanwhile, or to another skill: commands would reach nothing.
    shown = session.shown if asked.shown == session.shown else None
    drawn = directive(content, lambda line: voice.script.text(line, voice.turn), routine, shown)
    response.directives = [drawn, *(response.directives or ())]
    return response, replace(session, shown=token(content.screen))


def to_response(reply: Reply, voice: Voice) -> Response:
    """Return the speech and the reprompt of *reply*, said by *voice*."""
    return _spoken(reply, voice)[0]


def _spoken(reply: Reply, voice: Voice) -> tuple[Response, Sent]:
    if reply.silent:
        return Response(), UNSENT
    asked = (reply.ask.line,) if reply.ask else ()
    speech, *size = _speech(voice, (*reply.say, *asked))
    # While Alexa asks for a permission, the session is hers.
    response = Response(output_speech=speech, should_end_session=None if reply.consent else reply.ends)
    if not reply.ask:
        return response, Sent(*size)
    again, *size_again = _speech(voice, (*reply.ask.reprompt, reply.ask.line))
    response.reprompt = Reprompt(output_speech=again)
    return response, Sent(*size, *size_again)


def _speech(voice: Voice, parts: Sequence[Part]) -> tuple[SsmlOutputSpeech, int, int]:
    """Return *parts* as speech, and its characters and seconds."""
    sounds = voice.sounds(parts)
    text = document(voice, sounds)
    return SsmlOutputSpeech(ssml=text), len(text), round(seconds(sounds))


def _asking(time: str) -> SendRequestDirective:
    """Let Alexa ask for the permission to set reminders; *time* comes back with the answer."""
    payload: dict[str, object] = {
        "@type": "AskForPermissionsConsentRequest", "@version": "1", "permissionScope": PERMISSION,
    }  # fmt: skip
    return SendRequestDirective(name=ASK_FOR, payload=payload, token=time)


def _card(card: Card | None, voice: Voice, routine: Routine) -> Any:
    if card is Card.PERMISSION:
        return AskForPermissionsConsentCard(permissions=[PERMISSION])
    return steps_card(voice, routine) if card is Card.STEPS else None


def steps_card(voice: Voice, routine: Routine) -> SimpleCard:
    """Return the steps on a card."""
    script = voice.script
    steps = [
        f"{number}. {script.text(Line(f'step.{step.id}.title'))}: {script.text(Line(f'step.{step.id}.short'))}"
        for number, step in enumerate(routine, start=1)
    ]
    return SimpleCard(title=script.text(Line("card.steps")), content="\n".join(steps))


def _content(answer: Answer | None, screen: Screen, session: Session, voice: Voice) -> DisplayContent:
    state = session.state
    ahead = round(state.spans[0].begins - state.now) if state.spans else 0
    if answer is None:
        return DisplayContent(screen, None, ahead)
    view = AnswerView(
        question=answer.name,
        verdict=answer.verdict,
        text=voice.script.written().text(Line(f"answer.{answer.id}")),
        source="; ".join(sources()[key] for key in answer.source),
        asks=answer.follow_up is FollowUp.ASK_TO_STOP,
    )
    return DisplayContent(replace(screen, view=View.ANSWER, topic=answer.id), view, ahead)
