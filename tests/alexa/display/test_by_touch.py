"""A whole routine done by touch: Amazon's viewer on one side, the signed webhook on the other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from pki import Pki
from signing import CERTIFICATE_URL, SKILL_ID, as_body, signed_headers
from viewer import DEVICES, Viewer, browser, opened

from skill.echo.envelopes import DeviceSession, Sender, envelope, launch
from skill.settings import Settings
from skill.web import create_app


pytestmark = pytest.mark.long

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
SHOW_8 = DEVICES[1]
PATIENCE = 20.0
"""Seconds that go by between two taps, so that no tap counts as the echo of an answer."""


@dataclass
class Show:
    """An Echo Show that somebody taps; *body* is the skill's last response."""

    viewer: Viewer
    app: Any
    pki: Pki
    time: float
    attributes: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    new: bool = True

    def send(self, request: dict[str, Any]) -> None:
        """Send *request*, signed, and show what comes back."""
        self.time += PATIENCE
        session = DeviceSession("amzn1.echo-api.session.touch", self.new, self.attributes, self.viewer.token or None)
        sender = Sender("en-US", "TOUCH", skill=SKILL_ID, screen=True)
        body = as_body(envelope(request, sender, session, self.time, f"amzn1.echo-api.request.{self.time}"))
        answer = self.app.post("/", data=body, headers=signed_headers(self.pki.leaf.key, body))
        assert answer.status_code == 200
        self.body, self.new = answer.get_json(), False
        self.attributes = self.body.get("sessionAttributes") or self.attributes
        self.viewer.answered(self.body)
        self.viewer.settle()

    def tap(self, component: str) -> None:
        self.send(self.viewer.event(component))

    @property
    def place(self) -> str:
        return self.viewer.token


@pytest.fixture
def show() -> Iterator[Show]:
    pki = Pki(at=NOW)
    settings = Settings.from_env({"GENTLE_ROLLER_STORAGE": "memory:", "GENTLE_ROLLER_SKILL_ID": SKILL_ID})
    clock: list[Show] = []
    files = {CERTIFICATE_URL: pki.file}

    def now() -> float:
        return clock[0].time

    app = create_app(settings, roots=pki.roots, fetch=files.__getitem__, now=now).test_client()
    with browser() as started, opened(started, SHOW_8) as viewer:
        clock.append(Show(viewer, app, pki, NOW.timestamp()))
        yield clock[0]


def test_a_whole_routine_can_be_done_by_touch(show: Show) -> None:
    """Every screen offers the way on, from Begin to the last step."""
    show.send(launch())
    places = [show.place]
    for _ in range(20):
        if show.body["response"].get("shouldEndSession"):
            break
        show.tap("main")
        places.append(show.place)
    assert list(dict.fromkeys(places)) == [
        "welcome-1", "safety-1", "needs-1",
        "step-1", "step-2", "step-3", "step-4", "step-5", "step-6", "rising-7", "finished-7",
    ]  # fmt: skip
    assert show.viewer.complaints == []


def test_holding_on_by_touch_keeps_the_document_and_the_time(show: Show) -> None:
    """Hold on and Carry on are commands to what is shown."""
    show.send(launch())
    while show.place != "step-3":
        show.tap("main")
    show.tap("hold_on")
    assert "On hold" in show.viewer.texts
    assert show.place == "step-3"
    show.tap("hold_on")
    assert "On hold" not in show.viewer.texts
    assert show.viewer.complaints == []


def test_a_stale_tap_is_answered_by_silence(show: Show) -> None:
    """Two quick taps on Next go on by one step."""
    show.send(launch())
    while show.place != "step-3":
        show.tap("main")
    stale = show.viewer.event("main")
    show.send(stale)
    assert show.place == "step-4"
    show.send(stale)
    assert show.place == "step-4"
    assert "outputSpeech" not in show.body["response"]
