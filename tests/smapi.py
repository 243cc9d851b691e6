"""
Amazon's own schema of manifests and interaction models, made strict.

npm's `ask-smapi-model` ships the Swagger file of the Skill Management API. It allows any key and lists subtypes the
wrong way round: a subtype names its base. Rule 1: a key that the schema doesn't name is an error.
Rule 2: where a discriminator is, one of the subtypes must fit.
Rule 3: where the schema departs from what Amazon takes and writes itself, it is mended in MENDED, with the reason.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator


ROOT = Path(__file__).parents[1]
SPEC = ROOT / "node_modules" / "ask-smapi-model" / "spec.json"
MANIFEST = "v1.skill.Manifest.SkillManifestEnvelope"
MODEL = "v1.skill.interactionModel.InteractionModelData"

Schema = dict[str, Any]

SYNONYMS = {"type": "array", "items": {"type": "string"}}
MENDED: dict[str, Schema] = {
    # Demands one synonym at least; Amazon's own samples leave them out, and the developer console writes [].
    "v1.skill.interactionModel.TypeValueObject": {
        "type": "object",
        "required": ["value"],
        "properties": {"value": {"type": "string", "minLength": 1}, "synonyms": SYNONYMS},
    },
}


def errors(document: Any, root: str) -> list[str]:
    """Name what is wrong with *document* as a *root*: where it is, and what the schema says."""
    found = sorted(_validator(root).iter_errors(document), key=lambda error: list(map(str, error.absolute_path)))
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in found]


@cache
def _validator(root: str) -> Draft7Validator:
    if not SPEC.exists():
        pytest.skip("no ask-smapi-model: get it with Node.js 20 or newer and `npm ci`")
    swagger = json.loads(SPEC.read_text(encoding="utf-8"))["definitions"] | MENDED
    strict = {name: _strict(name, swagger) for name in swagger}
    return Draft7Validator({"$ref": f"#/definitions/{root}", "definitions": strict})


def _strict(name: str, swagger: Schema) -> Schema:
    definition = swagger[name]
    if "discriminator" in definition:
        return {"anyOf": [_object(subtype, swagger) for subtype in _subtypes(name, swagger)]}
    if "properties" in definition or "allOf" in definition:
        return _object(name, swagger)
    return _plain(definition)


def _subtypes(base: str, swagger: Schema) -> list[str]:
    return [name for name, definition in swagger.items() if base in _bases(definition)]


def _bases(definition: Schema) -> list[str]:
    return [_name(part) for part in definition.get("allOf", []) if "$ref" in part]


def _name(reference: Schema) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


def _object(name: str, swagger: Schema) -> Schema:
    """Join a class with its bases, fix its discriminator, and let nothing else in."""
    properties, required = _members(name, swagger)
    value = swagger[name].get("x-discriminator-value")
    for base in _bases(swagger[name]):
        if value and (key := swagger[base].get("discriminator")):
            properties[key] = {"const": value}
    strict: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return strict | ({"required": sorted(required)} if required else {})


def _members(name: str, swagger: Schema) -> tuple[Schema, set[str]]:
    properties: Schema = {}
    required: set[str] = set()
    for part in swagger[name].get("allOf", [swagger[name]]):
        if "$ref" in part:
            theirs, needed = _members(_name(part), swagger)
        else:
            theirs = {key: _plain(value) for key, value in part.get("properties", {}).items()}
            needed = set(part.get("required", []))
        properties |= theirs
        required |= needed
    return properties, required


def _plain(schema: Any) -> Any:
    """Leave out what only Swagger knows."""
    if isinstance(schema, list):
        return [_plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    kept = {key: value for key, value in schema.items() if not key.startswith("x-")}
    dropped = ("description", "discriminator", "example", "format")
    return {key: _plain(value) for key, value in kept.items() if key not in dropped or isinstance(value, dict)}
