"""
The Lambda function in AWS's own runtime client, awslambdaric, against a Runtime API on loopback.

Rule: what AWS would start is what is started here: the handler by the name that the template gives it.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hosts.runtime_api import RuntimeApi
from signing import LAUNCH, SKILL_ID, envelope, intent


ROOT = Path(__file__).parents[2]
HANDLER = "lambda_function.lambda_handler"


@contextmanager
def function(**settings: str) -> Iterator[RuntimeApi]:
    """Start the function with *settings*, as an instance of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GENTLE_ROLLER_")}
    with RuntimeApi() as api:
        environment |= {"AWS_LAMBDA_RUNTIME_API": api.address, "PYTHONWARNINGS": "ignore", **settings}
        command = [sys.executable, "-m", "awslambdaric", HANDLER]
        process = subprocess.Popen(
            command, cwd=ROOT / "lambda", env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            yield api
        finally:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def running() -> Iterator[RuntimeApi]:
    """Give the function as it is deployed, but for its store."""
    with function(GENTLE_ROLLER_SKILL_ID=SKILL_ID, GENTLE_ROLLER_STORAGE="memory:") as api:
        yield api


def spoken(answer: tuple[str, Any]) -> str:
    kind, body = answer
    assert kind == "response", body
    said: str = body["response"]["outputSpeech"]["ssml"]
    return said


def test_a_launch_is_answered(running: RuntimeApi) -> None:
    """From AWS's event to the words."""
    assert "Welcome to Gentle Roller." in spoken(running.answer(envelope(LAUNCH)))


def test_the_session_goes_on_from_its_attributes(running: RuntimeApi) -> None:
    """What the function gave Alexa to carry is all that it needs for the next turn."""
    _, first = running.answer(envelope(LAUNCH))
    answer = running.answer(envelope(intent("AMAZON.YesIntent"), attributes=first["sessionAttributes"]))
    assert "not medical advice" in spoken(answer)


def test_a_session_that_ended_is_acknowledged(running: RuntimeApi) -> None:
    """With an empty response: Alexa takes no other."""
    kind, body = running.answer(envelope({"type": "SessionEndedRequest", "reason": "USER_INITIATED"}))
    assert (kind, body["response"]) == ("response", {})


def test_what_the_sdk_does_not_know_raises_nothing(running: RuntimeApi) -> None:
    """An error would count as a failed invocation, and be sent again."""
    kind, body = running.answer(envelope({"type": "Alexa.Tomorrow.SomethingNew"}, session=False))
    assert (kind, body["response"]) == ("response", {})


def test_another_skill_is_refused(running: RuntimeApi) -> None:
    """AWS lets only our skill call; if that is ever set up wrongly, the function itself refuses."""
    kind, error = running.answer(envelope(LAUNCH, skill_id="amzn1.ask.skill.of-somebody-else"))
    assert (kind, error["errorMessage"]) == ("error", "Skill ID Verification failed!!")


def test_a_function_without_a_skill_id_does_not_start() -> None:
    """The reason is what AWS shows: one line that says what to set."""
    with function(GENTLE_ROLLER_STORAGE="memory:") as api:
        kind, error = api.outcome()
    assert kind == "init error"
    assert error["errorMessage"].startswith("GENTLE_ROLLER_SKILL_ID is not set: write your skill's id")
