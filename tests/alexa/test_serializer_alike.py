"""
The serializer beside the SDK's own, on what the SDK knows.

Rule: both read equal objects and write equal JSON, whatever the SDK's model declares.
"""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from importlib import import_module
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import RequestEnvelope, Response, ResponseEnvelope
from ask_sdk_model.dialog import ElicitSlotDirective
from ask_sdk_model.interfaces.alexa.presentation.apl import RenderDocumentDirective
from ask_sdk_model.services.reminder_management import GetRemindersResponse
from ask_sdk_model.ui import Reprompt, SimpleCard, SsmlOutputSpeech
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from signing import LAUNCH, envelope, intent

from skill.alexa.serializer import TolerantSerializer


TOLERANT = TolerantSerializer()
STOCK = DefaultSerializer()

REQUESTS: dict[str, dict[str, Any]] = {
    "launch": dict(LAUNCH),
    "launch from a task": LAUNCH
    | {"task": {"name": "AMAZON.PrintPDF", "version": "1", "input": {"@type": "PrintPDFRequest", "title": "x"}}},
    "intent": intent("ConditionIntent", condition="asthma", body_part="lower back"),
    "intent with an empty slot": {
        "type": "IntentRequest",
        "intent": {"name": "GoToStepIntent", "confirmationStatus": "NONE", "slots": {"step": {"name": "step"}}},
    },
    "intent with a list": {
        "type": "IntentRequest",
        "intent": {
            "name": "I",
            "slots": {
                "s": {"slotValue": {"type": "List", "values": [{"type": "Simple", "value": "a"}, None]}},
                "none": None,
            },
        },
    },
    "session ended": {
        "type": "SessionEndedRequest",
        "reason": "ERROR",
        "error": {"type": "INVALID_RESPONSE", "message": "no such directive"},
    },
    "touch": {
        "type": "Alexa.Presentation.APL.UserEvent",
        "token": "step",
        "arguments": ["next", 3, {"deep": [True]}],
        "source": {"type": "TouchWrapper", "handler": "Press", "id": "go"},
        "components": {"a": 1},
    },
    "screen trouble": {
        "type": "Alexa.Presentation.APL.RuntimeError",
        "token": "step",
        "errors": [{"type": "LIST_ERROR", "reason": "DUPLICATE_LIST_VERSION", "listId": "l", "message": "m"}],
    },
    "disabled": {"type": "AlexaSkillEvent.SkillDisabled", "eventCreationTime": "2026-11-22T08:00:00.123Z"},
    "permission": {
        "type": "AlexaSkillEvent.SkillPermissionAccepted",
        "body": {"acceptedPermissions": [{"scope": "alexa::alerts:reminders:skill:readwrite"}]},
    },
    "asked for a reminder": {
        "type": "Connections.Response",
        "name": "AskFor",
        "status": {"code": "200", "message": "OK"},
        "payload": {"permissionScope": "x", "status": "ACCEPTED"},
    },
    "reminder": {
        "type": "Reminders.ReminderStatusChanged",
        "body": {"alertToken": "a", "status": "COMPLETED", "version": "1"},
    },
    "audio": {"type": "AudioPlayer.PlaybackStopped", "token": "t", "offsetInMilliseconds": 5},
    "button": {"type": "PlaybackController.NextCommandIssued"},
    "can fulfil": {"type": "CanFulfillIntentRequest", "intent": {"name": "I", "slots": {}}},
    "trouble": {
        "type": "System.ExceptionEncountered",
        "error": {"type": "INVALID_RESPONSE", "message": "m"},
        "cause": {"requestId": "r"},
    },
}


def both(data: Any, kind: Any = RequestEnvelope) -> tuple[Any, Any]:
    text = json.dumps(data)
    return TOLERANT.deserialize(text, kind), STOCK.deserialize(text, kind)


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=list(REQUESTS))
def test_what_amazon_sends_is_read_as_the_sdk_reads_it(request_: dict[str, Any]) -> None:
    """Over one envelope of each kind that this skill may get."""
    ours, theirs = both(envelope(request_, attributes={"state": {"n": 1, "list": [1.5, None]}}))

    assert ours == theirs
    assert ours.to_dict() == theirs.to_dict()
    assert TOLERANT.serialize(ours) == STOCK.serialize(theirs)
    assert type(ours.request) is type(theirs.request)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)
SCALARS = {
    "str": st.text(max_size=20), "int": st.integers(), "bool": st.booleans(), "object": ANYTHING,
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "datetime": st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.isoformat().replace("+00:00", "Z")),
}  # fmt: skip


