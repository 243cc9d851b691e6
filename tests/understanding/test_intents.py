"""
What intents mean: each intent's event, and the triage that hears every slot first.

Rule: a row for each intent of the model, and none besides.
"""

import pytest

from skill.content.answers import answers
from skill.content.regions import regions
from skill.content.utterances import types_of_slots
from skill.dialogue import events as e
from skill.dialogue.events import Command, FollowUp
from skill.publish.interaction_model import interaction_model
from skill.understanding.commands import SlotValue
from skill.understanding.intents import FIXED, INTENTS, KNOWN, QUESTIONS, REPORTS, TOPICS, understood


def slots(**values: str | SlotValue) -> dict[str, SlotValue]:
    """Return slots as Alexa fills them; a tuple's second part is the id that entity resolution found."""
    return {name: value if isinstance(value, SlotValue) else SlotValue(value) for name, value in values.items()}


def matched(value: str, id_: str) -> SlotValue:
    return SlotValue(value, id_)


@pytest.mark.parametrize("locale", sorted(regions()))
def test_the_tables_and_the_model_have_the_same_intents(locale: str) -> None:
    """An intent without a row would not be understood; a row without an intent would never be reached."""
    model = interaction_model(locale)["interactionModel"]["languageModel"]
    assert {intent["name"] for intent in model["intents"]} == set(KNOWN)


def test_an_intent_is_a_command_or_a_question() -> None:
    """So that there is one place to look; only a topic may name an answer besides, for when its slot is empty."""
    assert set(INTENTS) & (set(QUESTIONS) | set(TOPICS) | set(FIXED)) == set()
    assert set(QUESTIONS) & (set(TOPICS) | set(FIXED)) == set()


FOREIGN = "3b1f8c2e9d7a4c60b5e1f2a3d4c5b6a7"
"""An id as another model has it, or as Amazon makes one."""

