"""Write shapes as AVG, the vector format of Alexa's screens (version 1.2)."""

from collections.abc import Iterable, Mapping
from typing import Any

from art.shapes import Gradient, Group, Path, Shape


def avg(shapes: Iterable[Shape], width: int, height: int, parameters: Mapping[str, float]) -> dict[str, Any]:
    """Return a graphic as plain data; *parameters* are the parameters of its movements, with their values at rest."""
    return {
        "type": "AVG",
        "version": "1.2",
        "width": width,
        "height": height,
        "parameters": [{"name": n, "type": "number", "default": d} for n, d in parameters.items()],
        "items": [_shape(shape) for shape in shapes],
    }


def _shape(shape: Shape) -> dict[str, Any]:
    if isinstance(shape, Group):
        return _group(shape)
    return _path(shape)


def _group(group: Group) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "group"}
    transform = f"{group.motion} {group.transform}".strip()
    if transform:
        found["transform"] = transform
    if group.fade or group.opacity != 1:
        found["opacity"] = group.fade or group.opacity
    return {**found, "items": [_shape(child) for child in group.shapes]}


def _path(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "path", "pathData": path.d}
    if path.fill:
        found["fill"] = _fill(path.fill)
    if path.opacity != 1:
        found["fillOpacity" if path.fill else "strokeOpacity"] = path.opacity
    if not path.stroke:
        return found
    found |= {
        "stroke": path.stroke,
        "strokeWidth": path.width,
        "strokeLineCap": "round",
        "strokeLineJoin": "round",
    }
    if path.dash:
        found["strokeDashArray"] = list(path.dash)
    return found


def _fill(fill: str | Gradient) -> str | dict[str, Any]:
    if isinstance(fill, str):
        return fill
    colours = {"colorRange": [fill.start, fill.end], "inputRange": [0, 1]}
    return {"type": "linear", **colours, "x1": 0.5, "y1": 0, "x2": 0.5, "y2": 1}
