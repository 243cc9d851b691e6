"""Write for ever, and note what the store has acknowledged; test_sqlite_kill.py runs and kills it."""

import sys
from pathlib import Path

from skill.storage import SQLiteStorage, StorageError, UserRecord


def one_more(record: UserRecord | None) -> UserRecord:
    count = record["count"] if record else 0
    assert isinstance(count, int)
    return {"count": count + 1}


def main(file: str, user: str, notes: str) -> None:
    storage = SQLiteStorage(Path(file))
    with Path(notes).open("ab", buffering=0) as acknowledged:
        while True:
            for who in (user, "shared"):
                try:
                    kept = storage.update(who, one_more)
                except StorageError:  # busy: not acknowledged, so not noted
                    continue
                assert kept
                acknowledged.write(f"{who} {kept['count']}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
