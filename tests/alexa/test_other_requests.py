"""
Requests that nobody speaks: what is done about them, and what is logged.

Rule: they are acknowledged with an empty response; whoever disables the skill is forgotten; what tells of a fault of
ours is loud. Which request gets which answer is in test_every_request.py.
"""

from typing import Any

import pytest
import structlog
from ask_sdk_model import RequestEnvelope
from signing import USER_ID, envelope
from structlog.testing import capture_logs
from talking import Talk

from skill.alexa.serializer import TolerantSerializer
from skill.alexa.skill_builder import build_skill
from skill.coach.voice import plain, seconds
from skill.echo.envelopes import DeviceResponse
from skill.settings import Settings
from skill.storage import Change, MemoryStorage, Storage, StorageError, UserRecord


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
        store.update(user, lambda _: {"": {"place": 1}, "sam": {"place": 2, "at": 5}})
    assert sent(DISABLED, store)[0] == {}
    assert store.load(USER_ID) is None
    assert store.load("somebody else") is not None


def test_whoever_was_never_here_can_disable_the_skill() -> None:
    """Nothing kept is no error."""
    response, logs = sent(DISABLED)
    assert (response, [entry for entry in logs if entry["log_level"] == "error"]) == ({}, [])


class Down(MemoryStorage):
    """A store that changes nothing."""

    def update(self, user: str, change: Change) -> UserRecord | None:
        raise StorageError("the disk is full")


def test_an_event_that_could_not_be_done_is_not_acknowledged() -> None:
    """It fails, so that Alexa sends it again; the log says so, without the user."""
    handle = build_skill(Down(), ANY_SKILL).lambda_handler()
    with capture_logs() as logs, pytest.raises(StorageError, match="the disk is full"):
        handle(DISABLED, None)
    (entry,) = (entry for entry in logs if entry["log_level"] == "error")
    assert entry["event"] == "a user who disabled the skill is not forgotten: the event must come again"
    assert USER_ID not in str(logs)


AT = 1_780_000_000.0


@pytest.mark.parametrize(
    ("created", "stays"),
    [
        ({"eventCreationTime": "2026-05-28T20:26:39.500Z"}, {"kim"}),  # the time is AT, less half a second
        ({"eventCreationTime": "2026-05-28T20:26:38Z"}, {"", "kim"}),
        ({"eventCreationTime": "2026-05-28T23:00:00Z"}, {"kim"}),  # never later than it was sent
        ({}, {"kim"}),
        ({"eventCreationTime": "yesterday"}, {"kim"}),
    ],
)
def test_a_late_event_deletes_nothing_that_is_newer(created: dict[str, str], stays: set[str]) -> None:
    """Somebody enabled the skill again meanwhile; what was saved since is theirs. What has no time is not newer."""
    store = MemoryStorage(now=lambda: AT)
    persons = {
        "": {"written": AT - 1, "at": 0.0},
        "sam": {"at": AT - 100},
        "odd": 7,
        "kim": {"at": 5.0, "written": AT + 5},
    }
    store.update(USER_ID, lambda _: persons)
    event = {"type": "AlexaSkillEvent.SkillDisabled", **created}
    assert sent(envelope(event, at=AT, session=False), store)[0] == {}
    assert set(store.load(USER_ID) or {}) == stays


def test_an_event_without_a_user_is_done() -> None:
    """Nothing is kept of nobody; sending it again would help nobody."""
    whole = envelope({"type": "AlexaSkillEvent.SkillDisabled"}, session=False)
    del whole["context"]["System"]["user"]
    assert sent(whole, Down())[0] == {}


REFUSED = "The value [<speak>You said: my chest is tight</speak>] is invalid"


@pytest.mark.parametrize(
    ("whole", "event"),
    [
        (ended(type="INVALID_RESPONSE", message=REFUSED), "session ended: our response was invalid"),
        (
            envelope({"type": "System.ExceptionEncountered", "error": {"type": "ODD", "message": REFUSED}}),
            "Alexa refused our response",
        ),
    ],
)
def test_a_response_that_alexa_refused_is_logged_loudly_without_its_words(whole: dict[str, Any], event: str) -> None:
    """Amazon's message may quote our words, and they a person's: only which faults are the same is told."""
    _, logs = sent(whole)
    (entry,) = (entry for entry in logs if entry["log_level"] == "error")
    assert (entry["event"], entry["fingerprint"]) == (event, "5f86efbd645f")
    assert "chest" not in str(logs)


