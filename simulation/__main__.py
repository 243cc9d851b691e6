"""
`python -m simulation`: simulate a thousand people who do the routine, and print the measurements.

Rule 1: standard output is for the measurements; the progress goes to standard error, and only to a terminal.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from simulation.crowd import life, lives
from simulation.measurements import Measurements
from simulation.plot import picture
from simulation.table import markdown, plain


BAR = 40


def main(arguments: list[str] | None = None) -> int:
    """Run the command line *arguments*; return the exit code."""
    options = _parser().parse_args(arguments)
    if options.life is not None:
        return _tell(options.seed, options.life)
    found = list(_shown(lives(options.people, options.seed, options.processes), options.people))
    if options.plot:
        options.plot.write_text(picture(found), encoding="utf-8")
    if options.json:
        print(json.dumps([one.to_dict() for one in found], indent=1))
    else:
        print(markdown(found) if options.markdown else plain(found))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulation", description="People on the virtual Echo, measured.")
    parser.add_argument("--people", type=_count, default=1000, help="how many (1000)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same people (1)")
    parser.add_argument("--processes", type=_count, help="how many at a time (as many as there are cores)")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw them, as SVG")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="print each person's measurements")
    shape.add_argument("--markdown", action="store_true", help="print the table for a page")
    shape.add_argument("--life", type=int, metavar="N", help="print the conversation of person N")
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("write a whole number from 1 on")
    return int(text)


def _tell(seed: int, number: int) -> int:
    diary: list[str] = []
    measurements = life(seed, number, diary)
    print("\n".join(diary))
    print(json.dumps(measurements.to_dict(), indent=1))
    return 0


def _shown(found: Iterable[Measurements], people: int) -> Iterator[Measurements]:
    """Show how far it is, where somebody may be looking."""
    for done, one in enumerate(found, start=1):
        yield one
        if sys.stderr.isatty():
            bar, end = "#" * (BAR * done // people), "\n" if done == people else ""
            print(f"\r{bar:.<{BAR}} {done} of {people}", end=end, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
