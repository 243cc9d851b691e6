"""Envelopes that we make are such as Amazon sends, and responses are read as a device reads them."""

import json

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import IntentRequest, LaunchRequest, RequestEnvelope, SessionEndedRequest
from ask_sdk_model.interfaces.alexa.presentation.apl import UserEvent

from skill.coach.voice import Pause, Spoken, plain
from skill.echo import envelopes
from skill.echo.envelopes import DeviceSession, Envelope, Sender
from skill.understanding.commands import IntentMatch, SlotValue
from skill.understanding.text_to_event import listen


AT = 1_000_000_000.7
HEARD = listen("go to step four", "en-US")


def wrapped(request: Envelope, *, screen: bool = True) -> Envelope:
    sender = Sender("en-US", "somebody", person="Sam", screen=screen)
    return envelopes.envelope(request, sender, DeviceSession("session", shown="step-3"), AT, "request")


def intent(text: str) -> Envelope:
    return envelopes.intent(listen(text, "en-US"), "en")["intent"]


@pytest.mark.parametrize(
    ("request_", "kind"),
    [
        (envelopes.launch(), LaunchRequest),
        (envelopes.intent(HEARD, "en"), IntentRequest),
        (envelopes.intent(None, "en"), IntentRequest),
        (envelopes.ended("EXCEEDED_MAX_REPROMPTS"), SessionEndedRequest),
        (envelopes.touch("step-3", ["next"]), UserEvent),
    ],
)
def test_amazons_own_sdk_reads_every_envelope(request_: Envelope, kind: type) -> None:
    """The SDK's serializer knows the request, the session, the person and the viewport."""
    read = DefaultSerializer().deserialize(json.dumps(wrapped(request_)), RequestEnvelope)
    assert type(read.request) is kind
    assert read.context.system.person.person_id == "amzn1.ask.person.Sam"
    assert read.context.viewport.pixel_width == 1280


def test_a_timestamp_is_in_whole_seconds() -> None:
    """As Amazon's are, whatever the device's clock says."""
    assert wrapped(envelopes.launch())["request"]["timestamp"] == "2001-09-09T01:46:40Z"


def test_every_slot_of_the_intent_is_there_filled_or_not() -> None:
    """Alexa sends the declared slots; an empty one has no value."""
    slots = intent("go to step four")["slots"]
    assert slots["step"]["value"] == "4"
    assert "value" not in slots["ordinal"]


def test_a_value_of_our_own_types_is_resolved() -> None:
    """Its id is ours, its name the canonical one, and the value what was said."""
    slot = intent("my hand is tingling")["slots"]["body_part"]
    (authority,) = slot["resolutions"]["resolutionsPerAuthority"]
    assert (slot["value"], authority["status"]["code"]) == ("hand", "ER_SUCCESS_MATCH")
    assert authority["values"][0]["value"]["id"] == "hand"


def test_a_text_of_a_type_of_ours_without_a_value_is_no_match() -> None:
    """Custom slots are open: what no value stands for comes as text."""
    heard = IntentMatch("ConditionIntent", {"condition": SlotValue("a glass eye")}, 100.0)
    slot = envelopes.intent(heard, "en")["intent"]["slots"]["condition"]
    (authority,) = slot["resolutions"]["resolutionsPerAuthority"]
    assert (slot["value"], authority["status"]["code"]) == ("a glass eye", "ER_SUCCESS_NO_MATCH")


@pytest.mark.parametrize("screen", [True, False])
def test_only_a_screen_has_a_viewport(screen: bool) -> None:
    """And says what it shows."""
    context = wrapped(envelopes.launch(), screen=screen)["context"]
    assert ("Viewport" in context, envelopes.APL in context) == (screen, screen)
    assert bool(context["System"]["device"]["supportedInterfaces"]) == screen


def test_no_envelope_of_ours_can_call_amazon() -> None:
    """There is no token in it."""
    assert "apiAccessToken" not in wrapped(envelopes.launch())["context"]["System"]


def test_a_response_is_read_as_words_and_silences() -> None:
    """Breaks in a row are one silence."""
    ssml = '<speak>Roll. <break time="10s"/><break time="2s"/> Which one?</speak>'
    body = {"outputSpeech": {"type": "SSML", "ssml": ssml}, "shouldEndSession": False}
    said = envelopes.read({"response": body}, "en-US").said
    assert plain(said) == "Roll. Which one?"
    assert [type(sound) for sound in said] == [Spoken, Pause, Spoken]
    assert said[1].seconds == 12


@pytest.mark.parametrize(
    ("body", "goes_on"), [({"shouldEndSession": True}, False), ({"shouldEndSession": False}, True), ({}, None)]
)
def test_an_absent_end_of_session_is_neither_yes_nor_no(body: Envelope, goes_on: bool | None) -> None:
    """Absent and false are different to Alexa: without either, the session stays as it was."""
    assert envelopes.read({"response": body}, "en-US").goes_on == goes_on


def view(**properties: object) -> Envelope:
    return {
        "type": "Alexa.Presentation.APL.RenderDocument",
        "token": "step-3",
        "datasources": {"view": {"properties": properties}},
    }


def command(name: str, value: object) -> Envelope:
    return {"type": "SetValue", "componentId": "screen", "property": name, "value": value}


def test_a_document_tells_its_title_and_what_it_counts() -> None:
    """The terminal shows both."""
    properties = {"eyebrow": "Step three of seven", "title": "Roll slowly", "ahead": 4, "seconds": 40, "held": False}
    answer = envelopes.read({"response": {"directives": [view(**properties)]}}, "en-US")
    assert (answer.shown, answer.titles, answer.hold) == ("step-3", ("Step three of seven", "Roll slowly"), (4, 40))


@pytest.mark.parametrize(("held", "hold"), [(False, (2, 25)), (True, None)])
def test_commands_change_what_is_counted(held: bool, hold: tuple[int, int] | None) -> None:
    """A document that stays goes on with the seconds left, or is held."""
    commands = [command("held", held), command("ahead", 2), command("remaining", 25)]
    directive = {"type": "Alexa.Presentation.APL.ExecuteCommands", "token": "step-3", "commands": commands}
    answer = envelopes.read({"response": {"directives": [directive]}}, "en-US")
    assert (answer.hold, answer.shown) == (hold, None)
