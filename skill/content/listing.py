"""The skill's page in the store, in the words of a language and its region."""

from dataclasses import dataclass, fields
from typing import Any

from skill.content.files import ContentError, read
from skill.content.regions import region


@dataclass(frozen=True, slots=True)
class Listing:
    """What the store shows; *privacy_policy* is empty as long as there is no address."""

    name: str
    summary: str
    description: str
    example_phrases: tuple[str, ...]
    keywords: tuple[str, ...]
    testing_instructions: str
    privacy_policy: str


def listing(locale: str) -> Listing:
    """Read the page of *locale*; raises ContentError for a missing or unknown key."""
    place = region(locale)
    name = f"{place.language}/listing.toml"
    table = read(name)
    wanted = {field.name for field in fields(Listing)}
    if table.keys() != wanted:
        odd = ", ".join(sorted(table.keys() ^ wanted))
        raise ContentError(f"skill/content/{name} lacks or does not know: {odd}")
    try:
        return Listing(**{key: _filled(value, place.words) for key, value in table.items()})
    except KeyError as error:
        raise ContentError(f"skill/content/{name} has a placeholder that nothing fills: {error}") from None


def _filled(value: Any, words: dict[str, str]) -> Any:
    if isinstance(value, list):
        return tuple(_filled(item, words) for item in value)
    return str(value).strip().format(**words)
