"""
The serializer beside the SDK's own.

Rule 1: on what the SDK knows, both read equal objects and write equal JSON.
Rule 2: on what the SDK does not know, ours reads and the SDK's raises (asserted, to be told when that changes).
"""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from importlib import import_module
from typing import Any

import pytest
from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import Context, Request, RequestEnvelope, Response, ResponseEnvelope
from ask_sdk_model.dialog import ElicitSlotDirective
from ask_sdk_model.interfaces.alexa.presentation.apl import RenderDocumentDirective
from ask_sdk_model.services.reminder_management import GetRemindersResponse
from ask_sdk_model.slot_value import SlotValue
from ask_sdk_model.ui import Reprompt, SimpleCard, SsmlOutputSpeech
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signing import LAUNCH, as_body, envelope, intent
from skill.alexa.plans import outline
from skill.alexa.serializer import DEPTH, TolerantSerializer


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
    """Rule 1, over one envelope of each kind that this skill may get."""
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
    """Rule 1, over envelopes drawn from the SDK's own declarations."""
    ours, theirs = both(data)

    assert ours == theirs
    assert ours.to_dict() == theirs.to_dict()
    assert TOLERANT.serialize(ours) == STOCK.serialize(theirs)


@pytest.mark.long
@settings(max_examples=20_000, deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(fields_of(RequestEnvelope))
def test_twenty_thousand_envelopes_are_read_as_the_sdk_reads_them(data: dict[str, Any]) -> None:
    """Rule 1, at length."""
    ours, theirs = both(data)

    assert ours == theirs
    assert TOLERANT.serialize(ours) == STOCK.serialize(theirs)


@settings(max_examples=100, deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(fields_of(ResponseEnvelope))
def test_replies_are_written_as_the_sdk_writes_them(data: dict[str, Any]) -> None:
    """Rule 1, the way out: every directive, card and speech that the model declares."""
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


def changed(*path: Any, to: Any) -> dict[str, Any]:
    """Give an intent's envelope with *to* in the place of what stands at *path*."""
    whole = envelope(intent("ConditionIntent", condition="asthma"), attributes={"state": {}})
    part: Any = whole
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = to
    return whole


SLOT = ("request", "intent", "slots", "condition")
VIEWPORT = ("context", "Viewports", 0)
NEW_TO_THE_SDK = {
    "request type": changed("request", "type", to="Alexa.Tomorrow.Request"),
    "no request type": changed("request", "type", to=None),
    "a request type that is no text": changed("request", "type", to=["LaunchRequest"]),
    "slot value type": changed(*SLOT, "slotValue", to={"type": "Range", "from": 1}),
    "dialog state": changed("request", "dialogState", to="PAUSED"),
    "confirmation": changed(*SLOT, "confirmationStatus", to="MAYBE"),
    "match code": changed(*SLOT, "resolutions", "resolutionsPerAuthority", 0, "status", "code", to="ER_NEW"),
    "a match code that is no text": changed(*SLOT, "confirmationStatus", to=["NONE"]),
    "viewport type": changed(*VIEWPORT, "type", to="HOLOGRAM"),
    "viewport size": changed(*VIEWPORT, "configuration", "current", "size", to={"type": "ROUND", "r": 3}),
    "viewport shape": changed("context", "Viewport", "shape", to="TRIANGLE"),
    "a number that is none": changed("context", "Viewport", "dpi", to="sharp"),
    "an object that is none": changed("context", "Viewport", to="big"),
    "an object that is a number": changed(*SLOT, "slotValue", to=5),
    "a list that is none": changed("context", "Viewports", to=1),
    "a map that is none": changed("request", "intent", "slots", to=3),
    "a time that is none": changed("request", "timestamp", to="half past ten"),
    "a time that is a number": changed("request", "timestamp", to=1763805600000),
}


@pytest.mark.parametrize("data", NEW_TO_THE_SDK.values(), ids=list(NEW_TO_THE_SDK))
def test_what_is_new_reaches_the_skill_where_the_sdk_gives_up(data: dict[str, Any]) -> None:
    """Rule 2: one new word from Amazon must not silence the coach."""
    with pytest.raises(SerializationException):
        STOCK.deserialize(json.dumps(data), RequestEnvelope)

    read = TOLERANT.deserialize(json.dumps(data), RequestEnvelope)

    assert read.context.system.user.user_id == data["context"]["System"]["user"]["userId"]
    assert TOLERANT.serialize(read)["version"] == "1.0"
    assert isinstance(read.to_dict(), dict)


def test_an_unknown_request_is_a_plain_request_with_its_type() -> None:
    """Handlers see what it is called, and what it brought."""
    data = envelope({"type": "Alexa.Tomorrow.Request", "payload": {"n": 1}}, at=0)

    request = TOLERANT.deserialize(json.dumps(data), RequestEnvelope).request

    assert type(request) is Request
    assert request.object_type == "Alexa.Tomorrow.Request"
    assert request.timestamp == datetime(1970, 1, 1, tzinfo=UTC)
    assert request.payload == {"n": 1}


def test_an_unknown_value_stays_the_text_it_is() -> None:
    """So that it can be logged by name, and compares unequal to all that is known."""
    read = TOLERANT.read(changed("request", "dialogState", to="PAUSED"), RequestEnvelope)

    assert read.request.dialog_state == "PAUSED"


def test_an_unknown_slot_value_leaves_the_slot_as_heard() -> None:
    """The slot's own text is what triage reads; the new form beside it is no reason to lose it."""
    read = TOLERANT.read(changed(*SLOT, "slotValue", to={"type": "Range"}), RequestEnvelope)
    slot = read.request.intent.slots["condition"]

    assert slot.value == "asthma"
    assert type(slot.slot_value) is SlotValue


def test_a_time_without_a_zone_is_utc() -> None:
    """A naive time could not be compared with any other, and Amazon's are all UTC."""
    read = TOLERANT.read(changed("request", "timestamp", to="2026-11-22T10:00:00"), RequestEnvelope)

    assert read.request.timestamp == datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "key",
    ["__class__", "__dict__", "_Request__discriminator_value", "to_dict", "deserialized_types", "attribute_map"],
)
def test_no_key_shadows_what_the_class_means(key: str) -> None:
    """The SDK sets any attribute that a request names, methods and all."""
    read = TOLERANT.read(envelope(LAUNCH | {key: "gone"}), RequestEnvelope)

    assert vars(read.request).get(key) is None
    assert read.request.to_dict()["object_type"] == "LaunchRequest"


def test_a_key_in_python_spelling_is_not_the_field() -> None:
    """`request_id` is a name of ours, `requestId` is Amazon's; only theirs counts."""
    data = envelope(LAUNCH | {"request_id": "forged"})

    assert TOLERANT.read(data, RequestEnvelope).request.request_id == data["request"]["requestId"]


def nested(levels: int) -> Any:
    inner: Any = []
    for _ in range(levels - 1):
        inner = [inner]
    return inner


def test_a_request_may_nest_as_deep_as_we_can_copy_and_no_deeper() -> None:
    """Amazon's stay far below; a deeper one is refused before anything walks it."""
    deepest = {"context": {"System": {"extra": nested(DEPTH - 3)}}}
    read = TOLERANT.read(deepest, RequestEnvelope)

    assert read.context.system.extra == nested(DEPTH - 3)
    with pytest.raises(SerializationException, match="nested deeper than 64"):
        TOLERANT.read({"context": {"System": {"extra": nested(DEPTH - 2)}}}, RequestEnvelope)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "{", "no", "[" * 100_000, '{"a":' * 100_000, "NaN", '{"a": NaN}', '{"a": -Infinity}', '{"a": 1e999}',
        "9" * 5000, '"\\ud800"', '{"\\udc00": 1}', "\ufeff{}", "{} {}", b"\xff\xfe", b'{"a": "\xff"}',
    ],
)  # fmt: skip
def test_what_is_not_json_is_refused_without_quoting_it(text: str | bytes) -> None:
    """The SDK's error holds the whole request, which then lands in a log."""
    with pytest.raises(SerializationException) as refusal:
        TOLERANT.deserialize(text, RequestEnvelope)

    assert str(refusal.value) == "not JSON"


