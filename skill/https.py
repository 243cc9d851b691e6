"""
One HTTPS request, within one deadline and one size.

Rule 1: one request to one address: no redirect is followed, no proxy is used, and no header is sent that isn't given.
Rule 2: one deadline holds for the whole exchange, over all addresses of the server. A server that sends a byte now and
then gains no time. The look-up of the name can't be interrupted.
Rule 3: an answer of more bytes than the limit is refused while it arrives.

Why not urllib3 (2.8): its time-outs hold for each read. With a total of 1 second, headers and a body that came one byte
at a time were read for 12 seconds. httpx and requests work alike.
"""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit


Dial = Callable[[tuple[str, int], float], socket.socket]
HttpsHeaders = Iterable[tuple[str, str]]


class TooLargeError(OSError):
    """The answer has more bytes than the limit."""


@dataclass(frozen=True, slots=True)
class HttpsResponse:
    """An answer of a server."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


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


@dataclass(frozen=True, slots=True)
class HttpsClient:
    """Sends requests to the servers that *context* trusts; an answer has at most *limit* bytes, headers included."""

    context: ssl.SSLContext
    limit: int
    dial: Dial = dial

    def request(
        self, method: str, address: str, seconds: float, headers: HttpsHeaders = (), body: bytes = b""
    ) -> HttpsResponse:
        """
        Send one request to *address*, and return the answer within *seconds*.

        Raises OSError (a time-out, a refusal, a certificate that isn't trusted, TooLargeError) or HTTPException.
        """
        parts = urlsplit(address)
        host, deadline = parts.hostname or "", time.monotonic() + seconds
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        sent = _head(method, target, host, headers, body) + body
        with self.dial((host, parts.port or 443), seconds) as tcp:
            tcp.settimeout(_left(deadline))
            with self.context.wrap_socket(tcp, server_hostname=host) as tls:
                return _parsed(method, self._exchange(tls, sent, deadline))

    def _exchange(self, tls: ssl.SSLSocket, sent: bytes, deadline: float) -> bytes:
        tls.settimeout(_left(deadline))
        tls.sendall(sent)
        received = bytearray()
        while len(received) <= self.limit:
            tls.settimeout(_left(deadline))
            piece = tls.recv(16 * 1024)
            if not piece:
                return bytes(received)
            received += piece
        raise TooLargeError(f"more than {self.limit} bytes")


def _head(method: str, target: str, host: str, headers: HttpsHeaders, body: bytes) -> bytes:
    length = [("Content-Length", str(len(body)))] if body else []
    lines = [("Host", host), *headers, *length, ("Connection", "close")]
    if any(not f"{name}{value}".isprintable() for name, value in lines):
        raise http.client.HTTPException("a header with a line break")
    return "\r\n".join([f"{method} {target} HTTP/1.1", *(f"{n}: {v}" for n, v in lines), "", ""]).encode("ascii")


def _left(deadline: float) -> float:
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def _parsed(method: str, received: bytes) -> HttpsResponse:
    response = http.client.HTTPResponse(_Received(received), method=method)  # type: ignore[arg-type]
    response.begin()
    return HttpsResponse(response.status, tuple(response.getheaders()), response.read())


class _Received:
    """The part of a socket that http.client uses, over bytes that have arrived."""

    def __init__(self, received: bytes) -> None:
        self._received = received

    def makefile(self, mode: str) -> io.BytesIO:
        return io.BytesIO(self._received)
