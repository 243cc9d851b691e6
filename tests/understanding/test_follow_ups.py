"""What is asked after an answer is understood by what was just spoken of."""

import json

import pytest

from benchmarks.model_ear import MODEL, ModelEar
from skill.content import utterances
from skill.content.answers import answers
from skill.dialogue import events as e
from skill.dialogue.events import Command
from skill.understanding.commands import SlotValue
from skill.understanding.intents import understood
from skill.understanding.text_to_event import explain


FOLLOWED = [
    ("what_is_roller", "what kinds are there", "roller_kinds"),
    ("what_is_roller", "why should i use one", "why_roll"),
    ("what_is_roller", "how big should it be", "roller_size"),
    ("what_is_roller", "are they expensive", "cost"),
    ("roller_kinds", "why", "hard_roller"),
    ("roller_kinds", "tell me more", "kinds"),
    ("how_common", "and what causes it", "common_causes"),
    ("why_crack", "should i force it", "crack_force"),
    ("why_roll", "how about every day", "frequency"),
    ("frequency", "and before bed", "when_day"),
    ("time_per_spot", "but why", "why_stop"),
    ("time_per_spot", "why should i", "why_stop"),
]
AFTER_A_TIP = [
    "next", "another", "another one", "the next one", "okay next", "what's next", "the next tip", "another tip",
]  # fmt: skip
OF_THE_ROUTINE = {
    "next step": Command.NEXT,
    "the next exercise": Command.NEXT,
    "skip this step": Command.NEXT,
    "next spot": Command.NEXT_SPOT,
    "another spot": Command.NEXT_SPOT,
    "the third step": e.GoTo(3),
    "carry on": Command.RESUME,
    "yes": Command.YES,
}


@pytest.fixture(scope="module")
def ear() -> ModelEar:
    """Return what has read nothing but the interaction model."""
    return ModelEar(json.loads(MODEL.read_text(encoding="utf-8")), utterances.builtin("en"))


def on_an_echo(ear: ModelEar, text: str, topic: str | None) -> tuple[e.Event, str | None]:
    """Return what *text* means when only the slots of the model's intent arrive."""
    read = ear.hear(text)
    assert read is not None, text
    slots = {name: SlotValue(filled.raw, filled.id, filled.raw) for name, filled in read.slots.items()}
    meant = understood(read.intent, slots, "en", topic=topic)
    return meant.event, meant.answer.id if meant.answer else None


@pytest.mark.parametrize(("topic", "text", "answer"), FOLLOWED)
def test_what_is_left_out_is_what_was_spoken_of(ear: ModelEar, topic: str, text: str, answer: str) -> None:
    """At the desk, and on an Echo."""
    assert explain(text, "en-US", topic=topic)["topic"] == answer
    assert on_an_echo(ear, text, topic)[1] == answer


def test_what_names_its_kind_needs_no_topic(ear: ModelEar) -> None:
    """Said of the rollers just named, or of none."""
    for topic in (None, "what_is_roller"):
        assert explain("and hard ones", "en-US", topic=topic)["topic"] == "hard_roller"
        assert on_an_echo(ear, "and hard ones", topic)[1] == "hard_roller"


@pytest.mark.parametrize("text", AFTER_A_TIP)
def test_after_a_tip_the_next_is_the_next_tip(ear: ModelEar, text: str) -> None:
    """As information: it asks nobody to stop. After the third, those were the three."""
    for topic, after in (("tips", "tip_gentle"), ("tip_gentle", "tip_no_force"), ("tip_ask", "tips_done")):
        assert explain(text, "en-US", topic=topic)["topic"] == after
        event, answer = on_an_echo(ear, text, topic)
        assert answer == after
        assert isinstance(event, e.Ask)
        assert event.follow_up is e.FollowUp.GO_ON


