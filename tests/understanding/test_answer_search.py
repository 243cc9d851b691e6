"""Free questions: the nearest answer, and never a guess."""

import pytest
from understanding.effort import calls_in

from skill.understanding.answer_search import asks, find


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
        ("what roller should i use", "kinds"),
        ("my spine cracked", "crack"),
        ("something cracked", "painless_pop"),
        ("i cracked a rib", "fracture"),
        ("i have a cracked vertebra", "fracture"),
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


def test_a_condition_that_is_denied_is_not_answered() -> None:
    """"I don't have osteoporosis" is not osteoporosis."""
    answer = find("i don't have osteoporosis", "en")
    assert answer is not None
    assert answer.id == "not_mine"


@pytest.mark.parametrize("text", ["can i roll today", "what if it hurts", "is it normal", "how do i get up"])
def test_a_question_is_known_by_how_it_opens(text: str) -> None:
    """So that its words may be about what is not felt."""
    assert asks(text, "en")
    assert not asks("my back hurts", "en")


def test_a_question_takes_few_calls() -> None:
    """The patterns are looked up by their words, not tried one after the other; there are thousands of them."""
    question = "is it okay to roll my upper back with a bit of arthritis in my hands after dinner"
    find(question, "en")
    assert calls_in(lambda: find(question, "en")) < 15_000
