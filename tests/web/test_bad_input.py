"""
Requests that Amazon signed and nobody should send.

Rule: an answer or a refusal, never a failure; whatever is missing, null, of another type, huge, deep, unknown or torn.
"""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from dialogue.spoilt_states import spoilt_states
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from signing import LAUNCH, envelope, intent

from skill.alexa.skill_builder import build_skill
from skill.settings import Settings
from skill.storage import MemoryStorage


KINDS: dict[str, dict[str, Any]] = {
    "launch": dict(LAUNCH),
    "start": intent("StartRoutineIntent"),
    "condition": intent("ConditionIntent", condition="asthma"),
    "pain": intent("PainIntent", sensation="sharp", body_part="lower back"),
    "go to": intent("GoToStepIntent", step="4", direction="back", count="?"),
    "question": intent("OpenQuestionIntent", question="can I do this every day"),
    "time": intent("MoreTimeIntent", duration="PT30S"),
    "remind": intent("RemindMeIntent", time="07:00"),
    "forget": intent("ForgetMeIntent"),
    "yes": intent("AMAZON.YesIntent"),
    "fallback": intent("AMAZON.FallbackIntent"),
    "unknown intent": intent("TomorrowIntent", thing="x"),
    "touch": {"type": "Alexa.Presentation.APL.UserEvent", "token": "t", "arguments": ["next"], "source": {"id": "a"}},
    "ended": {"type": "SessionEndedRequest", "reason": "ERROR", "error": {"type": "INVALID_RESPONSE", "message": "m"}},
    "disabled": {"type": "AlexaSkillEvent.SkillDisabled"},
    "connection": {"type": "Connections.Response", "name": "AskFor", "payload": {"status": "ACCEPTED"}, "token": "t"},
    "audio": {"type": "AudioPlayer.PlaybackFailed", "token": "t", "error": {"type": "MEDIA_ERROR_UNKNOWN"}},
    "button": {"type": "PlaybackController.PlayCommandIssued"},
    "trouble": {"type": "System.ExceptionEncountered", "error": {"type": "INTERNAL_SERVICE_ERROR"}},
    "can fulfil": {"type": "CanFulfillIntentRequest", "intent": {"name": "StartRoutineIntent"}},
    "unknown type": {"type": "Alexa.Tomorrow.Request", "payload": {}},
}


def nested(levels: int, as_list: bool) -> Any:
    inner: Any = "x"
    for _ in range(levels):
        inner = [inner] if as_list else {"a": inner}
    return inner


ODD_TEXT = st.sampled_from(
    [
        *(
            "",
            " ",
            "\0",
            "\u202e",
            "\ufeff",
            "a\u0300" * 50,
            "\N{PERSON DOING CARTWHEEL}",
            "?",
            "</speak>",
            "{say.next}",
        ),
        *("x" * 10_000, "-1", "1e9", "9" * 400, "NaN", "P1000000000Y", "PT", "25:61", "UNKNOWN", "__class__", "xx-XX"),
    ]
)
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([10**30, -(10**30), 1e308, -0.0, 10**400]),
    st.floats(allow_nan=False, allow_infinity=False),
    ODD_TEXT,
    st.text(max_size=50),
    st.builds(nested, st.sampled_from([1, 20, 40, 60, 70, 200]), st.booleans()),
    st.recursive(
        st.none() | st.integers() | ODD_TEXT,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD_TEXT | st.text(max_size=5), inner, max_size=3),
        max_leaves=6,
    ),
)
KEPT = {("request", "timestamp"), ("context", "System", "application", "applicationId")}
"""Left alone in most examples: without them every request ends at the door."""


