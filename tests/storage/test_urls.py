"""Which store a URL names, and what is said of a wrong one."""

from pathlib import Path

import pytest

from skill.storage import MemoryStorage, SQLiteStorage, StorageError, StorageURLError, open_storage


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


def test_a_missing_relative_directory_tells_of_the_fourth_slash() -> None:
    """sqlite:///var/lib looks absolute and is not."""
    with pytest.raises(StorageError, match=r"an absolute path has four slashes: sqlite:////no/such/a\.sqlite"):
        open_storage("sqlite:///no/such/a.sqlite")
