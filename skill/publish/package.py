"""
What is handed to Amazon: the skill package, as ask-cli lays it out, and the Lambda function's archive.

Rule 1: it is made from a checkout, since an installed skill has neither the Lambda function nor the icons.
Rule 2: the archive holds what the function imports, and what that needs, built for the function's own machine:
Lambda's Python and processor are the template's, not this computer's.
Rule 3: the same sources give the same archive, byte for byte, with the same libraries: which ones pip takes, within
the ranges of pyproject.toml, is the day's.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from shutil import copyfile, rmtree
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from skill.publish import interaction_model
from skill.publish.manifest import Endpoint, icon, manifest


ROOT = Path(__file__).parents[2]
FUNCTION = Path("lambda", "lambda_function.py")
ICONS = Path("docs", "art")
LEFT_OUT = {"web", "echo", "publish", "__main__.py", "__pycache__"}
"""The parts of skill/ that a Lambda function does not import."""

MACHINE = (
    "--implementation=cp", "--python-version=3.13", "--only-binary=:all:",
    "--platform=manylinux2014_aarch64", "--platform=manylinux_2_28_aarch64",
)  # fmt: skip
"""Lambda's machine, as pip names it; lambda/template.yaml asks for it."""

Install = Callable[[list[str], Path], None]


class PackageError(Exception):
    """The package cannot be made; one line that says what to do."""


def package(
    folder: Path, endpoint: str | None = None, arn: str | None = None, *, install: Install | None = None
) -> list[Path]:
    """
    Write skill-package/ and lambda.zip into *folder*; give the files, in order.

    *endpoint* is the webhook's address, *arn* the Lambda function's. *install* puts requirements into a folder (pip).
    Raises PackageError and EndpointError; what was there before is replaced only when all else is done.
    """
    where = Endpoint.of(endpoint, arn)
    if not (ROOT / FUNCTION).is_file():
        raise PackageError("the package is made from a clone of the repository: run this in one")
    archive = _archive(folder / "lambda.zip", install or pip_install)
    return [*_skill_package(folder / "skill-package", where), archive]


def _skill_package(folder: Path, endpoint: Endpoint | None) -> list[Path]:
    if folder.exists():
        rmtree(folder)
    models = folder / "interactionModels" / "custom"
    written = [models / name for name in interaction_model.write(models)]
    icons = _icons(folder)
    skill_json = folder / "skill.json"
    text = json.dumps(manifest(endpoint, icons=bool(icons)), indent=2, ensure_ascii=False)
    skill_json.write_text(text + "\n", encoding="utf-8")
    return [skill_json, *written, *icons]


def _icons(folder: Path) -> list[Path]:
    found = {folder / icon(pixels): ROOT / ICONS / f"icon_{pixels}.png" for pixels in (108, 512)}
    if not all(source.is_file() for source in found.values()):
        return []
    for target, source in found.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        copyfile(source, target)
    return list(found)


# The Lambda function


def _archive(target: Path, install: Install) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        libraries = Path(scratch)
        install(requirements(), libraries)
        files = {path.relative_to(libraries): path for path in _files(libraries)}
        files |= {path.relative_to(ROOT): path for path in _files(ROOT / "skill")}
        _zip(target, files | {Path(FUNCTION.name): ROOT / FUNCTION})
    return target


def _files(folder: Path) -> Iterable[Path]:
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if path.is_file() and "__pycache__" not in parts and parts[0] not in LEFT_OUT:
            yield path


def _zip(target: Path, files: dict[Path, Path]) -> None:
    unfinished = target.with_suffix(".tmp")
    with ZipFile(unfinished, "w", ZIP_DEFLATED) as archive:
        for name, source in sorted(files.items()):
            entry = ZipInfo(name.as_posix())
            entry.external_attr = 0o644 << 16
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, source.read_bytes())
    unfinished.replace(target)


def requirements() -> list[str]:
    """
    Give what the function needs: what the skill always needs, and the table's client.

    AWS has a boto3 of its own, but one whose needs may not agree with what is installed beside it.
    """
    try:
        declared = requires("gentle-roller") or []
    except PackageNotFoundError:
        raise PackageError("the skill is not installed: pip install -e .") from None
    wanted = [(name, extra) for name, _, extra in (line.partition(";") for line in declared)]
    return [name.strip() for name, extra in wanted if not extra or re.search(r"extra == .dynamodb.", extra)]


def pip_install(wanted: list[str], folder: Path) -> None:
    """Put *wanted* into *folder*, for Lambda's machine; raises PackageError."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--disable-pip-version-check"]
    done = subprocess.run(  # noqa: S603 - our own command, and names from our own metadata
        [*command, *MACHINE, "--target", str(folder), *wanted], capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stderr.splitlines() or ["it said nothing"]
        why = next((line for line in reversed(said) if line.startswith("ERROR: ")), said[-1])
        raise PackageError(f"pip could not fetch what the Lambda function needs: {why.removeprefix('ERROR: ')}")
