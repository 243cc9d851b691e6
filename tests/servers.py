"""Servers that a test starts: each in the test's folder, with a log of its own, and gone when the test is done."""

import contextlib
import http.client
import os
import re
import subprocess
import sys
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


@contextlib.contextmanager
def webhook(arguments: list[str], folder: Path, **variables: str) -> Iterator[int]:
    """Run gunicorn, bound to port 0 by its *arguments*; gives the port, once the webhook answers there."""
    with running("gunicorn", [sys.executable, "-m", "gunicorn", *arguments], folder, **variables) as server:
        port = int(until_logged(r"Listening at: http://127\.0\.0\.1:(\d+)", folder / "gunicorn.log", server)[1])
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as asked:
            asked.request("GET", "/health")
            assert asked.getresponse().status == 200
        yield port


def until_logged(pattern: str, log: Path, server: subprocess.Popen[str]) -> re.Match[str]:
    """Wait until *log* holds *pattern*, 30 s at most; fails the test, with the log, where it never does."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        if found := re.search(pattern, log.read_text()):
            return found
        time.sleep(0.05)
    pytest.fail(log.read_text())
