"""
Signed requests as Amazon sends them.

Rule 1: an envelope is whole (session, context, request); a case changes only what it is about.
Rule 2: nothing here knows what the door refuses: it signs whatever it is given.
"""

import base64
import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding


CERTIFICATE_URL = "https://s3.amazonaws.com/echo.api/echo-api-cert-test.pem"
SKILL_ID = "amzn1.ask.skill.00000000-1111-2222-3333-444444444444"
USER_ID = "amzn1.ask.account." + "TESTUSER" * 20
DEVICE_ID = "amzn1.ask.device." + "TESTDEVICE" * 16


def sign(key: Any, body: bytes, digest: hashes.HashAlgorithm | None = None) -> str:
    """Sign *body* as Amazon does: RSA PKCS#1 v1.5 over SHA-256, in base64."""
    return base64.b64encode(key.sign(body, padding.PKCS1v15(), digest or hashes.SHA256())).decode()


def signed_headers(key: Any, body: bytes, url: str = CERTIFICATE_URL) -> dict[str, str]:
    """Give the headers of a signed request, the legacy SHA-1 signature among them."""
    return {
        "Content-Type": "application/json; charset=utf-8",
        "SignatureCertChainUrl": url,
        "Signature": sign(key, body, hashes.SHA1()),
        "Signature-256": sign(key, body),
    }


def as_body(envelope: Any) -> bytes:
    return json.dumps(envelope, separators=(",", ":")).encode()


def timestamp(at: float) -> str:
    """Write the time *at*, seconds since 1970, as Amazon does."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def envelope(
    request: Mapping[str, Any],
    *,
    at: float | None = None,
    skill_id: str = SKILL_ID,
    user_id: str = USER_ID,
    attributes: Mapping[str, Any] | None = None,
    session: bool = True,
) -> dict[str, Any]:
    """Wrap *request* as an Echo Show would send it; *at* is the time it bears (now)."""
    head = {
        "requestId": f"amzn1.echo-api.request.{uuid.uuid4()}",
        "timestamp": timestamp(datetime.now(UTC).timestamp() if at is None else at),
        "locale": "en-US",
    }
    whole: dict[str, Any] = {
        "version": "1.0",
        "context": _context(skill_id, user_id),
        "request": head | dict(request),
    }
    if session:
        whole["session"] = {
            "new": not attributes,
            "sessionId": f"amzn1.echo-api.session.{uuid.uuid4()}",
            "application": {"applicationId": skill_id},
            "attributes": dict(attributes or {}),
            "user": {"userId": user_id},
        }
    return whole


def _context(skill_id: str, user_id: str) -> dict[str, Any]:
    return {
        "Viewports": [
            {
                "type": "APL", "id": "main", "shape": "RECTANGLE", "dpi": 213, "canRotate": False,
                "presentationType": "STANDARD",
                "configuration": {"current": {
                    "mode": "HUB",
                    "video": {"codecs": ["H_264_42", "H_264_41"]},
                    "size": {"type": "DISCRETE", "pixelWidth": 1280, "pixelHeight": 800},
                }},
            },
        ],
        "Viewport": {
            "experiences": [
                {"arcMinuteWidth": 346, "arcMinuteHeight": 216, "canRotate": False, "canResize": False}
            ],
            "mode": "HUB", "shape": "RECTANGLE", "dpi": 213, "touch": ["SINGLE"],
            "pixelWidth": 1280, "pixelHeight": 800, "currentPixelWidth": 1280, "currentPixelHeight": 800,
            "video": {"codecs": ["H_264_42", "H_264_41"]},
        },
        "Extensions": {"available": {"aplext:backstack:10": {}}},
        "System": {
            "application": {"applicationId": skill_id},
            "user": {"userId": user_id},
            "device": {
                "deviceId": DEVICE_ID,
                "supportedInterfaces": {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}}},
            },
            "unit": {"unitId": "amzn1.ask.unit." + "TESTUNIT" * 12},
            "apiEndpoint": "https://api.amazonalexa.com",
            "apiAccessToken": "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9." + "x" * 900,
        },
    }  # fmt: skip


LAUNCH: Mapping[str, Any] = {"type": "LaunchRequest", "shouldLinkResultBeReturned": False}


def intent(name: str, **values: str) -> dict[str, Any]:
    """Make an IntentRequest; each value comes as a slot that entity resolution matched."""
    return {
        "type": "IntentRequest",
        "dialogState": "STARTED",
        "intent": {
            "name": name,
            "confirmationStatus": "NONE",
            "slots": {slot: _slot(slot, value) for slot, value in values.items()},
        },
    }


def _slot(name: str, value: str) -> dict[str, Any]:
    found = {
        "resolutionsPerAuthority": [{
            "authority": f"amzn1.er-authority.echo-sdk.{SKILL_ID}.{name.upper()}",
            "status": {"code": "ER_SUCCESS_MATCH"},
            "values": [{"value": {"name": value, "id": value.replace(" ", "_")}}],
        }],
    }  # fmt: skip
    return {
        "name": name, "value": value, "confirmationStatus": "NONE", "source": "USER", "resolutions": found,
        "slotValue": {"type": "Simple", "value": value, "resolutions": found},
    }  # fmt: skip
