"""The whole hearing: triage, local ear and answers together, and what is left of it where Alexa sends slots alone."""

import tomllib
from pathlib import Path

import pytest
from understanding.effort import calls_in

from benchmarks.model_ear import model_ear
from skill.content.answers import Urgency, Verdict
from skill.dialogue import events as e
from skill.dialogue.events import Command
from skill.understanding.commands import SlotValue
from skill.understanding.intents import Understood, understood
from skill.understanding.text_to_event import explain, listen


LOCALE, LANGUAGE = "en-US", "en"
LISTS = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(Path(__file__).parent.glob("alarms*.toml"))]
SAFETY = {kind: [text for said in LISTS for text in said[kind]] for kind in LISTS[0]}
ALEXA = model_ear()


def at_home(text: str) -> Understood:
    """Return what the local ear makes of *text*."""
    heard = listen(text, LOCALE)
    return understood(heard.intent, heard.slots, LANGUAGE) if heard else Understood(e.Unclear())


def over_alexa(text: str) -> Understood | None:
    """Return the meaning of *text* by the interaction model, from the slots' own words; None without an intent."""
    read = ALEXA.hear(text)
    if read is None:
        return None
    slots = {name: SlotValue(filled.raw, filled.id, filled.raw) for name, filled in read.slots.items()}
    return understood(read.intent, slots, LANGUAGE)


def test_each_list_is_long_enough_to_mean_something() -> None:
    """Sixty wordings of each kind, so that a family that is lost is seen."""
    assert {kind: len(said) >= 60 for kind, said in SAFETY.items()} == dict.fromkeys(SAFETY, True)


@pytest.mark.parametrize("text", SAFETY["emergency"])
def test_an_emergency_ends_with_the_call_for_help(text: str) -> None:
    """However it is put, and in the middle of whatever else."""
    assert isinstance(at_home(text).event, e.Emergency)
    assert explain(text, LOCALE)["urgency"] == Urgency.EMERGENCY


@pytest.mark.parametrize("text", SAFETY["stop_sign"])
def test_a_sign_to_stop_stops_and_calls_nobody(text: str) -> None:
    """It has an answer of its own, with its own way off."""
    meant = at_home(text)
    assert meant.answer is not None
    assert meant.answer.verdict is Verdict.STOP_NOW
    assert not isinstance(meant.event, e.Emergency)


@pytest.mark.parametrize("text", SAFETY["hurt"])
def test_plain_pain_is_hurts(text: str) -> None:
    """The machine stops the count and offers less."""
    assert at_home(text).event is Command.HURTS


@pytest.mark.parametrize("text", SAFETY["harmless"])
def test_what_only_sounds_like_an_alarm_stops_nothing(text: str) -> None:
    """A false alarm costs the run, and the trust in the next one."""
    assert explain(text, LOCALE)["verdict"] != Verdict.STOP_NOW


@pytest.mark.parametrize("text", [*SAFETY["emergency"], *SAFETY["stop_sign"], *SAFETY["hurt"]])
def test_what_alexa_sends_of_an_alarm_is_the_same_alarm(text: str) -> None:
    """Of a sentence that is a sample, only the slots' texts arrive: they must bring topic and way off along."""
    sent = over_alexa(text)
    if sent is not None:
        assert sent.event == at_home(text).event


@pytest.mark.parametrize(("lists", "least"), [(LISTS[:1], 0.65), (LISTS[1:], 0.33)], ids=["told", "blurted out"])
def test_so_many_alarms_are_samples(lists: list[dict[str, list[str]]], least: float) -> None:
    """What no sample says is left to Alexa's own judgement: two in three of what is blurted out in many words."""
    said = [text for a_list in lists for kind in ("emergency", "stop_sign", "hurt") for text in a_list[kind]]
    assert sum(over_alexa(text) is not None for text in said) / len(said) >= least


@pytest.mark.parametrize("text", SAFETY["harmless"])
def test_what_alexa_sends_of_the_harmless_calls_nobody(text: str) -> None:
    """Slots are open: any word can stand in any of them."""
    sent = over_alexa(text)
    assert sent is None or not isinstance(sent.event, e.Emergency)


