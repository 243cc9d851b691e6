"""
Read the settings from environment variables.

Rule 1: a host reads the settings once, at its start. A wrong value stops the host with a line that says what to write.
Rule 2: an unknown name that begins with GENTLE_ROLLER_ is refused, because it is probably misspelt.
Rule 3: an empty value means the default: env files and templates often contain empty lines.
Rule 4: no setting turns off the check of Amazon's signature.
"""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from skill.dialogue.routine import Limits


PREFIX = "GENTLE_ROLLER_"
LIMITS = Limits()
_SKILL_ID = re.compile(r"amzn1\.ask\.skill\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class SettingsError(ValueError):
    """A setting is wrong or missing; the message is one line that names the variable and says what to write."""


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable, and the field of Settings that it sets."""

    name: str
    field: str
    meaning: str
    read: Callable[[str], Any]

    @property
    def default(self) -> str:
        """Return the default as text, "" if there is none."""
        value = getattr(Settings(), self.field)
        return "" if value is None else str(int(value) if isinstance(value, bool) else value)

    def value(self, mapping: Mapping[str, str]) -> Any:
        """Return the value in *mapping*, or the default; raises SettingsError."""
        text = mapping.get(self.name, "").strip()
        try:
            return self.read(text) if text else getattr(Settings(), self.field)
        except ValueError as error:
            raise SettingsError(f"{self.name} is {text!r}: write {error}") from None


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a host and of the skill."""

    storage: str = "sqlite:///gentle-roller.sqlite"
    skill_id: str | None = None
    allow_any_skill: bool = False
    max_hold: int = LIMITS.hold
    start_delay: float = LIMITS.delay
    wake_word: str | None = None
    """None is the wake word of the region."""
    log_level: str = "info"

    @classmethod
    def from_env(cls, mapping: Mapping[str, str]) -> "Settings":
        """Return the settings in *mapping*, which is usually os.environ; raises SettingsError."""
        _refuse_unknown(mapping)
        return cls(**{variable.field: variable.value(mapping) for variable in VARIABLES})

    def require_skill(self) -> None:
        """Raise SettingsError unless the settings name the skill to answer, or allow any skill."""
        if self.skill_id is None and not self.allow_any_skill:
            raise SettingsError(
                "GENTLE_ROLLER_SKILL_ID is not set: write your skill's id, amzn1.ask.skill.…, from the"
                " developer console; or GENTLE_ROLLER_ALLOW_ANY_SKILL=1 to answer any skill, for a trial"
            )


def _refuse_unknown(mapping: Mapping[str, str]) -> None:
    known = [variable.name for variable in VARIABLES]
    for name in mapping:
        if name.startswith(PREFIX) and name not in known:
            (nearest,) = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
            raise SettingsError(f"{name} is not a setting: did you mean {nearest}?")


def _skill_id(text: str) -> str:
    if not _SKILL_ID.fullmatch(text):
        raise ValueError("your skill's id as the developer console shows it: amzn1.ask.skill.…")
    return text


def _switch(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError("1 for yes, or 0 for no")
    return text == "1"


def _hold(text: str) -> int:
    if not (re.fullmatch(r"[0-9]{1,3}", text) and LIMITS.piece <= int(text) <= LIMITS.hold):
        raise ValueError(f"whole seconds from {LIMITS.piece} to {LIMITS.hold}")
    return int(text)


def _delay(text: str) -> float:
    if not (re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,3})?", text) and float(text) <= 10):
        raise ValueError("seconds from 0 to 10, such as 1.5")
    return float(text)


def _wake_word(text: str) -> str:
    if not re.fullmatch(r"[^\W\d_]+( [^\W\d_]+){0,2}", text) or len(text) > 30:
        raise ValueError("the word that wakes the device, in letters: Alexa, Echo, Computer")
    return text


def _log_level(text: str) -> str:
    if text.lower() not in ("debug", "info", "warning", "error"):
        raise ValueError("debug, info, warning or error")
    return text.lower()


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "GENTLE_ROLLER_STORAGE",
        "storage",
        "where progress is saved: memory: | sqlite:///path | dynamodb://table",
        str,  # open_storage() checks the URL
    ),
    Variable(
        "GENTLE_ROLLER_SKILL_ID",
        "skill_id",
        "the id of the skill; the webhook and the Lambda function answer no other skill",
        _skill_id,
    ),
    Variable(
        "GENTLE_ROLLER_ALLOW_ANY_SKILL",
        "allow_any_skill",
        "1 = answer any skill, if no skill id is set",
        _switch,
    ),
    Variable(
        "GENTLE_ROLLER_MAX_HOLD",
        "max_hold",
        "the longest hold or rest in one reply in seconds, 20 to 230; lower it if a user cannot interrupt long speech",
        _hold,
    ),
    Variable(
        "GENTLE_ROLLER_START_DELAY",
        "start_delay",
        "seconds from the timestamp of a request to the first spoken word, 0 to 10",
        _delay,
    ),
    Variable(
        "GENTLE_ROLLER_WAKE_WORD",
        "wake_word",
        "the wake word in spoken instructions; by default that of the region",
        _wake_word,
    ),
    Variable(
        "GENTLE_ROLLER_LOG_LEVEL",
        "log_level",
        "the lowest level that is logged: debug, info, warning or error",
        _log_level,
    ),
)
