"""A desk: the app as `serve --echo` composes it, with a client that is our own page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from skill.echo.page import PageStart
from skill.settings import Settings
from skill.web import create_app


NOW = 1_767_258_000.0
PORT = 8123
HERE = f"127.0.0.1:{PORT}"


@dataclass
class OwnPage:
    """What our page sends: *headers* are its own unless a test changes them."""

    app: Flask
    client: FlaskClient
    headers: Mapping[str, str]
    now: float = 0.0

    def post(self, action: str, asked: Mapping[str, Any] | None = None, **changed: str | None) -> TestResponse:
        """Ask the desk; *changed* are headers, with _ for -, None to leave one out."""
        headers = {**self.headers, **{name.replace("_", "-"): value for name, value in changed.items()}}
        sent = {name: value for name, value in headers.items() if value is not None}
        return self.client.post(f"/echo/do/{action}", json=dict(asked or {}), headers=sent)

    def ask(self, action: str, **asked: Any) -> dict[str, Any]:
        """Ask the desk at the page's time, which then is the desk's."""
        got = self.post(action, {"at": self.now, **asked})
        assert got.status_code == 200, got.status
        told: dict[str, Any] = got.get_json()
        self.now = told.get("now", self.now)
        return told

    def say(self, text: str, after: float = 0.0) -> dict[str, Any]:
        """Say *text* so many seconds *after* the reply before it; gives the turn."""
        told = self.ask("look")
        spoken = told["intervals"][0]["ends"] if told["intervals"] else self.now
        self.now = max(self.now, spoken) + after
        return self.last(self.ask("say", text=text))

    @staticmethod
    def last(told: Mapping[str, Any]) -> dict[str, Any]:
        """Return the last turn of what the desk told."""
        turn: dict[str, Any] = told["turns"][-1]
        return turn


@pytest.fixture(scope="session")
def start() -> PageStart:
    return PageStart.of("127.0.0.1", PORT, Settings(log_level="error"), {})


@pytest.fixture(scope="session")
def app(start: PageStart) -> Flask:
    return start.app(create_app, now=lambda: NOW)


@pytest.fixture
def own_page(app: Flask, start: PageStart) -> OwnPage:
    headers = {"Host": HERE, "Origin": f"http://{HERE}", "X-Echo-Key": start.key}
    page = OwnPage(app, app.test_client(), headers)
    page.ask("reset", locale="en-US", at=NOW)
    page.ask("viewport", viewport="show-8")
    return page
