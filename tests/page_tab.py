"""
The page of the virtual Echo in a tab of Chromium, served as `serve --echo` serves it.

Rule 1: the page sends requests to this machine only, and the browser logs no complaint; each tab checks
both at its end.
Rule 2: tests do not wait for time to pass: it runs fast, is skipped (Enter), or is moved by hand.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from viewer import HARMLESS
from werkzeug.serving import make_server

from skill.echo.page import PageStart
from skill.settings import Settings
from skill.web import create_app


TICK = 100
"""Milliseconds that a clock moved by hand goes on, until the page shows what a test waits for."""

PATIENCE = 180_000
"""Milliseconds after which a state that is waited for will never come, however busy the machine is."""


@dataclass
class Tab:
    """
    The page in a tab; *by_hand* is whether its clock stands still until a test moves it.

    *complaints* is what the browser logged, *outside* the requests to other hosts.
    """

    page: Any
    home: str
    by_hand: bool = False
    complaints: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._asked)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.outside.append(request.url)

    def say(self, text: str, *, skip: bool = True) -> None:
        """Type *text*, and go to the end of the reply unless *skip* is False."""
        before = self.page.locator("#turns > li").count()
        self.page.fill("#say", text)
        self.page.press("#say", "Enter")
        self.page.locator("#turns > li").nth(before).wait_for()
        if skip:
            self.pass_over()

    def pass_over(self) -> None:
        """Go to the end of the reply: skip it, or let time pass if it runs fast."""
        if self.page.input_value("#speed") != "60":
            self.ring("speaking", *(["thinking"] if self.by_hand else []))
            self.page.press("#say", "Enter")
        while self.by_hand and self.page.get_attribute("body", "data-ring") not in ("listening", "idle"):
            self.page.clock.run_for(TICK)
        self.ring("listening", "idle")

    def ring(self, *states: str) -> None:
        """Wait until the light shows one of *states*."""
        self.page.wait_for_function("states => states.includes(document.body.dataset.ring)", arg=list(states))

    @property
    def shown(self) -> Any:
        """The content of Amazon's viewer."""
        return self.page.frame_locator("#glass iframe")

    def tap(self, text: str) -> None:
        """Tap *text* on the screen, when the viewer accepts another touch."""
        before = self.page.locator("#turns > li").count()
        self.page.wait_for_timeout(700)  # the viewer ignores a touch within half a second of the last touch or drawing
        corner = "one => { const box = one.getBoundingClientRect(); return [box.x + 4, box.y + 4] }"
        x, y = self.shown.get_by_text(text, exact=True).evaluate(corner)
        # Playwright does not know that the frame is drawn smaller than it is.
        frame = "one => { const box = one.getBoundingClientRect(); return [box.x, box.y, box.width / one.offsetWidth] }"
        left, top, scale = self.page.locator("#glass iframe").evaluate(frame)
        self.page.mouse.click(left + x * scale, top + y * scale)
        self.page.locator("#turns > li").nth(before).wait_for()

    @property
    def viewer_complaints(self) -> list[str]:
        """What Amazon's viewer has logged, except for HARMLESS."""
        said: list[str] = self.page.evaluate("import('/echo/main.js').then(({ complaints }) => complaints)")
        return [text for text in said if not any(known in text for known in HARMLESS)]

    def last(self, part: str) -> str:
        """Return the text of *part* of the last turn."""
        text: str = self.page.locator(f"#turns > li:last-child {part}").inner_text()
        return text


@contextmanager
def served() -> Iterator[str]:
    """Serve the page, and yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        start = PageStart.of("127.0.0.1", port, Settings(log_level="error"), {})
        server = make_server("127.0.0.1", port, start.app(create_app), threaded=True, fd=listening.fileno())
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield start.address
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@contextmanager
def opened(
    started: Any, address: str, *, script: str = "", by_hand: bool = False, **options: Any
) -> Iterator[Tab]:
    """
    Open the page, after *script* has run in it; with *by_hand* its clock stands still until the test moves it.

    At the end, assert that there was no request to another host and no message in the console.
    """
    chosen = {"viewport": {"width": 1440, "height": 900}, "locale": "en-US"} | options
    context = started.new_context(**chosen)
    context.set_default_timeout(PATIENCE)
    tab = Tab(context.new_page(), address.partition("echo/")[0], by_hand)
    tab.watch()
    if script:
        tab.page.add_init_script(script)
    if by_hand:
        tab.page.clock.install()
    tab.page.goto(address)
    tab.page.locator("#phrases button").first.wait_for()
    if by_hand:
        tab.page.clock.pause_at(datetime.now() + timedelta(hours=1))  # or real time would pass as well
    try:
        yield tab
    finally:
        context.close()
    assert tab.outside == [], tab.outside
    assert tab.complaints == [], tab.complaints
