"""
The background of every drawing: a floor, a mat, a plant, a roller, and a moon.

Rule 1: no shape overlaps the moon, because the screen writes the countdown into it.
"""

import math

from art.shapes import (
    Gradient,
    Group,
    Path,
    Point,
    Shape,
    circle,
    curve,
    ellipse,
    moved,
    rounded,
)
from skill.alexa.display import palette


WIDTH, HEIGHT = 800, 560
GROUND = 462.0
MOON: Point = (652, 132)
MOON_RADIUS = 92.0
ROLLER = 37.0
"""The roller's radius: 15 cm across, against a trunk of half a metre."""


def at(x: float, height: float) -> Point:
    """Return the point at *x*, *height* pixels above the mat."""
    return x, GROUND - height


def backdrop() -> tuple[Shape, ...]:
    return (
        Path(rounded(0, 0, WIDTH, HEIGHT, 40), Gradient(palette.SKY, palette.SKY_LOW)),
        Path(circle(MOON, MOON_RADIUS + 26), palette.GLOW, opacity=0.35),
        Path(circle(MOON, MOON_RADIUS), palette.GLOW, opacity=0.6),
    )


def ground(*, plant: bool = True, mat: float = 640) -> tuple[Shape, ...]:
    low = HEIGHT - 40
    floor = f"M0,{GROUND + 6:g}H{WIDTH}V{low}a40,40 0 0 1 -40,40H40a40,40 0 0 1 -40,-40Z"
    return (
        Path(floor, palette.FLOOR),
        *(_plant((726, GROUND + 8)) if plant else ()),
        Path(rounded(56, GROUND + 8, mat, 16, 8), palette.MAT_EDGE),
        Path(rounded(56, GROUND, mat, 16, 8), palette.MAT),
    )


LEAVES = (
    (-46, -128, palette.LEAF_DARK),
    (44, -132, palette.LEAF_DARK),
    (-20, -160, palette.LEAF),
    (22, -150, palette.LEAF),
)


def _plant(foot: Point) -> tuple[Shape, ...]:
    x, y = foot
    return (
        *(Path(_leaf((x, y - 42), (x + dx, y + dy)), fill) for dx, dy, fill in LEAVES),
        Path(f"M{x - 28:g},{y - 50:g}h56l-8,50h-40Z", palette.POT),
        Path(rounded(x - 32, y - 58, 64, 14, 6), palette.POT_DARK),
    )


def _leaf(stem: Point, tip: Point) -> str:
    dx, dy = tip[0] - stem[0], tip[1] - stem[1]
    x, y = stem[0] + dx * 0.55, stem[1] + dy * 0.55
    return curve([stem, (x - dy * 0.22, y + dx * 0.22), tip, (x + dy * 0.22, y - dx * 0.22)], closed=True)


def roller(center: Point, *, rolls: bool = False) -> Group:
    """Draw the roller's end: a ring of foam with its ridges, around a hollow core."""
    x, y = center
    turns = [math.tau * k / 8 for k in range(8)]
    dots = [moved(center, 25 * math.cos(turn), 25 * math.sin(turn)) for turn in turns]
    shapes: tuple[Shape, ...] = (
        Path(circle(center, ROLLER), palette.ROLLER_SHADE),
        Path(circle(center, ROLLER - 5), palette.ROLLER),
        Path("".join(circle(dot, 3.6) for dot in dots), palette.ROLLER_SHADE),
        Path(circle(center, 15), palette.ROLLER_CORE),
    )
    if not rolls:
        return Group((shadow(x, 52), *shapes))
    turning = Group(shapes, motion=f"rotate(${{spin}} {x:g} {y:g})")
    return Group((shadow(x, 52), turning), motion="translate(${slide*0.5} 0)")


def shadow(x: float, half: float) -> Path:
    return Path(ellipse((x, GROUND + 3), half, 6), palette.SHADOW, opacity=0.45)


def roller_from_the_side(left: float, length: float) -> tuple[Shape, ...]:
    """Draw the roller along its length, lying on the mat."""
    y = GROUND - ROLLER
    ridges = "".join(f"M{left + step:g},{y - 22:g}v44" for step in range(40, round(length), 36))
    end: Point = (left + length, y)
    return (
        Path(ellipse((left + length / 2, GROUND + 3), length / 2 + 24, 7), palette.SHADOW, opacity=0.45),
        Path(rounded(left - 14, y - ROLLER, length + 14, 2 * ROLLER, 14), palette.ROLLER),
        Path(
            f"M{left - 14:g},{y + 12:g}h{length + 14:g}v25h{-length:g}a14,14 0 0 1 -14,-14Z",
            palette.ROLLER_SHADE,
        ),
        Path(ridges, stroke=palette.ROLLER_SHADE, width=8),
        Path(ellipse(end, 16, ROLLER), palette.ROLLER_SHADE),
        Path(ellipse(end, 7, 16), palette.ROLLER_CORE),
    )
