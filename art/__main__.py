"""
The command `python -m art`: write the illustrations, or say with --check whether they are current.

The SVG files go to docs/art/, for readers; the same drawings as AVG go to skill/alexa/display/drawings/, for screens.
"""

import argparse
import json
import sys
from functools import cache
from pathlib import Path

from art.avg import avg
from art.background import HEIGHT, WIDTH
from art.drawings import REST, drawings, icons
from art.svg import svg


ROOT = Path(__file__).parents[1]
SVG_FOLDER = Path("docs", "art")
AVG_FOLDER = Path("skill", "alexa", "display", "drawings")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 1 if --check finds a file that is not current, else 0."""
    parser = argparse.ArgumentParser(prog="python -m art", description="Write the illustrations.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is not current")
    options = parser.parse_args(arguments)
    paths = stale(ROOT)
    for path in paths:
        if options.check:
            print(f"{path} is not current: run python -m art", file=sys.stderr)
        else:
            (ROOT / path).write_text(files()[path], encoding="utf-8")
            print(path)
    return int(options.check and bool(paths))


@cache
def files() -> dict[Path, str]:
    """Return the text of each file by its path in the repository; the same on every machine."""
    found: dict[Path, str] = {}
    for name, drawing in drawings().items():
        found[SVG_FOLDER / f"{name}.svg"] = svg(drawing.shapes, WIDTH, HEIGHT, drawing.title)
        graphic = avg(drawing.shapes, WIDTH, HEIGHT, REST)
        found[AVG_FOLDER / f"{name}.json"] = json.dumps(graphic, separators=(",", ":")) + "\n"
    for size, shapes in icons().items():
        found[SVG_FOLDER / f"icon_{size}.svg"] = svg(shapes, size, size, "Gentle Roller")
    return found


def stale(root: Path) -> list[Path]:
    """Return the paths of files below *root* that are missing or not current."""
    return [path for path, text in files().items() if _text(root / path) != text]


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
