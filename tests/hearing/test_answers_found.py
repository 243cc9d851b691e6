"""Free questions: alarms first, then commands, then the nearest answer, and never a guess."""

import time

import pytest

from skill.hearing.answers import Means, find, understand
from skill.hearing.triage import Alarm


def deaf(_text: str) -> None:
    return None


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("is rolling all right with a ruptured disc", "herniated_disc"),
        ("they put rods in my spine", "spinal_surgery_past"),
        ("i had surgery nine days ago", "recent_surgery"),
        ("i'm pregnant", "pregnancy"),
        ("i'm eight months pregnant", "pregnancy_late"),
        ("my pills make me sleepy", "sleepy_medication"),
        ("how often can i do it with osteoporosis", "osteoporosis"),
        ("should the roller go under my neck", "neck_rolling"),
        ("my neck's a bit stiff", "neck_pain"),
        ("is my back meant to crack", "crack"),
        ("how do i get a bigger crack out of it", "crack_force"),
        ("how long on one tight spot", "time_per_spot"),
        ("can i lie on it for an hour", "too_long"),
        ("why do we turn at the ribs", "lower_back_turn"),
        ("can i roll my lower back", "lower_back"),
        ("which one is better, soft or firm", "kinds"),
        ("what if i get chest pain on the roller", "warning_signs"),
        ("are you a real doctor", "are_you_doctor"),
        ("could i use a rolled towel", "no_roller"),
    ],
)
def test_a_question_finds_its_answer(question: str, topic: str) -> None:
    """The verdict depends on phrasing, so neighbouring topics are told apart."""
    answer = find(question, "en")
    assert answer is not None
    assert answer.id == topic


@pytest.mark.parametrize(
    ("word", "topic"), [("siatica", "sciatica"), ("osteoperosis", "osteoporosis"), ("aneurism", "aneurysm")]
)
def test_a_misheard_long_word_is_understood(word: str, topic: str) -> None:
    """Speech recognition and typing both miss the names of conditions."""
    answer = find(f"i have {word}", "en")
    assert answer is not None
    assert answer.id == topic


@pytest.mark.parametrize(
    "question",
    [
        "is this okay with glaucoma",
        "what about hepatitis",
        "i have a thyroid thing",
        "why is the sky blue",
        "how fast is a cheetah",
    ],
)
def test_what_nobody_wrote_down_gets_no_answer(question: str) -> None:
    """Rule 2: not even the general "is it safe"; we say who would know."""
    assert find(question, "en") is None


def test_a_condition_that_is_over_or_denied_is_not_answered() -> None:
    """"I don't have osteoporosis" is not osteoporosis."""
    assert find("i don't have osteoporosis", "en") is None


def test_an_alarm_comes_before_a_command() -> None:
    """"can I stop, my chest hurts" is first of all a chest that hurts."""
    meaning = understand("can i stop my chest hurts", "en", lambda _: "stop")
    assert meaning.kind is Means.FINDING
    assert meaning.finding is not None
    assert meaning.finding.kind is Alarm.EMERGENCY


def test_a_command_comes_before_an_answer() -> None:
    """"can I have a minute" is no question about time."""
    meaning = understand("can i have a minute", "en", lambda _: "hold on")
    assert (meaning.kind, meaning.command) == (Means.COMMAND, "hold on")


def test_plain_pain_brings_its_answer_along() -> None:
    """Whoever prints a verdict needs no second look-up."""
    meaning = understand("ow it hurts", "en", deaf)
    assert meaning.answer is not None
    assert meaning.answer.id == "pain_unspecified"


def test_what_is_not_understood_is_said_so() -> None:
    """Unknown is a meaning of its own."""
    assert understand("purple monkeys", "en", deaf).kind is Means.UNKNOWN


def test_a_question_takes_five_milliseconds_at_most() -> None:
    """The best of some tries, so that a busy machine fails nobody."""
    question = "is it okay to roll my upper back with a bit of arthritis in my hands after dinner"
    understand(question, "en", deaf)
    times = []
    for _ in range(10):
        start = time.perf_counter()
        understand(question, "en", deaf)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.005
