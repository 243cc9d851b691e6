"""
Whole conversations, word for word: tests/dialogues/<language>/*.txt, in the notation of skill/echo/script.py.

What a person says is played through the local ear, Amazon's envelopes and the real handler, on a clock that moves by
each reply's length. When words were changed on purpose, write the files again and read the difference:

    for file in tests/dialogues/en/*.txt; do gentle-roller talk --script "$file" > out && mv out "$file"; done
"""

from itertools import groupby
from pathlib import Path

import pytest

from skill.content.routine_file import routine
from skill.dialogue.state import Phase
from skill.dialogue.timeline import PHASES
from skill.echo.connected_device import NEW_YEAR, ConnectedDevice, Setup, SwitchableStorage, connect
from skill.echo.envelopes import DeviceResponse
from skill.echo.script import AfterEnd, AfterStart, ScriptItem, Utterance, parse
from skill.echo.transcript import Player, transcript
from skill.settings import Settings
from skill.storage import MemoryStorage


FOLDER = Path(__file__).parent / "dialogues"
LOCALES = {"en": "en-US"}
FILES = sorted(FOLDER.glob("*/*.txt"))
Places = list[tuple[str, int]]


@pytest.fixture(params=FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def file(request: pytest.FixtureRequest) -> Path:
    """Return each transcript in turn."""
    path: Path = request.param
    return path


def begin(file: Path, settings: Settings) -> tuple[ConnectedDevice, SwitchableStorage]:
    storage = SwitchableStorage(MemoryStorage())
    return connect(Setup.of(settings, LOCALES[file.parent.name], NEW_YEAR), storage), storage


def test_there_are_conversations_to_play() -> None:
    """Every behaviour of the design has one that shows it."""
    assert len(FILES) >= 30


def test_a_conversation_is_heard_word_for_word(file: Path) -> None:
    """What is played from a transcript gives it again."""
    text = file.read_text(encoding="utf-8")
    connected, storage = begin(file, Settings(storage="memory:"))
    assert "\n".join([*transcript(parse(text), connected, storage.set), ""]) == text
    assert not connected.failed


@pytest.mark.parametrize("max_hold", [20, 60])
def test_in_short_pieces_a_conversation_reaches_the_same_places(file: Path, max_hold: int) -> None:
    """Plan B for devices whose long speech cannot be cut in on: each piece answered yes, the way is the same."""
    items = parse(file.read_text(encoding="utf-8"))
    whole, pieces = (
        places(items, *begin(file, Settings(storage="memory:", max_hold=length))) for length in (230, max_hold)
    )
    assert pieces == whole


def places(items: tuple[ScriptItem, ...], connected: ConnectedDevice, storage: SwitchableStorage) -> Places:
    """Play *items*, answer yes to every piece, and return the phases and steps of the way."""
    patient = Patient(Player(connected, storage.set))
    for item in items:
        patient.do(item)
    patient.note()
    assert not connected.failed
    return [place for place, _ in groupby(patient.reached)]


class Patient:
    """A person who says yes when a piece of a hold has ended, and otherwise what the script says."""

    def __init__(self, player: Player) -> None:
        self.reached: Places = []
        self._player = player
        self._device = player.device
        self._response: DeviceResponse | None = None

    def do(self, item: ScriptItem) -> None:
        """Do what *item* says."""
        match item:
            case Utterance(text):
                self._answer_pieces()
                self._say(text)
            case AfterStart(seconds):
                self._player.play(AfterStart(self._within_piece(seconds), item.note))
            case AfterEnd():
                self._answer_pieces()
                self._player.play(item)
            case _:
                self._player.play(item)

    def note(self) -> None:
        """Note the places to which the last response has led until now."""
        self.reached += _places(self._response, self._device.now) if self._response else []
        self._response = None

    def _say(self, text: str) -> None:
        self._player.wait()
        self.note()
        self._response = self._player.say(text)

    def _answer_pieces(self) -> None:
        while not self._player.timed and self._in_pieces():
            self._say("yes")

    def _within_piece(self, seconds: float) -> float:
        """Answer yes to the pieces that end within *seconds* of the hold; return the seconds left in the last one."""
        while self._in_pieces() and (rest := seconds - self._length()) > 0:
            seconds = rest
            self._say("yes")
        return seconds

    def _length(self) -> float:
        """Return the seconds of the current piece, without the question after it."""
        return self._device.speech_ends_at - self._device.speech_begins_at - QUESTION

    def _in_pieces(self) -> bool:
        return self._response is not None and self._response.attributes["state"]["phase"] in CUT


QUESTION = 1.4
"""Seconds that "Still rolling?" takes, about."""
CUT = (Phase.PIECE, Phase.BRIDGE)


def _places(response: DeviceResponse, until: float) -> Places:
    """Return the phases and steps to which *response* led; in a straight run-through, by the time *until*."""
    state = response.attributes["state"]
    begun = [span["number"] for span in state["spans"] if span["begins"] <= until]
    if state["straight"] and begun:
        return [(_phase(number), number) for number in begun]
    return [(_phase(state["step"]) if state["phase"] in CUT else state["phase"], state["step"])]


def _phase(number: int) -> str:
    return str(PHASES[routine().step(number).kind])
