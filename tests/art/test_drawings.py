"""The drawings: anatomy, and the two formats that they are written in."""

import json
import math
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from art.__main__ import AVG_FOLDER, SVG_FOLDER, files, main, stale
from art.avg import avg
from art.background import GROUND, HEIGHT, ROLLER, WIDTH, at
from art.drawings import CRADLED, LEANING, LIFTED, LOWER, REST, RESTING, SITTING, drawings, icons
from art.figure import SHIN, THIGH, Pose, figure
from art.shapes import Gradient, Group, Shape, between, circle, curve, joint, number
from art.shapes import Path as Outline
from art.svg import svg
from skill.alexa.display.drawings import drawing, names
from skill.content.routine_file import routine


ROOT = Path(__file__).parents[2]
LYING = [LEANING, CRADLED, LIFTED, RESTING, LOWER]


def motions(shapes: tuple[Shape, ...]) -> str:
    """Return all movements of a drawing, one after the other."""
    return " ".join(s.motion + " " + motions(s.shapes) for s in shapes if isinstance(s, Group))


def length(start: tuple[float, float], end: tuple[float, float]) -> float:
    return math.dist(start, end)


def test_the_committed_drawings_are_current() -> None:
    """The files in the repository are what `python -m art` writes, and --check says so."""
    assert stale(ROOT) == []
    assert main(["--check"]) == 0


def test_a_drawing_that_was_edited_by_hand_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The joints are the source, not the file."""
    monkeypatch.setattr("art.__main__.ROOT", tmp_path)
    for folder in (SVG_FOLDER, AVG_FOLDER):
        (tmp_path / folder).mkdir(parents=True)
    assert main([]) == 0
    (tmp_path / SVG_FOLDER / "roll.svg").write_text("<svg/>")
    assert main(["--check"]) == 1
    assert capsys.readouterr().err == "docs/art/roll.svg is not current: run python -m art\n"
    assert main([]) == 0
    assert stale(tmp_path) == []


def test_a_screen_has_every_drawing() -> None:
    """The run time knows the drawings by the files that are shipped."""
    assert names() == drawings().keys()


def test_every_step_has_a_drawing() -> None:
    """A step that is added needs a drawing."""
    assert {step.id for step in routine()} <= drawings().keys()


@pytest.mark.parametrize("pose", [*LYING, SITTING])
def test_legs_keep_their_length(pose: Pose) -> None:
    """A knee lies where thigh and shin meet, and points up."""
    knee = joint(pose.hip, pose.ankle, THIGH, SHIN, -1)
    assert length(pose.hip, knee) == pytest.approx(THIGH)
    assert length(knee, pose.ankle) == pytest.approx(SHIN)
    assert knee[1] < pose.hip[1]


@pytest.mark.parametrize(("pose", "x"), [(LEANING, 284), (CRADLED, 284), (LIFTED, 284), (RESTING, 290), (LOWER, 326)])
def test_the_back_lies_on_the_roller(pose: Pose, x: float) -> None:
    """Above the roller's middle the back touches it, or gives way by no more than a finger."""
    share = (x - pose.chest[0]) / (pose.waist[0] - pose.chest[0])
    back = between(pose.chest, pose.waist, share)[1] + 37 - 6 * share
    assert 0 <= back - at(x, 2 * ROLLER)[1] <= 12


@pytest.mark.parametrize("pose", LYING)
def test_the_head_is_held_above_the_floor(pose: Pose) -> None:
    """It rests in the hands; it neither drops back nor touches the floor."""
    assert pose.head[1] < pose.shoulder[1]
    assert GROUND - pose.head[1] > 2 * ROLLER


@pytest.mark.parametrize(("pose", "lifted"), [(LIFTED, True), (CRADLED, False), (LEANING, False)])
def test_hips_are_up_only_while_rolling(pose: Pose, lifted: bool) -> None:
    """Set-up and rest have the hips on the mat."""
    assert (GROUND - pose.hip[1] > 60) is lifted


