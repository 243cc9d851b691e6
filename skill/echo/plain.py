"""
The virtual Echo on a terminal that can only read and write lines: each reply is written at once.

Rule 1: as in a script, an answer comes 2 s after the reply; a note, such as (after 12 seconds), says otherwise.
"""

from collections.abc import Callable, Iterable

from skill.echo.conversation import Conversation
from skill.echo.script import After, Pass, ScriptError, Speaker, StorageState, Utterance, parse_line
from skill.echo.transcript import ANSWERS_IN, MARGIN, heard, hint, paragraph


class Plain:
    """Answers line by line."""

    def __init__(
        self, conversation: Conversation, storage: Callable[[bool], None], write: Callable[[str], None]
    ) -> None:
        self._conversation = conversation
        self._device = conversation.device
        self._storage = storage
        self._write = write
        self._timed = False

    def run(self, lines: Iterable[str]) -> None:
        """Answer *lines* until there are no more."""
        for line in lines:
            try:
                item = parse_line(line.strip())
            except ScriptError as error:
                self._write(str(error).partition(": ")[2])
                continue
            self._do(item)

    def _do(self, item: object) -> None:
        match item:
            case Utterance(text):
                self._say(text)
            case After(seconds):
                self._pass_to(self._device.speaks_from + seconds)
            case Pass(seconds):
                self._pass_to(max(self._device.now, self._device.speaks_until) + seconds)
            case Speaker(person):
                self._conversation.knows(person)
            case StorageState(works):
                self._storage(works)

    def _say(self, text: str) -> None:
        if not self._timed:
            self._conversation.pass_to(self._device.speaks_until + ANSWERS_IN)
        self._timed = False
        if self._conversation.say(text) is None:
            self._write(f"{'':{MARGIN}}[not for the skill: {hint(self._device)}]")
            return
        self._write(paragraph("Coach:", heard(self._device.stretches, self._device.speaks_until)))

    def _pass_to(self, at: float) -> None:
        self._timed = True
        self._conversation.pass_to(at)
        if more := heard(self._device.stretches[1:], at):
            self._write(paragraph("", more))
