"""
The page in Chromium: talked to, tapped, spoken to, looked into.

Needs `npm ci` and Chromium, and skips with a line that says so where they are missing.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from page_tab import Tab, opened, served
from viewer import ROOT, browser

from skill.content import regions as places
from skill.echo.connected_device import NEW_YEAR, Setup, SwitchableStorage, connect
from skill.echo.script import Utterance, parse
from skill.echo.transcript import transcript
from skill.settings import Settings
from skill.storage import MemoryStorage


pytestmark = pytest.mark.long

PICTURE = ROOT / "docs" / "desk.png"


@pytest.fixture(scope="module")
def started() -> Iterator[Any]:
    with browser() as found:
        yield found


@pytest.fixture
def tab(started: Any) -> Iterator[Tab]:
    with served() as address, opened(started, address) as found:
        yield found


def test_a_whole_routine_is_typed(started: Any) -> None:
    """From the welcome to sitting up, at sixty times the speed; the words and the screen go with it."""
    with served() as address, opened(started, address, by_hand=True) as tab:
        tab.page.select_option("#speed", "60")
        for item in parse((ROOT / "tests" / "dialogues" / "en" / "first_time.txt").read_text(encoding="utf-8")):
            if isinstance(item, Utterance):
                tab.say(item.text)
        heard = tab.page.locator("#turns").inner_text().lower()
        steps = ("one", "two", "three", "four", "five", "six", "seven")
        assert [step for step in steps if f"step {step}" not in heard] == []
        assert "that was all seven" in heard
        assert tab.page.locator(".wrong").count() == 0
        assert tab.page.get_attribute("#glass", "data-open") == "false"
        assert tab.viewer_complaints == []


def test_a_barge_in_cuts_a_hold_and_ready_goes_on_with_what_was_left(tab: Tab) -> None:
    """Typed while it counts, in the middle of a silence; the wake word is put before it."""
    roll(tab)
    tab.page.select_option("#speed", "10")
    tab.page.wait_for_function("() => document.getElementById('state').textContent.startsWith('Quiet for')")
    tab.say("hold on", skip=False)
    assert tab.last(".person") == "Alexa, hold on"
    assert tab.page.locator("#turns > li:nth-last-child(2) .cut").count() == 1
    assert tab.last(".strip").split() == ["HoldOnIntent", "→", "HoldOn", "→", "held"]
    tab.shown.get_by_text("On hold").wait_for()
    tab.pass_over()
    tab.say("ready", skip=False)
    assert tab.last(".strip").split()[-1] == "rolling"
    tab.shown.get_by_text("On hold").wait_for(state="hidden")


def roll(tab: Tab) -> None:
    """Come to the third step, which counts."""
    for text in ("open gentle roller", "yes", "yes", "yes", "yes", "next"):
        tab.say(text)
    tab.say("yes", skip=False)
    tab.shown.get_by_text("Roll slowly").wait_for()


def test_time_stands_still_while_somebody_types(tab: Tab) -> None:
    """Who has begun to speak is not cut off, however slowly they type."""
    tab.say("open gentle roller", skip=False)
    tab.ring("speaking")
    tab.page.press("#say", "n")
    tab.ring("hearing")
    stopped = tab.page.inner_text("#clock")
    tab.page.evaluate("new Promise((done) => setTimeout(done, 1200))")
    assert tab.page.inner_text("#clock") == stopped
    tab.page.press("#say", "Escape")
    tab.ring("speaking")
    assert tab.page.input_value("#say") == ""


def test_the_keyboard_alone_will_do(tab: Tab) -> None:
    """A letter finds its way to the line, Escape wakes it, Enter says it; each control has a name."""
    tab.page.evaluate("document.activeElement.blur()")
    tab.page.keyboard.type("open gentle roller")
    tab.page.keyboard.press("Enter")
    tab.ring("speaking")
    tab.page.keyboard.press("Escape")
    tab.ring("hearing")
    tab.page.keyboard.type("any safety tips")
    tab.page.keyboard.press("Enter")
    tab.page.locator(".person", has_text="Alexa, any safety tips").wait_for()
    nameless = """() => [...document.querySelectorAll("button, select, input, iframe")].filter((one) =>
        one.checkVisibility() && !(one.innerText || one.title || one.ariaLabel || one.labels?.length)).map(String)"""
    assert tab.page.evaluate(nameless) == []


def test_what_is_tapped_on_the_screen_is_sent(tab: Tab) -> None:
    """Amazon's viewer sends the event, the desk the request, and the next screen is drawn."""
    tab.say("open gentle roller")
    tab.tap("Begin")
    assert tab.last(".person") == "Tapped: Begin"
    assert tab.last(".strip").split() == ["UserEvent", "→", "Yes", "→", "screen"]
    tab.tap("Not now")
    assert tab.last(".strip").split()[:3] == ["UserEvent", "→", "No"]


