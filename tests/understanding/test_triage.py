"""The triage: what is an alarm, what only sounds like one, and which of two wins."""

import pytest

from skill.content.answers import Answer, Verdict, answers
from skill.understanding.triage import Alarm, Finding, triage


def heard(*texts: str) -> Finding | None:
    return triage(texts, "en")


EMERGENCIES = [
    ("my chest feels tight and i can't breathe", "red_flag_chest"),
    ("there's a band squeezing my chest", "red_flag_chest"),
    ("no, my chest is hurting", "red_flag_chest"),
    ("is it normal to have chest pain", "red_flag_chest"),
    ("i can't get my breath", "red_flag_breathing"),
    ("i've got real trouble breathing", "red_flag_breathing"),
    ("half my face has dropped", "red_flag_stroke"),
    ("i can't get my words out", "red_flag_stroke"),
    ("the worst headache i've ever felt", "red_flag_headache"),
    ("i'm numb between my legs", "red_flag_cauda_equina"),
    ("i can't hold my pee anymore", "red_flag_cauda_equina"),
    ("my backside has gone numb", "red_flag_cauda_equina"),
    ("i can't feel my legs", "red_flag_legs"),
    ("both my feet are tingling", "red_flag_legs"),
    ("my leg gave way", "red_flag_legs"),
    ("he passed out", "red_flag_unconscious"),
    ("i fell off a ladder and my back hurts", "red_flag_trauma"),
    ("a ripping pain in my belly and back", "red_flag_aorta"),
    ("i'm pregnant and my baby's not moving", "red_flag_pregnancy"),
    ("call an ambulance", None),
    ("my face has packed in", "red_flag_stroke"),
    ("something's happened to my speech", "red_flag_stroke"),
    ("both my legs have conked out", "red_flag_legs"),
    ("somebody's parked a lorry on my chest", "red_flag_chest"),
    ("my heart's thumping and i've come over clammy", "red_flag_chest"),
    ("i ate a prawn and my lips are ballooning", "red_flag_breathing"),
    ("i cannae breathe", "red_flag_breathing"),
    ("i'm blacking out", "red_flag_unconscious"),
    ("the cut won't stop bleeding", None),
    ("i bumped my head and now i've vomited", None),
    ("fetch somebody", None),
]


@pytest.mark.parametrize(("text", "topic"), EMERGENCIES)
def test_an_emergency_is_heard_however_it_is_put(text: str, topic: str | None) -> None:
    """Lay words, and in a question too where it is felt now."""
    assert heard(text) == Finding(Alarm.EMERGENCY, topic)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("my fingers are tingling a bit", "numb_tingle"),
        ("my left foot has gone numb", "numb_tingle"),
        ("a pain that shoots into my leg", "radiating_pain"),
        ("i feel light-headed", "dizzy"),
        ("i'm about to faint", "faint"),
        ("i feel queasy", "nausea"),
        ("ow, that's a stabbing pain", "sharp_pain"),
        ("it cracked and now it hurts", "pop_with_pain"),
        ("i bumped my head on the floor", "fall_head"),
        ("i fell on the stairs and my back is sore", "fall_back"),
        ("my back aches and i've got the chills", "red_flag_fever"),
        ("my calf is swollen and warm", "red_flag_clot"),
        ("there's a tight spot in my chest area", "chest_spot"),
        ("i've come over all queer", "unwell"),
        ("a stabbing pain in my back in the middle", "sharp_pain"),
    ],
)
def test_a_sign_to_stop_is_heard(text: str, topic: str) -> None:
    """Not an emergency, but the rolling is over; a "tight spot" in the chest is one of these, calmly."""
    assert heard(text) == Finding(Alarm.STOP_SIGN, topic)


@pytest.mark.parametrize(
    "text",
    [
        "my back hurts",
        "ouch",
        "this is painful",
        "it hurts when i roll",
        "that spot is really sore",
        "no it hurts",
        "my knee hurts",
    ],
)
def test_plain_pain_is_hurt(text: str) -> None:
    """It has no answer: the machine stops, and offers less."""
    assert heard(text) == Finding(Alarm.HURT)


