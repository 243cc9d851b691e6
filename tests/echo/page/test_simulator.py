"""The desk: what the page is told of each turn, and that all of it went through the real webhook."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from skill.content.regions import regions
from skill.echo.connected_device import NEW_YEAR, Setup, SwitchableStorage, connect
from skill.echo.envelopes import DeviceSession, Sender, envelope, launch
from skill.echo.page import SignedPost
from skill.echo.page.page_data import COMMON_PHRASES
from skill.echo.page.signer import Signer
from skill.echo.page.viewports import VIEWPORTS, with_viewport
from skill.echo.script import parse
from skill.echo.transcript import transcript
from skill.settings import Settings
from skill.storage import MemoryStorage
from skill.web import create_app


def test_a_turn_is_told_from_what_was_heard_to_what_changed(own_page: Any) -> None:
    """Heard, intent, event, state before and after, reply, and the JSON both ways."""
    own_page.say("open gentle roller")
    turn = own_page.say("yes", after=2)
    assert (turn["how"], turn["heard"], turn["status"]) == ("said", "yes", 200)
    assert (turn["details"]["intent"], turn["details"]["event"]) == ("AMAZON.YesIntent", "Yes")
    assert {"name": "phase", "before": "welcome", "after": "screen"} in turn["details"]["changes"]
    assert turn["reply"]["said"].startswith("First, the careful part.")
    assert turn["sent"]["request"]["intent"]["name"] == "AMAZON.YesIntent"
    assert turn["got"]["sessionAttributes"]["state"]["phase"] == "screen"


def test_slots_and_the_answer_are_told(own_page: Any) -> None:
    """What fills a slot, and which answer a question found."""
    own_page.say("open gentle roller")
    inside = own_page.say("can I do this with sciatica", after=2)["details"]
    assert inside["slots"]
    assert inside["event"].startswith("Ask")
    assert inside["topic"]


def test_what_is_not_for_the_skill_is_told_as_such(own_page: Any) -> None:
    """Outside a session it hears its name or nothing."""
    turn = own_page.say("what's the weather")
    assert turn["heard"] == "Alexa, what's the weather"
    assert "open gentle roller" in turn["unheard"]


def test_the_wake_word_is_put_before_a_barge_in(own_page: Any) -> None:
    """While it speaks it hears nothing without; what cuts in is timed by the page's clock."""
    own_page.say("open gentle roller")
    own_page.now += 3
    turn = own_page.last(own_page.ask("say", text="any safety tips"))
    assert turn["heard"] == "Alexa, any safety tips"
    assert turn["at"] == own_page.now


def test_nobody_speaks_and_the_session_is_over(own_page: Any) -> None:
    """Eight seconds, the reprompt, eight more (and the screen's thirty); the skill is told."""
    own_page.say("open gentle roller")
    ends = own_page.ask("look")["intervals"][-1]["ends"]
    assert own_page.ask("wait", at=ends - 0.1)["open"]
    told = own_page.ask("wait", at=ends)
    assert not told["open"]
    assert own_page.last(told)["sent"]["request"]["reason"] == "EXCEEDED_MAX_REPROMPTS"


def test_a_tap_is_written_down_as_the_word_on_its_button(own_page: Any) -> None:
    """Touch is voice, so a transcript has it as something said."""
    own_page.say("open gentle roller")
    told = own_page.ask("touch", arguments=["yes", "welcome-1"], label="Begin")
    assert own_page.last(told)["details"]["event"] == "Yes"
    assert "Person: Alexa, Begin" in own_page.ask("script")["text"]


def test_a_tap_without_a_session_is_nobodys(own_page: Any) -> None:
    """There is nothing on the screen then."""
    assert own_page.ask("touch", arguments=["yes", "welcome-1"], label="Begin")["turns"] == []


def test_people_of_a_household_have_places_of_their_own(own_page: Any) -> None:
    """Sam's place is not offered to Robin."""
    own_page.ask("person", person="Sam")
    for text in ("open gentle roller", "yes", "yes", "yes", "yes", "next", "stop"):
        own_page.say(text, after=2)
    own_page.ask("person", person="Robin")
    assert own_page.say("open gentle roller", after=60)["reply"]["said"].startswith("Welcome to Gentle Roller.")
    own_page.say("stop", after=2)
    own_page.ask("person", person="Sam")
    assert "step two" in own_page.say("open gentle roller", after=60)["reply"]["said"].lower()


def test_a_reset_is_a_new_household(own_page: Any) -> None:
    """Nothing is remembered: no turn, no place, no person."""
    own_page.ask("person", person="Sam")
    for text in ("open gentle roller", "yes", "yes", "yes", "yes", "stop"):
        own_page.say(text, after=2)
    told = own_page.ask("reset", locale="en-US")
    assert (told["turns"], told["person"], told["open"]) == ([], None, False)
    assert own_page.say("open gentle roller")["reply"]["said"].startswith("Welcome to Gentle Roller.")


@pytest.mark.parametrize("viewport", VIEWPORTS, ids=lambda viewport: viewport.id)
def test_a_request_names_the_screen_that_it_came_from(own_page: Any, viewport: Any) -> None:
    """Size in pixels, resolution and shape, in both of Amazon's ways of saying it."""
    own_page.ask("viewport", viewport=viewport.id)
    context = own_page.say("open gentle roller")["sent"]["context"]
    size = context["Viewports"][0]["configuration"]["current"]["size"]
    assert (size["pixelWidth"], size["pixelHeight"]) == (viewport.width, viewport.height)
    assert context["Viewport"]["currentPixelWidth"] == viewport.width
    assert {context["Viewports"][0]["shape"], context["Viewport"]["shape"]} == {viewport.shape}


