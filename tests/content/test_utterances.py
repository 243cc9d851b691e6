"""What people say: templates, their samples, and what a wrong one is told."""

import pytest

from skill.content import files, utterances
from skill.content.answers import slot_values
from skill.content.files import ContentError
from skill.content.templates import expand, spread


COMMON = (
    "StartRoutineIntent", "ReadyIntent", "NotNowIntent", "NextStepIntent", "PreviousStepIntent", "RepeatStepIntent",
    "HoldOnIntent", "CarryOnIntent", "GoToStepIntent", "StepsLeftIntent", "TimeLeftIntent", "MoreTimeIntent",
    "TightSpotIntent", "NextSpotIntent", "NoSpotIntent", "WholeBackIntent", "EasierIntent", "StepDetailIntent",
    "OverviewIntent", "WhatYouNeedIntent", "HowLongIntent", "WhatCanISayIntent", "SafetyTipsIntent",
    "ConditionIntent", "PainIntent", "EmergencyIntent", "AnswerIntent", "OpenQuestionIntent", "FinishIntent",
)  # fmt: skip


@pytest.mark.parametrize(
    ("template", "samples"),
    [
        ("next", ("next",)),
        ("next (step|move)", ("next step", "next move")),
        ("next step [please|now]", ("next step", "next step please", "next step now")),
        ("[the [very] ]end", ("end", "the end", "the very end")),
        ("go to step {step}", ("go to step {step}",)),
        ("<um> (go|go) on", ("um go on", "uh go on")),
    ],
)
def test_a_template_stands_for_its_samples(template: str, samples: tuple[str, ...]) -> None:
    """Alternatives, what is optional, fragments and slots; what is left out comes first, and nothing twice."""
    assert expand(template, {"um": "um|uh"}) == samples


@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        ("next (step|move", ") is missing"),
        ("next step]", "] was never opened"),
        ("[next]", "can be empty"),
        ("<uhm> next", "has no fragment of this name: uhm"),
        ("next {step", "{ does not belong here"),
    ],
)
def test_a_wrong_template_is_told_what_is_wrong(template: str, complaint: str) -> None:
    """Whoever writes a template finds the mistake from the message alone."""
    with pytest.raises(ContentError) as refused:
        expand(template, {})
    assert str(refused.value) == complaint


def test_samples_are_spread_without_losing_any() -> None:
    """A few samples of many still show many alternatives, and all of them are all of them."""
    samples = expand("(a|b|c|d|e) (v|w|x|y|z)", {})
    few = spread(samples)[:5]
    assert sorted(spread(samples)) == sorted(samples)
    assert (len({sample[0] for sample in few}), len({sample[2] for sample in few})) >= (4, 4)


@pytest.mark.parametrize("intent", utterances.intents("en"), ids=lambda intent: intent.name)
def test_every_intent_can_be_said_in_ten_ways_at_least(intent: utterances.IntentUtterances) -> None:
    """Common intents have forty samples at least, and none has less than ten."""
    least = 40 if intent.name in COMMON else 10
    assert least <= len(intent.samples) <= utterances.MOST_SAMPLES


@pytest.mark.parametrize("intent", utterances.intents("en"), ids=lambda intent: intent.name)
def test_every_template_gives_a_sample(intent: utterances.IntentUtterances) -> None:
    """What is thinned out keeps something of each template."""
    fragments = files.read("en/utterances.toml")["fragments"]
    lost = [one for one in intent.templates if not set(expand(one, fragments)) & set(intent.samples)]
    assert lost == []


ALONE = "that does not stand alone behind other words"


def _content(monkeypatch: pytest.MonkeyPatch, **tables: object) -> None:
    """Put a small language in the place of the files."""
    whole: dict[str, object] = {table: {} for table in utterances.TABLES}
    monkeypatch.setattr(utterances, "read", lambda _: {**whole, **tables})
    for cached in (utterances.intents, utterances.builtin, utterances.slot_types):
        monkeypatch.setattr(utterances, cached.__name__, cached.__wrapped__)


@pytest.mark.parametrize(
    ("intents", "complaint"),
    [
        ({"A": ["go (on"]}, "A: 'go (on' ) is missing"),
        ({"A": ["go to {place}"]}, "A: 'go to {place}' has a slot without a type: place"),
        ({"A": ["go {odd}"]}, "A: 'go {odd}' has a slot of an unknown type: odd"),
        ({"A": ["{step} or {step}"]}, "A: '{step} or {step}' has a slot twice"),
        ({"A": ["{question}"]}, "A: '{question}' has a free text " + ALONE),
        ({"A": ["can i {question} now"]}, "A: 'can i {question} now' has a free text " + ALONE),
        ({"A": ["why {step} {question}"]}, "A: 'why {step} {question}' has a free text " + ALONE),
        ({"A": ["go on"], "B": ["go (on|ahead)"]}, "B: 'go on' stands in A already"),
        ({"A": ["go {step}"], "B": ["go {count}"]}, "B: 'go {count}' stands in A already"),
        ({"A": ["[please] stop"]}, "A: 'stop' stands in AMAZON.StopIntent already"),
    ],
)  # fmt: skip
def test_a_wrong_intent_is_named_with_file_and_template(
    monkeypatch: pytest.MonkeyPatch, intents: dict[str, list[str]], complaint: str
) -> None:
    """The one line says the file, the intent and the template."""
    _content(
        monkeypatch,
        intents=intents,
        slots={"step": "number", "count": "number", "question": "text", "odd": "nowhere"},
        builtin={"AMAZON.StopIntent": ["stop"]},
    )
    with pytest.raises(ContentError) as refused:
        utterances.intents("xx")
    assert str(refused.value) == f"skill/content/xx/utterances.toml: {complaint}"


def test_an_unknown_table_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt table would otherwise be silently without effect."""
    _content(monkeypatch, intentions={})
    with pytest.raises(ContentError, match=r"xx/utterances\.toml: lacks or does not know: intentions"):
        utterances.intents("xx")


@pytest.mark.parametrize("reader", [utterances.matcher_words, utterances.number_words])
def test_a_missing_key_of_the_matcher_is_refused(monkeypatch: pytest.MonkeyPatch, reader: object) -> None:
    """The message names the file and the table."""
    _content(monkeypatch)
    with pytest.raises(ContentError, match=r"xx/utterances\.toml: \[(matcher|numbers)\]"):
        reader.__wrapped__("xx")  # type: ignore[attr-defined]


def test_slot_types_of_the_answers_come_from_the_answers() -> None:
    """A new question is one entry there, and none here."""
    assert utterances.slot_types("en")["topic"] == slot_values("en", "topic")
