"""What was said on the roller and once heard as something else, each with the intent that it must have."""

import pytest

from skill.alexa.ear import listen


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