@pytest.mark.parametrize(("text", "event"), OF_THE_ROUTINE.items(), ids=OF_THE_ROUTINE)
def test_after_a_tip_what_names_the_routine_is_of_the_routine(ear: ModelEar, text: str, event: e.Event) -> None:
    """A step is a step, and "Shall we go on?" gets its yes."""
    assert on_an_echo(ear, text, "tip_gentle")[0] == event
    assert explain(text, "en-US", topic="tip_gentle")["event"] == e.name_of(event)


@pytest.mark.parametrize("topic", [None, "tips_done", "sciatica", "no such topic"])
@pytest.mark.parametrize("text", ["next", "the next one"])
def test_without_a_tip_before_it_next_is_the_next_step(ear: ModelEar, text: str, topic: str | None) -> None:
    """Also after the last word of the tips, and after what an older release may have remembered."""
    assert on_an_echo(ear, text, topic)[0] is Command.NEXT
    assert explain(text, "en-US", topic=topic)["event"] == "Next"


@pytest.mark.parametrize(
    ("text", "topic", "answer"),
    [
        ("what's the first tip", None, "tip_gentle"),
        ("tip two", None, "tip_no_force"),
        ("tell me the last tip", "kinds", "tip_ask"),
        ("another tip", None, "tip_gentle"),
        ("the second one", "tip_gentle", "tip_no_force"),
        ("the last one", "tips", "tip_ask"),
    ],
)
def test_a_tip_is_found_by_its_number(ear: ModelEar, text: str, topic: str | None, answer: str) -> None:
    """Numbered as people count them, and after a tip without its name."""
    assert on_an_echo(ear, text, topic)[1] == answer


def test_a_tip_that_does_not_exist_is_none() -> None:
    """The three in short, or the step of that number."""
    assert understood("TipsIntent", {"which_tip": SlotValue("banana")}, "en").answer == answers("en")["tips"]
    seventh = understood("GoToStepIntent", {"ordinal": SlotValue("seventh", "7")}, "en", topic="tip_gentle")
    assert seventh.event == e.GoTo(7)
    unread = understood("GoToStepIntent", {"ordinal": SlotValue("umpteenth")}, "en", topic="tip_gentle")
    assert unread.event == e.GoTo(0)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("that hurts", "Hurts"),
        ("one of my fingers is numb", "Ask"),
        ("it hurts to breathe", "Ask"),
        ("i can't feel them my legs", "Emergency"),
    ],
)
def test_a_report_is_a_report_whatever_was_spoken_of(text: str, event: str) -> None:
    """The triage comes before everything else."""
    heard = explain(text, "en-US", topic="what_is_roller")
    assert (heard["event"], heard["verdict"]) == (event, "stop_now")


def test_a_condition_is_heard_whatever_was_spoken_of() -> None:
    """A pronoun beside it changes nothing."""
    assert explain("can i use one with sciatica", "en-US", topic="what_is_roller")["topic"] == "sciatica"
    assert explain("is it okay with osteoporosis", "en-US", topic="roller_kinds")["topic"] == "osteoporosis"


@pytest.mark.parametrize("text", ["why is the sky blue", "what's the weather like", "do they sell pizza"])
def test_what_has_nothing_to_do_with_it_gets_no_answer_from_it(text: str) -> None:
    """The topic fills a gap; it doesn't answer everything."""
    assert explain(text, "en-US", topic="what_is_roller")["topic"] is None


def test_a_step_asked_about_by_number_is_told_and_not_begun(ear: ModelEar) -> None:
    """A step that the routine lacks is no answer."""
    assert on_an_echo(ear, "explain step four", None)[1] == "time_per_spot"
    assert on_an_echo(ear, "tell me about the seventh step", None)[1] == "getting_up"
    assert isinstance(on_an_echo(ear, "explain step nine", None)[0], e.Unclear)


def test_what_follows_a_topic_is_another_topic() -> None:
    """Nobody is told the same again when they ask on."""
    for answer in answers("en").values():
        assert answer.id not in (answer.next, answer.why, answer.more)
