"""
Every view on every screen, rendered by Amazon's own viewer in Chromium.

Needs `npm ci` and Chromium, and skips with a line that says so where they are missing.
"""

import json
import subprocess
from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from screens_samples import ANSWERS, ROUTINE, SIGHTS, answered, words
from viewer import DEVICES, MODULES, ROOT, Device, Viewer, browser, opened

from art.drawings import icons
from skill.alexa.display import TAPS, DisplayContent, commands, data, document, render, token
from skill.dialogue.reply import Screen, View


pytestmark = pytest.mark.long

SMALLEST_LETTERS = 22
SMALLEST_TARGET = 48
SHOW_8 = DEVICES[1]
ELSEWHERE = "https://example.com/picture.png"


@pytest.fixture(scope="module")
def started() -> Iterator[Any]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module", params=DEVICES, ids=lambda device: device.name)
def viewer(started: Any, request: pytest.FixtureRequest) -> Iterator[Viewer]:
    device: Device = request.param
    with opened(started, device) as found:
        yield found


def buttons(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data(SIGHTS[name], words, ROUTINE)["view"]["properties"]["buttons"]
    return found


@pytest.mark.parametrize("name", SIGHTS)
def test_a_view_is_rendered_whole(viewer: Viewer, name: str) -> None:
    """No complaint of the viewer's core, no request, no text cut off, no letters too small, no button off the glass."""
    viewer.show(render(SIGHTS[name], words, ROUTINE))
    viewer.settle()
    assert viewer.complaints == []
    assert viewer.clipped == []
    assert viewer.smallest >= SMALLEST_LETTERS
    can_be_tapped([viewer.box(component(button)) for button in buttons(name)], viewer.device)


@pytest.mark.parametrize("device", [DEVICES[0], DEVICES[5]], ids=lambda device: device.name)
def test_every_answer_fits_on_the_smallest_screens(started: Any, device: Device) -> None:
    """An answer that is added may be long, and so may the name of its source."""
    with opened(started, device) as viewer:
        for topic in ANSWERS:
            viewer.show(render(answered(topic), words, ROUTINE))
            viewer.settle(50)
            assert (topic, viewer.clipped) == (topic, [])
        assert viewer.complaints == []


def component(button: dict[str, Any]) -> str:
    return "main" if button["main"] else str(button["word"])


def can_be_tapped(boxes: list[tuple[float, float, float, float]], device: Device) -> None:
    """Hold that each button lies on the glass, is large enough for a thumb, and does not lie on another."""
    for x, y, width, height in boxes:
        assert min(width, height) >= SMALLEST_TARGET
        assert on_the_glass(device, x, y, width, height)
    lefts = sorted(boxes)
    assert all(first[0] + first[2] <= second[0] for first, second in pairwise(lefts))


def on_the_glass(device: Device, x: float, y: float, width: float, height: float) -> bool:
    """Say whether a button is wholly visible; one on round glass has round corners itself."""
    if device.shape != "ROUND":
        return x >= 0 and y >= 0 and x + width <= device.width and y + height <= device.height
    radius, end = device.width / 2, height / 2
    ends = ((x + end, y + end), (x + width - end, y + end))
    return all(((cx - radius) ** 2 + (cy - radius) ** 2) ** 0.5 + end <= radius for cx, cy in ends)


@pytest.mark.parametrize("name", [name for name in SIGHTS if buttons(name)])
def test_every_button_sends_its_word_and_where_it_was_tapped(started: Any, name: str) -> None:
    """The skill sees a word, and can tell a stale tap."""
    with opened(started, SHOW_8) as viewer:
        viewer.show(render(SIGHTS[name], words, ROUTINE))
        held = SIGHTS[name].screen.view is View.HELD
        for button in buttons(name):
            meant = button["held"] if held and "held" in button else button
            sent = viewer.tap(component(button))
            assert sent == [meant["word"], token(SIGHTS[name].screen)]
            assert sent[0] in TAPS
        assert viewer.complaints == []


def test_holding_on_stops_the_count_and_the_body_and_carrying_on_resumes(started: Any) -> None:
    """Both are commands to the document that is shown; the time left is kept."""
    with opened(started, SHOW_8, moving=True, by_hand=True) as viewer:
        viewer.show(render(SIGHTS["step-3"], words, ROUTINE))
        viewer.settle(1200)
        viewer.show(commands(SIGHTS["held"]))
        viewer.settle()
        held = viewer.texts
        viewer.settle(2200)
        assert viewer.texts == held
        assert "On hold" in held
        assert "Carry on" in held
        assert viewer.tap("hold_on") == ["carry_on", "step-3"]
        viewer.show(commands(DisplayContent(Screen(View.STEP, 3, 7, 25))))
        viewer.settle()
        assert "25" in viewer.texts
        assert "On hold" not in viewer.texts
        assert viewer.complaints == []


def test_the_count_waits_for_what_is_spoken_first(started: Any) -> None:
    """The screen must not be at its end while the voice is in the middle."""
    with opened(started, SHOW_8, by_hand=True) as viewer:
        viewer.show(render(DisplayContent(Screen(View.STEP, 3, 7, 40), ahead=2), words, ROUTINE))
        viewer.settle(1500)
        assert "40" in viewer.texts
        viewer.settle(3000)
        assert "40" not in viewer.texts


def test_the_end_of_a_count_is_told_once_and_late(started: Any) -> None:
    """A nudge twenty seconds after the end, when nobody has answered; never a second one."""
    with opened(started, SHOW_8, by_hand=True) as viewer:
        viewer.show(render(DisplayContent(Screen(View.STEP, 3, 7, 1)), words, ROUTINE))
        viewer.settle(15_000)
        assert viewer.sent == []
        viewer.settle(12_000)
        assert viewer.sent == [["time_up", "step-3"]]


def test_a_command_for_another_document_changes_nothing(started: Any) -> None:
    """The viewer, like a device, drops commands whose token is not shown."""
    with opened(started, SHOW_8) as viewer:
        viewer.show(render(SIGHTS["step-3"], words, ROUTINE))
        viewer.show(commands(DisplayContent(Screen(View.HELD, 4, 7))))
        viewer.settle()
        assert "On hold" not in viewer.texts


def test_a_remote_control_starts_on_the_main_button(started: Any) -> None:
    """A television has no touch: something must be in focus."""
    with opened(started, DEVICES[-1]) as viewer:
        viewer.show(render(SIGHTS["step-3"], words, ROUTINE))
        viewer.settle(700)
        viewer.page.keyboard.press("Enter")
        viewer.settle(700)
        assert viewer.sent == [["next", "step-3"]]


@pytest.mark.parametrize("size", icons())
def test_the_committed_icon_is_the_picture_of_its_drawing(started: Any, size: int) -> None:
    """The PNG that the store gets shows what the SVG draws; browsers may differ by a shade at edges."""
    art = ROOT / "docs" / "art"
    page = started.new_page(viewport={"width": size, "height": size})
    before, after = (art / f"icon_{size}.png").read_bytes(), shot(page, art / f"icon_{size}.svg", size)
    difference = page.evaluate(COMPARE, [list(before), list(after)])
    page.close()
    assert difference < 0.5


def shot(page: Any, drawing: Path, size: int) -> bytes:
    sized = drawing.read_text().replace("<svg ", f"<svg width={size} ", 1)
    page.set_content(f"<style>*{{margin:0}} svg{{display:block}}</style>{sized}")
    found: bytes = page.screenshot()
    return found


COMPARE = """async (files) => {
  const pixels = async (bytes) => {
    const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: "image/png" }));
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    return canvas.getImageData(0, 0, image.width, image.height).data;
  };
  const [first, second] = await Promise.all(files.map(pixels));
  if (first.length !== second.length) return 255;
  return first.reduce((sum, value, i) => sum + Math.abs(value - second[i]), 0) / first.length;
}"""


LINT = """
const { StaticAplTemplateValidator } = require("apl-suggester");
const text = require("fs").readFileSync(0, "utf8");
const found = new StaticAplTemplateValidator().validate(JSON.parse(text));
Promise.resolve(found).then((notes) => console.log(JSON.stringify(notes)));
"""
KNOWN = {
    # Its parent is a row that grows, whose width is known; the linter does not see that.
    "/layouts/Words/item/width",
}


def linted(document: dict[str, Any]) -> list[str]:
    """Give where Amazon's linter finds something in *document*."""
    if not (which("node") and (MODULES / "apl-suggester").exists()):
        pytest.skip("no apl-suggester: get it with Node.js 20 or newer and `npm ci`")
    text = json.dumps(document)
    done = subprocess.run(["node", "-e", LINT], input=text, cwd=ROOT, capture_output=True, text=True, check=True)
    return [note["path"] for note in json.loads(done.stdout) if note["path"] not in KNOWN]


@pytest.mark.parametrize("scene", ["", "roll", "rise"])
def test_amazons_linter_finds_nothing(scene: str) -> None:
    """Misspelt properties, wrong values and missing ones are found by apl-suggester."""
    assert linted(document(scene)) == []


def test_amazons_linter_would_find_a_misspelt_property() -> None:
    """A linter that is silent for another reason would prove nothing."""
    wrong = deepcopy(document())
    wrong["layouts"]["Digits"]["item"]["fontSise"] = 30
    assert linted(wrong) == ["/layouts/Digits/item"]


def test_the_viewer_would_notice_what_is_wrong(started: Any) -> None:
    """A text that is too long, a value that cannot be, and a file from elsewhere are all seen."""
    wrong = render(SIGHTS["step-3"], words, ROUTINE)
    wrong.document = deepcopy(wrong.document)
    wrong.document["layouts"]["Digits"]["item"]["color"] = "@nowhere"
    picture = {"type": "Image", "source": ELSEWHERE, "width": 20, "height": 20}
    wrong.document["layouts"]["Landscape"]["item"]["items"].append(picture)
    wrong.datasources["view"]["properties"]["text"] = "far too much to say " * 40
    with opened(started, SHOW_8) as viewer:
        viewer.show(wrong)
        viewer.settle()
        assert ELSEWHERE in viewer.refused
        assert any("nowhere" in complaint for complaint in viewer.complaints)
        assert any("far too much" in text for text in viewer.clipped)
