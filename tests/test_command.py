"""The command, as it is typed: what it prints, what it refuses, and with which exit code."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import structlog

from skill.__main__ import main
from skill.publish import generated


ROOT = Path(__file__).parents[1]
MAIN = "from skill.__main__ import main; raise SystemExit(main())"
COMMAND = [sys.executable, "-m", "skill"]


@pytest.fixture(autouse=True)
def log_of_its_own() -> Iterator[None]:
    """Leave the log as it was: main() points it at this test's standard error."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def run(*arguments: str, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, with nothing of ours in its environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GENTLE_ROLLER_")}
    return subprocess.run(
        [*COMMAND, *arguments],
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        env=kept | environment,
        check=False,
    )


def test_a_script_on_standard_input_is_played() -> None:
    """The issue's own line: the transcript on standard output, nothing else, and success."""
    done = run("talk", "--script", "-", typed="open gentle roller\nyes\n")
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert lines[0] == "Person: Alexa, open gentle roller"
    assert lines[-1].endswith("Shall we go on?")


def test_in_a_pipe_the_place_is_kept(tmp_path: Path) -> None:
    """Close it and come back: it knows where they were, from a file of the person's own."""
    run(typed="open gentle roller\nyes\nyes\nyes\nyes\n", XDG_STATE_HOME=str(tmp_path))
    again = run(typed="open gentle roller\n", XDG_STATE_HOME=str(tmp_path))
    assert "step one. Are you back on the roller?" in again.stdout
    assert (tmp_path / "gentle-roller" / "places.sqlite").exists()


def test_a_script_keeps_nothing_unless_told(tmp_path: Path) -> None:
    """The same script gives the same transcript, run after run."""
    script = tmp_path / "script.txt"
    script.write_text("open gentle roller\nyes\nyes\nyes\n")
    once, twice = (run("talk", "--script", str(script), XDG_STATE_HOME=str(tmp_path)) for _ in range(2))
    assert once.stdout == twice.stdout
    assert [file.name for file in tmp_path.iterdir()] == ["script.txt"]


def test_a_file_can_be_named_for_the_place(tmp_path: Path) -> None:
    """--db, with or without a script."""
    file = str(tmp_path / "place.sqlite")
    run("talk", "--db", file, "--script", "-", typed="open gentle roller\nyes\nyes\nyes\nyes\n")
    again = run("talk", "--db", file, "--script", "-", typed="open gentle roller\n")
    assert "Are you back on the roller?" in again.stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "line"),
    [
        (["talk", "--locale", "xx-XX", "--script", "-"], {}, "no such locale: xx-XX. Known: "),
        (["hear", "--locale", "xx-XX", "stop"], {}, "no such locale: xx-XX. Known: "),
        (["talk", "--script", "/nowhere/script.txt"], {}, "cannot use /nowhere/script.txt: No such file"),
        (["talk", "--script", "tests"], {}, "cannot use tests: Is a directory"),
        (["talk", "--db", "/nowhere/place.sqlite", "--script", "-"], {}, "the directory /nowhere for place.sqlite"),
        (["talk"], {"GENTLE_ROLLER_STORAGE": "paper:"}, "GENTLE_ROLLER_STORAGE is 'paper:': write memory:"),
        (["talk"], {"GENTLE_ROLLER_MAX_HOLD": "5"}, "GENTLE_ROLLER_MAX_HOLD is '5': write whole seconds"),
        (["serve"], {}, "GENTLE_ROLLER_SKILL_ID is not set"),
        (["package", "--endpoint", "http://here"], {}, "--endpoint is 'http://here': write https://"),
        (["package", "--lambda-arn", "mine"], {}, "--lambda-arn is 'mine': write arn:aws:lambda:"),
    ],
)
def test_a_mistake_is_one_line_that_says_what_to_do(
    arguments: list[str], environment: dict[str, str], line: str
) -> None:
    """On standard error, without a traceback, with exit code 2."""
    done = run(*arguments, typed="open gentle roller\n", **environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"gentle-roller: {line}")
    assert done.stderr.count("\n") == 1


