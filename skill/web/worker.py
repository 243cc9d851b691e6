"""
gunicorn's worker of threads, which lets go of whoever does not send, or does not hang up.

Rule 1: a request has SECONDS, from when a thread takes it up, to arrive: headers, body and all, not each piece.
Then the connection is closed for reading, as if the caller had hung up; an answer that is under way still goes out.
Rule 2: whoever was answered hangs up first, so that no word of the answer is lost; that too is waited for in the
thread, within the same seconds.
Rule 3: this frees threads that would be lost for good; it does not make them more. Whoever opens connections faster
than they are let go keeps people waiting all the same, so a proxy that hands over whole requests belongs in front.

Why: gthread waits for a request's first byte with a limit, and for the others without one. Its timeout watches over
the loop that accepts, not over the threads: eight halves of a header would stop eight threads until a restart. And
that loop itself waits two seconds for each caller who was answered and does not hang up, and accepts nobody meanwhile.
"""

import socket
import time
from contextlib import suppress
from typing import Any

from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]


SECONDS = 3.0
LAST = 1024 * 1024
"""Bytes that are read, and dropped, of a caller who was answered already; who still sends would not see the answer."""


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's gthread, with a limit of time for what it reads."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._reading: dict[Any, float] = {}

    def handle(self, conn: Any) -> Any:
        """Serve one request of *conn*, in a thread; False means that gunicorn closes it now."""
        self._reading[conn] = time.monotonic() + SECONDS
        try:
            kept = super().handle(conn)
            if kept is False:
                _part(conn.sock)
            return kept
        finally:
            del self._reading[conn]

    def notify(self) -> None:
        """Let go of whoever is late; gunicorn's loop calls this at least once a second."""
        super().notify()
        now = time.monotonic()
        for conn, until in list(self._reading.items()):
            if until <= now:
                with suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RD)


def _part(tcp: socket.socket) -> None:
    """Say that this was all, and wait until the caller hangs up."""
    with suppress(OSError):
        tcp.shutdown(socket.SHUT_WR)
        read = 0
        while read < LAST and (piece := tcp.recv(64 * 1024)):
            read += len(piece)
