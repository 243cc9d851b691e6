"""
The commands that write into a checkout: `models`, `docs`, `package`.

Rule 1: what is generated is committed, and is what the content says: --check holds it to that, and writes nothing.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from skill.publish import certification, dialogue_page, evidence, interaction_model
from skill.publish.package import package as pack


MODELS, DOCS, BUILD = Path("interaction_models"), Path("docs"), Path("build")
INSTALLED = Path(__file__).parents[1]
Names = Callable[[Path], Sequence[str | Path]]


class NoCheckoutError(Exception):
    """There is no checkout here; one line that says what to do."""


def add_check(parser: ArgumentParser) -> None:
    """Declare what `models` and `docs` take."""
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is not current")


def models(options: Namespace) -> int:
    """Write the interaction models."""
    return _generate(options, MODELS, interaction_model.stale, interaction_model.write)


def docs(options: Namespace) -> int:
    """Write the pages that are made from the content."""
    return _generate(options, DOCS, stale_pages, write_pages)


def write_pages(folder: Path) -> list[str]:
    """Write every page into *folder*; give the names of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, render in PAGES.items():
        (folder / name).write_text(render(), encoding="utf-8")
    return list(PAGES)


def stale_pages(folder: Path) -> list[str]:
    """Name the pages in *folder* that are missing or not current."""
    return [name for name, render in PAGES.items() if _text(folder / name) != render()]


PAGES: dict[str, Callable[[], str]] = {
    "evidence.md": evidence.render,
    "certification.md": certification.render,
    "dialogue.md": dialogue_page.render,
}


def _text(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.exists() else None


def _generate(options: Namespace, folder: Path, stale: Names, write: Names) -> int:
    if not Path("skill", "content").is_dir():
        raise NoCheckoutError("this writes into a checkout of gentle-roller: go to its top directory first")
    if not options.check and Path("skill").resolve() != INSTALLED:
        raise NoCheckoutError("this runs a copy that knows nothing of your changes: pip install -e . first")
    if not options.check:
        for name in write(folder):
            print(folder / Path(name).name)
        return 0
    names = [Path(name).name for name in stale(folder)]
    for name in names:
        print(f"{folder / name} is not current: run gentle-roller {options.command}", file=sys.stderr)
    return 1 if names else 0


def add_endpoints(parser: ArgumentParser) -> None:
    """Declare what `package` takes."""
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--endpoint", metavar="URL", help="where the webhook answers")
    either.add_argument("--lambda-arn", metavar="ARN", help="which Lambda function answers")


def package(options: Namespace) -> int:
    """Write build/skill-package and build/lambda.zip."""
    for file in pack(BUILD, options.endpoint, options.lambda_arn):
        print(file)
    return 0
