"""
What a person went through, in numbers.

Rule 1: what must never happen is counted, not assumed: led on after pain, left on the roller, silent too long.
"""

from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(slots=True)
class Measurements:
    """One person's way through the routine; times are seconds."""

    persona: str
    reached: bool = False
    """Step seven was begun, by the coach's own words."""
    finished: bool = False
    died: int = 0
    """Sessions that were given up, or closed, while the person meant to go on."""
    wakes: int = 0
    """Times that the wake word was said, opening the skill included."""
    waited: float = 0.0
    """Seconds of silence in which the person had nothing to do and nothing to answer."""
    unclear: int = 0
    """Turns that the coach did not understand."""
    unheard: int = 0
    """Turns that were said while the microphone was off, and lost."""
    asked: int = 0
    """Questions asked of the coach."""
    kept: int = 0
    """Of those, the ones that were answered and cost nobody the place."""
    reports: int = 0
    """Reports of pain, of a stop sign or of an emergency."""
    heeded: int = 0
    """Of those, the ones that the coach stopped for."""
    returns: int = 0
    """Times that the person came back to a run."""
    resumed: int = 0
    """Of those, the ones that led back to the step that the run was left at."""
    led_on: int = 0
    """Lines that led to pressure after a report of pain, or to any rolling after a stop sign."""
    told_on: int = 0
    """Lines that led to rolling after trouble, before the person wished to go on."""
    unbidden: int = 0
    """Lines that led to rolling after a rest, before the person wished to go on."""
    needless: int = 0
    """Rests after an answer, or a wish to go on, that needed none."""
    left: int = 0
    """Sessions that ended with the person on the roller and without instructions to get off."""
    silent: int = 0
    """Silences longer than the heartbeat, inside the coach's own speech."""
    ahead: int = 0
    """Times that the coach began a step while the body was still on its way to the last."""
    apologies: int = 0
    turns: int = 0
    seconds: float = 0.0
    """From opening the skill to the end, without the days between."""
    steps: dict[int, float] = field(default_factory=dict)
    """When each step was first begun, in seconds from opening the skill."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self)

    def add(self, other: "Measurements") -> None:
        """Add those of somebody who lives in the same house; both must get there."""
        for name in (f.name for f in fields(self)):
            mine, theirs = getattr(self, name), getattr(other, name)
            if isinstance(mine, bool):
                setattr(self, name, mine and theirs)
            elif isinstance(mine, int | float):
                setattr(self, name, mine + theirs)
