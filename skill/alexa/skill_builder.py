"""The skill, composed: one handler for the conversation, one for what nobody speaks, one for failures."""

from collections.abc import Callable
from typing import Any

import structlog
from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import CustomSkillBuilder
from ask_sdk_model import RequestEnvelope
from ask_sdk_model.services import ApiClient, ApiClientRequest, ApiClientResponse

from skill.alexa.apology import Apology
from skill.alexa.handlers import Conversation
from skill.alexa.log_fields import named
from skill.alexa.notices import Notice
from skill.alexa.serializer import TolerantSerializer
from skill.coach.progress_store import Places
from skill.content.routine import routine
from skill.settings import Settings
from skill.storage import Storage


Handler = Callable[[dict[str, Any], object], dict[str, Any]]
EMPTY: dict[str, Any] = {"version": "1.0", "response": {}}
SERIALIZER = TolerantSerializer()

_log = structlog.get_logger()


class LazyClient(ApiClient):
    """Amazon's HTTP client, imported when it is first needed: only reminders do, and it is slow to load."""

    def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
        """Send *request*."""
        from skill.alexa.timed_client import TimedClient  # noqa: PLC0415

        return TimedClient().invoke(request)


class GentleSkillBuilder(CustomSkillBuilder):
    """The SDK's builder, with a serializer that what Amazon adds tomorrow does not break."""

    def create(self) -> CustomSkill:
        """Create the skill."""
        skill = super().create()
        skill.serializer = SERIALIZER
        return skill

    def lambda_handler(self) -> Handler:  # type: ignore[override]  # the SDK calls the event a string
        """Create the function that AWS Lambda calls; what is no envelope at all is answered with nothing."""
        skill = self.create()

        def handle(event: dict[str, Any], context: object) -> dict[str, Any]:
            structlog.contextvars.clear_contextvars()
            structlog.contextvars.bind_contextvars(**named(event))
            envelope = _envelope(event)
            if envelope is None:
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
    """Compose the skill over *storage*; *api_client* calls Amazon's services (None: over the network)."""
    builder = GentleSkillBuilder(api_client=api_client or LazyClient())
    builder.skill_id = settings.skill_id  # type: ignore[assignment]  # the SDK's own default has no type
    places = Places(storage, routine(settings.max_hold, settings.start_delay))
    builder.add_request_handler(Conversation(places, settings))
    builder.add_request_handler(Notice(storage, places))
    builder.add_exception_handler(Apology(settings))
    return builder
