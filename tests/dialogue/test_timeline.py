"""Where in a reply we are at a given second, and what is left."""

from dataclasses import replace

import pytest
from stepping import length, step

from skill.content.routine_file import routine
from skill.dialogue.events import Command
from skill.dialogue.reply import SILENCE, Begin, Breath, Line, Question, Reply, Wait
from skill.dialogue.state import Phase, Span, State
from skill.dialogue.timeline import schedule, seconds, settle, spans


NOW = 1_000_000.0
PLAN = routine()
BEGINS = NOW + PLAN.limits.delay
"""When the first word of an answer to a request at NOW is heard."""

WORDS = Line("words")


def measure(line: Line) -> float:
    """Take 3 s for each line."""
    return 3.0


ROLLING = State(
    Phase.ROLLING, 3, left=40, now=NOW, spans=(Span(3, BEGINS + 10, 40),), spot_ends=NOW + 60, rolling_ends=NOW + 600
)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (WORDS, 3.0), (Wait(10), 10.0), (Wait(10, WORDS), 10.0), (Wait(2, WORDS), 3.0),
        (Breath(WORDS, WORDS), 10.0), (Begin(3), 0.0),
    ],
)  # fmt: skip
def test_each_part_takes_its_time(part: Line | Wait | Breath | Begin, expected: float) -> None:
    """Rule: a cue's words are part of its wait, unless they are longer."""
    assert seconds(part, measure) == expected


def test_a_reply_is_as_long_as_its_parts_and_its_question() -> None:
    """Rule: the reprompt is not part of it."""
    reply = Reply((WORDS, Wait(10)), Question(WORDS, (Wait(13), WORDS)))
    assert (length(reply, measure), length(Reply((WORDS,)), measure)) == (16.0, 3.0)


def test_only_what_follows_a_begin_counts() -> None:
    """Rule: words take time and count for no step; neither do the waits before a step begins."""
    reply = Reply((WORDS, Wait(15), Begin(3), Wait(10), Wait(10, WORDS), WORDS, Begin(4), Breath(WORDS, WORDS)))
    assert spans(reply, measure, 100.0) == (Span(3, 118.0, 20), Span(4, 141.0, 10))


def test_what_was_heard_begins_after_the_start_delay() -> None:
    """Rule: one clock, this request's timestamp, less a start delay (design §4)."""
    state = schedule(replace(ROLLING, spans=()), Reply((WORDS, Begin(3), Wait(40))), measure, PLAN)
    assert state.spans == (Span(3, BEGINS + 3, 40),)


def test_silence_leaves_the_holds_as_they_run() -> None:
    """Rule: saying nothing leaves the session as it is."""
    assert schedule(ROLLING, SILENCE, measure, PLAN) == ROLLING


@pytest.mark.parametrize(
    ("after", "left"),
    [(0, 40), (11, 40), (23, 28), (45, 6), (46, 0), (51, 0), (999, 0), (-50, 40)],
)
def test_the_clock_settles_whether_a_step_counts_or_was_asked(after: float, left: int) -> None:
    """Rule: within 5 s of a hold's estimated end it counts as asked (promise 14); the clock never runs back."""
    assert settle(ROLLING, NOW + after, PLAN).left == left


def test_settling_twice_is_settling_once() -> None:
    """Rule: a stale touch that moved the clock takes nothing from a hold twice."""
    twice = settle(settle(ROLLING, NOW + 20, PLAN), NOW + 30, PLAN)
    once = settle(ROLLING, NOW + 30, PLAN)
    assert (twice.left, twice.rolling_ends, twice.spot_ends) == (once.left, once.rolling_ends, once.spot_ends)


def test_only_what_counts_uses_up_the_ten_minutes_and_the_spot() -> None:
    """Rule: words and rests cost nothing of the minute on a spot nor of the ten minutes (promise 13)."""
    later = settle(ROLLING, BEGINS + 10 + 12, PLAN)
    assert (later.rolling_ends - later.now, later.spot_ends - later.now) == (588.0, 48.0)


@pytest.mark.parametrize(("after", "echo"), [(0, True), (6, True), (7, False)])
def test_an_echo_is_fresh_for_five_seconds(after: float, echo: bool) -> None:
    """Rule: within 5 s of the reply that such a word caused, its start delay aside (promise 14)."""
    assert settle(replace(ROLLING, echo=True), NOW + after, PLAN).echo == echo


