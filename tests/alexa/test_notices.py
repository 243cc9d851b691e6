"""
Requests that nobody speaks: what is done about them, and what is logged.

Rule: they are acknowledged with an empty response; whoever disables the skill is forgotten; what tells of a fault of
ours is loud. Which request gets which answer is in test_every_request.py.
"""

from typing import Any

import pytest
from alexa.talking import Talk
from ask_sdk_model import RequestEnvelope
from signing import USER_ID, envelope
from structlog.testing import capture_logs

from skill.alexa.build import build_skill
from skill.alexa.serializer import TolerantSerializer
from skill.settings import Settings
from skill.storage import MemoryStorage, Storage, StorageError


ANY_SKILL = Settings(storage="memory:", allow_any_skill=True)
DISABLED = envelope({"type": "AlexaSkillEvent.SkillDisabled"}, session=False)


def sent(whole: dict[str, Any], storage: Storage | None = None) -> tuple[dict[str, Any], list[Any]]:
    """Send *whole*; give the response and what was logged."""
    handle = build_skill(storage or MemoryStorage(), ANY_SKILL).lambda_handler()
    with capture_logs() as logs:
        return handle(whole, None)["response"], logs


def ended(**error: str) -> dict[str, Any]:
    return envelope({"type": "SessionEndedRequest", "reason": "ERROR", "error": error})


def test_whoever_disables_the_skill_is_forgotten() -> None:
    """All persons of the account, at once; nobody else."""
    store = MemoryStorage()
    for user in (USER_ID, "somebody else"):
        store.update(user, lambda _: {"": {"place": 1}, "sam": {"place": 2}})
    assert sent(DISABLED, store)[0] == {}
    assert store.load(USER_ID) is None
    assert store.load("somebody else") is not None


def test_whoever_was_never_here_can_disable_the_skill() -> None:
    """Nothing kept is no error."""
    response, logs = sent(DISABLED)
    assert (response, [entry for entry in logs if entry["log_level"] == "error"]) == ({}, [])


class Down(MemoryStorage):
    """A store that deletes nothing."""

    def delete(self, user: str) -> None:
        raise StorageError("the disk is full")


def test_a_store_that_cannot_forget_is_logged_as_an_error() -> None:
    """It raises nothing; whoever runs the skill has to see to it."""
    response, logs = sent(DISABLED, Down())
    assert response == {}
    (entry,) = (entry for entry in logs if entry["log_level"] == "error")
    assert entry["event"] == "who disabled the skill is not forgotten yet"
    assert USER_ID not in str(logs)


def test_a_response_that_alexa_refused_is_logged_with_its_reason() -> None:
    """The message is Amazon's, and the only hint that there is."""
    _, logs = sent(ended(type="INVALID_RESPONSE", message="The reprompt is too long"))
    (entry,) = (entry for entry in logs if entry["log_level"] == "error")
    assert entry["event"] == "session ended: our response was invalid"
    assert entry["message"] == "The reprompt is too long"


@pytest.mark.parametrize("kind", ["DEVICE_COMMUNICATION_ERROR", "INTERNAL_SERVICE_ERROR", "SOMETHING_NEW"])
def test_an_end_that_is_no_fault_of_ours_is_not_loud(kind: str) -> None:
    """A device that went offline is nothing to be woken for."""
    _, logs = sent(ended(type=kind, message=""))
    assert [entry["log_level"] for entry in logs] == ["info"]


def test_a_session_that_ends_says_how_in_the_log() -> None:
    """Left, or fallen silent: the reason that Amazon gives."""
    _, logs = sent(envelope({"type": "SessionEndedRequest", "reason": "EXCEEDED_MAX_REPROMPTS"}))
    assert [entry["reason"] for entry in logs] == ["EXCEEDED_MAX_REPROMPTS"]


def test_a_session_that_ends_keeps_its_place() -> None:
    """The place was kept when they got there; its end changes nothing."""
    talk = Talk()
    talk.open()
    talk.yes(6)
    kept = talk.storage.load("amzn1.ask.account.desk")
    talk.ask({"type": "SessionEndedRequest", "reason": "USER_INITIATED"})
    assert talk.storage.load("amzn1.ask.account.desk") == kept


def test_a_screen_that_could_not_be_shown_says_why() -> None:
    """Each error's reason; what it quotes of the document is left out."""
    errors = [{"type": "RENDER_ERROR", "reason": "INVALID", "message": "secret"}, {"reason": "INTERNAL_SERVER_ERROR"}]
    _, logs = sent(envelope({"type": "Alexa.Presentation.APL.RuntimeError", "token": "step-3", "errors": errors}))
    (entry,) = (entry for entry in logs if entry["log_level"] == "error")
    assert entry["errors"] == ["INVALID", "INTERNAL_SERVER_ERROR"]
    assert "secret" not in str(logs)


@pytest.mark.parametrize("errors", [None, [], [None], ["odd"], [{}], 7])
def test_errors_of_any_shape_are_taken(errors: Any) -> None:
    """A report of an error must not make another."""
    response, _ = sent(envelope({"type": "Alexa.Presentation.APL.RuntimeError", "errors": errors}))
    assert response == {}


def test_an_event_names_its_user_in_the_context() -> None:
    """Skill events have no session."""
    made = TolerantSerializer().read(DISABLED, RequestEnvelope)
    assert (made.session, made.context.system.user.user_id) == (None, USER_ID)
