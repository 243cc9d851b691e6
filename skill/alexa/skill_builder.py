"""
The skill, composed of its handlers in the usual way.

Deadline and timing wrap the skill on both hosts: the SDK runs no response interceptor when a handler raises.
"""

import time
from collections.abc import Callable
from typing import Any

import structlog
from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import CustomSkillBuilder
from ask_sdk_model import RequestEnvelope, ResponseEnvelope
from ask_sdk_model.services import ApiClient, ApiClientRequest, ApiClientResponse

from skill.alexa.handlers import (
    AnyRequestHandler,
    CanFulfillIntentRequestHandler,
    CatchAllExceptionHandler,
    ConnectionsResponseHandler,
    FaultReportHandler,
    IntentRequestHandler,
    LaunchRequestHandler,
    SessionEndedRequestHandler,
    SkillEventHandler,
    UserEventHandler,
)
from skill.alexa.interceptors import LogContextInterceptor
from skill.alexa.serializer import TolerantSerializer
from skill.coach.turn import Coach
from skill.content.routine_file import routine
from skill.settings import Settings
from skill.storage import Storage, one_deadline


Handler = Callable[[dict[str, Any], object], dict[str, Any]]
EMPTY: dict[str, Any] = {"version": "1.0", "response": {}}
SERIALIZER = TolerantSerializer()

_log = structlog.get_logger()


class LazyClient(ApiClient):
    """Amazon's HTTP client, imported when it is first needed: only reminders need it, and it is slow to load."""

    def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
        """Send *request*."""
        from skill.alexa.services_client import ServicesClient  # noqa: PLC0415

        return ServicesClient().invoke(request)


class GentleSkill(CustomSkill):
    """The SDK's skill, with one deadline for the store in each request, and a log line for each turn."""

    def invoke(self, request_envelope: RequestEnvelope, context: object) -> ResponseEnvelope:
        """Answer *request_envelope*."""
        structlog.contextvars.clear_contextvars()
        began = time.perf_counter()
        with one_deadline():
            response = super().invoke(request_envelope, context)
        if "phase" in structlog.contextvars.get_contextvars():
            _log.info("turn", milliseconds=round((time.perf_counter() - began) * 1000, 1))
        return response


class GentleSkillBuilder(CustomSkillBuilder):
    """The SDK's builder, with a serializer that what Amazon adds tomorrow does not break."""

    def create(self) -> GentleSkill:
        """Create the skill."""
        skill = GentleSkill(self.skill_configuration)
        skill.serializer = SERIALIZER
        return skill

    def lambda_handler(self) -> Handler:  # type: ignore[override]  # the SDK calls the event a string
        """Return the function that AWS Lambda calls; an event that is no envelope is answered with nothing."""
        skill = self.create()

        def handle(event: dict[str, Any], context: object) -> dict[str, Any]:
            envelope = _envelope(event)
            if envelope is None:
                structlog.contextvars.clear_contextvars()
                _log.error("not an envelope")
                return EMPTY
            answer: Any = SERIALIZER.serialize(skill.invoke(envelope, context))
            return dict(answer)

        return handle


def _envelope(event: object) -> RequestEnvelope | None:
    """Read *event*; None where it holds no request, or names no skill: the SDK would raise for either."""
    try:
        envelope: Any = SERIALIZER.read(event, RequestEnvelope)
    except SerializationException:
        return None
    system = envelope.context.system if envelope and envelope.context else None
    return envelope if system and system.application and envelope.request else None


def build_skill(storage: Storage, settings: Settings, api_client: ApiClient | None = None) -> GentleSkillBuilder:
    """Return the builder of the skill over *storage*; *api_client* calls Amazon's services (None: over the network)."""
    builder = GentleSkillBuilder(api_client=api_client or LazyClient())
    builder.skill_id = settings.skill_id  # type: ignore[assignment]  # the SDK's own default has no type
    plan = routine(settings.max_hold, settings.start_delay)
    coach = Coach(storage, plan)
    builder.add_global_request_interceptor(LogContextInterceptor())
    builder.add_request_handler(LaunchRequestHandler(coach, plan, settings))
    builder.add_request_handler(IntentRequestHandler(coach, plan, settings))
    builder.add_request_handler(UserEventHandler(coach, plan, settings))
    builder.add_request_handler(ConnectionsResponseHandler(coach, plan, settings))
    builder.add_request_handler(SessionEndedRequestHandler(coach))
    builder.add_request_handler(SkillEventHandler(coach))
    builder.add_request_handler(CanFulfillIntentRequestHandler())
    builder.add_request_handler(FaultReportHandler())
    builder.add_request_handler(AnyRequestHandler())
    builder.add_exception_handler(CatchAllExceptionHandler(settings))
    return builder
