"""
Playing a script, and writing down what is heard.

Rule 1: one clock: it moves by each reply's length, then a person answers in 2 s, unless a note says otherwise.
Rule 2: what was cut off is written as far as it was said, with a dash at its end.
Rule 3: silences of a second or more are written, (10 s); a reprompt only if it was heard, {in braces}; [closes] is
where the microphone goes off for good.
"""

import textwrap
from collections.abc import Callable, Iterable, Iterator

from skill.coach.voice import Pause, Sound
from skill.echo.conversation import Conversation
from skill.echo.device import Device, Mode, Stretch
from skill.echo.script import After, Item, Pass, Remark, Speaker, StorageState, Utterance


ANSWERS_IN = 2.0
"""Seconds that a person takes to answer, once the reply has been spoken."""
SHORTEST = 1.0
"""Seconds; shorter silences are the breath between two sentences."""
WIDTH = 110
MARGIN = 8

_TIED = "\u00a0"


class Player:
    """Plays the items of a script to a conversation, and gives the lines of its transcript."""

    def __init__(self, conversation: Conversation, storage: Callable[[bool], None] | None = None) -> None:
        self._conversation = conversation
        self._device = conversation.device
        self._storage = storage
        self._answered = self._timed = False
        self._notes: list[str] = []

    def play(self, items: Iterable[Item]) -> Iterator[str]:
        """Play *items* one by one; what is said last is heard to its end."""
        for item in items:
            if isinstance(item, Utterance):
                yield from self._said(item.text)
            else:
                self._happen(item)
        yield from self._until_now(self._device.speaks_until)

    def _said(self, text: str) -> Iterator[str]:
        yield from self._until_now(self._device.speaks_until + ANSWERS_IN)
        yield paragraph("Person:", self._conversation.addressed(text))
        answer = self._conversation.say(text)
        self._answered = answer is not None
        if answer is None:
            yield f"{'':{MARGIN}}[not for the skill: {hint(self._device)}]"

    def _until_now(self, at: float) -> Iterator[str]:
        """Let time pass until *at* unless a note has done so, and give what was heard and noted since."""
        if not self._timed:
            self._conversation.pass_to(at)
        if self._answered:
            yield paragraph("Coach:", heard(self._device.stretches, self._device.now))
        yield from self._notes
        self._notes, self._answered, self._timed = [], False, False

    def _happen(self, item: After | Pass | Speaker | StorageState | Remark) -> None:
        match item:
            case After(seconds):
                self._pass_to(self._device.speaks_from + seconds)
            case Pass(seconds):
                self._pass_to(max(self._device.now, self._device.speaks_until) + seconds)
            case Speaker(person):
                self._conversation.knows(person)
            case StorageState(works) if self._storage:
                self._storage(works)
        self._notes.append(item.note)

    def _pass_to(self, at: float) -> None:
        self._timed = True
        self._conversation.pass_to(at)


def hint(device: Device) -> str:
    """Say what to say to a device that is not listening."""
    return f"say {device.invocation.wake_word}, {device.invocation.opening}"


def paragraph(who: str, text: str) -> str:
    """Write what *who* says, folded."""
    indent = " " * MARGIN
    lines = textwrap.wrap(
        text, WIDTH, initial_indent=f"{who:{MARGIN}}", subsequent_indent=indent, break_on_hyphens=False
    )
    return "\n".join(lines).replace(_TIED, " ")


def heard(stretches: tuple[Stretch, ...], until: float) -> str:
    """Write what was heard of *stretches* until then."""
    words = [text for stretch in stretches if (text := _stretch(stretch, until))]
    if stretches and until >= stretches[-1].ends:
        words.append("[closes]")
    return " ".join(words)


def _stretch(stretch: Stretch, until: float) -> str:
    if stretch.mode not in (Mode.SPEAKING, Mode.REPROMPTING) or until < stretch.begins:
        return "—" if stretch.mode is Mode.SPEAKING else ""
    said = list(sounds(stretch.speech, until - stretch.begins))
    text = " ".join([*said, "—"] if until < stretch.ends else said)
    return f"{{{text}}}" if stretch.mode is Mode.REPROMPTING else text


def sounds(speech: Iterable[Sound], seconds: float) -> Iterator[str]:
    """Write the first *seconds* of *speech*."""
    for sound in speech:
        if seconds <= 0:
            return
        length = min(sound.seconds, seconds)
        if not isinstance(sound, Pause):
            yield _said(sound.text, length / sound.seconds)
        elif length >= SHORTEST:
            yield f"({length:.0f}{_TIED}s)"
        seconds -= sound.seconds


def _said(text: str, share: float) -> str:
    words = text.split()
    return " ".join(words[: round(len(words) * share)])
