"""The store's page: read whole, or refused with its file and what is wrong."""

from typing import Any

import pytest

from skill.content import listing as page
from skill.content.files import ContentError, read
from skill.content.listing import listing
from skill.content.regions import region


def spoilt(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    """Let the English page have *changes*; None takes a key away."""
    table = {key: value for key, value in (read("en/listing.toml") | changes).items() if value is not None}
    monkeypatch.setattr(page, "read", lambda name: table)


def test_the_page_has_the_words_of_its_region() -> None:
    """Whom to ask and what to call differ inside a language."""
    found = listing("en-US")
    assert region("en-US").emergency_shown in found.description
    assert "{" not in " ".join([found.description, found.summary, *found.example_phrases])


@pytest.mark.parametrize(("changes", "key"), [({"summary": None}, "summary"), ({"subtitle": "x"}, "subtitle")])
def test_a_missing_or_unknown_key_is_named(
    changes: dict[str, Any], key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A translator sees which one."""
    spoilt(monkeypatch, **changes)
    with pytest.raises(ContentError, match=rf"skill/content/en/listing.toml lacks or does not know: {key}"):
        listing("en-US")


def test_a_placeholder_that_nothing_fills_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt one would stand in the store as it is."""
    spoilt(monkeypatch, summary="Ask your {docter}.")
    with pytest.raises(ContentError, match=r"listing\.toml has a placeholder that nothing fills: 'docter'"):
        listing("en-US")
