"""
The estimate of time, held against a synthesiser: espeak-ng at 150 words a minute.

Rule: within 15 % summed over all replies, and each within 15 % or 1.5 s. The dialogue's clock lives on this estimate:
where a person is in a step is computed from it, since Alexa says nothing of where it was cut in on.
"""

import subprocess
from dataclasses import replace
from shutil import which
from xml.sax.saxutils import escape

import pytest
from reply_walk import LOCALE, Said, replies

from skill.coach.voice import Pause, Sound, Spoken, Voice, seconds
from skill.content.phrases import script
from skill.dialogue.reply import Line


pytestmark = pytest.mark.xdist_group("the replies")
"""The files that measure the replies of tests/reply_walk.py belong to one worker, so that they are gathered once."""


SHARE, LEAST = 0.15, 1.5
HEADER, BYTES_A_SECOND = 44, 2 * 22_050
"""espeak-ng writes 16 bits, one channel, 22,050 Hz."""

VOICE = Voice(script(LOCALE))


def synthesised(sounds: tuple[Sound, ...], rate: int = 150) -> float:
    """Let espeak-ng say *sounds*; give the seconds it takes."""
    if not which("espeak-ng"):
        pytest.skip("no espeak-ng: get it with `apt-get install espeak-ng`")
    # It joins breaks that stand side by side, and passes over fractions of a second: so one break, in milliseconds.
    # Without --stdin it reads a line at a time, and cuts a long one.
    said = [_break(s) if isinstance(s, Pause) else escape(s.text) for s in sounds]
    command = ["espeak-ng", "-m", "-v", "en-us", "-s", str(rate), "--stdin", "--stdout"]
    ssml = f"<speak>{' '.join(said)}</speak>"
    wave = subprocess.run(command, input=ssml.encode(), capture_output=True, check=True).stdout
    return (len(wave) - HEADER) / BYTES_A_SECOND


def _break(pause: Pause) -> str:
    return f'<break time="{round(pause.seconds * 1000)}ms"/>'


def sounds(one: Said) -> tuple[Sound, ...]:
    asked = (one.reply.ask.line,) if one.reply.ask else ()
    return replace(VOICE, turn=one.turn).sounds((*one.reply.say, *asked))


@pytest.mark.parametrize("every", [80, pytest.param(4, marks=pytest.mark.long)], ids=["few", "many"])
def test_replies_last_as_long_as_we_count_on(every: int) -> None:
    """One in eighty in the short run, one in four in the long one; each, and all together."""
    pairs = [(one, seconds(sounds(one)), synthesised(sounds(one))) for one in replies(230)[::every]]
    odd = [(one.reply, ours, theirs) for one, ours, theirs in pairs if abs(ours - theirs) > max(LEAST, SHARE * theirs)]
    assert odd == []
    together = sum(ours for _, ours, _ in pairs) / sum(theirs for _, _, theirs in pairs)
    assert together == pytest.approx(1, abs=SHARE)


@pytest.mark.parametrize("pace", [-1, 0, 1])
def test_words_alone_last_as_long_as_we_count_on(pace: int) -> None:
    """Without silences, which are exact and would hide an error; at every rate that Alexa is told."""
    voice, rate = replace(VOICE, pace=pace), 150 * VOICE.script.rate(pace) // 100
    answers = [key for key in VOICE.script.wordings if key.startswith("answer.")][::6]
    said = [voice.sounds([Line(key)]) for key in answers]
    ours = sum(seconds(one) for one in said)
    theirs = sum(synthesised(one, rate) for one in said)
    assert ours / theirs == pytest.approx(1, abs=SHARE)


def test_a_synthesiser_hears_the_silences() -> None:
    """What it leaves out would make every comparison worthless."""
    words = (Spoken("Halfway.", 1.0), Spoken("Keep breathing.", 1.0))
    between = (words[0], Pause(28.6), words[1])
    assert synthesised(between) - synthesised(words) == pytest.approx(28.6, abs=0.5)
