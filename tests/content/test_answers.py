"""The answers: sourced, short enough to be heard once, and free of promises."""

import re
from collections.abc import Iterator

import pytest

from skill.content import answers as module
from skill.content.answers import Answer, Urgency, Verdict, answers, slot_values, sources
from skill.content.files import ContentError
from skill.content.phrases import wordings
from skill.content.regions import regions
from skill.dialogue.events import FollowUp, WayOff


FIXED = [
    "needs", "duration", "safety", "no_roller", "volume", "what_is_roller", "why_roll", "kinds", "are_you_doctor",
    "disclaimer", "lower_back_turn", "pain_unspecified", "tips",
]  # fmt: skip
PROMISES = ("no side effects", "toxin", "knots", "realign", "cure", "heal your", "please")
EVERY = tuple(answers("en").values())
each_answer = pytest.mark.parametrize("answer", EVERY, ids=lambda answer: answer.id)


def details() -> Iterator[str]:
    """Return what each step tells whoever asks for more."""
    for key, texts in wordings("en").items():
        if key.startswith("step.") and key.endswith(".detail"):
            yield from texts


def spoken(answer: Answer, locale: str) -> str:
    return answer.spoken.format(**regions()[locale].words)


@pytest.mark.parametrize("topic", FIXED)
def test_every_topic_that_an_intent_names_has_an_answer(topic: str) -> None:
    """Intents ask for these by name."""
    assert topic in answers("en")


@pytest.mark.parametrize("text", [*(answer.spoken for answer in EVERY), *details()])
def test_nothing_that_is_told_at_rest_lifts_the_hips(text: str) -> None:
    """Promise 15: "hips down" comes before it, and a yes after it."""
    assert re.findall(r"(?:^|[.?!:] )(?:Hips up|(?:Lift|Raise) your hips|Roll on)\b", text) == []


@each_answer
@pytest.mark.parametrize("locale", [locale for locale, here in regions().items() if here.language == "en"])
def test_an_answer_is_heard_in_one_go(answer: Answer, locale: str) -> None:
    """At most 40 words, and 20 to a sentence, the region's own words counted."""
    sentences = re.split(r"(?<=[.?!:]) ", spoken(answer, locale))
    assert [s for s in sentences if len(s.split()) > 20] == []
    assert len(answer.spoken.split()) <= 40


@each_answer
def test_an_answer_claims_nothing_that_no_source_does(answer: Answer) -> None:
    """No cure, no knots, no toxins, no diagnosis (promise 11)."""
    assert [promise for promise in PROMISES if promise in answer.spoken.lower()] == []
    assert not re.search(r"(?<!if )\byou have an? ", answer.spoken.lower())


@each_answer
def test_an_answer_names_its_source(answer: Answer) -> None:
    """A clinician must be able to look each one up."""
    assert answer.source
    assert set(answer.source) <= set(sources())


@each_answer
def test_an_answer_asks_nothing_about_health(answer: Answer) -> None:
    """The question that follows is the machine's; the answer has none (promises 7 and 9)."""
    assert "?" not in answer.spoken


@each_answer
def test_only_a_sign_to_stop_is_urgent(answer: Answer) -> None:
    """An urgent or emergency answer never lets the rolling go on."""
    if answer.urgency in (Urgency.URGENT, Urgency.EMERGENCY):
        assert answer.verdict is Verdict.STOP_NOW


@each_answer
def test_an_emergency_leaves_the_call_to_the_machine(answer: Answer) -> None:
    """The stop, the way off and the call are said around it, once."""
    if answer.urgency is Urgency.EMERGENCY:
        assert not re.search(r"\bcall\b|\bstop\b|roll off", answer.spoken.lower())
        assert "can be" in answer.spoken


@each_answer
def test_a_sign_to_stop_has_words_for_its_way_off(answer: Answer) -> None:
    """An emergency says it in a line of its own for each way; a new way, or a new use of one, needs words."""
    if answer.urgency is Urgency.EMERGENCY:
        assert f"emergency.{answer.way_off}" in wordings("en")


