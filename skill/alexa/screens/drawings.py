"""The drawings as files: every scene as SVG and AVG, and the icons of the skill, all generated."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from skill.alexa.screens.avg import avg
from skill.alexa.screens.icons import icons
from skill.alexa.screens.room import HEIGHT, WIDTH
from skill.alexa.screens.scenes import REST, scenes
from skill.alexa.screens.svg import svg


@cache
def graphic(scene: str) -> dict[str, Any]:
    """Give a scene as AVG, moving by the parameters of scenes.REST; not to be changed by the caller."""
    return avg(scenes()[scene].shapes, WIDTH, HEIGHT, REST)


def files() -> dict[str, str]:
    """Give all files by name; the same on every machine."""
    found = {}
    for name, scene in scenes().items():
        found[f"{name}.svg"] = svg(scene.shapes, WIDTH, HEIGHT, scene.title)
        found[f"{name}.avg.json"] = json.dumps(graphic(name), indent=1) + "\n"
    for size, shapes in icons().items():
        found[f"icon_{size}.svg"] = svg(shapes, size, size, "Gentle Roller")
    return found


def write(folder: Path) -> list[Path]:
    """Write the files that are not current into *folder* and give their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = stale(folder)
    for path in paths:
        path.write_text(files()[path.name], encoding="utf-8")
    return paths


def stale(folder: Path) -> list[Path]:
    """Give the paths in *folder* that are missing or not what would be written."""
    return [folder / name for name, text in files().items() if _text(folder / name) != text]


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