@pytest.mark.parametrize(
    "text",
    [
        "can't feel any tight spot",
        "i can't breathe that slowly",
        "i need to pee, can we wait",
        "i have no chest pain",
        "my chest muscles are sore from the gym",
        "should i bring my knees to my chest",
        "what if i get chest pain",
        "can rolling cause a stroke",
        "i had a stroke five years ago",
        "my father had a heart attack",
        "my bum's numb from sitting on this floor",
        "my legs are tired",
        "i can't lift my arms behind my head",
        "i can't move on yet",
        "i can't see the screen",
        "i'm dying to start",
        "let me catch my breath",
        "i used to get chest pain",
        "my shirt is tight across my chest",
        "i'm choking for a cuppa",
        "my uncle passed out at the party",
        "she collapsed in the film",
        "have you had a stroke",
        "i almost wet myself laughing",
        "the blood is rushing to my head",
        "that music makes my ears bleed",
        "my legs have gone cold",
        "my glasses are slipping off my face",
        "bring my lips together and close my mouth",
        "get someone else to do it",
    ],
)
def test_what_only_sounds_like_an_emergency_is_none(text: str) -> None:
    """A false alarm ends the run and frightens."""
    finding = heard(text)
    assert finding is None or finding.kind is not Alarm.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "it doesn't hurt",
        "no pain at all",
        "should it hurt",
        "is it normal that it hurts",
        "what if it hurts",
        "it hurts in a good way",
        "i'm numb with boredom",
        "i'm sick of this song",
        "my foot is asleep because i sat on it",
        "that spot feels dead nice",
        "i'm bleeding freezing",
        "my tea's gone cold",
        "the picture's gone all funny",
        "your words don't make sense",
        "i fell asleep",
        "i'm back",
        "go back a step",
        "i found a tight spot",
        "keep rolling",
    ],
)
def test_no_alarm_where_nothing_hurts(text: str) -> None:
    """A denial, a question, a command and an ordinary cause are no reports."""
    finding = heard(text)
    assert finding is None or not finding.stops


def test_a_sore_lower_back_is_information_and_keeps_the_place() -> None:
    """"my lower back is sore today" is what people come with, not a report of pain on the roller."""
    assert heard("my lower back is sore today") == Finding(Alarm.CONDITION, "muscle_tightness")


@pytest.mark.parametrize(
    ("texts", "finding"),
    [
        (("tight", "chest"), Finding(Alarm.EMERGENCY, "red_flag_chest")),
        (("chest", "tight"), Finding(Alarm.EMERGENCY, "red_flag_chest")),
        (("numb", "legs"), Finding(Alarm.EMERGENCY, "red_flag_legs")),
        (("numb", "hand"), Finding(Alarm.STOP_SIGN, "numb_tingle")),
    ],
)
def test_two_slots_are_heard_together(texts: tuple[str, ...], finding: Finding) -> None:
    """A sensation means what it does by the body part beside it."""
    assert triage(texts, "en") == finding


def test_a_tight_back_is_no_tight_chest() -> None:
    """Rule 2."""
    finding = heard("tight", "back")
    assert finding is None or not finding.stops


def test_the_chest_is_heard_where_the_intent_alone_says_that_it_hurts() -> None:
    """"my chest hurts" may arrive as nothing but {body_part}."""
    assert triage(["chest"], "en", in_pain=True) == Finding(Alarm.EMERGENCY, "red_flag_chest")
    assert triage(["shoulder"], "en", in_pain=True) == Finding(Alarm.HURT)
    assert triage([], "en", in_pain=True) == Finding(Alarm.HURT)


def test_the_worst_of_several_texts_wins() -> None:
    """Emergency > sign to stop > pain > condition > information."""
    assert heard("my back hurts", "i can't feel my legs") == Finding(Alarm.EMERGENCY, "red_flag_legs")
    assert heard("my hand is tingling and my back hurts") == Finding(Alarm.STOP_SIGN, "numb_tingle")


def test_of_two_equally_bad_what_all_of_it_says_is_meant() -> None:
    """A pop in one slot and agony in the other are one injury."""
    assert heard("something popped", "back and it's agony") == Finding(Alarm.STOP_SIGN, "pop_with_pain")


def test_a_condition_in_any_slot_is_heard() -> None:
    """"a slipped disc" can arrive in a slot that was meant for a body part."""
    assert heard("slipped disc") == Finding(Alarm.CONDITION, "herniated_disc")


def test_nothing_said_is_nothing_heard() -> None:
    """An empty slot raises nothing."""
    assert heard("", "  ") is None


@pytest.mark.parametrize(
    "answer", [a for a in answers("en").values() if a.verdict is Verdict.STOP_NOW], ids=lambda answer: answer.id
)
def test_what_a_slot_offers_as_a_sign_to_stop_is_heard_as_one(answer: Answer) -> None:
    """Whatever the platform resolves to, its raw text alone must raise the alarm of its urgency."""
    wanted = {"emergency": {Alarm.EMERGENCY}}.get(answer.urgency, {Alarm.EMERGENCY, Alarm.STOP_SIGN, Alarm.HURT})
    missed = [p for p in answer.phrases if (found := heard(p)) is None or found.kind not in wanted]
    assert missed == []
