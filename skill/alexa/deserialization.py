"""
JSON into ask-sdk-model objects: one reader for each type, made when the type first occurs.

Rule 1: what the SDK's own serializer reads, a reader reads to an equal object.
Rule 2: what Amazon adds tomorrow is kept, not refused. An unknown discriminator gives the base class with its
type still on it, an unknown enum value stays the text it is, an unknown key becomes an attribute.
Rule 3: no key shadows a method or an attribute that the class has already.
Rule 4: what has another shape than declared is left out (None); a number that is none stays as it came.
Rule 5: a time is ISO 8601, and in UTC where it names no zone, as all of Amazon's are.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from importlib import import_module
from typing import Any

from ask_sdk_core.exceptions import SerializationException


JSONReader = Callable[[Any], Any]


@cache
def reader(kind: type | str) -> JSONReader:
    """Make the reader that reads *kind*: a class, or its name as the SDK writes it ("list[a.b.C]")."""
    if kind in SCALARS:
        return SCALARS[kind]
    if isinstance(kind, type):
        return _class_reader(kind)
    if kind.startswith("list["):
        return _list_reader(kind.removeprefix("list[").removesuffix("]"))
    if kind.startswith("dict("):
        return _dict_reader(kind.removesuffix(")").partition(",")[2].strip())
    return reader(_load(kind))


@cache
def outline(kind: type) -> tuple[tuple[str, str], ...] | None:
    """Return what a model class is written as, (attribute, JSON key) in order; None if *kind* is no model."""
    types = getattr(kind, "deserialized_types", None)
    if types is None or issubclass(kind, dict):
        return None
    names = getattr(kind, "attribute_map", {})
    return tuple((attribute, names.get(attribute, attribute)) for attribute in types)


def _later(kind: str) -> JSONReader:
    """Put off making the reader until a value needs it: types nest in themselves, and imports cost time."""
    if kind in SCALARS:
        return SCALARS[kind]
    made: JSONReader | None = None

    def read(value: Any) -> Any:
        nonlocal made
        made = made or reader(kind)
        return made(value)

    return read


def _load(name: str) -> type:
    module, _, attribute = name.rpartition(".")
    try:
        found: type = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError):
        raise SerializationException(f"there is no type {name}") from None
    return found


def _list_reader(kind: str) -> JSONReader:
    inner = _later(kind)

    def read(value: Any) -> Any:
        if not isinstance(value, list):
            return None
        return [None if item is None else inner(item) for item in value]

    return read


def _dict_reader(kind: str) -> JSONReader:
    inner = _later(kind)

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            return None
        return {key: None if item is None else inner(item) for key, item in value.items()}

    return read


def _class_reader(kind: type) -> JSONReader:
    if issubclass(kind, Enum):
        return _enum_reader(kind)
    if not hasattr(kind, "deserialized_types"):
        return _as_it_came
    if hasattr(kind, "get_real_child_model"):
        return _family_reader(kind)
    return _model_reader(kind)


def _enum_reader(kind: type[Enum]) -> JSONReader:
    members = {member.value: member for member in kind}

    def read(value: Any) -> Any:
        return members.get(value, value) if isinstance(value, str | int) else value

    return read


def _family_reader(base: Any) -> JSONReader:
    """Read whichever class of a family the discriminator names, or *base* where it names none we know."""
    key: str = base.json_discriminator_key
    children: Mapping[str, str] = base.discriminator_value_class_map
    otherwise = _model_reader(base)
    met: dict[str, JSONReader] = {}

    def read(value: Any) -> Any:
        name = value.get(key) if isinstance(value, dict) else None
        if not isinstance(name, str) or name not in children:
            return otherwise(value)
        if name not in met:
            met[name] = _model_reader(_load(children[name]))
        return met[name](value)

    return read


def _model_reader(kind: Any) -> JSONReader:
    names = getattr(kind, "attribute_map", {})
    fields = {names.get(name, name): (name, _later(of)) for name, of in kind.deserialized_types.items()}
    blank = dict(vars(kind()))
    taken = {*dir(kind), *blank}

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            return None
        made = object.__new__(kind)
        attributes = made.__dict__
        attributes.update(blank)
        for key, item in value.items():
            if field := fields.get(key):
                attributes[field[0]] = None if item is None else field[1](item)
            elif key not in taken and not key.startswith("_"):
                attributes[key] = item
        return made

    return read


def _as_it_came(value: Any) -> Any:
    return value


def _scalar(kind: type) -> JSONReader:
    def read(value: Any) -> Any:
        if value.__class__ is kind:
            return value
        try:
            return kind(value)
        except (TypeError, ValueError, OverflowError):
            return value

    return read


def _time(value: Any) -> Any:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _day(value: Any) -> Any:
    moment = _time(value)
    return moment and moment.date()


SCALARS: dict[type | str, JSONReader] = {
    "bool": _scalar(bool), "date": _day, "datetime": _time, "float": _scalar(float), "int": _scalar(int),
    "long": _scalar(int), "object": _as_it_came, "str": _scalar(str),
    bool: _scalar(bool), date: _day, datetime: _time, float: _scalar(float), int: _scalar(int),
    object: _as_it_came, str: _scalar(str),
}  # fmt: skip
