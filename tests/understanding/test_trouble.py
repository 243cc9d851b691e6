"""Somebody in trouble on the roller: harm without a word for pain, slips, help, and what it means after pain."""

import pytest

from skill.dialogue import events as e
from skill.dialogue.events import Command, FollowUp, WayOff
from skill.understanding.commands import SlotValue
from skill.understanding.intents import understood
from skill.understanding.text_to_event import explain, listen
from skill.understanding.triage import Alarm, Finding, triage


def event(text: str, *, hurt: bool = False) -> str:
    found: str = explain(text, "en-US", hurt=hurt)["event"]
    return found


def topic(text: str, *, hurt: bool = False) -> str | None:
    found: str | None = explain(text, "en-US", hurt=hurt)["topic"]
    return found


HARM = [
    "it's only got worse", "you've made my shoulder worse", "that's far too much for me",
    "i can't bear any more of that",
    "i really shouldn't have started this", "i think i overdid that", "it's more than i can take",
]  # fmt: skip


@pytest.mark.parametrize("text", HARM)
def test_harm_without_a_word_for_pain_is_pain(text: str) -> None:
    """Worse, too much, not good for me: the count stops as for pain."""
    assert triage([text], "en") == Finding(Alarm.HURT)


INJURED = [
    "i believe i injured my spine", "i've gone and damaged my shoulder", "i tore something just now",
    "i think i've strained my neck", "i did something nasty to my hip", "something just gave in there",
    "i've ricked my neck", "i think i felt something rip",
]  # fmt: skip


@pytest.mark.parametrize("text", INJURED)
def test_an_injury_just_now_ends_the_run(text: str) -> None:
    """By family and inflection; the end for today, and the way off."""
    assert topic(text) == "injured"


NO_INJURY = [
    "could this injure me", "i haven't injured a thing", "i don't want to strain my back", "i tore a muscle last year",
    "will it tear a muscle", "i pulled my shirt down", "something went wrong with the screen", "my back went numb once",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_INJURY)
def test_a_question_a_denial_and_an_old_story_are_no_injury(text: str) -> None:
    """Nothing ends for them."""
    assert topic(text) != "injured"


@pytest.mark.parametrize("text", ["can rolling hurt a kidney", "might it damage a nerve", "will this crack my ribs"])
def test_a_question_about_harm_is_neither_report_nor_condition(text: str) -> None:
    """It is answered with the risks."""
    assert topic(text) == "risks"


@pytest.mark.parametrize("text", ["is back ache eased by a crack", "how would i find a knot", "does it sometimes pop"])
def test_a_question_stays_a_question(text: str) -> None:
    """No report, and no command."""
    assert event(text) == "Ask"
    assert explain(text, "en-US")["verdict"] != "stop_now"


def test_what_is_not_to_be_forced_is_not_straight_through() -> None:
    """Sentences that differ in their verb are not alike."""
    assert event("do not force anything") != "StraightThrough"


SLIPS = [
    "i just slid right off", "i toppled off sideways", "i've lost my balance", "the roller slipped out from under me",
]  # fmt: skip


@pytest.mark.parametrize("text", SLIPS)
def test_a_slip_off_the_roller_is_no_serious_fall(text: str) -> None:
    """Nothing is said of pain."""
    assert event(text) == "Slipped"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("i fell down the stairs", "fall_back"),
        ("i slid off and banged my head", "fall_head"),
        ("i toppled off and landed hard on my spine", "fall_back"),
    ],
)
def test_a_real_fall_stays_one(text: str, found: str) -> None:
    """And is told to lie still."""
    assert topic(text) == found


def test_a_slip_that_hurts_is_pain() -> None:
    """The worse of the two is heard."""
    assert event("i slid off and it hurts") == "Hurts"


