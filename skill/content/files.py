"""Read the TOML files of the content, each once; an error names the file."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any


class ContentError(ValueError):
    """A content file says something that it must not, or lacks something that it must have."""


@cache
def read(name: str) -> dict[str, Any]:
    """Read the TOML file *name* ("routine.toml", "en/phrases.toml"); raises ContentError that names it."""
    file = resources.files("skill.content").joinpath(name)
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ContentError(f"skill/content/{name} is missing") from None
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"skill/content/{name}: {error}") from None