EVENTS: list[tuple[str, dict[str, SlotValue], e.Event]] = [
    ("StartRoutineIntent", {}, Command.START),
    ("StartAgainIntent", {}, Command.START_OVER),
    ("AMAZON.StartOverIntent", {}, Command.START_OVER),
    ("ReadyIntent", {}, Command.READY),
    ("NotNowIntent", {}, Command.NO),
    ("NextStepIntent", {}, Command.NEXT),
    ("AMAZON.NextIntent", {}, Command.NEXT),
    ("PreviousStepIntent", {}, Command.BACK),
    ("AMAZON.PreviousIntent", {}, Command.BACK),
    ("RepeatStepIntent", {}, Command.REPEAT),
    ("AMAZON.RepeatIntent", {}, Command.REPEAT),
    ("HoldOnIntent", {}, Command.HOLD_ON),
    ("AMAZON.PauseIntent", {}, Command.HOLD_ON),
    ("CarryOnIntent", {}, Command.RESUME),
    ("AMAZON.ResumeIntent", {}, Command.RESUME),
    ("UndoIntent", {}, e.Undo()),
    ("GoToStepIntent", slots(step="4"), e.GoTo(4)),
    ("GoToStepIntent", slots(step="?"), e.GoTo(0)),
    ("GoToStepIntent", {}, e.GoTo(-1)),
    ("GoToStepIntent", slots(ordinal=matched("third", "3")), e.GoTo(3)),
    ("GoToStepIntent", slots(ordinal=matched("last", "-1")), e.GoTo(-1)),
    ("GoToStepIntent", slots(ordinal="umpteenth"), e.GoTo(0)),
    ("GoToStepIntent", slots(count="2", direction=matched("back", "back")), e.GoTo(by=-2)),
    ("GoToStepIntent", slots(count="2"), e.GoTo(by=2)),
    ("GoToStepIntent", slots(direction=matched("back", "back")), e.GoTo(by=-1)),
    ("GoToStepIntent", slots(count="?", direction=matched("ahead", "forward")), e.GoTo(by=1)),
    ("GoToStepIntent", slots(count="2", direction="sideways"), e.GoTo(0)),
    ("GoToStepIntent", slots(ordinal=matched("third", FOREIGN)), e.GoTo(3)),
    ("StepsLeftIntent", {}, Command.WHERE_AM_I),
    ("TimeLeftIntent", {}, Command.WHERE_AM_I),
    ("MoreTimeIntent", {}, e.MoreTime()),
    ("MoreTimeIntent", slots(duration="PT30S"), e.MoreTime(30)),
    ("MoreTimeIntent", slots(number="10"), e.MoreTime(10)),
    ("EnoughIntent", {}, Command.ENOUGH),
    ("PaceIntent", slots(pace=matched("too fast", "slower")), e.Pace()),
    ("PaceIntent", slots(pace=matched("speed up", "faster")), e.Pace(faster=True)),
    ("PaceIntent", slots(pace=matched("faster", FOREIGN)), e.Pace(faster=True)),
    ("PaceIntent", slots(pace="zippier"), e.Unclear("zippier")),
    ("PaceIntent", {}, e.Pace()),
    ("WordsIntent", slots(amount=matched("less", "less")), e.Words()),
    ("WordsIntent", slots(amount="in verse"), e.Unclear("in verse")),
    ("WordsIntent", slots(amount=matched("more", "more")), e.Words(fewer=False)),
    ("WordsIntent", {}, e.Words()),
    ("EasierIntent", {}, Command.EASIER),
    ("TightSpotIntent", {}, Command.TIGHT_SPOT),
    ("TightSpotIntent", slots(body_part=matched("shoulder", "shoulder")), Command.TIGHT_SPOT),
    ("NextSpotIntent", {}, Command.NEXT_SPOT),
    ("NoSpotIntent", {}, Command.NO_SPOT),
    ("WholeBackIntent", {}, Command.WHOLE_BACK),
    ("StraightThroughIntent", {}, Command.STRAIGHT_THROUGH),
    ("StepByStepIntent", {}, Command.STEP_BY_STEP),
    ("ShorterIntent", slots(duration="PT2M"), e.Shorter(120)),
    ("ShorterIntent", {}, e.Shorter()),
    ("OverviewIntent", {}, Command.OVERVIEW),
    ("PreviewIntent", {}, Command.PREVIEW),
    ("StepDetailIntent", {}, Command.DETAIL),
    ("WhatCanISayIntent", {}, Command.HELP),
    ("AMAZON.HelpIntent", {}, Command.HELP),
    ("PainIntent", {}, Command.HURTS),
    ("EmergencyIntent", {}, e.Emergency()),
    ("StuckIntent", {}, Command.STUCK),
    ("SendIntent", {}, Command.SEND),
    ("FinishIntent", {}, Command.FINISH),
    ("ProgressIntent", {}, Command.PROGRESS),
    ("RemindMeIntent", {}, e.Remind()),
    ("ReminderTimeIntent", slots(time="07:00"), e.TimeOfDay("07:00")),
    ("RemindMeIntent", slots(time="07:00"), e.Remind("07:00")),
    ("RemindMeIntent", slots(time="19:00"), e.Remind("19:00", certain=True)),
    ("DayPartIntent", slots(day_part=matched("in the evening", "evening")), e.DayPart(evening=True)),
    ("DayPartIntent", slots(day_part=matched("in the morning", "morning")), e.DayPart()),
    ("DayPartIntent", slots(day_part=matched("in the evening", FOREIGN)), e.DayPart(evening=True)),
    ("DayPartIntent", slots(day_part="at tea time"), e.Unclear("at tea time")),
    ("NoReminderIntent", {}, Command.NO_REMINDER),
    ("NotMeIntent", {}, Command.NOT_ME),
    ("KnowMeIntent", {}, Command.KNOW_ME),
    ("ForgetMeIntent", {}, Command.FORGET),
    ("ThanksIntent", {}, Command.THANKS),
    ("SatUpIntent", {}, Command.SAT_UP),
    ("SlippedIntent", {}, Command.SLIPPED),
    ("StillThereIntent", {}, e.Unclear()),
    ("PopIntent", {}, e.Ask("painless_pop")),
    ("InjuredIntent", {}, e.Ask("injured", FollowUp.WAY_OFF)),
    ("InjuredIntent", slots(body_part="back"), e.Ask("injured", FollowUp.WAY_OFF)),
    ("UndoIntent", slots(command=matched("pause", "hold_on")), e.Undo(wish=Command.HOLD_ON)),
    ("UndoIntent", slots(command="purple"), e.Undo()),
    ("AMAZON.YesIntent", {}, Command.YES),
    ("AMAZON.NoIntent", {}, Command.NO),
    ("AMAZON.StopIntent", {}, Command.STOP),
    ("AMAZON.CancelIntent", {}, Command.STOP),
    ("AMAZON.NavigateHomeIntent", {}, Command.STOP),
    ("AMAZON.FallbackIntent", {}, e.Unclear()),
    ("ConditionIntent", {}, Command.HELP),
    ("AnswerIntent", {}, Command.HELP),
    ("OpenQuestionIntent", {}, e.Ask()),
    ("WhyIntent", {}, e.Ask()),
    ("AnIntentOfTomorrow", {}, e.Unclear()),
    ("AnIntentOfTomorrow", slots(mood="splendid"), e.Unclear("splendid")),
]