@pytest.mark.parametrize("odd", ["my chest is tight", "x" * 129, "", {"said": "my chest is tight"}, ["chest"], 7])
def test_what_has_not_the_form_of_a_name_is_not_logged(odd: Any) -> None:
    """Reasons, types and kinds are Amazon's enums; whatever else stands in their place is "odd"."""
    for request in (
        {"type": "SessionEndedRequest", "reason": odd, "error": {"type": odd, "message": "m"}},
        {"type": "System.ExceptionEncountered", "error": {"type": odd, "message": "m"}},
        {"type": "Alexa.Presentation.APL.RuntimeError", "errors": [{"type": odd, "reason": odd}] * 1000},
        {"type": odd},
    ):
        _, logs = sent(envelope(request))
        assert "chest" not in str(logs)
        assert len(str(logs)) < 400


def ended_in_mid_run(error: str, message: str) -> tuple[dict[str, Any], DeviceResponse]:
    """Return what is logged when Alexa ends a session with *error*, and the last answer before."""
    talk = rolling()
    with capture_logs() as logs:
        talk.ask({"type": "SessionEndedRequest", "reason": "ERROR", "error": {"type": error, "message": message}})
    (entry,) = (entry for entry in logs if entry["log_level"] == "error")
    assert message not in str(logs)
    return entry, talk.answers[-2]


@pytest.mark.parametrize(
    ("error", "message", "event"),
    [
        ("INTERNAL_SERVICE_ERROR", "total audio duration is over the limit", "our audio was too long"),
        ("INTERNAL_SERVICE_ERROR", "An exception occurred", "Alexa could not say our response"),
        ("ENDPOINT_TIMEOUT", "Took too long", "our answer came too late"),
        ("INVALID_RESPONSE", "An odd directive", "our response was invalid"),
    ],
)
def test_a_session_that_our_answer_ended_says_what_was_sent(error: str, message: str, event: str) -> None:
    """Lengths, seconds, phase and step of the last answer, and no text."""
    entry, answer = ended_in_mid_run(error, message)
    assert (entry["event"], entry["error"]) == (f"session ended: {event}", error)
    assert (entry["phase"], entry["step"]) == ("rolling", 3)
    assert entry["speech_seconds"] == pytest.approx(seconds(answer.said), abs=1)
    assert entry["reprompt_seconds"] == pytest.approx(seconds(answer.reprompt), abs=1)
    assert entry["speech_characters"] > len(plain(answer.said))  # the breaks and tags count as well
    assert entry["reprompt_characters"] > len(plain(answer.reprompt))


def test_a_session_that_ended_before_anything_was_sent_is_an_error_as_well() -> None:
    """The very first answer may come too late."""
    _, logs = sent(ended(type="ENDPOINT_TIMEOUT", message="late"))
    assert [(entry["log_level"], entry["event"]) for entry in logs] == [
        ("error", "session ended: our answer came too late")
    ]


def turns(talk: Talk, *said: str) -> list[dict[str, Any]]:
    """Say the intents *said*; return the log line of each turn."""
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logs:
        for name in said:
            talk.say(name)
    return [entry for entry in logs if entry["event"] == "turn"]


def test_a_turn_that_was_not_understood_says_where_it_was_said() -> None:
    """The phase and the step before it, as time had moved them on; a question without an answer counts as well."""
    talk = rolling()
    missed, understood = turns(talk, "AMAZON.FallbackIntent", "AMAZON.NextIntent")
    assert (missed["understood"], missed["asked_in"], missed["asked_at_step"]) == (False, "rolling", 3)
    assert missed["speech_characters"] > 0
    assert "understood" not in understood
    (unanswered,) = turns(Talk(), "OpenQuestionIntent")
    assert (unanswered["understood"], unanswered["asked_in"], unanswered["asked_at_step"]) == (False, "closed", 1)


