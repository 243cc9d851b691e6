"""SQLite: locked, full, read-only, damaged, not ours; never anything but StorageError, and nothing lost."""

import contextlib
import sqlite3
import stat
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from storage.conftest import Clock
from storage.sqlite_faults import Damage, cut_short, damage_header, damage_pages, held, nobody, read_only, room_for
from structlog.testing import capture_logs

from skill.storage import SQLiteStorage, StorageError, StorageSetupError, UserRecord, one_deadline, sqlite_file
from skill.storage.protocol import YEAR
from skill.storage.records import key_of
from skill.storage.sqlite_file import keep_aside


ANNA = "amzn1.ask.account.ANNA"
BEN = "amzn1.ask.account.BEN"

ADD_FIVE = """
import sys
from pathlib import Path
from skill.storage import SQLiteStorage, one_deadline

storage = SQLiteStorage(Path(sys.argv[1]))
for _ in range(5):
    with one_deadline(60):
        storage.update("shared", lambda record: {"count": (record["count"] if record else 0) + 1})
"""


def place(number: int) -> UserRecord:
    return {"place": number}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "places.sqlite"


@pytest.fixture
def storage(path: Path) -> SQLiteStorage:
    """Open a file in which ANNA's place is 1."""
    storage = SQLiteStorage(path)
    storage.update(ANNA, lambda _: place(1))
    return storage


def test_a_place_outlives_the_process(storage: SQLiteStorage, path: Path) -> None:
    """What one opening kept, another finds."""
    assert SQLiteStorage(path).load(ANNA) == place(1)


def test_several_processes_lose_no_update(path: Path) -> None:
    """Several processes may share one file, and the first of them makes it."""
    command = [sys.executable, "-c", ADD_FIVE, str(path)]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    errors = [process.communicate()[1] for process in processes]
    assert errors == [""] * 4
    assert SQLiteStorage(path).load("shared") == {"count": 20}


def test_the_file_says_nothing_about_who(storage: SQLiteStorage, path: Path) -> None:
    """A stolen file names no account."""
    assert b"amzn1" not in path.read_bytes()


def test_nothing_is_left_of_whoever_is_forgotten(storage: SQLiteStorage, path: Path) -> None:
    """Neither in a page that is unused now, nor in a log; whatever SQLite was built to do by itself."""
    for user in (ANNA, BEN):
        storage.update(user, lambda _: {"wish": "a place of her own" * 50})
        storage.delete(user)
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert b"of her own" not in path.read_bytes()


def test_the_file_uses_a_write_ahead_log(storage: SQLiteStorage, path: Path) -> None:
    """So that reading never waits for writing."""
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_file_is_for_its_owner_only(storage: SQLiteStorage, path: Path) -> None:
    """Nobody else on the machine reads when a person rolls."""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_reader_does_not_wait_for_a_writer(storage: SQLiteStorage, path: Path) -> None:
    """A launch is answered while another process writes."""
    with held(path, "BEGIN IMMEDIATE"), one_deadline(0):
        assert storage.load(ANNA) == place(1)


