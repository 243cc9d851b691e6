"""
The check that a request is from Amazon, is recent, and is meant for this skill.

Rule 1: the signature is checked first; no part of a body is parsed before that.
Rule 2: the timestamp is checked next, then the skill's id.
Rule 3: the text of a VerificationException quotes nothing of the request.

Source: Alexa Skills Kit, "Host a Custom Skill as a Web Service". A request may be 150 seconds old. A skill event may
be an hour old, because Amazon sends events again until they arrive. Neither may be more than 150 seconds ahead.
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


class TimestampError(VerificationException):
    """The timestamp is *ahead* of the clock of this machine, in seconds, by too much; behind it if negative."""

    def __init__(self, ahead: float) -> None:
        super().__init__("timestamp is out of tolerance")
        self.ahead = ahead

    def log_fields(self) -> dict[str, object]:
        """Return how far the timestamp is off: where this machine's clock is wrong, it refuses everybody."""
        direction = "ahead of" if self.ahead > 0 else "behind"
        return {"seconds_off": int(self.ahead), "direction": f"the request is {direction} this machine's clock"}


@dataclass(frozen=True, slots=True)
class Verifier:
    """Checks requests. They must be for *skill_id*; None accepts every skill. *now* gives the wall clock's time."""

    certificates: Certificates
    skill_id: str | None
    now: Callable[[], float]

    def verify(self, headers: Headers, body: bytes) -> dict[str, Any]:
        """Return the envelope in *body*; raises VerificationException if a check fails."""
        self._check_signature(headers, body)
        envelope = _envelope(body)
        _check_time(envelope["request"], self.now())
        self._check_skill(envelope)
        return envelope

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
        """Compare the skill's id in the context, because a request without a session has it only there."""
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


def _check_time(request: Mapping[str, Any], now: float) -> None:
    kind = request.get("type")
    event = isinstance(kind, str) and kind.startswith(EVENTS)
    ahead = _moment(request.get("timestamp")) - now
    if not -(EVENT_AGE if event else TOLERANCE) <= ahead <= TOLERANCE:
        raise TimestampError(ahead)


def _moment(timestamp: Any) -> float:
    try:
        moment = datetime.fromisoformat(timestamp)
    except (TypeError, ValueError):
        raise VerificationException("timestamp is missing or not ISO 8601") from None
    if moment.tzinfo is None:
        raise VerificationException("timestamp names no time zone")
    return moment.timestamp()
