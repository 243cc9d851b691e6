"""
What is in lambda.zip and in the wheel, by folder and kind of file.

The lists are written out here, so that whoever adds a package or a kind of file decides where it belongs.
"""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

import pytest

from skill.publish.package import package


ROOT = Path(__file__).parents[1]
RUN_TIME = {
    "skill": {".py"},
    "skill/alexa": {".py"},
    "skill/alexa/display": {".py"},
    "skill/alexa/display/apl": {".json"},
    "skill/alexa/display/drawings": {".json"},
    "skill/coach": {".py"},
    "skill/content": {".py", ".toml"},
    "skill/content/en": {".toml"},
    "skill/dialogue": {".py"},
    "skill/dialogue/moves": {".py"},
    "skill/storage": {".py"},
    "skill/understanding": {".py"},
}
ONLY_IN_THE_WHEEL = {
    "skill/echo": {".py"},
    "skill/echo/page": {".py"},
    "skill/echo/page/static": {".css", ".html", ".js", ".svg"},
    "skill/publish": {".py"},
    "skill/web": {".py"},
}


def kinds(names: Iterable[str]) -> dict[str, set[str]]:
    """Return the suffixes of the files in each folder."""
    found: dict[str, set[str]] = {}
    for name in names:
        path = PurePosixPath(name)
        found.setdefault(str(path.parent), set()).add(path.suffix)
    return found


def test_lambda_zip_holds_the_run_time_and_nothing_else(tmp_path: Path) -> None:
    """No page, no terminal, no web server, no drawing code and no command: the function uses none of them."""
    *_, archive = package(tmp_path, install=lambda wanted, folder: None)
    with ZipFile(archive) as opened:
        names = opened.namelist()
    assert kinds(names) == {".": {".py"}, **RUN_TIME}
    assert [name for name in names if name.count("/") < 2] == [
        "lambda_function.py", "skill/__init__.py", "skill/https.py", "skill/logs.py", "skill/settings.py",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as pip does, and return its path."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--disable-pip-version-check"]
    done = subprocess.run([*command, "-w", str(folder), str(ROOT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.long
def test_the_wheel_holds_the_packages_with_their_data(wheel: Path) -> None:
    """The TOML files, the APL documents, the drawings and the page; no tests, simulation or drawing code."""
    with ZipFile(wheel) as opened:
        names = [name for name in opened.namelist() if ".dist-info/" not in name]
    assert kinds(names) == {**RUN_TIME, **ONLY_IN_THE_WHEEL}
    assert [name for name in names if name.count("/") < 2] == [
        "skill/__init__.py", "skill/__main__.py", "skill/https.py", "skill/logs.py", "skill/settings.py",
    ]  # fmt: skip


@pytest.mark.long
def test_the_command_runs_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    """A script is played from the unpacked wheel; the libraries are those of this environment."""
    with ZipFile(wheel) as opened:
        opened.extractall(tmp_path / "unpacked")
    run = f"import sys; sys.path.insert(0, {str(tmp_path / 'unpacked')!r}); from skill.__main__ import main; "
    run += "import skill; print(skill.__file__); raise SystemExit(main(['talk', '--script', '-']))"
    done = subprocess.run(
        [sys.executable, "-P", "-c", run], input="open gentle roller\n", cwd=tmp_path, env={},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    where, *lines = done.stdout.splitlines()
    assert where.startswith(str(tmp_path)), done.stderr
    assert lines[1].startswith("Coach:  Welcome to Gentle Roller.")
