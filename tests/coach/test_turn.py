"""
One turn, from a request to its response: the order of things, and what travels with the session.

Rule: settle the clock, answer, keep the place, and only then speak of it (design §2).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from talking import Talk

from skill.alexa import handlers
from skill.coach.voice import plain
from skill.content.phrases import script
from skill.dialogue.progress import Progress
from skill.dialogue.reply import Line
from skill.echo.envelopes import launch, touch
from skill.storage import Change, MemoryStorage
from skill.storage import UserRecord as Kept
from skill.understanding.commands import SlotValue


TO_ROLLING = 6


class Noting(MemoryStorage):
    """A store that notes when something was kept."""

    def __init__(self, notes: list[str]) -> None:
        super().__init__()
        self._notes = notes

    def update(self, user: str, change: Change) -> Kept | None:
        self._notes.append("kept")
        return super().update(user, change)


def rolling(**more: Any) -> Talk:
    """Go as far as step three, counting."""
    talk = Talk(**more)
    talk.open()
    talk.yes(TO_ROLLING)
    return talk


def test_the_place_is_kept_before_it_is_spoken_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session can die without a word; what was said must be true by then."""
    notes: list[str] = []
    respond = handlers.respond

    def noting(*arguments: Any) -> Any:
        notes.append("spoken")
        return respond(*arguments)

    monkeypatch.setattr(handlers, "respond", noting)
    talk = Talk(storage=Noting(notes))
    talk.open()
    talk.yes(2)
    notes.clear()
    talk.yes(2)
    assert notes == ["kept", "spoken", "kept", "spoken"]


def test_the_clock_is_settled_before_the_word_is_answered() -> None:
    """After the hold has run out, "yes" is an answer to its question, and no longer "count on"."""
    talk = rolling()
    assert talk.yes(1).startswith("Step four of seven.")
    early = rolling()
    early.now -= 45
    assert not early.yes(1).startswith("Step four of seven.")


# One breath


@pytest.mark.parametrize(
    ("name", "slots", "topic"),
    [
        ("SafetyTipsIntent", {}, "safety"),
        ("WhatYouNeedIntent", {}, "needs"),
        ("ConditionIntent", {"condition": "shingles"}, "shingles"),
    ],
)
def test_a_question_in_one_breath_is_answered_and_that_is_all(name: str, slots: dict[str, str], topic: str) -> None:
    """ "Ask gentle roller for safety tips": the answer, and the session closes."""
    talk = Talk()
    assert talk.say(name, **slots).startswith(script("en-US").text(Line(f"answer.{topic}")))
    assert talk.answer.goes_on is False


def test_a_start_in_one_breath_goes_to_the_start_screen() -> None:
    """What is careful to know comes first, whatever door they came by."""
    talk = Talk()
    assert "not medical advice" in talk.say("StartRoutineIntent")
    assert talk.answer.goes_on


def test_pain_in_one_breath_is_the_full_way_off() -> None:
    """ "Tell gentle roller it hurts": all that they need, at once; then it closes."""
    talk = Talk()
    said = talk.say("PainIntent")
    assert said.startswith("Stop rolling")
    assert "roll off to one side" in said
    assert "push up with your hands" in said
    assert talk.answer.goes_on is False


@pytest.mark.parametrize("name", ["AMAZON.FallbackIntent", "UndoIntent"])
def test_a_session_opened_with_nothing_we_know_is_opened(name: str) -> None:
    """ "Ask gentle roller" something: the welcome is a better answer than "I missed that"."""
    talk = Talk()
    assert talk.say(name) == Talk().open()


def test_coming_back_in_one_breath_recalls_the_place() -> None:
    """ "Ask gentle roller for next" is open + next."""
    talk = rolling()
    talk.session = replace(talk.session, attributes={})
    talk.now += 3 * 86_400
    talk.say("CarryOnIntent")
    assert "roller" in plain(talk.answer.said)
    assert talk.session.attributes["state"]["step"] == 3


# Taking back


def test_a_misheard_word_is_taken_back() -> None:
    """The state before it, time and all."""
    talk = rolling()
    before = talk.session.attributes["state"]
    talk.say("AMAZON.PreviousIntent")
    talk.say("UndoIntent")
    after = talk.session.attributes["state"]
    assert (after["phase"], after["step"]) == (before["phase"], before["step"])


def test_a_tap_that_is_passed_over_is_not_what_is_taken_back() -> None:
    """A stale tap changes nothing, so the word before it is still the last one."""
    talk = rolling()
    talk.say("AMAZON.PreviousIntent")
    talk.ask(touch("step-99", ["next"]))
    talk.say("UndoIntent")
    assert talk.session.attributes["state"]["step"] == 3


def test_a_stale_tap_is_silent_and_leaves_the_session_as_it_is() -> None:
    """Neither words nor an end, and the same place afterwards."""
    talk = rolling()
    before = talk.session.attributes["state"]
    talk.ask(touch("step-99", ["next"]))
    assert (talk.answer.said, talk.answer.goes_on) == ((), None)
    after = talk.session.attributes["state"]
    clocks = {"now", "spot_ends", "rolling_ends", "echo", "left"}
    assert {k: v for k, v in after.items() if k not in clocks} == {k: v for k, v in before.items() if k not in clocks}


def test_pain_is_never_taken_back() -> None:
    """Not across Hurts (promise 5)."""
    talk = rolling()
    talk.say("PainIntent")
    talk.say("UndoIntent")
    assert talk.session.attributes["state"]["gentle"]


# Preferences


