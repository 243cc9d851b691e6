"""
The skill's manifest: skill.json, which describes the skill to Amazon and to the store.

Rule 1: store texts are content; this module holds only what is the same in every language.
Rule 2: the manifest declares only the permissions and interfaces that the skill uses.
"""

import re
from dataclasses import dataclass
from typing import Any

from skill.alexa.reminders import PERMISSION
from skill.content.listing import listing
from skill.content.regions import regions


CATEGORY = "HEALTH_AND_FITNESS"
EVENTS = ("SKILL_DISABLED",)
"""The skill deletes the saved progress of a user who disables it."""

_ARN = re.compile(r"arn:aws:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9_$-]+)?")
_URL = re.compile(r"https://[A-Za-z0-9.-]+\.[A-Za-z]{2,}(/[^\s?#]*)?")


class EndpointError(ValueError):
    """Alexa cannot call this endpoint; the message is one line that says what to write."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The endpoint of the skill: the address of a webhook, or the ARN of a Lambda function."""

    uri: str
    is_lambda: bool = False

    @classmethod
    def of(cls, url: str | None, arn: str | None) -> "Endpoint | None":
        """Return the endpoint at *url* or *arn*, None if both are None; raises EndpointError."""
        if url and arn:
            raise EndpointError("give --endpoint or --lambda-arn, not both")
        if url and not _URL.fullmatch(url):
            raise EndpointError(f"--endpoint is {url!r}: write https://your.domain/ (Alexa calls port 443 only)")
        if arn and not _ARN.fullmatch(arn):
            raise EndpointError(f"--lambda-arn is {arn!r}: write arn:aws:lambda:REGION:ACCOUNT:function:NAME:live")
        return cls(url or arn or "", bool(arn)) if url or arn else None

    def to_dict(self) -> dict[str, str]:
        """Return the endpoint in the manifest's format; only a webhook has a certificate type."""
        return {"uri": self.uri} if self.is_lambda else {"uri": self.uri, "sslCertificateType": "Trusted"}


def manifest(endpoint: Endpoint | None = None, *, icons: bool = False) -> dict[str, Any]:
    """Return skill.json; ask-cli fills in a missing *endpoint*. *icons*: whether the package has the icons."""
    custom: dict[str, Any] = {"interfaces": [{"type": "ALEXA_PRESENTATION_APL"}]}
    whole = {
        "manifestVersion": "1.0",
        "publishingInformation": _publishing(icons),
        "privacyAndCompliance": _privacy(),
        "permissions": [{"name": PERMISSION}],
        "apis": {"custom": custom},
    }
    if endpoint:
        custom["endpoint"] = endpoint.to_dict()
        subscriptions = [{"eventName": name} for name in EVENTS]
        whole["events"] = {"endpoint": endpoint.to_dict(), "subscriptions": subscriptions}
    return {"manifest": whole}


def icon(pixels: int) -> str:
    """Return the path of the icon of *pixels* by *pixels* in the package."""
    return f"assets/images/icon_{pixels}.png"


def _publishing(icons: bool) -> dict[str, Any]:
    return {
        "locales": {locale: _page(locale, icons) for locale in regions()},
        "isAvailableWorldwide": True,
        "distributionMode": "PUBLIC",
        "category": CATEGORY,
        "testingInstructions": listing("en-US").testing_instructions,
    }


def _page(locale: str, icons: bool) -> dict[str, Any]:
    page = listing(locale)
    shown = {"smallIconUri": f"file://{icon(108)}", "largeIconUri": f"file://{icon(512)}"} if icons else {}
    return {
        "name": page.name,
        "summary": page.summary,
        "description": page.description,
        "examplePhrases": list(page.example_phrases),
        "keywords": list(page.keywords),
        **shown,
    }


def _privacy() -> dict[str, Any]:
    addresses = {locale: listing(locale).privacy_policy for locale in regions()}
    return {
        "allowsPurchases": False,
        "usesPersonalInfo": True,  # progress, counts and preferences are saved under a hash of the user's id
        "isChildDirected": False,
        "isExportCompliant": True,
        "containsAds": False,
        "locales": {locale: {"privacyPolicyUrl": url} for locale, url in addresses.items() if url},
    }
