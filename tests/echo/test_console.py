"""The speech output of the terminal, with a program in place of espeak-ng that reports its arguments."""

import os
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from shutil import which
from typing import TextIO

import pytest

from skill.echo.console import PROGRAM, SpeakingConsole, SpeechOutput, SpeechOutputError


VOICES = """Pty Language       Age/Gender VoiceName          File                 Other Languages
 5  de              --/M      German             gmw/de
 2  en-us           --/M      English_(America)  gmw/en-US            (en 3)"""
PRETENDED = """#!/bin/sh
if [ "$1" = --voices ]; then cat <<END
{voices}
END
exit; fi
trap 'echo cut off >{told}; kill $!; exit' TERM
echo "$*" >{told}
case "$*" in *hold*) sleep 60 & wait;; esac
"""


class Lines:
    """A console that keeps what is shown."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def write(self, line: str) -> None:
        self.shown.append(line)

    def typing(self) -> bool:
        return True

    async def read(self, status: Callable[[], str]) -> str:
        return status()


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TextIO]:
    """Put a program in espeak-ng's place, and give what it tells: each time how it was called, or that it was cut."""
    pipe, program = tmp_path / "told", tmp_path / PROGRAM
    os.mkfifo(pipe)
    program.write_text(PRETENDED.format(voices=VOICES, told=pipe))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with os.fdopen(os.open(pipe, os.O_RDWR), "r") as reading:
        yield reading


def test_the_coach_is_heard_and_nobody_else(told: TextIO) -> None:
    """Not the person's own words, not a silence, not what the terminal says of itself; all of it is shown."""
    lines = Lines()
    console = SpeakingConsole(lines, SpeechOutput("en-US"))
    written = ["Type what you say.", "Person: Alexa, next", "Coach:  Step two.", "        (10 s)", "        [closes]"]
    for line in written:
        console.write(line)
    assert told.readline() == "-v en-us -s 165 -- Step two.\n"
    console.write("        {Ready to roll?}")
    assert told.readline() == "-v en-us -s 165 -- Ready to roll?\n"
    assert lines.shown == [*written, "        {Ready to roll?}"]


def test_whoever_cuts_in_is_not_spoken_over(told: TextIO) -> None:
    """The voice is cut off in the middle of a sentence, and what waited is not said."""
    console = SpeakingConsole(Lines(), SpeechOutput("en-US"))
    console.write("Coach:  This would hold a minute.")
    assert told.readline().endswith("This would hold a minute.\n")
    console.write("        And then this.")
    console.write("Person: Alexa, it hurts")
    assert told.readline() == "cut off\n"
    console.write("Coach:  Stop there.")
    assert told.readline().endswith("Stop there.\n")


def test_a_voice_that_falls_behind_leaves_out_what_is_old(told: TextIO) -> None:
    """Skipping ahead shows many sentences at once; only the last ones are still worth saying."""
    speech_output = SpeechOutput("en-US")
    speech_output.say("hold")
    assert told.readline().endswith("hold\n")
    for number in range(9):
        speech_output.say(f"sentence {number}")
    speech_output.stop()
    assert told.readline() == "cut off\n"
    speech_output.say("hold again")
    assert told.readline().endswith("hold again\n")
    for number in range(9):
        speech_output.say(f"sentence {number}")
    assert list(speech_output._queue) == ["sentence 7", "sentence 8"]
    speech_output.stop()
    assert told.readline() == "cut off\n"


@pytest.mark.parametrize(("locale", "speed", "given"), [("de-DE", 1, "-v de -s 165"), ("en-US", 2, "-v en-us -s 330"),
                                                        ("en-US", 1000, "-v en-us -s 450")])  # fmt: skip
def test_it_speaks_the_language_as_fast_as_asked(told: TextIO, locale: str, speed: float, given: str) -> None:
    """A region without a voice of its own has its language's; nobody speaks faster than espeak-ng can."""
    SpeechOutput(locale, speed).say("So.")
    assert told.readline() == f"{given} -- So.\n"


def test_without_the_program_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, as for all that a person got wrong."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SpeechOutputError, match="--speak needs espeak-ng: apt-get"):
        SpeechOutput("en-US")


def test_a_console_is_what_it_was_but_for_its_voice(told: TextIO) -> None:
    """What is typed goes through."""
    console = SpeakingConsole(Lines(), SpeechOutput("en-US"))
    assert console.typing()
    reading: Awaitable[str] = console.read(lambda: "status")
    with pytest.raises(StopIteration, match="status"):
        reading.__await__().send(None)


@pytest.mark.skipif(which(PROGRAM) is None, reason="no espeak-ng: apt-get install espeak-ng")
def test_the_real_program_has_the_voices() -> None:
    """Its table of voices is read as it is."""
    assert SpeechOutput("en-US")._command[1:3] == ["-v", "en-us"]
    assert SpeechOutput("de-DE")._command[1:3] == ["-v", "de"]
