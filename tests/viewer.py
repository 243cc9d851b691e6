"""
Amazon's own viewer of screens, in Chromium, with nothing but what lies on this disk.

Rule 1: the page may ask for files of node_modules/ only; every other request is refused, and remembered.
Rule 2: what the viewer's core or the browser complains about is kept in `complaints`; a test wants it empty.
What only this old viewer lacks is in HARMLESS, with its reason.
Rule 3: what Alexa does to the data on the way to a device (the hint) is done here likewise.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer


ROOT = Path(__file__).parents[1]
MODULES = ROOT / "node_modules"
PAGE = Path(__file__).parent / "alexa" / "display" / "viewer.html"
HOST = "http://viewer.invalid"
TO_GET = "get them with `npm ci` and `apt-get install chromium` (or set CHROMIUM to a browser's path)"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip

HARMLESS = (
    # Labels for screen readers came after this viewer; it takes them but cannot change them later.
    "Reached end of updateProperty with key accessibilityLabel",
)


@dataclass(frozen=True, slots=True)
class Device:
    """A screen as APL sees it: its size in dp; *scale* makes a picture as sharp as the panel."""

    name: str
    width: int
    height: int
    scale: float = 1
    shape: str = "RECTANGLE"
    mode: str = "HUB"


DEVICES = (
    Device("show-5", 960, 480),
    Device("show-8", 960, 600, scale=4 / 3),
    Device("show-10", 1280, 800),
    Device("show-15", 1920, 1080),
    Device("show-15-portrait", 1080, 1920),
    Device("round", 480, 480, shape="ROUND"),
    Device("tv", 960, 540, scale=2, mode="TV"),
)


def chromium() -> str | None:
    """Return the path of a browser, None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next((path for name in names if (path := shutil.which(name))), None)


def missing() -> list[str]:
    """Name what a rendered test needs and this machine lacks."""
    wanted = {"apl-viewhost-web": MODULES / "apl-viewhost-web" / "index.js", "Chromium": chromium()}
    return [name for name, path in wanted.items() if path is None or not Path(path).exists()]


@dataclass(slots=True)
class Viewer:
    """One device's screen; *page* is the browser's."""

    device: Device
    page: Any
    by_hand: bool = False
    """Whether time passes only in `settle`."""
    token: str = ""
    refused: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def show(self, directive: Any) -> None:
        """Show a RenderDocument directive, or carry out an ExecuteCommands one; as a model or as it is sent."""
        sent = directive if isinstance(directive, dict) else DefaultSerializer().serialize(directive)
        if sent["type"].endswith("ExecuteCommands"):
            if sent["token"] == self.token:
                self.page.evaluate("commands => { viewer.execute(commands) }", sent["commands"])
            return
        self.token = sent["token"]
        document, sources = sent["document"], hinted(sent["datasources"])
        shape = {"width": self.device.width, "height": self.device.height, "dpi": 160, "shape": self.device.shape}
        asked = {"document": document, "sources": sources, "viewport": shape, "mode": self.device.mode}
        self.page.evaluate("asked => viewer.render(asked)", asked)

    def settle(self, milliseconds: int = 250) -> None:
        """Let time pass, by hand or as it does."""
        if self.by_hand:
            self.page.clock.run_for(milliseconds)
        else:
            self.page.wait_for_timeout(milliseconds)

    def answered(self, response: dict[str, Any]) -> None:
        """Show what a skill's whole *response* wants shown, as a device does."""
        for directive in response["response"].get("directives", ()):
            if directive["type"].startswith("Alexa.Presentation.APL."):
                self.show(directive)

    def event(self, component: str) -> dict[str, Any]:
        """Tap *component* and give the request that a skill is sent, but for its id, time and locale."""
        source = {"type": "TouchWrapper", "handler": "Press", "id": component, "value": False}
        return {
            "type": "Alexa.Presentation.APL.UserEvent",
            "arguments": self.tap(component),
            "token": self.token,
            "source": source,
            "components": {},
        }

    def tap(self, component: str) -> list[Any]:
        """Tap the middle of *component* and give the arguments of the event that it sends."""
        before = len(self.sent)
        # The viewer takes no touch within half a second of the last.
        self.settle(700)
        x, y, width, height = self.page.evaluate("id => viewer.box(id)", component)
        self.page.mouse.click(x + width / 2, y + height / 2)
        if self.by_hand:
            self.settle()
        self.page.wait_for_function("count => viewer.sent.length > count", arg=before, timeout=3000)
        sent: list[Any] = self.sent[before]
        return sent

    def picture(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path)

    @property
    def sent(self) -> list[list[Any]]:
        found: list[list[Any]] = self.page.evaluate("() => viewer.sent")
        return found

    @property
    def complaints(self) -> list[str]:
        """Return what was logged as a warning or worse, and what was asked of another host."""
        said = [*self.page.evaluate("() => viewer.complaints"), *self.console, *self.refused]
        return [text for text in said if not any(known in text for known in HARMLESS)]

    @property
    def clipped(self) -> list[str]:
        """Return the texts of which a part cannot be seen."""
        found: list[str] = self.page.evaluate("() => viewer.clipped()")
        return found

    @property
    def texts(self) -> list[str]:
        found: list[str] = self.page.evaluate("() => viewer.texts()")
        return found

    @property
    def smallest(self) -> float:
        """Return the size of the smallest letters that are shown, in dp."""
        return min(self.page.evaluate("() => viewer.sizes()"))

    def box(self, component: str) -> tuple[float, float, float, float]:
        """Return left, top, width and height of *component*, in dp."""
        x, y, width, height = self.page.evaluate("id => viewer.box(id)", component)
        return x, y, width, height


