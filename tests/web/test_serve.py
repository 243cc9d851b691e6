"""
The webhook as `gentle-roller serve` runs it, on a real socket.

Rule: whatever comes, a signed request is answered, and the caller sees an answer or a closed connection.
"""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from pki import Pki
from servers import SERVE, SIGNED_APP, free_port, running, until_answered, webhook
from signing import LAUNCH, SKILL_ID, as_body, envelope, signed_headers

from skill.web.app import LARGEST
from skill.web.serve import HEAD, READ, THREADS


START = b"POST / HTTP/1.1\r\nHost: x\r\n"
CHUNKED = START + b"Transfer-Encoding: chunked\r\n\r\n"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def pki() -> Pki:
    """Certificates that are valid today: the server uses the real clock."""
    return Pki()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("serve")


@pytest.fixture(scope="module")
def port(pki: Pki, folder: Path) -> Iterator[int]:
    with webhook(folder, pki) as port:
        yield port


def post(port: int, body: bytes | Iterable[bytes], headers: dict[str, str]) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with contextlib.closing(connection):
        connection.request("POST", "/", body, headers, encode_chunked=not isinstance(body, bytes))
        response = connection.getresponse()
        return response.status, response.read()


def signed_request(port: int, pki: Pki) -> int:
    body = as_body(envelope(LAUNCH))
    return post(port, body, signed_headers(pki.leaf.key, body))[0]


def sent(port: int, data: bytes) -> tuple[int, bytes]:
    """Send *data* and nothing more; return the status and the body of the answer, 0 if the connection is closed."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as caller:
        caller.sendall(data)
        caller.shutdown(socket.SHUT_WR)
        response = http.client.HTTPResponse(caller)
        try:
            response.begin()
        except http.client.RemoteDisconnected:
            return 0, b""
        return response.status, response.read()


# Answers and refusals


def test_a_signed_request_is_answered_and_a_forged_one_is_refused(port: int, folder: Path, pki: Pki) -> None:
    """From the socket to the skill and back."""
    body = as_body(envelope(LAUNCH))
    status, answer = post(port, body, signed_headers(pki.leaf.key, body))
    assert status == 200
    assert json.loads(answer)["response"]["outputSpeech"]["ssml"].startswith("<speak>")

    assert post(port, body + b" ", signed_headers(pki.leaf.key, body)) == (400, b"")
    log = (folder / "webhook.log").read_text()
    assert '"reason": "signature does not match"' in log
    assert "amzn1.ask.account" not in log


def test_a_signed_body_may_have_the_largest_size_and_come_in_chunks(port: int, pki: Pki) -> None:
    """The lines between the chunks don't count."""
    body = as_body(envelope(LAUNCH)).ljust(LARGEST)
    chunks = (body[at : at + 100] for at in range(0, len(body), 100))
    headers = signed_headers(pki.leaf.key, body) | {"Transfer-Encoding": "chunked"}
    assert post(port, body, signed_headers(pki.leaf.key, body))[0] == 200
    assert post(port, chunks, headers)[0] == 200


