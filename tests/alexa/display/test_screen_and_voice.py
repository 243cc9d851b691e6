"""The screen and the voice: whatever the voice has stopped, the screen has stopped."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from talking import Talk

from skill.dialogue.transitions import RUNNING
from skill.echo.connected_device import NEW_YEAR, Setup, SwitchableStorage, connect
from skill.echo.envelopes import Sender
from skill.echo.script import parse
from skill.echo.transcript import Player
from skill.settings import Settings
from skill.storage import MemoryStorage


TRANSCRIPTS = sorted((Path(__file__).parents[2] / "dialogues" / "en").glob("*.txt"))


class CountOnScreen:
    """The count of the document that a device shows, as the directives of each response leave it."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    @property
    def runs(self) -> bool:
        """Whether the document counts down, by its own condition."""
        return not self.values.get("held") and bool(self.values.get("whole"))

    def receive(self, directives: tuple[Mapping[str, Any], ...]) -> None:
        for directive in directives:
            if directive["type"].endswith("RenderDocument"):
                shown = directive["datasources"]["view"]["properties"]
                self.values = {"held": shown["held"], "whole": shown["seconds"]}
            else:
                self.values |= {one["property"]: one["value"] for one in directive["commands"]}


def voice_counts(state: Mapping[str, Any]) -> bool:
    """Tell whether seconds of a step pass while the reply that left *state* is spoken."""
    return bool(state["spans"]) and state["left"] > 0 and state["phase"] in RUNNING


@pytest.mark.parametrize("file", TRANSCRIPTS, ids=lambda file: file.stem)
def test_the_screen_counts_while_the_voice_counts_and_no_longer(file: Path) -> None:
    """At every turn of every transcript, after the last one too: a stopped session leaves no count behind."""
    storage = SwitchableStorage(MemoryStorage())
    connected = connect(Setup(Settings(storage="memory:"), Sender("en-US", "desk", screen=True), NEW_YEAR), storage)
    player, screen, wrong = Player(connected, storage.set), CountOnScreen(), []
    for item in parse(file.read_text(encoding="utf-8")):
        response = player.play(item)
        if response is None or not response.said:
            continue
        screen.receive(response.directives)
        state = response.attributes["state"]
        counts = voice_counts(state) and response.goes_on is not False
        if screen.runs and not counts:
            wrong.append((item, "the screen runs on", state["phase"]))
        if counts and not screen.runs:
            wrong.append((item, "the screen stands still", state["phase"]))
    assert wrong == []


def held_on_a_screen(shows: str | None) -> list[str]:
    """Hold on in mid-step while the device shows the document *shows*, and return the types of the directives."""
    talk = Talk(sender=Sender("en-US", "desk", screen=True))
    talk.open()
    talk.yes(5)
    talk.session = replace(talk.session, shown=talk.session.attributes["shown"] if shows == "ours" else shows)
    talk.say("HoldOnIntent")
    return [directive["type"] for directive in talk.answer.directives]


def test_commands_change_the_document_that_is_shown() -> None:
    """As long as the place is the same, the document stays."""
    assert held_on_a_screen("ours") == ["Alexa.Presentation.APL.ExecuteCommands"]


@pytest.mark.parametrize("shows", [None, "the weather"])
def test_a_document_that_is_no_longer_shown_is_rendered_anew(shows: str | None) -> None:
    """The person went home, or another skill came between: commands would reach nothing."""
    assert held_on_a_screen(shows) == ["Alexa.Presentation.APL.RenderDocument"]