@pytest.mark.parametrize("text", ["i really need help here", "somebody please lift me up", "could somebody help me up"])
def test_needing_help_is_stuck(text: str) -> None:
    """The bare word is the command that it is."""
    assert event(text) == "Stuck"
    assert event("help") == "Help"


@pytest.mark.parametrize("text", ["i can't move now", "help i am unable to move", "i can't move either leg"])
def test_nobody_who_cannot_move_is_told_to_roll_off(text: str) -> None:
    """The hips come down if they can; then stay still, and call."""
    heard = listen(text, "en-US")
    assert heard is not None
    assert understood(heard.intent, heard.slots, "en").event == e.Emergency("red_flag_unable", WayOff.STILL)


def test_the_deployed_model_and_the_local_text_agree_on_being_unable_to_move() -> None:
    """Alexa sends the slot alone."""
    sent = understood("EmergencyIntent", {"unable": SlotValue("move")}, "en")
    assert sent.event == e.Emergency("red_flag_unable", WayOff.STILL)


@pytest.mark.parametrize("text", ["i can't move the roller", "i can't move any further down", "i can't move faster"])
def test_what_cannot_be_moved_is_no_emergency(text: str) -> None:
    """Nobody is unable to move."""
    assert event(text) != "Emergency"


@pytest.mark.parametrize("text", ["my heart has begun to race", "my heart is fluttering a bit", "my heart's banging"])
def test_a_racing_heart_is_a_sign_to_stop(text: str) -> None:
    """Rest, and not today, until it is sure what it is."""
    assert topic(text) == "palpitations"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("my heart's racing and my chest hurts", "red_flag_chest"),
        ("my heart is pounding and i can't catch my breath", "red_flag_breathing"),
        ("my heart is racing and i feel dizzy", "red_flag_heart"),
        ("my heart just won't settle down", "red_flag_heart"),
    ],
)
def test_a_racing_heart_with_a_worse_sign_is_an_emergency(text: str, found: str) -> None:
    """And so is one that won't slow down."""
    assert topic(text) == found
    assert event(text) == "Emergency"


@pytest.mark.parametrize("text", ["a headache is building", "i feel a headache coming", "this gives me a headache"])
def test_a_headache_that_begins_is_a_sign_to_stop(text: str) -> None:
    """One that comes and goes is a condition."""
    assert topic(text) == "headache_starting"


def test_who_gives_a_headache_is_no_report() -> None:
    """It is about the voice."""
    assert topic("you give me a headache") is None


AFTER_PAIN = ["it's still there", "it did it again", "that is a bit too much", "tight again", "it hasn't gone away"]


@pytest.mark.parametrize("text", AFTER_PAIN)
def test_after_pain_what_could_be_pain_is_pain(text: str) -> None:
    """In doubt it is the second one."""
    assert event(text, hurt=True) == "Hurts"


@pytest.mark.parametrize("text", ["i felt a pop", "my back just cracked", "something clicked in my spine"])
def test_after_pain_a_pop_is_read_by_it(text: str) -> None:
    """Before, a pop that doesn't hurt is fine."""
    assert topic(text, hurt=True) == "pop_with_pain"
    assert topic(text) == "painless_pop"


COMMANDS = {
    "again": "Repeat", "carry on": "Resume", "ready": "Ready", "easier": "Easier", "yes": "Yes", "i'm back": "Ready",
}  # fmt: skip


@pytest.mark.parametrize(("text", "meant"), COMMANDS.items())
def test_after_pain_a_command_is_the_command_that_it_was(text: str, meant: str) -> None:
    """Alone they say nothing of pain."""
    assert event(text, hurt=True) == event(text) == meant


def test_after_pain_the_deployed_intents_are_read_by_it_too() -> None:
    """Alexa sends no text of them."""
    assert understood("StillThereIntent", {}, "en", hurt=True).event is Command.HURTS
    pop = understood("PopIntent", {}, "en", hurt=True).event
    assert pop == e.Ask("pop_with_pain", FollowUp.WAY_OFF)
