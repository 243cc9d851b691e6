"""
Turns from the inside.

Rule: what is told of a request is what the skill makes of it, since the same functions read it.
"""

from typing import Any

import pytest
from talking import NOON, Talk

from skill.alexa.inspect import SessionChange, trace
from skill.alexa.requests import LEFT
from skill.echo.envelopes import DeviceSession, Sender, ended, envelope, intent, launch, touch
from skill.understanding.commands import IntentMatch, SlotValue


def sent(request: dict[str, Any], session: DeviceSession | None = None) -> dict[str, Any]:
    """Put *request* into the envelope of a device with a screen, in a session that goes on."""
    screen = Sender("en-US", "desk", screen=True)
    return envelope(request, screen, session or DeviceSession("s", new=False, attributes=carried()), NOON, "request")


def carried() -> dict[str, Any]:
    """Give what the skill has a device carry after it was opened."""
    talk = Talk()
    talk.open()
    return dict(talk.session.attributes)


def said(name: str, **slots: SlotValue) -> dict[str, Any]:
    return intent(IntentMatch(name, slots, 100.0), "en")


def test_a_launch_opens() -> None:
    """Without an intent, and with no topic."""
    found = trace(sent(launch(), DeviceSession("s")), {})
    assert (found.request, found.intent, found.event, found.topic) == ("LaunchRequest", None, "Open", None)


def test_an_intent_is_told_with_its_slots_by_their_ids_and_its_answer() -> None:
    """A slot's id is ours; where entity resolution found none it is what was said."""
    found = trace(sent(said("ConditionIntent", condition=SlotValue("sciatica", "sciatica"))), {})
    assert (found.intent, dict(found.slots)) == ("ConditionIntent", {"condition": "sciatica"})
    assert (found.event, found.topic) == ("Ask(topic=sciatica, follow_up=ask_to_stop, way_off=side)", "sciatica")


def test_a_slot_with_several_values_is_told_as_it_is_heard() -> None:
    """The skill hears each of them, so the desk shows each of them."""
    request = said("PainIntent", sensation=SlotValue("numb"))
    several = [{"type": "Simple", "value": one} for one in ("a bit sore", "numb")]
    request["intent"]["slots"]["sensation"] = {"name": "sensation", "slotValue": {"type": "List", "values": several}}
    found = trace(sent(request), {})
    assert dict(found.slots) == {"sensation": "a bit sore and numb"}
    assert found.topic == "numb_tingle"


@pytest.mark.parametrize(
    ("shown", "token", "event"), [("welcome-1", "welcome-1", "Yes"), ("step-3", "welcome-1", "Ignore")]
)
def test_a_tap_is_told_as_it_is_taken(shown: str, token: str, event: str) -> None:
    """One on a document that is no longer shown means nothing, and is said to mean nothing."""
    session = DeviceSession("s", new=False, attributes=carried() | {"shown": shown}, shown=token)
    assert trace(sent(touch(token, ["yes", token]), session), {}).event == event


def test_an_end_is_no_event_of_the_conversation() -> None:
    """Nobody said anything."""
    found = trace(sent(ended(LEFT)), {})
    assert (found.request, found.event, found.changes) == ("SessionEndedRequest", None, ())


def test_what_changed_is_told_the_state_first() -> None:
    """Before and after, by name; what is carried for undoing is no news."""
    talk = Talk()
    talk.open()
    before = dict(talk.session.attributes)
    talk.say("AMAZON.YesIntent")
    session = DeviceSession("s", new=False, attributes=before)
    found = trace(sent(said("AMAZON.YesIntent"), session), {"sessionAttributes": dict(talk.session.attributes)})
    assert SessionChange("phase", "welcome", "screen") in found.changes
    assert "before" not in [change.name for change in found.changes]
