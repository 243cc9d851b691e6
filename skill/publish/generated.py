"""
The commands that write files into a checkout: `models`, `docs` and `package`.

Rule 1: generated files are committed. With --check, a command writes nothing, and names the files that differ from what
it would write.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from skill.publish import certification, dialogue_page, evidence, interaction_model, settings_page
from skill.publish.package import package as pack


MODELS, DOCS, BUILD = Path("interaction_models"), Path("docs"), Path("build")
INSTALLED = Path(__file__).parents[1]
"""The folder of the skill package that runs."""
Names = Callable[[Path], Sequence[str | Path]]


class NoCheckoutError(Exception):
    """There is no checkout here; the message is one line that says what to do."""


def add_check(parser: ArgumentParser) -> None:
    """Add the options of `models` and `docs` to *parser*."""
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is not current")


def models(options: Namespace) -> int:
    """Write the interaction models; return the exit code. Raises NoCheckoutError."""
    return _generate(options, MODELS, interaction_model.stale, interaction_model.write)


def docs(options: Namespace) -> int:
    """Write the pages that are generated; return the exit code. Raises NoCheckoutError."""
    return _generate(options, DOCS, stale_pages, write_pages)


def write_pages(folder: Path) -> list[str]:
    """Write the pages into *folder*; return the names of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, render in PAGES.items():
        (folder / name).write_text(render(), encoding="utf-8")
    return list(PAGES)


def stale_pages(folder: Path) -> list[str]:
    """Return the names of the pages in *folder* that are missing or not current."""
    return [name for name, render in PAGES.items() if _text(folder / name) != render()]


PAGES: dict[str, Callable[[], str]] = {
    "evidence.md": evidence.render,
    "certification.md": certification.render,
    "dialogue.md": dialogue_page.render,
    "settings.md": settings_page.render,
}


def _text(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.exists() else None


def _generate(options: Namespace, folder: Path, stale: Names, write: Names) -> int:
    if not Path("skill", "content").is_dir():
        raise NoCheckoutError("this command writes into a checkout of gentle-roller: go to its top directory first")
    if not options.check and Path("skill").resolve() != INSTALLED:
        raise NoCheckoutError("this command is an installed copy without your changes: pip install -e . first")
    if not options.check:
        for name in write(folder):
            print(folder / Path(name).name)
        return 0
    names = [Path(name).name for name in stale(folder)]
    for name in names:
        print(f"{folder / name} is not current: run gentle-roller {options.command}", file=sys.stderr)
    return 1 if names else 0


def add_endpoints(parser: ArgumentParser) -> None:
    """Add the options of `package` to *parser*."""
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--endpoint", metavar="URL", help="the address of the webhook")
    either.add_argument("--lambda-arn", metavar="ARN", help="the ARN of the Lambda function")


def package(options: Namespace) -> int:
    """Write build/skill-package and build/lambda.zip; return the exit code. Raises EndpointError and PackageError."""
    for file in pack(BUILD, options.endpoint, options.lambda_arn):
        print(file)
    return 0
