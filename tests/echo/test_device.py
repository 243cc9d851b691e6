"""A virtual Echo's session: when it listens, what it sends, when it gives up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from skill.alexa.ssml import timed
from skill.coach.voice import seconds
from skill.content.phrases import script
from skill.echo.device import LISTENING_SECONDS, SHOWING_SECONDS, Device, Mode
from skill.echo.envelopes import Envelope, Sender
from skill.understanding.commands import IntentMatch, SlotValue


START = 1_000_000_000.0
DELAY = 1.0
ASKS = "Step three. Ready to roll?"
AGAIN = "Say ready. Ready to roll?"
HOLD = '<speak>Roll. <break time="10s"/><break time="10s"/> Which one?</speak>'


def recognize(text: str, hurt: bool) -> IntentMatch | None:
    """Hear three things, and one more where it hurt before."""
    known = {
        **({"still there": IntentMatch("StillThereIntent", {}, 100.0)} if hurt else {}),
        "yes": IntentMatch("AMAZON.YesIntent", {}, 100.0),
        "safety tips": IntentMatch("SafetyTipsIntent", {}, 100.0),
        "it hurts": IntentMatch("PainIntent", {"sensation": SlotValue("hurts")}, 100.0),
    }
    return known.get(text)


def device(**more: Any) -> Device:
    return Device(Sender("en-US", "somebody", **more), now=START, recognizer=recognize, delay=DELAY)


def response(ssml: str = f"<speak>{ASKS}</speak>", again: str | None = AGAIN, **body: Any) -> Mapping[str, Any]:
    """Return a response that asks, unless the body says otherwise."""
    reprompt = {"reprompt": {"outputSpeech": {"type": "SSML", "ssml": f"<speak>{again}</speak>"}}} if again else {}
    speech = {"outputSpeech": {"type": "SSML", "ssml": ssml}, "shouldEndSession": False, **reprompt}
    return {"version": "1.0", "sessionAttributes": {"kept": 1}, "response": {**speech, **body}}


def opened(**more: Any) -> Device:
    """Return a device that asked something and stands at the end of its question."""
    echo = device(**more)
    echo.hear("Alexa, open gentle roller")
    echo.receive(response())
    echo.advance_to(echo.speech_ends_at)
    return echo


def length(text: str) -> float:
    return seconds(timed(f"<speak>{text}</speak>", script("en-US")))


@pytest.mark.parametrize(
    "said",
    [
        "Alexa, open gentle roller",
        "alexa open Gentle Roller.",
        "Alexa, start gentle roller",
        "Hey Alexa, talk to gentle roller",
    ],
)
def test_the_name_alone_launches(said: str) -> None:
    """Whatever Alexa's word for opening is, the skill gets a launch in a new session."""
    sent = device().hear(said)
    assert sent is not None
    assert sent["request"]["type"] == "LaunchRequest"
    assert sent["session"]["new"] is True


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("Alexa, ask gentle roller for safety tips", "SafetyTipsIntent"),
        ("Alexa, open gentle roller and safety tips", "SafetyTipsIntent"),
        ("Alexa, tell gentle roller it hurts", "PainIntent"),
        ("Alexa, tell gentle roller that it hurts", "PainIntent"),
        ("Alexa, safety tips with gentle roller", "SafetyTipsIntent"),
        ("Alexa, ask gentle roller to boil an egg", "AMAZON.FallbackIntent"),
    ],
)
def test_a_wish_in_the_same_breath_is_an_intent_in_a_new_session(said: str, intent: str) -> None:
    """One-shots: the words around the wish are Alexa's, the wish is ours."""
    sent = device().hear(said)
    assert sent is not None
    assert (sent["request"]["intent"]["name"], sent["session"]["new"]) == (intent, True)


