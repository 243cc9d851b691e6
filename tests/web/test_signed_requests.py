"""
Requests under Amazon's good certificate: headers, bodies, times, skills.

"Others" are ask-sdk-webservice-support 1.3.3 (Python), ask-sdk-express-adapter 2.14.0 (Express) and
alexa-verifier 4.0.0; where they differ, or where we do, the reason stands beside the case.
"""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from pki import rsa_key
from signing import (
    CERTIFICATE_URL,
    LAUNCH,
    SKILL_ID,
    USER_ID,
    as_body,
    envelope,
    intent,
    sign,
    signed_headers,
    timestamp,
)

from skill.alexa.skill_builder import build_skill
from skill.settings import Settings
from skill.storage import MemoryStorage
from skill.web.app import LARGEST
from skill.web.sdk import VerificationException
from skill.web.verify import Verifier


Headers = dict[str, str]


def without(*names: str) -> Callable[[Headers, Any, bytes], Headers]:
    return lambda headers, key, body: {name: value for name, value in headers.items() if name not in names}


def signature(make: Callable[[Any, bytes], str]) -> Callable[[Headers, Any, bytes], Headers]:
    return lambda headers, key, body: headers | {"Signature-256": make(key, body)}


def pss(key: Any, body: bytes) -> str:
    salted = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.MAX_LENGTH)
    return base64.b64encode(key.sign(body, salted, hashes.SHA256())).decode()


GOOD_HEADERS = {
    "as Amazon's": lambda headers, key, body: headers,
    "names in small letters": lambda headers, key, body: {n.lower(): v for n, v in headers.items()},
    "without the old signature": without("Signature"),
    "with a wrong old signature": lambda headers, key, body: headers | {"Signature": "x"},
    "without a content type": without("Content-Type"),
    # The bytes are what is signed; what they are said to be is not. Flask's own form parser never sees them.
    "as a form": lambda headers, key, body: headers | {"Content-Type": "application/x-www-form-urlencoded"},
}

BAD_HEADERS = {
    "none at all": lambda headers, key, body: {"Content-Type": "application/json"},
    "no address": without("SignatureCertChainUrl"),
    "no signature": without("Signature-256"),
    # Amazon still sends the SHA-1 one; nobody may rely on it.
    "the old signature alone": without("Signature-256"),
    "the old signature's content": signature(lambda key, body: sign(key, body, hashes.SHA1())),
    "empty address": lambda headers, key, body: headers | {"SignatureCertChainUrl": ""},
    "empty signature": signature(lambda key, body: ""),
    "not base64": signature(lambda key, body: "!!!!"),
    "not even ASCII": signature(lambda key, body: "\u00e9" * 20),
    "base64 for addresses": signature(lambda key, body: sign(key, body).replace("+", "-").replace("/", "_") + "-_=="),
    "base64 cut short": signature(lambda key, body: sign(key, body)[:-2]),
    "base64 with more behind": signature(lambda key, body: sign(key, body) + "AAAA"),
    # Python and Express take it; base64 has no spaces, and HTTP itself trims those around a value.
    "a space inside": signature(lambda key, body: sign(key, body)[:8] + " " + sign(key, body)[8:]),
    "two signatures": signature(lambda key, body: f"{sign(key, body)},{sign(key, body)}"),
    "ten thousand characters": signature(lambda key, body: "A" * 10_000),
    "another key's": signature(lambda key, body: sign(rsa_key("second"), body)),
    "over other bytes": signature(lambda key, body: sign(key, body + b" ")),
    "over SHA-512": signature(lambda key, body: sign(key, body, hashes.SHA512())),
    "with another padding": signature(pss),
    "zeros": signature(lambda key, body: base64.b64encode(bytes(256)).decode()),
}


