"""
SSML: a reply as Alexa takes it, and SSML as words and silences with their seconds.

Rule 1: no break is longer than 10 s, Alexa's limit; a longer silence is several breaks.
Rule 2: text is escaped here and nowhere else; the SDK escapes nothing (its `speak` only trims).
Rule 3: a response holds at most 7,500 characters and 230 s, a reprompt 90 s: prudent guesses below Alexa's limits.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from skill.coach.voice import Pause, Sound, Spoken, Voice, merged
from skill.content.phrases import Script
from skill.dialogue.reply import Part


CHARACTERS = 7_500
SECONDS = 230
REPROMPT_SECONDS = 90
BREAK = 10.0

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def ssml(voice: Voice, parts: Sequence[Part]) -> str:
    """Return *parts*, said by *voice*, as one SSML document."""
    return document(voice, voice.sounds(parts))


def document(voice: Voice, sounds: Iterable[Sound]) -> str:
    """Return *sounds* of *voice* as one SSML document."""
    inner = " ".join(_tags(sounds))
    if voice.pace:
        inner = f'<prosody rate="{voice.script.rate(voice.pace)}%">{inner}</prosody>'
    return f"<speak>{inner}</speak>"


def _tags(sounds: Iterable[Sound]) -> Iterator[str]:
    for sound in sounds:
        if isinstance(sound, Spoken):
            yield escape(_CONTROL.sub("", sound.text))
        else:
            yield "".join(_breaks(sound.seconds))


def _breaks(seconds: float) -> Iterator[str]:
    while seconds > BREAK:
        yield f'<break time="{BREAK:g}s"/>'
        seconds = round(seconds - BREAK, 1)
    yield f'<break time="{seconds:g}s"/>'


def timed(text: str, script: Script) -> tuple[Sound, ...]:
    """Read the SSML *text*, written by `ssml`; raises ElementTree.ParseError if it isn't well formed."""
    root = ElementTree.fromstring(text)  # noqa: S314 - our own document
    prosody = root.find("prosody")
    node = root if prosody is None else prosody
    rate = 100 if prosody is None else int(prosody.get("rate", "100%").rstrip("%"))
    return tuple(merged(_read(node, script, rate)))


def _read(node: ElementTree.Element, script: Script, rate: int) -> Iterator[Sound]:
    yield from _words(node.text, script, rate)
    for child in node:
        yield Pause(float(child.get("time", "0s").rstrip("s")))
        yield from _words(child.tail, script, rate)


def _words(text: str | None, script: Script, rate: int) -> Iterator[Spoken]:
    words = " ".join((text or "").split())
    if words:
        yield Spoken(words, script.seconds(words) * 100 / rate)
