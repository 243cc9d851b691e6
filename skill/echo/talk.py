"""
The command `gentle-roller talk`: the real skill behind a virtual Echo.

Rule 1: on a terminal, replies take their time; in a pipe and with a script, the transcript is written at once.
Rule 2: progress is saved in one file in the person's home directory, unless they name another; a script saves none.
"""

import asyncio
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from skill.echo.connected_device import NEW_YEAR, ConnectedDevice, Setup, SwitchableStorage, connect
from skill.echo.console import PromptConsole, SpeakingConsole, SpeechOutput, SpeechOutputError
from skill.echo.script import parse
from skill.echo.terminal import Terminal, TerminalClock
from skill.echo.transcript import reply_to_lines, transcript
from skill.settings import Settings
from skill.storage import open_storage


MEMORY = "memory:"
STORAGE = "GENTLE_ROLLER_STORAGE"
NO_PROMPT_TOOLKIT = "For holds that count down and that typing interrupts: pip install '.[echo]'"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the options of `talk` to *parser*."""
    parser.add_argument("--locale", default="en-US", help="the language and the emergency number (en-US)")
    parser.add_argument("--person", metavar="NAME", help="the person whose voice the device recognises")
    parser.add_argument("--db", metavar="FILE", help="the SQLite file for saved progress")
    parser.add_argument("--script", metavar="FILE", help="play a file of utterances, - for standard input")
    parser.add_argument("--speed", type=_speed, default=1.0, metavar="N", help="speak N times as fast (1)")
    parser.add_argument("--speak", action="store_true", help="speak the replies aloud on a terminal, with espeak-ng")


def _speed(text: str) -> float:
    error = ArgumentTypeError("write a number from 0.1 to 1000, such as 10")
    try:
        speed = float(text)
    except ValueError:
        raise error from None
    if not 0.1 <= speed <= 1000:
        raise error
    return speed


def talk(options: Namespace, environ: Mapping[str, str]) -> int:
    """
    Run the command, and return its exit code.

    Raises ContentError, OSError, ScriptError, SettingsError, StorageError and StorageURLError.
    """
    settings = replace(Settings.from_env(environ), storage=storage_url(options, environ))
    now = NEW_YEAR if settings.storage == MEMORY else time.time()
    setup = Setup.of(settings, options.locale, now, person=options.person)
    if options.script:
        return _play(setup, _text(options.script))
    if not sys.stdin.isatty():
        return _play(setup, sys.stdin.read())
    speech_output = _speech_output(options) if options.speak else None
    with closing(open_storage(settings.storage)) as storage:
        return _converse(setup, SwitchableStorage(storage), options.speed, speech_output)


def storage_url(options: Namespace, environ: Mapping[str, str]) -> str:
    """Return the storage URL from *options* or *environ*; otherwise memory for a script, or the person's own file."""
    if options.db:
        return f"sqlite:///{options.db}"
    if environ.get(STORAGE):
        return environ[STORAGE]
    if options.script:
        return MEMORY
    folder = Path(environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "gentle-roller"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'places.sqlite'}"


def _text(file: str) -> str:
    return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")


def _play(setup: Setup, text: str) -> int:
    items = parse(text)
    with closing(open_storage(setup.settings.storage)) as opened:
        storage = SwitchableStorage(opened)
        connected = connect(setup, storage)
        for line in transcript(items, connected, storage.set):
            print(line, flush=True)
    return 1 if connected.failed else 0


def _speech_output(options: Namespace) -> SpeechOutput:
    if not find_spec("prompt_toolkit"):
        raise SpeechOutputError("--speak needs prompt_toolkit: pip install '.[echo]'")
    return SpeechOutput(options.locale, options.speed)


def _converse(setup: Setup, storage: SwitchableStorage, speed: float, speech_output: SpeechOutput | None) -> int:
    with suppress(KeyboardInterrupt):
        if find_spec("prompt_toolkit") and sys.stdout.isatty():
            with_screen = replace(setup, sender=replace(setup.sender, screen=True))
            asyncio.run(_run_terminal(connect(with_screen, storage), speed, speech_output))
        else:
            print(NO_PROMPT_TOOLKIT, file=sys.stderr)
            reply_to_lines(_lines(), connect(setup, storage), storage.set, print)
    print("Bye. Your progress is saved for the next time.")
    return 0


async def _run_terminal(connected: ConnectedDevice, speed: float, speech_output: SpeechOutput | None) -> None:
    from prompt_toolkit.patch_stdout import patch_stdout  # noqa: PLC0415 - an extra

    with patch_stdout():
        prompt = PromptConsole()
        console = SpeakingConsole(prompt, speech_output) if speech_output else prompt
        console.write(f"Type what you would say. To begin: {connected.device.invocation.opening}")
        await Terminal(connected, console, TerminalClock(), speed=speed).run()
    if speech_output:
        speech_output.stop()


def _lines() -> Iterator[str]:
    with suppress(ImportError):
        import readline  # noqa: F401, PLC0415 - lets input() edit lines, where it is available
    with suppress(EOFError):
        while True:
            yield input("> ")
