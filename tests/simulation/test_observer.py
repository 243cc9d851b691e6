"""The observer: what must never happen is counted where it happens, by where the body is and what was said."""

import pytest

from simulation.body import Body, Speed
from simulation.instructions import Work
from simulation.line_recognition import RecognizedLine
from simulation.measurements import Measurements
from simulation.observer import Observer
from simulation.simulated_echo import TICK, Moment


class Watched:
    """A body that moves at once, and who watches it."""

    def __init__(self) -> None:
        self.body = Body(Speed(0, 0, 0, 0))
        self.measurements = Measurements("somebody")
        self.observer = Observer(self.measurements, self.body)

    def hears(self, *keys: str) -> None:
        for key in keys:
            self.observer.hears(RecognizedLine(key, 1.0), 0.0)

    def lies(self) -> None:
        self.body.lie(0.0)
        self.body.pass_to(0.0)


@pytest.mark.parametrize(
    ("stop_sign", "heard", "led_on"),
    [
        (False, ("hurt.down", "gentle.how"), 0),
        (False, ("hurt.down", "step.roll.how"), 1),
        (False, ("hurt.down", "again.spot", "again.rolling"), 2),
        (True, ("sign.stop", "rising.off"), 0),
        (True, ("sign.stop", "gentle.how"), 1),
    ],
)
def test_rolling_after_pain_was_told_is_led_on(stop_sign: bool, heard: tuple[str, ...], led_on: int) -> None:
    """The gentle form may follow pain; nothing that rolls may follow a stop sign."""
    watched = Watched()
    watched.observer.tells(stop_sign=stop_sign)
    watched.hears(*heard)
    assert (watched.measurements.led_on, watched.measurements.heeded) == (led_on, 1)


@pytest.mark.parametrize(
    ("meanings", "told_on"), [((), 1), (("no",), 1), (("question",), 1), (("ready",), 0)], ids=str
)
def test_rolling_after_trouble_before_a_wish_to_go_on_is_told_on(meanings: tuple[str, ...], told_on: int) -> None:
    """Neither a no nor a question is a wish to go on."""
    watched = Watched()
    watched.observer.is_in_trouble()
    for meaning in meanings:
        watched.observer.speaks(meaning)
    watched.hears("again.rolling")
    assert watched.measurements.told_on == told_on


@pytest.mark.parametrize(("meaning", "unbidden"), [(None, 1), ("no", 1), ("ready", 0)])
def test_rolling_after_a_rest_before_a_wish_to_go_on_is_unbidden(meaning: str | None, unbidden: int) -> None:
    """Promise 15, on a person instead of a state."""
    watched = Watched()
    watched.hears("rest.hips")
    watched.observer.speaks(meaning)
    watched.hears("again.rolling", "again.rolling")
    assert watched.measurements.unbidden == unbidden


@pytest.mark.parametrize(("meaning", "needless"), [("question", 0), ("pain", 0), ("ready", 1), ("next_spot", 1)])
def test_a_rest_after_a_wish_to_go_on_is_needless(meaning: str, needless: int) -> None:
    """An ordinary answer needs none."""
    watched = Watched()
    watched.observer.speaks(meaning)
    watched.hears("rest.hips")
    assert watched.measurements.needless == needless


def test_pain_that_the_coach_passes_over_is_led_on_and_not_heeded() -> None:
    """Going on as if nothing had been said is the worst of it."""
    watched = Watched()
    watched.observer.tells(stop_sign=False)
    watched.hears("again.rolling")
    assert (watched.measurements.led_on, watched.measurements.heeded) == (1, 0)


@pytest.mark.parametrize(
    ("heard", "died", "left"),
    [
        ((), False, 1),
        (("goodbye.hips_up",), False, 0),
        (("reprompt.way_off",), False, 1),
        (("reprompt.way_off",), True, 0),
        ((), True, 1),
        (("goodbye.hips_up", "place.anew"), False, 1),
    ],
)
def test_an_ending_that_leaves_somebody_on_the_roller_is_counted(heard: tuple[str, ...], died: bool, left: int) -> None:
    """Unless they were told how to get off, since they last lay down on it."""
    watched = Watched()
    watched.lies()
    watched.hears(*heard)
    watched.observer.closes(Moment(0.0, ended=not died, died=died), wanted_on=True)
    assert (watched.measurements.left, watched.measurements.died) == (left, 1)


@pytest.mark.parametrize(("work", "seconds", "silent"), [("rolls", 12, 0), ("rolls", 14, 1), ("", 30, 0), ("", 33, 1)])
def test_silence_over_the_heartbeat_is_counted_once(work: str, seconds: int, silent: int) -> None:
    """Twelve seconds while rolling, thirty while resting."""
    watched = Watched()
    if work:
        watched.body.do(Work(work), 0.0)
    for tick in range(int(seconds / TICK) + 1):
        watched.observer.sees(Moment(tick * TICK, silence=tick * TICK), idle=False)
    assert watched.measurements.silent == silent


@pytest.mark.parametrize(("heard", "kept"), [((3, 4), 1), ((3, 6), 1), ((3, 1), 0), ((2,), 0)])
def test_a_question_keeps_the_place_if_the_next_step_is_one_that_may_follow(heard: tuple[int, ...], kept: int) -> None:
    """Answered, and neither sent back nor on."""
    watched = Watched()
    watched.observer.hears(RecognizedLine("step.number", 1.0, heard[0]), 0.0)
    watched.observer.asks()
    watched.hears("answer.frequency")
    for step in heard[1:]:
        watched.observer.hears(RecognizedLine("step.number", 1.0, step), 0.0)
    assert (watched.measurements.asked, watched.measurements.kept) == (1, kept)
