"""
The side of AWS Lambda that a function's runtime talks to: it hands out events, and takes answers and errors.

Source: AWS Lambda, "Using the Lambda runtime API", version 2018-06-01.
Rule 1: one event at a time, as one Lambda instance has it. Rule 2: on loopback, at a port of its own.
"""

import json
import sys
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from threading import Thread
from types import TracebackType
from typing import Any


PREFIX = "/2018-06-01/runtime"
ARN = "arn:aws:lambda:eu-west-1:123456789012:function:gentle-roller"


class RuntimeApi:
    """Hands events to whoever asks for the next one; *answer* waits for what comes back."""

    def __init__(self, timeout: float = 20.0) -> None:
        self.timeout = timeout
        self.events: Queue[tuple[str, bytes] | None] = Queue()
        self.outcomes: Queue[tuple[str, Any]] = Queue()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = Thread(target=self._server.serve_forever, daemon=True)

    @property
    def address(self) -> str:
        """The value of AWS_LAMBDA_RUNTIME_API."""
        return f"127.0.0.1:{self._server.server_port}"

    def answer(self, event: Any) -> tuple[str, Any]:
        """Send *event*; give what came back: ("response" or "error", its content)."""
        self.events.put((str(uuid.uuid4()), json.dumps(event).encode()))
        return self.outcome()

    def outcome(self) -> tuple[str, Any]:
        """Wait for what the runtime reports next; ("nothing", None) if it reports nothing in time."""
        try:
            return self.outcomes.get(timeout=self.timeout)
        except Empty:
            return "nothing", None

    def __enter__(self) -> "RuntimeApi":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.events.put(None)
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Let a runtime be killed while it waits for an event."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def _handler(api: RuntimeApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = 65_536

        def do_GET(self) -> None:
            event = api.events.get() if self.path == f"{PREFIX}/invocation/next" else None
            if event is None:
                self._send(500, b"{}", {})
                return
            name, body = event
            deadline = str(int(time.time() * 1000) + 7000)
            self._send(200, body, {
                "Lambda-Runtime-Aws-Request-Id": name,
                "Lambda-Runtime-Deadline-Ms": deadline,
                "Lambda-Runtime-Invoked-Function-Arn": ARN,
                "Lambda-Runtime-Trace-Id": "Root=1-00000000-000000000000000000000000;Sampled=0",
                "Content-Type": "application/json",
            })  # fmt: skip

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            kind = "init error" if self.path == f"{PREFIX}/init/error" else self.path.rpartition("/")[2]
            api.outcomes.put((kind, json.loads(body)))
            self._send(202, b'{"status":"OK"}', {})

        def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Keep quiet."""

    return Handler
