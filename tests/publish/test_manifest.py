"""
The manifest and the models, against Amazon's own schema, and the store texts against Amazon's rules.

Rule: what the schema cannot say (example phrases, icons, the disclaimer) is said here.
"""

import json
import struct
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import smapi

from skill.alexa.reminders import PERMISSION
from skill.content.listing import Listing, listing
from skill.content.regions import region, regions
from skill.content.utterances import builtin
from skill.echo.wake_word import Invocation
from skill.publish.interaction_model import interaction_model
from skill.publish.manifest import Endpoint, EndpointError, manifest
from skill.understanding.intents import REPORTS


ROOT = Path(__file__).parents[2]
URL = "https://roller.example.org/"
ARN = "arn:aws:lambda:eu-west-1:123456789012:function:gentle-roller:live"

every_locale = pytest.mark.parametrize("locale", sorted(regions()))


@pytest.fixture(params=[None, URL, ARN], ids=["no-endpoint", "webhook", "lambda"])
def whole(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return the manifest for each kind of endpoint."""
    url, arn = (request.param if request.param == one else None for one in (URL, ARN))
    return manifest(Endpoint.of(url, arn), icons=True)


def committed(locale: str) -> dict[str, Any]:
    text = (ROOT / "interaction_models" / f"{locale}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


# Amazon's schema


def test_the_manifest_fits_amazons_schema(whole: dict[str, Any]) -> None:
    """ask-cli uploads whatever it is given, so it is checked here."""
    assert smapi.errors(whole, smapi.MANIFEST) == []


@every_locale
def test_the_committed_model_fits_amazons_schema(locale: str) -> None:
    """What is deployed from the repository is what Amazon takes."""
    assert smapi.errors(committed(locale), smapi.MODEL) == []


MANIFEST_FAULTS = {
    "an unknown key": ("manifest", "publishingInformation", "kategory", "HEALTH_AND_FITNESS"),
    "an unknown interface": ("manifest", "apis", "custom", "interfaces", [{"type": "APLA"}]),
    "an unknown permission": ("manifest", "permissions", [{"name": "alexa::alerts:all"}]),
    "an unknown event": ("manifest", "events", "subscriptions", [{"eventName": "SKILL_FORGOTTEN"}]),
    "a plain address": ("manifest", "apis", "custom", "endpoint", {"uri": "http://roller.example.org/"}),
    "too long a summary": ("manifest", "publishingInformation", "locales", "en-US", "summary", "x" * 161),
    "a page without a name": ("manifest", "publishingInformation", "locales", "en-US", {"summary": "x"}),
    "a boolean in words": ("manifest", "privacyAndCompliance", "containsAds", "no"),
}
MODEL_FAULTS = {
    "an unknown key": ("interactionModel", "languageModel", "invocation", "gentle roller"),
    "intents that are no list": ("interactionModel", "languageModel", "intents", {}),
    "an intent without a name": ("interactionModel", "languageModel", "intents", [{"samples": []}]),
    "a misspelt sample": ("interactionModel", "languageModel", "intents", [{"name": "X", "sample": ["x"]}]),
    "an unknown sensitivity": (
        "interactionModel", "languageModel", "modelConfiguration", {"fallbackIntentSensitivity": {"level": "HUGE"}}
    ),
}  # fmt: skip


def planted(document: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """Return *document* with a fault at *path*, whose last part is the fault."""
    spoilt = deepcopy(document)
    part: Any = spoilt
    for key in path[:-2]:
        part = part[key]
    part[path[-2]] = path[-1]
    return spoilt


@pytest.mark.parametrize("path", MANIFEST_FAULTS.values(), ids=list(MANIFEST_FAULTS))
def test_a_fault_in_a_manifest_would_be_found(path: tuple[Any, ...]) -> None:
    """The schema is strict: each planted fault is an error."""
    assert smapi.errors(planted(manifest(Endpoint.of(URL, None)), path), smapi.MANIFEST) != []


@pytest.mark.parametrize("path", MODEL_FAULTS.values(), ids=list(MODEL_FAULTS))
def test_a_fault_in_a_model_would_be_found(path: tuple[Any, ...]) -> None:
    """The schema is strict: each planted fault is an error."""
    assert smapi.errors(planted(interaction_model("en-US"), path), smapi.MODEL) != []


# What the manifest says


def test_whoever_disables_the_skill_is_told_of() -> None:
    """Without the subscription nobody would be forgotten; it goes to the endpoint that answers all else."""
    found = manifest(Endpoint.of(None, ARN))["manifest"]
    assert found["events"] == {"endpoint": {"uri": ARN}, "subscriptions": [{"eventName": "SKILL_DISABLED"}]}


def test_only_what_is_used_is_asked_for() -> None:
    """One permission, for reminders; one interface, for screens; no audio player, whose built-ins we'd owe."""
    found = manifest()["manifest"]
    assert found["permissions"] == [{"name": PERMISSION}]
    assert found["apis"] == {"custom": {"interfaces": [{"type": "ALEXA_PRESENTATION_APL"}]}}


def test_a_web_server_has_a_certificate_and_a_lambda_has_none() -> None:
    """sslCertificateType beside an ARN is refused by Amazon."""
    assert Endpoint(URL).to_dict() == {"uri": URL, "sslCertificateType": "Trusted"}
    assert Endpoint(ARN, is_lambda=True).to_dict() == {"uri": ARN}


@pytest.mark.parametrize(
    ("url", "arn", "says"),
    [
        ("http://roller.example.org/", None, "write https://your.domain/"),
        ("https://roller.example.org:8443/", None, "write https://your.domain/"),
        ("https://localhost/", None, "write https://your.domain/"),
        ("roller.example.org", None, "write https://your.domain/"),
        (None, "gentle-roller", "write arn:aws:lambda:"),
        (None, "arn:aws:s3:::bucket", "write arn:aws:lambda:"),
        (URL, ARN, "not both"),
    ],
)
def test_an_endpoint_that_alexa_cannot_call_is_refused(url: str | None, arn: str | None, says: str) -> None:
    """One line that says what to write."""
    with pytest.raises(EndpointError, match=says) as caught:
        Endpoint.of(url, arn)
    assert "\n" not in str(caught.value)


def test_icons_have_the_size_that_amazon_wants() -> None:
    """108 and 512 pixels, square, PNG."""
    for pixels in (108, 512):
        head = (ROOT / "docs" / "art" / f"icon_{pixels}.png").read_bytes()[:24]
        assert (head[:8], struct.unpack(">II", head[16:])) == (b"\x89PNG\r\n\x1a\n", (pixels, pixels))


# The store's page


@pytest.fixture(params=sorted(regions()))
def page(request: pytest.FixtureRequest) -> tuple[str, Listing]:
    """Return each locale with its page."""
    return request.param, listing(request.param)


def wishes(locale: str, phrase: str) -> tuple[str, ...]:
    """Return what *phrase* asks of the skill once wake word and opening words are taken off, as it can be read."""
    invocation = Invocation(locale)
    found = invocation.wishes(invocation.without_wake_word(phrase) or "")
    assert found is not None, f"{phrase!r} does not invoke the skill"
    return found


def test_the_first_example_phrase_opens_the_skill(page: tuple[str, Listing]) -> None:
    """With wake word and invocation name, and nothing else to say."""
    locale, texts = page
    first = texts.example_phrases[0]
    assert wishes(locale, first) == ()
    assert first.endswith(region(locale).invocation)


def test_every_example_phrase_is_a_sample(page: tuple[str, Listing]) -> None:
    """Reviewers say them word for word; what is wished for must stand in the model as it is said."""
    locale, texts = page
    model = interaction_model(locale)["interactionModel"]["languageModel"]
    samples = {sample for intent in model["intents"] for sample in intent["samples"]}
    said = [wishes(locale, phrase) for phrase in texts.example_phrases[1:]]
    assert [wish for wish in said if not samples & set(wish)] == []
    assert len(texts.example_phrases) == 3


def test_the_page_keeps_to_amazons_lengths(page: tuple[str, Listing]) -> None:
    """The schema knows most of them; a summary of 120 characters is safe everywhere."""
    _, texts = page
    assert 2 <= len(texts.name) <= 50
    assert len(texts.summary) <= 120
    assert len(texts.description) <= 4000
    assert len(texts.keywords) <= 30


def test_the_page_says_that_it_is_no_substitute_for_advice(page: tuple[str, Listing]) -> None:
    """Amazon's policy for health: educational, not medical advice, and whom to call in an emergency."""
    locale, texts = page
    wanted = ("educational purposes", "not medical advice", "no substitute for", region(locale).emergency_shown)
    assert [words for words in wanted if words not in texts.description] == []


def test_the_page_promises_no_cure(page: tuple[str, Listing]) -> None:
    """No claim to heal, treat or relieve, and no condition in the name."""
    _, texts = page
    whole = f"{texts.name} {texts.summary} {' '.join(texts.keywords)} {texts.description.partition('This skill')[0]}"
    assert [word for word in ("cure", "heal", "treat", "reliev", "pain", "therap") if word in whole.lower()] == []


def test_quoted_phrases_of_the_page_are_understood(page: tuple[str, Listing]) -> None:
    """Whatever the page tells people to say, the model or a built-in intent has."""
    locale, texts = page
    model = interaction_model(locale)["interactionModel"]["languageModel"]
    samples = {sample for intent in model["intents"] for sample in intent["samples"]}
    samples |= {phrase for said in builtin(region(locale).language).values() for phrase in said}
    quoted = texts.description.split('"')[1::2]
    assert quoted
    assert [phrase for phrase in quoted if phrase not in samples] == []


def test_a_place_without_a_privacy_notice_names_none(page: tuple[str, Listing]) -> None:
    """An empty address would be refused by Amazon; one that is set stands in the manifest."""
    locale, texts = page
    found = manifest()["manifest"]["privacyAndCompliance"]["locales"]
    wanted = {locale: {"privacyPolicyUrl": texts.privacy_policy}} if texts.privacy_policy else {}
    assert {name: value for name, value in found.items() if name == locale} == wanted


def test_reports_of_pain_are_never_example_phrases(page: tuple[str, Listing]) -> None:
    """A health report as an advertisement would ask people about their health."""
    locale, texts = page
    model = interaction_model(locale)["interactionModel"]["languageModel"]
    reports = {sample for i in model["intents"] if i["name"] in REPORTS for sample in i["samples"]}
    said = {wish for phrase in texts.example_phrases for wish in wishes(locale, phrase)}
    assert said & reports == set()
