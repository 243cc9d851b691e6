"""
The terminal's voice: espeak-ng, where it is installed.

Rule 1: a console's lines are the transcript's (transcript.py); only the coach's words are spoken.
Rule 2: whoever speaks is not spoken over: the voice is silent at once.
Rule 3: a voice that falls behind leaves out what is old: a coach who is a minute late is wrong.
"""

import shutil
import subprocess
import threading
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from skill.echo.terminal import Console
from skill.echo.transcript import MARGIN


PROGRAM = "espeak-ng"
TO_GET = "--speak needs espeak-ng: apt-get install espeak-ng, or brew install espeak-ng"
WORDS_A_MINUTE, MOST_WORDS = 165, 450
WAITING = 2
"""Sentences that may wait for the one that is being said."""


class SpeakerError(OSError):
    """There is no voice; one line that says what to do."""


class Speaker:
    """Says one sentence after the other, in the language of *locale*, *speed* times as fast."""

    def __init__(self, locale: str, speed: float = 1.0) -> None:
        program = shutil.which(PROGRAM)
        if program is None:
            raise SpeakerError(TO_GET)
        rate = min(round(WORDS_A_MINUTE * speed), MOST_WORDS)
        self._command = [program, "-v", _voice(program, locale), "-s", str(rate)]
        self._waiting: deque[str] = deque(maxlen=WAITING)
        self._changed = threading.Condition()
        self._saying: subprocess.Popen[bytes] | None = None
        threading.Thread(target=self._speak, name="speaker", daemon=True).start()

    def say(self, text: str) -> None:
        """Say *text* when what is being said has been said."""
        with self._changed:
            self._waiting.append(text)
            self._changed.notify()

    def hush(self) -> None:
        """Be silent at once."""
        with self._changed:
            self._waiting.clear()
            if self._saying:
                self._saying.terminate()

    def _speak(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._waiting))
                self._saying = self._begin(self._waiting.popleft())
            self._saying.wait()
            with self._changed:
                self._saying = None

    def _begin(self, text: str) -> "subprocess.Popen[bytes]":
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen([*self._command, "--", text], stdin=subprocess.DEVNULL, **quiet)  # noqa: S603 - no shell


class SpeakingConsole:
    """*console*, whose coach is heard as well."""

    def __init__(self, console: Console, speaker: Speaker) -> None:
        self._console = console
        self._speaker = speaker

    def write(self, line: str) -> None:
        """Show *line*, and say it if it is the coach's."""
        self._console.write(line)
        who, words = line[:MARGIN].strip(), line[MARGIN:].strip("{}")
        if who == "Person:":
            self._speaker.hush()
        elif who in ("Coach:", "") and words and words[0] not in "([":
            self._speaker.say(words)

    def typing(self) -> bool:
        """Say whether a line was begun."""
        return self._console.typing()

    def read(self, status: Callable[[], str]) -> Awaitable[str]:
        """Give the next line."""
        return self._console.read(status)


def _voice(program: str, locale: str) -> str:
    """Give the voice for *locale*, or for its language where the region has none of its own."""
    listed = subprocess.run([program, "--voices"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    known = {line.split()[1] for line in listed.splitlines()[1:]}
    return locale.lower() if locale.lower() in known else locale.split("-", maxsplit=1)[0]
