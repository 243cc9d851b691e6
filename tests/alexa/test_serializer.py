"""
The serializer on what the SDK does not know, and on what nobody should send.

Rule: what is new is read, and the SDK's own raises there (asserted, to be told when that changes).
"""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import Context, Request, RequestEnvelope
from ask_sdk_model.slot_value import SlotValue
from signing import LAUNCH, as_body, envelope, intent

from skill.alexa.deserialization import outline
from skill.alexa.serializer import DEPTH, TolerantSerializer


TOLERANT = TolerantSerializer()
STOCK = DefaultSerializer()


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
    """One new word from Amazon must not silence the coach."""
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
    [
        "__class__",
        "__dict__",
        "__deepcopy__",
        "_Request__discriminator_value",
        "to_dict",
        "deserialized_types",
        "attribute_map",
    ],
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
