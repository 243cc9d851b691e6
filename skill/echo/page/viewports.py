"""
The viewports of the devices that the page offers, in pixels, as a request names them.

Source: Alexa's viewport profiles. APL counts in dp: pixels * 160 / dpi.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Viewport:
    """The screen of the device *name*; *id* is the page's own name for it."""

    id: str
    name: str
    width: int
    height: int
    dpi: int = 160
    shape: str = "RECTANGLE"
    mode: str = "HUB"

    @property
    def size(self) -> tuple[int, int]:
        """The width and height in dp."""
        return round(self.width * 160 / self.dpi), round(self.height * 160 / self.dpi)


VIEWPORTS = (
    Viewport("show-5", "Echo Show 5", 960, 480),
    Viewport("show-8", "Echo Show 8", 1280, 800, dpi=213),
    Viewport("show-15", "Echo Show 15", 1920, 1080),
    Viewport("round", "Echo Spot (round)", 480, 480, shape="ROUND"),
)


def with_viewport(viewport: Viewport, envelope: dict[str, Any]) -> dict[str, Any]:
    """Return *envelope* as a device with *viewport* sends it; unchanged if its device has no screen."""
    context = envelope["context"]
    if "Viewports" not in context:
        return envelope
    (old, new) = context["Viewport"], context["Viewports"][0]
    pixels = {"pixelWidth": viewport.width, "pixelHeight": viewport.height}
    now = {"currentPixelWidth": viewport.width, "currentPixelHeight": viewport.height}
    current = {**new["configuration"]["current"], "mode": viewport.mode, "size": {"type": "DISCRETE", **pixels}}
    named = {"shape": viewport.shape, "dpi": viewport.dpi}
    viewports = [{**new, **named, "configuration": {"current": current}}]
    changed = {**old, **named, **pixels, **now, "mode": viewport.mode}
    return {**envelope, "context": {**context, "Viewport": changed, "Viewports": viewports}}
