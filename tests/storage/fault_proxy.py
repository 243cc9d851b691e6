"""A DynamoDB on loopback that fails when told to."""

import http.client
import json
import socket
import struct
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Self


Fault = Callable[["_Handler", bytes], None]


class FaultProxy:
    """
    Forward to *port* of 127.0.0.1.

    The n-th write meets the n-th of *write_faults*, however often a slow machine reads before it; any other request
    takes the next of *faults*. Requests after them meet none.
    """

    def __init__(self, port: int) -> None:
        self.target = port
        self.faults: list[Fault] = []
        self.write_faults: list[Fault] = []
        self.operations: list[str] = []
        self.closing = Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.proxy = self
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def passed_on(handler: "_Handler", body: bytes) -> None:
    """Do what is asked."""
    status, headers, answer = handler.forward(body)
    handler.answer(status, answer, headers)


def throttled(handler: "_Handler", body: bytes) -> None:
    handler.refuse(400, "ProvisionedThroughputExceededException")


def internal_error(handler: "_Handler", body: bytes) -> None:
    handler.refuse(500, "InternalServerError")


def access_denied(handler: "_Handler", body: bytes) -> None:
    handler.refuse(400, "AccessDeniedException")


def gibberish(handler: "_Handler", body: bytes) -> None:
    handler.answer(400, b"<html>hello</html>", {})


def damaged_item(handler: "_Handler", body: bytes) -> None:
    handler.answer(200, b'{"Item": {"id": {"S": "x"}, "version": {"S": "1"}}}', {})


def answer_lost(handler: "_Handler", body: bytes) -> None:
    """Do what is asked, and reset the connection instead of saying so."""
    handler.forward(body)
    reset(handler)


def reset(handler: "_Handler") -> None:
    """Reset the connection."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True


def silent(handler: "_Handler", body: bytes) -> None:
    """Never answer."""
    handler.server.proxy.closing.wait()
    handler.close_connection = True


def trickling(handler: "_Handler", body: bytes) -> None:
    """Answer a byte now and then, which no time-out of a socket ever notices."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nx-slow: ")
    while not handler.server.proxy.closing.wait(0.05):
        try:
            handler.wfile.write(b"x")
        except OSError:
            break
    handler.close_connection = True


class _Server(ThreadingHTTPServer):
    proxy: FaultProxy
    daemon_threads = True


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        proxy = self.server.proxy
        body = self.rfile.read(int(self.headers["Content-Length"]))
        operation = self.headers["X-Amz-Target"].split(".")[1]
        proxy.operations.append(operation)
        is_write = operation in ("PutItem", "DeleteItem")
        faults = proxy.write_faults if is_write and proxy.write_faults else proxy.faults
        fault = faults.pop(0) if faults else passed_on
        fault(self, body)

    def forward(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.proxy.target, timeout=10)
        try:
            connection.request("POST", "/", body, dict(self.headers))
            answer = connection.getresponse()
            return answer.status, {"Content-Type": answer.headers["Content-Type"]}, answer.read()
        finally:
            connection.close()

    def refuse(self, status: int, code: str) -> None:
        kind = f"com.amazonaws.dynamodb.v20120810#{code}"
        self.answer(status, json.dumps({"__type": kind, "message": code}).encode(), {})

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: a test looks at what was asked, in *operations*."""
