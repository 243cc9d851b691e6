"""Regions: what differs inside a language."""

from dataclasses import dataclass, fields
from functools import cache

from skill.content.files import ContentError, read


@dataclass(frozen=True, slots=True)
class Region:
    """A locale's own words; every field but *locale* and *language* is a placeholder in the content."""

    locale: str
    language: str
    invocation: str
    wake_word: str
    emergency_spoken: str
    emergency_shown: str
    doctor: str
    physio: str
    roller_width: str

    @property
    def words(self) -> dict[str, str]:
        """Return the placeholders that the region fills, by name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("locale", "language")}


@cache
def regions() -> dict[str, Region]:
    """Read all regions, by locale; raises ContentError for a missing or unknown key."""
    wanted = {f.name for f in fields(Region)} - {"locale"}
    found = {}
    for locale, table in read("regions.toml").items():
        if table.keys() != wanted:
            odd = ", ".join(sorted(table.keys() ^ wanted))
            raise ContentError(f"skill/content/regions.toml: [{locale}] lacks or does not know: {odd}")
        found[locale] = Region(locale, **table)
    return found


def region(locale: str) -> Region:
    """Return the region of *locale*; raises ContentError that lists the known ones."""
    try:
        return regions()[locale]
    except KeyError:
        known = ", ".join(sorted(regions()))
        raise ContentError(f"no such locale: {locale}. Known: {known}") from None
