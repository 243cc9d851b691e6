"""The virtual Echo where lines are all that there is."""

from collections.abc import Mapping
from typing import Any

from skill.echo.conversation import Conversation
from skill.echo.device import Device
from skill.echo.envelopes import Envelope, Sender
from skill.echo.plain import Plain


def answered(*lines: str) -> list[str]:
    shown: list[str] = []

    def skill(envelope: Envelope) -> Mapping[str, Any]:
        said = {"type": "SSML", "ssml": '<speak>Roll. <break time="10s"/> Ready?</speak>'}
        again = {"outputSpeech": {"type": "SSML", "ssml": "<speak>Say ready.</speak>"}}
        return {"version": "1.0", "response": {"outputSpeech": said, "reprompt": again, "shouldEndSession": False}}

    device = Device(Sender("en-US", "somebody"), now=1_000_000_000.0)
    Plain(Conversation(device, skill), lambda works: None, shown.append).run(lines)
    return shown


def test_a_reply_is_written_at_once_and_whole() -> None:
    """There is nothing to wait for."""
    assert answered("open gentle roller") == ["Coach:  Roll. (10 s) Ready?"]


def test_a_note_lets_time_pass() -> None:
    """A silence brings the reprompt, a longer one the end."""
    shown = answered("open gentle roller", "(a minute of silence)", "yes")
    assert shown[1:] == [
        "        {Say ready.} [closes]",
        "        [not for the skill: say Alexa, open gentle roller]",
    ]


def test_a_wrong_note_is_explained_and_costs_nothing() -> None:
    """The conversation goes on."""
    shown = answered("open gentle roller", "(soon)", "yes")
    assert shown[1].startswith("(soon) is no note: write (after 12 seconds)")
    assert shown[2] == "Coach:  Roll. (10 s) Ready?"