@pytest.mark.parametrize(("intent", "filled", "event"), EVENTS)
def test_an_intent_means_its_event(intent: str, filled: dict[str, SlotValue], event: e.Event) -> None:
    """Design §9, row by row."""
    assert understood(intent, filled, "en").event == event


def test_every_intent_has_been_tried() -> None:
    """A new row belongs into the table above, or to the answers below."""
    assert set(KNOWN) - {intent for intent, _, _ in EVENTS} - set(FIXED) == set()


@pytest.mark.parametrize(("intent", "topic"), FIXED.items())
def test_a_fixed_question_has_its_answer(intent: str, topic: str) -> None:
    """What you need, how long it takes, what to mind."""
    assert understood(intent, {}, "en").answer == answers("en")[topic]


# The triage hears everything first


@pytest.mark.parametrize("slot", ["question", "condition", "topic", "body_part", "sensation", "red_flag", "step"])
@pytest.mark.parametrize("intent", ["OpenQuestionIntent", "ConditionIntent", "AnswerIntent", "GoToStepIntent"])
def test_an_emergency_is_heard_in_any_slot_of_any_intent(intent: str, slot: str) -> None:
    """Custom slots are open: chest pain can stand where a topic was expected."""
    assert isinstance(understood(intent, slots(**{slot: "chest pain"}), "en").event, e.Emergency)


@pytest.mark.parametrize("intent", sorted(set(INTENTS) - REPORTS))
def test_plain_pain_is_heard_in_any_intent(intent: str) -> None:
    """Whatever the intent, the words decide."""
    assert understood(intent, slots(anything="ow it hurts"), "en").event is Command.HURTS


def test_a_condition_is_answered_by_its_verdict() -> None:
    """A slipped disc: ask a professional, so it is asked whether to stop here for today."""
    found = understood("ConditionIntent", slots(condition=matched("a slipped disc", "herniated_disc")), "en")
    assert found.answer == answers("en")["herniated_disc"]
    assert isinstance(found.event, e.Ask)
    assert (found.event.topic, found.event.follow_up) == ("herniated_disc", FollowUp.ASK_TO_STOP)


def test_a_value_that_no_list_holds_is_quoted_and_never_guessed_at() -> None:
    """We say that we don't know, and what it was that we don't know."""
    event = understood("AnswerIntent", slots(topic="quantum entanglement"), "en").event
    assert event == e.Ask(heard="quantum entanglement")


def test_a_long_text_is_not_said_back() -> None:
    """Forty characters at most: nobody wants to hear their own paragraph."""
    long = "a very long story about the day on which I bought my roller"
    assert understood("AnswerIntent", slots(topic=long), "en").event == e.Ask()


@pytest.mark.parametrize(("asked", "event"), [("stop", Command.FINISH), ("hold on", Command.HOLD_ON)])
def test_a_command_inside_a_free_question_is_a_command(asked: str, event: e.Event) -> None:
    """Can I stop: AMAZON.SearchQuery catches it, and the local ear gives it back."""
    assert understood("OpenQuestionIntent", slots(question=asked), "en").event == event


def test_a_resolved_id_that_is_not_ours_is_passed_over() -> None:
    """A model of another version may be live: its ids may be gone."""
    found = understood("ConditionIntent", slots(condition=matched("shingles", "shingles_of_old")), "en")
    assert found.answer == answers("en")["shingles"]


@pytest.mark.parametrize("said", ["faster", ""])
@pytest.mark.parametrize("name", sorted(types_of_slots("en")))
def test_an_id_of_another_model_raises_nothing_in_any_slot(name: str, said: str) -> None:
    """Whatever the intent: Alexa sends the ids that its version of the model has."""
    for intent in sorted(KNOWN):
        understood(intent, {name: matched(said, FOREIGN)}, "en")
