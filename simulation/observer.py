"""
Measure a simulation by the lines that a person hears and the position of the body.

Rule 1: pain is what the person reported, and lying is where the body is; the state of the skill does not count.
Rule 2: the key of a line tells whether it means pressure, a way off or a reaction to pain, whatever its wording.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from simulation.body import Body
from simulation.instructions import GENTLE, IF_SILENT, LIES_DOWN, OFF, PRESSURE, STILL
from simulation.line_recognition import RecognizedLine
from simulation.measurements import Measurements
from simulation.sayings import GOES_ON, Meaning
from simulation.simulated_echo import TICK, Moment


BEGINS = ("step.number", "step.last")
ANSWERS = ("answer.", "where.", "overview.", "preview.")
HEEDS = ("hurt.", "sign.", "emergency.", "rising.", "one_shot.", "finished.hurts", "gentle.enough")
NOT_UNDERSTOOD = ("unclear.", "hint.")

FOLLOWS: Mapping[int, tuple[int, ...]] = {0: (1,), 1: (2,), 2: (3,), 3: (4, 6), 4: (5, 6), 5: (6,), 6: (7,)}
"""The steps that may follow each: a person without a tight spot rolls on, and a step may have just begun."""

COUNTING, RESTING = 12.0, 30.0
"""Seconds that the coach may be silent within its own speech (design, promise 12)."""


@dataclass(slots=True)
class Question:
    """A question put to the coach in *step*."""

    step: int
    answered: bool = False


class Observer:
    """Fills *measurements* for the person whose *body* it watches."""

    def __init__(self, measurements: Measurements, body: Body) -> None:
        self._measurements = measurements
        self._body = body
        self._step = 0
        self._question: Question | None = None
        self._pain = self._stop_sign = self._reported = False
        self._told_off = self._told_if_silent = False
        self._is_in_trouble = self._rests = self._meant_on = False
        self._left_at: int | None = None
        self._unclear_at = self._silence = 0.0

    # What the person does

    def asks(self) -> None:
        """Note a question to the coach."""
        self._settle_question(self._step)
        self._measurements.asked += 1
        self._question = Question(self._step)

    def tells(self, *, stop_sign: bool) -> None:
        """Note that the person reported pain, or a *stop_sign*."""
        self._measurements.reports += 1
        self._reported = self._pain = True
        self._stop_sign = self._stop_sign or stop_sign

    def is_in_trouble(self) -> None:
        """Note that something is wrong, told without a word for pain."""
        self._is_in_trouble = True

    def speaks(self, meaning: Meaning | None) -> None:
        """Note that the person, or somebody in the room, says something with this *meaning*."""
        self._meant_on = meaning in GOES_ON
        if self._meant_on and meaning != "no":
            self._is_in_trouble = self._rests = False

    def goes(self) -> None:
        """Note that the person leaves in the middle, and means to come back."""
        self._left_at = self._step
        self._measurements.returns += 1

    def begins_anew(self) -> None:
        """Note a new run, which nothing of the last one bears on."""
        self._pain = self._stop_sign = self._reported = self._told_off = False
        self._is_in_trouble = self._rests = False

    # What the person hears

    def hears(self, line: RecognizedLine, at: float) -> None:
        """Note *line*, heard *at* so many seconds from the beginning."""
        measurements = self._measurements
        if line.key in BEGINS and line.step is not None:
            self._begins(line.step, at)
        if line.key == "finished.done":
            measurements.finished = measurements.reached = True
        if line.key.startswith(NOT_UNDERSTOOD):
            measurements.unclear += at - self._unclear_at > 10
            self._unclear_at = at
        if self._question and (line.key.startswith(ANSWERS) or line.key.endswith(".detail")):
            self._question.answered = True
        if self._reported and line.key.startswith(HEEDS):
            measurements.heeded, self._reported = measurements.heeded + 1, False
        self._hears_of_rest(line.key)
        self._hears_of_rolling(line.key)
        self._hears_of_return(line)

    def _begins(self, step: int, at: float) -> None:
        measurements = self._measurements
        if self._question and step == self._step:
            self._question.answered = True  # "step three of seven" is an answer, too
            return
        measurements.steps.setdefault(step, round(at, 1))
        measurements.reached = measurements.reached or step == 7
        measurements.ahead += step > self._step and not self._body.is_still
        self._settle_question(step)
        self._step = step

    def _settle_question(self, step: int) -> None:
        if self._question:
            asked_in = self._question.step
            self._measurements.kept += self._question.answered and step in (asked_in, *FOLLOWS.get(asked_in, ()))
        self._question = None

    def _hears_of_rest(self, key: str) -> None:
        if key.startswith("rest."):
            self._measurements.needless += self._meant_on
            self._rests, self._meant_on = True, False
        if key in PRESSURE | GENTLE:
            self._measurements.told_on += self._is_in_trouble
            self._measurements.unbidden += self._rests
            self._rests = False

    def _hears_of_rolling(self, key: str) -> None:
        forbidden = PRESSURE | GENTLE if self._stop_sign else PRESSURE if self._pain else frozenset()
        self._measurements.led_on += key in forbidden
        if key in PRESSURE | GENTLE | LIES_DOWN:
            self._told_off = self._told_if_silent = False
        self._told_off = self._told_off or key in OFF | STILL
        self._told_if_silent = self._told_if_silent or key == IF_SILENT

    def _hears_of_return(self, line: RecognizedLine) -> None:
        if self._left_at is None:
            return
        unnamed = self._left_at in (0, 7) and line.key in ("ask.fetch", "ask.place", "ask.rising")
        if line.step is not None or unnamed or line.key == "ask.screen":
            self._measurements.resumed += unnamed or line.step in (self._left_at, *FOLLOWS.get(self._left_at, ()))
            self._left_at = None

    # What happens

    def sees(self, moment: Moment, *, idle: bool) -> None:
        """Note a moment; *idle* if the person has nothing to do in it, and nothing to answer."""
        self._measurements.waited += TICK if idle and not moment.talking else 0.0
        limit = COUNTING if self._body.work else RESTING
        self._measurements.silent += moment.silence > limit + TICK >= self._silence
        self._silence = moment.silence

    def closes(self, moment: Moment, *, wanted_on: bool) -> None:
        """Note the end of a session."""
        told = self._told_off or (moment.died and self._told_if_silent)
        self._measurements.left += self._body.is_down and not told
        self._measurements.died += wanted_on
        if not wanted_on:
            self._settle_question(self._step)