def paths(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the way to every part of *data*."""
    if isinstance(data, dict | list):
        for key, part in data.items() if isinstance(data, dict) else enumerate(data):
            yield (*path, key)
            yield from paths(part, (*path, key))


def may_go(path: tuple[Any, ...], draw: st.DrawFn) -> bool:
    return path not in KEPT or draw(st.integers(0, 9)) == 0


@st.composite
def spoilt(draw: st.DrawFn, whole: dict[str, Any]) -> bytes:
    """Spoil *whole* in one to four places, and now and then its bytes."""
    whole = copy.deepcopy(whole)
    for _ in range(draw(st.integers(1, 4))):
        area = draw(st.sampled_from(sorted(whole) or [None]))
        found = [path for path in paths(whole) if path[0] == area and may_go(path, draw)]
        if not found:
            break
        *way, last = draw(st.sampled_from(found))
        part: Any = whole
        for key in way:
            part = part[key]
        if isinstance(part, dict) and draw(st.booleans()) and draw(st.booleans()):
            del part[last]
        else:
            part[last] = draw(JUNK)
    body = json.dumps(whole, ensure_ascii=draw(st.booleans())).encode()
    if draw(st.integers(0, 19)) == 0:
        cut = draw(st.integers(0, len(body)))
        body = body[:cut] + draw(st.binary(max_size=4)) + body[cut + draw(st.integers(0, 4)) :]
    return body


Ask = Callable[[str, bytes], Any]


@pytest.fixture(scope="module")
def coach(open_door: Callable[..., Any]) -> Any:
    """The true skill behind a door, and what it says of itself in a session under way."""
    return open_door(build_skill(MemoryStorage(), Settings()).create())


@pytest.fixture(scope="module")
def attributes(coach: Any) -> dict[str, Any]:
    """The session of a person who is on the roller."""
    given: dict[str, Any] = {}
    for request in (LAUNCH, *[intent("ReadyIntent")] * 6):
        given = coach.post(coach.body(request, attributes=given)).json["sessionAttributes"]
    return given


def assert_answered_or_refused(coach: Any, body: bytes) -> None:
    with structlog.testing.capture_logs() as lines:
        response = coach.post(body)

    assert [line for line in lines if line["event"] == "failed"] == []
    assert response.status_code in (200, 400, 413)
    if response.status_code == 200:
        assert response.json["version"] == "1.0"
        assert isinstance(response.json["response"], dict)
    else:
        assert response.data == b""


MANY = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=300, **MANY)
@given(data=st.data())
def test_whatever_comes_is_answered_or_refused(coach: Any, attributes: dict[str, Any], data: st.DataObject) -> None:
    """A few hundred spoilt requests of every kind."""
    kind = KINDS[data.draw(st.sampled_from(sorted(KINDS)))]
    whole = envelope(kind, at=coach.clock.time, attributes=attributes)

    assert_answered_or_refused(coach, data.draw(spoilt(whole)))


@pytest.mark.long
@settings(max_examples=6_000, **MANY)
@given(data=st.data())
def test_six_thousand_spoilt_requests(coach: Any, attributes: dict[str, Any], data: st.DataObject) -> None:
    """The same, at length."""
    kind = KINDS[data.draw(st.sampled_from(sorted(KINDS)))]
    whole = envelope(kind, at=coach.clock.time, attributes=attributes)

    assert_answered_or_refused(coach, data.draw(spoilt(whole)))


CARRIED = [
    {"state": {"now": -1.7e308, "spot_ends": 1e308}},
    {"state": {"now": -1.7e308, "rolling_ends": -1.7e308, "spot_ends": 1e308}},
    {"state": {"step": 10**15}},
    {"state": {"phase": "confirm", "confirm": "stop", "under": ["rolling", "ended"]}},
    {"state": {"phase": "confirm", "confirm": "day_part", "under": ["confirm"]}},
    {"state": {"phase": "confirm", "confirm": "day_part", "under": ["rolling"], "reminder": ""}},
    {"before": {"phase": "bridge", "step": 7}},
    {"guest": "false"},
    {"finished": 1e300},
]


@pytest.mark.parametrize("kind", ["pain", "yes", "go to", "question", "unknown intent", "ended"])
@pytest.mark.parametrize("spoilt", CARRIED, ids=str)
def test_a_damaged_session_is_begun_afresh(
    coach: Any, attributes: dict[str, Any], spoilt: dict[str, Any], kind: str
) -> None:
    """Answered without an apology, in finite numbers: whoever is in pain is told what to do."""
    carried = attributes | {
        name: attributes[name] | part if isinstance(part, dict) else part for name, part in spoilt.items()
    }
    response, events = replied(coach, KINDS[kind], carried)

    assert "the session came back damaged" in events
    assert "apologised" not in events
    json.dumps(response.json, allow_nan=False)


def replied(coach: Any, request: dict[str, Any], carried: dict[str, Any]) -> tuple[Any, list[str]]:
    """Send *request* in the session that *carried* is; give the answer, and what was logged."""
    with structlog.testing.capture_logs() as lines:
        response = coach.post(coach.body(request, attributes=carried))
    assert response.status_code == 200
    return response, [line["event"] for line in lines]


SPOKEN = sorted(set(KINDS) - {"audio", "button", "connection", "disabled", "trouble", "unknown type", "touch"})


@settings(max_examples=150, **MANY)
@given(state=spoilt_states(), kind=st.sampled_from(SPOKEN))
def test_whatever_state_a_session_carries_nobody_hears_an_apology(
    coach: Any, attributes: dict[str, Any], state: dict[str, Any], kind: str
) -> None:
    """It is either answered or begun afresh, whatever is said."""
    response, events = replied(coach, KINDS[kind], attributes | {"state": state})

    assert "apologised" not in events
    json.dumps(response.json, allow_nan=False)


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_kind_of_request_is_answered(coach: Any, attributes: dict[str, Any], kind: dict[str, Any]) -> None:
    """Unspoilt, and without an apology."""
    with structlog.testing.capture_logs() as lines:
        response = coach.post(coach.body(kind, attributes=attributes))

    assert response.status_code == 200
    assert [line for line in lines if line["event"] == "apologised"] == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_no_kind_of_request_needs_a_session(coach: Any, kind: dict[str, Any]) -> None:
    """Events and notices come without one, and who knows what will."""
    assert coach.post(coach.body(kind, session=False)).status_code == 200
