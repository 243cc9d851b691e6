"""The local ear: collisions, paraphrases, what is none of our business, and every sample there is."""

import re
from collections.abc import Iterator

import pytest
from understanding.effort import calls_in

from skill.content import utterances
from skill.understanding.commands import SIMILAR_ENOUGH, CommandMatcher, SlotValue, command_matcher


MATCHER = command_matcher("en")
PREVIOUS = ("PreviousStepIntent", "AMAZON.PreviousIntent")


def heard(text: str) -> str | None:
    found = MATCHER.match(text)
    return found.intent if found else None


COLLISIONS = {
    # back: the body
    "my back hurts": "PainIntent",
    "my lower back is sore": "PainIntent",
    "lower back is sore": "PainIntent",
    "my upper back aches": "PainIntent",
    "it hurts in my lower back": "PainIntent",
    "ow my back": "PainIntent",
    "roll back up": "StepDetailIntent",
    "do i roll back up": "StepDetailIntent",
    "that's my whole back": "WholeBackIntent",
    "i've done my whole back": "WholeBackIntent",
    "there's a knot in my lower back": "TightSpotIntent",
    "let's roll my back": "StartRoutineIntent",
    "start my back routine": "StartRoutineIntent",
    # off: a wish
    "get me off this thing": "FinishIntent",
    "i want to get off": "FinishIntent",
    "let me off": "FinishIntent",
    "someone help me": "StuckIntent",
    "please help me i can't move": "EmergencyIntent",
    "help me": "AMAZON.HelpIntent",
    # back: a state
    "i'm back": "ReadyIntent",
    "okay i'm back": "ReadyIntent",
    "i'm back on the roller": "ReadyIntent",
    "back on the roller": "ReadyIntent",
    "i'll be right back": "HoldOnIntent",
    "be right back": "HoldOnIntent",
    "i'll be back in a minute": "HoldOnIntent",
    # back: a command
    "back": "AMAZON.PreviousIntent",
    "go back": "AMAZON.PreviousIntent",
    "go back a step": "PreviousStepIntent",
    "can we go back one step please": "PreviousStepIntent",
    "take me back a step": "PreviousStepIntent",
    "back to the beginning": "StartAgainIntent",
    "go back to the start": "StartAgainIntent",
    "back to step two": "GoToStepIntent",
    "go two steps back": "GoToStepIntent",
    "let's get back to it": "CarryOnIntent",
    "back to where we were": "UndoIntent",
    # going on
    "continue": "AMAZON.ResumeIntent",
    "keep going": "AMAZON.ResumeIntent",
    "keep rolling": "CarryOnIntent",
    "carry on": "CarryOnIntent",
    "continue where we left off": "CarryOnIntent",
    "keep going without asking": "StraightThroughIntent",
    # last
    "the last step": "GoToStepIntent",
    "last step": "GoToStepIntent",
    "is this the last step": "StepsLeftIntent",
    "go to the end": "GoToStepIntent",
    "go to the final step": "GoToStepIntent",
    # done
    "done": "ReadyIntent",
    "i'm done": "ReadyIntent",
    "finished that one": "ReadyIntent",
    "i'm done for today": "FinishIntent",
    "done for today": "FinishIntent",
    "done with my whole back": "WholeBackIntent",
    "i'm done with this spot": "EnoughIntent",
    "am i done": "StepsLeftIntent",
    "done what's next": "NextStepIntent",
    # stop
    "stop": "AMAZON.StopIntent",
    "stop please": "FinishIntent",
    "stop here": "FinishIntent",
    "can i stop": "FinishIntent",
    "stop for a second": "HoldOnIntent",
    "stop reminding me": "NoReminderIntent",
    "stop on this one": "TightSpotIntent",
    "stop it hurts": "PainIntent",
    "pause": "AMAZON.PauseIntent",
    "pause here": "HoldOnIntent",
    "cancel": "AMAZON.CancelIntent",
    "cancel my reminder": "NoReminderIntent",
    "don't stop between steps": "StraightThroughIntent",
    "that's enough": "EnoughIntent",
    "that's enough for today": "FinishIntent",
    # start
    "start": "StartRoutineIntent",
    "start over": "AMAZON.StartOverIntent",
    "from the start": "StartAgainIntent",
    "let's begin again": "StartAgainIntent",
    "start from the first step": "StartAgainIntent",
    "start from step three": "GoToStepIntent",
    # one
    "another one": "NextSpotIntent",
    "the next one": "NextStepIntent",
    "here's one": "TightSpotIntent",
    "the third one": "GoToStepIntent",
    "the one before": "PreviousStepIntent",
    "i don't have one": "NoSpotIntent",
    "i have one": "ReadyIntent",
    "one second": "HoldOnIntent",
    "one step at a time": "StepByStepIntent",
    "ten more": "MoreTimeIntent",
    # next
    "next": "AMAZON.NextIntent",
    "what's next": "NextStepIntent",
    "what now": "NextStepIntent",
    "what comes next": "PreviewIntent",
    "what comes after this": "PreviewIntent",
    "next spot": "NextSpotIntent",
    # no
    "no": "AMAZON.NoIntent",
    "nope": "NotNowIntent",
    "no not yet": "HoldOnIntent",
    "not yet": "HoldOnIntent",
    "no i said pause": "UndoIntent",
    "no tight spot": "NoSpotIntent",
    "no more": "FinishIntent",
    "no reminders": "NoReminderIntent",
    # okay
    "okay": "AMAZON.YesIntent",
    "ok": "AMAZON.YesIntent",
    "okay next": "NextStepIntent",
    "yep go ahead": "ReadyIntent",
    # tight (what is an emergency by its part of the body, the triage says: see test_ear.py)
    "my chest is tight": "PainIntent",
    "my chest feels tight": "PainIntent",
    "a tight spot in my chest": "TightSpotIntent",
    "i found a tight spot": "TightSpotIntent",
    "can't feel any tight spot": "NoSpotIntent",
    "i can't feel my legs": "EmergencyIntent",
    "just the tight spots": "ShorterIntent",
    # others that sound alike
    "again": "RepeatStepIntent",
    "say that again": "AMAZON.RepeatIntent",
    "forget it": "AMAZON.CancelIntent",
    "forget everything about me": "ForgetMeIntent",
    "slow down": "PaceIntent",
    "talk less": "WordsIntent",
    # who asks for quiet has not asked to get up
    "be quiet": "WordsIntent",
    "stop talking": "WordsIntent",
    "could you be silent for a while": "WordsIntent",
    "hush now": "WordsIntent",
    "stop it": "FinishIntent",
    "make it easier": "EasierIntent",
    "make it shorter": "ShorterIntent",
    "how long left": "TimeLeftIntent",
    "how long does it take": "HowLongIntent",
    "i can't get up": "StuckIntent",
    "how do i get up": "StuckIntent",
    "can i have a minute": "HoldOnIntent",
    "give me another minute": "MoreTimeIntent",
    "i only have two minutes": "ShorterIntent",
    "that's not me": "NotMeIntent",
    "that's not what i meant": "UndoIntent",
    "thank you next step": "NextStepIntent",
}

