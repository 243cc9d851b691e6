"""
The shapes that a drawing is made of, and the curves that they follow.

Rule 1: a shape is a filled or stroked path, or a group of shapes; SVG and AVG both have these.
Rule 2: coordinates are pixels of the drawing, x to the right and y down; angles are degrees, clockwise.
Rule 3: a movement is written in AVG's own expressions; in a still drawing it rests at zero.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Gradient:
    """A fill that runs from *start* to *end*, straight down."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Path:
    """An outline; *fill* and *stroke* are colours, "" for none."""

    d: str
    fill: str | Gradient = ""
    stroke: str = ""
    width: float = 0
    opacity: float = 1
    dash: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes that stand, move and fade together."""

    shapes: tuple[Shape, ...]
    transform: str = ""
    motion: str = ""
    fade: str = ""
    opacity: float = 1


Shape = Path | Group


def number(value: float) -> str:
    """Return *value*, rounded to a tenth, as a short text."""
    return f"{round(value, 1) + 0:g}"


def pair(point: Point) -> str:
    return f"{number(point[0])},{number(point[1])}"


def moved(point: Point, dx: float, dy: float) -> Point:
    return point[0] + dx, point[1] + dy


def between(start: Point, end: Point, share: float) -> Point:
    """Return the point that lies *share* of the way from *start* to *end*."""
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def circle(center: Point, radius: float) -> str:
    x, y = center
    r = number(radius)
    turn = f"a{r},{r} 0 1 0 "
    return f"M{pair((x - radius, y))} {turn}{number(2 * radius)},0 {turn}{number(-2 * radius)},0Z"


def ellipse(center: Point, rx: float, ry: float) -> str:
    turn = f"a{number(rx)},{number(ry)} 0 1 0 "
    return f"M{pair((center[0] - rx, center[1]))} {turn}{number(2 * rx)},0 {turn}{number(-2 * rx)},0Z"


def rounded(left: float, top: float, width: float, height: float, radius: float) -> str:
    """Return a rectangle whose corners are quarter circles."""
    w, h, r = width - 2 * radius, height - 2 * radius, number(radius)
    turn = f"a{r},{r} 0 0 1 "
    return (
        f"M{pair((left + radius, top))} h{number(w)} {turn}{r},{r} v{number(h)} {turn}-{r},{r}"
        f" h{number(-w)} {turn}-{r},-{r} v{number(-h)} {turn}{r},-{r}Z"
    )


def curve(points: Sequence[Point], *, closed: bool = False) -> str:
    """Return a smooth path through *points* (a Catmull-Rom spline, written as cubic curves on whole pixels)."""
    last = len(points) if closed else len(points) - 1
    pen = _whole(points[0])
    parts = [f"M{pair(pen)}"]
    for i in range(last):
        before, start, end, after = (_neighbour(points, i + step, closed) for step in (-1, 0, 1, 2))
        first = start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6
        second = end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6
        # Whole steps from the pen are a third of the size of absolute tenths, and no error adds up.
        parts.append("c" + " ".join(pair(_step(pen, point)) for point in (first, second, end)))
        pen = _whole(end)
    return "".join(parts) + ("Z" if closed else "")


def _whole(point: Point) -> Point:
    return round(point[0]), round(point[1])


def _step(pen: Point, point: Point) -> Point:
    x, y = _whole(point)
    return x - pen[0], y - pen[1]


def _neighbour(points: Sequence[Point], index: int, closed: bool) -> Point:
    if closed:
        return points[index % len(points)]
    return points[min(max(index, 0), len(points) - 1)]


def ribbon(spine: Sequence[Point], radii: Sequence[float]) -> str:
    """Return the outline of a limb: as wide as *radii* say at each point of *spine*, with round ends."""
    above, below = edge(spine, radii, -1), edge(spine, radii, 1)
    end, start = _cap(spine[-2], spine[-1], radii[-1]), _cap(spine[1], spine[0], radii[0])
    return curve([*above, *end, *reversed(below), *start], closed=True)


def shade(spine: Sequence[Point], radii: Sequence[float], share: float = 0.35) -> str:
    """Return the lower side of a ribbon as a crescent, *share* of the radius away from its middle line."""
    outer = edge(spine, radii, 1)
    inner = edge(spine, [r * share for r in radii], 1)[1:-1]
    return curve([*outer, *reversed(inner)], closed=True)


def edge(spine: Sequence[Point], radii: Sequence[float], side: int) -> list[Point]:
    """Return the points that lie a radius beside *spine*; *side*: 1 is to the right of its way, -1 to the left."""
    found = []
    for i, (x, y) in enumerate(spine):
        (x0, y0), (x1, y1) = spine[max(i - 1, 0)], spine[min(i + 1, len(spine) - 1)]
        length = math.hypot(x1 - x0, y1 - y0)
        found.append((x - side * radii[i] * (y1 - y0) / length, y + side * radii[i] * (x1 - x0) / length))
    return found


def _cap(inner: Point, tip: Point, radius: float) -> list[Point]:
    angle = math.atan2(tip[1] - inner[1], tip[0] - inner[0])
    turns = (angle - math.pi / 4, angle, angle + math.pi / 4)
    return [(tip[0] + radius * math.cos(a), tip[1] + radius * math.sin(a)) for a in turns]


def joint(start: Point, end: Point, upper: float, lower: float, side: int) -> Point:
    """
    Return the knee or elbow between *start* and *end*, where bones of *upper* and *lower* length meet.

    *side* is -1 where the joint points up from a limb that runs to the right. A limb too short is stretched.
    """
    dx, dy = end[0] - start[0], end[1] - start[1]
    reach = math.hypot(dx, dy)
    along = (upper**2 - lower**2 + reach**2) / (2 * reach)
    height = math.sqrt(max(upper**2 - along**2, 0))
    ux, uy = dx / reach, dy / reach
    return start[0] + ux * along - side * uy * height, start[1] + uy * along + side * ux * height
