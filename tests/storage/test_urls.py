"""Which store a URL names, and what is said of a wrong one."""

import tempfile
from contextlib import nullcontext
from pathlib import Path

import pytest
from storage.sqlite_faults import damage_header, held, nobody, read_only
from structlog.testing import capture_logs

from skill.storage import (
    MemoryStorage,
    SQLiteStorage,
    StorageError,
    StorageSetupError,
    StorageURLError,
    one_deadline,
    open_storage,
)


def test_memory_is_one_word() -> None:
    """memory: keeps nothing beyond the process."""
    assert isinstance(open_storage("memory:"), MemoryStorage)


def test_three_slashes_are_a_path_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the URLs of SQLAlchemy, which engineers know."""
    monkeypatch.chdir(tmp_path)
    storage = open_storage("sqlite:///places.sqlite")
    assert isinstance(storage, SQLiteStorage)
    storage.check()
    assert (tmp_path / "places.sqlite").exists()


def test_four_slashes_are_an_absolute_path(tmp_path: Path) -> None:
    """The fourth slash is the path's own."""
    open_storage(f"sqlite:///{tmp_path}/places.sqlite").check()
    assert (tmp_path / "places.sqlite").exists()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "memory",
        "memory:x",
        "places.sqlite",
        "sqlite:",
        "sqlite://places.sqlite",
        "sqlite:///",
        "sqlite:///places/",
        "sqlite:///:memory:",
        "sqlite:///a.sqlite?mode=ro",
        "sqlite:///a\0b",
        "dynamodb:places",
        "dynamodb://",
        "dynamodb://ab",
        "dynamodb://a/b",
        "dynamodb://places table",
        "postgres://localhost/places",
    ],
)
def test_another_url_is_refused_in_one_line_that_says_what_to_write(url: str) -> None:
    """A wrong setting stops the host with what to write instead."""
    with pytest.raises(StorageURLError) as refused:
        open_storage(url)
    line = str(refused.value)
    assert "\n" not in line
    assert "write memory: | sqlite:///file | sqlite:////absolute/file | dynamodb://table" in line


def test_a_missing_directory_is_refused(tmp_path: Path) -> None:
    """A directory made from a misspelt path would hide the mistake."""
    with pytest.raises(StorageError, match=r"/nowhere for places\.sqlite is missing: create it$"):
        open_storage(f"sqlite:///{tmp_path}/nowhere/places.sqlite")
    assert not (tmp_path / "nowhere").exists()


def test_what_is_no_file_of_ours_is_refused_at_the_start(tmp_path: Path) -> None:
    """A directory, somebody's notes; one line, before the first person comes."""
    notes = tmp_path / "notes.txt"
    notes.write_text("eggs, milk, bread")
    for path in (tmp_path, notes):
        with pytest.raises(StorageSetupError, match="name another file in GENTLE_ROLLER_STORAGE") as refused:
            open_storage(f"sqlite:///{path}")
        assert "\n" not in str(refused.value)
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


def test_a_place_without_the_right_to_write_is_refused_at_the_start() -> None:
    """For a new file, and for one that is there."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "places.sqlite"
        path.parent.chmod(0o555)
        with nobody(), pytest.raises(StorageSetupError, match="give the right to write there"):
            open_storage(f"sqlite:///{path}")
        path.parent.chmod(0o755)
        open_storage(f"sqlite:///{path}")
        with read_only(path), pytest.raises(StorageSetupError, match="give the right to write there"):
            open_storage(f"sqlite:///{path}")


@pytest.mark.parametrize("fault", ["locked", "damaged"])
def test_what_may_pass_is_only_logged_at_the_start(tmp_path: Path, fault: str) -> None:
    """People are coached without a place, and told so; a damaged file is left for who comes first."""
    path = tmp_path / "places.sqlite"
    SQLiteStorage(path).check()
    if fault == "damaged":
        damage_header(path)
    with capture_logs() as logs, held(path) if fault == "locked" else nullcontext(), one_deadline(0.1):
        open_storage(f"sqlite:///{path}")
    assert [(entry["event"], entry["log_level"]) for entry in logs] == [("storage does not work yet", "warning")]


def test_a_missing_relative_directory_tells_of_the_fourth_slash() -> None:
    """sqlite:///var/lib looks absolute and is not."""
    with pytest.raises(StorageError, match=r"an absolute path has four slashes: sqlite:////no/such/a\.sqlite"):
        open_storage("sqlite:///no/such/a.sqlite")