@cache
def json_of(kind: str) -> st.SearchStrategy[Any]:
    """Make JSON as the SDK's model declares it: known fields, known types, known enum values."""
    if kind in SCALARS:
        return SCALARS[kind]
    if kind.startswith("list["):
        return st.lists(st.deferred(lambda: json_of(kind[5:-1])) | st.none(), max_size=2)
    if kind.startswith("dict("):
        inner = kind[:-1].partition(", ")[2]
        return st.dictionaries(st.text(max_size=8), st.deferred(lambda: json_of(inner)), max_size=2)
    module, _, name = kind.rpartition(".")
    return json_of_class(getattr(import_module(module), name))


def json_of_class(kind: Any) -> st.SearchStrategy[Any]:
    if issubclass(kind, Enum):
        return st.sampled_from([member.value for member in kind])
    if "discriminator_value_class_map" not in vars(kind):
        return fields_of(kind)
    families = sorted(kind.discriminator_value_class_map.items())
    return st.sampled_from(families).flatmap(
        lambda one: fields_of(getattr(import_module(one[1].rpartition(".")[0]), one[1].rpartition(".")[2])).map(
            lambda data: data | {kind.json_discriminator_key: one[0]}
        )
    )


@cache
def fields_of(kind: Any) -> st.SearchStrategy[dict[str, Any]]:
    optional = {
        kind.attribute_map[name]: st.none() | st.deferred(lambda of=of: json_of(of))
        for name, of in kind.deserialized_types.items()
    }
    return st.fixed_dictionaries({}, optional=optional | {"somethingNew": ANYTHING})


SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(fields_of(RequestEnvelope))
def test_whatever_the_model_allows_is_read_as_the_sdk_reads_it(data: dict[str, Any]) -> None:
    """Envelopes drawn from the SDK's own declarations."""
    ours, theirs = both(data)

    assert ours == theirs
    assert ours.to_dict() == theirs.to_dict()
    assert TOLERANT.serialize(ours) == STOCK.serialize(theirs)


@pytest.mark.long
@settings(max_examples=6_000, deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(fields_of(RequestEnvelope))
def test_six_thousand_envelopes_are_read_as_the_sdk_reads_them(data: dict[str, Any]) -> None:
    """The same, at length."""
    ours, theirs = both(data)

    assert ours == theirs
    assert TOLERANT.serialize(ours) == STOCK.serialize(theirs)


@settings(max_examples=100, deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(fields_of(ResponseEnvelope))
def test_replies_are_written_as_the_sdk_writes_them(data: dict[str, Any]) -> None:
    """Every directive, card and speech that the model declares."""
    reply = STOCK.deserialize(json.dumps(data), ResponseEnvelope)

    assert TOLERANT.serialize(reply) == STOCK.serialize(reply)


def test_a_reply_of_ours_is_written_as_the_sdk_writes_it() -> None:
    """None is left out of models and kept in dicts; dates, tuples, decimals and enums are as in the SDK."""
    odd = {"none": None, "time": datetime(2026, 1, 2, tzinfo=UTC), "day": date(2026, 1, 2), "tuple": (1, Color.RED),
           "decimal": [Decimal(2), Decimal("2.5")], "bytes": b"x", "enum": Color.RED}  # fmt: skip
    reply = ResponseEnvelope(
        version="1.0",
        session_attributes=odd,
        response=Response(
            output_speech=SsmlOutputSpeech(ssml="<speak>Down.</speak>"),
            reprompt=Reprompt(output_speech=SsmlOutputSpeech(ssml="<speak>Ready?</speak>")),
            card=SimpleCard(title="Roll", content="Seven steps"),
            directives=[
                RenderDocumentDirective(token="step", document={"type": "APL"}, datasources={"a": [None]}),
                ElicitSlotDirective(slot_to_elicit="time"),
            ],
            should_end_session=False,
        ),
    )

    assert TOLERANT.serialize(reply) == STOCK.serialize(reply)


class Color(Enum):
    RED = "red"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('["a", null]', "list[str]"),
        ('{"a": 1, "b": null}', "dict(str, int)"),
        ('{"totalCount": "3", "alerts": []}', GetRemindersResponse),
        ("7", int),
        ('"7"', "int"),
        ("7", "str"),
        ('"2026-11-22T10:00:00+01:00"', "datetime"),
        ('"2026-11-22"', "date"),
        ("true", bool),
        ('{"a": 1}', object),
        ('"red"', Color),
        ("null", RequestEnvelope),
    ],
)
def test_other_types_are_read_as_the_sdk_reads_them(text: str, kind: Any) -> None:
    """The SDK's service clients read their answers with the same serializer."""
    assert TOLERANT.deserialize(text, kind) == STOCK.deserialize(text, kind)
