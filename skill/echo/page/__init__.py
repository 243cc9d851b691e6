"""
The browser's Echo: a page, and what it asks of the desk. It needs Flask, an extra.

Rule 1: the desk speaks to the real webhook: what it sends is signed, and goes through the route that Amazon's does.
Rule 2: that webhook trusts this desk alone, so that what reaches it by another way is refused.
Rule 3: the page loads nothing from elsewhere. Amazon's viewer comes from node_modules, in a frame without an origin,
from which neither the page nor the desk can be reached.
"""

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, request, send_file
from flask.testing import FlaskClient
from werkzeug.exceptions import BadRequest, NotFound

from skill.echo.desk import Clock, Desk, Exchange
from skill.echo.envelopes import SKILL, Envelope
from skill.echo.page.access import Door
from skill.echo.page.asked import ACTIONS
from skill.echo.page.view import room, seen
from skill.echo.script import ScriptError
from skill.echo.signer import Signer
from skill.settings import Settings


Compose = Callable[..., Flask]
"""Composes the webhook: settings, and by name its roots, fetch and now."""

FOLDER = Path(__file__).parent / "static"
HOUSES = (Path(__file__).parents[3], Path.cwd())
MODULES = {
    "viewer.js": "apl-viewhost-web/index.js",
    "regular.woff2": "@fontsource/open-sans/files/open-sans-latin-400-normal.woff2",
    "bold.woff2": "@fontsource/open-sans/files/open-sans-latin-700-normal.woff2",
}
"""What is handed out of node_modules, by our names for it."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# The viewer is of 2020: it makes functions of text, and writes styles into what it draws.
FRAME_POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline';"
    " img-src data: blob:; font-src 'self'; connect-src data:; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'self'"
)


def echo_app(
    settings: Settings, compose: Compose, *, port: int, key: str, now: Callable[[], float] = time.time
) -> Flask:
    """Give the webhook with the page beside it at /echo/; *key* is what the page must know to do anything."""
    signer, clock = Signer(now()), Clock(now())
    settings = replace(settings, skill_id=settings.skill_id or SKILL)
    app = compose(settings, roots=[signer.root], fetch=signer.fetch, now=clock)
    desk = Desk(settings, SignedPost(app.test_client(), signer, f"http://127.0.0.1:{port}"), clock)
    app.register_blueprint(page(desk, Door.of(port, key)))
    return app


@dataclass(frozen=True, slots=True)
class SignedPost:
    """Posts to the webhook in this very process, as it would be posted to *address*."""

    client: FlaskClient
    signer: Signer
    address: str

    def __call__(self, envelope: Envelope) -> Exchange:
        body = json.dumps(envelope, separators=(",", ":")).encode()
        began = time.perf_counter()
        got = self.client.post("/", base_url=self.address, data=body, headers=self.signer.headers(body))
        milliseconds = round((time.perf_counter() - began) * 1000, 1)
        return Exchange(envelope, got.status_code, got.get_json(silent=True) or {}, milliseconds)


def page(desk: Desk, door: Door) -> Blueprint:
    """Put *desk* behind *door*, which then guards every route of the app."""
    found = Blueprint("echo", __name__, url_prefix="/echo")
    at_work = Work(desk, threading.Lock())
    found.before_app_request(lambda: door.let_in(request))
    found.add_url_rule("/", view_func=lambda: _file("index.html"), endpoint="index")
    found.add_url_rule("/<name>", view_func=_file, endpoint="file")
    found.add_url_rule("/modules/<name>", view_func=_module, endpoint="module")

    @found.post("/do/<action>")
    def do(action: str) -> Response:
        door.let_act(request)
        return at_work.do(action, _asked())

    return found


@dataclass(frozen=True, slots=True)
class Work:
    """The desk at work, one request after the other."""

    desk: Desk
    one_by_one: threading.Lock

    def do(self, action: str, asked: Mapping[str, Any]) -> Response:
        """Do what is asked and say how the desk stands then; raises BadRequest, NotFound."""
        with self.one_by_one:
            if action == "script":
                return _json(self._script())
            if action not in ACTIONS:
                raise NotFound
            ACTIONS[action](self.desk, asked)
            since = asked.get("since", 0)
            return _json({**seen(self.desk, since if isinstance(since, int) else 0), **_room(action)})

    def _script(self) -> dict[str, Any]:
        try:
            done = self.desk.played()
        except ScriptError as error:
            return {"error": str(error)}
        language = self.desk.locale.split("-")[0]
        return {"text": done.text, "alike": done.alike, "folder": f"tests/dialogues/{language}/"}


def _room(action: str) -> dict[str, Any]:
    return {"room": {**room(), "viewer": _found("viewer.js") is not None}} if action == "look" else {}


def _asked() -> Mapping[str, Any]:
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict):
        raise BadRequest
    return asked


def _json(data: Mapping[str, Any]) -> Response:
    return Response(json.dumps(data, ensure_ascii=False), content_type="application/json;charset=UTF-8")


def _file(name: str) -> Response:
    """Hand out one of the page's own files; raises NotFound."""
    if name not in {path.name for path in FOLDER.iterdir()}:
        raise NotFound
    response = Response((FOLDER / name).read_bytes(), mimetype=guess_type(name)[0])
    framed = name.startswith("viewer")
    response.headers["Content-Security-Policy"] = FRAME_POLICY if framed else POLICY
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin" if framed else "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self)"
    return response


def _module(name: str) -> Response:
    """Hand out one of MODULES; raises NotFound. A frame without an origin must be let fetch its letters."""
    path = _found(name)
    if path is None:
        raise NotFound
    response = send_file(path, conditional=True, max_age=3600)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _found(name: str) -> Path | None:
    if name not in MODULES:
        return None
    paths = (house / "node_modules" / MODULES[name] for house in HOUSES)
    return next((path for path in paths if path.is_file()), None)
