"""
Who may come to the desk.

It signs whatever is said to it, so that nobody else's page may speak to it: not one that has had a name of its own
point to this machine (DNS rebinding), not one that posts here from elsewhere, and nothing behind a proxy.

Rule 1: every request of the whole server, the webhook's included, comes from this machine, straight, and to a
name of it.
Rule 2: what does something is a POST of JSON from our own page, with the key that was made at the start.
Rule 3: a refusal says nothing.
"""

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import ip_address

from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Request


LOOPBACK = ("127.0.0.1", "localhost")
PROXIED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via")
KEY = "X-Echo-Key"


@dataclass(frozen=True, slots=True)
class Door:
    """Lets in what comes to *hosts* ("127.0.0.1:8080"), and acts for whoever has the *key*."""

    hosts: Collection[str]
    key: str

    @classmethod
    def of(cls, port: int, key: str) -> "Door":
        """Make the door of this machine's *port*."""
        return cls(frozenset(f"{name}:{port}" for name in LOOPBACK), key)

    def let_in(self, request: Request) -> None:
        """Raise Forbidden for what is not from this machine and for this machine."""
        near = request.remote_addr is not None and ip_address(request.remote_addr).is_loopback
        if not near or request.headers.get("Host") not in self.hosts:
            raise Forbidden
        if any(name in request.headers for name in PROXIED):
            raise Forbidden

    def let_act(self, request: Request) -> None:
        """Raise Forbidden for what is not our own page's."""
        if request.headers.get("Origin") != f"http://{request.headers.get('Host')}":
            raise Forbidden
        if request.mimetype != "application/json":
            raise Forbidden
        if not hmac.compare_digest(request.headers.get(KEY, "").encode(), self.key.encode()):
            raise Forbidden
