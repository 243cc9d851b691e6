"""
Request envelopes as Alexa sends them for a device, and a response as a device reads it.

Rule 1: a request has everything that Amazon's has, with every slot of its intent, so that the skill reads nothing
here that a real request lacks. The shapes are those of the classes of ask-sdk-model.
Rule 2: timestamps are whole seconds, as Amazon's are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias

from skill.alexa.ssml import timed
from skill.coach.voice import Sound, plain
from skill.content.phrases import script
from skill.content.regions import region
from skill.content.utterances import intents, slot_types
from skill.dialogue.reply import Line
from skill.understanding.commands import IntentMatch, SlotValue
from skill.understanding.intents import FALLBACK
from skill.understanding.slot_values import AMAZON_TYPES


Envelope: TypeAlias = dict[str, Any]

APL = "Alexa.Presentation.APL"
ENDPOINT = "https://api.amazonalexa.com"
SKILL = "amzn1.ask.skill.00000000-0000-4000-8000-000000000000"
SESSION_ID, REQUEST_ID = "amzn1.echo-api.session", "amzn1.echo-api.request"
"""The prefixes of Amazon's ids of sessions and of requests."""


@dataclass(frozen=True, slots=True)
class Sender:
    """
    The owner of a device, the person who speaks (None: an unknown voice), and whether the device has a screen.

    *user* and *person* are any names; the ids in a request are made of them.
    """

    locale: str
    user: str
    skill: str = SKILL
    person: str | None = None
    screen: bool = False


@dataclass(frozen=True, slots=True)
class DeviceSession:
    """A session as a device keeps it: its id, the attributes that the skill set, and the document on the screen."""

    id: str
    new: bool = True
    attributes: Mapping[str, Any] = field(default_factory=dict)
    shown: str | None = None

    @property
    def hurt(self) -> bool:
        """Whether it hurt earlier in this session, as the attributes of the skill say."""
        return bool(self.attributes.get("state", {}).get("hurts"))


def launch() -> Envelope:
    """Return a LaunchRequest."""
    return {"type": "LaunchRequest", "shouldLinkResultBeReturned": False}


def intent(heard: IntentMatch | None, language: str) -> Envelope:
    """Return an IntentRequest for *heard*, or for the fallback intent if *heard* is None."""
    name, filled = (heard.intent, heard.slots) if heard else (FALLBACK, {})
    declared: dict[str, str] = next((dict(i.slots) for i in intents(language) if i.name == name), {})
    slots = {slot: _slot(slot, type_, filled.get(slot), language) for slot, type_ in declared.items()}
    intent_ = {"name": name, "confirmationStatus": "NONE", **({"slots": slots} if slots else {})}
    return {"type": "IntentRequest", "intent": intent_}


def touch(token: str, arguments: list[object]) -> Envelope:
    """Return the UserEvent of a tap on the document *token*, which sends *arguments*."""
    return {
        "type": f"{APL}.UserEvent",
        "token": token,
        "arguments": arguments,
        "source": {"type": "TouchWrapper", "handler": "Press"},
        "components": {},
    }


def ended(reason: str) -> Envelope:
    """Return a SessionEndedRequest; *reason* is NOBODY_SPOKE or LEFT."""
    return {"type": "SessionEndedRequest", "reason": reason}


