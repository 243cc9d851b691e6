"""What everybody is like, and what tells one from the other, beside what makes a persona."""

from dataclasses import dataclass
from random import Random

from simulation.body import Speed


MISSES_A_REPLY = 3.5
"""Seconds after which a person thinks that nobody has heard."""
LOSES_TRUST = 8.0
"""Seconds of silence after which it no longer feels like being asked."""
THINKS_IT_GONE = 40.0
"""Seconds of silence after which a person on the roller opens the skill anew."""
EARSHOT = 12.0
"""Seconds for which somebody who goes to fetch something still hears the coach."""
LONGEST = 1800.0
"""Seconds after which anybody gives up."""


@dataclass(frozen=True, slots=True)
class Traits:
    """One person's ways; times are seconds."""

    speed: Speed
    reaction: float
    """From the end of a question to the answer."""
    has_roller: bool
    fetches_in: float
    spots: int
    """Tight spots to be found."""
    uncovered: int
    """How often the back is not covered yet."""
    patience: float
    """Silence with nothing to do, after which they speak up by themselves."""
    begs: float
    """How likely they say that they are not there yet, instead of only getting there."""
    trusts_silence: bool
    """Speak into a long silence without the wake word, as if it were still their turn."""
    remembers: bool
    """Say the wake word when they have just been told to."""
    says_wake_word: bool = True

    @classmethod
    def drawn(cls, chance: Random) -> "Traits":
        """Draw somebody ordinary."""
        return cls(
            speed=Speed(chance.uniform(3, 8), chance.uniform(4, 11), chance.uniform(2, 5), chance.uniform(6, 16)),
            reaction=chance.uniform(0.7, 2.5),
            has_roller=chance.random() < 0.7,
            fetches_in=chance.uniform(15, 70),
            spots=chance.choice((0, 0, 1, 1, 2)),
            uncovered=chance.choice((0, 0, 0, 1, 2)),
            patience=chance.uniform(8, 25),
            begs=0.35,
            trusts_silence=chance.random() < 0.5,
            remembers=chance.random() < 0.85,
        )
