"""What people say, by what they mean: sayings.toml, and which meaning answers which question."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path


Meaning = str

MEANT: Mapping[str, Meaning] = {
    "welcome": "yes",
    "screen": "yes",
    "returning": "carry_on",
    "fetch": "got_it",
    "fetch_again": "is_back",
    "place": "sitting",
    "step.roller": "steady",
    "step.hands": "ready",
    "step.roll": "roll_on",
    "spot": "roll_on",
    "step.whole_back": "covered",
    "hurt": "easier",
    "hurt_two": "easier",
    "hurt_up": "stop",
    "gentle": "gently_on",
    "caution": "carry_on",
    "rising": "up",
    "off": "up",
    "confirm.stop": "no",
    "confirm.forget": "no",
    "confirm.reminder": "no",
    "confirm.time": "no",
    "confirm.day_part": "no",
}
"""The answer of somebody who does as told, by the question's name in the content."""
DONE: Meaning = "ready"
"""The answer to every other question."""
BEGGED = frozenset({"place", "step.roller", "step.hands", "rising", "off"})
"""The questions to which a body on its way is no answer yet."""
GOES_ON = frozenset({
    "yes", "no", "ready", "steady", "roll_on", "found", "next_spot", "covered", "uncovered", "carry_on", "start_over",
    "easier", "gently_on", "next", "child_yes", "television_yes",
})  # fmt: skip
"""Answers and wishes after which the routine may go on, and which need no rest."""


@cache
def sayings() -> Mapping[Meaning, tuple[str, ...]]:
    """Return what people say, by what they mean."""
    said = tomllib.loads(Path(__file__).with_name("sayings.toml").read_text(encoding="utf-8"))
    return {meaning: tuple(ways) for meaning, ways in said.items()}
