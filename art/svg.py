"""Write shapes as SVG, for the README, the store and the pages of docs/."""

from collections.abc import Iterable

from art.shapes import Gradient, Group, Path, Shape, number


def svg(shapes: Iterable[Shape], width: int, height: int, title: str) -> str:
    """Return the text of a file; *title* is for screen readers."""
    fills: dict[Gradient, str] = {}
    body = "\n".join(_shape(shape, fills) for shape in shapes)
    defs = "".join(
        f'<linearGradient id="{name}" x1="0" y1="0" x2="0" y2="1"><stop stop-color="{fill.start}"/>'
        f'<stop offset="1" stop-color="{fill.end}"/></linearGradient>'
        for fill, name in fills.items()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">\n'
        f"<title>{title}</title>\n<defs>{defs}</defs>\n{body}\n</svg>\n"
    )


def _shape(shape: Shape, fills: dict[Gradient, str]) -> str:
    if isinstance(shape, Group):
        body = "".join(_shape(child, fills) for child in shape.shapes)
        return f"<g{_attributes(transform=shape.transform, opacity=_opacity(shape.opacity))}>{body}</g>"
    return f"<path{_path(shape, fills)}/>"


def _path(path: Path, fills: dict[Gradient, str]) -> str:
    fill = path.fill
    if isinstance(fill, Gradient):
        fill = f"url(#{fills.setdefault(fill, f'fill{len(fills)}')})"
    stroked = bool(path.stroke)
    return _attributes(
        d=path.d,
        fill=fill or "none",
        stroke=path.stroke,
        stroke_width=number(path.width) if stroked else "",
        stroke_linecap="round" if stroked else "",
        stroke_linejoin="round" if stroked else "",
        stroke_dasharray=" ".join(map(str, path.dash)),
        opacity=_opacity(path.opacity),
    )


def _opacity(value: float) -> str:
    return "" if value == 1 else f"{value:g}"


def _attributes(**values: str) -> str:
    return "".join(f' {name.replace("_", "-")}="{value}"' for name, value in values.items() if value)