def test_the_device_is_changed_in_the_middle(tab: Tab) -> None:
    """The screen that is shown is drawn again on the new glass; without one there is the ring alone."""
    tab.say("open gentle roller")
    for viewport, width in (("show-5", 960), ("show-15", 1920), ("round", 480)):
        tab.page.select_option("#viewport", viewport)
        tab.shown.locator(f".screen[style*='width: {width}px']").wait_for()
        tab.shown.get_by_text("Gentle Roller").first.wait_for()
    tab.page.select_option("#viewport", "")
    tab.page.locator(".puck").wait_for()
    assert not tab.page.locator("#glass").is_visible()
    tab.say("yes")
    assert tab.page.locator(".wrong").count() == 0
    tab.page.select_option("#viewport", "show-8")
    tab.page.locator("#glass").wait_for()
    assert tab.viewer_complaints == []


def test_another_language_is_another_device(started: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The locale goes with each request, and nothing of the conversation before is left."""
    british = replace(places.regions()["en-US"], locale="en-GB", emergency_spoken="nine nine nine")
    monkeypatch.setitem(places.regions(), "en-GB", british)
    with served() as address, opened(started, address) as tab:
        tab.say("open gentle roller")
        tab.page.select_option("#locale", "en-GB")
        tab.page.wait_for_function("() => document.querySelectorAll('#turns > li').length === 0")
        tab.say("open gentle roller")
        tab.page.get_by_text("Request, as it was signed").click()
        assert '"locale": "en-GB"' in tab.page.inner_text("#inside pre")


def test_two_voices_and_a_day_between(tab: Tab) -> None:
    """Who speaks is in the request, and time can be let pass."""
    tab.page.select_option("#person", "Sam")
    tab.say("open gentle roller")
    tab.page.get_by_text("Request, as it was signed").click()
    assert "amzn1.ask.person.Sam" in tab.page.inner_text("#inside pre")
    tab.page.get_by_role("button", name="+1 day").click()
    tab.page.get_by_text("The session is over.").first.wait_for()


def test_a_saved_conversation_is_a_test(tab: Tab, tmp_path: Path) -> None:
    """The file that is downloaded plays to itself, as those of tests/dialogues do."""
    for text in ("open gentle roller", "any safety tips", "yes", "stop"):
        tab.say(text)
    tab.page.click("#save")
    tab.page.get_by_text("every reply is the one you heard").wait_for()
    with tab.page.expect_download() as download:
        tab.page.click("#saved-download")
    assert download.value.suggested_filename == "new_conversation.txt"
    download.value.save_as(tmp_path / "saved.txt")
    text = (tmp_path / "saved.txt").read_text(encoding="utf-8")
    storage = SwitchableStorage(MemoryStorage())
    connected = connect(Setup.of(Settings(storage="memory:"), "en-US", NEW_YEAR), storage)
    assert "\n".join([*transcript(parse(text), connected, storage.set), ""]) == text
    assert text.count("Person:") == 4


def test_a_silence_brings_the_reprompt_and_then_the_end(started: Any) -> None:
    """Eight seconds, the reprompt, eight more, by the browser's own clock; then the skill is told."""
    with served() as address, opened(started, address, by_hand=True) as tab:
        tab.page.select_option("#viewport", "")
        tab.page.fill("#say", "open gentle roller")
        tab.page.press("#say", "Enter")
        tab.page.locator(".person", has_text="Alexa, open gentle roller").wait_for()
        tab.page.press("#say", "Enter")
        tab.page.clock.run_for(7_500)
        assert tab.page.get_attribute("body", "data-ring") == "listening"
        tab.page.clock.run_for(1_000)
        assert tab.page.get_attribute("body", "data-ring") == "speaking"
        assert tab.last(".again").startswith("Say yes")
        tab.page.press("#say", "Enter")
        tab.page.clock.run_for(7_500)
        assert tab.page.get_attribute("body", "data-ring") == "listening"
        tab.page.clock.run_for(1_000)
        tab.page.get_by_text("Nobody spoke. The session is over.").wait_for()


VOICES = """
window.said = [];
window.speaking = null;
const near = { lang: "en-US", localService: true, name: "near" };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "en-US", localService: false, name: "far" }, near],
  addEventListener() {},
  speak(utterance) {
    said.push([utterance.voice.name, utterance.text]);
    window.speaking = utterance;
    setTimeout(() => utterance.onstart?.());
    setTimeout(() => speaking === utterance && utterance.onend?.(), 400);
  },
  cancel() { window.speaking = null; },
} });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""




def test_a_voice_says_the_words_and_is_hushed(started: Any) -> None:
    """Sentence by sentence by a voice of this machine, never one from the net; silent as soon as it is spoken to."""
    with served() as address, opened(started, address, script=VOICES) as tab:
        tab.say("open gentle roller", skip=False)
        tab.page.wait_for_function("() => said.length === 2")
        tab.page.click("#wake")
        tab.ring("hearing")
        spoken = tab.page.evaluate("said")
        assert {voice for voice, _ in spoken} == {"near"}
        assert spoken[0][1] == "Welcome to Gentle Roller."
        assert tab.page.evaluate("speaking") is None
        tab.page.press("#say", "Escape")
        tab.page.wait_for_function("() => said.length > 2")


HEARS = """
window.SpeechRecognition = class {
  start() { window.hears = this; }
  stop() { this.onend(); }
};
"""


def test_what_is_said_while_the_button_is_held_is_heard(started: Any) -> None:
    """Press and hold to talk, where the browser hears; let go, and it is said."""
    with served() as address, opened(started, address, script=HEARS) as tab:
        tab.page.hover("#hold")
        tab.page.mouse.down()
        tab.page.evaluate("hears.onresult({ results: [[{ transcript: 'open gentle roller' }]] })")
        tab.page.mouse.up()
        tab.page.locator(".person", has_text="Alexa, open gentle roller").wait_for()
        tab.ring("speaking")


def test_without_the_viewer_the_page_says_what_to_do_and_goes_on(
    started: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One command; all but the picture works without it."""
    monkeypatch.setattr("skill.echo.page.assets.PROJECTS", (tmp_path,))
    with served() as address, opened(started, address) as tab:
        assert "npm ci" in tab.page.inner_text("#glass")
        tab.say("open gentle roller")
        assert "Shall we begin?" in tab.last(".coach")


def test_a_reload_keeps_the_conversation(tab: Tab) -> None:
    """The desk has it, and says its last reply again; the key stays with the tab, and is not in the address."""
    tab.say("open gentle roller")
    assert tab.page.evaluate("location.hash") == ""
    tab.page.reload()
    tab.page.locator(".person", has_text="Alexa, open gentle roller").wait_for()
    tab.shown.get_by_text("Begin").wait_for()
    tab.pass_over()
    assert tab.last(".coach").count("Shall we begin?") == 1
    tab.say("yes")
    assert tab.last(".coach").startswith("First, the careful part.")


def test_without_the_key_the_page_says_where_it_is(started: Any) -> None:
    """Somebody who opens the address without it can see the page, and do nothing."""
    with served() as address:
        context = started.new_context()
        page = context.new_page()
        page.goto(address.split("#")[0])
        page.get_by_text("the key is in it").wait_for()
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", ["show-8", "round", ""])
def test_it_fits_a_phone(started: Any, scheme: str, viewport: str) -> None:
    """Nothing is wider than the glass in one's hand, and what is said can be typed without scrolling sideways."""
    phone = {"width": 360, "height": 740}
    with served() as address, opened(started, address, viewport=phone, color_scheme=scheme, has_touch=True) as tab:
        tab.page.select_option("#viewport", viewport)
        tab.say("open gentle roller")
        assert tab.page.evaluate("document.documentElement.scrollWidth") == phone["width"]
        x, _, width, _ = tab.page.locator("#speak").bounding_box().values()
        assert x >= 0
        assert x + width <= phone["width"]


def test_the_picture_of_the_desk_can_be_taken(tab: Tab, tmp_path: Path) -> None:
    """The README's picture; delete docs/desk.png, and this takes it again."""
    roll(tab)
    tab.page.select_option("#speed", "10")
    tab.page.wait_for_function("() => document.getElementById('state').textContent.startsWith('Quiet for')")
    tab.page.select_option("#speed", "1")
    tab.page.focus("#say")
    taken = tab.page.screenshot(path=tmp_path / PICTURE.name)
    if not PICTURE.exists():
        PICTURE.write_bytes(taken)
    assert PICTURE.read_bytes()[:8] == taken[:8]
    assert len(taken) > 50_000