@pytest.mark.parametrize("change", GOOD_HEADERS.values(), ids=list(GOOD_HEADERS))
def test_good_headers_let_a_request_in(door, change: Callable[..., Headers]) -> None:
    """The address and the SHA-256 signature count; nothing else."""
    body = door.body(LAUNCH)
    headers = change(signed_headers(door.pki.leaf.key, body), door.pki.leaf.key, body)

    assert door.post(body, headers).status_code == 200


@pytest.mark.parametrize("change", BAD_HEADERS.values(), ids=list(BAD_HEADERS))
def test_bad_headers_keep_a_request_out(door, change: Callable[..., Headers]) -> None:
    """Each is a 400 with nothing in it."""
    body = door.body(LAUNCH)
    headers = change(signed_headers(door.pki.leaf.key, body), door.pki.leaf.key, body)

    response = door.client.post("/", data=body, headers=headers)

    assert (response.status_code, response.data) == (400, b"")
    assert door.heard == []


@pytest.mark.parametrize(
    "tamper",
    [lambda body: body + b" ", lambda body: body.replace(b"en-US", b"en-GB"), lambda body: body[:-1], lambda body: b""],
)
def test_changed_bytes_are_not_what_was_signed(door, tamper: Callable[[bytes], bytes]) -> None:
    """A space is enough."""
    body = door.body(LAUNCH)

    assert door.post(tamper(body), signed_headers(door.pki.leaf.key, body)).status_code == 400


def spaced(length: int) -> Callable[[bytes], bytes]:
    return lambda body: body + b" " * (length - len(body))


BODIES: dict[str, tuple[Callable[[bytes], bytes], int]] = {
    # Express refuses it with 413 (its parser stops at 100 kB); Amazon names no limit.
    "as large as may be": (spaced(LARGEST), 200),
    "a byte more": (spaced(LARGEST + 1), 413),
    "a megabyte": (spaced(2**20), 413),
    "empty": (lambda body: b"", 400),
    "no JSON": (lambda body: b"hello", 400),
    "half of it": (lambda body: body[:100], 400),
    "null": (lambda body: b"null", 400),
    "a list": (lambda body: b"[" + body + b"]", 400),
    "a string": (lambda body: b'"LaunchRequest"', 400),
    "a number": (lambda body: b"1", 400),
    "not UTF-8": (lambda body: body.replace(b"en-US", b"en-\xff\xfe"), 400),
    "UTF-16": (lambda body: body.decode().encode("utf-16"), 400),
    "a byte order mark": (lambda body: b"\xef\xbb\xbf" + body, 400),
    "NaN": (lambda body: body.replace(b'"dpi":213', b'"dpi":NaN'), 400),
    "deep": (lambda body: body.replace(b'"version":"1.0"', b'"x":' + b"[" * 50_000 + b"]" * 50_000), 400),
    "rather deep": (lambda body: body.replace(b'"dpi":213', b'"x":' + b"[" * 70 + b"]" * 70), 400),
    "half a character": (lambda body: body.replace(b"en-US", b"\\ud800"), 400),
    "an emoji": (lambda body: body.replace(b"en-US", "\N{PERSON DOING CARTWHEEL}".encode()), 200),
    "an emoji, escaped": (lambda body: body.replace(b"en-US", b"\\ud83e\\udd38"), 200),
    "no request": (lambda body: body.replace(b'"request":', b'"other":'), 400),
}


@pytest.mark.parametrize(("change", "status"), BODIES.values(), ids=list(BODIES))
def test_a_signed_body_is_still_looked_at(door, change: Callable[[bytes], bytes], status: int) -> None:
    """A signature says who wrote it, not that it is well formed."""
    response = door.post(change(door.body(LAUNCH)))

    assert response.status_code == status
    assert bool(response.data) == (status == 200)


MINUTE = 60.0
EVENT = {"type": "AlexaSkillEvent.SkillDisabled"}
AT = 1763805600.0

