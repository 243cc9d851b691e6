"""What of a request is logged: names of Amazon's and of ours, and nothing that a person said."""

from typing import Any

import pytest
import structlog
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model import RequestEnvelope
from talking import NOON

from skill.alexa.interceptors import LogContextInterceptor
from skill.alexa.skill_builder import SERIALIZER
from skill.echo.envelopes import DeviceSession, Sender, envelope, intent
from skill.understanding.commands import IntentMatch, SlotValue


def bound(sent: dict[str, Any]) -> dict[str, Any]:
    """Return what the interceptor binds for *sent*."""
    LogContextInterceptor().process(HandlerInput(SERIALIZER.read(sent, RequestEnvelope)))
    return structlog.contextvars.get_contextvars()


def sent_with(name: Any) -> dict[str, Any]:
    heard = IntentMatch("PainIntent", {"sensation": SlotValue("my chest is tight")}, 100.0)
    sent = envelope(intent(heard, "en"), Sender("en-US", "somebody"), DeviceSession("s"), NOON, "request-1")
    sent["request"] |= {"requestId": name, "intent": {**sent["request"]["intent"], "name": name}}
    return sent


def test_a_request_is_named_and_what_was_said_is_not() -> None:
    """Its id, its type and its intent: no slot, no user."""
    assert bound(sent_with("a-name")) == {"request_id": "a-name", "kind": "IntentRequest", "intent": "a-name"}


@pytest.mark.parametrize("name", ["x" * 129, "my chest is tight"])
def test_text_that_is_no_name_is_not_logged(name: str) -> None:
    """A name of any length or form would be a place for text."""
    assert bound(sent_with(name)) == {"request_id": "odd", "kind": "IntentRequest", "intent": "odd"}


def test_a_request_without_names_binds_its_type_alone() -> None:
    """Amazon's requests always have an id; a request made by hand may not."""
    assert bound(sent_with("a") | {"request": {"type": "LaunchRequest"}}) == {"kind": "LaunchRequest"}
