"""
Pictures for people: the screens in docs/screens/ and the icons in docs/art/, taken from Amazon's own viewer.

Run `python tests/pictures.py` after a change that can be seen, and look at what it writes.
"""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any


ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from screens_samples import ROUTINE, SIGHTS, words  # noqa: E402
from viewer import DEVICES, TO_GET, Device, browser, missing, opened  # noqa: E402

from art.drawings import icons  # noqa: E402
from skill.alexa.display import render  # noqa: E402


SCREENS = ROOT / "docs" / "screens"
ART = ROOT / "docs" / "art"
SHOW_8 = DEVICES[1]


def main() -> str | None:
    """Write all pictures; gives what is missing, if anything is."""
    if lacking := missing():
        return f"no {' and no '.join(lacking)}: {TO_GET}"
    with browser() as started:
        for name in SIGHTS:
            take(started, replace(SHOW_8, scale=0.75), name, SCREENS / f"{name}.png")
        for device in DEVICES:
            small = replace(device, scale=min(1.0, 720 / max(device.width, device.height)))
            take(started, small, "step-3", SCREENS / f"on-{device.name}.png")
        for size in icons():
            icon(started, size)
    return None


def take(started: Any, device: Device, name: str, path: Path) -> None:
    with opened(started, device) as viewer:
        viewer.show(render(SIGHTS[name], words, ROUTINE))
        viewer.settle(600)
        viewer.picture(path)


def icon(started: Any, size: int) -> None:
    page = started.new_page(viewport={"width": size, "height": size})
    drawing = (ART / f"icon_{size}.svg").read_text(encoding="utf-8").replace("<svg ", f"<svg width={size} ", 1)
    page.set_content(f"<style>*{{margin:0}} svg{{display:block}}</style>{drawing}")
    page.screenshot(path=ART / f"icon_{size}.png")
    page.close()


if __name__ == "__main__":
    sys.exit(main())