def hinted(sources: dict[str, Any]) -> dict[str, Any]:
    """Do what Alexa's textToHint does: put the wake word and quotes around what may be said."""
    sources = deepcopy(sources)
    for source in sources.values():
        for transformer in source.get("transformers") or ():
            assert transformer["transformer"] == "textToHint"
            path = transformer["inputPath"]
            source["properties"][path] = f'Try, "Alexa, {source["properties"][path]}"'
    return sources


@contextmanager
def browser() -> Iterator[Any]:
    """Start a browser; skips the test, and says what to get, where there is none."""
    if lacking := missing():
        pytest.skip(f"no {' and no '.join(lacking)}: {TO_GET}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield started
        started.close()


@contextmanager
def opened(started: Any, device: Device, *, moving: bool = False, by_hand: bool = False) -> Iterator[Viewer]:
    """
    Open the viewer on *device* in the browser *started*.

    With *by_hand* its clock stands still until the test moves it, so that a busy machine changes no count.
    """
    size = {"width": device.width, "height": device.height}
    context = started.new_context(viewport=size, device_scale_factor=device.scale, has_touch=True)
    viewer = Viewer(device, context.new_page(), by_hand)
    context.route("**/*", lambda route: _answer(route, viewer.refused))
    viewer.page.on("console", lambda message: _keep(message, viewer.console))
    viewer.page.on("pageerror", lambda error: viewer.console.append(str(error)))
    if by_hand:
        viewer.page.clock.install()
    viewer.page.goto(f"{HOST}/?{'moving' if moving else 'still'}")
    viewer.page.evaluate("() => viewer.ready")
    if by_hand:
        viewer.page.clock.pause_at(datetime.now() + timedelta(hours=1))
    yield viewer
    context.close()


def _answer(route: Any, refused: list[str]) -> None:
    url = route.request.url
    if url.startswith(f"{HOST}/node_modules/"):
        route.fulfill(path=ROOT / url.removeprefix(f"{HOST}/"))
    elif url.startswith(f"{HOST}/?"):
        route.fulfill(path=PAGE, content_type="text/html")
    elif url == f"{HOST}/favicon.ico":
        route.fulfill(status=204)
    else:
        refused.append(url)
        route.abort()


def _keep(message: Any, console: list[str]) -> None:
    if message.type in ("warning", "error"):
        console.append(f"{message.type}: {message.text}")


def minified(directive: Any) -> str:
    return json.dumps(DefaultSerializer().serialize(directive), separators=(",", ":"), ensure_ascii=False)
