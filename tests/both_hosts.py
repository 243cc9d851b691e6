"""
The same skill behind both of its hosts, each with a store of its own.

Rule 1: what the webhook is sent is signed, and its clock shows the time of the request.
Rule 2: the Lambda function gets what AWS gives it: the envelope as data.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pki import Pki
from signing import CERTIFICATE_URL, SKILL_ID, as_body, signed_headers

from skill.alexa.skill_builder import build_skill
from skill.settings import Settings
from skill.storage import MemoryStorage, Storage
from skill.web.app import webhook
from skill.web.certificates import Certificates
from skill.web.health import Health
from skill.web.verify import Verifier


SETTINGS = Settings(storage="memory:", skill_id=SKILL_ID)

Envelope = dict[str, Any]
Host = Callable[[Envelope], Any]


class Refused(AssertionError):
    """The webhook did not take a request that it should have taken."""


@cache
def _pki(at: float | None) -> Pki:
    return Pki(at=None if at is None else datetime.fromtimestamp(at, UTC))


def on_lambda(storage: Storage | None = None, settings: Settings = SETTINGS) -> Host:
    """Host the skill as AWS does."""
    handle = build_skill(storage or MemoryStorage(), settings).lambda_handler()
    return lambda envelope: through_json(handle(through_json(envelope), None))


def on_webhook(storage: Storage | None = None, settings: Settings = SETTINGS, at: float | None = None) -> Host:
    """Host the skill as Flask does, behind the check of Amazon's signature; *at* is when that is, if not now."""
    storage = storage or MemoryStorage()
    clock = [0.0]
    pki = _pki(at)
    certificates = Certificates(pki.roots, lambda address: pki.file, lambda: clock[0])
    verifier = Verifier(certificates, settings.skill_id, lambda: clock[0])
    skill = build_skill(storage, settings).create()
    client = webhook(skill, verifier, Health(storage, certificates, lambda: clock[0])).test_client()

    def host(envelope: Envelope) -> Any:
        clock[0] = datetime.fromisoformat(envelope["request"]["timestamp"]).timestamp()
        body = as_body(envelope)
        answer = client.post("/", data=body, headers=signed_headers(pki.leaf.key, body, CERTIFICATE_URL))
        if answer.status_code != 200:
            raise Refused(f"{envelope['request']['type']}: {answer.status}")
        return answer.get_json()

    return host


def through_json(value: Any) -> Any:
    """Give *value* as it arrives on the other side of a wire; raises for what JSON cannot say."""
    return json.loads(json.dumps(value, allow_nan=False))


def alike(*answers: Any) -> bool:
    """Say whether all *answers* are one; the SDK names itself and its host in userAgent."""
    bodies = [{key: value for key, value in answer.items() if key != "userAgent"} for answer in answers]
    return all(body == bodies[0] for body in bodies)
