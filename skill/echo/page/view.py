"""What the page is told, as plain data."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from skill.alexa.inspect import trace
from skill.coach.voice import Pause, plain
from skill.content.phrases import script
from skill.content.regions import regions
from skill.echo.desk import Desk, Turn
from skill.echo.device import Device, Speech, Stretch
from skill.echo.sentences import sentences
from skill.echo.transcript import hint
from skill.echo.viewports import PANELS, Panel


Data = dict[str, Any]

OFTEN = ("yes", "next", "hold_on", "ready", "safety", "it_hurts", "stop")
"""What is said most, to be said with one click."""


def room() -> Data:
    """Say what the page can choose from."""
    return {"locales": list(regions()), "panels": [_panel(panel) for panel in PANELS]}


def seen(desk: Desk, since: int) -> Data:
    """Say how the device stands, with the turns that came after turn *since*."""
    device = desk.device
    return {
        "now": device.now,
        "household": desk.household,
        "locale": desk.locale,
        "panel": desk.panel.id if desk.panel else None,
        "person": device.sender.person,
        "open": device.session is not None,
        "shown": device.shown,
        "wakeWord": device.invocation.wake_word,
        "opening": device.invocation.opening,
        "words": _words(desk.locale),
        "stretches": [_stretch(stretch) for stretch in device.stretches],
        "turns": [_turn(turn, device) for turn in desk.turns if turn.number > since],
    }


def _words(locale: str) -> list[str]:
    say = script(locale).say
    return [say[name] for name in OFTEN if name in say]


def _panel(panel: Panel) -> Data:
    width, height = panel.size
    return {
        "id": panel.id,
        "name": panel.name,
        "width": width,
        "height": height,
        "shape": panel.shape,
        "mode": panel.mode,
    }


def _stretch(stretch: Stretch) -> Data:
    return {
        "mode": str(stretch.mode),
        "begins": stretch.begins,
        "ends": stretch.ends,
        "sounds": list(_sounds(stretch.speech)),
    }


def _sounds(speech: Speech) -> Iterator[Data]:
    """Give words sentence by sentence, and silences, each with its seconds."""
    for sound in speech:
        if isinstance(sound, Pause):
            yield {"text": "", "seconds": sound.seconds}
        else:
            yield from (asdict(sentence) for sentence in sentences(sound))


def _turn(turn: Turn, device: Device) -> Data:
    told = {"number": turn.number, "at": turn.at, "how": turn.how, "heard": turn.heard}
    if turn.exchange is None:
        return {**told, "unheard": hint(device)}
    exchange, answer = turn.exchange, turn.answer
    inside = asdict(trace(exchange.envelope, exchange.response))
    reply = {
        "said": plain(answer.said) if answer else "",
        "reprompt": plain(answer.reprompt) if answer else "",
        "open": answer.goes_on if answer else False,
        "hold": answer.hold if answer else None,
    }
    posted = {"status": exchange.status, "milliseconds": exchange.milliseconds}
    return {**told, **posted, "inside": inside, "reply": reply, "sent": exchange.envelope, "got": exchange.response}
