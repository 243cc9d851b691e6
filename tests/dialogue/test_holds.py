"""Time made of words and silences."""

from dataclasses import replace

import pytest
from stepping import measure, step

from skill.content.routine_file import routine
from skill.dialogue import holds
from skill.dialogue.events import Command
from skill.dialogue.reply import Begin, Breath, Line, Part, Reply, Wait
from skill.dialogue.state import Phase, State
from skill.dialogue.timeline import schedule, settle


PLAN = routine()


def total(parts: tuple[Part, ...]) -> int:
    return sum(part.seconds for part in parts if isinstance(part, Wait | Breath))


def longest_silence(parts: tuple[Part, ...]) -> int:
    """Give the longest time without a word, if words took none."""
    longest = silent = 0
    for part in parts:
        if isinstance(part, Line | Begin):
            silent = 0
            continue
        if isinstance(part, Breath):
            silent = max(part.seconds_in, part.seconds_out)
        else:
            silent = part.seconds + (0 if part.cue else silent)
        longest = max(longest, silent)
    return longest


@pytest.mark.parametrize("seconds", range(1, 61))
@pytest.mark.parametrize("form", [holds.rolled, holds.breaths])
def test_a_hold_is_exactly_as_long_as_asked_and_never_silent(form: object, seconds: int) -> None:
    """Rule: waits and breaths of exactly so many seconds; 12 s without a word at most (promise 12)."""
    assert callable(form)
    parts = form(seconds, PLAN)
    assert (total(parts), longest_silence(parts) <= PLAN.limits.heartbeat) == (seconds, True)


@pytest.mark.parametrize("seconds", [1, 20, 30, 31, 60, 90, 170])
def test_a_rest_has_a_word_every_half_minute(seconds: int) -> None:
    """Rule: 30 s without a word at most while held, fetching or sitting down (promise 12)."""
    parts = holds.rested(seconds, "held.cue", PLAN)
    assert (total(parts), longest_silence(parts) <= PLAN.limits.slow_heartbeat) == (seconds, True)


def cues(seconds: int) -> list[str]:
    return [part.cue.key if part.cue else "" for part in holds.rolled(seconds, PLAN)]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (8, [""]),
        (20, ["", "cue.ten_more"]),
        (40, ["", "cue.slow", "cue.halfway", "cue.ten_more"]),
        (60, ["", "cue.slow", "cue.slow", "cue.halfway", "cue.slow", "cue.ten_more"]),
    ],
)
def test_rolling_is_told_its_half_and_its_last_ten_seconds(seconds: int, expected: list[str]) -> None:
    """Rule: nice and slow, halfway, ten more (conversations); said when it is true."""
    assert cues(seconds) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (10, ["counted"]),
        (20, ["counted", "last"]),
        (30, ["counted", "short", "last"]),
        (25, ["settle", "counted", "last"]),
    ],
)
def test_the_first_breath_is_counted_aloud_and_the_last_is_named(seconds: int, expected: list[str]) -> None:
    """Rule: count the first aloud, then in and out, then the last one (design §4)."""
    said = [
        part.inhale.key.split(".")[1] if isinstance(part, Breath) else "settle"
        for part in holds.breaths(seconds, PLAN)
    ]
    assert said == expected


def test_a_hold_ends_with_its_mark() -> None:
    """Rule: a hold's end is marked by a word, the same each time (design §4)."""
    counting = State(Phase.ROLLING, 3, left=20)
    assert holds.counted(counting, PLAN)[-1] == holds.gently(counting, PLAN)[-1] == holds.TIME


def test_nothing_left_is_not_counted() -> None:
    """Rule: what has been asked is silent of time."""
    assert holds.counted(State(Phase.SPOT, 4), PLAN) == ()


def test_nothing_is_called_the_last_where_the_hold_goes_on() -> None:
    """A hold that is cut into pieces has one end."""
    rolling = State(Phase.PIECE, 3, left=20, rest=20)
    on_a_spot = State(Phase.PIECE, 4, left=20, rest=10)
    cues = [part.cue.key for part in holds.counted(rolling, PLAN) if isinstance(part, Wait) and part.cue]
    breaths = [part.inhale.key for part in holds.counted(on_a_spot, PLAN) if isinstance(part, Breath)]
    assert "cue.ten_more" not in cues
    assert breaths == ["breath.counted.in", "breath.short.in"]


def heard(reply: Reply) -> list[str]:
    """Name the words of the breaths of *reply*."""
    return [part.inhale.key.split(".")[1] for part in reply.say if isinstance(part, Breath)]


def test_every_further_spot_after_the_first_is_counted_with_fewer_words() -> None:
    """However it is come to: as the next one, straight through, or from rolling the whole back."""
    state, known = State(Phase.ROLLING, 3, left=10, spot_ends=60.0, rolling_ends=600.0), []
    for event in (Command.TIGHT_SPOT, Command.NEXT_SPOT, Command.NEXT_SPOT, Command.WHOLE_BACK, Command.BACK,
                  Command.TIGHT_SPOT):  # fmt: skip
        state, reply = step(replace(state, left=0), event, PLAN)
        known += [heard(reply)] if state.phase is Phase.SPOT else []
    assert known == [["counted", "short", "last"], *[["short", "short", "last"]] * 3]


def test_a_spot_that_is_taken_up_again_is_the_same_spot() -> None:
    """It is counted as the first one was; a spot after it is not."""
    held = State(Phase.HELD, 4, left=30, under=(Phase.SPOT,), spot_ends=60.0, rolling_ends=600.0)
    again, reply = step(held, Command.READY, PLAN)
    further, _ = step(again, Command.NEXT, PLAN)
    assert (again.breathed, heard(reply)[0], further.breathed) == (False, "counted", True)


def test_straight_through_only_the_first_spot_is_counted_aloud() -> None:
    """Interrupted at the second one, it goes on with fewer words."""
    state, reply = step(State(Phase.SETTLING, 1, rolling_ends=600.0), Command.STRAIGHT_THROUGH, PLAN)
    spoken = schedule(state, reply, measure, PLAN)
    at_spot = {span.number: settle(spoken, span.begins + 12, PLAN) for span in spoken.spans if span.number in (4, 5)}
    _, resumed = step(replace(at_spot[5], phase=Phase.HELD, under=(Phase.SPOT,)), Command.READY, PLAN)
    assert heard(reply) == ["counted", "short", "last", "short", "short", "last"]
    assert ({number: one.breathed for number, one in at_spot.items()}, "counted" in heard(resumed)) == (
        {4: False, 5: True},
        False,
    )


def test_whoever_sits_down_before_a_spot_has_not_breathed_yet() -> None:
    """A run that begins at step four begins with the first spot."""
    _, reply = step(State(Phase.PLACE, 4, spot_ends=60.0, rolling_ends=600.0), Command.READY, PLAN)
    assert heard(reply)[0] == "counted"