TIMES: dict[str, tuple[dict[str, Any], Any, bool]] = {
    "now": (LAUNCH, 0, True),
    "two minutes old": (LAUNCH, -2 * MINUTE, True),
    "150 seconds old": (LAUNCH, -150, True),
    "151 seconds old": (LAUNCH, -151, False),
    "an hour old": (LAUNCH, -60 * MINUTE, False),
    # Python allows the same either way; Express and alexa-verifier take any time ahead, and so replays for ever.
    "150 seconds ahead": (LAUNCH, 150, True),
    "151 seconds ahead": (LAUNCH, 151, False),
    "200 seconds ahead": (LAUNCH, 200, False),
    "a day ahead": (LAUNCH, 24 * 60 * MINUTE, False),
    # alexa-verifier refuses them: events are sent again for an hour if they do not arrive.
    "an event of half an hour ago": (EVENT, -30 * MINUTE, True),
    "an event of an hour ago": (EVENT, -60 * MINUTE, True),
    "an event of 61 minutes ago": (EVENT, -61 * MINUTE, False),
    "an event 200 seconds ahead": (EVENT, 200, False),
    "an event's name behind another": ({"type": "My.AlexaSkillEvent.SkillDisabled"}, -30 * MINUTE, False),
    "an event by half its name": ({"type": "AlexaSkillEventOfMine"}, -30 * MINUTE, False),
    "a reminder's event of half an hour ago": ({"type": "Reminders.ReminderStarted"}, -30 * MINUTE, False),
    # Express and alexa-verifier take the four that follow: NaN is never too old. Python answers them with 500.
    "no time": (LAUNCH, None, False),
    "words": (LAUNCH, "now", False),
    "a number": (LAUNCH, 1795341600, False),
    "milliseconds as text": (LAUNCH, "1795341600000", False),
    "empty": (LAUNCH, "", False),
    "a list": (LAUNCH, ["2026-11-22T10:00:00Z"], False),
    "no zone": (LAUNCH, "2026-11-22T10:00:00", False),
    "a day": (LAUNCH, "2026-11-22", False),
    "another zone": (LAUNCH, "2026-11-22T15:30:00+05:30", True),
    "with milliseconds": (LAUNCH, "2026-11-22T10:00:00.123Z", True),
    "the year 1": (LAUNCH, "0001-01-01T00:00:00+14:00", False),
    "the year 9999": (LAUNCH, "9999-12-31T23:59:59-14:00", False),
}


@pytest.mark.parametrize(("request_", "when", "good"), TIMES.values(), ids=list(TIMES))
def test_a_request_is_answered_near_its_time_only(door, request_: dict[str, Any], when: Any, good: bool) -> None:
    """150 seconds either way; a skill event may be an hour old."""
    written = timestamp(door.clock.time + when) if isinstance(when, int | float) and abs(when) < 10**6 else when
    body = door.body(request_ | {"timestamp": written})

    assert door.post(body).status_code == (200 if good else 400)


@pytest.mark.parametrize(("request_", "seconds"), [(LAUNCH, 150), (EVENT, 3600)], ids=["a launch", "an event"])
def test_the_limit_of_a_requests_age_is_exact(door, request_: dict[str, Any], seconds: int) -> None:
    """To the half of a second."""
    body = door.body(request_)
    door.clock.time += seconds
    assert door.post(body).status_code == 200

    door.clock.time += 0.5
    assert door.post(body).status_code == 400


def test_a_request_that_is_sent_again_is_answered_again_within_its_time(door) -> None:
    """Amazon sends a request again when it got no answer; SECURITY.md says what else this allows."""
    body = door.body(intent("NextStepIntent"))
    assert [door.post(body).status_code for _ in range(2)] == [200, 200]
    assert door.heard == ["IntentRequest"] * 2

    door.clock.time += 151
    assert door.post(body).status_code == 400
    assert door.heard == ["IntentRequest"] * 2


def place(storage: MemoryStorage) -> Any:
    """Return the saved place of the user, who has no voice profile."""
    return storage.load(USER_ID)[""]["place"]


