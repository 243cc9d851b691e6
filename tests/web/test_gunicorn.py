"""The webhook under gunicorn, as README says to run it."""

import contextlib
import http.client
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from pki import Pki
from signing import LAUNCH, SKILL_ID, as_body, envelope, signed_headers


COMMAND = [sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0", "--worker-class", "gthread", "--threads", "4"]
HERE = Path(__file__).parent


@contextlib.contextmanager
def gunicorn(app: str, folder: Path, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """Run gunicorn in *folder*, its log in gunicorn.log there; killed if it does not stop when told to."""
    with (folder / "gunicorn.log").open("w") as log:
        running = subprocess.Popen(
            [*COMMAND, "--pythonpath", str(HERE), app],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONUNBUFFERED": "1", **variables},
            stdout=log,
            stderr=log,
            text=True,
        )
    try:
        yield running
    finally:
        running.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(10)
        running.kill()


def until_logged(pattern: str, folder: Path, running: subprocess.Popen[str]) -> re.Match[str]:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and running.poll() is None:
        if found := re.search(pattern, (folder / "gunicorn.log").read_text()):
            return found
        time.sleep(0.05)
    pytest.fail((folder / "gunicorn.log").read_text())


def test_a_signed_request_is_answered_through_gunicorn(tmp_path: Path) -> None:
    """From the socket to the skill and back, and a stranger's request no further than the door."""
    pki = Pki()
    (tmp_path / "root.pem").write_bytes(pki.root.pem)
    (tmp_path / "chain.pem").write_bytes(pki.file)
    body = as_body(envelope(LAUNCH))
    settings = {"GENTLE_ROLLER_SKILL_ID": SKILL_ID, "GENTLE_ROLLER_STORAGE": "memory:", "TEST_PKI": str(tmp_path)}

    with gunicorn("signed_app:create()", tmp_path, **settings) as running:
        port = int(until_logged(r"Listening at: http://127\.0\.0\.1:(\d+)", tmp_path, running)[1])
        until_logged("Booting worker", tmp_path, running)
        status, answer = post(port, body, signed_headers(pki.leaf.key, body))
        forged, nothing = post(port, body + b" ", signed_headers(pki.leaf.key, body))
        large, _ = post(port, b"x" * 200_000, {})
        endless, _ = post(port, (b"x" * 1000 for _ in range(200)), {"Transfer-Encoding": "chunked"})

    assert (status, forged, nothing, large, endless) == (200, 400, b"", 413, 413)
    assert json.loads(answer)["response"]["outputSpeech"]["ssml"].startswith("<speak>")
    log = (tmp_path / "gunicorn.log").read_text()
    assert '"reason": "signature does not match"' in log
    assert "amzn1.ask.account" not in log


def post(port: int, body: bytes | Iterable[bytes], headers: dict[str, str]) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with contextlib.closing(connection):
        connection.request("POST", "/", body, headers, encode_chunked=not isinstance(body, bytes))
        response = connection.getresponse()
        return response.status, response.read()


def test_gunicorn_stops_at_once_when_a_setting_is_wrong(tmp_path: Path) -> None:
    """With the line that says what to write, and without starting workers again and again."""
    with gunicorn("skill.web:create_app()", tmp_path) as running:
        code = running.wait(30)

    log = (tmp_path / "gunicorn.log").read_text()
    assert code == 4
    assert log.count("gentle-roller: GENTLE_ROLLER_SKILL_ID is not set") == 1
    assert "Traceback" not in log
