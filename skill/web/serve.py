"""`gentle-roller serve`: the webhook under gunicorn, on one machine, behind whatever ends TLS."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from skill.web.app import create_app
from skill.web.worker import Worker


THREADS = 8


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, with one worker of THREADS threads, at *address* ("127.0.0.1:8080"), around what *compose* gives."""

    def __init__(self, address: str, compose: Callable[[], Flask] = create_app) -> None:
        self._address = address
        self._compose = compose
        super().__init__()

    def init(self, *arguments: Any) -> None:
        """Take nothing from gunicorn's own command line."""

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        chosen = {"bind": self._address, "worker_class": Worker, "threads": THREADS, "proc_name": "gentle-roller"}
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Compose the webhook, in the worker."""
        return self._compose()
