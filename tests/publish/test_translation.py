"""What a language still lacks: found by name, and nothing where it lacks nothing."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest

from skill.content.files import ContentError, read
from skill.content.regions import Region, regions
from skill.publish import translation as missing_
from skill.publish.translation import files, missing


LANGUAGES = sorted({here.language for here in regions().values()})


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """Return a language as good as English, by file; it has a region of its own."""
    known = {**regions(), "de-DE": Region(**{**_fields(regions()["en-US"]), "locale": "de-DE", "language": "de"})}
    monkeypatch.setattr(missing_, "regions", lambda: known)
    return {f"de/{file}": deepcopy(read(f"en/{file}")) for file in files()}


def _fields(here: Region) -> dict[str, str]:
    return {**here.words, "locale": here.locale, "language": here.language}


def lacks(language: dict[str, dict[str, Any]]) -> list[str]:
    def reader(name: str) -> Mapping[str, Any]:
        if name not in language:
            raise ContentError(f"skill/content/{name} is missing")
        return language[name]

    return missing("de-DE", reader)


@pytest.mark.parametrize("locale", sorted(regions()))
def test_every_locale_is_complete(locale: str) -> None:
    """No language has a key or a placeholder less than English, or one more, or an open end."""
    assert missing(locale) == []


def test_a_language_is_asked_for_by_itself_too() -> None:
    """"en" is as good as "en-US"."""
    assert [missing(language) for language in LANGUAGES] == [[] for _ in LANGUAGES]


def test_a_complete_language_lacks_nothing(german: dict[str, dict[str, Any]]) -> None:
    """Whatever its words are."""
    german["de/phrases.toml"]["thanks"] = "Gern."
    german["de/triage.toml"]["words"] = {"aua": ["aua"]}
    german["de/answers.toml"]["shingles"]["synonyms"] = ["gürtelrose"]
    del german["de/phrases.toml"]["few"]
    assert lacks(german) == []


def test_a_missing_file_is_named(german: dict[str, dict[str, Any]]) -> None:
    """One line for the file, none for each of its keys."""
    del german["de/steps.toml"]
    assert lacks(german) == ["de/steps.toml: skill/content/de/steps.toml is missing"]


def test_missing_and_unknown_keys_are_named(german: dict[str, dict[str, Any]]) -> None:
    """A misspelt key is both."""
    german["de/phrases.toml"]["hurt"]["dwon"] = german["de/phrases.toml"]["hurt"].pop("down")
    del german["de/steps.toml"]["roll"]["ask"]
    assert lacks(german) == [
        "de/phrases.toml: hurt.down is missing",
        "de/phrases.toml: hurt.dwon is not known in en",
        "de/steps.toml: roll.ask is missing",
    ]


def test_placeholders_are_compared(german: dict[str, dict[str, Any]]) -> None:
    """One that is gone, and one that nothing fills."""
    german["de/phrases.toml"]["step"]["number"] = "Schritt {schritt} von {of}."
    assert lacks(german) == [
        "de/phrases.toml: step.number lacks {step}",
        "de/phrases.toml: step.number has {schritt}, which nothing fills",
    ]


def test_open_ends_are_named(german: dict[str, dict[str, Any]]) -> None:
    """In a wording among others, and in what a language has of its own."""
    german["de/phrases.toml"]["thanks"] = ["Gern.", "TODO"]
    german["de/utterances.toml"]["fragments"] = {"step": "TODO"}
    assert lacks(german) == [
        "de/phrases.toml: thanks still says TODO",
        "de/utterances.toml: fragments.step still says TODO",
    ]


def test_a_verdict_is_no_matter_of_translation(german: dict[str, dict[str, Any]]) -> None:
    """What an answer decides is the same in every language."""
    german["de/answers.toml"]["shingles"]["verdict"] = "ok"
    assert lacks(german) == ["de/answers.toml: shingles.verdict is 'ok', in en it is 'do_not'"]


def test_a_language_that_is_not_there_lacks_all() -> None:
    """Its region first, then every file."""
    found = missing("xx-XX")
    assert found[0] == "regions.toml: no locale for xx-XX"
    assert [line.split(":")[0] for line in found[1:]] == [f"xx/{file}" for file in files()]