def test_a_wrong_line_of_a_script_is_named() -> None:
    """Before anything is played."""
    done = run("talk", "--script", "-", typed="open gentle roller\n(soon)\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("gentle-roller: line 2: (soon) is no note: write (after 12 seconds)")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["frob"], "invalid choice: 'frob'"),
        (["talk", "--speed", "0"], "argument --speed: write a number from 0.1 to 1000"),
        (["talk", "--speed", "fast"], "argument --speed: write a number from 0.1 to 1000"),
        (["talk", "--frob"], "unrecognized arguments: --frob"),
        (["package", "--endpoint", "https://a.org/", "--lambda-arn", "b"], "not allowed with argument --endpoint"),
        (["hear", "--frob"], "unrecognized arguments: --frob"),
    ],
)
def test_wrong_usage_is_refused(
    arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, with the usage."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert line in capsys.readouterr().err


def test_a_reply_that_is_an_error_fails_the_script() -> None:
    """Exit code 1: whoever is played the apology has found a fault."""
    broken = f"import skill.coach.turn as c; c.advance = None\n{MAIN}"
    done = subprocess.run(
        [sys.executable, "-c", broken, "talk", "--script", "-"],
        input="open gentle roller\n",
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 1
    assert "Sorry, something went wrong" in done.stdout
    assert "fault=TypeError" in done.stderr


def test_a_store_that_fails_is_logged_on_standard_error_only() -> None:
    """The transcript stays clean, and the person is coached on (promise 10)."""
    done = run("talk", "--script", "-", typed="(storage fails)\nopen gentle roller\n")
    assert done.returncode == 0
    assert "storage failed" in done.stderr
    assert done.stdout.startswith("(storage fails)\nPerson: Alexa, open gentle roller\nCoach: ")


def test_what_is_heard_is_a_json_line_each() -> None:
    """Lines on standard input, JSON on standard output, in order."""
    done = run("hear", typed="go to step four\nmy hand is numb\n")
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["intent"], first["slots"], first["event"]) == ("GoToStepIntent", {"step": "4"}, "GoTo")
    assert (second["intent"], second["verdict"]) == ("PainIntent", "stop_now")


def test_what_is_heard_can_be_read_as_a_table() -> None:
    """For people, without --json."""
    lines = run("hear", "hang", "on", "a", "sec").stdout.splitlines()
    assert lines[:2] == ["text:    hang on a sec", "intent:  HoldOnIntent"]


def test_the_version_is_the_distributions() -> None:
    """The one version."""
    from importlib.metadata import version

    assert run("--version").stdout == f"gentle-roller {version('gentle-roller')}\n"


@pytest.mark.parametrize("command", ["models", "docs"])
def test_what_is_generated_is_checked(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1 where files are not current, 0 once they are written."""
    (tmp_path / "skill" / "content").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(generated, "INSTALLED", tmp_path / "skill")
    assert main([command, "--check"]) == 1
    assert f"is not current: run gentle-roller {command}" in capsys.readouterr().err
    assert main([command]) == 0
    assert main([command, "--check"]) == 0


def test_an_installed_copy_generates_nothing_for_another_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was edited is not what would be read: say so, in place of writing what is old."""
    (tmp_path / "skill" / "content").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert main(["models"]) == 2
    assert "pip install -e ." in capsys.readouterr().err


@pytest.mark.parametrize("port", ["0", "99999", "web"])
def test_a_port_that_is_none_is_one_line(port: str) -> None:
    """Refused before a server starts."""
    refused = run("serve", "--port", port)
    assert refused.returncode == 2
    assert f"{port} is no port: write a number from 1 to 65535" in refused.stderr


def test_outside_a_checkout_nothing_is_generated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files in the wrong place would be found too late."""
    monkeypatch.chdir(tmp_path)
    assert main(["models"]) == 2
    assert "go to its top directory first" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


# On a terminal

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()=>].?")


class Screen:
    """What a person at a terminal sees, and their keyboard."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._unread = ""

    def wait_for(self, pattern: str, seconds: float = 20.0) -> str:
        """Return what *pattern* matched in what is shown next, and read on behind it; fails after so many seconds."""
        until = time.monotonic() + seconds
        while not (found := re.search(pattern, self._unread)):
            if time.monotonic() > until:
                raise AssertionError(f"{pattern} did not appear in:\n{self._unread}")
            self._read()
        self._unread = self._unread[found.end() :]
        return found[0]

    def type(self, text: str) -> None:
        os.write(self._fd, text.encode())

    def press_until(self, key: str, pattern: str) -> str:
        """Press *key* until *pattern* is shown: a key pressed just between two prompts is the terminal's, not ours."""
        for _ in range(5):
            self.type(key)
            try:
                return self.wait_for(pattern, 4)
            except AssertionError:
                continue
        return self.wait_for(pattern, 0)

    def _read(self) -> None:
        ready, _, _ = select.select([self._fd], [], [], 0.1)
        if not ready:
            return
        try:
            with_escapes = os.read(self._fd, 65_536).decode(errors="replace")
        except OSError:  # Linux says so of a terminal that nobody is at any more
            raise AssertionError(f"the command ended after:\n{self._unread}") from None
        if "\x1b[6n" in with_escapes:
            self.type("\x1b[1;1R")  # where the cursor is: prompt_toolkit asks, a terminal answers
        self._unread += ESCAPES.sub("", with_escapes)


@contextmanager
def terminal(folder: Path, *arguments: str, first: str = "") -> Iterator[tuple[Screen, int]]:
    """Run `talk` on a terminal; gives its screen and its process."""
    pid, fd = pty.fork()
    if pid == 0:  # pragma: no cover - the child
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever runs the tests in the background ignores it
        os.environ.update(XDG_STATE_HOME=str(folder), TERM="xterm", COLUMNS="120", LINES="40")
        os.chdir(ROOT)
        os.execv(sys.executable, [sys.executable, *(["-c", first] if first else ["-m", "skill"]), "talk", *arguments])
    try:
        yield Screen(fd), pid
    finally:
        os.close(fd)


def exit_code(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def test_on_a_terminal_a_hold_counts_down_and_typing_cuts_in(tmp_path: Path) -> None:
    """Design §10: the hold is seen, and can be interrupted; leaving is polite, and the place is kept."""
    with terminal(tmp_path, "--speed", "10") as (screen, pid):
        screen.wait_for("To begin: open gentle roller")
        screen.type("open gentle roller\r")
        for answer in ("yes", "yes", "yes", "yes", "yes", "ready"):
            screen.wait_for("Coach:  ")
            screen.type("\r")  # no need to hear it to its end
            screen.wait_for(r"\w\?")
            screen.type(f"{answer}\r")
        for left in ("40", r"3\d", r"2\d"):
            screen.wait_for(f"{left} s left")
        screen.type("hold on\r")
        screen.wait_for("Person: Alexa, hold on")
        screen.wait_for(r"\(\d+ s\)")
        screen.press_until("\x04", "Bye")
        assert exit_code(pid) == 0
    assert "Are you back on the roller?" in run(typed="open gentle roller\n", XDG_STATE_HOME=str(tmp_path)).stdout


def test_without_prompt_toolkit_lines_are_enough(tmp_path: Path) -> None:
    """A hint, and each reply at once."""
    missing = f"import sys; sys.modules['prompt_toolkit'] = None\n{MAIN}"
    with terminal(tmp_path, first=missing) as (screen, pid):
        screen.wait_for(re.escape("pip install '.[echo]'"))
        screen.type("open gentle roller\r")
        screen.wait_for(r"\w\?")
        screen.press_until("\x03", "Bye")
        assert exit_code(pid) == 0