NEVER = {
    "my back hurts": PREVIOUS,
    "my lower back is killing me": PREVIOUS,
    "i'm back": PREVIOUS,
    "i'll be right back": PREVIOUS,
    "back on the roller": PREVIOUS,
    "roll back up": PREVIOUS,
    "back to the beginning": PREVIOUS,
    "i don't want to continue": ("CarryOnIntent", "AMAZON.ResumeIntent"),
    "don't stop": ("FinishIntent", "AMAZON.StopIntent"),
    "it doesn't hurt": ("PainIntent",),
    "i'm not ready": ("ReadyIntent",),
    "i'm not done": ("ReadyIntent", "FinishIntent"),
    "done for today": ("ReadyIntent",),
    "what comes next": ("NextStepIntent",),
    "when should i stop taking my pills": ("AMAZON.StopIntent", "FinishIntent"),
    "the bus stop is next to the school": ("AMAZON.StopIntent", "FinishIntent", "NextStepIntent"),
    "yes minister is a funny show": ("AMAZON.YesIntent", "ReadyIntent"),
    "help yourself to some cake": ("AMAZON.HelpIntent", "WhatCanISayIntent"),
}


@pytest.mark.parametrize(("text", "intent"), COLLISIONS.items())
def test_what_sounds_alike_is_told_apart(text: str, intent: str) -> None:
    """The words back, on, last, done, stop, start, one, next, no, okay and tight mean what stands around them."""
    assert heard(text) == intent


@pytest.mark.parametrize(("text", "intents"), NEVER.items())
def test_what_only_sounds_alike_is_not_taken_for_it(text: str, intents: tuple[str, ...]) -> None:
    """A body part is no command, and a word in a sentence is not the sentence."""
    assert heard(text) not in intents


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("go to step four", {"step": SlotValue("four", value="4")}),
        ("Go to step #3, please!", {"step": SlotValue("3", value="3")}),
        ("uh go to the third one", {"ordinal": SlotValue("third", id="3")}),
        (
            "the second to last step",
            {"ordinal": SlotValue("second to last", id="-2"), "step_word": SlotValue("step", id="step")},
        ),
        ("two steps back", {"count": SlotValue("two", value="2"), "direction": SlotValue("back", id="back")}),
        ("thirty more seconds", {"number": SlotValue("thirty", value="30"), "unit": SlotValue("seconds", id="1")}),
        ("another minute", {"duration": SlotValue("minute", value="PT1M")}),
        ("a minute and a half more", {"duration": SlotValue("a minute and a half", value="PT1M30S")}),
        ("you're going too fast", {"pace": SlotValue("too fast", id="slower")}),
        ("talk less", {"amount": SlotValue("less", id="less")}),
        ("remind me every day at half past seven", {"time": SlotValue("half past seven", value="07:30")}),
        ("in the evening", {"day_part": SlotValue("evening", id="evening")}),
        ("slower", {"pace": SlotValue("slower", id="slower")}),
        ("can i do this with a herniated disc", {"condition": SlotValue("herniated disc", id="herniated_disc")}),
        ("what if i sneeze on it", {"what_if": SlotValue("i sneeze on it")}),
    ],
)
def test_slots_are_quoted_and_come_to_their_value(text: str, slots: dict[str, SlotValue]) -> None:
    """What was said, the content's id for it, and the number, length or time that it comes to."""
    found = MATCHER.match(text)
    assert found is not None
    assert found.slots == slots


