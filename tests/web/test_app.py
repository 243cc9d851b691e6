"""The webhook around the skill: what it answers, what it logs, how it starts."""

import io
import json
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice
from typing import Any

import pytest
import structlog
from ask_sdk_core.exceptions import SerializationException
from signing import CERTIFICATE_URL, LAUNCH, SKILL_ID, USER_ID, as_body, envelope, intent, signed_headers

from skill.alexa import serializer
from skill.settings import Settings
from skill.storage import StorageError
from skill.web import create_app
from skill.web.app import HEADERS, LARGEST
from skill.web.certificates import FAILURE_SECONDS


def test_the_answer_is_the_skills_as_json(door) -> None:
    """As Alexa wants it."""
    response = door.post(door.body(LAUNCH))

    assert response.content_type == "application/json;charset=UTF-8"
    assert response.json["response"]["outputSpeech"]["ssml"] == "<speak>Hello.</speak>"
    assert response.json["sessionAttributes"] == {}


def test_the_json_of_a_request_is_read_once(door, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the check read of it is what the skill is given."""
    read, decoder = [], serializer._JSON

    class Counting:
        def decode(self, text: str) -> Any:
            read.append(text)
            return decoder.decode(text)

    monkeypatch.setattr(serializer, "_JSON", Counting())
    body = door.body(LAUNCH)

    assert door.post(body).status_code == 200
    assert read == [body.decode()]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        *(("GET", "/", 405), ("PUT", "/", 405), ("OPTIONS", "/", 405)),
        *(("POST", "/health", 405), ("OPTIONS", "/health", 405), ("GET", "/x", 404), ("GET", "/static/x", 404)),
    ],
)
def test_other_doors_are_shut(door, method: str, path: str, status: int) -> None:
    """With nothing to read."""
    response = door.client.open(path, method=method)

    assert (response.status_code, response.data) == (status, b"")


@pytest.mark.parametrize("path", ["/", "/health", "/nowhere"])
def test_every_answer_forbids_what_no_page_of_ours_needs(door, path: str) -> None:
    """No sniffing, no framing, no keeping, no scripts."""
    headers = door.client.get(path).headers

    assert {name: headers[name] for name in HEADERS} == HEADERS


def logged(door, *posts: tuple[Any, ...]) -> list[dict[str, Any]]:
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        for post in posts:
            door.post(*post)
    return lines


def test_an_answer_is_one_log_line(door) -> None:
    """Request id, kind, intent, milliseconds."""
    body = door.body(intent("ConditionIntent", condition="slipped disc"))

    (line,) = logged(door, (body,))

    assert line.pop("milliseconds") >= 0
    assert line == {
        "event": "answered",
        "log_level": "info",
        "request_id": json.loads(body)["request"]["requestId"],
        "kind": "IntentRequest",
        "intent": "ConditionIntent",
    }


def test_a_refusal_is_one_log_line(door) -> None:
    """The reason and the milliseconds; nothing of what was not verified."""
    (line,) = logged(
        door, (door.body(LAUNCH), {"SignatureCertChainUrl": "https://evil.example/", "Signature-256": "x"})
    )

    assert line.pop("milliseconds") >= 0
    assert line == {
        "event": "refused",
        "log_level": "warning",
        "reason": "certificate address is not one of Amazon's",
        "status": 400,
    }


@pytest.mark.parametrize(("path", "status"), [("/alexa", 404), ("/health/", 404)])
def test_a_path_that_leads_nowhere_is_one_log_line(door, path: str, status: int) -> None:
    """A wrong endpoint in the manifest is found in the log: Alexa follows no redirect, and says only that it failed."""
    with structlog.testing.capture_logs() as logs:
        assert door.client.get(path).status_code == status
    (line,) = logs
    assert (line["event"], line["status"]) == ("refused", status)


def test_a_redirect_below_a_path_is_one_log_line(door) -> None:
    """A server that was told of a prefix redirects the address without a slash."""
    with structlog.testing.capture_logs() as logs:
        door.client.post("", environ_overrides={"SCRIPT_NAME": "/alexa", "PATH_INFO": ""})
    (line,) = logs
    assert (line["event"], line["status"]) == ("refused", 308)


@pytest.mark.parametrize(("seconds", "direction"), [(-200, "behind"), (3599, "ahead of"), (-1e9, "behind")])
def test_a_refused_timestamp_says_how_far_it_is_off(door, seconds: float, direction: str) -> None:
    """A clock that is wrong refuses everybody, and then the log says by how much and which way."""
    (line,) = logged(door, (door.body(LAUNCH, at=door.clock.time + seconds),))
    assert line["reason"] == "timestamp is out of tolerance"
    assert line["seconds_off"] == seconds
    assert line["direction"] == f"the request is {direction} this machine's clock"


def test_a_request_that_is_too_large_is_one_log_line(door) -> None:
    """Refused before it is read."""
    (line,) = logged(door, (b"x" * 200_000,))

    assert (line["event"], line["reason"], line["status"]) == ("refused", "Request Entity Too Large", 413)


def test_nothing_of_a_person_is_logged(door) -> None:
    """Whatever becomes of the request."""
    secret = "my chest is tight"
    body = door.body(intent("PainIntent", sensation=secret), attributes={"place": secret})
    stale = door.body(intent("PainIntent", sensation=secret), at=0)

    lines = str(logged(door, (body,), (body + b" ",), (stale,), (body, {"Signature-256": secret})))

    assert lines.count("'event'") == 4
    assert secret not in lines
    assert USER_ID not in lines
    assert "amzn1.ask.device" not in lines


def test_a_line_of_one_request_says_nothing_of_the_one_before(door) -> None:
    """Names are bound for a request, and threads are used again."""
    _, second = logged(door, (door.body(LAUNCH),), (b"x", {"Signature-256": "x"}))

    assert "request_id" not in second


def test_what_breaks_is_named_and_located_and_not_shown(door_to) -> None:
    """An error's text may quote what the person said; its type and place may not."""

    def broken(handler_input: Any) -> Any:
        raise KeyError("my chest is tight")

    door = door_to(broken)
    with structlog.testing.capture_logs() as lines:
        response = door.post(door.body(LAUNCH))

    assert (response.status_code, response.data) == (500, b"")
    assert (lines[-1]["error"], lines[-1]["where"].split(":")[0]) == ("KeyError", "test_app.py")
    assert "chest" not in str(lines)


def test_what_the_sdk_refuses_is_named_by_its_kind_alone(door_to) -> None:
    """The text is not one of ours, so nobody knows what it quotes."""

    def refusing(handler_input: Any) -> Any:
        raise SerializationException("my chest is tight")

    door = door_to(refusing)
    with structlog.testing.capture_logs() as lines:
        response = door.post(door.body(LAUNCH))

    assert (response.status_code, response.data) == (400, b"")
    assert [line["reason"] for line in lines] == ["SerializationException"]


def test_an_answer_that_is_no_json_is_a_failure(door_to) -> None:
    """Python would write NaN, which nobody else can read."""

    def odd(handler_input: Any) -> Any:
        handler_input.attributes_manager.session_attributes["spent"] = float("nan")
        return handler_input.response_builder.response

    door = door_to(odd)

    assert (door.post(door.body(LAUNCH)).status_code, door.post(door.body(LAUNCH)).data) == (500, b"")


def test_of_a_body_without_an_end_no_more_is_read_than_is_let_in(door) -> None:
    """One byte more tells that it is too large."""

    class Endless(io.RawIOBase):
        read_so_far = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            self.read_so_far += len(buffer)
            return len(buffer)

    body = Endless()
    chunked = {"wsgi.input": body, "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    response = door.client.post("/", environ_overrides=chunked)

    assert response.status_code == 413
    assert body.read_so_far == LARGEST + 1


def test_health_says_how_storage_and_certificates_are(door) -> None:
    """Without a secret in it."""
    door.post(door.body(LAUNCH))

    response = door.client.get("/health")

    assert response.json == {
        "status": "ok",
        "storage": "ok",
        "certificates": {"roots": 1, "keys": 1, "failures": 0},
    }


def test_a_storage_that_is_down_degrades_the_service_and_does_not_end_it(door, monkeypatch) -> None:
    """People are coached without it, so a load balancer must not take us out; and it is asked rarely."""
    asked = []

    def check() -> None:
        asked.append(door.clock.elapsed)
        raise StorageError("cannot reach the table at 10.0.0.1")

    monkeypatch.setattr(door.storage, "check", check)
    reports = [door.client.get("/health") for _ in range(100)]
    door.clock.elapsed += 10
    door.client.get("/health")

    assert {report.status_code for report in reports} == {200}
    assert reports[0].json["status"] == "degraded"
    assert b"10.0.0.1" not in reports[0].data
    assert len(asked) == 2


def health(door) -> dict[str, Any]:
    report: dict[str, Any] = door.client.get("/health").json
    return report


def test_health_is_degraded_while_no_certificate_can_be_had(door) -> None:
    """No request can be checked then: it says why, also when the failure is not remembered for requests any more."""
    door.origin.files.clear()
    assert door.post(door.body(LAUNCH)).status_code == 400
    assert health(door)["status"] == "degraded"
    door.clock.advance(3600)
    assert health(door) == {
        "status": "degraded",
        "storage": "ok",
        "certificates": {
            "roots": 1, "keys": 0, "failures": 0, "trouble": "certificate download failed: ConnectionResetError"
        },
    }  # fmt: skip

    door.origin.files[CERTIFICATE_URL] = door.pki.file
    assert door.post(door.body(LAUNCH)).status_code == 200
    assert health(door)["status"] == "ok"


def test_health_is_not_degraded_by_a_stranger_s_address(door) -> None:
    """Anybody may name an address that does not exist; requests of Amazon are checked with the key that is kept."""
    door.post(door.body(LAUNCH))
    unknown = {"SignatureCertChainUrl": "https://s3.amazonaws.com/echo.api/none.pem", "Signature-256": "x"}
    assert door.post(b"{}", unknown).status_code == 400
    assert health(door)["status"] == "ok"


def test_health_is_degraded_when_the_last_key_has_expired_and_cannot_be_renewed(door) -> None:
    """A server that lost its way to Amazon goes on with its key for a day."""
    door.post(door.body(LAUNCH))
    door.origin.files.clear()
    door.clock.advance(24 * 3600)
    assert health(door)["status"] == "ok"
    door.post(door.body(LAUNCH))
    assert health(door)["status"] == "degraded"


@pytest.mark.parametrize("hours", [1, 24 * 365 * 20])
def test_a_clock_that_was_ahead_while_no_certificate_could_be_had_refuses_amazon_no_longer_than_usual(
    door, hours: int
) -> None:
    """As after a start without network time; twenty years ahead every chain has expired."""
    if hours == 1:
        door.origin.files.clear()
    door.clock.time += hours * 3600
    assert door.post(door.body(LAUNCH)).status_code == 400
    door.clock.time -= hours * 3600
    door.origin.files[CERTIFICATE_URL] = door.pki.file
    door.clock.advance(FAILURE_SECONDS)
    assert door.post(door.body(LAUNCH)).status_code == 200


def test_while_a_storage_is_silent_one_probe_waits_for_it_and_the_others_do_not(door, monkeypatch) -> None:
    """Twelve at once held every thread of the server; they are told what was known before."""
    gate = threading.Event()
    monkeypatch.setattr(door.storage, "check", lambda: gate.wait(60))
    app = door.client.application
    with ThreadPoolExecutor(8) as threads:
        probes = [threads.submit(lambda: app.test_client().get("/health").json["storage"]) for _ in range(12)]
        try:
            told = [one.result() for one in islice(as_completed(probes, 30), 11)]
        finally:
            gate.set()

    assert told == ["ok"] * 11


def test_the_app_is_composed_from_settings(pki, clock, origin) -> None:
    """Trust, fetch and clock are arguments: no setting switches the check off."""
    app = create_app(
        Settings(skill_id=SKILL_ID, storage="memory:"), roots=pki.roots, fetch=origin, now=clock
    ).test_client()
    body = as_body(envelope(LAUNCH, at=clock.time))
    headers = signed_headers(pki.leaf.key, body)

    assert app.post("/", data=body, headers=headers).json["sessionAttributes"] != {}
    assert app.post("/", data=body, headers=headers | {"Signature-256": "x"}).status_code == 400
    assert app.get("/health").json["certificates"] == {"roots": 1, "keys": 1, "failures": 0}


def test_by_default_the_machines_roots_are_trusted_and_nobody_elses(pki, clock) -> None:
    """A request that is well signed under roots of one's own gets nowhere."""
    app = create_app(Settings(skill_id=SKILL_ID, storage="memory:"), fetch=lambda address: pki.file, now=clock)
    body = as_body(envelope(LAUNCH, at=clock.time))

    assert app.test_client().post("/", data=body, headers=signed_headers(pki.leaf.key, body)).status_code == 400
