"""kill -9 while eight processes write: the file stays whole, and what was acknowledged stays kept."""

import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from skill.storage import SQLiteStorage, one_deadline


SEED = 20260713
WRITERS = 8
ROUNDS = 200
ALL_AT_ONCE = 10  # each tenth round kills all of them: the next to open the file must mend it
SCRIPT = Path(__file__).with_name("sqlite_writer.py")
ROOT = SCRIPT.parents[2]


class Writer:
    """One process at a time that counts up its own record and the shared one."""

    def __init__(self, file: Path, number: int) -> None:
        self.user = f"writer-{number}"
        self.notes = file.with_name(f"{self.user}.notes")
        self.notes.touch()
        self._command = [sys.executable, str(SCRIPT), str(file), self.user, str(self.notes)]
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)})

    def kill(self) -> None:
        assert self._process.poll() is None, f"{self.user} ended by itself"
        self._process.kill()
        self._process.wait()

    def acknowledged(self, who: str) -> list[int]:
        """Return the counts that were noted for *who*; a last line without an end is not yet a note."""
        lines = self.notes.read_text().split("\n")[:-1]
        return [int(line.split()[1]) for line in lines if line.startswith(f"{who} ")]


def count_of(storage: SQLiteStorage, user: str) -> int:
    with one_deadline(30):
        record = storage.load(user)
    count = record["count"] if record else 0
    assert isinstance(count, int)
    return count


def integrity(file: Path) -> str:
    with closing(sqlite3.connect(file, timeout=30)) as connection:
        (found,) = connection.execute("PRAGMA integrity_check").fetchone()
        return str(found)


def lost(storage: SQLiteStorage, writers: list[Writer]) -> list[str]:
    """Name the records that are behind what was acknowledged."""
    noted = {writer.user: max(writer.acknowledged(writer.user), default=0) for writer in writers}
    noted["shared"] = max((max(writer.acknowledged("shared"), default=0) for writer in writers), default=0)
    return [user for user, count in noted.items() if count_of(storage, user) < count]


@pytest.mark.long
def test_killed_writers_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """200 rounds: integrity_check is ok, no place is behind its acknowledgement, no +1 is done twice."""
    chance = random.Random(SEED)
    file = tmp_path / "places.sqlite"
    storage = SQLiteStorage(file)
    writers = [Writer(file, number) for number in range(WRITERS)]
    kills = 0
    for number in range(1, ROUNDS + 1):
        time.sleep(chance.uniform(0.0, 0.3))
        killed = writers if number % ALL_AT_ONCE == 0 else [chance.choice(writers)]
        for writer in killed:
            writer.kill()
        kills += len(killed)
        assert (integrity(file), lost(storage, writers)) == ("ok", [])
        for writer in killed:
            writer.start()
    for writer in writers:
        writer.kill()

    shared = sorted(count for writer in writers for count in writer.acknowledged("shared"))
    assert len(set(shared)) == len(shared)  # no two were told the same count
    assert len(shared) <= count_of(storage, "shared") <= len(shared) + kills + WRITERS
    assert list(tmp_path.glob("*damaged*")) == []
    assert len(shared) > ROUNDS, "too little was written for the kills to mean anything"
    print(f"seed {SEED}: {kills} kills, {len(shared)} shared updates acknowledged")
