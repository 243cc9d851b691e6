"""
One certificate file over HTTPS.

Rule 1: one GET of one address: no redirect is followed, no proxy asked, no cookie or name sent.
Rule 2: the whole of it has a deadline, not each read and not each address of the server; one that drips bytes gains
nothing. Looking up the name counts, but can't be cut short: whoever waits for it has a limit of his own.
Rule 3: more than LIMIT bytes, or any status but 200, is a refusal.
"""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from skill.web.sdk import VerificationException


SECONDS = 3.0
LIMIT = 64 * 1024
"""Bytes, head and all. Amazon's file is about 6,000."""

Dial = Callable[[tuple[str, int], float], socket.socket]


def dial(address: tuple[str, int], seconds: float) -> socket.socket:
    """Connect to *address* within *seconds*; of what is left, each place that its name leads to gets half."""
    deadline = time.monotonic() + seconds
    refusal: OSError = TimeoutError()
    for family, kind, protocol, _, place in socket.getaddrinfo(*address, type=socket.SOCK_STREAM):
        tcp = socket.socket(family, kind, protocol)
        try:
            tcp.settimeout(_left(deadline) / 2)
            tcp.connect(place)
        except OSError as error:
            tcp.close()
            refusal = error
        else:
            return tcp
    raise refusal


class Download:
    """Fetches certificate files, trusting the servers that *context* trusts."""

    def __init__(self, context: ssl.SSLContext, *, dial: Dial = dial, seconds: float = SECONDS) -> None:
        self._context = context
        self._dial = dial
        self._seconds = seconds

    def __call__(self, address: str) -> bytes:
        """Give the bytes at *address*; raises VerificationException."""
        parts = urlsplit(address)
        host = parts.hostname or ""
        deadline = time.monotonic() + self._seconds
        try:
            with self._dial((host, parts.port or 443), self._seconds) as tcp:
                tcp.settimeout(_left(deadline))
                with self._context.wrap_socket(tcp, server_hostname=host) as tls:
                    return _content(_exchange(tls, host, parts.path, deadline))
        except (OSError, http.client.HTTPException) as error:
            raise VerificationException(f"certificate download failed: {type(error).__name__}") from None


def _exchange(tls: ssl.SSLSocket, host: str, path: str, deadline: float) -> bytes:
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\nConnection: close\r\n\r\n"
    tls.settimeout(_left(deadline))
    tls.sendall(request.encode("ascii"))
    received = bytearray()
    while len(received) <= LIMIT:
        tls.settimeout(_left(deadline))
        piece = tls.recv(16 * 1024)
        if not piece:
            return bytes(received)
        received += piece
    raise VerificationException("certificate download failed: too large")


def _left(deadline: float) -> float:
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def _content(received: bytes) -> bytes:
    response = http.client.HTTPResponse(_Received(received))  # type: ignore[arg-type]
    response.begin()
    if response.status != http.client.OK:
        raise VerificationException(f"certificate download failed: status {response.status}")
    return response.read()


class _Received:
    """What http.client needs of a socket, over bytes that have come already."""

    def __init__(self, received: bytes) -> None:
        self._received = received

    def makefile(self, mode: str) -> io.BytesIO:
        return io.BytesIO(self._received)
