"""
The body of a person: its position, its movement, and its work on the roller.

Rule 1: the measurements compare with this body, which neither the skill nor the coach's words change at once.
"""

from dataclasses import dataclass
from enum import IntEnum

from simulation.instructions import LIES_DOWN, OFF, RESTS, WORK, Work


class Posture(IntEnum):
    """How a body is, from standing down to the roller."""

    STANDING = 0
    SITTING = 1
    LYING = 2


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds that it takes to sit down, to lie back, to put the hands behind the head, and to get up."""

    sit: float
    lie: float
    hands: float
    up: float


class Body:
    """The body of somebody who moves at *speed*."""

    def __init__(self, speed: Speed) -> None:
        self._speed = speed
        self._goal = self.posture = Posture.STANDING
        self.work = Work.NONE
        self.ready_at = 0.0
        """When the movement that has begun is over."""

    @property
    def is_down(self) -> bool:
        """Whether it lies on the roller, or is about to."""
        return Posture.LYING in (self.posture, self._goal)

    @property
    def is_still(self) -> bool:
        """Whether it is where it was going, as far as it has been moved on."""
        return self.posture is self._goal

    def is_ready(self, now: float) -> bool:
        """Whether no movement is under way."""
        return now >= self.ready_at

    def pass_to(self, now: float) -> None:
        """Let time pass."""
        if self.is_ready(now):
            self.posture = self._goal

    def sit(self, now: float) -> None:
        """Sit down, from standing."""
        if self._goal is Posture.STANDING:
            self._go(Posture.SITTING, self._speed.sit, now)

    def lie(self, now: float) -> None:
        """Lie back on the roller, by way of sitting."""
        self.sit(now)
        if self._goal is not Posture.LYING:
            self._go(Posture.LYING, self._speed.lie, now)

    def put_hands(self, now: float) -> None:
        """Put the hands behind the head."""
        self._go(self._goal, self._speed.hands, now)

    def do(self, work: Work, now: float) -> None:
        """Begin *work*, by way of lying down."""
        self.lie(now)
        self.work = work

    def rest(self) -> None:
        """Let the hips down."""
        self.work = Work.NONE

    def get_up(self, now: float) -> None:
        """Roll off the roller and sit up."""
        self.rest()
        if self._goal is Posture.LYING:
            self._go(Posture.SITTING, self._speed.up, now)

    def stand(self) -> None:
        """Stand, as after a while elsewhere."""
        self.rest()
        self._goal = self.posture = Posture.STANDING
        self.ready_at = 0.0

    def obey(self, key: str, now: float) -> None:
        """Do what the line *key* tells to, if it tells to do anything."""
        if key == "place.said":
            self.sit(now)
        elif key in LIES_DOWN:
            self.rest()
            self.lie(now)
        elif key == "step.hands.how":
            self.put_hands(now)
        elif key in WORK:
            self.do(WORK[key], now)
        elif key in OFF:
            self.get_up(now)
        elif key.startswith(RESTS):
            self.rest()

    def _go(self, goal: Posture, seconds: float, now: float) -> None:
        self._goal = goal
        self.ready_at = max(now, self.ready_at) + seconds
