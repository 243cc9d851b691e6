"""The webhook under gunicorn, as README says to run it."""

import contextlib
import http.client
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from pki import Pki
from servers import running, until_logged
from signing import LAUNCH, SKILL_ID, as_body, envelope, signed_headers


COMMAND = [sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0"]
COMMAND += ["--worker-class", "skill.web.worker.Worker", "--threads", "4", "--pythonpath", str(Path(__file__).parent)]


def test_a_signed_request_is_answered_through_gunicorn(tmp_path: Path) -> None:
    """From the socket to the skill and back, and a stranger's request no further than the door."""
    pki = Pki()
    (tmp_path / "root.pem").write_bytes(pki.root.pem)
    (tmp_path / "chain.pem").write_bytes(pki.file)
    body = as_body(envelope(LAUNCH))
    settings = {"GENTLE_ROLLER_SKILL_ID": SKILL_ID, "GENTLE_ROLLER_STORAGE": "memory:", "TEST_PKI": str(tmp_path)}
    log = tmp_path / "gunicorn.log"

    with running("gunicorn", [*COMMAND, "signed_app:create()"], tmp_path, **settings) as server:
        port = int(until_logged(r"Listening at: http://127\.0\.0\.1:(\d+)", log, server)[1])
        until_logged("Booting worker", log, server)
        status, answer = post(port, body, signed_headers(pki.leaf.key, body))
        forged, nothing = post(port, body + b" ", signed_headers(pki.leaf.key, body))
        large, _ = post(port, b"x" * 200_000, {})
        endless, _ = post(port, (b"x" * 1000 for _ in range(200)), {"Transfer-Encoding": "chunked"})

    assert (status, forged, nothing, large, endless) == (200, 400, b"", 413, 413)
    assert json.loads(answer)["response"]["outputSpeech"]["ssml"].startswith("<speak>")
    assert '"reason": "signature does not match"' in log.read_text()
    assert "amzn1.ask.account" not in log.read_text()


def post(port: int, body: bytes | Iterable[bytes], headers: dict[str, str]) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with contextlib.closing(connection):
        connection.request("POST", "/", body, headers, encode_chunked=not isinstance(body, bytes))
        response = connection.getresponse()
        return response.status, response.read()


def test_gunicorn_stops_at_once_when_a_setting_is_wrong(tmp_path: Path) -> None:
    """With the line that says what to write, and without starting workers again and again."""
    with running("gunicorn", [*COMMAND, "skill.web:create_app()"], tmp_path) as server:
        code = server.wait(30)

    log = (tmp_path / "gunicorn.log").read_text()
    assert code == 4
    assert log.count("gentle-roller: GENTLE_ROLLER_SKILL_ID is not set") == 1
    assert "Traceback" not in log
