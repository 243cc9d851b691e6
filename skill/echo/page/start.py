"""
How the browser's Echo is started: on this machine's own address, with a key made for this start.

Rule 1: it listens on loopback or not at all.
Rule 2: the key stands behind the # of the page's address: no server, log or referrer sees that part.
Rule 3: it keeps nothing, unless the environment says where.
"""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from flask import Flask

from skill.echo.page import Compose, echo_app
from skill.echo.page.access import LOOPBACK
from skill.echo.talk import MEMORY, STORAGE
from skill.settings import Settings, SettingsError


@dataclass(frozen=True, slots=True)
class Start:
    """A start on *port* of *host*."""

    settings: Settings
    host: str
    port: int
    key: str = field(default_factory=lambda: secrets.token_urlsafe(16), repr=False)

    @classmethod
    def of(cls, host: str, port: int, settings: Settings, environ: Mapping[str, str]) -> "Start":
        """Read what was asked for; raises SettingsError for an address that others can reach."""
        if host not in LOOPBACK:
            raise SettingsError(f"--echo is for this machine alone, and {host} is not: leave --host out")
        kept = settings if environ.get(STORAGE) else replace(settings, storage=MEMORY)
        return cls(kept, host, port)

    @property
    def address(self) -> str:
        """The page's address, with the key."""
        return f"http://{self.host}:{self.port}/echo/#{self.key}"

    def app(self, compose: Compose, now: Callable[[], float] = time.time) -> Flask:
        """Compose the webhook with the page; the desk's clock begins at *now*."""
        return echo_app(self.settings, compose, port=self.port, key=self.key, now=now)
