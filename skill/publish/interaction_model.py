"""
The interaction models: what Amazon is told about what people say, generated from the content.

Rule 1: a built-in intent matches exactly and gets no samples; other wordings belong to intents of ours.
Rule 2: built-ins that the skill answers are all declared, or Alexa keeps them for herself.
Rule 3: fallbackIntentSensitivity stays at Amazon's default, LOW: a chat taken for a command costs a sentence,
a complaint of pain taken for chat costs more.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from skill.content.regions import region, regions
from skill.content.utterances import IntentUtterances, builtin, intents, slot_types
from skill.understanding.intents import FALLBACK
from skill.understanding.slot_values import AMAZON_TYPES


def interaction_model(locale: str) -> dict[str, Any]:
    """Give the interaction model of *locale*, in Amazon's shape; raises ContentError for an unknown one."""
    place = region(locale)
    built_in = sorted({*builtin(place.language), FALLBACK})
    custom = [_intent(intent) for intent in intents(place.language)]
    types = [_type(name, values) for name, values in sorted(slot_types(place.language).items())]
    language_model = {
        "invocationName": place.invocation,
        "intents": [{"name": name, "samples": []} for name in built_in] + custom,
        "types": types,
    }
    return {"interactionModel": {"languageModel": language_model}}


def render(locale: str) -> str:
    """Write the interaction model of *locale* as the file has it: the same bytes for the same content."""
    return json.dumps(interaction_model(locale), indent=2, ensure_ascii=False) + "\n"


def write(folder: Path) -> list[str]:
    """Write every locale's model into *folder*; give the names of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    for locale in regions():
        (folder / f"{locale}.json").write_text(render(locale), encoding="utf-8")
    return [f"{locale}.json" for locale in regions()]


def stale(folder: Path) -> list[str]:
    """Name the files of *folder* that are missing, not current, or of no locale that we have."""
    wanted = {f"{locale}.json": render(locale) for locale in regions()}
    there = {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.json"))}
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))


def _intent(intent: IntentUtterances) -> dict[str, Any]:
    slots = [{"name": name, "type": AMAZON_TYPES.get(type_, type_)} for name, type_ in intent.slots.items()]
    return {"name": intent.name, "slots": slots, "samples": list(intent.samples)}


def _type(name: str, values: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    return {"name": name, "values": [_value(id_, phrases) for id_, phrases in values.items()]}


def _value(id_: str, phrases: tuple[str, ...]) -> dict[str, Any]:
    name, *synonyms = dict.fromkeys(phrases)
    return {"id": id_, "name": {"value": name, "synonyms": synonyms}}
