"""What of a request may be logged: names of Amazon's and of ours, and nothing that somebody said."""

from typing import Any

import pytest
from talking import NOON

from skill.alexa.log_fields import named
from skill.echo.envelopes import DeviceSession, Sender, envelope, intent
from skill.understanding.commands import Heard, SlotValue


def test_a_request_is_named_and_what_was_said_is_not() -> None:
    """Its id, its kind and its intent: no slot, no user."""
    heard = Heard("PainIntent", {"sensation": SlotValue("my chest is tight")}, 100.0)
    sent = envelope(intent(heard, "en"), Sender("en-US", "somebody"), DeviceSession("s"), NOON, "request-1")
    assert named(sent) == {"request_id": "request-1", "kind": "IntentRequest", "intent": "PainIntent"}


@pytest.mark.parametrize("sent", [None, 7, "text", [], {}, {"request": None}, {"request": []}, {"request": {}}])
def test_what_is_no_request_has_no_names(sent: Any) -> None:
    """It is logged before anything else has looked at it."""
    assert named(sent) == {}


@pytest.mark.parametrize("name", ["x" * 129, "my chest is tight", 7, ["PainIntent"]])
def test_what_is_no_name_is_not_logged(name: Any) -> None:
    """A name of any length or form would be a place for text."""
    whole = {"request": {"requestId": name, "type": name, "intent": {"name": name}}}
    assert named(whole) == {"request_id": "odd", "kind": "odd", "intent": "odd"}
