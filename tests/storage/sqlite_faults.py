"""What happens to a SQLite file: locked, no room, no leave, damaged."""

import os
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path


Damage = Callable[[Path], None]


@contextmanager
def held(path: Path, lock: str = "BEGIN EXCLUSIVE") -> Iterator[None]:
    """Hold *lock* on the file, from another connection."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(lock)
        yield


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond *size* bytes: the disk is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def nobody() -> Iterator[None]:
    """Do without the rights of root, who may write everywhere."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@contextmanager
def read_only(path: Path) -> Iterator[None]:
    """Let nobody write to the file, nor make another beside it."""
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with nobody():
            yield
    finally:
        path.parent.chmod(0o700)
        path.chmod(0o600)


def damage_header(path: Path) -> None:
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])


def damage_pages(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:4096] + b"\xaa" * 8192)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])