@pytest.fixture
def timeouts(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Note the seconds that SQLite may wait for a lock, connection by connection."""
    noted: list[float] = []
    connect = sqlite3.connect

    def noting(path: Path, timeout: float = 5.0, **options: Any) -> sqlite3.Connection:
        noted.append(timeout)
        return connect(path, timeout=timeout, **options)

    monkeypatch.setattr(sqlite_file.sqlite3, "connect", noting)
    return noted


def test_a_lock_is_waited_for_until_the_deadline(
    storage: SQLiteStorage, path: Path, clock: Clock, timeouts: list[float]
) -> None:
    """Three calls of one request share its deadline; the third has no time left, and does not wait."""
    with held(path, "BEGIN EXCLUSIVE"):
        timeouts.clear()  # of the connection that holds the lock
        with one_deadline(0.25, clock):
            for _ in range(3):
                with pytest.raises(StorageError, match="locked"):
                    storage.update(ANNA, lambda _: place(2))
                clock.seconds += 0.125
    assert timeouts == [0.25, 0.125, 0.0]
    assert storage.update(ANNA, lambda _: place(3)) == place(3)


def test_a_lock_is_waited_for_a_second_at_most(storage: SQLiteStorage, timeouts: list[float]) -> None:
    """A longer deadline leaves time for another call."""
    with one_deadline(60):
        storage.check()
    assert timeouts[-1:] == [1.0]


def test_a_change_that_uses_the_store_itself_does_not_hang(storage: SQLiteStorage) -> None:
    """A mistake of ours costs the deadline, not the conversation."""
    with one_deadline(0.1), pytest.raises(StorageError, match="busy"):
        storage.update(ANNA, lambda record: storage.update(BEN, lambda _: record))
    assert storage.load(ANNA) == place(1)


def test_a_full_disk_keeps_the_place_before(storage: SQLiteStorage, path: Path) -> None:
    """Told once, coached on; and once there is room again, all is well."""
    with room_for(path.stat().st_size), pytest.raises(StorageError, match=r"disk|full"):
        storage.update(ANNA, lambda _: {"place": "x" * 100_000})
    assert storage.load(ANNA) == place(1)
    assert storage.update(ANNA, lambda _: place(2)) == place(2)


def test_a_full_database_keeps_the_place_before(path: Path, storage: SQLiteStorage) -> None:
    """SQLite's own word for it (SQLITE_FULL) is no damage: the file stays."""
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL

    def full(_: UserRecord | None) -> UserRecord:
        raise error

    with pytest.raises(StorageError, match="database or disk is full"):
        storage.update(ANNA, full)
    assert [file.name for file in path.parent.iterdir()] == ["places.sqlite"]


def test_a_directory_without_leave_to_write_is_no_traceback() -> None:
    """One line, and the check fails as well."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "places.sqlite"
        path.parent.chmod(0o555)
        with nobody(), pytest.raises(StorageError, match="Permission denied"):
            SQLiteStorage(path).check()
        path.parent.chmod(0o700)


def test_a_read_only_file_is_no_damage() -> None:
    """It is neither renamed nor written."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "places.sqlite"
        SQLiteStorage(path).update(ANNA, lambda _: place(1))
        with read_only(path), pytest.raises(StorageError):
            SQLiteStorage(path).update(ANNA, lambda _: place(2))
        assert SQLiteStorage(path).load(ANNA) == place(1)


def test_a_directory_in_place_of_the_file_is_one_line(path: Path) -> None:
    """An engineer's slip ends in StorageError too."""
    path.mkdir()
    with pytest.raises(StorageError, match="unable to open database file"):
        SQLiteStorage(path).check()


@pytest.mark.parametrize("damage", [damage_header, damage_pages, cut_short])
def test_a_damaged_file_is_kept_aside_and_a_new_one_begun(storage: SQLiteStorage, path: Path, damage: Damage) -> None:
    """The very call that finds the damage already keeps its place, and says that the others are lost; once."""
    damage(path)
    damaged = path.read_bytes()
    with capture_logs() as logs:
        with pytest.raises(StorageError, match="was damaged: what it held is kept aside"):
            storage.update(BEN, lambda _: place(2))
        assert storage.load(BEN) == place(2)
    assert path.with_name("places.sqlite.damaged-1").read_bytes() == damaged
    assert [(line["event"], line["kept_as"]) for line in logs] == [
        ("damaged storage file kept aside, new one begun", f"{path}.damaged-1")
    ]


@pytest.mark.parametrize("damage", [damage_header, damage_pages, cut_short])
def test_a_check_leaves_a_damaged_file_for_somebody_who_is_told(
    storage: SQLiteStorage, path: Path, damage: Damage
) -> None:
    """A probe of /health must not swallow what a person in mid-run has a right to hear."""
    damage(path)
    damaged = path.read_bytes()
    for _ in range(2):
        with contextlib.suppress(StorageError):
            storage.check()
    assert path.read_bytes() == damaged
    with pytest.raises(StorageError, match="was damaged: what it held is kept aside"):
        storage.update(ANNA, lambda _: place(2))


def test_a_check_tells_of_a_damaged_file(storage: SQLiteStorage, path: Path) -> None:
    """Whoever watches sees it."""
    damage_header(path)
    with pytest.raises(StorageError, match="is damaged; the next load or update renames it"):
        storage.check()


TEXTS = [b"eggs, milk, bread", b"a letter, " * 1000, bytes(range(256)) * 32, b"\0" * 8192, b"SQLite format 3\0" * 512]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{text[:8]!r}")
def test_what_was_never_ours_is_left_alone(path: Path, text: bytes) -> None:
    """A slip in the settings must not move somebody's notes."""
    path.write_bytes(text)
    storage = SQLiteStorage(path)
    for call in (storage.check, lambda: storage.load(ANNA), lambda: storage.update(ANNA, lambda _: place(1))):
        with pytest.raises(StorageSetupError, match=r"is no file of gentle-roller, and is left alone: name another"):
            call()
    assert path.read_bytes() == text
    assert [file.name for file in path.parent.iterdir()] == ["places.sqlite"]


def test_each_damaged_file_is_kept(storage: SQLiteStorage, path: Path) -> None:
    """A second one does not push out the first."""
    for _ in range(2):
        storage.check()
        damage_header(path)
        with pytest.raises(StorageError, match="was damaged"):
            storage.load(ANNA)
    storage.check()
    assert sorted(file.name for file in path.parent.iterdir()) == [
        "places.sqlite",
        "places.sqlite.damaged-1",
        "places.sqlite.damaged-2",
    ]


def test_the_write_ahead_log_goes_with_its_damaged_file(storage: SQLiteStorage, path: Path) -> None:
    """Left behind, it would be taken for the new file's."""
    Path(f"{path}-wal").write_bytes(b"log")
    keep_aside(path, path.stat().st_ino)
    assert Path(f"{path}.damaged-1-wal").read_bytes() == b"log"
    assert not Path(f"{path}-wal").exists()


def test_a_file_that_another_process_made_new_is_not_kept_aside(storage: SQLiteStorage, path: Path) -> None:
    """Of two that find the damage, one renames; the other finds the new file."""
    keep_aside(path, damaged=path.stat().st_ino + 1)
    assert storage.load(ANNA) == place(1)


def test_a_removed_file_begins_anew(storage: SQLiteStorage, path: Path) -> None:
    """Somebody cleans up while the server runs."""
    path.unlink()
    assert storage.load(ANNA) is None
    assert storage.update(ANNA, lambda _: place(2)) == place(2)


def test_the_database_of_another_program_is_left_alone(path: Path) -> None:
    """A wrong path costs nobody their data."""
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE letters (text)")
    before = path.read_bytes()
    with pytest.raises(StorageError, match="belongs to another program: name another file"):
        SQLiteStorage(path).update(ANNA, lambda _: place(1))
    assert path.read_bytes() == before


def test_a_file_of_a_later_version_is_left_alone(storage: SQLiteStorage, path: Path) -> None:
    """Going back a version must not spoil what the newer one kept."""
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 2")
    with pytest.raises(StorageError, match="has version 2, not 1: update gentle-roller"):
        storage.load(ANNA)


@pytest.mark.parametrize("column", [b"\xff\xfe{", "\udce4", None], ids=["blob", "latin-1", "number"])
def test_a_row_that_holds_no_text_is_one_users_matter(storage: SQLiteStorage, path: Path, column: Any) -> None:
    """Whatever a column can hold: bytes, text that is not UTF-8, a number."""
    storage.update(BEN, lambda _: place(2))
    with closing(sqlite3.connect(path)) as other, other:
        value = "CAST(x'e4' AS TEXT)" if column == "\udce4" else "7" if column is None else "?"
        given = (column,) if value == "?" else ()
        other.execute(f"UPDATE records SET record = {value} WHERE key = '{key_of(ANNA)}'", given)
    assert storage.load(ANNA) is None
    assert storage.update(ANNA, lambda kept: place(3) if kept is None else kept) == place(3)
    assert (storage.load(ANNA), storage.load(BEN)) == (place(3), place(2))


def test_a_record_is_forgotten_a_year_after_its_last_change(path: Path) -> None:
    """As in DynamoDB, where the table does it."""
    clock = {"now": 1_000_000.0}
    storage = SQLiteStorage(path, now=lambda: clock["now"])
    storage.update(ANNA, lambda _: place(1))
    clock["now"] += YEAR - 1
    storage.update(BEN, lambda _: place(2))
    assert storage.load(ANNA) == place(1)
    clock["now"] += 1
    storage.update(BEN, lambda _: place(3))
    assert storage.load(ANNA) is None
    assert storage.load(BEN) == place(3)
