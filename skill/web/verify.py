"""
Whether a request is Amazon's, and meant for this skill.

Rule 1: bytes first. Nothing of a body is parsed before its signature holds.
Rule 2: then the time, then the skill; only then does the SDK see it.
Rule 3: a refusal is a VerificationException, and its text is one of ours: nothing of the request is in it.
Source: Alexa Skills Kit, "Host a Custom Skill as a Web Service": a request may be 150 seconds off, and a
skill event an hour old, since events are sent again until they arrive. Neither may be further ahead.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from ask_sdk_core.exceptions import SerializationException
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from skill.alexa.serializer import parsed
from skill.web.certificates import Certificates
from skill.web.sdk import VerificationException


TOLERANCE = 150.0
EVENT_AGE = 3600.0
EVENTS = "AlexaSkillEvent."

_PADDING, _DIGEST = PKCS1v15(), SHA256()


class Headers(Protocol):
    """The headers of a request; names in any case."""

    def get(self, key: str, /) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Verified:
    """A request that is Amazon's and for us; its timestamp lets it in *until* then."""

    envelope: dict[str, Any]
    until: float


@dataclass(frozen=True, slots=True)
class Verifier:
    """Checks requests; *skill_id* is the only skill they may be for, None lets any in."""

    certificates: Certificates
    skill_id: str | None
    now: Callable[[], float]

    def verify(self, headers: Headers, body: bytes) -> Verified:
        """Give the envelope in *body* if Amazon signed it for us just now; raises VerificationException."""
        self._check_signature(headers, body)
        envelope = _envelope(body)
        until = check_time(envelope["request"], self.now())
        self._check_skill(envelope)
        return Verified(envelope, until)

    def _check_signature(self, headers: Headers, body: bytes) -> None:
        address, signature = headers.get("SignatureCertChainUrl"), headers.get("Signature-256")
        if not address or not signature:
            raise VerificationException("signature headers are missing")
        key = self.certificates.key(address)
        try:
            key.verify(base64.b64decode(signature, validate=True), body, _PADDING, _DIGEST)
        except (InvalidSignature, binascii.Error, ValueError):
            raise VerificationException("signature does not match") from None

    def _check_skill(self, envelope: Mapping[str, Any]) -> None:
        """Look where every request has it: those without a session have it in the context alone."""
        found: Any = envelope
        for key in ("context", "System", "application", "applicationId"):
            found = found.get(key) if isinstance(found, dict) else None
        if not isinstance(found, str):
            raise VerificationException("request names no skill")
        if self.skill_id is not None and found != self.skill_id:
            raise VerificationException("request is for another skill")


def _envelope(body: bytes) -> dict[str, Any]:
    try:
        envelope = parsed(body)
    except SerializationException:
        raise VerificationException("body is not JSON") from None
    if not isinstance(envelope, dict) or not isinstance(envelope.get("request"), dict):
        raise VerificationException("body is no request")
    return envelope


def check_time(request: Mapping[str, Any], now: float) -> float:
    """Give the time until which a request is let in; raises VerificationException if it is not, at the time *now*."""
    kind = request.get("type")
    event = isinstance(kind, str) and kind.startswith(EVENTS)
    moment = _moment(request.get("timestamp"))
    until = moment + (EVENT_AGE if event else TOLERANCE)
    if not moment - TOLERANCE <= now <= until:
        raise VerificationException("timestamp is out of tolerance")
    return until


def _moment(timestamp: Any) -> float:
    try:
        moment = datetime.fromisoformat(timestamp)
    except (TypeError, ValueError):
        raise VerificationException("timestamp is missing or not ISO 8601") from None
    if moment.tzinfo is None:
        raise VerificationException("timestamp names no time zone")
    return moment.timestamp()
