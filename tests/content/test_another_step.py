"""
A step can be added.

Rule: an eighth step is a table in routine.toml and its lines in each language's steps.toml; nothing of the dialogue
knows how many steps there are. What is added here is one more rolling step, before the last.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from content.heard import every_line
from stepping import length, measure, opening, step

from skill.content.files import ContentError
from skill.content.phrases import Script, script
from skill.content.routine_file import routine
from skill.content.utterances import slot_types
from skill.dialogue import events as e
from skill.dialogue.events import Command, name_of
from skill.dialogue.reply import Reply
from skill.dialogue.routine import Kind, Posture, Routine, Step
from skill.dialogue.state import Phase, State
from skill.dialogue.timeline import schedule, settle


NOON = 1_000_000.0
ONWARD = dict.fromkeys([(Phase.SPOT, 4), (Phase.SPOT, 5), (Phase.ROLLING, 6)], Command.NEXT)
"""What goes on where a yes does not: on a spot, and where the sixth step asks whether to roll a little more."""
SIDES = Step("sides", Kind.ROLLING, Posture.HIPS_UP, 30)
WRITTEN = {
    "title": "Side to side",
    "short": "Lean a little to each side.",
    "how": "Lean a little to one side, and roll slowly. Then lean to the other.",
    "detail": "An inch to each side is plenty.",
    "preview": "Next, you lean a little to each side.",
    "overview": "Lean to each side.",
    "ask": "Both sides done?",
    "reprompt": "Say {say.yes}, or {say.keep_rolling}.",
    "hint": "Say {say.yes}, or {say.hold_on}.",
}
LINES = {f"step.sides.{key}": (text,) for key, text in WRITTEN.items()}


@pytest.fixture
def plan() -> Routine:
    """Return the routine with the step that was added."""
    shipped = routine()
    return replace(shipped, steps=(*shipped.steps[:-1], SIDES, shipped.steps[-1]))


@pytest.fixture
def words() -> Script:
    """Return the words with those of the step that was added."""
    shipped = script("en-US")
    return replace(shipped, wordings={**shipped.wordings, **LINES})


def played(plan: Routine, *asides: e.Event) -> Iterator[tuple[State, Reply]]:
    """Answer each question so that the routine goes on, and say *asides* when the third step has begun.

    That is yes, but for what ONWARD names.
    """
    said = list(asides)
    state, reply = step(State(now=NOON), opening(), plan)
    while True:
        yield state, reply
        if reply.ends:
            return
        spoken = schedule(state, reply, measure, plan)
        state = settle(spoken, state.now + plan.limits.delay + length(reply, measure) + 1, plan)
        event = ONWARD.get((state.phase, state.step), Command.YES)
        if said and state.step == 3:
            event = said.pop(0)
        state, reply = step(state, event, plan)


def text(reply: Reply, words: Script) -> str:
    """Return all that can be heard of *reply*."""
    return " ".join(words.text(line) for line in every_line(reply))


ASIDES = {
    "by yes": (),
    "straight through": (Command.STRAIGHT_THROUGH,),
    "asking": (Command.OVERVIEW, Command.WHERE_AM_I, e.Ask("duration"), Command.HELP),
}


@pytest.mark.parametrize("asides", ASIDES.values(), ids=list(ASIDES))
def test_the_whole_routine_is_coached_with_it(plan: Routine, words: Script, asides: tuple[e.Event, ...]) -> None:
    """Every line is written, the step is said once, its count is eight, and the end is reached."""
    turns = list(played(plan, *asides))
    told = " ".join(text(reply, words) for _, reply in turns)
    assert told.count(WRITTEN["how"]) == 1
    assert "Step seven of eight." in told
    assert "eight gentle steps" in told
    assert " of seven" not in told
    assert "seven steps" not in told
    assert "all seven" not in told
    assert turns[-1][0].phase is Phase.FINISHED


def test_it_is_asked_about_in_its_own_words(plan: Routine, words: Script) -> None:
    """Its question and its reprompt stand with it."""
    asked = next(reply for state, reply in played(plan) if state.step == 7)
    assert text(reply=replace(asked, say=()), words=words).endswith("Say yes, or keep rolling. Both sides done?")


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (Command.DETAIL, "detail"), (Command.REPEAT, "how"), (Command.PREVIEW, None), (Command.OVERVIEW, "overview"),
        (Command.WHERE_AM_I, None), (e.GoTo(7), "how"), (e.GoTo(-1), None), (Command.BACK, None), (Command.HOLD_ON,
            None),
        (Command.HURTS, None), (Command.EASIER, None), (Command.NO_SPOT, None), (Command.TIGHT_SPOT, None),
        (Command.WHOLE_BACK, None),
        (e.MoreTime(10), None), (Command.NO, None), (Command.RESUME, None), (Command.ENOUGH, None), (Command.SAT_UP,
            None),
    ],
    ids=lambda value: name_of(value) if value else "",
)  # fmt: skip
def test_whatever_is_said_in_it_is_answered(plan: Routine, words: Script, event: e.Event, told: str | None) -> None:
    """While it counts, and after it has asked."""
    for left in (20, 0):
        state = State(Phase.ROLLING, 7, left=left, now=NOON, spot_ends=NOON + 60, rolling_ends=NOON + 600)
        _, reply = step(state, event, plan)
        said = text(reply, words)
        assert told is None or WRITTEN[told] in said


def test_whoever_was_not_understood_in_it_hears_its_hint(plan: Routine, words: Script) -> None:
    """Two things that can be said to its question."""
    state = State(Phase.ROLLING, 7, now=NOON, rolling_ends=NOON + 600)
    _, reply = step(state, e.Unclear(), plan)
    assert "Say yes, or hold on." in text(reply, words)


def test_the_step_before_it_tells_of_it(plan: Routine, words: Script) -> None:
    """Asked what comes next, without moving."""
    state = State(Phase.ROLLING, 6, left=20, now=NOON, rolling_ends=NOON + 600)
    _, reply = step(state, Command.PREVIEW, plan)
    assert WRITTEN["preview"] in text(reply, words)


@pytest.mark.parametrize("key", ["how", "ask", "reprompt"])
def test_without_its_lines_the_error_names_the_missing_one(plan: Routine, words: Script, key: str) -> None:
    """Loud, with the key and the language."""
    lacking = {name: texts for name, texts in words.wordings.items() if name != f"step.sides.{key}"}
    with pytest.raises(ContentError, match=rf"no file of en defines the line step\.sides\.{key}"):
        _ = [text(reply, replace(words, wordings=lacking)) for _, reply in played(plan)]


@pytest.mark.parametrize("number", range(1, len(routine()) + 1))
def test_every_step_can_be_gone_to_by_its_ordinal(number: int) -> None:
    """ "The eighth step" is a value of a slot of our own, so an eighth step needs one."""
    assert str(number) in slot_types("en")["ordinal"]