@pytest.mark.parametrize("kind", ["DEVICE_COMMUNICATION_ERROR", "SOMETHING_NEW"])
def test_an_end_that_is_no_fault_of_ours_is_not_loud(kind: str) -> None:
    """A device that went offline is nothing to be woken for."""
    _, logs = sent(ended(type=kind, message=""))
    assert [entry["log_level"] for entry in logs] == ["info"]


def test_a_session_that_ends_says_how_in_the_log() -> None:
    """Left, or fallen silent: the reason that Amazon gives."""
    _, logs = sent(envelope({"type": "SessionEndedRequest", "reason": "EXCEEDED_MAX_REPROMPTS"}))
    assert [entry["reason"] for entry in logs] == ["EXCEEDED_MAX_REPROMPTS"]


DESK = "amzn1.ask.account.desk"


def left(talk: Talk, reason: str, after: float) -> dict[str, Any]:
    """End the session so many seconds after the last request; give what is kept."""
    talk.now += after - 60  # Talk asks a minute later
    talk.ask({"type": "SessionEndedRequest", "reason": reason})
    kept: Any = talk.storage.load(DESK)
    return dict(kept[""])


def rolling() -> Talk:
    talk = Talk()
    talk.open()
    talk.yes(6)
    return talk


def test_whoever_leaves_in_the_middle_of_a_hold_has_its_rest_left() -> None:
    """ "Alexa, exit" is told by the end of the session alone."""
    kept = left(rolling(), "USER_INITIATED", after=40)
    assert kept["place"]["step"] == "roll"
    assert 0 < kept["place"]["left"] < 40


def test_whoever_falls_silent_has_the_whole_hold_left() -> None:
    """The clock ran while nobody listened (promise 6); the ten minutes count from the end (design §4)."""
    talk = rolling()
    kept = left(talk, "EXCEEDED_MAX_REPROMPTS", after=90)
    assert kept["place"] == {"phase": "rolling", "step": "roll", "left": 40}
    assert kept["at"] == talk.now


def test_whoever_falls_silent_while_talked_through_is_where_the_words_had_come_to() -> None:
    """At the beginning of that step."""
    talk = Talk()
    talk.open()
    talk.say("StraightThroughIntent")
    talk.yes(4)
    kept = left(talk, "EXCEEDED_MAX_REPROMPTS", after=280)
    assert kept["place"] == {"phase": "spot", "step": "next_spot", "left": 30}


def test_an_end_that_comes_late_overwrites_nothing_newer() -> None:
    """Somebody opened the skill again before Amazon said that the session had ended."""
    talk = rolling()
    late = talk.session
    talk.open()
    talk.yes(1)
    newer = talk.storage.load(DESK)
    talk.session = late
    assert left(talk, "EXCEEDED_MAX_REPROMPTS", after=1) == newer[""]  # type: ignore[index]


@pytest.mark.parametrize("reason", ["ERROR", "SOMETHING_NEW", None])
def test_an_end_by_a_fault_leaves_the_place_as_it_was(reason: str | None) -> None:
    """Nobody knows what was heard of our last response."""
    talk = rolling()
    kept = talk.storage.load(DESK)
    talk.ask({"type": "SessionEndedRequest", "reason": reason})
    assert talk.storage.load(DESK) == kept


def test_the_end_of_a_guests_session_keeps_nothing() -> None:
    """Nothing is kept of somebody else."""
    talk = rolling()
    talk.say("NotMeIntent")
    assert talk.storage.load(DESK) is None
    talk.ask({"type": "SessionEndedRequest", "reason": "USER_INITIATED"})
    assert talk.storage.load(DESK) is None


def test_an_end_while_the_store_is_down_raises_nothing() -> None:
    """It is logged, and acknowledged like any other."""
    talk = rolling()
    talk.storage.update = failing  # type: ignore[method-assign]
    assert talk.ask({"type": "SessionEndedRequest", "reason": "USER_INITIATED"}) == ""


def failing(user: str, change: object) -> None:
    raise StorageError("the disk is full")


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
