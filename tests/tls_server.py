"""A TLS server on loopback that answers as a test wants: well, badly, slowly, for ever."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable


Speak = Callable[[ssl.SSLSocket], None]


class Server:
    """A TLS server in place of *name*, that answers each connection with *speak* and keeps what it was asked."""

    def __init__(self, context: ssl.SSLContext, speak: Speak, name: tuple[str, int]) -> None:
        self.requests: list[bytes] = []
        self._context, self._speak, self._name = context, speak, name
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = self._listening.getsockname()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def dial(self, address: tuple[str, int], seconds: float) -> socket.socket:
        assert address == self._name
        return socket.create_connection(self.address, seconds)

    def close(self) -> None:
        self._listening.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                tcp, _ = self._listening.accept()
                threading.Thread(target=self._answer, args=(tcp,), daemon=True).start()

    def _answer(self, tcp: socket.socket) -> None:
        with contextlib.suppress(OSError), self._context.wrap_socket(tcp, server_side=True) as tls:
            self.requests.append(tls.recv(65536))
            self._speak(tls)


def page(body: bytes, head: str = "200 OK", length: int | None = None) -> Speak:
    lines = f"HTTP/1.1 {head}\r\nContent-Length: {len(body) if length is None else length}\r\n\r\n"
    return lambda tls: tls.sendall(lines.encode() + body)


def drip(tls: ssl.SSLSocket) -> None:
    """Send a head that never ends, one byte at a time, each well within any time-out of a single read."""
    tls.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        time.sleep(0.02)
        tls.sendall(b"x")
