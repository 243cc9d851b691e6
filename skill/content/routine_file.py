"""The routine, read from routine.toml."""

from functools import cache
from typing import Any

from skill.content.files import ContentError, read
from skill.dialogue.routine import Kind, Limits, Posture, Routine, Step


LIMITS = Limits()
FIELDS = {"id", "kind", "posture", "seconds"}


@cache
def routine(max_hold: int = LIMITS.hold, delay: float = LIMITS.delay) -> Routine:
    """
    Give the routine, its holds cut at *max_hold* seconds; *delay* is the seconds before the first word.

    Raises ContentError that names what is wrong in routine.toml.
    """
    steps = _steps()
    try:
        return Routine(steps, limits=Limits(hold=max_hold, delay=delay))
    except ValueError as error:
        raise ContentError(f"skill/content/routine.toml: {error}") from None


@cache
def _steps() -> tuple[Step, ...]:
    return tuple(_step(number, table) for number, table in enumerate(read("routine.toml")["step"], start=1))


def _step(number: int, table: dict[str, Any]) -> Step:
    if table.keys() != FIELDS:
        odd = ", ".join(sorted(table.keys() ^ FIELDS))
        raise ContentError(f"skill/content/routine.toml: step {number} lacks or does not know: {odd}")
    try:
        return Step(table["id"], Kind(table["kind"]), Posture(table["posture"]), int(table["seconds"]))
    except ValueError as error:
        raise ContentError(f"skill/content/routine.toml: step {number}: {error}") from None