def test_a_request_that_is_sent_again_runs_from_the_session_in_it(open_door) -> None:
    """It moves the saved progress back, and brings back a record that was deleted: SECURITY.md says so."""
    storage = MemoryStorage()
    door = open_door(build_skill(storage, Settings()).create())
    session = None
    for request in (LAUNCH, *[intent("AMAZON.YesIntent")] * 4):
        captured = door.body(request, attributes=session)
        session = door.post(captured).json["sessionAttributes"]
    saved = place(storage)
    door.post(door.body(intent("NextStepIntent"), attributes=session))
    assert place(storage) != saved

    door.post(captured)
    assert place(storage) == saved

    storage.delete(USER_ID)
    door.post(captured)
    assert storage.load(USER_ID) is not None


def in_context(application: Any) -> dict[str, Any]:
    return {"context": {"System": {"application": application}}}


SKILLS: dict[str, tuple[dict[str, Any], bool]] = {
    "ours": ({}, True),
    "another": (in_context({"applicationId": SKILL_ID[:-1] + "5"}), False),
    "ours in capitals": (in_context({"applicationId": SKILL_ID.upper()}), False),
    "ours with a space": (in_context({"applicationId": SKILL_ID + " "}), False),
    "empty": (in_context({"applicationId": ""}), False),
    "none": (in_context({"applicationId": None}), False),
    "a list": (in_context({"applicationId": [SKILL_ID]}), False),
    "no application": (in_context(None), False),
    "a context of text": ({"context": SKILL_ID}, False),
    # The three others answer these with 500, or not at all. Every request of Amazon's has a context.
    "no context": ({"context": None}, False),
    # Where the two differ the context counts, as in all three others: it is in requests without a session too.
    "another in the session": ({"session": {"application": {"applicationId": "amzn1.ask.skill.x"}}}, True),
    "no session": ({"session": None}, True),
}


@pytest.mark.parametrize(("change", "good"), SKILLS.values(), ids=list(SKILLS))
def test_a_request_is_answered_for_our_skill_only(door, change: dict[str, Any], good: bool) -> None:
    """Anybody can make a skill of their own and point it here: Amazon signs for them as well."""
    body = as_body(envelope(LAUNCH, at=door.clock.time) | change)

    assert door.post(body).status_code == (200 if good else 400)


@pytest.mark.parametrize("skill_id", [SKILL_ID, None], ids=["one skill", "any skill"])
def test_a_request_that_names_no_skill_is_no_request(certificates, clock, pki, skill_id: str | None) -> None:
    """Even where any skill may be named, for a trial."""
    body = as_body(envelope(LAUNCH, at=clock.time) | in_context({"applicationId": None}))
    with pytest.raises(VerificationException, match=r"^request names no skill$"):
        Verifier(certificates, skill_id, clock).verify(signed_headers(pki.leaf.key, body), body)


def test_the_signature_is_checked_before_the_time_and_the_time_before_the_skill(door, capsys) -> None:
    """Nothing of a request is believed, or logged, before its signature holds."""
    stale = as_body(envelope(LAUNCH, at=0, skill_id="amzn1.ask.skill.another"))
    unsigned = signed_headers(rsa_key("second"), stale)

    assert reason_of(door, stale, unsigned) == "signature does not match"
    assert reason_of(door, stale) == "timestamp is out of tolerance"
    assert reason_of(door, door.body(LAUNCH, skill_id="amzn1.ask.skill.x")) == "request is for another skill"


def reason_of(door, body: bytes, headers: Headers | None = None) -> str:
    import structlog

    with structlog.testing.capture_logs() as logs:
        door.post(body, headers)
    (line,) = logs
    return line["reason"]


def test_a_thousand_kinds_of_intent_pass(door) -> None:
    """The door looks at no intent; and one address is fetched once."""
    for number in range(20):
        assert door.post(door.body(intent(f"Intent{number}", condition="asthma"))).status_code == 200

    assert door.origin.fetched == [CERTIFICATE_URL]
