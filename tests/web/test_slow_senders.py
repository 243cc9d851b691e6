"""
Callers who send slowly, or never, or what is no HTTP, or who stay when they were answered.

At a true socket, of the webhook as README says to run it.

Rule: whatever comes, a signed request is answered soon after, and the caller sees an answer or a closed connection.
"""

import contextlib
import http.client
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pki import Pki
from servers import webhook
from signing import LAUNCH, SKILL_ID, as_body, envelope, signed_headers


THREADS = 8
GUNICORN = ["--bind", "127.0.0.1:0", "--worker-class", "skill.web.worker.Worker", "--threads", str(THREADS)]
HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.fixture(scope="module")
def pki() -> Pki:
    """Certificates that are good today: gunicorn asks no clock of ours."""
    return Pki()


@pytest.fixture(scope="module")
def port(pki: Pki, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("slow")
    (folder / "root.pem").write_bytes(pki.root.pem)
    (folder / "chain.pem").write_bytes(pki.file)
    settings = {"GENTLE_ROLLER_SKILL_ID": SKILL_ID, "GENTLE_ROLLER_STORAGE": "memory:", "TEST_PKI": str(folder)}
    arguments = [*GUNICORN, "--pythonpath", str(Path(__file__).parent), "signed_app:create()"]
    with webhook(arguments, folder, **settings) as port:
        yield port


def signed_request(port: int, pki: Pki) -> int:
    body = as_body(envelope(LAUNCH))
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("POST", "/", body, signed_headers(pki.leaf.key, body))
        return connection.getresponse().status


SLOW = {
    "half of the headers": HEAD + b"X-",
    "half of a body": HEAD + b"Content-Length: 1000\r\n\r\nx",
    "half of a chunk": CHUNKED + b"5\r\nab",
}


@pytest.mark.parametrize("start", SLOW.values(), ids=list(SLOW))
def test_as_many_silent_callers_as_there_are_threads_are_let_go(port: int, pki: Pki, start: bytes) -> None:
    """They held every thread until somebody started the service again."""
    with contextlib.ExitStack() as held:
        for _ in range(THREADS):
            silent = held.enter_context(socket.create_connection(("127.0.0.1", port)))
            silent.sendall(start)
        began = time.monotonic()
        assert signed_request(port, pki) == 200
    assert time.monotonic() - began < 8


def test_a_byte_now_and_then_buys_no_time(port: int) -> None:
    """The limit is for all of a request, not for each piece."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port)) as head, socket.create_connection(("127.0.0.1", port)) as body:
        head.sendall(SLOW["half of the headers"])
        body.sendall(SLOW["half of a body"])
        dripping = [head, body]
        while dripping and time.monotonic() - began < 20:
            ended = select.select(dripping, [], [], 0.2)[0]
            dripping = [caller for caller in dripping if caller not in ended]
            for caller in dripping:
                caller.sendall(b"x")
    assert time.monotonic() - began < 8


def test_callers_who_do_not_hang_up_keep_nobody_waiting(port: int, pki: Pki) -> None:
    """gunicorn's own loop gave each of them two seconds, one after the other, and accepted nobody meanwhile."""
    with contextlib.ExitStack() as held:
        for _ in range(THREADS - 1):
            answered = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20))
            answered.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert answered.recv(12) == b"HTTP/1.1 200"
        began = time.monotonic()
        assert signed_request(port, pki) == 200
    assert time.monotonic() - began < 2


TORN = {
    "no number": b"zz\r\nhello\r\n0\r\n\r\n",
    "a number below zero": b"-5\r\nhello\r\n0\r\n\r\n",
    "no end of a chunk": b"5\r\nhelloXX0\r\n\r\n",
    "no end at all": b"5\r\nhello\r\n",
    "half of a chunk": b"5\r\nhe",
    "nothing": b"",
    "a note that never ends": b"5;" + b"a" * 200_000 + b"\r\nhello\r\n0\r\n\r\n",
    "a trailer with a zero byte": b"5\r\nhello\r\n0\r\nX: a\x00b\r\n\r\n",
    "a trailer without a name": b"5\r\nhello\r\n0\r\n\x00bad\r\n\r\n",
}


@pytest.mark.parametrize("chunks", TORN.values(), ids=list(TORN))
def test_a_body_that_comes_in_torn_chunks_is_refused(port: int, chunks: bytes) -> None:
    """With 400 and nothing in it: it is the caller's fault, and no failure of ours."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as caller:
        caller.sendall(CHUNKED.replace(b"Host: x\r\n", b"Host: x\r\nConnection: close\r\n") + chunks)
        caller.shutdown(socket.SHUT_WR)
        response = http.client.HTTPResponse(caller)
        response.begin()
        assert (response.status, response.read()) == (400, b"")


def test_gunicorns_master_holds_nothing_of_the_webhook() -> None:
    """It imports its worker once: what came along with it would stay as it was, whatever is reloaded."""
    code = "import sys, skill.web.worker; print(sorted(name for name in sys.modules if name.startswith('skill')))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.strip() == "['skill', 'skill.web', 'skill.web.worker']"