def test_a_body_that_is_too_large_is_refused(port: int) -> None:
    """With an empty body, however its length is given; beyond what is read, by waitress itself."""
    assert post(port, b"x" * (LARGEST + 1), {}) == (413, b"")
    pieces = (b"x" * 1000 for _ in range(LARGEST // 1000 + 1))
    assert post(port, pieces, {"Transfer-Encoding": "chunked"}) == (413, b"")
    assert sent(port, START + b"Content-Length: %d\r\n\r\n" % READ)[0] == 413


def test_bytes_after_the_body_are_no_part_of_it(port: int, pki: Pki) -> None:
    """The signature is over as many bytes as Content-Length says; what follows would be another request."""
    body = as_body(envelope(LAUNCH))
    headers = signed_headers(pki.leaf.key, body) | {"Content-Length": str(len(body)), "Connection": "close"}
    head = b"".join(f"{name}: {value}\r\n".encode() for name, value in headers.items())
    assert sent(port, START + head + b"\r\n" + body + b"more")[0] == 200
    assert sent(port, START + head + b"\r\n" + b"more" + body)[0] == 400


def test_a_body_that_is_shorter_than_its_length_is_not_answered(port: int, folder: Path, pki: Pki) -> None:
    """The skill never sees a part of a request."""
    body = as_body(envelope(LAUNCH))
    headers = signed_headers(pki.leaf.key, body) | {"Content-Length": str(len(body) + 1)}
    head = b"".join(f"{name}: {value}\r\n".encode() for name, value in headers.items())
    before = (folder / "webhook.log").read_text()
    assert sent(port, START + head + b"\r\n" + body) == (0, b"")
    assert (folder / "webhook.log").read_text() == before


NO_HTTP = {
    "no request": b"secret\r\n\r\n",
    "a header without a name": START + b": secret\r\n\r\n",
    "a header that folds": START + b"X: a\r\n secret\rb\r\n\r\n",
    "no length": START + b"Content-Length: secret\r\n\r\n",
    "two lengths": START + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nsecret",
    "headers that are too large": START + b"X-Secret: " + b"secret" * HEAD + b"\r\n\r\n",
    "an unknown encoding": START + b"Transfer-Encoding: secret\r\n\r\n",
    "no size of a chunk": CHUNKED + b"secret\r\nhello\r\n0\r\n\r\n",
    "a negative size of a chunk": CHUNKED + b"-5\r\nsecret\r\n0\r\n\r\n",
    "no end of a chunk": CHUNKED + b"5\r\nhellosecret0\r\n\r\n",
    "a note that is too long": CHUNKED + b"5;" + b"secret" * READ + b"\r\nhello\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("data", NO_HTTP.values(), ids=list(NO_HTTP))
def test_what_is_no_http_is_refused_by_waitress(port: int, folder: Path, data: bytes) -> None:
    """With a text that says why, or with a closed connection where the caller sends on; the log has none of it."""
    with contextlib.suppress(OSError):
        status, answer = sent(port, data)
        assert status in {400, 413, 431, 501}
        assert answer.endswith(b"(generated by server)")
        assert b"Traceback" not in answer
    assert "secret" not in (folder / "webhook.log").read_text()


@pytest.mark.parametrize("end", [b"", b"5\r\nhe", b"5\r\nhello\r\n"], ids=["nothing", "half a chunk", "no last chunk"])
def test_a_body_without_its_end_is_not_answered(port: int, end: bytes) -> None:
    """The connection is closed."""
    assert sent(port, CHUNKED + end) == (0, b"")


# Slow callers

SLOW = {
    "half of the headers": START + b"X-",
    "half of a body": START + b"Content-Length: 1000\r\n\r\nx",
    "half of a chunk": CHUNKED + b"500\r\nab",
}


def is_open(caller: socket.socket) -> bool:
    """Say whether the server still waits for *caller*: it has neither answered nor hung up."""
    try:
        caller.recv(1, socket.MSG_DONTWAIT)
    except BlockingIOError:
        return True
    return False


@pytest.mark.parametrize("start", SLOW.values(), ids=list(SLOW))
def test_silent_callers_hold_no_thread(port: int, pki: Pki, start: bytes) -> None:
    """A signed request is answered while many more callers than threads are still connected."""
    with contextlib.ExitStack() as stack:
        callers = [stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(10 * THREADS)]
        for caller in callers:
            caller.sendall(start)
        for _ in range(THREADS):
            assert signed_request(port, pki) == 200
            for caller in callers[:THREADS]:
                caller.sendall(b"x")  # these send a byte now and then
        assert all(map(is_open, callers[:THREADS]))


def test_callers_that_do_not_hang_up_hold_no_thread(port: int, pki: Pki) -> None:
    """Each has its answer, and stays connected."""
    with contextlib.ExitStack() as stack:
        for _ in range(2 * THREADS):
            answered = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
            answered.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert answered.recv(12) == b"HTTP/1.1 200"
        assert signed_request(port, pki) == 200


# The process; each starts one of its own


def python(code: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}", *arguments]


def test_a_silent_caller_is_disconnected(tmp_path: Path) -> None:
    """After IDLE_SECONDS, which are none here."""
    port = free_port()
    code = f"from skill import __main__; from skill.web import serve; serve.IDLE_SECONDS = 0; __main__.main({SERVE})"
    settings = {"GENTLE_ROLLER_SKILL_ID": SKILL_ID, "GENTLE_ROLLER_STORAGE": "memory:"}
    with running("webhook", python(code.replace("8080", str(port))), tmp_path, **settings) as server:
        until_answered(port, tmp_path / "webhook.log", server)
        with socket.create_connection(("127.0.0.1", port), timeout=30) as caller:
            caller.sendall(SLOW["half of the headers"])
            assert caller.recv(1) == b""


def test_it_serves_without_gunicorn_and_without_fcntl(tmp_path: Path, pki: Pki) -> None:
    """Windows has neither."""
    (tmp_path / "root.pem").write_bytes(pki.root.pem)
    (tmp_path / "chain.pem").write_bytes(pki.file)
    port = free_port()
    code = "import runpy; sys.modules.update(gunicorn=None, fcntl=None);"
    code += f"sys.argv = ['gentle-roller', *sys.argv[1:]]; runpy.run_path({str(SIGNED_APP)!r}, run_name='__main__')"
    command = python(code, *SERVE[:-1], str(port))
    settings = {"GENTLE_ROLLER_SKILL_ID": SKILL_ID, "GENTLE_ROLLER_STORAGE": "memory:", "TEST_PKI": str(tmp_path)}
    with running("webhook", command, tmp_path, **settings) as server:
        until_answered(port, tmp_path / "webhook.log", server)
        assert signed_request(port, pki) == 200


def test_a_stopped_server_answers_the_request_that_it_works_on(tmp_path: Path) -> None:
    """SIGTERM comes in the middle of a request; then the process ends without an error."""
    port = free_port()
    code = (
        "import os, signal, socket; from flask import Flask; from skill.web.serve import serve; app = Flask('x');"
        "app.add_url_rule('/health', 'health', lambda: 'ok');"
        "app.add_url_rule('/stop', 'stop', lambda: os.kill(os.getpid(), signal.SIGTERM) or 'answered');"
        "serve(app, socket.create_server(('127.0.0.1', int(sys.argv[1]))))"
    )
    with running("webhook", python(code, str(port)), tmp_path) as server:
        until_answered(port, tmp_path / "webhook.log", server)
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as caller:
            caller.request("GET", "/stop")
            assert caller.getresponse().read() == b"answered"
        assert server.wait(30) == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without a signal")
def test_the_log_of_a_whole_life_of_the_server_is_json(tmp_path: Path, pki: Pki) -> None:
    """waitress adds no lines of its own."""
    with webhook(tmp_path, pki) as port:
        assert signed_request(port, pki) == 200
        assert sent(port, b"no HTTP\r\n\r\n")[0] == 400
    events = [json.loads(line)["event"] for line in (tmp_path / "webhook.log").read_text().splitlines()]
    assert events == ["listening", "turn", "answered"]


def test_an_error_of_the_operating_system_is_no_mistake_in_the_settings(tmp_path: Path) -> None:
    """It ends with another exit code, after which systemd starts the service again."""
    code = (
        "import os; from skill import __main__; from skill.web import serve; made = serve.create_server;"
        "spoilt = lambda server: os.close(server.trigger.socket.fileno()) or server;"
        "serve.create_server = lambda *arguments, **more: spoilt(made(*arguments, **more));"
        f"sys.exit(__main__.main({[*SERVE[:-1], str(free_port())]}))"
    )
    settings = {"GENTLE_ROLLER_SKILL_ID": SKILL_ID, "GENTLE_ROLLER_STORAGE": "memory:"}
    with running("webhook", python(code), tmp_path, **settings) as server:
        assert server.wait(30) == 1


WRONG = {
    "no skill": ({"GENTLE_ROLLER_SKILL_ID": ""}, "GENTLE_ROLLER_SKILL_ID is not set"),
    "no such setting": ({"GENTLE_ROLLER_SKIL_ID": "x"}, "GENTLE_ROLLER_SKIL_ID is not a setting"),
    "no such storage": ({"GENTLE_ROLLER_STORAGE": "redis://x"}, "GENTLE_ROLLER_STORAGE is 'redis://x'"),
    "no such folder": ({"GENTLE_ROLLER_STORAGE": "sqlite:////nowhere/at/all.db"}, ""),
}


@pytest.mark.parametrize(("wrong", "line"), WRONG.values(), ids=list(WRONG))
def test_wrong_settings_stop_the_start_with_one_line(tmp_path: Path, wrong: dict[str, str], line: str) -> None:
    """Exit code 2, without a traceback."""
    settings = {"GENTLE_ROLLER_SKILL_ID": SKILL_ID, "GENTLE_ROLLER_STORAGE": "memory:"} | wrong
    command = python(f"from skill.__main__ import main; sys.exit(main({[*SERVE[:-1], str(free_port())]}))")
    with running("webhook", command, tmp_path, **settings) as server:
        assert server.wait(30) == 2
    log = (tmp_path / "webhook.log").read_text()
    assert log.startswith(f"gentle-roller: {line}")
    assert log.count("\n") == 1


def test_a_port_that_is_taken_stops_the_start_with_one_line(port: int, tmp_path: Path) -> None:
    """The other server goes on."""
    command = python(f"from skill.__main__ import main; sys.exit(main({[*SERVE[:-1], str(port)]}))")
    settings = {"GENTLE_ROLLER_SKILL_ID": SKILL_ID, "GENTLE_ROLLER_STORAGE": "memory:"}
    ran = subprocess.run(command, env=settings, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(f"gentle-roller: cannot listen on 127.0.0.1:{port}: Address already in use")
    assert ran.stderr.count("\n") == 1


def test_the_page_of_the_virtual_echo_refuses_what_came_through_a_proxy(tmp_path: Path) -> None:
    """waitress would take the header away that says so."""
    port = free_port()
    command = python(f"from skill.__main__ import main; sys.exit(main({['serve', '--echo', '--port', str(port)]}))")
    with running("webhook", command, tmp_path) as server:
        until_answered(port, tmp_path / "webhook.log", server)
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as caller:
            caller.request("GET", "/health", headers={"X-Forwarded-For": "192.0.2.1"})
            assert caller.getresponse().status == 403
        server.send_signal(signal.SIGINT)
        assert server.wait(30) == 0
