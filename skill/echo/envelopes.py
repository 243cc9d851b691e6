"""
Envelopes from the other side: the requests that Amazon would send for a device, and what a response tells it.

Rule 1: a request has all that Amazon's has, every slot of its intent included, so that nothing is read here that
a real one lacks. The shapes are those of the ask-sdk-model classes.
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
"""What Amazon's names of sessions and of requests begin with."""



@dataclass(frozen=True, slots=True)
class Sender:
    """
    Whose device it is, who is speaking (None: a voice that Alexa does not know), and whether it has a screen.

    *user* and *person* are any names; their ids are made of them.
    """

    locale: str
    user: str
    skill: str = SKILL
    person: str | None = None
    screen: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """A conversation as Amazon names it, what the skill gave it to carry, and the document that it shows."""

    id: str
    new: bool = True
    attributes: Mapping[str, Any] = field(default_factory=dict)
    shown: str | None = None


def launch() -> Envelope:
    """Say that the skill was opened."""
    return {"type": "LaunchRequest", "shouldLinkResultBeReturned": False}


def intent(heard: IntentMatch | None, language: str) -> Envelope:
    """Say what was meant; None is what no intent matched."""
    name, filled = (heard.intent, heard.slots) if heard else (FALLBACK, {})
    declared: dict[str, str] = next((dict(i.slots) for i in intents(language) if i.name == name), {})
    slots = {slot: _slot(slot, type_, filled.get(slot), language) for slot, type_ in declared.items()}
    meant = {"name": name, "confirmationStatus": "NONE", **({"slots": slots} if slots else {})}
    return {"type": "IntentRequest", "intent": meant}


def touch(token: str, arguments: list[object]) -> Envelope:
    """Say that the screen called *token* sent *arguments*."""
    return {
        "type": f"{APL}.UserEvent",
        "token": token,
        "arguments": arguments,
        "source": {"type": "TouchWrapper", "handler": "Press"},
        "components": {},
    }


def ended(reason: str) -> Envelope:
    """Say that the session is over without a word of the skill's: NOBODY_SPOKE or LEFT."""
    return {"type": "SessionEndedRequest", "reason": reason}


def envelope(request: Envelope, sender: Sender, session: Session, at: float, id_: str) -> Envelope:
    """Put *request* into its envelope; *at* is seconds since 1970, *id_* the request's own name."""
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
    # No apiAccessToken: a device of ours must not be able to call Amazon in anybody's name.
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
    # A number, a length or a time comes as what it is; a text, and a value of our own types, as it was said.
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
class Answer:
    """
    What a response tells a device: what to say, what to say again after a silence, whether to go on.

    *goes_on* is None where the response leaves that open (design: a Silence).
    """

    said: tuple[Sound, ...] = ()
    reprompt: tuple[Sound, ...] = ()
    goes_on: bool | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    directives: tuple[Mapping[str, Any], ...] = ()
    card: Mapping[str, Any] | None = None

    @property
    def shown(self) -> str | None:
        """The token of the document that is shown from now on, None if none is begun."""
        tokens = [d["token"] for d in self.directives if d["type"] == f"{APL}.RenderDocument"]
        return tokens[-1] if tokens else None

    @property
    def hold(self) -> tuple[float, float] | None:
        """The seconds before the screen's count begins, and the seconds that it counts; None if it counts none."""
        values: dict[str, Any] = {}
        for directive in self.directives:
            values |= directive.get("datasources", {}).get("view", {}).get("properties", {})
            values |= {c["property"]: c["value"] for c in directive.get("commands", ()) if c["type"] == "SetValue"}
        seconds = values.get("remaining", values.get("seconds", 0))
        return (values.get("ahead", 0), seconds) if seconds and not values.get("held") else None

    @property
    def titles(self) -> tuple[str, ...]:
        """What a new document has in its head line: the small line above it, and the line."""
        for directive in self.directives:
            if directive["type"] == f"{APL}.RenderDocument":
                view = directive.get("datasources", {}).get("view", {}).get("properties", {})
                return tuple(view[key] for key in ("eyebrow", "title") if view.get(key))
        return ()


def read(response: Mapping[str, Any], locale: str) -> Answer:
    """Read the skill's response."""
    body = response.get("response") or {}
    ends = body.get("shouldEndSession")
    return Answer(
        said=_speech(body.get("outputSpeech"), locale),
        reprompt=_speech((body.get("reprompt") or {}).get("outputSpeech"), locale),
        goes_on=None if ends is None else not ends,
        attributes=response.get("sessionAttributes") or {},
        directives=tuple(body.get("directives") or ()),
        card=body.get("card"),
    )


def _speech(speech: Mapping[str, Any] | None, locale: str) -> tuple[Sound, ...]:
    return timed(speech["ssml"], script(locale)) if speech else ()


def apologises(answer: Answer, locale: str, wake_word: str) -> bool:
    """Say whether *answer* is what is said when something went wrong (apology.py)."""
    return plain(answer.said) == script(locale, wake_word).text(Line("trouble.apology"))


def language_of(sender: Sender) -> str:
    """Give the language that is spoken to *sender*."""
    return region(sender.locale).language
