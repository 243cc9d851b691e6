"""
Build what Amazon receives: the skill package in the layout of ask-cli, and the archive of the Lambda function.

Rule 1: packages are built from a checkout, because an installed skill has neither the Lambda function nor the icons.
Rule 2: the archive holds the modules that the function imports, and their requirements. Compiled requirements are for
Lambda's Python and processor, which lambda/template.yaml names, and not for this computer's.
Rule 3: the same sources and the same versions of the requirements give the same archive, byte for byte. pip chooses
the versions within the ranges of pyproject.toml.
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
"""The parts of skill/ that the Lambda function does not import."""

UNREAD = ("botocore", "data")
"""The models of AWS's services, 28 MB, which the store does not load."""

MACHINE = (
    "--implementation=cp", "--python-version=3.13", "--only-binary=:all:",
    "--platform=manylinux2014_aarch64", "--platform=manylinux_2_28_aarch64",
)  # fmt: skip
"""The pip options for Lambda's machine; lambda/template.yaml names the same machine."""

Install = Callable[[list[str], Path], None]


class PackageError(Exception):
    """The package cannot be built; the message is one line that says what to do."""


def package(
    folder: Path, endpoint: str | None = None, arn: str | None = None, *, install: Install | None = None
) -> list[Path]:
    """
    Write skill-package/ and lambda.zip into *folder*; return the paths of the files, lambda.zip last.

    *endpoint* is the address of the webhook, *arn* that of the Lambda function. *install* puts requirements into a
    folder; the default uses pip. Raises PackageError and EndpointError; then an older skill-package/ stays as it is.
    """
    target = Endpoint.of(endpoint, arn)
    if not (ROOT / FUNCTION).is_file():
        raise PackageError("a package is built from a clone of the repository: run this command in a clone")
    archive = _archive(folder / "lambda.zip", install or pip_install)
    return [*_skill_package(folder / "skill-package", target), archive]


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
        if path.is_file() and "__pycache__" not in parts and parts[0] not in LEFT_OUT and parts[:2] != UNREAD:
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
    Return the requirements of the function: those of the skill, and botocore for the table.

    AWS provides a botocore, but its requirements may conflict with the others in the archive.
    """
    try:
        declared = requires("gentle-roller") or []
    except PackageNotFoundError:
        raise PackageError("the skill is not installed: pip install -e .") from None
    wanted = [(name, extra) for name, _, extra in (line.partition(";") for line in declared)]
    return [name.strip() for name, extra in wanted if not extra or re.search(r"extra == .dynamodb.", extra)]


def pip_install(wanted: list[str], folder: Path) -> None:
    """Install the requirements *wanted* into *folder*, for Lambda's machine; raises PackageError."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--disable-pip-version-check"]
    done = subprocess.run(  # noqa: S603 - a fixed command, with names from our own metadata
        [*command, *MACHINE, "--target", str(folder), *wanted], capture_output=True, text=True, check=False
    )
    if done.returncode:
        output = done.stderr.splitlines() or ["pip gave no reason"]
        why = next((line for line in reversed(output) if line.startswith("ERROR: ")), output[-1])
        raise PackageError(f"pip cannot install the requirements of the Lambda function: {why.removeprefix('ERROR: ')}")
