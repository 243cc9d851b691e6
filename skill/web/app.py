"""
The skill as a Flask webhook.

Rule 1: a request is refused with an empty body and one log line: 413 if it is too large, else 400.
Rule 2: the SDK is called for what is verified, with what was read of it then; it neither verifies nor parses again.
Rule 3: whatever goes wrong, the caller sees no traceback, and the log nothing of what the request held.
Rule 4: wrong settings stop the start, with one line on standard error.

gunicorn 'skill.web:create_app()' --worker-class skill.web.worker.Worker --threads 8
"""

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import structlog
from ask_sdk_core.skill import CustomSkill
from ask_sdk_runtime.exceptions import AskSdkException
from cryptography import x509
from flask import Flask, Response, g, request
from gunicorn.http.errors import ParseException  # type: ignore[import-untyped]
from werkzeug.exceptions import BadRequest, HTTPException, RequestEntityTooLarge

from skill import logs
from skill.alexa.log_fields import named
from skill.alexa.skill_builder import build_skill
from skill.content.files import ContentError
from skill.settings import Settings, SettingsError
from skill.storage import StorageError, StorageURLError, open_storage
from skill.web.certificates import Certificates, Fetch
from skill.web.download import Download
from skill.web.health import Health
from skill.web.sdk import VerificationException, WebserviceSkillHandler
from skill.web.trust import system_roots, tls_context
from skill.web.verify import Verifier


LARGEST = 128 * 1024
"""Bytes of a request; Amazon's are below 30,000, session attributes and a screen's state included."""
APP_LOAD_ERROR = 4
"""The exit code on which gunicorn stops, where it would start the worker again for any other."""

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

_log = structlog.get_logger()


def create_app(
    settings: Settings | None = None,
    *,
    roots: list[x509.Certificate] | None = None,
    fetch: Fetch | None = None,
    now: Callable[[], float] | None = None,
) -> Flask:
    """Compose the webhook; for what is not given stand the environment, and the real trust, fetch and clock."""
    try:
        settings = settings or Settings.from_env(os.environ)
        settings.require_skill()
        logs.configure(settings.log_level)
        roots = roots or system_roots()
        storage = open_storage(settings.storage)
        skill = build_skill(storage, settings).create()
    except (SettingsError, StorageError, StorageURLError, ContentError, OSError) as error:
        print(f"gentle-roller: {error}", file=sys.stderr)
        raise SystemExit(APP_LOAD_ERROR) from None
    now = now or time.time
    certificates = Certificates(roots, fetch or Download(tls_context(roots)), now)
    verifier = Verifier(certificates, settings.skill_id, now)
    return webhook(skill, verifier, Health(storage, certificates))


def webhook(skill: CustomSkill, verifier: Verifier, health: Health) -> Flask:
    """Put *skill* behind *verifier*: POST / for Alexa, GET /health for whoever watches."""
    app = Flask("skill.web", static_folder=None)
    # One more than is let in: Werkzeug cuts a body that comes in chunks off here, and says nothing.
    app.config["MAX_CONTENT_LENGTH"] = LARGEST + 1
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.add_url_rule("/", view_func=Webhook(skill, verifier).answer, methods=["POST"])
    app.add_url_rule("/health", view_func=health.report)
    app.before_request(_begin)
    app.after_request(_guard)
    app.register_error_handler(AskSdkException, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _failed)
    return app


class Webhook:
    """Answers verified requests with *skill*, whose serializer takes parsed envelopes."""

    def __init__(self, skill: CustomSkill, verifier: Verifier) -> None:
        self._verifier = verifier
        self._handler = WebserviceSkillHandler(skill, verify_signature=False, verify_timestamp=False)

    def answer(self) -> Response:
        """Answer the request at hand; raises VerificationException."""
        body = _body()
        if len(body) > LARGEST:
            raise RequestEntityTooLarge
        envelope = self._verifier.verify(request.headers, body)
        structlog.contextvars.bind_contextvars(**named(envelope))
        reply = self._handler.verify_request_and_dispatch({}, envelope)  # type: ignore[arg-type]  # or text
        answer = json.dumps(reply, allow_nan=False, separators=(",", ":"))
        _log.info("answered", milliseconds=_milliseconds())
        return Response(answer, content_type="application/json;charset=UTF-8")


def _body() -> bytes:
    """Read what the caller sent; raises BadRequest for chunks that are none, where gunicorn has errors of its own."""
    try:
        return request.get_data(cache=False)
    except ParseException:
        raise BadRequest from None


def _begin() -> None:
    structlog.contextvars.clear_contextvars()
    g.began = time.perf_counter()


def _milliseconds() -> float:
    seconds: float = time.perf_counter() - g.began
    return round(seconds * 1000, 1)


def _guard(response: Response) -> Response:
    """Forbid everything that a page of ours does not ask for; a route with a page sets its own policy."""
    for header, value in HEADERS.items():
        response.headers.setdefault(header, value)
    return response


def _refused(refusal: AskSdkException) -> Response:
    """Refuse what is not Amazon's, or what the SDK cannot read; only our own refusals say why."""
    reason = str(refusal) if isinstance(refusal, VerificationException) else type(refusal).__name__
    _log.warning("refused", reason=reason, status=400, milliseconds=_milliseconds())
    return Response(status=400)


def _http_error(error: HTTPException) -> Response:
    """Keep the status, and which methods a route allows; drop the page that explains it."""
    page = error.get_response()
    _log.warning("refused", reason=error.name, status=page.status_code, milliseconds=_milliseconds())
    return Response(status=page.status_code, headers={k: v for k, v in page.headers if k == "Allow"})


def _failed(error: Exception) -> Response:
    """Name what broke and where, not with what: an error's text may quote the request."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    _log.error(
        "failed",
        error=type(error).__name__,
        where=f"{Path(where.filename).name}:{where.lineno}",
        milliseconds=_milliseconds(),
    )
    return Response(status=500)
