"""Talk that asks nothing about health, and questions whether rolling does harm: neither is a report."""

import pytest

from skill.understanding.text_to_event import explain


LOCALE = "en-US"

VERDICTS = {
    "ok": [
        "you almost gave me a stroke", "you scared the life out of me", "my brother had a heart attack but i'm fine",
        "my husband has a hernia but i don't", "the cat's sitting on my tummy", "the puppy's licking my face",
        "my scarf is choking me one sec", "my tablet's about to die", "i'm crying this is lovely",
        "i'm famished shall i have a snack first", "i'm dying of boredom",
    ],
    "info": [
        "can you overdo foam rolling", "could this hurt my kidneys", "can it pinch a nerve", "how do i find a knot",
        "is my neck pain helped by cracking", "does this put your blood pressure up", "my bra hook pokes me",
        "is the black one harder than the white one", "how can i find a tight spot",
        "is my back pain eased by cracking",
    ],
    "caution": [
        "should it hurt this bad", "is it meant to be this painful", "my foam roller's just forty centimetres",
        "could i use a plastic pipe instead", "i'm on low dose aspirin", "i've got pimples all over my back",
        "my back clicks with every roll should i worry", "my daughter hurt her neck at gymnastics can she do it",
    ],
    "ask_professional": ["my rib keeps slipping out", "i have pots", "i had a concussion last year"],
}  # fmt: skip


@pytest.mark.parametrize(("verdict", "text"), [(verdict, text) for verdict, said in VERDICTS.items() for text in said])
def test_talk_and_questions_get_their_verdict(verdict: str, text: str) -> None:
    """Each stands for a kind; other wordings of the kind are in the benchmarks."""
    assert explain(text, LOCALE)["verdict"] == verdict


@pytest.mark.parametrize(
    "text",
    [
        "feels like there's an anvil on top of me", "my left arm's gone heavy and i feel sick",
        "i felt something tear in my back and the pain is unbearable", "i fell over and i can't get up",
        "i can't move any more",
    ],
)  # fmt: skip
def test_an_odd_cry_is_an_emergency(text: str) -> None:
    """A picture, two signs together, a fall that leaves somebody down."""
    assert explain(text, LOCALE)["urgency"] == "emergency"


@pytest.mark.parametrize("text", ["don't force it", "let's not push it", "no need to force it"])
def test_a_wish_to_go_gently_starts_nothing(text: str) -> None:
    """"Force" resembles "forward"."""
    assert explain(text, LOCALE)["event"] == "Unclear"