@pytest.mark.parametrize(
    ("topic", "follow"),
    [
        ("muscle_tightness", FollowUp.GO_ON),
        ("kinds", FollowUp.GO_ON),
        ("high_blood_pressure", FollowUp.GO_ON),
        ("pregnancy", FollowUp.ASK_TO_STOP),
        ("fracture", FollowUp.ASK_TO_STOP),
        ("neck_rolling", FollowUp.GO_ON),
        ("crack_force", FollowUp.GO_ON),
        ("numb_tingle", FollowUp.WAY_OFF),
        ("red_flag_chest", FollowUp.WAY_OFF),
    ],
)
def test_the_verdict_picks_what_follows(topic: str, follow: FollowUp) -> None:
    """Design §4: a do_not about a place or a way of rolling goes on."""
    assert answers("en")[topic].follow_up == follow


@pytest.mark.parametrize("topic", ["fall_head", "fall_back", "red_flag_trauma"])
def test_after_a_fall_the_way_off_is_to_lie_still(topic: str) -> None:
    """Nobody is told to roll over after a knock on the head (promise 3)."""
    assert answers("en")[topic].way_off is WayOff.STILL


def test_a_slot_gives_lay_words_the_canonical_one_first() -> None:
    """Slot types come from the content, so that a new question is one entry."""
    values = slot_values("en", "condition")["herniated_disc"]
    assert values[0] == "a slipped disc"
    assert "bulging disc" in values


@pytest.mark.parametrize("slot", ["condition", "sensation", "body_part", "red_flag", "topic"])
def test_a_slot_value_stands_for_one_thing(slot: str) -> None:
    """Alexa cannot choose between two ids with the same synonym."""
    phrases = [phrase.casefold() for values in slot_values("en", slot).values() for phrase in dict.fromkeys(values)]
    assert len(phrases) == len(set(phrases))


def test_an_unknown_slot_is_named() -> None:
    """A typing error is found at the first build."""
    with pytest.raises(ContentError, match="no such slot: colour"):
        slot_values("en", "colour")


GOOD = {
    "kind": "topic",
    "verdict": "ok",
    "urgency": "none",
    "name": "a thing",
    "spoken": "Fine.",
    "source": ["design"],
    "confidence": "high",
}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"verdikt": "ok"}, "verdikt"),
        ({"verdict": "maybe"}, f"verdict = 'maybe'; known: {', '.join(Verdict)}"),
        ({"source": ["design", "hearsay", "rumour"]}, "source is not in sources.toml: hearsay, rumour"),
        ({"source": []}, "source names none"),
    ],
)
def test_a_wrong_entry_is_refused_by_file_and_topic(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, object], message: str
) -> None:
    """Loud about a wrong key, and it says where."""
    tables = {"xx/answers.toml": {"thing": GOOD | change}, "sources.toml": {"design": "a rule"}}
    monkeypatch.setattr(module, "read", tables.__getitem__)
    module.sources.cache_clear()
    try:
        with pytest.raises(ContentError, match=r"xx/answers\.toml: \[thing\]") as caught:
            module.answers.__wrapped__("xx")
    finally:
        module.sources.cache_clear()
    assert str(caught.value).endswith(message)


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"thing": GOOD | {"kind": "condition", "about": "it"}}, "[thing] is a condition, so nothing may follow it"),
        ({"thing": GOOD | {"why": "nowhere"}}, "[thing] why = 'nowhere' is no topic"),
        ({"thing": GOOD | {"next": "ill"}, "ill": GOOD | {"kind": "condition"}}, "[thing] next = 'ill' is no topic"),
    ],
)
def test_what_follows_is_a_topic_after_a_topic(
    monkeypatch: pytest.MonkeyPatch, tables: dict[str, object], message: str
) -> None:
    """Rule 4: what leads on is remembered in the session, so it is nothing about anybody's health."""
    every = {"xx/answers.toml": tables, "sources.toml": {"design": "a rule"}}
    monkeypatch.setattr(module, "read", every.__getitem__)
    module.sources.cache_clear()
    try:
        with pytest.raises(ContentError, match=re.escape(message)):
            module.answers.__wrapped__("xx")
    finally:
        module.sources.cache_clear()


def test_one_phrase_for_two_topics_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule 3: within a slot a phrase stands for one topic."""
    tables = {"xx/answers.toml": {"one": GOOD, "two": GOOD}, "sources.toml": {"design": "a rule"}}
    monkeypatch.setattr(module, "read", tables.__getitem__)
    module.sources.cache_clear()
    try:
        with pytest.raises(ContentError, match=r"'a thing' stands in \[one\] and \[two\]"):
            module.answers.__wrapped__("xx")
    finally:
        module.sources.cache_clear()