@pytest.mark.parametrize("said", ["open gentle roller", "Alexa, yes", "yes", "Alexa, open tidal waves", "Alexa"])
def test_outside_a_session_the_rest_is_not_for_us(said: str) -> None:
    """Neither what lacks the wake word nor what does not name the skill."""
    assert device().hear(said) is None


def test_the_session_is_carried_from_response_to_request() -> None:
    """Same id, no longer new, with the attributes that the skill gave."""
    echo = device()
    first = echo.hear("Alexa, open gentle roller")
    echo.receive(response())
    echo.advance_to(echo.speech_ends_at)
    second = echo.hear("yes")
    assert first is not None
    assert second is not None
    assert second["session"]["sessionId"] == first["session"]["sessionId"]
    assert (second["session"]["new"], second["session"]["attributes"]) == (False, {"kept": 1})


def test_opening_again_begins_another_session() -> None:
    """Nothing of the one before is carried over."""
    echo = opened()
    sent = echo.hear("Alexa, open gentle roller")
    assert sent is not None
    assert (sent["session"]["new"], sent["session"]["attributes"]) == (True, {})


def test_what_the_ear_does_not_know_is_the_fallback() -> None:
    """AMAZON.FallbackIntent, without a text."""
    sent = opened().hear("the weather on mars")
    assert sent is not None
    assert sent["request"]["intent"] == {"name": "AMAZON.FallbackIntent", "confirmationStatus": "NONE"}


def test_what_is_said_after_pain_is_recognised_in_its_light() -> None:
    """What could be pain is pain once it hurt; the session says whether it did."""
    sent = {}
    for hurts in (False, True):
        echo = device()
        echo.hear("Alexa, open gentle roller")
        echo.receive(response() | {"sessionAttributes": {"state": {"hurts": hurts}}})
        echo.advance_to(echo.speech_ends_at)
        sent[hurts] = echo.hear("still there")
    names = {hurts: request and request["request"]["intent"]["name"] for hurts, request in sent.items()}
    assert names == {False: "AMAZON.FallbackIntent", True: "StillThereIntent"}


# How the time goes

REPLY = DELAY + length(ASKS)
REPROMPT = length(AGAIN)
TIMES = [
    (0.0, Mode.SPEAKING),
    (REPLY - 0.1, Mode.SPEAKING),
    (REPLY + 0.1, Mode.LISTENING),
    (REPLY + LISTENING_SECONDS - 0.1, Mode.LISTENING),
    (REPLY + LISTENING_SECONDS + 0.1, Mode.REPROMPTING),
    (REPLY + LISTENING_SECONDS + REPROMPT + 0.1, Mode.LISTENING),
    (REPLY + 2 * LISTENING_SECONDS + REPROMPT + 0.1, Mode.IDLE),
]


@pytest.mark.parametrize(("after", "mode"), TIMES)
def test_a_question_is_followed_by_eight_seconds_a_reprompt_and_eight_more(after: float, mode: Mode) -> None:
    """Design §4: then the microphone is off for good."""
    echo = device()
    echo.hear("Alexa, open gentle roller")
    echo.receive(response())
    echo.advance_to(START + after)
    assert echo.mode == mode


@pytest.mark.parametrize(("after", "mode"), TIMES)
def test_without_its_wake_word_it_hears_only_while_it_listens(after: float, mode: Mode) -> None:
    """While it speaks, whatever is said without it is lost; with it, it cuts in."""
    echo = device()
    echo.hear("Alexa, open gentle roller")
    echo.receive(response())
    echo.advance_to(START + after)
    assert (echo.hear("yes") is not None) == (mode is Mode.LISTENING)
    assert (echo.hear("Alexa, yes") is not None) == (mode is not Mode.IDLE)


def test_the_skill_is_told_when_nobody_spoke_and_only_once() -> None:
    """SessionEndedRequest with Amazon's reason, at the second at which the microphone went off."""
    echo = opened()
    ends = echo.session_ends_at
    sent = echo.advance_to(ends + 100)
    assert sent is not None
    assert sent["request"]["type"] == "SessionEndedRequest"
    assert sent["request"]["reason"] == "EXCEEDED_MAX_REPROMPTS"
    assert stamp(sent) == int(ends)
    assert (echo.advance_to(ends + 200), echo.session) == (None, None)