@pytest.mark.parametrize("name", drawings())
def test_only_rolling_and_breathing_move(name: str) -> None:
    """A step that keeps still has a still drawing."""
    moves = motions(drawings()[name].shapes)
    assert ("slide" in moves) is (name in ("roll", "gentle", "whole_back"))
    assert ("breath" in moves) is (name in ("spot", "next_spot"))


def test_the_roller_goes_half_as_far_as_the_body() -> None:
    """A wheel between a plank and the floor does; and it turns as far as it goes."""
    assert "translate(${slide*0.5} 0)" in motions(drawings()["roll"].shapes)


def test_feet_stay_where_they_are_while_the_body_slides() -> None:
    """No movement is put on a foot: both lie outside the groups that move."""
    still = [shape for shape in figure(LIFTED) if isinstance(shape, Outline)]
    assert len(still) == 2


@pytest.mark.parametrize("name", drawings())
def test_a_movement_uses_only_what_the_graphic_declares(name: str) -> None:
    """A name that AVG does not know would stop the drawing."""
    used = set(re.findall(r"\$\{.*?\b([a-z]+)\b.*?\}", motions(drawings()[name].shapes)))
    assert used <= REST.keys()


@pytest.mark.parametrize("name", drawings())
def test_avg_has_only_what_its_oldest_viewer_knows(name: str) -> None:
    """Paths and groups; every path has an outline, and none has a line without a width."""
    items = list(drawing(name)["items"])
    for item in items:
        items.extend(item.get("items", ()))
        assert item["type"] in ("path", "group")
        assert item["type"] == "group" or item["pathData"].startswith("M")
        assert ("stroke" in item) == ("strokeWidth" in item)


@pytest.mark.parametrize("name", [name for name in files() if name.suffix == ".svg"], ids=str)
def test_an_svg_is_well_formed_and_says_what_it_shows(name: Path) -> None:
    """A screen reader reads its title."""
    root = ElementTree.fromstring(files()[name])
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text


def test_both_formats_hold_the_same_outlines() -> None:
    """SVG for people and AVG for the Echo are one drawing."""
    shapes = drawings()["rise"].shapes
    as_svg = re.findall(r' d="([^"]+)"', svg(shapes, WIDTH, HEIGHT, "rise"))
    as_avg = re.findall(r'"pathData": "([^"]+)"', json.dumps(avg(shapes, WIDTH, HEIGHT, {})))
    assert as_svg == as_avg


def test_a_gradient_is_written_in_both_formats() -> None:
    """From above to below, in two colours."""
    shapes = (Outline("M0,0H9V9Z", Gradient("#111111", "#222222")),)
    assert 'fill="url(#fill0)"' in svg(shapes, 9, 9, "t")
    assert avg(shapes, 9, 9, {})["items"][0]["fill"]["colorRange"] == ["#111111", "#222222"]


def test_icons_come_in_the_sizes_of_the_store() -> None:
    """Amazon asks for 108 and 512 pixels."""
    assert icons().keys() == {108, 512}


@pytest.mark.parametrize(("value", "text"), [(1.0, "1"), (-0.04, "0"), (2.25, "2.2"), (-3.5, "-3.5"), (640, "640")])
def test_numbers_are_as_short_as_a_tenth_needs(value: float, text: str) -> None:
    """A drawing is sent with every screen, so its size counts."""
    assert number(value) == text


def test_a_curve_passes_through_its_points() -> None:
    """Relative steps are summed up from whole pixels, so no error adds up."""
    points = [(0.0, 0.0), (10.4, 20.4), (30.6, 5.2), (50.0, 50.0)]
    x, y = 0, 0
    ends = []
    for step in curve(points).split("c")[1:]:
        dx, dy = step.split(" ")[-1].split(",")
        x, y = x + int(dx), y + int(dy)
        ends.append((x, y))
    assert ends == [(10, 20), (31, 5), (50, 50)]


def test_a_circle_returns_to_its_start() -> None:
    """Two half turns, left to right and back."""
    assert circle((10, 10), 5) == "M5,10 a5,5 0 1 0 10,0 a5,5 0 1 0 -10,0Z"
