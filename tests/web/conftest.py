"""The webhook around a skill that says hello, with a clock, a certificate server and a PKI of the test's own."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from ask_sdk_core.skill_builder import SkillBuilder
from flask.testing import FlaskClient
from pki import Pki
from signing import CERTIFICATE_URL, SKILL_ID, as_body, envelope, signed_headers
from werkzeug.test import TestResponse

from skill.alexa.interceptors import LogContextInterceptor
from skill.alexa.serializer import TolerantSerializer
from skill.storage import MemoryStorage
from skill.web.app import webhook
from skill.web.certificates import Certificates
from skill.web.health import Health
from skill.web.verify import Verifier


NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@dataclass
class Clock:
    """A wall clock and a monotonic clock, which a test moves."""

    time: float = NOW.timestamp()
    elapsed: float = 0.0

    def __call__(self) -> float:
        return self.time

    def monotonic(self) -> float:
        return self.elapsed

    def advance(self, seconds: float) -> None:
        """Let *seconds* pass on both clocks."""
        self.time += seconds
        self.elapsed += seconds


@dataclass
class Origin:
    """A certificate server; *fetched* are the addresses it was asked for, and a closed *gate* holds its answers up."""

    files: dict[str, bytes] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)
    gate: threading.Event | None = None
    started: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def __call__(self, address: str) -> bytes:
        self.fetched.append(address)
        self.started.release()
        if self.gate:
            assert self.gate.wait(60)
        if address not in self.files:
            raise ConnectionResetError
        return self.files[address]


@dataclass
class Door:
    """A running webhook and all that it depends on."""

    client: FlaskClient
    pki: Pki
    origin: Origin
    clock: Clock
    storage: MemoryStorage
    heard: list[str]

    def post(self, body: bytes, headers: dict[str, str] | None = None) -> TestResponse:
        """Post *body*, signed by Amazon unless other *headers* are given."""
        return self.client.post("/", data=body, headers=headers or signed_headers(self.pki.leaf.key, body))

    def body(self, request: dict[str, Any], **changes: Any) -> bytes:
        """Make the body of a request sent just now."""
        return as_body(envelope(request, **{"at": self.clock.time} | changes))


@pytest.fixture(scope="session")
def pki() -> Pki:
    return Pki(at=NOW)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def origin(pki: Pki) -> Origin:
    return Origin({CERTIFICATE_URL: pki.file})


@pytest.fixture
def certificates(pki: Pki, origin: Origin, clock: Clock) -> Certificates:
    return Certificates(pki.roots, origin, clock, clock.monotonic)


@pytest.fixture(scope="session")
def open_door(pki: Pki) -> Callable[[Any], Door]:
    """Put a skill behind a door of its own."""

    def around(skill: Any, heard: list[str] | None = None) -> Door:
        clock, storage = Clock(), MemoryStorage()
        origin = Origin({CERTIFICATE_URL: pki.file})
        certificates = Certificates(pki.roots, origin, clock, clock.monotonic)
        verifier = Verifier(certificates, SKILL_ID, clock)
        app = webhook(skill, verifier, Health(storage, certificates, clock.monotonic))
        return Door(app.test_client(), pki, origin, clock, storage, [] if heard is None else heard)

    return around


@pytest.fixture
def door_to(open_door: Callable[..., Door]) -> Callable[[Callable[[Any], Any]], Door]:
    """Open a door to a skill that is one function of the SDK's handler input."""
    return lambda handle: open_door(skill_of(handle))


@pytest.fixture
def door(open_door: Callable[..., Door]) -> Door:
    """Open a door to a skill that answers "Hello." to everything, and notes the request's type."""
    heard: list[str] = []

    def hello(handler_input: Any) -> Any:
        heard.append(handler_input.request_envelope.request.object_type)
        return handler_input.response_builder.speak("Hello.").response

    return open_door(skill_of(hello), heard)


def skill_of(handle: Callable[[Any], Any]) -> Any:
    builder = SkillBuilder()
    builder.add_global_request_interceptor(LogContextInterceptor())
    builder.request_handler(lambda handler_input: True)(handle)
    skill = builder.create()
    skill.serializer = TolerantSerializer()
    return skill
