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
from skill.echo.conversation import Conversation
from skill.echo.envelopes import Answer
from skill.echo.outage import Outage
from skill.echo.script import After, Item, Pass, Speaker, StorageState, Utterance, parse
from skill.echo.talk import NEW_YEAR, Setup, conversation
from skill.echo.transcript import ANSWERS_IN, Player
from skill.settings import Settings
from skill.storage import MemoryStorage


FOLDER = Path(__file__).parent / "dialogues"
LOCALES = {"en": "en-US"}
FILES = sorted(FOLDER.glob("*/*.txt"))
Places = list[tuple[str, int]]


@pytest.fixture(params=FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def file(request: pytest.FixtureRequest) -> Path:
    """Give each transcript in turn."""
    path: Path = request.param
    return path


def begun(file: Path, settings: Settings) -> tuple[Conversation, Outage]:
    outage = Outage(MemoryStorage())
    return conversation(Setup.of(settings, LOCALES[file.parent.name], NEW_YEAR), outage), outage


def test_there_are_conversations_to_play() -> None:
    """Every behaviour of the design has one that shows it."""
    assert len(FILES) >= 30


def test_a_conversation_is_heard_word_for_word(file: Path) -> None:
    """What is played from a transcript gives it again."""
    text = file.read_text(encoding="utf-8")
    talking, outage = begun(file, Settings(storage="memory:"))
    assert "\n".join([*Player(talking, outage.set).play(parse(text)), ""]) == text
    assert not talking.failed


@pytest.mark.parametrize("max_hold", [20, 60])
def test_in_short_pieces_a_conversation_reaches_the_same_places(file: Path, max_hold: int) -> None:
    """Plan B for devices whose long speech cannot be cut in on: each piece answered yes, the way is the same."""
    items = parse(file.read_text(encoding="utf-8"))
    whole, pieces = (
        places(items, *begun(file, Settings(storage="memory:", max_hold=length))) for length in (230, max_hold)
    )
    assert pieces == whole


def places(items: tuple[Item, ...], talking: Conversation, outage: Outage) -> Places:
    """Play *items*, saying yes to every piece, and give the phases and steps gone through."""
    patient = Patient(talking)
    for item in items:
        patient.do(item, outage)
    patient.note()
    assert not talking.failed
    return [place for place, _ in groupby(patient.reached)]


class Patient:
    """Somebody who says yes whenever a piece of a hold has ended, and else what the script says."""

    def __init__(self, talking: Conversation) -> None:
        self.reached: Places = []
        self._talking = talking
        self._device = talking.device
        self._answer: Answer | None = None
        self._timed = False

    def do(self, item: Item, outage: Outage) -> None:
        """Do what *item* says."""
        match item:
            case Utterance(text):
                self._answer_pieces()
                self._say(text)
            case After(seconds):
                self._hear(seconds)
            case Pass(seconds):
                self._answer_pieces()
                self._talking.pass_to(max(self._device.now, self._device.speaks_until) + seconds)
            case Speaker(person):
                self._talking.knows(person)
            case StorageState(works):
                outage.set(works)
        self._timed = isinstance(item, After | Pass) or (self._timed and not isinstance(item, Utterance))

    def note(self) -> None:
        """Note where the last answer has led until now."""
        self.reached += _places(self._answer, self._device.now) if self._answer else []
        self._answer = None

    def _say(self, text: str) -> None:
        if not self._timed:
            self._talking.pass_to(self._device.speaks_until + ANSWERS_IN)
        self.note()
        self._answer = self._talking.say(text)

    def _answer_pieces(self) -> None:
        while not self._timed and self._in_pieces():
            self._say("yes")

    def _hear(self, seconds: float) -> None:
        """Hear *seconds* of the reply, the pieces that it is cut into taken together."""
        while self._in_pieces() and (rest := seconds - self._length()) > 0:
            seconds = rest
            self._say("yes")
        self._talking.pass_to(self._device.speaks_from + seconds)

    def _length(self) -> float:
        """Give the seconds of what is being said, without the question after it."""
        return self._device.speaks_until - self._device.speaks_from - QUESTION

    def _in_pieces(self) -> bool:
        return self._answer is not None and self._answer.attributes["state"]["phase"] in CUT


QUESTION = 1.4
"""Seconds that "Still rolling?" takes, about."""
CUT = (Phase.PIECE, Phase.BRIDGE)


def _places(answer: Answer, until: float) -> Places:
    """Give the phases and steps that *answer* led through; where it was talked straight through, by the clock."""
    state = answer.attributes["state"]
    begun = [span["number"] for span in state["spans"] if span["begins"] <= until]
    if state["straight"] and begun:
        return [(_phase(number), number) for number in begun]
    return [(_phase(state["step"]) if state["phase"] in CUT else state["phase"], state["step"])]


def _phase(number: int) -> str:
    return str(PHASES[routine().step(number).kind])
