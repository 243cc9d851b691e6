"""
The command `python -m art`: write the illustrations, or say with --check whether they are current.

The SVG files go to docs/art/, for readers; the same drawings as AVG go to skill/alexa/display/drawings/, for screens.
"""

import argparse
import sys
from pathlib import Path

from art import drawings


ROOT = Path(__file__).parents[1]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 1 if --check finds a file that is not current, else 0."""
    parser = argparse.ArgumentParser(prog="python -m art", description="Write the illustrations.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is not current")
    options = parser.parse_args(arguments)
    stale = drawings.stale(ROOT)
    for path in stale:
        if options.check:
            print(f"{path} is not current: run python -m art", file=sys.stderr)
        else:
            (ROOT / path).write_text(drawings.files()[path], encoding="utf-8")
            print(path)
    return int(options.check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
