"""
Every request that Amazon can send, and what becomes of it.

Rule: a correct answer or a correct empty one, never an exception, and the same from both hosts.
The cases are in tests/envelopes, one file an interface; docs/requests.md shows them as a table.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from ask_sdk_model import Request
from both_hosts import Host, alike, on_lambda, on_webhook
from signing import envelope
from structlog.testing import capture_logs


ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "tests" / "envelopes").glob("*.json"))
Case = dict[str, Any]
CASES: list[tuple[str, Case]] = [(file.stem, case) for file in FILES for case in json.loads(file.read_text())]
NAMES = [case["name"] for _, case in CASES]

LOUD = {
    "session attributes that the skill did not write",
    "ended by an invalid answer of the skill",
    "the screen found errors",
    "the screen found errors of a new kind",
    "Alexa refused an answer of the skill",
    "an error that the SDK does not know",
}
"""What is logged as an error: a fault of ours, most likely."""

every_case = pytest.mark.parametrize("case", [case for _, case in CASES], ids=NAMES)


@pytest.fixture(scope="module", params=[on_lambda, on_webhook], ids=["lambda", "webhook"])
def host(request: pytest.FixtureRequest) -> Host:
    """Give each host in turn."""
    made: Host = request.param()
    return made


def whole(case: Case) -> dict[str, Any]:
    """Put the request of *case* into an envelope as an Echo Show sends it."""
    made = envelope(case["request"], session=case.get("session", True), attributes=case.get("attributes"))
    made["context"] |= case.get("context", {})
    return made


def outcome(answer: dict[str, Any]) -> str:
    """Name what *answer* does, in the words of the table."""
    response = answer["response"]
    if not response:
        return "empty"
    if "canFulfillIntent" in response:
        return f"can fulfill: {response['canFulfillIntent']['canFulfill']}"
    return f"speaks, and {'closes' if response['shouldEndSession'] else 'asks'}"


def table() -> str:
    """Write the table of docs/requests.md."""
    rows = [
        f"| {case['name']} | `{case['request']['type']}` | {case['answer']} | {case['why']} |" for _, case in CASES
    ]
    return "\n".join(["| request | type | answer | why |", "|---|---|---|---|", *rows])


@every_case
def test_every_request_gets_the_answer_of_the_table(case: Case, host: Host) -> None:
    """A correct answer or a correct empty one, from the Lambda and from the webhook."""
    assert outcome(host(whole(case))) == case["answer"]


@every_case
def test_both_hosts_answer_a_request_alike(case: Case) -> None:
    """The same envelope gives the same body."""
    sent = whole(case)
    assert alike(on_lambda()(sent), on_webhook()(sent))


@every_case
def test_only_faults_of_ours_are_logged_as_errors(case: Case) -> None:
    """Whoever watches the log for errors sees what must be mended, and nothing else."""
    with capture_logs() as logs:
        on_lambda()(whole(case))
    loud = [entry for entry in logs if entry["log_level"] == "error"]
    assert bool(loud) == (case["name"] in LOUD)


def test_every_type_that_the_sdk_knows_is_in_the_table() -> None:
    """What the SDK can read, Amazon can send."""
    tried = {case["request"]["type"] for _, case in CASES}
    assert set(Request.discriminator_value_class_map) - tried == set()


def test_what_the_sdk_does_not_know_is_tried_as_well() -> None:
    """The table reaches beyond the SDK: when a case becomes known to it, put a newer one in."""
    unknown = {case["request"]["type"] for _, case in CASES} - set(Request.discriminator_value_class_map)
    assert unknown == {"Alexa.Tomorrow.SomethingNew", "AlexaSkillEvent.SkillAccountUnlinked"}


def test_the_docs_show_the_table() -> None:
    """docs/requests.md is this table; where they differ, copy what is printed here."""
    assert table() in (ROOT / "docs" / "requests.md").read_text(encoding="utf-8"), table()


NO_ENVELOPES = [
    None, {}, [], "launch", 3, {"request": None}, {"request": {"type": 3}}, {"context": {"System": {}}},
    envelope({}) | {"request": None}, envelope({}) | {"context": {"System": None}},
]  # fmt: skip


@pytest.mark.parametrize("event", NO_ENVELOPES)
def test_what_is_no_envelope_is_answered_with_nothing(event: Any) -> None:
    """A Lambda can be called by hand; it answers rather than fails."""
    answer = on_lambda()(event)
    assert answer["response"] == {}


def test_a_can_fulfill_answer_speaks_for_each_slot() -> None:
    """Amazon wants to know of every slot that it found whether we understand it."""
    (case,) = (case for _, case in CASES if case["name"] == "a query for a slot of the skill")
    found = on_lambda()(whole(case))["response"]["canFulfillIntent"]["slots"]
    assert found == {"condition": {"canUnderstand": "YES", "canFulfill": "YES"}}