def test_a_device_without_a_screen_says_so_and_is_shown_nothing(own_page: Any) -> None:
    """As an Echo Dot: no viewport, no directive."""
    own_page.ask("viewport", viewport=None)
    turn = own_page.say("open gentle roller")
    assert "Viewports" not in turn["sent"]["context"]
    assert "directives" not in turn["got"]["response"]


def test_an_envelope_without_a_screen_stays_as_it_is() -> None:
    """There is no screen to name."""
    sent = envelope(launch(), Sender("en-US", "desk"), DeviceSession("one"), NEW_YEAR, "id")
    assert with_viewport(VIEWPORTS[0], sent) == sent


def test_the_page_sees_the_time_run_far_ahead(own_page: Any) -> None:
    """Come back after three days: the webhook goes by the desk's clock, and its certificate still holds."""
    for text in ("open gentle roller", "yes", "yes", "yes", "yes", "next", "stop"):
        own_page.say(text, after=2)
    own_page.ask("wait", at=own_page.now + 3 * 86_400)
    turn = own_page.say("open gentle roller")
    assert turn["status"] == 200
    assert "step two" in turn["reply"]["said"].lower()


@pytest.mark.parametrize("locale", regions())
def test_what_is_often_said_is_offered_in_each_language(own_page: Any, locale: str) -> None:
    """The page's one-click words are the content's own."""
    assert len(own_page.ask("reset", locale=locale)["phrases"]) == len(COMMON_PHRASES)


# The signature


def posting(signer: Signer, trusted: Signer) -> SignedPost:
    """Post what *signer* signs to a webhook that trusts *trusted*."""
    settings = Settings(storage="memory:", allow_any_skill=True, log_level="error")
    app = create_app(settings, roots=[trusted.root], fetch=signer.fetch, now=lambda: NEW_YEAR)
    return SignedPost(app.test_client(), signer, "http://127.0.0.1:8123")


def test_the_desks_requests_are_really_checked() -> None:
    """The very same request passes with the desk's own root, and is refused with another."""
    mine, other = Signer(NEW_YEAR), Signer(NEW_YEAR)
    sent = envelope(launch(), Sender("en-US", "desk"), DeviceSession("one"), NEW_YEAR, "id")
    assert posting(mine, mine)(sent).status == 200
    refused = posting(mine, other)(sent)
    assert (refused.status, refused.response) == (400, {})


def test_what_is_changed_after_signing_is_refused() -> None:
    """The signature is over the bytes."""
    signer = Signer(NEW_YEAR)
    post = posting(signer, signer)
    body = json.dumps(envelope(launch(), Sender("en-US", "desk"), DeviceSession("one"), NEW_YEAR, "id")).encode()
    headers = signer.headers(body)
    assert post.client.post("/", data=body, headers=headers).status_code == 200
    assert post.client.post("/", data=body.replace(b"en-US", b"en-GB"), headers=headers).status_code == 400


def test_nobody_else_reaches_the_desks_webhook(own_page: Any) -> None:
    """It trusts the desk alone: not an unsigned request, and not even Amazon's own roots."""
    assert own_page.client.post("/", headers=own_page.headers, json={}).status_code == 400
    body = json.dumps(envelope(launch(), Sender("en-US", "desk"), DeviceSession("one"), NEW_YEAR, "id")).encode()
    headers = {**own_page.headers, **Signer(NEW_YEAR).headers(body)}
    assert own_page.client.post("/", headers=headers, data=body).status_code == 400


# Save as a test


def talk_of_back(own_page: Any) -> None:
    for text in ("open gentle roller", "yes", "yes", "yes", "yes", "next", "yes"):
        own_page.say(text, after=2)
    own_page.ask("look")
    own_page.now = own_page.ask("look")["intervals"][0]["begins"] + 12.3
    own_page.ask("say", text="hold on")
    own_page.now += 95
    own_page.ask("say", text="ready")


def talk_of_people(own_page: Any) -> None:
    own_page.ask("person", person="Sam")
    for text in ("open gentle roller", "yes", "what time is it", "stop"):
        own_page.say(text, after=2.5)
    own_page.say("what's the weather", after=3)
    own_page.ask("person", person="")
    own_page.ask("wait", at=own_page.now + 86_400)
    own_page.ask("say", text="open gentle roller")


def talk_over_silence(own_page: Any) -> None:
    own_page.ask("viewport", viewport=None)
    own_page.say("open gentle roller")
    own_page.say("yes", after=9.9)
    own_page.say("yes", after=7.9)
    own_page.say("yes", after=100)
    own_page.say("open gentle roller", after=7_200)


@pytest.mark.parametrize("talk", [talk_of_back, talk_of_people, talk_over_silence])
def test_a_saved_conversation_plays_to_itself_and_to_what_was_heard(
    own_page: Any, talk: Callable[[Any], None]
) -> None:
    """That is what tests/test_transcripts.py holds each file to."""
    talk(own_page)
    saved = own_page.ask("script")
    storage = SwitchableStorage(MemoryStorage())
    connected = connect(Setup.of(Settings(storage="memory:"), "en-US", NEW_YEAR), storage)
    assert "\n".join([*transcript(parse(saved["text"]), connected, storage.set), ""]) == saved["text"]
    assert saved["alike"]
    assert saved["folder"] == "tests/dialogues/en/"


def test_a_conversation_that_hangs_on_something_else_is_said_to_differ(own_page: Any) -> None:
    """A screen keeps a session for thirty seconds more: a file, which has none, must not look as if it did."""
    own_page.say("open gentle roller")
    own_page.say("yes", after=40)
    assert not own_page.ask("script")["alike"]
