"""
The virtual Echo in the browser: `gentle-roller serve --echo`. It needs Flask, an extra.

Rule 1: the page speaks to the real webhook: its requests are signed, and take the same route as Amazon's.
Rule 2: that webhook trusts this page alone, and refuses all other requests.
Rule 3: the page loads nothing from other hosts. Amazon's viewer comes from node_modules, into a frame that has no
origin and reaches neither the page nor the server.
Rule 4: the server listens on loopback only.
Rule 5: the key of this start is in the fragment of the address (behind the #), which no server, log or referrer sees.
Rule 6: progress is saved only if the environment names a storage.
"""

import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Blueprint, Flask, Response, request
from flask.testing import FlaskClient
from werkzeug.exceptions import BadRequest, NotFound

from skill.echo.envelopes import SKILL, Envelope
from skill.echo.page.access import LOOPBACK, Access
from skill.echo.page.actions import ACTIONS
from skill.echo.page.assets import module_file, module_path, page_file
from skill.echo.page.page_data import choices, state_of
from skill.echo.page.signer import Signer
from skill.echo.page.simulator import Exchange, SimulatedClock, Simulator
from skill.echo.script import ScriptError
from skill.echo.talk import MEMORY, STORAGE
from skill.settings import Settings, SettingsError


CreateWebhook = Callable[..., Flask]
"""Creates the webhook from the settings, and by name from its roots, fetch and now."""


@dataclass(frozen=True, slots=True)
class PageStart:
    """A start of the server on *port* of *host*; *key* is the secret that the page needs for every action."""

    settings: Settings
    host: str
    port: int
    key: str = field(default_factory=lambda: secrets.token_urlsafe(16), repr=False)

    @classmethod
    def of(cls, host: str, port: int, settings: Settings, environ: Mapping[str, str]) -> "PageStart":
        """Prepare a start; raises SettingsError if other machines can reach *host*."""
        if host not in LOOPBACK:
            raise SettingsError(f"--echo is for this machine alone, and {host} is not: leave --host out")
        return cls(settings if environ.get(STORAGE) else replace(settings, storage=MEMORY), host, port)

    @property
    def address(self) -> str:
        """The address of the page, with the key."""
        return f"http://{self.host}:{self.port}/echo/#{self.key}"

    def app(self, create_webhook: CreateWebhook, now: Callable[[], float] = time.time) -> Flask:
        """Return the webhook with the page beside it at /echo/; the clock of the device begins at *now*."""
        signer, clock = Signer(now()), SimulatedClock(now())
        settings = replace(self.settings, skill_id=self.settings.skill_id or SKILL)
        app = create_webhook(settings, roots=[signer.root], fetch=signer.fetch, now=clock)
        post = SignedPost(app.test_client(), signer, f"http://127.0.0.1:{self.port}")
        app.register_blueprint(_routes(Simulator(settings, post, clock), Access.of(self.port, self.key)))
        return app


@dataclass(frozen=True, slots=True)
class SignedPost:
    """Posts signed requests to the webhook in this process, as if it were at *address*."""

    client: FlaskClient
    signer: Signer
    address: str

    def __call__(self, envelope: Envelope) -> Exchange:
        body = json.dumps(envelope, separators=(",", ":")).encode()
        began = time.perf_counter()
        got = self.client.post("/", base_url=self.address, data=body, headers=self.signer.headers(body))
        milliseconds = round((time.perf_counter() - began) * 1000, 1)
        return Exchange(envelope, got.status_code, got.get_json(silent=True) or {}, milliseconds)


def _routes(simulator: Simulator, access: Access) -> Blueprint:
    """Return the routes of the page; *access* guards every route of the app, the webhook too."""
    blueprint = Blueprint("echo", __name__, url_prefix="/echo")
    lock = threading.Lock()
    blueprint.before_app_request(lambda: access.check_request(request))
    blueprint.add_url_rule("/", view_func=lambda: page_file("index.html"), endpoint="index")
    blueprint.add_url_rule("/<name>", view_func=page_file, endpoint="file")
    blueprint.add_url_rule("/modules/<name>", view_func=module_file, endpoint="module")

    @blueprint.post("/do/<action>")
    def do(action: str) -> Response:
        access.check_action(request)
        arguments = request.get_json(silent=True)
        if not isinstance(arguments, dict):
            raise BadRequest
        with lock:
            data = _saved(simulator) if action == "script" else _done(simulator, action, arguments)
        return Response(json.dumps(data, ensure_ascii=False), content_type="application/json;charset=UTF-8")

    return blueprint


def _done(simulator: Simulator, action: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Carry out *action*, and return the state after it; raises BadRequest and NotFound."""
    if action not in ACTIONS:
        raise NotFound
    ACTIONS[action](simulator, arguments)
    since = arguments.get("since", 0)
    data = state_of(simulator, since if isinstance(since, int) else 0)
    if action == "look":
        data["choices"] = {**choices(), "viewer": module_path("viewer.js") is not None}
    return data


def _saved(simulator: Simulator) -> dict[str, Any]:
    """Return the conversation as a file for tests/dialogues, or why it cannot be one."""
    try:
        saved = simulator.transcript()
    except ScriptError as error:
        return {"error": str(error)}
    language = simulator.locale.split("-")[0]
    return {"text": saved.text, "alike": saved.alike, "folder": f"tests/dialogues/{language}/"}
