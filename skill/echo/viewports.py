"""
The screens of the devices that show the skill: their size in pixels, as a request names them.

Source: Alexa's viewport profiles. APL counts in dp: pixels * 160 / dpi.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Panel:
    """A screen called *id* by us and *name* by Amazon."""

    id: str
    name: str
    width: int
    height: int
    dpi: int = 160
    shape: str = "RECTANGLE"
    mode: str = "HUB"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in dp."""
        return round(self.width * 160 / self.dpi), round(self.height * 160 / self.dpi)


PANELS = (
    Panel("show-5", "Echo Show 5", 960, 480),
    Panel("show-8", "Echo Show 8", 1280, 800, dpi=213),
    Panel("show-15", "Echo Show 15", 1920, 1080),
    Panel("round", "Echo Spot (round)", 480, 480, shape="ROUND"),
)


def seen_on(panel: Panel, envelope: dict[str, Any]) -> dict[str, Any]:
    """Give *envelope* as a device with *panel* sends it; one of a device without a screen stays as it is."""
    context = envelope["context"]
    if "Viewports" not in context:
        return envelope
    (old, new) = context["Viewport"], context["Viewports"][0]
    pixels = {"pixelWidth": panel.width, "pixelHeight": panel.height}
    now = {"currentPixelWidth": panel.width, "currentPixelHeight": panel.height}
    current = {**new["configuration"]["current"], "mode": panel.mode, "size": {"type": "DISCRETE", **pixels}}
    named = {"shape": panel.shape, "dpi": panel.dpi}
    viewports = [{**new, **named, "configuration": {"current": current}}]
    viewport = {**old, **named, **pixels, **now, "mode": panel.mode}
    return {**envelope, "context": {**context, "Viewport": viewport, "Viewports": viewports}}
