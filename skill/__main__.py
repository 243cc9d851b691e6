"""
The command `gentle-roller`.

Rule 1: a mistake of the user gives one line on standard error that says what to do, and exit code 2; no traceback.
Rule 2: results go to standard output, logs to standard error.
"""

import argparse
import fileinput
import json
import logging
import os
import socket
import sys
from collections.abc import Iterable
from importlib.metadata import version

import structlog

from skill.content.files import ContentError
from skill.content.regions import region, regions
from skill.echo.script import ScriptError
from skill.echo.talk import add_arguments as add_talk_arguments
from skill.echo.talk import talk
from skill.logs import misheard
from skill.publish import generated
from skill.publish.manifest import EndpointError
from skill.publish.package import PackageError
from skill.publish.translation import ORIGINAL, missing
from skill.settings import Settings, SettingsError
from skill.storage import StorageError, StorageURLError
from skill.understanding.text_to_event import explain


class MissingRequirementError(Exception):
    """The command lacks a requirement; the message is one line that says what to do."""


USER_ERRORS = (
    generated.NoCheckoutError, ContentError, EndpointError, MissingRequirementError, OSError, PackageError, ScriptError,
    SettingsError, StorageError, StorageURLError, UnicodeDecodeError,
)  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Run the command line *arguments*, by default those of the process; return the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser().parse_args(["talk", *given] if _is_talk(given) else given)
    try:
        _log_to_stderr()
        return int(options.run(options))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # otherwise Python logs an error at its exit
        return 1
    except USER_ERRORS as error:
        print(f"gentle-roller: {_line(error)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _is_talk(given: list[str]) -> bool:
    """Return whether *given* names no command; then the command is `talk`."""
    return not given or (given[0].startswith("-") and given[0] not in ("-h", "--help", "--version"))


def _line(error: BaseException) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"cannot use {error.filename}: {error.strerror}"
    if isinstance(error, UnicodeDecodeError):
        return "the script is not text in UTF-8: save it as such"
    return " ".join(str(error).split())


def _log_to_stderr() -> None:
    # The default is "warning", because log lines would disturb a conversation.
    chosen = os.environ.get("GENTLE_ROLLER_LOG_LEVEL")
    level = Settings.from_env(os.environ).log_level if chosen else "warning"
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.dev.ConsoleRenderer(colors=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=lambda *names: structlog.PrintLogger(sys.stderr),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gentle-roller", description="A voice coach for a foam-roller routine, on a virtual Echo."
    )
    parser.add_argument("--version", action="version", version=f"gentle-roller {version('gentle-roller')}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, (declare, run, help_) in COMMANDS.items():
        command = commands.add_parser(name, help=help_, description=help_)
        declare(command)
        command.set_defaults(run=run, command=name)
    return parser


# talk, hear


def _talk(options: argparse.Namespace) -> int:
    return talk(options, os.environ)


def _hear_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="*", help="the utterance; without it, one utterance per line of standard input")
    parser.add_argument("--locale", default="en-US", help="the language (en-US)")
    parser.add_argument("--json", action="store_true", help="print one JSON object per line")


def _hear(options: argparse.Namespace) -> int:
    region(options.locale)
    as_json = options.json or not options.text
    for text in _texts(options.text):
        heard = explain(text, options.locale)
        print(json.dumps(heard, ensure_ascii=False) if as_json else _table(heard), flush=True)
    return 0


def _texts(words: list[str]) -> Iterable[str]:
    return [" ".join(words)] if words else (line.rstrip("\n") for line in sys.stdin)


def _table(heard: dict[str, object]) -> str:
    return "\n".join(f"{name + ':':9}{value}" for name, value in heard.items())


# misheard


def _misheard_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", help="log files of a host; without one, standard input")


def _misheard(options: argparse.Namespace) -> int:
    with fileinput.input(options.files, encoding="utf-8", errors="replace") as lines:
        counts, turns = misheard(lines)
    print(f"not understood: {counts.total()} of {turns} turns")
    for (phase, step), count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        print(f"{count:6}  {phase}, step {step}")
    return 0


# missing


def _missing_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--locale", help="the language or the locale to check (all except English)")


def _missing(options: argparse.Namespace) -> int:
    """Print what a translation lacks; return 1 if it lacks something, else 0."""
    others = sorted({region.language for region in regions().values()} - {ORIGINAL})
    faults = [line for name in ([options.locale] if options.locale else others) for line in missing(name)]
    print("\n".join(faults) or "nothing is missing")
    return int(bool(faults))


# serve


def _serve_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=_port, default=8080, help="the port to listen on (8080)")
    parser.add_argument("--echo", action="store_true", help="serve a virtual Echo for a browser on this machine")


def _port(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 65_535):
        raise argparse.ArgumentTypeError(f"{text} is no port: write a number from 1 to 65535")
    return int(text)


def _listening(options: argparse.Namespace) -> socket.socket:
    """Return a socket that listens where *options* say; raises MissingRequirementError if it can't."""
    try:
        return socket.create_server((options.host, options.port))
    except OSError as error:
        raise MissingRequirementError(f"cannot listen on {options.host}:{options.port}: {error.strerror}") from None


def _serve(options: argparse.Namespace) -> int:
    settings = Settings.from_env(os.environ)
    if options.echo:
        return _serve_echo(options, settings)
    settings.require_skill()
    try:
        from skill.web import create_app  # noqa: PLC0415 - an extra
        from skill.web.serve import serve  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise MissingRequirementError(f"serve needs {error.name}: pip install '.[web]'") from None
    with _listening(options) as listening:
        serve(create_app(settings), listening)
    return 0


def _serve_echo(options: argparse.Namespace, settings: Settings) -> int:
    """Serve the page of the virtual Echo, and a webhook that answers only this page."""
    try:
        from skill.echo.page import PageStart  # noqa: PLC0415 - an extra
        from skill.web import create_app  # noqa: PLC0415 - an extra
        from skill.web.serve import serve  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise MissingRequirementError(f"serve --echo needs {error.name}: pip install '.[web]'") from None
    start = PageStart.of(options.host, options.port, settings, os.environ)
    with _listening(options) as listening:
        app = start.app(create_app)
        print(f"Virtual Echo: {start.address}", flush=True)
        serve(app, listening)
    return 0


COMMANDS = {
    "talk": (add_talk_arguments, _talk, "talk to a virtual Echo on this terminal (the default)"),
    "hear": (_hear_arguments, _hear, "show the intent, slots and event of an utterance"),
    "misheard": (_misheard_arguments, _misheard, "count the turns that were not understood, from the log of a host"),
    "serve": (_serve_arguments, _serve, "serve the webhook"),
    "models": (generated.add_check, generated.models, "write the interaction models"),
    "docs": (generated.add_check, generated.docs, "write the pages that are generated from the content"),
    "missing": (_missing_arguments, _missing, "list what a translation lacks"),
    "package": (generated.add_endpoints, generated.package, "write the skill package and lambda.zip into build/"),
}


if __name__ == "__main__":
    sys.exit(main())
