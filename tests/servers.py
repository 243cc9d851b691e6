"""Servers that a test starts: each in the test's folder, with a log of its own, and gone when the test is done."""

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pki import Pki
from signing import SKILL_ID


SIGNED_APP = Path(__file__).parent / "web" / "signed_app.py"

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


SERVE = ["serve", "--host", "127.0.0.1", "--port", "8080"]


@contextlib.contextmanager
def webhook(folder: Path, pki: Pki, arguments: list[str] = SERVE, **variables: str) -> Iterator[int]:
    """Run `gentle-roller` with *arguments*, but on a free port, and trusting *pki*; yields the port once it answers."""
    (folder / "root.pem").write_bytes(pki.root.pem)
    (folder / "chain.pem").write_bytes(pki.file)
    settings = {"GENTLE_ROLLER_SKILL_ID": SKILL_ID, "GENTLE_ROLLER_STORAGE": "memory:", "TEST_PKI": str(folder)}
    port = free_port()
    command = [sys.executable, str(SIGNED_APP), *(str(port) if part == "8080" else part for part in arguments)]
    with running("webhook", command, folder, **settings | variables) as server:
        until_answered(port, folder / "webhook.log", server)
        yield port


def free_port() -> int:
    """Return a port of loopback that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def until_answered(port: int, log: Path, server: subprocess.Popen[str]) -> None:
    """Wait until the webhook on *port* answers GET /health; fails the test, with the log, where it never does."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        with (
            contextlib.suppress(ConnectionRefusedError),
            contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection,
        ):
            connection.request("GET", "/health")
            assert connection.getresponse().status == 200
            return
        time.sleep(0.05)
    pytest.fail(log.read_text())


def until_logged(pattern: str, log: Path, server: subprocess.Popen[str]) -> re.Match[str]:
    """Wait until *log* holds *pattern*, 30 s at most; fails the test, with the log, where it never does."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        if found := re.search(pattern, log.read_text()):
            return found
        time.sleep(0.05)
    pytest.fail(log.read_text())
