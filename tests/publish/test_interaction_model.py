"""The interaction models: Amazon's rules for them, and that what is committed is what is generated."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from skill.content import utterances
from skill.content.regions import regions
from skill.publish import interaction_model
from skill.understanding.slot_values import AMAZON_TYPES


COMMITTED = Path(__file__).parents[2] / "interaction_models"
NAMED_IN_THE_DESIGN = [
    "StartRoutineIntent", "StartAgainIntent", "ReadyIntent", "NotNowIntent", "NextStepIntent",
    "PreviousStepIntent", "RepeatStepIntent", "HoldOnIntent", "CarryOnIntent", "UndoIntent",
    "GoToStepIntent", "StepsLeftIntent", "TimeLeftIntent", "MoreTimeIntent", "EnoughIntent",
    "PaceIntent", "WordsIntent", "EasierIntent", "TightSpotIntent", "NextSpotIntent", "NoSpotIntent",
    "WholeBackIntent", "StraightThroughIntent", "StepByStepIntent", "ShorterIntent", "OverviewIntent",
    "PreviewIntent", "StepDetailIntent", "WhatYouNeedIntent", "HowLongIntent", "WhatCanISayIntent",
    "SafetyTipsIntent", "ConditionIntent", "PainIntent", "EmergencyIntent", "StuckIntent",
    "AnswerIntent", "OpenQuestionIntent", "WhyIntent", "SendIntent", "FinishIntent", "ProgressIntent",
    "RemindMeIntent", "NoReminderIntent", "NotMeIntent", "KnowMeIntent", "ForgetMeIntent",
    "ThanksIntent", "AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.StopIntent", "AMAZON.CancelIntent",
    "AMAZON.HelpIntent", "AMAZON.FallbackIntent", "AMAZON.NavigateHomeIntent", "AMAZON.NextIntent",
    "AMAZON.PreviousIntent", "AMAZON.RepeatIntent", "AMAZON.PauseIntent", "AMAZON.ResumeIntent",
    "AMAZON.StartOverIntent",
]  # fmt: skip
LAUNCH_WORDS = ["run", "start", "play", "resume", "use", "launch", "ask", "open", "tell", "load", "begin", "enable"]
CONNECTING_WORDS = ["to", "from", "in", "using", "with", "about", "for", "that", "by", "if", "and", "whether"]
AMAZONS_WORDS = ["alexa", "amazon", "echo", "skill", "app"]
ALLOWED = re.compile(r"[\w {}.'-]+")

every_locale = pytest.mark.parametrize("locale", sorted(regions()))


def language_model(locale: str) -> dict[str, Any]:
    found: dict[str, Any] = interaction_model.interaction_model(locale)["interactionModel"]["languageModel"]
    return found


def said(locale: str) -> list[tuple[str, str]]:
    """Return every sample with its intent."""
    return [(one["name"], sample) for one in language_model(locale)["intents"] for sample in one["samples"]]


def test_the_committed_models_are_current() -> None:
    """What is deployed from the repository is what the content says: write it with `gentle-roller models`."""
    assert interaction_model.stale(COMMITTED) == []


@every_locale
def test_every_intent_of_the_design_is_there(locale: str) -> None:
    """Names are fixed: deployed models and tools rely on them."""
    names = [intent["name"] for intent in language_model(locale)["intents"]]
    assert set(NAMED_IN_THE_DESIGN) - set(names) == set()
    assert [name for name, count in Counter(names).items() if count > 1] == []


@every_locale
def test_built_in_intents_have_no_samples(locale: str) -> None:
    """A built-in matches exactly; other wordings go to intents of ours."""
    extended = [name for name, _ in said(locale) if name.startswith("AMAZON.")]
    assert extended == []


@every_locale
def test_samples_keep_to_amazons_characters_and_length(locale: str) -> None:
    """Letters, spaces, apostrophes, hyphens and slots; no digits; at most two hundred characters."""
    odd = [s for _, s in said(locale) if not ALLOWED.fullmatch(s) or re.search(r"\d|_(?![^{]*\})", s) or len(s) > 200]
    assert odd == []


@every_locale
def test_no_sample_stands_in_two_intents(locale: str) -> None:
    """Slots of one type are one and the same to Amazon, so they are compared by type."""
    types: dict[tuple[str, str], str] = {}
    for intent in language_model(locale)["intents"]:
        types.update({(intent["name"], slot["name"]): slot["type"] for slot in intent.get("slots", [])})
    owners: dict[str, set[str]] = {}
    for name, sample in said(locale):
        shape = re.sub(r"\{(\w+)\}", lambda slot, name=name: "{" + types[name, slot[1]] + "}", sample)
        owners.setdefault(shape.lower(), set()).add(name)
    assert {shape: names for shape, names in owners.items() if len(names) > 1} == {}


@every_locale
def test_no_sample_is_a_built_in_intents_own(locale: str) -> None:
    """Amazon would be free to choose between the two."""
    own = {phrase for phrases in utterances.builtin(regions()[locale].language).values() for phrase in phrases}
    assert [(name, sample) for name, sample in said(locale) if sample in own] == []


@every_locale
def test_no_sample_has_a_wake_word_or_the_invocation_name(locale: str) -> None:
    """Amazon takes those off before it compares; in a sample they are a refusal at certification."""
    names = ("alexa", "amazon", "computer", regions()[locale].invocation)
    assert [sample for _, sample in said(locale) if any(re.search(rf"\b{name}\b", sample) for name in names)] == []


@every_locale
def test_every_slot_has_one_type_that_exists(locale: str) -> None:
    """The same name is the same type in the whole model, and every slot of a sample is declared."""
    types: dict[str, set[str]] = {}
    known = {one["name"] for one in language_model(locale)["types"]} | set(AMAZON_TYPES.values())
    for intent in language_model(locale)["intents"]:
        declared = {slot["name"] for slot in intent.get("slots", [])}
        assert declared == {name for sample in intent["samples"] for name in re.findall(r"\{(\w+)\}", sample)}
        for slot in intent.get("slots", []):
            types.setdefault(slot["name"], set()).add(slot["type"])
    assert {name: found for name, found in types.items() if len(found) > 1 or not found <= known} == {}


@every_locale
def test_a_search_query_stands_alone_behind_a_carrier_phrase(locale: str) -> None:
    """AMAZON.SearchQuery is refused in a sample without other words, and beside another slot."""
    slots = [slot for intent in language_model(locale)["intents"] for slot in intent.get("slots", [])]
    free = {"{" + slot["name"] + "}" for slot in slots if slot["type"] == "AMAZON.SearchQuery"}
    texts = [sample for _, sample in said(locale) if free & set(sample.split())]
    assert [s for s in texts if s.count("{") > 1 or not re.fullmatch(r"[^{]*\w \{\w+\}", s)] == []
    assert len(texts) > 50


@every_locale
def test_slot_values_have_ids_and_fit(locale: str) -> None:
    """Every type has two values or more, ids are unique, and a phrase has at most 140 characters."""
    for one in language_model(locale)["types"]:
        ids = [value["id"] for value in one["values"]]
        phrases = [p for v in one["values"] for p in (v["name"]["value"], *v["name"]["synonyms"])]
        assert len(ids) == len(set(ids)) > 1, one["name"]
        assert [p for p in phrases if len(p) > 140 or not ALLOWED.fullmatch(p)] == []


@every_locale
def test_no_phrase_stands_for_two_values_of_a_type(locale: str) -> None:
    """Entity resolution would give both, and nobody knows which comes first."""
    for one in language_model(locale)["types"]:
        count = Counter(p for v in one["values"] for p in {v["name"]["value"], *v["name"]["synonyms"]})
        assert [phrase for phrase, times in count.items() if times > 1] == []


@every_locale
def test_no_value_repeats_a_synonym(locale: str) -> None:
    """Amazon's build warns of it."""
    for one in language_model(locale)["types"]:
        for value in one["values"]:
            phrases = [value["name"]["value"], *value["name"]["synonyms"]]
            assert [phrase for phrase, times in Counter(phrases).items() if times > 1] == []


