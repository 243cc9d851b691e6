"""What the log of a whole run holds, and what is kept when a person is forgotten (design, promise 9)."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pki import Pki
from signing import LAUNCH, SKILL_ID, USER_ID, as_body, envelope, intent, signed_headers

from skill.alexa.skill_builder import build_skill
from skill.settings import Settings
from skill.storage import MemoryStorage
from skill.web import create_app


SECRET_SLOTS = {"condition": "sciatica down my left leg", "red_flag": "crushing in my chest", "sensation": "tingling"}
RUN: list[dict[str, Any]] = [
    LAUNCH,
    intent("AMAZON.YesIntent"),
    intent("ConditionIntent", condition=SECRET_SLOTS["condition"]),
    intent("CarryOnIntent"),
    intent("GoToStepIntent", step="four"),
    intent("OpenQuestionIntent", question="roll with my grandmother's osteoporosis"),
    intent("PainIntent", sensation=SECRET_SLOTS["sensation"]),
    intent("EmergencyIntent", red_flag=SECRET_SLOTS["red_flag"]),
    {"type": "SessionEndedRequest", "reason": "USER_INITIATED"},
]
PERSON = "amzn1.ask.person.SAMSVOICE"


class Caller:
    """Sends signed requests, each in the session that the answer before gave or that *attributes* are."""

    def __init__(self, pki: Pki, clock: Callable[[], float], folder: Path) -> None:
        settings = Settings(storage=f"sqlite:///{folder}/places.sqlite", skill_id=SKILL_ID, log_level="debug")
        self.client = create_app(settings, roots=pki.roots, fetch=lambda url: pki.file, now=clock).test_client()
        self.attributes: dict[str, Any] = {}
        self._key, self._clock = pki.leaf.key, clock

    def send(self, request: dict[str, Any], attributes: dict[str, Any] | None = None) -> None:
        whole = envelope(request, at=self._clock(), attributes=self.attributes if attributes is None else attributes)
        whole["context"]["System"]["person"] = {"personId": PERSON}
        body = as_body(whole)
        answer = self.client.post("/", data=body, headers=signed_headers(self._key, body))
        assert answer.status_code == 200
        self.attributes = answer.get_json().get("sessionAttributes") or {}

    def forge(self) -> None:
        self.client.post("/", data=b'{"request": "a forged body"}', headers=signed_headers(self._key, b"{}"))


@pytest.fixture
def caller(pki: Pki, clock: Callable[[], float], tmp_path: Path) -> Caller:
    """Compose the webhook over a file."""
    return Caller(pki, clock, tmp_path)


@pytest.fixture
def log(caller: Caller, capsys: pytest.CaptureFixture[str]) -> str:
    """Play a whole run through the webhook, a refused request last; give everything that was written."""
    for request in RUN:
        caller.send(request)
    caller.forge()
    written = capsys.readouterr()
    return written.out + written.err


def test_the_log_of_a_whole_run_holds_nothing_of_a_person(log: str) -> None:
    """No user or person id, no utterance, no slot value, no body, no word that was spoken."""
    said = (*SECRET_SLOTS.values(), "grandmother", "four", "forged body", "<speak>")
    assert [secret for secret in (USER_ID, PERSON, "amzn1.ask.device", *said) if secret in log] == []


def test_the_log_says_what_is_needed_to_follow_a_request(log: str) -> None:
    """Each line is JSON; turns carry request id, intent, phase and milliseconds."""
    lines = [json.loads(line) for line in log.splitlines()]
    turns = [line for line in lines if line["event"] == "turn"]
    assert [turn.get("intent") for turn in turns] == [None, *(r["intent"]["name"] for r in RUN[1:-1])]
    assert all(turn["request_id"] and turn["phase"] and turn["milliseconds"] >= 0 for turn in turns)
    assert [line["reason"] for line in lines if line["event"] == "refused"] == ["signature does not match"]


MESSAGE = f"Invalid SSML: <speak>I heard: {SECRET_SLOTS['red_flag']}</speak>"


@pytest.mark.parametrize(
    "report",
    [
        {"type": "SessionEndedRequest", "reason": "ERROR", "error": {"type": "INVALID_RESPONSE", "message": MESSAGE}},
        {"type": "SessionEndedRequest", "reason": MESSAGE, "error": {"type": MESSAGE, "message": MESSAGE}},
        {"type": "System.ExceptionEncountered", "error": {"type": MESSAGE, "message": MESSAGE}},
        {"type": "Alexa.Presentation.APL.RuntimeError", "errors": [{"reason": MESSAGE}]},
        {"type": MESSAGE},
        intent(MESSAGE),
    ],
)
def test_what_amazon_reports_of_a_fault_is_not_quoted(
    caller: Caller, capsys: pytest.CaptureFixture[str], report: dict[str, Any]
) -> None:
    """It may quote our answer, and that may quote a person."""
    caller.send(report)
    assert SECRET_SLOTS["red_flag"] not in capsys.readouterr().out


@pytest.mark.parametrize("field", ["phase", "reminder", "under", "now", "streak", "version"])
def test_a_damaged_session_is_not_quoted(caller: Caller, capsys: pytest.CaptureFixture[str], field: str) -> None:
    """One line that names what is wrong with it, if that is a field of ours, and stays short."""
    caller.send(LAUNCH)
    state = caller.attributes["state"] | {field: SECRET_SLOTS["red_flag"] * 1000}
    capsys.readouterr()
    caller.send(intent("AMAZON.YesIntent"), caller.attributes | {"state": state})
    written = capsys.readouterr().out
    assert "the session came back damaged" in written
    assert SECRET_SLOTS["red_flag"] not in written
    assert max(len(line) for line in written.splitlines()) < 500


def test_whoever_disables_the_skill_is_forgotten() -> None:
    """AlexaSkillEvent.SkillDisabled deletes the record, and is answered with nothing."""
    storage = MemoryStorage()
    handle = build_skill(storage, Settings(skill_id=SKILL_ID)).lambda_handler()
    launched = handle(envelope(LAUNCH), None)
    for _ in range(3):
        launched = handle(envelope(intent("AMAZON.YesIntent"), attributes=launched["sessionAttributes"]), None)
    assert storage.load(USER_ID) is not None
    answer = handle(envelope({"type": "AlexaSkillEvent.SkillDisabled"}, session=False), None)
    assert answer["response"] == {}
    assert storage.load(USER_ID) is None
