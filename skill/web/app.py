"""
The skill as a Flask webhook.

Rule 1: a refused request gets an empty body, and one log line: status 413 if it is too large, else 400.
Rule 2: the skill gets only verified requests, already parsed; Amazon's package neither verifies nor parses them again.
Rule 3: no answer holds a traceback, and no log line holds anything that a person said.
"""

import json
import os
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import structlog
from ask_sdk_core.skill import CustomSkill
from ask_sdk_runtime.exceptions import AskSdkException
from cryptography import x509
from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from skill import logs
from skill.alexa.skill_builder import build_skill
from skill.settings import Settings
from skill.storage import open_storage
from skill.web.certificates import Certificates, Fetch
from skill.web.download import Download
from skill.web.health import Health
from skill.web.sdk import VerificationException, WebserviceSkillHandler
from skill.web.trust import system_roots, tls_context
from skill.web.verify import TimestampError, Verifier


LARGEST = 128 * 1024
"""Bytes of a body; Amazon's are below 30,000, with session attributes and the state of a display."""

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
    now: Callable[[], float] = time.time,
) -> Flask:
    """
    Compose the webhook from *settings*; what is not given comes from the environment and from this machine.

    Raises SettingsError, StorageError, StorageURLError, ContentError, and OSError if there are no root certificates.
    """
    settings = settings or Settings.from_env(os.environ)
    settings.require_skill()
    logs.configure(settings.log_level)
    roots = roots or system_roots()
    storage = open_storage(settings.storage)
    skill = build_skill(storage, settings).create()
    certificates = Certificates(roots, fetch or Download(tls_context(roots)), now)
    return webhook(skill, Verifier(certificates, settings.skill_id, now), Health(storage, certificates))


def webhook(skill: CustomSkill, verifier: Verifier, health: Health) -> Flask:
    """Put *skill* behind *verifier*: POST / is for Alexa, GET /health for monitoring."""
    app = Flask("skill.web", static_folder=None)
    # One byte more than the limit: Werkzeug cuts off a body in chunks here without an error.
    app.config["MAX_CONTENT_LENGTH"] = LARGEST + 1
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.add_url_rule("/", view_func=Webhook(skill, verifier).answer, methods=["POST"])
    app.add_url_rule("/health", view_func=health.report)
    app.before_request(_begin)
    app.after_request(_guard)
    app.after_request(_log_redirect)
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
        """Answer the current request; raises VerificationException."""
        body = request.get_data(cache=False)
        if len(body) > LARGEST:
            raise RequestEntityTooLarge
        envelope = self._verifier.verify(request.headers, body)
        reply = self._handler.verify_request_and_dispatch({}, envelope)  # type: ignore[arg-type]  # or text
        answer = json.dumps(reply, allow_nan=False, separators=(",", ":"))
        _log.info("answered", milliseconds=_milliseconds())
        return Response(answer, content_type="application/json;charset=UTF-8")


def _begin() -> None:
    structlog.contextvars.clear_contextvars()
    g.began = time.perf_counter()


def _milliseconds() -> float:
    seconds: float = time.perf_counter() - g.began
    return round(seconds * 1000, 1)


def _guard(response: Response) -> Response:
    """Forbid browsers everything; a route that serves a page sets its own policy."""
    for header, value in HEADERS.items():
        response.headers.setdefault(header, value)
    return response


def _log_redirect(response: Response) -> Response:
    """Log a redirect, which Flask makes without asking an error handler; Alexa follows none."""
    if 300 <= response.status_code < 400:
        _log.warning("refused", reason="Redirect", status=response.status_code, milliseconds=_milliseconds())
    return response


def _refused(refusal: AskSdkException) -> Response:
    """Refuse a request that is not from Amazon or that the SDK can't read; log the reason if it is one of ours."""
    reason = str(refusal) if isinstance(refusal, VerificationException) else type(refusal).__name__
    off = refusal.log_fields() if isinstance(refusal, TimestampError) else {}
    _log.warning("refused", reason=reason, status=400, milliseconds=_milliseconds(), **off)
    return Response(status=400)


def _http_error(error: HTTPException) -> Response:
    """Keep the status and the Allow header of a Werkzeug error; drop its page."""
    page = error.get_response()
    _log.warning("refused", reason=error.name, status=page.status_code, milliseconds=_milliseconds())
    return Response(status=page.status_code, headers={k: v for k, v in page.headers if k == "Allow"})


def _failed(error: Exception) -> Response:
    """Log the type and the place of an error; its text may quote the request."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    _log.error(
        "failed",
        error=type(error).__name__,
        where=f"{Path(where.filename).name}:{where.lineno}",
        milliseconds=_milliseconds(),
    )
    return Response(status=500)