@pytest.mark.parametrize("text", ["[]", "[{}]", '"x"', "5", "true"])
def test_an_envelope_that_is_no_object_is_refused(text: str) -> None:
    """There is nothing in it to answer."""
    with pytest.raises(SerializationException, match="not a JSON form of RequestEnvelope"):
        TOLERANT.deserialize(text, RequestEnvelope)


def test_a_whole_character_outside_the_basic_plane_is_text() -> None:
    """A pair of surrogates is one character, as JSON writes it."""
    read = TOLERANT.deserialize('{"version": "\\ud83d\\ude00"}', RequestEnvelope)

    assert read.version == "\N{GRINNING FACE}"


def test_a_type_that_does_not_exist_is_named() -> None:
    """A misspelt type is a mistake of ours, not of the request."""
    with pytest.raises(SerializationException, match=r"there is no type ask_sdk_model\.nowhere\.Nothing"):
        TOLERANT.deserialize("{}", "ask_sdk_model.nowhere.Nothing")


def test_objects_share_nothing_that_can_change() -> None:
    """Each is stamped from one blank: a default that could be changed would be everybody's."""
    first = TOLERANT.deserialize(as_body(envelope(LAUNCH)), RequestEnvelope)
    first.context.system.device.supported_interfaces.alexa_presentation_apl = None
    second = TOLERANT.deserialize(as_body(envelope(LAUNCH)), RequestEnvelope)

    assert second.context.system.device.supported_interfaces.alexa_presentation_apl is not None
    assert outline(Context) == tuple(Context.attribute_map.items())
