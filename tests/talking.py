"""
The skill as Alexa talks to it, turn by turn: envelopes in, answers out, on a clock of the test's own.

Rule: what the skill gave to carry comes back with the next request, as a device does it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ask_sdk_model.services import ApiClient

from skill.alexa.skill_builder import build_skill
from skill.coach.voice import plain
from skill.echo.envelopes import DeviceResponse, DeviceSession, Sender, envelope, intent, launch, read
from skill.settings import Settings
from skill.storage import MemoryStorage, Storage
from skill.understanding.commands import IntentMatch, SlotValue


NOON = 1_780_000_000.0
ANY_SKILL = Settings(storage="memory:", allow_any_skill=True)


@dataclass
class Talk:
    """A person and the skill; *now* is the time of the next request, *token* what lets it call Amazon's services."""

    storage: Storage = field(default_factory=MemoryStorage)
    settings: Settings = ANY_SKILL
    api: ApiClient | None = None
    token: str | None = None
    sender: Sender = field(default_factory=lambda: Sender("en-US", "desk"))
    now: float = NOON
    session: DeviceSession = field(default_factory=lambda: DeviceSession("s"))
    answers: list[DeviceResponse] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.skill = build_skill(self.storage, self.settings, self.api).lambda_handler()

    def open(self) -> str:
        """Open the skill anew; give what is said."""
        self.session = DeviceSession("s")
        return self.ask(launch())

    def say(self, name: str, **slots: str | SlotValue) -> str:
        """Say what Alexa takes for the intent *name*; give what is said."""
        filled = {key: value if isinstance(value, SlotValue) else SlotValue(value) for key, value in slots.items()}
        return self.ask(intent(IntentMatch(name, filled, 100.0), "en"))

    def yes(self, times: int) -> str:
        """Say yes so many times; give what is said last."""
        return [self.say("AMAZON.YesIntent") for _ in range(times)][-1]

    def ask(self, request: Mapping[str, Any]) -> str:
        """Send *request* a minute after the last one; give what is said."""
        self.now += 60
        whole = envelope(dict(request), self.sender, self.session, self.now, f"request-{self.now}")
        if self.token:
            whole["context"]["System"]["apiAccessToken"] = self.token
        body = self.skill(whole, None)
        answer = read(body, "en-US")
        self.answers.append(answer)
        self.session = replace(self.session, new=False, attributes=body.get("sessionAttributes", {}))
        return plain(answer.said)

    @property
    def answer(self) -> DeviceResponse:
        """The last answer."""
        return self.answers[-1]