@pytest.mark.parametrize(
    ("intent", "slots", "topic"),
    [
        ("EmergencyIntent", {"unable": "breathe"}, "red_flag_breathing"),
        ("EmergencyIntent", {"unable": "feel my legs"}, "red_flag_legs"),
        ("EmergencyIntent", {"unable": "get my words out"}, "red_flag_stroke"),
        ("EmergencyIntent", {"red_flag": "heart attack"}, "red_flag_chest"),
        ("PainIntent", {"body_part": "chest"}, "red_flag_chest"),
        ("PainIntent", {"body_part": "legs", "sensation": "numb"}, "red_flag_legs"),
        ("PainIntent", {"body_part": "hand", "sensation": "tingling"}, "numb_tingle"),
        ("PainIntent", {"body_part": "leg", "sensation": "shooting down"}, "radiating_pain"),
        ("ConditionIntent", {"condition": "chest pain"}, "red_flag_chest"),
        ("TightSpotIntent", {"body_part": "chest pain"}, "red_flag_chest"),
        ("AnswerIntent", {"topic": "slipped disc"}, "herniated_disc"),
        ("AnswerIntent", {"topic": "roller"}, "what_is_roller"),
        ("WhatYouNeedIntent", {"topic": "roller"}, "no_roller"),
        ("OpenQuestionIntent", {"how": "long should i stay on one spot"}, "time_per_spot"),
        ("OpenQuestionIntent", {"how": "often should i roll"}, "frequency"),
        ("OpenQuestionIntent", {"who": "should not do this"}, "who_should_not"),
        ("OpenQuestionIntent", {"is_it": "normal that it hurts"}, "pain_normal"),
        ("OpenQuestionIntent", {"question": "foam roll my neck"}, "neck_rolling"),
        ("OpenQuestionIntent", {"question": "can i do this while pregnant"}, "pregnancy"),
        ("WhyIntent", {"question": "does it crack"}, "crack"),
        ("WhyIntent", {"what_if": "my chest hurts"}, "warning_signs"),
    ],
)
def test_a_slot_alone_brings_its_topic(intent: str, slots: dict[str, str], topic: str) -> None:
    """The words around it are gone, and what is in no list has no id."""
    meant = understood(intent, {name: SlotValue(raw) for name, raw in slots.items()}, LANGUAGE)
    assert meant.answer is not None
    assert meant.answer.id == topic


@pytest.mark.parametrize(
    ("intent", "slots"),
    [
        ("EmergencyIntent", {"red_flag": "love you"}),
        ("EmergencyIntent", {"unable": "reach my phone"}),
        ("PainIntent", {"body_part": "head", "sensation": "on the floor"}),
        ("PainIntent", {"body_part": "phone", "sensation": "dead"}),
    ],
)
def test_a_report_of_nothing_is_unclear(intent: str, slots: dict[str, str]) -> None:
    """Alexa puts what she knows no better place for into open slots."""
    meant = understood(intent, {name: SlotValue(raw) for name, raw in slots.items()}, LANGUAGE)
    assert isinstance(meant.event, (e.Unclear, e.Ask))
    assert meant.answer is None or meant.answer.verdict is not Verdict.STOP_NOW


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("can i use a foam roller for my back", "OpenQuestionIntent"),
        ("could you foam roll a lower back", "OpenQuestionIntent"),
        ("what's your surname", "OpenQuestionIntent"),
        ("i was pregnant once but not any more", "OpenQuestionIntent"),
        ("i've no roller", "WhatYouNeedIntent"),
        ("my chest is tight", "EmergencyIntent"),
        ("can you say that again", "RepeatStepIntent"),
        ("can i stop", "FinishIntent"),
        ("where should the roller be", "OpenQuestionIntent"),
    ],
)
def test_a_question_is_no_command_and_a_command_no_question(text: str, intent: str) -> None:
    """What resembles a command, and asks something, is asked."""
    heard = listen(text, LOCALE)
    assert heard is not None
    assert heard.intent == intent


def test_an_utterance_takes_few_calls_on_average() -> None:
    """After the first utterance has loaded the content."""
    texts = [text for texts in SAFETY.values() for text in texts[::10]]
    listen(texts[0], LOCALE)
    assert sum(calls_in(lambda text=text: listen(text, LOCALE)) for text in texts) / len(texts) < 20_000
