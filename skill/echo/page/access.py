"""
Who may use the page.

The server signs what the page says, so no other page may reach it: not by a name that now points to this machine (DNS
rebinding), not by a cross-site request, and not through a proxy.

Rule 1: every request to the server, to the webhook too, comes directly from this machine, to a name of this machine.
Rule 2: an action is a POST of JSON from the page itself, with the key of this start.
Rule 3: a refusal gives no reason.
"""

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import ip_address

from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Request


LOOPBACK = ("127.0.0.1", "localhost")
PROXY_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via")
KEY = "X-Echo-Key"


@dataclass(frozen=True, slots=True)
class Access:
    """Allows requests to *hosts* ("127.0.0.1:8080"), and actions with *key*."""

    hosts: Collection[str]
    key: str

    @classmethod
    def of(cls, port: int, key: str) -> "Access":
        """Return the access to *port* of this machine."""
        return cls(frozenset(f"{name}:{port}" for name in LOOPBACK), key)

    def check_request(self, request: Request) -> None:
        """Raise Forbidden unless *request* comes from this machine, to this machine."""
        is_local = request.remote_addr is not None and ip_address(request.remote_addr).is_loopback
        if not is_local or request.headers.get("Host") not in self.hosts:
            raise Forbidden
        if any(name in request.headers for name in PROXY_HEADERS):
            raise Forbidden

    def check_action(self, request: Request) -> None:
        """Raise Forbidden unless *request* comes from the page itself."""
        if request.headers.get("Origin") != f"http://{request.headers.get('Host')}":
            raise Forbidden
        if request.mimetype != "application/json":
            raise Forbidden
        if not hmac.compare_digest(request.headers.get(KEY, "").encode(), self.key.encode()):
            raise Forbidden
