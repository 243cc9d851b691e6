"""What a screen shows, what it is called, and what a tap on it means."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from ask_sdk_model.interfaces.alexa.presentation.apl import ExecuteCommandsDirective, RenderDocumentDirective
from screens_samples import ANSWERS, ROUTINE, SCRIPT, SIGHTS, answered, words
from viewer import minified

from skill.alexa.display import TAPS, AnswerView, DisplayContent, commands, data, directive, render, token, touch
from skill.alexa.display.view_data import shortened
from skill.content.answers import Verdict
from skill.dialogue.reply import Line, Screen, View
from skill.dialogue.routine import Kind, Posture, Step


STEP_3 = Screen(View.STEP, 3, 7, 40)
STEP_3_ANSWER = replace(STEP_3, view=View.ANSWER, topic="rolling")
LONGEST_SPEECH = 8_000
LIMIT = 48_000


def shown(name: str) -> dict[str, Any]:
    properties: dict[str, Any] = data(SIGHTS[name], words, ROUTINE)["view"]["properties"]
    return properties


def test_every_view_is_among_the_samples() -> None:
    """A view that is added must be rendered by the tests."""
    assert {sight.screen.view for sight in SIGHTS.values()} == set(View)


def test_a_response_with_its_screen_stays_small(record_property: Callable[[str, object], None]) -> None:
    """The largest document, its data and the longest speech are under 48 KB."""
    sizes = {name: len(minified(render(sight, words, ROUTINE)).encode()) for name, sight in SIGHTS.items()}
    largest = max(sizes, key=lambda name: sizes[name])
    record_property("largest screen", f"{largest}, {sizes[largest] / 1000:.1f} KB; the limit with its speech is 48 KB")
    assert sizes[largest] + LONGEST_SPEECH < LIMIT


@pytest.mark.parametrize("name", SIGHTS)
def test_every_button_is_a_word_that_can_be_said(name: str) -> None:
    """A tap has no meaning of its own."""
    buttons = shown(name)["buttons"]
    assert {button["word"] for button in buttons} <= TAPS
    assert {button["held"]["word"] for button in buttons if "held" in button} <= TAPS


@pytest.mark.parametrize("name", [name for name in SIGHTS if shown(name)["buttons"]])
def test_one_button_is_the_main_one_and_none_is_there_twice(name: str) -> None:
    """Buttons are found by their word, and the remote control starts on the main one."""
    buttons = shown(name)["buttons"]
    assert [button["main"] for button in buttons].count(True) == 1
    assert len({button["word"] for button in buttons}) == len(buttons)


def test_progress_has_a_bar_for_each_step() -> None:
    """Done, now and to come can be told apart without colour."""
    assert shown("step-3")["progress"] == ["done", "done", "now", "next", "next", "next", "next"]


@pytest.mark.parametrize(
    ("kind", "drawing"), [("settling", "hands"), ("rolling", "roll"), ("spot", "spot"), ("rising", "rise")]
)
def test_a_step_that_nobody_has_drawn_is_shown_as_its_kind(kind: str, drawing: str) -> None:
    """A step that is added has a screen at once: its own words, one bar more, a drawing of what is done alike."""
    added = Step("sides", Kind(kind), Posture.HIPS_UP, 30)
    plan = replace(ROUTINE, steps=(*ROUTINE.steps[:-1], added, ROUTINE.steps[-1]))
    written = {**SCRIPT.wordings, "step.sides.title": ("Side to side",), "step.sides.short": ("Lean to each side.",)}
    sight = DisplayContent(Screen(View.STEP, 7, len(plan), 30))
    found = data(sight, replace(SCRIPT, wordings=written).text, plan)["view"]["properties"]
    assert (found["art"], found["title"], found["text"]) == (drawing, "Side to side", "Lean to each side.")
    assert found["progress"] == [*["done"] * 6, "now", "next"]
    assert directive(sight, replace(SCRIPT, wordings=written).text, plan).document["graphics"]


@pytest.mark.parametrize("verdict", Verdict)
def test_a_verdict_has_a_sign_and_words(verdict: Verdict) -> None:
    """No verdict is told by its colour alone."""
    topic = next(name for name, answer in ANSWERS.items() if answer.verdict is verdict)
    found = data(answered(topic), words, ROUTINE)["view"]["properties"]["verdict"]
    assert found["icon"]
    assert found["words"]


def test_after_a_stop_sign_nothing_can_be_tapped_to_go_on() -> None:
    """Pain never leads on, by touch no more than by voice."""
    topic = next(name for name, answer in ANSWERS.items() if answer.verdict is Verdict.STOP_NOW)
    assert data(answered(topic), words, ROUTINE)["view"]["properties"]["buttons"] == []


def test_an_answer_that_asks_whether_to_stop_is_answered_by_yes_and_no() -> None:
    """The buttons answer the question that is spoken."""
    assert [button["word"] for button in shown("answer-ask")["buttons"]] == ["yes", "no"]


def test_the_hint_is_left_to_alexa() -> None:
    """The wake word is the device's: textToHint knows it, we do not."""
    view = data(SIGHTS["step-3"], words, ROUTINE)["view"]
    hints = ("hint", "heldHint")
    assert view["transformers"] == [{"inputPath": name, "transformer": "textToHint"} for name in hints]
    assert view["properties"]["hint"] == "next"
    assert view["properties"]["heldHint"] == "ready"