def envelope(request: Envelope, sender: Sender, session: DeviceSession, at: float, id_: str) -> Envelope:
    """Return *request* in its envelope; *at* is in seconds since 1970, *id_* the id of the request."""
    stamp = datetime.fromtimestamp(int(at), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    application, user = {"applicationId": sender.skill}, {"userId": f"amzn1.ask.account.{sender.user}"}
    context: Envelope = {"System": _system(sender, application, user)}
    if sender.screen:
        context |= _viewport()
        context |= {APL: {"token": session.shown, "version": "AriaRuntime"}} if session.shown else {}
    return {
        "version": "1.0",
        "session": {
            "new": session.new,
            "sessionId": session.id,
            "application": application,
            "attributes": dict(session.attributes),
            "user": user,
        },
        "context": context,
        "request": {"requestId": id_, "locale": sender.locale, "timestamp": stamp, **request},
    }


def _system(sender: Sender, application: Envelope, user: Envelope) -> Envelope:
    interfaces = {APL: {"runtime": {"maxVersion": "2024.3"}}} if sender.screen else {}
    # No apiAccessToken: a virtual device must not be able to call Amazon in the name of a user.
    system = {
        "application": application,
        "user": user,
        "device": {"deviceId": f"amzn1.ask.device.{sender.user}", "supportedInterfaces": interfaces},
        "apiEndpoint": ENDPOINT,
    }
    person = {"person": {"personId": f"amzn1.ask.person.{sender.person}"}} if sender.person else {}
    return system | person


def _viewport() -> Envelope:
    size = {"type": "DISCRETE", "pixelWidth": 1280, "pixelHeight": 800}
    main = {
        "type": "APL",
        "id": "main",
        "shape": "RECTANGLE",
        "dpi": 213,
        "presentationType": "STANDARD",
        "canRotate": False,
        "configuration": {"current": {"mode": "HUB", "video": {"codecs": ["H_264_42"]}, "size": size}},
    }
    old = {
        "experiences": [{"arcMinuteWidth": 346, "arcMinuteHeight": 216, "canRotate": False, "canResize": False}],
        "mode": "HUB",
        "shape": "RECTANGLE",
        "pixelWidth": 1280,
        "pixelHeight": 800,
        "dpi": 213,
        "currentPixelWidth": 1280,
        "currentPixelHeight": 800,
        "touch": ["SINGLE"],
        "video": {"codecs": ["H_264_42"]},
    }
    return {"Viewport": old, "Viewports": [main]}


def _slot(name: str, type_: str, said: SlotValue | None, language: str) -> Envelope:
    slot: Envelope = {"name": name, "confirmationStatus": "NONE", "source": "USER"}
    if said is None:
        return slot
    # Alexa sends numbers, durations and times as values, but texts and the values of custom types as spoken.
    value = said.value or said.raw
    resolutions = {} if type_ in AMAZON_TYPES else {"resolutions": _resolutions(type_, said, language)}
    filled = {"value": value, **resolutions}
    return {**slot, **filled, "slotValue": {"type": "Simple", **filled}}


def _resolutions(type_: str, said: SlotValue, language: str) -> Envelope:
    found: Envelope = {"authority": f"amzn1.er-authority.echo-sdk.gentle-roller.{type_}"}
    if said.id is None:
        found |= {"status": {"code": "ER_SUCCESS_NO_MATCH"}}
    else:
        canonical = slot_types(language)[type_][said.id][0]
        value = {"value": {"name": canonical, "id": said.id}}
        found |= {"status": {"code": "ER_SUCCESS_MATCH"}, "values": [value]}
    return {"resolutionsPerAuthority": [found]}


@dataclass(frozen=True, slots=True)
class DeviceResponse:
    """
    A response as a device reads it: the speech, the reprompt, and whether the session goes on.

    *goes_on* is None if the response does not say so; then the session stays as it is.
    """

    said: tuple[Sound, ...] = ()
    reprompt: tuple[Sound, ...] = ()
    goes_on: bool | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    directives: tuple[Mapping[str, Any], ...] = ()
    card: Mapping[str, Any] | None = None

    @property
    def shown(self) -> str | None:
        """The token of the document that the response renders, or None."""
        tokens = [d["token"] for d in self.directives if d["type"] == f"{APL}.RenderDocument"]
        return tokens[-1] if tokens else None

    @property
    def hold(self) -> tuple[float, float] | None:
        """The seconds before the countdown on the screen, and the seconds that it counts; None if there is none."""
        values: dict[str, Any] = {}
        for directive in self.directives:
            values |= directive.get("datasources", {}).get("view", {}).get("properties", {})
            values |= {c["property"]: c["value"] for c in directive.get("commands", ()) if c["type"] == "SetValue"}
        seconds = values.get("remaining", values.get("seconds", 0))
        return (values.get("ahead", 0), seconds) if seconds and not values.get("held") else None

    @property
    def titles(self) -> tuple[str, ...]:
        """The title lines of a document that the response renders: the small line and the title."""
        for directive in self.directives:
            if directive["type"] == f"{APL}.RenderDocument":
                view = directive.get("datasources", {}).get("view", {}).get("properties", {})
                return tuple(view[key] for key in ("eyebrow", "title") if view.get(key))
        return ()


def read(response: Mapping[str, Any], locale: str) -> DeviceResponse:
    """Read *response*, the plain data that the skill returns."""
    body = response.get("response") or {}
    ends = body.get("shouldEndSession")
    return DeviceResponse(
        said=_speech(body.get("outputSpeech"), locale),
        reprompt=_speech((body.get("reprompt") or {}).get("outputSpeech"), locale),
        goes_on=None if ends is None else not ends,
        attributes=response.get("sessionAttributes") or {},
        directives=tuple(body.get("directives") or ()),
        card=body.get("card"),
    )


def _speech(speech: Mapping[str, Any] | None, locale: str) -> tuple[Sound, ...]:
    return timed(speech["ssml"], script(locale)) if speech else ()


def is_apology(response: DeviceResponse, locale: str, wake_word: str) -> bool:
    """Return whether *response* is the apology for a fault."""
    return plain(response.said) == script(locale, wake_word).text(Line("trouble.apology"))


def language_of(sender: Sender) -> str:
    """Return the language of the locale of *sender*."""
    return region(sender.locale).language