def test_without_a_reprompt_it_gives_up_after_eight_seconds() -> None:
    """There is nothing to say again, so nothing is waited for."""
    echo = device()
    echo.hear("Alexa, open gentle roller")
    echo.receive(response(again=None))
    assert echo.session_ends_at == pytest.approx(echo.speech_ends_at + LISTENING_SECONDS)


def test_on_a_screen_the_document_stays_half_a_minute_longer() -> None:
    """The session lives, with the microphone off: only the wake word reaches it."""
    echo = device(screen=True)
    echo.hear("Alexa, open gentle roller")
    shown = {"type": "Alexa.Presentation.APL.RenderDocument", "token": "welcome-0", "document": {}}
    echo.receive(response(directives=[shown]))
    listens_until = echo.speech_ends_at + 2 * LISTENING_SECONDS + REPROMPT
    assert echo.session_ends_at == pytest.approx(listens_until + SHOWING_SECONDS)
    echo.advance_to(listens_until + 1)
    assert (echo.mode, echo.needs_wake_word, echo.shown) == (Mode.SHOWING, True, "welcome-0")


def test_a_reply_that_closes_ends_the_session_and_is_spoken_to_its_end() -> None:
    """No SessionEndedRequest: the skill knows."""
    echo = opened()
    echo.hear("yes")
    echo.receive(response(again=None, shouldEndSession=True))
    assert (echo.session, echo.mode) == (None, Mode.SPEAKING)
    assert echo.advance_to(echo.now + 600) is None
    assert echo.mode == Mode.IDLE


def test_silence_leaves_everything_as_it_is() -> None:
    """An answer to a tap that means nothing must not stop the count."""
    echo = opened()
    before = echo.session, echo.intervals
    echo.receive({"version": "1.0", "response": {}})
    assert (echo.session, echo.intervals) == before


def test_the_clock_moves_by_breaks_too() -> None:
    """A hold is spoken: 20 s of breaks are 20 s of the device's time."""
    echo = device()
    echo.hear("Alexa, open gentle roller")
    echo.receive(response(HOLD))
    assert echo.speech_ends_at - echo.speech_begins_at == pytest.approx(20 + length("Roll.") + length("Which one?"))


def test_time_never_goes_back() -> None:
    """Whatever is asked for."""
    echo = opened()
    now = echo.now
    echo.advance_to(START)
    assert echo.now == now


def test_walking_away_tells_the_skill_once() -> None:
    """SessionEndedRequest with the reason that a person has."""
    echo = opened()
    sent = echo.leave()
    assert sent is not None
    assert sent["request"]["reason"] == "USER_INITIATED"
    assert echo.leave() is None


def test_a_tap_names_the_document_that_it_was_on() -> None:
    """UserEvent, as the screen's SendEvent gives it; without a session there is nobody to send it to."""
    sent = opened(screen=True).touch("step-3", "next", "step-3")
    assert sent is not None
    assert (sent["request"]["token"], sent["request"]["arguments"]) == ("step-3", ["next", "step-3"])
    assert device(screen=True).touch("step-3", "next") is None


def test_the_person_is_said_where_the_voice_is_known() -> None:
    """context.System.person is there, or is not; it is never empty."""
    known, unknown = (
        device(person=name).hear("Alexa, open gentle roller") or {} for name in ("Sam", None)
    )
    assert known["context"]["System"]["person"] == {"personId": "amzn1.ask.person.Sam"}
    assert "person" not in unknown["context"]["System"]


def stamp(sent: Envelope) -> int:
    return int(datetime.fromisoformat(sent["request"]["timestamp"]).timestamp())
