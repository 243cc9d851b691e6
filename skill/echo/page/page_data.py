"""The state of the virtual Echo as plain data for the page."""

from dataclasses import asdict
from typing import Any

from skill.alexa.inspect import trace
from skill.coach.voice import Pause, plain
from skill.content.phrases import script
from skill.content.regions import regions
from skill.echo.device import Device, Interval
from skill.echo.page.simulator import DeviceTurn, Simulator
from skill.echo.page.viewports import VIEWPORTS, Viewport
from skill.echo.transcript import hint, sentences


Data = dict[str, Any]

COMMON_PHRASES = ("yes", "next", "hold_on", "ready", "safety", "it_hurts", "stop")
"""The phrases that the page offers as buttons."""


def choices() -> Data:
    """Return the locales and viewports that the page offers."""
    return {"locales": list(regions()), "viewports": [_viewport(viewport) for viewport in VIEWPORTS]}


def state_of(simulator: Simulator, since: int) -> Data:
    """Return the state of *simulator*, with the turns after turn number *since*."""
    device = simulator.device
    return {
        "now": device.now,
        "household": simulator.household,
        "locale": simulator.locale,
        "viewport": simulator.viewport.id if simulator.viewport else None,
        "person": device.sender.person,
        "open": device.session is not None,
        "shown": device.shown,
        "wakeWord": device.invocation.wake_word,
        "opening": device.invocation.opening,
        "phrases": _phrases(simulator.locale),
        "intervals": [_interval(interval) for interval in device.intervals],
        "turns": [_turn(turn, device) for turn in simulator.turns if turn.number > since],
    }


def _phrases(locale: str) -> list[str]:
    say = script(locale).say
    return [say[name] for name in COMMON_PHRASES if name in say]


def _viewport(viewport: Viewport) -> Data:
    width, height = viewport.size
    return {
        "id": viewport.id,
        "name": viewport.name,
        "width": width,
        "height": height,
        "shape": viewport.shape,
        "mode": viewport.mode,
    }


def _interval(interval: Interval) -> Data:
    sounds = [
        {"text": "" if isinstance(sound, Pause) else sound.text, "seconds": sound.seconds}
        for sound in sentences(interval.speech)
    ]
    return {"mode": str(interval.mode), "begins": interval.begins, "ends": interval.ends, "sounds": sounds}


def _turn(turn: DeviceTurn, device: Device) -> Data:
    data = {"number": turn.number, "at": turn.at, "how": turn.how, "heard": turn.heard}
    if turn.exchange is None:
        return {**data, "unheard": hint(device)}
    exchange, response = turn.exchange, turn.response
    reply = {
        "said": plain(response.said) if response else "",
        "reprompt": plain(response.reprompt) if response else "",
        "open": response.goes_on if response else False,
        "hold": response.hold if response else None,
    }
    return {
        **data,
        "status": exchange.status,
        "milliseconds": exchange.milliseconds,
        "details": asdict(trace(exchange.envelope, exchange.response)),
        "reply": reply,
        "sent": exchange.envelope,
        "got": exchange.response,
    }