def test_a_pace_lasts_until_it_is_changed() -> None:
    """In this session and in the next one."""
    talk = rolling()
    talk.say("PaceIntent", pace=SlotValue("slower", "slower"))
    assert talk.session.attributes["pace"] == -1
    talk.open()
    assert talk.session.attributes["pace"] == -1


def test_fewer_words_last_until_they_are_changed() -> None:
    """In this session and in the next one."""
    talk = rolling()
    talk.say("WordsIntent", amount=SlotValue("less", "less"))
    assert talk.session.attributes["few"] is True
    talk.open()
    assert talk.session.attributes["few"] is True
    talk.say("WordsIntent", amount=SlotValue("more", "more"))
    assert talk.session.attributes["few"] is False


def test_somebody_else_is_kept_nowhere_and_overwrites_nothing() -> None:
    """ "That's not me": they start afresh, and the other's place is safe."""
    talk = rolling()
    kept = talk.storage.load("amzn1.ask.account.desk")
    talk.open()
    talk.say("NotMeIntent")
    talk.yes(TO_ROLLING)
    assert talk.storage.load("amzn1.ask.account.desk") == kept


def test_somebody_else_cannot_forget_whose_place_it_is() -> None:
    """Nor hear what is kept of them."""
    talk = rolling()
    talk.open()
    talk.say("NotMeIntent")
    kept = talk.storage.load("amzn1.ask.account.desk")
    assert "I'm keeping nothing of yours." in talk.say("ForgetMeIntent")
    talk.yes(1)
    assert talk.storage.load("amzn1.ask.account.desk") == kept
    assert "I'm keeping nothing of yours." in talk.say("KnowMeIntent")


def test_a_launch_within_the_session_of_somebody_else_finds_nothing_of_theirs() -> None:
    """Whether or not Alexa begins a new session for it; the other's place stays as it was before the session."""
    talk = rolling()
    kept = talk.storage.load("amzn1.ask.account.desk")
    talk.open()
    talk.yes(2)
    talk.ask(launch())
    talk.say("NotMeIntent")
    assert "Welcome to Gentle Roller." in talk.ask(launch())
    assert talk.storage.load("amzn1.ask.account.desk") == kept


def test_where_nobodys_place_was_kept_none_is_called_safe() -> None:
    """The first run of an account is nobody else's."""
    talk = rolling()
    said = talk.say("NotMeIntent")
    assert "I won't keep anything from this one." in said
    assert "safe" not in said


# Cards, and what is known


def test_the_steps_come_on_a_card() -> None:
    """ "Send me that" does not stop the coaching."""
    talk = rolling()
    assert "I've sent the steps to your Alexa app." in talk.say("SendIntent")
    assert talk.answer.card is not None
    assert talk.answer.card["type"] == "Simple"
    assert talk.answer.goes_on


def test_what_was_finished_is_counted() -> None:
    """How often have I done this: what is kept says it, in the session and in one breath."""
    talk = Talk()
    talk.storage.update("amzn1.ask.account.desk", lambda _: {"": finished_thrice()})
    assert "You've finished it three times." in talk.say("ProgressIntent")
    talk.open()
    assert "You've finished it three times." in talk.say("ProgressIntent")


def test_once_more_counts_at_once() -> None:
    """Whoever has just finished hears the new number."""
    talk = Talk()
    talk.storage.update("amzn1.ask.account.desk", lambda _: {"": finished_once()})
    talk.open()
    talk.yes(6)
    talk.say("GoToStepIntent", ordinal=SlotValue("last", "-1"))
    assert "fewer words next time?" in talk.say("ReadyIntent")
    assert "You've finished it two times." in talk.say("ProgressIntent")


def finished_once() -> Mapping[str, Any]:
    return Progress(started=1, finished=1, at=1.0).to_dict()


def test_what_was_forgotten_is_not_told_any_more() -> None:
    """Not in the rest of the session either, nor carried on in it."""
    talk = Talk()
    talk.storage.update("amzn1.ask.account.desk", lambda _: {"": finished_thrice()})
    talk.open()
    talk.say("ForgetMeIntent")
    talk.yes(1)
    assert "Not all the way yet." in talk.say("ProgressIntent")
    assert talk.session.attributes["found"] == {}


@pytest.mark.parametrize("done", ["PaceIntent", "WordsIntent", "SendIntent"])
def test_what_was_done_besides_is_not_called_undone(done: str) -> None:
    """The pace, the number of words, a card: the state before would not take them back."""
    talk = rolling()
    talk.say(done)
    assert "There's nothing I can take back here." in talk.say("UndoIntent")


def mumbled(talk: Talk) -> str:
    return [talk.say("AMAZON.FallbackIntent") for _ in range(3)][-1]


def test_whoever_is_not_understood_is_promised_only_a_place_that_is_kept() -> None:
    """A guest's isn't, nor a broken store's, nor one of somebody who has not begun."""
    often = "If something's wrong, roll off to one side, and get someone."
    assert f"{often} Your place is kept. Shall I stop here?" in mumbled(rolling())
    guest, fresh = rolling(), Talk()
    guest.say("NotMeIntent")
    fresh.open()
    assert f"{often} Shall I stop here?" in mumbled(guest)
    assert "I keep missing what you say. Shall I stop here?" in mumbled(fresh)


def finished_thrice() -> Mapping[str, Any]:
    return Progress(started=3, finished=3, at=1.0).to_dict()


def test_a_session_stays_far_below_amazons_size() -> None:
    """24 KB for the whole response is the older limit, and the safe one; a screen's document comes on top."""
    talk = rolling()
    talk.say("StraightThroughIntent")
    assert len(str(talk.session.attributes)) < 6_000
