"""
The apology: whatever raised, a person on a roller hears a calm sentence, and the log where it arose.

Rule: it needs nothing of what may be broken.
"""

from collections.abc import Callable
from typing import Any

import pytest
from signing import LAUNCH, envelope, intent
from structlog.testing import capture_logs

from skill.alexa.skill_builder import build_skill
from skill.coach import turn
from skill.content.files import ContentError
from skill.settings import Settings
from skill.storage import Change, MemoryStorage, UserRecord


SECRET = "an utterance"
WORDS = "Sorry, something went wrong at my end. Hips down, and rest. To go on, say: Alexa, open gentle roller."


class Faulty(MemoryStorage):
    """A store with a fault of ours, which it does not tell as StorageError."""

    def load(self, user: str) -> UserRecord | None:
        raise ZeroDivisionError(SECRET)

    def update(self, user: str, change: Change) -> UserRecord | None:
        raise ZeroDivisionError(SECRET)


def sent(whole: dict[str, Any], wake_word: str = "Alexa") -> tuple[dict[str, Any], list[Any]]:
    settings = Settings(storage="memory:", allow_any_skill=True, wake_word=wake_word)
    handle = build_skill(Faulty(), settings).lambda_handler()
    with capture_logs() as logs:
        return handle(whole, None)["response"], logs


def test_a_fault_is_apologised_for_and_the_session_closes() -> None:
    """What to do now, lying there, and how to go on."""
    response, _ = sent(envelope(LAUNCH))
    assert response["outputSpeech"]["ssml"] == f"<speak>{WORDS}</speak>"
    assert response["shouldEndSession"] is True


def test_the_apology_calls_the_device_by_its_own_name() -> None:
    """Some devices answer to another word."""
    response, _ = sent(envelope(LAUNCH), wake_word="Computer")
    assert "say: Computer, open gentle roller." in response["outputSpeech"]["ssml"]


def test_the_log_says_what_and_where_and_nothing_that_was_said() -> None:
    """The name of the fault, the file and the line."""
    _, logs = sent(envelope(intent("OpenQuestionIntent", question=SECRET)))
    (entry,) = (entry for entry in logs if entry["log_level"] == "error")
    assert (entry["event"], entry["fault"], entry["file"]) == ("apologised", "ZeroDivisionError", "test_apology.py")
    assert SECRET not in str(logs)


def test_where_nothing_may_be_said_nothing_is_said() -> None:
    """Speech in answer to an event would be refused by Alexa."""
    ended = envelope({"type": "SessionEndedRequest", "reason": "USER_INITIATED"}, attributes=begun())
    del ended["request"]["timestamp"]
    response, logs = sent(ended)
    assert (response, [entry["event"] for entry in logs][-1]) == ({}, "apologised")


def begun() -> dict[str, Any]:
    """Give what a session carries that has begun."""
    handle = build_skill(MemoryStorage(), Settings(storage="memory:", allow_any_skill=True)).lambda_handler()
    attributes: dict[str, Any] = handle(envelope(LAUNCH), None)["sessionAttributes"]
    return attributes


@pytest.mark.parametrize("key", ["timestamp", "intent"])
def test_an_envelope_that_lacks_what_it_must_have_is_apologised_for(key: str) -> None:
    """Amazon's always have it; a request made by hand may not."""
    whole = envelope(intent("AMAZON.YesIntent"))
    del whole["request"][key]
    response, _ = sent(whole)
    assert WORDS in response["outputSpeech"]["ssml"]


def raising(error: Exception) -> Callable[..., Any]:
    def advance(*_: Any) -> Any:
        raise error

    return advance


@pytest.mark.parametrize("error", [RecursionError(), MemoryError(), KeyError("x"), ContentError("no line"), OSError()])
def test_whatever_the_fault_is_it_is_apologised_for(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every exception is taken."""
    monkeypatch.setattr(turn, "advance", raising(error))
    handle = build_skill(MemoryStorage(), Settings(storage="memory:", allow_any_skill=True)).lambda_handler()
    assert WORDS in handle(envelope(LAUNCH), None)["response"]["outputSpeech"]["ssml"]