def test_without_a_hint_nothing_is_transformed() -> None:
    """An empty hint would become a wake word alone."""
    assert data(SIGHTS["finished"], words, ROUTINE)["view"]["transformers"] == []


@pytest.mark.parametrize(
    ("text", "length", "kept"),
    [
        ("One. Two. Three.", 9, "One. Two."),
        ("One. Two. Three.", 100, "One. Two. Three."),
        ("A long first sentence stays whole. Two.", 5, "A long first sentence stays whole."),
    ],
)
def test_an_answer_is_cut_between_sentences(text: str, length: int, kept: str) -> None:
    """The voice says all of it; the screen shows whole sentences only, and one at least."""
    assert shortened(text, length) == kept


@pytest.mark.parametrize(
    ("source", "shown_as"),
    [
        ("NHS on back pain, https://example.org/back (opening)", "Source: NHS on back pain"),
        ("Mayo Clinic, https://example.org/; NHS, https://example.com/", "Source: Mayo Clinic, and others"),
        ("Our own reasoning; no source says it", "Source: Our own reasoning"),
        ("Anon 2021, study of 37 experts, J Med 10(22):5360, a long title", "Source: Anon 2021, study of 37 experts"),
    ],
)
def test_a_source_is_named_in_short(source: str, shown_as: str) -> None:
    """Who says it can be read from the floor; the address is in the content."""
    answer = AnswerView("rolling", Verdict.INFO, "Yes.", source)
    assert data(DisplayContent(STEP_3_ANSWER, answer), words, ROUTINE)["view"]["properties"]["note"] == shown_as


def test_after_pain_the_screen_offers_what_the_voice_offers() -> None:
    """Easier, skip to the end, or stop; nothing that rolls on."""
    assert [button["word"] for button in shown("hurt")["buttons"]] == ["next", "stop", "easier"]


def test_the_gentle_form_says_so() -> None:
    """Whoever rolls gently is not told to lift the hips."""
    assert shown("gentle")["title"] == words(Line("display.gentle.title"))
    assert shown("gentle")["art"] == "gentle"


def test_while_held_the_screen_says_to_rest() -> None:
    """The words change with the hold, as the hint does."""
    assert shown("step-3")["heldText"] == words(Line("display.held.text"))


def test_the_same_place_is_changed_and_another_is_rendered() -> None:
    """Holding on and going on keep the document; a new step is a new one."""
    held = directive(DisplayContent(replace(STEP_3, view=View.HELD)), words, ROUTINE, shown="step-3")
    assert isinstance(held, ExecuteCommandsDirective)
    assert isinstance(directive(DisplayContent(STEP_3), words, ROUTINE, shown="step-2"), RenderDocumentDirective)
    assert isinstance(directive(DisplayContent(STEP_3), words, ROUTINE), RenderDocumentDirective)


def test_holding_on_only_stops_the_count() -> None:
    """The time that was left is kept."""
    sent = commands(DisplayContent(Screen(View.HELD, 3, 7)))
    assert [(c.object_property, c.value) for c in sent.commands] == [("held", True)]


def test_carrying_on_goes_on_with_the_time_that_is_left() -> None:
    """The screen counts what the voice counts, and only once it does."""
    sent = commands(DisplayContent(Screen(View.STEP, 3, 7, 25), ahead=4))
    values = {c.object_property: c.value for c in sent.commands}
    assert values == {"held": False, "told": False, "ahead": 4, "whole": 25, "remaining": 25}


def test_a_step_has_one_name_held_or_not() -> None:
    """Or a tap on Carry on would be stale."""
    assert {token(Screen(view, 4, 7)) for view in (View.STEP, View.SPOT, View.HELD)} == {"step-4"}


def test_every_other_place_has_a_name_of_its_own() -> None:
    """Two places with one name would take each other's taps."""
    others = [sight.screen for sight in SIGHTS.values() if not token(sight.screen).startswith("step-")]
    assert len({token(screen) for screen in others}) == len(others)


@pytest.mark.parametrize(
    ("arguments", "sent_from", "meaning"),
    [
        (["next", "step-3"], "step-3", "next"),
        (["hold_on"], "step-3", "hold_on"),
        (["time_up", "step-3"], "step-3", "time_up"),
        (["next", "step-2"], "step-3", None),
        (["next", "step-3"], "step-2", None),
        (["next", "step-3"], None, None),
        (["self_destruct", "step-3"], "step-3", None),
        ([{"next": 1}], "step-3", None),
        ([], "step-3", None),
    ],
)
def test_a_tap_means_its_word_only_where_the_person_is(
    arguments: list[Any], sent_from: str | None, meaning: str | None
) -> None:
    """A second tap on Next comes from a place that was left, and means nothing."""
    assert touch(arguments, sent_from, "step-3") == meaning
