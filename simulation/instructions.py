"""What the coach's lines tell a body to do, by their names in the content."""

from collections.abc import Mapping
from enum import StrEnum


class Work(StrEnum):
    """What a body does on the roller."""

    NONE = ""
    ROLLS = "rolls"
    RESTS_ON_A_SPOT = "rests on a spot"
    MOVES_GENTLY = "moves gently"


WORK: Mapping[str, Work] = {
    "step.roll.how": Work.ROLLS,
    "step.whole_back.how": Work.ROLLS,
    "again.rolling": Work.ROLLS,
    "step.spot.how": Work.RESTS_ON_A_SPOT,
    "step.spot.seek": Work.RESTS_ON_A_SPOT,
    "step.next_spot.how": Work.RESTS_ON_A_SPOT,
    "step.next_spot.seek": Work.RESTS_ON_A_SPOT,
    "again.spot": Work.RESTS_ON_A_SPOT,
    "gentle.how": Work.MOVES_GENTLY,
    "gentle.again": Work.MOVES_GENTLY,
    "gentle.more": Work.MOVES_GENTLY,
}
GENTLE = frozenset(key for key, work in WORK.items() if work is Work.MOVES_GENTLY)
PRESSURE = WORK.keys() - GENTLE
LIES_DOWN = frozenset({"step.roller.how", "place.anew"})
OFF = frozenset({
    "step.rise.how", "rising.off", "rising.how", "rising.off_how", "goodbye.lying", "goodbye.hips_up",
    "goodbye.hips_low", "goodbye.rising", "one_shot.way_off", "emergency.sit", "emergency.side", "stuck.how",
    "sign.rest",
})  # fmt: skip
"""The ways off the roller."""
STILL = frozenset({"sign.still", "emergency.still"})
"""Not to get off, after a fall or a knock on the head."""
RESTS = ("step.roller.lying", "rest.", "sat_up.", "held.hips", "held.still", "hurt.", "sign.")
IF_SILENT = "reprompt.way_off"
"""The line for a person who is silent on the roller, before the session ends."""
