"""
The files in deploy/, compared with the code.

Rule 1: a file that repeats what the code decides (a setting, an exit code, a command) is compared with the code.
Rule 2: systemd's own program checks the unit; running it under systemd is tried by hand.
"""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from pki import Pki
from servers import webhook
from signing import SKILL_ID

from skill.settings import VARIABLES, Settings
from skill.storage import SQLiteStorage, open_storage


ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
README = (DEPLOY / "README.md").read_text(encoding="utf-8")
SERVICE = (DEPLOY / "gentle-roller.service").read_text(encoding="utf-8")
ENV = (DEPLOY / "gentle-roller.env").read_text(encoding="utf-8")
CONTAINER = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
VENV = "/opt/gentle-roller/.venv"


def directive(name: str) -> str:
    """Give the value of the one line that sets *name* in the unit."""
    (value,) = re.findall(rf"^{name}=(.*)$", SERVICE, re.MULTILINE)
    return str(value)


def command() -> list[str]:
    """Give the command of the unit, without the folder of its program."""
    return shlex.split(directive("ExecStart").removeprefix(f"{VENV}/bin/"))


def instruction(pattern: str) -> str:
    """Give what *pattern*, with one group, finds once in the Containerfile."""
    (found,) = re.findall(pattern, CONTAINER, re.MULTILINE)
    return str(found)


# The service


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """Write the unit with a program and a file that are here: systemd looks for both."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze: get it with `apt-get install systemd`")
    program = tmp_path / "bin" / "gentle-roller"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    path = tmp_path / "gentle-roller.service"
    path.write_text(SERVICE.replace(VENV, str(tmp_path)))
    return path


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, timeout=60, check=False)


def test_systemd_finds_no_fault_in_the_unit(unit: Path) -> None:
    """An unknown or misspelt directive is a line of its own, and systemd ignores what it stands for."""
    found = analyze("--man=no", "verify", str(unit))
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


def test_little_is_open_to_whoever_breaks_in(unit: Path) -> None:
    """At most 1.5 of ten points of exposure, by systemd's own count; what is left is the network."""
    found = analyze("--offline=yes", "--no-pager", "--threshold=15", "security", str(unit))
    assert found.returncode == 0, found.stdout


def test_wrong_settings_stop_the_service_for_good() -> None:
    """After any other failure it starts again."""
    stopped = subprocess.run(
        [sys.executable, "-c", f"import sys; from skill.__main__ import main; sys.exit(main({command()[1:]}))"],
        env={"PYTHONPATH": str(ROOT)}, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert directive("Restart") == "on-failure"
    assert directive("RestartPreventExitStatus") == str(stopped.returncode) == "2"


def test_the_command_is_the_one_in_the_project_s_readme() -> None:
    """Word for word."""
    readme = (ROOT / "README.md").read_text()
    written = re.search(r"^GENTLE_ROLLER_SKILL_ID=\S+ (gentle-roller .*)$", readme, re.MULTILINE)
    assert written
    assert command() == shlex.split(written[1])


def test_places_are_kept_where_the_service_may_write() -> None:
    """%S is /var/lib, and four slashes make a path absolute."""
    folder = directive("StateDirectory")
    assert directive("Environment") == f"GENTLE_ROLLER_STORAGE=sqlite:///%S/{folder}/gentle-roller.sqlite"


# The settings


def test_each_setting_stands_there_in_the_table_s_own_words() -> None:
    """Name and meaning, and the default; but for the storage, which the unit sets."""
    written = re.findall(r"^# (.+)\n#?(GENTLE_ROLLER_\w+)=(.*)$", ENV, re.MULTILINE)
    known = {v.name: (v.meaning, v.default) for v in VARIABLES}
    known["GENTLE_ROLLER_STORAGE"] = (known["GENTLE_ROLLER_STORAGE"][0], "dynamodb://gentle-roller")
    assert {name: (meaning, value) for meaning, name, value in written} == known
    assert ENV.count("GENTLE_ROLLER_") == len(known)


def test_the_one_that_is_needed_is_the_one_to_fill_in() -> None:
    """Left as it is, the file stops the start with the line that says what to write."""
    assert re.findall(r"^(\w+)=(.*)$", ENV, re.MULTILINE) == [("GENTLE_ROLLER_SKILL_ID", "")]


def test_every_value_is_one_that_may_be_written() -> None:
    """Whoever takes the # away has no error to mend."""
    values = dict(re.findall(r"^#?(GENTLE_ROLLER_\w+)=(.*)$", ENV, re.MULTILINE))
    settings = Settings.from_env(values | {"GENTLE_ROLLER_SKILL_ID": SKILL_ID})
    assert settings == Settings(skill_id=SKILL_ID, storage="dynamodb://gentle-roller")


# The container


def test_the_container_runs_the_service_s_command() -> None:
    """It listens on every address, because nothing outside of the container could reach loopback."""
    served = [part.replace(VENV, "/venv") for part in shlex.split(directive("ExecStart"))]
    assert json.loads(instruction(r"^CMD (.+)$")) == [part.replace("127.0.0.1", "0.0.0.0") for part in served]


def test_what_the_container_copies_is_there_and_is_all_that_a_wheel_needs() -> None:
    """The package, and each file that pyproject.toml names."""
    copied = [name for line in re.findall(r"^COPY (?!--)(.+) \S+$", CONTAINER, re.MULTILINE) for name in line.split()]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = {"pyproject.toml", project["project"]["readme"], *project["project"]["license-files"]}
    assert set(copied) == needed | set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_the_container_has_what_a_webhook_needs_and_is_not_root(tmp_path: Path) -> None:
    """No test tools, no terminal; and places on the volume."""
    extras = instruction(r"pip install .*'\.\[([\w,]+)\]'")
    storage = open_storage(instruction(r"^ENV GENTLE_ROLLER_STORAGE=(.+)$").replace("/data/", f"{tmp_path}/"))
    assert extras == "web,dynamodb"
    assert instruction(r"^USER (\d+):\d+$") != "0"
    assert isinstance(storage, SQLiteStorage)
    assert instruction(r"^VOLUME (.+)$") == "/data"


def test_the_container_s_check_tells_a_living_webhook_from_a_dead_one(tmp_path: Path) -> None:
    """It is run outside of a container, against the same command."""
    _, *arguments = json.loads(instruction(r"^CMD (.+)$"))
    _, *check = json.loads(instruction(r"^HEALTHCHECK .*CMD (.+)$"))
    arguments = [argument.replace("0.0.0.0", "127.0.0.1") for argument in arguments]
    storage = f"sqlite:///{tmp_path}/places.sqlite"
    with webhook(tmp_path, Pki(), arguments, GENTLE_ROLLER_STORAGE=storage) as port:
        here = [sys.executable, *(part.replace(":8080/", f":{port}/") for part in check)]
        living = subprocess.run(here, capture_output=True, env={}, timeout=30, check=False)
    dead = subprocess.run(here, capture_output=True, env={}, timeout=30, check=False)

    assert (living.returncode, dead.returncode) == (0, 1)


# The instructions


def test_the_instructions_name_each_file() -> None:
    """A file that nobody is told where to put is of no use."""
    assert [path.name for path in DEPLOY.iterdir() if path.name not in README + "README.md"] == []


def test_the_instructions_put_each_file_where_the_others_look_for_it() -> None:
    """The unit looks for its settings and its program, nginx and certbot for the challenge."""
    assert f"deploy/gentle-roller.env {directive('EnvironmentFile')}\n" in README
    assert f"git clone REPOSITORY {VENV.removesuffix('/.venv')}\n" in README
    assert "--webroot-path /var/www/html" in README
