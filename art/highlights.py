"""The amber highlights of a drawing: the place of pressure, the direction of movement, and the breath."""

import math

from art.background import GROUND, ROLLER
from art.shapes import Group, Path, Point, Shape, circle
from skill.alexa.display import palette


UNDER_THE_MAT = GROUND + 52


def glow(center: Point, radius: float = 46) -> tuple[Shape, ...]:
    return (
        Path(circle(center, radius), palette.AMBER, opacity=0.2),
        Path(circle(center, radius), stroke=palette.AMBER, width=4),
    )


def arrow(start: float, end: float, *, both: bool = False) -> Path:
    """Draw an arrow under the mat from *start* to *end*, pointing both ways if *both*."""
    y, turn = UNDER_THE_MAT, math.copysign(14, end - start)
    d = f"M{start:g},{y:g}H{end:g}M{end - turn:g},{y - 13:g}L{end:g},{y:g}L{end - turn:g},{y + 13:g}"
    if both:
        d += f"M{start + turn:g},{y - 13:g}L{start:g},{y:g}L{start + turn:g},{y + 13:g}"
    return Path(d, stroke=palette.AMBER, width=7)


def breathing(center: Point) -> tuple[Shape, ...]:
    """Draw rings around *center*, which widen with `breath`."""
    x, y = center
    rings = (
        Path(circle(center, 74), palette.AMBER, opacity=0.16),
        Path(circle(center, 74), stroke=palette.AMBER, width=4),
        Path(circle(center, 48), stroke=palette.AMBER, width=3, opacity=0.6),
    )
    motion = f"translate({x:g} {y:g}) scale(${{0.62+0.38*breath}}) translate({-x:g} {-y:g})"
    return (Group(rings, motion=motion), Path(circle(center, 15), palette.AMBER))


def roller_outline(x: float) -> Path:
    """Mark an earlier or later position of the roller."""
    return Path(circle((x, GROUND - ROLLER), ROLLER - 3), stroke=palette.AMBER, width=4, dash=(2, 11))


def rolling_path(start: float, end: float) -> tuple[Shape, ...]:
    return (roller_outline(start), roller_outline(end), arrow(start, end, both=True))


def rising_arrow(start: Point, end: Point) -> tuple[Shape, ...]:
    """Draw an arc that rises from *start* and comes down on *end*."""
    (x, y), (tx, ty) = start, end
    arc = f"M{x:g},{y:g}C{x + 10:g},{y - 110:g} {tx - 110:g},{ty - 64:g} {tx:g},{ty:g}"
    head = f"M{tx - 26:g},{ty + 1:g}L{tx:g},{ty:g}L{tx - 7:g},{ty - 26:g}"
    return (Path(arc + head, stroke=palette.AMBER, width=7),)


def sparkle(x: float, y: float, size: float) -> Path:
    """Draw a star with four points, *size* from its middle to each."""
    long, short = f"{size * 0.8:g}", f"{size * 0.2:g}"
    r = f"{size:g}"
    right = f"q{short},{long} {r},{r}q-{long},{short} -{r},{r}"
    left = f"q-{short},-{long} -{r},-{r}q{long},-{short} {r},-{r}"
    return Path(f"M{x:g},{y - size:g}{right}{left}Z", palette.AMBER)
