"""
Generate the interaction models from the content.

Rule 1: a built-in intent matches exactly and has no samples; other wordings belong to custom intents.
Rule 2: the model declares every built-in intent that the skill answers; Alexa handles the others itself.
Rule 3: fallbackIntentSensitivity stays at Amazon's default, LOW. A higher value sends more utterances to the fallback
intent, and a report of pain must not go there.
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
    """Return the interaction model of *locale*, in Amazon's format; raises ContentError for an unknown locale."""
    here = region(locale)
    built_in = sorted({*builtin(here.language), FALLBACK})
    custom = [_intent(intent) for intent in intents(here.language)]
    types = [_type(name, values) for name, values in sorted(slot_types(here.language).items())]
    language_model = {
        "invocationName": here.invocation,
        "intents": [{"name": name, "samples": []} for name in built_in] + custom,
        "types": types,
    }
    return {"interactionModel": {"languageModel": language_model}}


def render(locale: str) -> str:
    """Return the text of the model file of *locale*; the same content gives the same text."""
    return json.dumps(interaction_model(locale), indent=2, ensure_ascii=False) + "\n"


def write(folder: Path) -> list[str]:
    """Write the model of every locale into *folder*; return the names of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    for locale in regions():
        (folder / f"{locale}.json").write_text(render(locale), encoding="utf-8")
    return [f"{locale}.json" for locale in regions()]


def stale(folder: Path) -> list[str]:
    """Return the names of the files in *folder* that are missing, not current, or for an unknown locale."""
    wanted = {f"{locale}.json": render(locale) for locale in regions()}
    actual = {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.json"))}
    return sorted(name for name in wanted.keys() | actual.keys() if wanted.get(name) != actual.get(name))


def _intent(intent: IntentUtterances) -> dict[str, Any]:
    slots = [{"name": name, "type": AMAZON_TYPES.get(type_, type_)} for name, type_ in intent.slots.items()]
    return {"name": intent.name, "slots": slots, "samples": list(intent.samples)}


def _type(name: str, values: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    return {"name": name, "values": [_value(id_, phrases) for id_, phrases in values.items()]}


def _value(id_: str, phrases: tuple[str, ...]) -> dict[str, Any]:
    name, *synonyms = dict.fromkeys(phrases)
    return {"id": id_, "name": {"value": name, "synonyms": synonyms}}
