"""
Play a script to a device, and write what is heard as a transcript.

Rule 1: time passes by the length of each reply. Then the person answers after 2 s, unless a note says otherwise.
Rule 2: a reply that is interrupted is written up to the interruption, with a dash at its end.
Rule 3: silences of a second or more are written as (10 s). A reprompt is written {in braces}, and only if it is heard.
[closes] marks the end of the session.
"""

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator

from skill.coach.voice import Pause, Sound, Spoken
from skill.echo.connected_device import ConnectedDevice
from skill.echo.device import Device, Interval, Mode
from skill.echo.envelopes import DeviceResponse
from skill.echo.script import (
    AfterEnd,
    AfterStart,
    PersonChange,
    ScriptError,
    ScriptItem,
    StorageChange,
    Utterance,
    parse_line,
)


ANSWER_DELAY = 2.0
"""Seconds from the end of a reply to the person's answer."""
SHORTEST_SILENCE = 1.0
"""Seconds; a transcript leaves shorter silences out."""
WIDTH = 110
MARGIN = 8

_NO_BREAK_SPACE = "\u00a0"
_SENTENCE_END = re.compile(r"(?<=[.?!…])\s+")


class Player:
    """
    Plays the items of a script to *connected*, each at its time.

    *set_storage* makes the storage work or fail. *on_advance* gets the time of each note of time.
    """

    def __init__(
        self,
        connected: ConnectedDevice,
        set_storage: Callable[[bool], None] | None = None,
        on_advance: Callable[[float], None] = lambda at: None,
    ) -> None:
        self.connected = connected
        self.device = connected.device
        self.timed = False
        """Whether a note has set the time of the next utterance."""
        self._set_storage = set_storage
        self._on_advance = on_advance

    def play(self, item: ScriptItem) -> DeviceResponse | None:
        """Play *item*; return the response to an utterance, or None if it is not for the skill."""
        match item:
            case Utterance(text):
                return self.say(text)
            case AfterStart(seconds):
                self._advance_to(self.device.speech_begins_at + seconds)
            case AfterEnd(seconds):
                self._advance_to(max(self.device.now, self.device.speech_ends_at) + seconds)
            case PersonChange(person):
                self.connected.set_person(person)
            case StorageChange(works) if self._set_storage:
                self._set_storage(works)
        return None

    def say(self, text: str) -> DeviceResponse | None:
        """Say *text* when it is due; return None if it is not for the skill."""
        self.wait()
        self.timed = False
        return self.connected.say(text)

    def wait(self, seconds: float = ANSWER_DELAY) -> None:
        """Let time pass until *seconds* after the reply, unless a note has let it pass."""
        if not self.timed:
            self.connected.advance_to(self.device.speech_ends_at + seconds)

    def _advance_to(self, at: float) -> None:
        self.timed = True
        self.connected.advance_to(at)
        self._on_advance(at)


def transcript(
    items: Iterable[ScriptItem], connected: ConnectedDevice, set_storage: Callable[[bool], None] | None = None
) -> Iterator[str]:
    """Play *items* to *connected*, and yield the lines of the transcript; the last reply is heard to its end."""
    player = Player(connected, set_storage)
    has_reply, notes = False, list[str]()
    for item in items:
        if not isinstance(item, Utterance):
            player.play(item)
            notes.append(item.note)
            continue
        player.wait()
        yield from _until_now(player.device, has_reply, notes)
        yield paragraph("Person:", connected.with_wake_word(item.text))
        has_reply = player.say(item.text) is not None
        notes.clear()
        if not has_reply:
            yield not_for_the_skill(player.device)
    player.wait(0)
    yield from _until_now(player.device, has_reply, notes)


def _until_now(device: Device, has_reply: bool, notes: list[str]) -> Iterator[str]:
    """Yield the reply as far as it has been heard, then the notes after it."""
    if has_reply:
        yield paragraph("Coach:", heard(device.intervals, device.now))
    yield from notes


def reply_to_lines(
    lines: Iterable[str], connected: ConnectedDevice, set_storage: Callable[[bool], None], write: Callable[[str], None]
) -> None:
    """Play *lines* as they are typed, and write each reply at once; a wrong line is explained and has no effect."""
    device = connected.device

    def write_more(at: float) -> None:
        if more := heard(device.intervals[1:], at):
            write(paragraph("", more))

    player = Player(connected, set_storage, write_more)
    for line in lines:
        try:
            item = parse_line(line.strip())
        except ScriptError as error:
            write(str(error).partition(": ")[2])
            continue
        if item and player.play(item):
            write(paragraph("Coach:", heard(device.intervals, device.speech_ends_at)))
        elif isinstance(item, Utterance):
            write(not_for_the_skill(device))


def hint(device: Device) -> str:
    """Return how to invoke the skill on a device whose session has ended."""
    return f"say {device.invocation.wake_word}, {device.invocation.opening}"


def not_for_the_skill(device: Device) -> str:
    """Return the line for an utterance that is not for the skill."""
    return f"{'':{MARGIN}}[not for the skill: {hint(device)}]"


def paragraph(speaker: str, text: str) -> str:
    """Return *text*, which *speaker* says, wrapped at WIDTH."""
    indent = " " * MARGIN
    lines = textwrap.wrap(
        text, WIDTH, initial_indent=f"{speaker:{MARGIN}}", subsequent_indent=indent, break_on_hyphens=False
    )
    return "\n".join(lines).replace(_NO_BREAK_SPACE, " ")


def heard(intervals: tuple[Interval, ...], until: float) -> str:
    """Return the text of what is heard in *intervals* until the time *until*."""
    words = [text for interval in intervals if (text := _interval(interval, until))]
    if intervals and until >= intervals[-1].ends:
        words.append("[closes]")
    return " ".join(words)


def _interval(interval: Interval, until: float) -> str:
    if interval.mode not in (Mode.SPEAKING, Mode.REPROMPTING) or until < interval.begins:
        return "—" if interval.mode is Mode.SPEAKING else ""
    sounds = list(_sounds(interval.speech, until - interval.begins))
    text = " ".join([*sounds, "—"] if until < interval.ends else sounds)
    return f"{{{text}}}" if interval.mode is Mode.REPROMPTING else text


def _sounds(speech: Iterable[Sound], seconds: float) -> Iterator[str]:
    """Yield the texts of the first *seconds* of *speech*."""
    for sound in speech:
        if seconds <= 0:
            return
        length = min(sound.seconds, seconds)
        if not isinstance(sound, Pause):
            yield _first_words(sound.text, length / sound.seconds)
        elif length >= SHORTEST_SILENCE:
            yield f"({length:.0f}{_NO_BREAK_SPACE}s)"
        seconds -= sound.seconds


def _first_words(text: str, share: float) -> str:
    words = text.split()
    return " ".join(words[: round(len(words) * share)])


def sentences(speech: Iterable[Sound]) -> Iterator[Sound]:
    """Yield *speech* sentence by sentence, each with its share of the seconds, and its silences."""
    for sound in speech:
        if isinstance(sound, Pause):
            yield sound
            continue
        parts = _SENTENCE_END.split(sound.text)
        letters = sum(map(len, parts))
        yield from (Spoken(part, sound.seconds * len(part) / letters) for part in parts)
