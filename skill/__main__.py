"""
The command `gentle-roller`.

Rule 1: what a person got wrong is one line on standard error that says what to do, and exit code 2; no traceback.
Rule 2: standard output is for what was asked for; logs go to standard error.
"""

import argparse
import json
import logging
import os
import sys
from collections.abc import Iterable
from importlib.metadata import version

import structlog

from skill.alexa.ear import explain
from skill.content.files import ContentError
from skill.content.regions import region
from skill.echo.script import ScriptError
from skill.echo.talk import add_arguments as add_talk_arguments
from skill.echo.talk import talk
from skill.settings import Settings, SettingsError
from skill.storage import StorageError, StorageURLError


MISTAKES = (ContentError, ScriptError, SettingsError, StorageError, StorageURLError, OSError, UnicodeDecodeError)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; gives its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser().parse_args(given if _names_a_command(given) else ["talk", *given])
    try:
        _log_to_stderr()
        return int(options.run(options))
    except MISTAKES as error:
        print(f"gentle-roller: {_line(error)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _names_a_command(given: list[str]) -> bool:
    return bool(given) and (given[0] in COMMANDS or given[0] in ("-h", "--help", "--version"))


def _line(error: BaseException) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"cannot use {error.filename}: {error.strerror}"
    if isinstance(error, UnicodeDecodeError):
        return "the script is not text in UTF-8: save it as such"
    return " ".join(str(error).split())


def _log_to_stderr() -> None:
    # Unless asked for, only what went wrong: a conversation is not to be read between log lines.
    asked = os.environ.get("GENTLE_ROLLER_LOG_LEVEL")
    level = Settings.from_env(os.environ).log_level if asked else "warning"
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.dev.ConsoleRenderer(colors=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
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
        command.set_defaults(run=run)
    return parser


# talk, hear


def _talk(options: argparse.Namespace) -> int:
    return talk(options, os.environ)


def _hear_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="*", help="what is said; without it, a line each on standard input")
    parser.add_argument("--locale", default="en-US", help="whose language (en-US)")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


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


COMMANDS = {
    "talk": (add_talk_arguments, _talk, "talk to a virtual Echo on this terminal (the default)"),
    "hear": (_hear_arguments, _hear, "say what the local ear makes of an utterance"),
}


if __name__ == "__main__":
    sys.exit(main())