STRAIGHT = State(
    Phase.BRIDGE, 3, left=40, straight=True, now=NOW, spot_ends=NOW + 60, rolling_ends=NOW + 600,
    spans=(Span(3, NOW + 10, 40), Span(4, NOW + 60, 30), Span(5, NOW + 100, 30)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("after", "phase", "number", "left"),
    [
        (0, Phase.ROLLING, 3, 40), (25, Phase.ROLLING, 3, 25), (46, Phase.SPOT, 4, 30), (55, Phase.SPOT, 4, 30),
        (72, Phase.SPOT, 4, 18), (120, Phase.SPOT, 5, 10), (126, Phase.BRIDGE, 5, 0), (500, Phase.BRIDGE, 5, 0),
    ],
)  # fmt: skip
def test_straight_through_the_clock_tells_the_step(after: float, phase: Phase, number: int, left: int) -> None:
    """Rule: between two holds belongs to the one that comes; after the last, going on was asked."""
    state = settle(STRAIGHT, NOW + after, PLAN)
    assert (state.phase, state.step, state.left) == (phase, number, left)


def test_straight_through_a_spot_has_its_own_minute() -> None:
    """Rule: a minute on one spot, from when it was begun (promise 13)."""
    state = settle(STRAIGHT, NOW + 72, PLAN)
    assert state.spot_ends == NOW + 60 + 60


@pytest.mark.parametrize("after", [101, 200])
def test_getting_up_is_not_counted(after: float) -> None:
    """Rule: the last step waits for an answer and holds nobody."""
    rising = replace(STRAIGHT, phase=Phase.RISING, spans=(Span(6, NOW + 10, 40), Span(7, NOW + 100, 20)))
    state = settle(rising, NOW + after, PLAN)
    assert (state.phase, state.step, state.left) == (Phase.RISING, 7, 0)


def test_a_piece_of_a_hold_stays_a_piece_when_going_straight_through() -> None:
    """Rule: what follows a piece is not lost by speaking into it."""
    piece = replace(ROLLING, phase=Phase.PIECE, left=20, rest=20, straight=True, spans=(Span(3, BEGINS, 20),))
    state = settle(piece, BEGINS + 8, PLAN)
    assert (state.phase, state.left, state.rest) == (Phase.PIECE, 12, 20)


def test_an_answer_into_an_echo_leaves_the_hold_alone() -> None:
    """Rule: the second "yes" of "yes, yes" does not skip a step that is spoken straight through (promise 14)."""
    asked = State(Phase.BRIDGE, 2, straight=True, now=NOW, spot_ends=NOW + 60, rolling_ends=NOW + 600)
    state, reply = step(asked, Command.READY, PLAN)
    spoken = settle(schedule(state, reply, lambda line: 0.5, PLAN), NOW + 3, PLAN)
    after, _ = step(spoken, Command.READY, PLAN)
    assert (spoken.echo, after.step) == (True, 3)


def test_a_part_asks_to_go_on_at_its_end_even_after_a_touch_that_said_nothing() -> None:
    """Rule: what was settled in mid-part, for a reply of silence, does not make its last step ask instead."""
    midway = settle(STRAIGHT, NOW + 45, PLAN)
    assert midway.phase is not Phase.BRIDGE
    over = settle(midway, NOW + 1000, PLAN)
    assert (over.phase, over.step, over.left) == (Phase.BRIDGE, STRAIGHT.spans[-1].number, 0)


def test_a_part_gets_up_at_its_end_even_after_a_touch_that_said_nothing() -> None:
    """Rule: the same, where the part goes on to the last step: nobody who sits up is answered as if rolling."""
    rising = replace(STRAIGHT, phase=Phase.RISING, spans=(Span(6, NOW + 10, 40), Span(7, NOW + 100, 20)))
    midway = settle(rising, NOW + 20, PLAN)
    assert (midway.phase, midway.step) == (Phase.ROLLING, 6)
    for after in (101, 1000):
        up = settle(midway, NOW + after, PLAN)
        assert (up.phase, up.step, up.left) == (Phase.RISING, 7, 0)
