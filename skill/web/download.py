"""
The download of one certificate file over HTTPS.

Rule 1: one GET of one address: no redirect is followed, no proxy is used, no cookie and no user agent are sent.
Rule 2: one deadline holds for the whole exchange, over all addresses of the server. A server that sends a byte now and
then gains no time. The look-up of the name can't be interrupted.
Rule 3: more than LIMIT bytes, or any status but 200, is a refusal.

Why not urllib3 (2.8): its time-outs hold for each read. With a total of 1 second, headers and a body that came one byte
at a time were read for 12 seconds. httpx and requests work alike.
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
"""Bytes, headers included; Amazon's file has about 6,000."""

Dial = Callable[[tuple[str, int], float], socket.socket]


def dial(address: tuple[str, int], seconds: float) -> socket.socket:
    """Connect to *address* within *seconds*; each address that its name has gets half of the time that is left."""
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
    """Downloads certificate files from the servers that *context* trusts, each within *seconds*."""

    def __init__(self, context: ssl.SSLContext, *, dial: Dial = dial, seconds: float = SECONDS) -> None:
        self._context = context
        self._dial = dial
        self._seconds = seconds

    def __call__(self, address: str) -> bytes:
        """Return the bytes at *address*; raises VerificationException."""
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
    """The part of a socket that http.client uses, over bytes that have arrived."""

    def __init__(self, received: bytes) -> None:
        self._received = received

    def makefile(self, mode: str) -> io.BytesIO:
        return io.BytesIO(self._received)
