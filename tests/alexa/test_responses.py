"""
Responses: a reply as Alexa takes it.

Rule: the session goes on if, and only if, the reply asks (promise 7); nothing else decides it.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from ask_sdk_model import Response
from reply_walk import Said, replies
from screens_samples import ANSWERS, ROUTINE, SIGHTS, answered, words

from skill.alexa.display import render
from skill.alexa.reminders import PERMISSION
from skill.alexa.requests import TurnRequest
from skill.alexa.responses import respond, steps_card, to_response
from skill.alexa.serializer import TolerantSerializer
from skill.coach.session import Session
from skill.coach.turn import Caller
from skill.coach.voice import Voice
from skill.content.phrases import script
from skill.content.routine_file import routine
from skill.dialogue.progress import Progress, SavedPlace
from skill.dialogue.reply import SILENCE, Card, Line, Question, Reply, Screen, View, Wait
from skill.dialogue.state import Phase


pytestmark = pytest.mark.xdist_group("the replies")
"""The files that measure the replies of tests/reply_walk.py belong to one worker, so that they are gathered once."""


VOICE = Voice(script("en-US"))
ASKING = Reply((Line("thanks"),), Question(Line("ask.fetch"), (Line("reprompt.fetch"),)))


def body(response: object) -> dict[str, Any]:
    """Give *response*, or a part of one, as it goes over the wire."""
    found: dict[str, Any] = TolerantSerializer().serialize(response)
    return found


def test_a_reply_that_asks_keeps_the_microphone_open() -> None:
    """It ends with its one question, and the reprompt ends with it again."""
    found = body(to_response(ASKING, VOICE))
    question = VOICE.script.text(Line("ask.fetch"))
    assert found["shouldEndSession"] is False
    assert found["outputSpeech"]["ssml"].endswith(f"{question}</speak>")
    assert found["reprompt"]["outputSpeech"]["ssml"].endswith(f"{question}</speak>")
    assert {found["outputSpeech"]["type"], found["reprompt"]["outputSpeech"]["type"]} == {"SSML"}


def test_a_reply_that_asks_nothing_closes() -> None:
    """No question, no microphone, no reprompt."""
    found = body(to_response(Reply((Line("goodbye.up"),)), VOICE))
    assert (found["shouldEndSession"], "reprompt" in found) == (True, False)


def test_silence_is_an_empty_response() -> None:
    """Neither speech nor an end: the session stays as it is."""
    assert body(to_response(SILENCE, VOICE)) == {}


def test_a_reprompt_may_wait_before_it_asks() -> None:
    """A quick person needs no wake word: the waiting is done in the reprompt (design §4)."""
    asked = Question(Line("ask.place"), (Wait(25, Line("wait.cue")), Line("reprompt.place")))
    again = body(to_response(Reply(ask=asked), VOICE))["reprompt"]["outputSpeech"]["ssml"]
    assert again.index("<break") < again.index(VOICE.script.text(Line("ask.place")))


def responded(reply: Reply, *, has_screen: bool = False) -> tuple[Response, Session]:
    """Return the response to a request, and the session after it."""
    asked = TurnRequest(Caller("somebody", "", "en-US"), None, None, 0.0, has_screen)
    return respond(asked, Session(), reply, VOICE, routine())


def test_a_device_without_a_screen_gets_no_directives() -> None:
    """An empty list would be refused on some devices."""
    shown = replace(ASKING, screen=Screen(View.NEEDS, 1, 7))
    assert responded(shown)[0].directives is None
    response, session = responded(shown, has_screen=True)
    assert [one.object_type for one in response.directives or []] == ["Alexa.Presentation.APL.RenderDocument"]
    assert session.shown == "needs-1"


def test_the_card_has_every_step() -> None:
    """Send me that: seven numbered lines, within the 8,000 characters that a card may have."""
    card = steps_card(VOICE, routine())
    lines = card.content.split("\n")
    assert [line.partition(".")[0] for line in lines] == [str(number) for number in range(1, 8)]
    assert len(card.title) + len(card.content) < 8000


def test_permission_is_asked_for_on_a_card() -> None:
    """The one permission of the manifest."""
    response, _ = responded(replace(ASKING, card=Card.PERMISSION))
    assert body(response)["card"] == {"type": "AskForPermissionsConsent", "permissions": [PERMISSION]}


def wire(data: object) -> int:
    """Give the bytes of *data* on the wire, as the webhook and Lambda write it."""
    return len(json.dumps(data).encode())


def carried(said: Said) -> dict[str, Any]:
    """Give what a session carries after *said*, in a session that has all it can have."""
    found = Progress(SavedPlace(Phase.SPOT, "next_spot", 30), started=100, finished=100, rolling=600, age=1e6)
    session = Session(said.state, said.state, "0" * 16, found=found.to_dict(), shown="answer-7-pregnancy_no_bleeding")
    return session.to_dict()


@pytest.mark.parametrize("hold", [pytest.param(20, marks=pytest.mark.long), 230])
def test_a_response_stays_within_amazons_size(hold: int, record_property: Callable[[str, object], None]) -> None:
    """Amazon's limit is 120 KB, and was 24: words and session stay below a third of the old one, all below 48 KB."""
    spoken = max(
        wire({"version": "1.0", "sessionAttributes": carried(said), "response": body(to_response(said.reply, voice))})
        for said in replies(hold)
        for voice in (replace(VOICE, turn=said.turn, pace=-1),)  # slowly, for that has the longest tags
    )
    shown = {**SIGHTS, **{topic: answered(topic) for topic in ANSWERS}}
    screen = max(wire(body(render(sight, words, ROUTINE))) for sight in shown.values())
    record_property("largest response", f"{spoken} bytes of words and session, and {screen} of screen")
    assert spoken < 8_000
    assert spoken + screen < 48_000
