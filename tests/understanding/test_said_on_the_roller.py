"""What was said on the roller and once heard as something else, each with the intent that it must have."""

import pytest

from skill.understanding.text_to_event import explain, listen


SAID = [
    ("no i said stop", "UndoIntent"),
    ("this isn't right", "UndoIntent"),
    ("i'm off the roller", "SatUpIntent"),
    ("i got up", "SatUpIntent"),
    ("i'm standing", "SatUpIntent"),
    ("i'm sitting", "ReadyIntent"),
    ("okay lying down again", "ReadyIntent"),
    ("my hips are tired", "HoldOnIntent"),
    ("rest", "HoldOnIntent"),
    ("i have to answer the phone", "HoldOnIntent"),
    ("i need a drink of water", "HoldOnIntent"),
    ("no i'm on my side", "HoldOnIntent"),
    ("continue tomorrow", "FinishIntent"),
    ("i'd rather not do any more today thank you", "FinishIntent"),
    ("keep rolling but easier", "EasierIntent"),
    ("i like this", "ThanksIntent"),
    ("ooh right there", "TightSpotIntent"),
    ("what's a tight spot", "StepDetailIntent"),
    ("how long have i been going", "StepsLeftIntent"),
    ("nope i'm good", "NotNowIntent"),
    ("mm hmm", "AMAZON.YesIntent"),
    ("i am", "ReadyIntent"),
]


@pytest.mark.parametrize(("text", "intent"), SAID)
def test_what_was_said_on_the_roller_is_heard(text: str, intent: str) -> None:
    """A command in other words than ours is still that command."""
    heard = listen(text, "en-US")
    assert heard is not None
    assert heard.intent == intent


def test_a_mere_sound_is_no_answer() -> None:
    """Nobody has said yes by thinking aloud."""
    assert listen("hmm", "en-US") is None


DISTRESS = ["something's wrong", "i can't feel anything", "i'm sliding off", "it's on my neck", "i need a doctor"]


@pytest.mark.parametrize("text", DISTRESS)
def test_distress_stops_the_rolling_first(text: str) -> None:
    """Whatever is wrong, nobody has to name it."""
    assert explain(text, "en-US")["event"] in ("Hurts", "Emergency", "Slipped")


FINE = ["something is wrong with the roller", "i can't feel any tight spot", "should i call a doctor first"]


@pytest.mark.parametrize("text", FINE)
def test_what_is_no_distress_stops_nothing(text: str) -> None:
    """What is wrong is the roller, the spot, or nothing yet."""
    assert explain(text, "en-US")["verdict"] != "stop_now"


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("is it safe for my seven year old", "children"),
        ("my grandson wants to try he's five", "children"),
        ("is the roller meant to be along my spine", "direction"),
        ("i can't put my hands behind my head", "hands_wont_reach"),
        ("i'm seventy two is that too old", "older_adult"),
    ],
)
def test_a_question_asked_on_the_roller_has_its_answer(text: str, topic: str) -> None:
    """And not that of somebody else."""
    assert explain(text, "en-US")["topic"] == topic