@every_locale
def test_the_invocation_name_keeps_to_amazons_rules(locale: str) -> None:
    """Two or three words in lower case, none of them a launch word, a connecting word or Amazon's own."""
    words = regions()[locale].invocation.split()
    assert 2 <= len(words) <= 3
    assert [word for word in words if not re.fullmatch(r"[^\W\d_]+", word) or word != word.lower()] == []
    assert set(words) & {*LAUNCH_WORDS, *CONNECTING_WORDS, *AMAZONS_WORDS} == set()


@every_locale
def test_the_model_is_smaller_than_a_megabyte(locale: str) -> None:
    """Amazon takes one and a half."""
    assert len(interaction_model.render(locale).encode()) < 1_000_000


@every_locale
def test_a_model_is_written_the_same_every_time(locale: str) -> None:
    """It is committed, so a difference must be a difference in content."""
    text = interaction_model.render(locale)
    assert json.loads(text) == interaction_model.interaction_model(locale)
    assert text.endswith("}\n")


def test_what_is_not_current_is_named(tmp_path: Path) -> None:
    """A file that is missing, changed, or of a locale that is gone."""
    names = sorted(interaction_model.write(tmp_path / "models"))
    assert interaction_model.stale(tmp_path / "models") == []
    (tmp_path / "models" / names[0]).write_text("{}\n", encoding="utf-8")
    (tmp_path / "models" / "xx-XX.json").write_text("{}\n", encoding="utf-8")
    assert interaction_model.stale(tmp_path / "models") == sorted([names[0], "xx-XX.json"])
    assert interaction_model.stale(tmp_path / "nowhere") == names


def test_every_custom_intent_has_ten_samples_or_more() -> None:
    """Fewer would leave Alexa to guess."""
    intents = interaction_model.interaction_model("en-US")["interactionModel"]["languageModel"]["intents"]
    custom = {i["name"]: len(i["samples"]) for i in intents if not i["name"].startswith("AMAZON.")}
    assert {name: count for name, count in custom.items() if count < 10} == {}
