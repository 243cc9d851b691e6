"""
Somebody in trouble on an Echo, which sends an intent and its slots and no text: through the real handlers.

Rule: what stopped the count never starts it again by itself (promise 15). The hips go down first, the microphone is
open with a question and a reprompt that lasts, and nothing counts until the person says so.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product

import pytest
from talking import Talk

from skill.coach.session import Session
from skill.coach.voice import plain, seconds
from skill.content.answers import Verdict, answers
from skill.content.utterances import slot_types
from skill.dialogue.state import Phase, State
from skill.dialogue.transitions import counts
from skill.echo.envelopes import DeviceSession
from skill.understanding.commands import SlotValue


YES, NO, HELP, UNHEARD = "AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.HelpIntent", "AMAZON.FallbackIntent"
RESUME, REPEAT, NEXT = "AMAZON.ResumeIntent", "AMAZON.RepeatIntent", "AMAZON.NextIntent"
CRIES = (UNHEARD, HELP, NO, "NotNowIntent", "StuckIntent", "SlippedIntent", "PainIntent", "InjuredIntent",
    "StillThereIntent", "PopIntent", "EmergencyIntent")  # fmt: skip

ASKED = (("OpenQuestionIntent", "question"), ("WhyIntent", "question"), ("ConditionIntent", "condition"))

STANDING = {"WELCOME": 0, "SAFETY": 1, "FETCH": 2, "PLACE": 3}
"""The phases before anybody lies down, by the number of yeses that lead there."""
ROLL = (*[YES] * 5, "ReadyIntent")
WAYS: dict[str, tuple[str, ...]] = {
    "rolling": ROLL,
    "a spot": (*ROLL, "TightSpotIntent"),
    "gentle": (*ROLL, "PainIntent", "EasierIntent"),
    "straight through": (*[YES] * 4, "StraightThroughIntent"),
    "getting ready": (YES,) * 4,
    "a rest": (*ROLL, "HoldOnIntent"),
}
COUNTING = ("rolling", "a spot", "gentle", "straight through")
DOWN = ("hips down", "lower your hips", "stay there")
"""What one of the first two sentences says to somebody whose hips are up, or who lost the roller."""
LASTING = 60.0
"""Seconds that the reprompt after a rest lasts at least."""


@cache
def _way(name: str) -> tuple[Talk, DeviceSession, float]:
    talk = Talk()
    talk.open()
    for intent in WAYS[name]:
        say(talk, intent)
    return talk, talk.session, talk.now


def at(name: str) -> Talk:
    """Return the talk that has come to *name*, as it was then; there is one for each name."""
    talk, session, now = _way(name)
    talk.session, talk.now = session, now
    return talk


def say(talk: Talk, intent: str, **slots: SlotValue) -> str:
    """Say *intent* 20 s after the last request, in the middle of each hold."""
    talk.now -= 40
    return talk.say(intent, **slots)


def state(talk: Talk) -> State:
    return Session.from_dict(talk.session.attributes).state


def trouble(talk: Talk) -> str | None:
    """Return what is wrong with the last answer to somebody in trouble, or None."""
    after, answer, said = state(talk), talk.answer, plain(talk.answer.said)
    if counts(after):
        return f"counts on: {said}"
    if after.phase is Phase.ENDED:
        return f"ended, and listens: {said}" if answer.goes_on else None
    if not answer.goes_on or not said.endswith("?"):
        return f"asks nothing: {said}"
    if not plain(answer.reprompt).endswith("?") or plain(answer.reprompt).count("?") != 1:
        return f"no reprompt: {said}"
    return "a short reprompt" if after.phase is Phase.HELD and seconds(answer.reprompt) < LASTING else None


def is_down_first(said: str) -> bool:
    return any(word in " ".join(said.lower().split(". ")[:2]) for word in DOWN)


@pytest.mark.parametrize("cry", CRIES)
@pytest.mark.parametrize("way", WAYS)
def test_a_cry_stops_what_counts_and_asks(way: str, cry: str) -> None:
    """Hips down first where they were up, the microphone open with a question, and nothing counts by itself."""
    talk = at(way)
    said = say(talk, cry)
    assert trouble(talk) is None
    assert way not in ("rolling", "a spot") or is_down_first(said), said


@pytest.mark.parametrize(
    ("way", "cries"),
    [
        *product(WAYS, [(UNHEARD, UNHEARD, UNHEARD), (UNHEARD, HELP, UNHEARD, HELP, UNHEARD)]),
        # Elsewhere a yes goes on to another step, which has a count of its own.
        *product(("rolling", "a spot", "a rest"), [(UNHEARD, YES, UNHEARD, YES, UNHEARD)]),
        *product(("rolling", "a spot", "a rest"), [(UNHEARD, REPEAT, UNHEARD, RESUME, UNHEARD)]),
    ],
)
def test_the_third_cry_that_is_not_understood_offers_to_stop(way: str, cries: tuple[str, ...]) -> None:
    """Whatever is said between; then a no rests, and a yes stops by way of the way off."""
    talk = at(way)
    for cry in cries[:-1]:
        say(talk, cry)
    assert "Shall I stop here?" in say(talk, cries[-1])
    said = talk.session, talk.now
    say(talk, NO)
    assert trouble(talk) is None
    talk.session, talk.now = said
    assert "off to one side" in say(talk, YES)
    assert talk.answer.goes_on is False


@pytest.mark.parametrize("way", WAYS)
def test_a_second_help_in_a_row_names_whom_to_call(way: str) -> None:
    """How to get off the roller, and the number."""
    talk = at(way)
    say(talk, HELP)
    assert "nine one one" in say(talk, HELP)
    assert trouble(talk) is None


def test_no_never_starts_a_count() -> None:
    """However often it is said, and after each other cry."""
    for way, cry in product(COUNTING, CRIES):
        talk = at(way)
        say(talk, cry)
        for _ in range(3):
            if talk.answer.goes_on:
                say(talk, NO)
                assert trouble(talk) is None, (way, cry)


def _sensations() -> Iterator[dict[str, SlotValue]]:
    parts = [SlotValue(names[0], id_) for id_, names in slot_types("en")["body_part"].items()]
    for id_, names in slot_types("en")["sensation"].items():
        for part in (None, *parts):
            yield {"sensation": SlotValue(names[0], id_)} | ({"body_part": part} if part else {})
    yield from ({"body_part": part} for part in parts)


def test_every_sensation_in_every_part_of_the_body_stops() -> None:
    """PainIntent with whatever fills its slots: the hips go down, and nothing counts."""
    talk = at("rolling")
    before = talk.session, talk.now
    wrong = {}
    for slots in _sensations():
        talk.session, talk.now = before
        said = say(talk, "PainIntent", **slots)
        if (found := trouble(talk)) or not is_down_first(said):
            wrong[tuple(value.raw for value in slots.values())] = found or said
    assert wrong == {}


@pytest.mark.parametrize("words", [[REPEAT], [YES], [UNHEARD], [UNHEARD, YES], ["StillThereIntent"], [NEXT], [NO]])
def test_after_pain_nothing_resumes_but_the_gentle_way(words: list[str]) -> None:
    """Only an easier, a ready or a carry on goes on, and that with the hips on the floor (promise 2)."""
    talk = at("rolling")
    say(talk, "PainIntent")
    for word in words:
        say(talk, word)
        assert trouble(talk) is None
        assert state(talk).hurts


def test_after_pain_carry_on_is_the_gentle_way() -> None:
    """And what could be pain then ends the rolling for today."""
    talk = at("rolling")
    say(talk, "PainIntent")
    assert "Keep your hips" in say(talk, RESUME)
    assert state(talk).phase is Phase.GENTLE
    gentle = talk.session, talk.now
    for cry in ("StillThereIntent", "PopIntent", "PainIntent"):
        talk.session, talk.now = gentle
        say(talk, cry)
        assert state(talk).barred, cry


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("way", COUNTING)
def test_an_answer_of_each_verdict_stops_the_count(way: str, verdict: Verdict) -> None:
    """Asked freely, by why and by the name of a condition; whatever the answer is, it does not roll on."""
    asked = [answer for answer in answers("en").values() if answer.verdict is verdict][:4]
    assert asked
    for answer, (intent, slot) in product(asked, ASKED):
        talk = at(way)
        say(talk, intent, **{slot: SlotValue(answer.phrases[0] if answer.phrases else answer.id)})
        assert trouble(talk) is None, (answer.id, intent)


@pytest.mark.parametrize("cry", CRIES)
@pytest.mark.parametrize("phase", STANDING)
def test_nobody_who_stands_or_sits_is_told_to_get_off_a_roller(phase: str, cry: str) -> None:
    """The phase's own question alone is asked, or the session ends."""
    talk = Talk()
    talk.open()
    for _ in range(STANDING[phase]):
        talk.say(YES)
    before = talk.answer
    said = talk.say(cry)
    assert "roll off" not in said.lower()
    assert "hips" not in said.lower()
    question = plain(before.said).rsplit(". ", 1)[-1]
    own = (question, "Shall we go gently, or leave it for today?", "")
    assert talk.answer.goes_on is False or cry in (NO, "NotNowIntent") or said.endswith(own)