@pytest.mark.parametrize("text", ["", "?!", "go to step banana", "play some jazz", "turn on the kitchen light"])
def test_what_means_nothing_to_us_is_nothing(text: str) -> None:
    """Rather nothing than a guess; a number is a number or it is none."""
    assert heard(text) is None


@pytest.mark.parametrize(
    "text", ["Um, okay, so... next step, please?", "ALEXA, NEXT STEP", "could you do the next step now"]
)
def test_fillers_and_punctuation_change_nothing(text: str) -> None:
    """People are polite and messy at both ends of what they say."""
    assert heard(text) == "NextStepIntent"


def test_a_sample_is_heard_for_certain_and_a_likeness_is_not() -> None:
    """The score says which of the two it was."""
    exact, alike = MATCHER.match("go back a step"), MATCHER.match("could we go back by a step or two")
    assert exact is not None
    assert alike is not None
    assert (exact.score, SIMILAR_ENOUGH <= alike.score < 100) == (100.0, True)


VALUES = {
    "number": ("four", "12"),
    "duration": ("two minutes",),
    "time": ("seven", "six thirty"),
    "ordinal": ("third", "fifth"),
    "sensation": ("numb",),
    "text": ("wear my blue hat",),
}


def filled(every: bool) -> Iterator[tuple[str, str]]:
    """Return samples with their slots filled by values of their types, and the intent whose they are."""
    types = utterances.slot_types("en")
    for intent in utterances.intents("en"):
        for count, sample in enumerate(intent.all_samples if every else intent.samples):
            def value(slot: re.Match[str], intent: utterances.IntentUtterances = intent, count: int = count) -> str:
                type_ = intent.slots[slot[1]]
                of = VALUES.get(type_) or next(iter(types[type_].values()))[:1]
                return of[count % len(of)]

            yield intent.name, re.sub(r"\{(\w+)\}", value, sample)


def test_every_sample_of_the_model_is_heard_as_its_own_intent() -> None:
    """Whatever Amazon is told, the ear understands, with real values in its slots."""
    assert [(name, text, heard(text)) for name, text in filled(every=False) if heard(text) != name] == []


@pytest.mark.long
def test_everything_that_a_template_stands_for_is_heard_as_its_own_intent() -> None:
    """Beyond the samples of the model too, which are a choice of it."""
    assert [(name, text, heard(text)) for name, text in filled(every=True) if heard(text) != name] == []


@pytest.mark.parametrize("name", sorted(utterances.builtin("en")))
def test_what_a_built_in_is_heard_for_is_heard_as_it(name: str) -> None:
    """The names are the content's; the ear hands them on."""
    assert {heard(phrase) for phrase in utterances.builtin("en")[name]} == {name}


@pytest.mark.parametrize(
    ("type_", "slot", "carrier"),
    [
        ("condition", "condition", "is it safe with {}"),
        ("topic", "topic", "what should i know about {}"),
        ("red_flag", "red_flag", "i think i'm having {}"),
        ("body_part", "body_part", "tight spot in my {}"),
        ("sensation", "sensation", "i'm getting {}"),
    ],
)
def test_every_value_of_a_slot_is_found_with_its_id(type_: str, slot: str, carrier: str) -> None:
    """An answer or a body part that is added in the content is heard without touching the ear."""
    lost = []
    for id_, phrases in utterances.slot_types("en")[type_].items():
        for phrase in phrases:
            found = MATCHER.match(carrier.format(phrase))
            if found is None or slot not in found.slots or found.slots[slot].id != id_:
                lost.append((id_, phrase, found))
    assert lost == []


def test_an_utterance_takes_few_calls() -> None:
    """Also a long or unknown one: the samples are compared together, not one after the other."""
    texts = [
        "i was wondering whether we could go on to whatever comes after",
        "my grandmother told me a long story about the roller",
        "could you please go back to the second to last step for me",
    ]
    assert [text for text in texts if calls_in(lambda text=text: MATCHER.match(text)) > 20_000] == []


def test_a_matcher_is_loaded_once() -> None:
    """Loading takes a moment, so it is kept."""
    assert command_matcher("en") is MATCHER
    assert isinstance(MATCHER, CommandMatcher)
