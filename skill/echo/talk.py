"""
`gentle-roller talk`: the real skill behind a virtual Echo.

Rule 1: on a terminal it takes its time; in a pipe, and with a script, the transcript is written at once.
Rule 2: the place is kept in one file of the person's own, unless they name another; a script keeps none.
"""

import asyncio
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from skill.alexa.skill_builder import build_skill
from skill.content.regions import region
from skill.echo.conversation import Conversation
from skill.echo.device import Device
from skill.echo.envelopes import SKILL, Envelope, Sender
from skill.echo.outage import Outage
from skill.echo.plain import Plain
from skill.echo.script import parse
from skill.echo.speaker import Speaker, SpeakerError, SpeakingConsole
from skill.echo.terminal import Clock, Terminal
from skill.echo.transcript import Player
from skill.settings import Settings
from skill.storage import Storage, open_storage


USER = "desk"
NEW_YEAR = 1_767_258_000.0
"""1 January 2026, 9:00 UTC: a script without a store of its own always begins then."""
MEMORY = "memory:"
STORAGE = "GENTLE_ROLLER_STORAGE"
PLAIN = "For holds that count down and can be cut in on: pip install '.[echo]'"


@dataclass(frozen=True, slots=True)
class Setup:
    """What a conversation runs on; the storage of *settings* does not count."""

    settings: Settings
    sender: Sender
    now: float

    @classmethod
    def of(cls, settings: Settings, locale: str, now: float, *, person: str | None = None) -> "Setup":
        """Set up a desk in *locale*; raises ContentError if there is no such locale."""
        region(locale)
        return cls(settings, Sender(locale, USER, settings.skill_id or SKILL, person), now)


def conversation(setup: Setup, storage: Storage) -> Conversation:
    """Put the real skill, over *storage*, behind a device."""
    handle = build_skill(storage, setup.settings).lambda_handler()

    def skill(envelope: Envelope) -> Mapping[str, object]:
        return handle(envelope, None)

    settings = setup.settings
    device = Device(setup.sender, now=setup.now, wake_word=settings.wake_word, delay=settings.start_delay)
    return Conversation(device, skill)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `talk` takes."""
    parser.add_argument("--locale", default="en-US", help="whose language and emergency number (en-US)")
    parser.add_argument("--person", metavar="NAME", help="whose voice the device knows")
    parser.add_argument("--db", metavar="FILE", help="the SQLite file that keeps the place")
    parser.add_argument("--script", metavar="FILE", help="play a file of utterances, - for standard input")
    parser.add_argument("--speed", type=_speed, default=1.0, metavar="N", help="speak N times as fast (1)")
    parser.add_argument("--speak", action="store_true", help="say it aloud on a terminal, with espeak-ng")


def _speed(text: str) -> float:
    wanted = ArgumentTypeError("write a number from 0.1 to 1000, such as 10")
    try:
        speed = float(text)
    except ValueError:
        raise wanted from None
    if not 0.1 <= speed <= 1000:
        raise wanted
    return speed


def talk(options: Namespace, environ: Mapping[str, str]) -> int:
    """Run the command and give its exit code; raises what is wrong with options, settings, files and stores."""
    settings = replace(Settings.from_env(environ), storage=storage_url(options, environ))
    now = NEW_YEAR if settings.storage == MEMORY else time.time()
    setup = Setup.of(settings, options.locale, now, person=options.person)
    if options.script:
        return _play(setup, _text(options.script))
    if not sys.stdin.isatty():
        return _play(setup, sys.stdin.read())
    speaker = _speaker(options) if options.speak else None
    with closing(open_storage(settings.storage)) as storage:
        return _converse(setup, Outage(storage), options.speed, speaker)


def storage_url(options: Namespace, environ: Mapping[str, str]) -> str:
    """Say where the place is kept: where it was asked for, else nowhere for a script, else in the person's own file."""
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
    with closing(open_storage(setup.settings.storage)) as storage:
        outage = Outage(storage)
        talking = conversation(setup, outage)
        for line in Player(talking, outage.set).play(items):
            print(line, flush=True)
    return 1 if talking.failed else 0


def _speaker(options: Namespace) -> Speaker:
    if not find_spec("prompt_toolkit"):
        raise SpeakerError("--speak needs prompt_toolkit: pip install '.[echo]'")
    return Speaker(options.locale, options.speed)


def _converse(setup: Setup, storage: Outage, speed: float, speaker: Speaker | None = None) -> int:
    with suppress(KeyboardInterrupt):
        if find_spec("prompt_toolkit") and sys.stdout.isatty():
            shown = replace(setup, sender=replace(setup.sender, screen=True))
            asyncio.run(_live(conversation(shown, storage), speed, speaker))
        else:
            print(PLAIN, file=sys.stderr)
            Plain(conversation(setup, storage), storage.set, print).run(_lines())
    print("Bye. What was kept is there when you come back.")
    return 0


async def _live(talking: Conversation, speed: float, speaker: Speaker | None) -> None:
    from prompt_toolkit.patch_stdout import patch_stdout  # noqa: PLC0415 - an extra

    from skill.echo.prompt import PromptConsole  # noqa: PLC0415 - needs the extra

    with patch_stdout():
        shown = PromptConsole()
        console = SpeakingConsole(shown, speaker) if speaker else shown
        console.write(f"Type what you would say. To begin: {talking.device.invocation.opening}")
        await Terminal(talking, console, Clock(), speed=speed).run()
    if speaker:
        speaker.hush()


def _lines() -> Iterator[str]:
    with suppress(ImportError):
        import readline  # noqa: F401, PLC0415 - input() edits lines where it is there
    with suppress(EOFError):
        while True:
            yield input("> ")


