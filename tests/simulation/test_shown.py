"""The table and the picture."""

import json
from xml.etree import ElementTree

import pytest

from simulation.__main__ import main
from simulation.measurements import Measurements
from simulation.plot import picture
from simulation.table import markdown, plain


THERE = Measurements("quick", reached=True, wakes=2, asked=4, kept=3, seconds=300.0, steps={1: 60.0, 7: 280.0})
NOT_THERE = Measurements("slow", died=1, seconds=600.0)


def test_the_table_has_a_row_for_each_persona_and_one_for_all() -> None:
    """Shares of what was counted, a dash where nothing was."""
    rows = [line.split(" | ") for line in markdown([THERE, NOT_THERE]).splitlines()]
    assert [row[0].strip("| ") for row in rows] == ["persona", "---", "quick", "slow", "everybody"]
    asked = rows[0].index("questions: place kept")
    assert [row[asked] for row in rows[2:]] == ["75%", "–", "75%"]


def test_the_table_on_a_terminal_is_as_wide_as_it_must_be() -> None:
    """Its heads stand above their columns, word by word."""
    lines = plain([THERE]).splitlines()
    assert lines[-1].startswith("everybody")
    assert max(map(len, lines)) < 200


def test_the_picture_has_a_dot_or_a_ring_for_each_person() -> None:
    """And is well-formed SVG."""
    root = ElementTree.fromstring(picture([THERE, THERE, NOT_THERE]))
    dots = "".join(path.get("d", "") for path in root.iter("{http://www.w3.org/2000/svg}path"))
    assert dots.count("h0") == 2
    assert len(list(root.iter("{http://www.w3.org/2000/svg}circle"))) == 1


def test_the_command_prints_figures_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    """In a pipe no progress is shown."""
    assert main(["--people", "2", "--processes", "1", "--json"]) == 0
    out, err = capsys.readouterr()
    assert [one["persona"] for one in json.loads(out)] == ["ordinary", "fetches the roller upstairs"]
    assert err == ""


def test_a_number_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """In one line that says what to write."""
    with pytest.raises(SystemExit):
        main(["--people", "many"])
    assert "write a whole number from 1 on" in capsys.readouterr().err
