"""Requests without a user id: the person is coached, and nothing is kept (promise 10)."""

from typing import Any

import pytest
from signing import LAUNCH, envelope, intent

from skill.alexa.skill_builder import build_skill
from skill.coach.voice import plain
from skill.echo.envelopes import read
from skill.settings import Settings
from skill.storage import Change, MemoryStorage, UserRecord


WARNING = "I may not be able to keep your place today. "
ANY_SKILL = Settings(storage="memory:", allow_any_skill=True)
YES = intent("AMAZON.YesIntent")
USERS: dict[str, Any] = {
    "absent": ...,
    "none": None,
    "empty": {},
    "no id": {"userId": None},
    "an empty id": {"userId": ""},
}


class Untouched(MemoryStorage):
    """A store that must not be asked."""

    def load(self, user: str) -> UserRecord | None:
        raise AssertionError("asked for nobody")

    def update(self, user: str, change: Change) -> UserRecord | None:
        raise AssertionError("saved for nobody")

    def delete(self, user: str) -> None:
        raise AssertionError("deleted nobody")


class Nobody:
    """Talks to the skill; *user* stands in the place of the user, ... where it is left out."""

    def __init__(self, user: Any, storage: MemoryStorage) -> None:
        self.attributes: dict[str, Any] = {}
        self.user = user
        self._handle = build_skill(storage, ANY_SKILL).lambda_handler()

    def say(self, request: Any) -> str:
        whole = envelope(request, attributes=self.attributes)
        for place in (whole["context"]["System"], whole["session"]):
            del place["user"]
            if self.user is not ...:
                place["user"] = self.user
        answer = self._handle(whole, None)
        self.attributes = answer.get("sessionAttributes", {})
        return plain(read(answer, "en-US").said)


@pytest.mark.parametrize("user", USERS.values(), ids=USERS.keys())
def test_who_has_no_id_is_coached_and_nothing_is_kept(user: Any) -> None:
    """The same words as for anybody, but for one sentence; the store is never asked."""
    nobody, usual = Nobody(user, Untouched()), Nobody({"userId": "somebody"}, MemoryStorage())
    turns = [LAUNCH, *[YES] * 6, intent("HoldOnIntent"), intent("ReadyIntent"), *[intent("AMAZON.NextIntent")] * 5, YES]
    heard, wanted = [nobody.say(turn) for turn in turns], [usual.say(turn) for turn in turns]
    assert [WARNING + wanted[0], *wanted[1:]] == heard


def test_who_has_no_id_is_told_that_nothing_is_kept() -> None:
    """Asked about it, and on leaving: no promise is made."""
    nobody = Nobody({}, Untouched())
    for turn in (LAUNCH, *[YES] * 6):
        nobody.say(turn)
    assert "I'm keeping nothing of yours." in nobody.say(intent("KnowMeIntent"))
    assert "I'm keeping nothing of yours." in nobody.say(intent("ForgetMeIntent"))
    assert "I won't keep anything from this one." in nobody.say(intent("NotMeIntent"))
    nobody.say({"type": "SessionEndedRequest", "reason": "USER_INITIATED"})
    assert "kept" not in nobody.say(intent("AMAZON.StopIntent"))


@pytest.mark.parametrize("user", USERS.values(), ids=USERS.keys())
def test_who_loses_their_id_on_the_way_is_coached_on(user: Any) -> None:
    """A later request may lack it: nothing is saved under nobody's name, and nothing is called kept."""
    storage = MemoryStorage()
    nobody = Nobody({"userId": "somebody"}, storage)
    for turn in (LAUNCH, *[YES] * 3):
        nobody.say(turn)
    before = storage.load("somebody")
    nobody.user = user
    assert "Step one of seven." in nobody.say(YES)
    nobody.say(YES)
    assert "kept" not in nobody.say(intent("AMAZON.StopIntent"))
    assert (storage.load("somebody"), storage.load("")) == (before, None)
