"""Servers that a test starts: each in the test's folder, with a log of its own, and gone when the test is done."""

import contextlib
import os
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def running(name: str, command: list[str], folder: Path, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """Run *command* in *folder*, its log in NAME.log there; killed if it does not stop when told to."""
    with (folder / f"{name}.log").open("w") as log:
        server = subprocess.Popen(
            command,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONUNBUFFERED": "1", **variables},
            stdout=log,
            stderr=log,
            text=True,
        )
    try:
        yield server
    finally:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(10)
        server.kill()


def until_logged(pattern: str, log: Path, server: subprocess.Popen[str]) -> re.Match[str]:
    """Wait until *log* holds *pattern*, 30 s at most; fails the test, with the log, where it never does."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        if found := re.search(pattern, log.read_text()):
            return found
        time.sleep(0.05)
    pytest.fail(log.read_text())
