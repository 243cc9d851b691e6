"""What is done, in order, in no language."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Posture(StrEnum):
    """How the body is while a step or phase lasts; lines that speak of the body are chosen by it."""

    UP = "up"
    SITTING = "sitting"
    LYING = "lying"
    HIPS_UP = "hips_up"
    HIPS_LOW = "hips_low"
    RISING = "rising"


class Kind(StrEnum):
    """What a step asks of the person, and so which phase coaches it."""

    SETTLING = "settling"
    ROLLING = "rolling"
    SPOT = "spot"
    RISING = "rising"


BREATHED = frozenset({Kind.SPOT})
"""The kinds of step whose time is breaths."""

WAITED = frozenset({Kind.SETTLING, Kind.RISING})
"""The kinds of step whose time is one silence."""


@dataclass(frozen=True, slots=True)
class Breathing:
    """Seconds to breathe in and out; one breath is both."""

    inhale: int = 4
    exhale: int = 6

    @property
    def seconds(self) -> int:
        return self.inhale + self.exhale


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on time, in seconds unless named otherwise (design, promises 12 to 14)."""

    cue: int = 10
    heartbeat: int = 12
    """The longest silence while counting or breathing; a Routine is refused that would have a longer one."""
    slow_heartbeat: int = 30
    """The longest silence elsewhere."""
    spot: int = 60
    rolling: int = 600
    more: int = 30
    piece: int = 20
    settle_more: int = 20
    arrive: int = 3
    """To get to a spot, before its first breath."""
    held: int = 170
    fetch: int = 90
    sit: int = 60
    echo: int = 5
    margin: int = 5
    rise_more: int = 30
    reopen: int = 600
    part: int = 150
    rounds: int = 3
    hold: int = 230
    """The longest hold in one reply; where long speech can't be interrupted, a setting makes it shorter."""
    delay: float = 1.0
    """From a request's timestamp to the first spoken word."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step, held for *seconds*."""

    id: str
    kind: Kind
    posture: Posture
    seconds: int


@dataclass(frozen=True, slots=True)
class Routine:
    """The steps in order, numbered from 1; nothing in it depends on a language."""

    steps: tuple[Step, ...]
    breathing: Breathing = field(default_factory=Breathing)
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        """Refuse, by ValueError, times that would leave a silence longer than the heartbeat (promise 12)."""
        rolled = {"cue": self.limits.cue, "inhale": self.breathing.inhale, "exhale": self.breathing.exhale}
        waited = {step.id: step.seconds for step in self.steps if step.kind in WAITED}
        waited["settle_more"] = self.limits.settle_more
        for times, beat in ((rolled, self.limits.heartbeat), (waited, self.limits.slow_heartbeat)):
            if too_long := [name for name, seconds in times.items() if seconds > beat]:
                raise ValueError(f"longer than {beat} s without a word: {', '.join(too_long)}")

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    def step(self, number: int) -> Step:
        """Return step *number*, counted from 1; raises IndexError outside the routine."""
        if not 1 <= number <= len(self.steps):
            raise IndexError(f"there is no step {number}")
        return self.steps[number - 1]

    def number(self, step_id: str) -> int:
        """Return the number of the step called *step_id*; raises KeyError if the routine has none."""
        for number, step in enumerate(self.steps, start=1):
            if step.id == step_id:
                return number
        raise KeyError(step_id)
