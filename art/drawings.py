"""The drawings as files: each scene as SVG and AVG, and the icons of the skill."""

import json
from functools import cache
from pathlib import Path

from art.avg import avg
from art.icons import icons
from art.room import HEIGHT, WIDTH
from art.scenes import REST, scenes
from art.svg import svg


SVG_FOLDER = Path("docs", "art")
AVG_FOLDER = Path("skill", "alexa", "display", "drawings")


@cache
def files() -> dict[Path, str]:
    """Return the text of each file by its path in the repository; the same on every machine."""
    found: dict[Path, str] = {}
    for name, scene in scenes().items():
        found[SVG_FOLDER / f"{name}.svg"] = svg(scene.shapes, WIDTH, HEIGHT, scene.title)
        graphic = avg(scene.shapes, WIDTH, HEIGHT, REST)
        found[AVG_FOLDER / f"{name}.json"] = json.dumps(graphic, separators=(",", ":")) + "\n"
    for size, shapes in icons().items():
        found[SVG_FOLDER / f"icon_{size}.svg"] = svg(shapes, size, size, "Gentle Roller")
    return found


def stale(root: Path) -> list[Path]:
    """Return the paths of files below *root* that are missing or not current."""
    return [path for path, text in files().items() if _text(root / path) != text]


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
