"""A session remembers what was just spoken of; a record never does, and neither remembers a condition or a report."""

import json

import pytest
from structlog.testing import capture_logs
from talking import Talk

from skill.content.answers import AnswerKind, answers
from skill.storage import Change, MemoryStorage, UserRecord
from skill.understanding.commands import SlotValue


class Noting(MemoryStorage):
    """Notes each record that is stored."""

    def __init__(self) -> None:
        super().__init__()
        self.saved: list[UserRecord | None] = []

    def update(self, user: str, change: Change) -> UserRecord | None:
        self.saved.append(super().update(user, change))
        return self.saved[-1]


def asked(talk: Talk, topic: str) -> None:
    """Ask for *topic* by the slot that offers it."""
    kind = answers("en")[topic].kind
    name = "AnswerIntent" if kind is AnswerKind.TOPIC else "ConditionIntent"
    talk.say(name, **{str(kind): SlotValue(answers("en")[topic].name, topic)})


def remembered(talk: Talk) -> object:
    return talk.session.attributes.get("topic")


def begun() -> Talk:
    talk = Talk()
    talk.open()
    return talk


def test_the_topic_of_the_last_answer_is_remembered_until_something_else_is_said() -> None:
    """Then "next" and "it" are of the routine again."""
    talk = begun()
    asked(talk, "what_is_roller")
    assert remembered(talk) == "what_is_roller"
    asked(talk, "tip_gentle")
    assert remembered(talk) == "tip_gentle"
    talk.say("AMAZON.YesIntent")
    assert remembered(talk) is None


@pytest.mark.parametrize("intent", ["AMAZON.FallbackIntent", "OpenQuestionIntent"])
def test_what_was_not_understood_changes_nothing(intent: str) -> None:
    """A person says it again."""
    talk = begun()
    asked(talk, "tip_gentle")
    slots = {"question": SlotValue("translate into french")} if intent == "OpenQuestionIntent" else {}
    talk.say(intent, **slots)
    assert remembered(talk) == "tip_gentle"
    assert "Tip two" in talk.say("AMAZON.NextIntent")


@pytest.mark.parametrize("topic", ["sciatica", "back_pain", "pregnancy", "blood_thinners"])
def test_a_condition_is_never_remembered(topic: str) -> None:
    """It also takes away what was (promise 9): nothing of a session says what was asked about anybody's health."""
    talk = begun()
    asked(talk, "what_is_roller")
    asked(talk, topic)
    assert remembered(talk) is None
    assert topic not in json.dumps(talk.session.attributes)


def test_only_topics_say_what_follows_them() -> None:
    """No condition, no sensation and no sign to stop leads on, so that none can be remembered."""
    kinds = {answer.kind for answer in answers("en").values() if answer.leads_on}
    assert kinds == {AnswerKind.TOPIC}


def test_a_topic_is_neither_stored_nor_logged() -> None:
    """It lives in the session (promise 9)."""
    storage = Noting()
    talk = Talk(storage)
    with capture_logs() as logs:
        talk.open()
        for name in ("AMAZON.YesIntent", "AMAZON.YesIntent", "AMAZON.YesIntent"):
            talk.say(name)
        asked(talk, "how_common")
    assert remembered(talk) == "how_common"
    assert storage.saved
    assert "how_common" not in json.dumps(storage.saved)
    assert "topic" not in json.dumps(storage.saved)
    assert "how_common" not in str(logs)
