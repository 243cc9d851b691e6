"""
What the terminal reads from, writes to and speaks with: prompt_toolkit, and espeak-ng where it is installed.

Rule 1: only the coach's words are spoken, not the person's words and not remarks of the terminal.
Rule 2: speech stops at once when the person speaks.
Rule 3: speech that falls behind skips old sentences: words that are a minute late are wrong.
Rule 4: nothing that is typed is written to disk: people type what hurts.
"""

import shutil
import subprocess
import threading
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from skill.echo.transcript import MARGIN


REFRESH_SECONDS = 0.25
PROGRAM = "espeak-ng"
HOW_TO_INSTALL = "--speak needs espeak-ng: apt-get install espeak-ng, or brew install espeak-ng"
WORDS_PER_MINUTE, MOST_WORDS_PER_MINUTE = 165, 450
QUEUE_LENGTH = 2
"""Sentences that may wait for the one that is being spoken."""


class Console(Protocol):
    """A place to write lines to, and to read typed lines from."""

    def write(self, line: str) -> None:
        """Write *line* above the input line."""

    def typing(self) -> bool:
        """Return whether the input line has text."""

    def read(self, status: Callable[[], str]) -> Awaitable[str]:
        """Return the next line, with *status* below it meanwhile; raises EOFError or KeyboardInterrupt at the end."""


class PromptConsole:
    """A Console on prompt_toolkit, inside of patch_stdout()."""

    def __init__(self) -> None:
        from prompt_toolkit import PromptSession  # noqa: PLC0415 - an extra

        self._session: PromptSession[str] = PromptSession(erase_when_done=True)  # its history is in memory only

    def write(self, line: str) -> None:
        from prompt_toolkit import print_formatted_text  # noqa: PLC0415 - an extra
        from prompt_toolkit.formatted_text import FormattedText  # noqa: PLC0415 - an extra

        print_formatted_text(FormattedText([("", line)]))

    def typing(self) -> bool:
        return bool(self._session.default_buffer.text)

    def read(self, status: Callable[[], str]) -> Awaitable[str]:
        return self._session.prompt_async("> ", bottom_toolbar=status, refresh_interval=REFRESH_SECONDS)


class SpeechOutputError(OSError):
    """Speech is not available; the message is one line that says what to do."""


class SpeechOutput:
    """Speaks sentences one after the other, in the language of *locale*, *speed* times as fast as usual."""

    def __init__(self, locale: str, speed: float = 1.0) -> None:
        program = shutil.which(PROGRAM)
        if program is None:
            raise SpeechOutputError(HOW_TO_INSTALL)
        rate = min(round(WORDS_PER_MINUTE * speed), MOST_WORDS_PER_MINUTE)
        self._command = [program, "-v", _voice(program, locale), "-s", str(rate)]
        self._queue: deque[str] = deque(maxlen=QUEUE_LENGTH)
        self._changed = threading.Condition()
        self._process: subprocess.Popen[bytes] | None = None
        threading.Thread(target=self._run, name="speech output", daemon=True).start()

    def say(self, text: str) -> None:
        """Speak *text* after the sentence that is being spoken."""
        with self._changed:
            self._queue.append(text)
            self._changed.notify()

    def stop(self) -> None:
        """Stop speaking at once, and drop the sentences that wait."""
        with self._changed:
            self._queue.clear()
            if self._process:
                self._process.terminate()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._queue))
                self._process = self._start(self._queue.popleft())
            self._process.wait()
            with self._changed:
                self._process = None

    def _start(self, text: str) -> "subprocess.Popen[bytes]":
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen([*self._command, "--", text], stdin=subprocess.DEVNULL, **quiet)  # noqa: S603 - no shell


class SpeakingConsole:
    """*console*, with the coach's lines also spoken by *speech_output*."""

    def __init__(self, console: Console, speech_output: SpeechOutput) -> None:
        self._speech_output = speech_output
        self._write = console.write
        self.typing = console.typing
        self.read = console.read

    def write(self, line: str) -> None:
        """Write *line*, and speak it if it is the coach's."""
        self._write(line)
        speaker, words = line[:MARGIN].strip(), line[MARGIN:].strip("{}")
        if speaker == "Person:":
            self._speech_output.stop()
        elif speaker in ("Coach:", "") and words and words[0] not in "([":
            self._speech_output.say(words)


def _voice(program: str, locale: str) -> str:
    """Return the voice for *locale*, or for its language if the region has no voice."""
    listed = subprocess.run([program, "--voices"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    known = {line.split()[1] for line in listed.splitlines()[1:]}
    return locale.lower() if locale.lower() in known else locale.split("-", maxsplit=1)[0]
