"""
A picture of a crowd as SVG: when each person began step seven, a row for each persona.

Rule 1: a dot is a person; a ring is one whose way ended before step seven, where it ended.
Rule 2: the same measurements give the same picture, byte for byte.
"""

from collections.abc import Iterator, Sequence
from html import escape
from statistics import median

from simulation.measurements import Measurements
from simulation.table import by_persona


WIDTH, LEFT, RIGHT, TOP, ROW = 960, 220, 70, 64, 30
MINUTES = 12
INK, RULE, THERE, NOT_THERE = "#1d2b36", "#dfe5ea", "#0b7a75", "#b5533c"
FONT = "font-family='system-ui, sans-serif' font-size='13'"
HEAD, LABEL, NOTE = f"fill='{INK}' font-size='17' font-weight='600'", f"fill='{INK}'", "fill='#5b6b78'"


def picture(lives: Sequence[Measurements]) -> str:
    """Draw *lives*."""
    groups = by_persona(lives)
    height = TOP + ROW * len(groups) + 56
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' {FONT} role='img'>",
        f"<title>{len(lives)} people: minutes until step seven began</title>",
        f"<rect width='{WIDTH}' height='{height}' fill='white'/>",
        _text(24, 28, f"{len(lives)} people on the floor: minutes until step seven began", HEAD),
        _text(24, 47, "a dot: one person · a bar: half of them · a ring: it ended there, before step seven", NOTE),
        *_axis(TOP + ROW * len(groups)),
    ]
    for place, (name, people) in enumerate(groups.items()):
        parts += _row(TOP + ROW * place + ROW / 2, name, people)
    return "\n".join([*parts, "</svg>", ""])


def _axis(bottom: float) -> Iterator[str]:
    for minute in range(0, MINUTES + 1, 2):
        x = _x(minute * 60)
        yield f"<path d='M{x:.1f} {TOP}V{bottom:.1f}' stroke='{RULE}'/>"
        yield _text(x, bottom + 18, str(minute), NOTE, "middle")
    below = "minutes from opening the skill, without the days between"
    yield _text(_x(MINUTES * 30), bottom + 38, below, NOTE, "middle")


def _row(y: float, name: str, people: Sequence[Measurements]) -> Iterator[str]:
    there = [one.steps[7] for one in people if one.reached and 7 in one.steps]
    ended = [one.seconds for one in people if not one.reached]
    yield _text(LEFT - 14, y + 4, name, LABEL, "end")
    yield _text(WIDTH - 18, y + 4, f"{len(there) / len(people):.0%}", LABEL if there else NOTE, "end")
    if there:
        dots = "".join(_dot(seconds, y, place) for place, seconds in enumerate(there))
        yield f"<path d='{dots}' stroke='{THERE}' stroke-width='6' stroke-linecap='round' stroke-opacity='.4'/>"
        yield f"<path d='M{_x(median(there)):.1f} {y - 11}v22' stroke='{INK}' stroke-width='2.5'/>"
    for place, seconds in enumerate(ended):
        x, at = _x(seconds), y + _jitter(place)
        yield f"<circle cx='{x:.1f}' cy='{at:.1f}' r='2.6' fill='none' stroke='{NOT_THERE}' stroke-opacity='.7'/>"


def _dot(seconds: float, y: float, place: int) -> str:
    return f"M{_x(seconds):.1f} {y + _jitter(place):.1f}h0"


def _jitter(place: int) -> float:
    return (place * 0.618 % 1 - 0.5) * (ROW - 12)


def _x(seconds: float) -> float:
    return LEFT + min(seconds / 60 / MINUTES, 1) * (WIDTH - LEFT - RIGHT)


def _text(x: float, y: float, text: str, look: str, anchor: str = "start") -> str:
    return f"<text x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}' {look}>{escape(text)}</text>"
