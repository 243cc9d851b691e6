"""The virtual Echo on a terminal: said as time goes on, cut in on by typing."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from skill.echo.connected_device import ConnectedDevice
from skill.echo.device import LISTENING_SECONDS, Device, Mode
from skill.echo.envelopes import Envelope, Sender
from skill.echo.terminal import Terminal, TerminalClock


ROLL = '<speak>Roll slowly. Then wait. <break time="10s"/><break time="10s"/> Which one?</speak>'
AGAIN = "<speak>Say next. Which one?</speak>"


class Person:
    """A console that a test types on: each turn does something first, then gives a line; then it ends."""

    def __init__(self, *turns: tuple[Callable[[], Awaitable[None]], str]) -> None:
        self.lines: list[str] = []
        self.begun = False
        self._turns = list(turns)
        self.status: Callable[[], str] = str

    def write(self, line: str) -> None:
        self.lines.append(line)

    def typing(self) -> bool:
        return self.begun

    async def read(self, status: Callable[[], str]) -> str:
        self.status = status
        if not self._turns:
            raise EOFError
        wait, line = self._turns.pop(0)
        await wait()
        return line


class Desk:
    """A terminal with a skill that always answers alike."""

    def __init__(self, *, speed: float = 1.0, closes: bool = False) -> None:
        self.seconds = 0.0
        self.sent: list[str] = []
        self.statuses: list[str] = []
        self.speed = speed
        self.closes = closes
        self.device = Device(Sender("en-US", "somebody", screen=True), now=1_000_000_000.0)

    def skill(self, envelope: Envelope) -> Mapping[str, Any]:
        request = envelope["request"]
        self.sent.append(request.get("intent", {}).get("name") or request["type"])
        properties = {"eyebrow": "Step three of seven", "title": "Roll slowly", "ahead": 0, "seconds": 40}
        body = {
            "outputSpeech": {"type": "SSML", "ssml": ROLL},
            "reprompt": {"outputSpeech": {"type": "SSML", "ssml": AGAIN}},
            "shouldEndSession": self.closes,
            "directives": [
                {
                    "type": "Alexa.Presentation.APL.RenderDocument",
                    "token": "step-3",
                    "datasources": {"view": {"properties": properties}},
                }
            ],
        }
        return {"version": "1.0", "response": body}

    def after(self, seconds: float) -> Callable[[], Awaitable[None]]:
        """Let *seconds* of the clock pass, in steps that the terminal sees."""

        async def wait() -> None:
            for _ in range(round(seconds * 2)):
                self.seconds += 0.5
                await self.look()

        return wait

    async def look(self) -> None:
        for _ in range(3):
            await asyncio.sleep(0)
        self.statuses.append(self.person.status())

    def typed(self, *turns: tuple[float, str]) -> list[str]:
        """Type each line after so many seconds; gives what was shown."""
        return self.met(Person(*((self.after(seconds), line) for seconds, line in turns)))

    def met(self, person: Person) -> list[str]:
        """Let *person* type; gives what was shown."""
        self.person = person
        clock = TerminalClock(lambda: self.seconds, lambda seconds: asyncio.sleep(0))
        terminal = Terminal(ConnectedDevice(self.device, self.skill), person, clock, speed=self.speed)
        asyncio.run(terminal.run())
        return person.lines


def test_sentences_appear_as_they_are_said() -> None:
    """The second one not before the first is over, and a long silence as such."""
    shown = Desk().typed((0, "open gentle roller"), (1, ""))
    assert shown[:2] == ["Person: Alexa, open gentle roller", "Coach:  Roll slowly."]
    assert shown[2:] == ["        Then wait.", "        (20 s)", "        Which one?"]  # Enter skips the rest


def test_a_hold_counts_down_below_the_line() -> None:
    """With the screen's title, second by second."""
    desk = Desk()
    desk.typed((0, "open gentle roller"), (4, ""))
    counted = [status.split("  ")[1] for status in desk.statuses if "left" in status]
    assert counted[0] == "40 s left"
    assert counted[-1] == "37 s left"
    assert desk.statuses[-1].startswith("Step three of seven · Roll slowly")


def test_faster_is_faster_only_while_it_speaks() -> None:
    """Ten times as fast, one second of the clock is ten of the reply."""
    desk = Desk(speed=10)
    desk.typed((0, "open gentle roller"), (2, ""))
    assert [status.split("  ")[1] for status in desk.statuses if "left" in status][-1] == "21 s left"


def test_typing_cuts_in() -> None:
    """With the wake word put before it, and what was still to be said is not said."""
    desk = Desk()
    shown = desk.typed((0, "open gentle roller"), (4, "next"), (0, ""))
    assert desk.sent[:2] == ["LaunchRequest", "AMAZON.NextIntent"]
    assert "Person: Alexa, next" in shown
    assert shown.count("        Which one?") == 1


def test_the_microphone_stays_open_for_whoever_is_typing() -> None:
    """Eight seconds are short on a keyboard."""
    desk = Desk()

    async def think() -> None:
        desk.person.begun = True
        await desk.after(3 * LISTENING_SECONDS)()
        assert desk.device.mode is Mode.LISTENING

    shown = desk.met(Person((desk.after(0), "open gentle roller"), (desk.after(0), ""), (think, "yes")))
    assert "Person: yes" in shown


def test_silence_brings_the_reprompt_and_then_the_end() -> None:
    """Said as on a real one, and how to go on."""
    desk = Desk(speed=20)
    desk.device.sender = Sender("en-US", "somebody")
    shown = desk.typed((0, "open gentle roller"), (0, ""), (26, "yes"))
    assert "        {Say next.}" in shown
    assert "        [closes: say Alexa, open gentle roller]" in shown
    assert shown[-2:] == ["Person: Alexa, yes", "        [not for the skill: say Alexa, open gentle roller]"]


def test_a_reply_that_closes_says_so() -> None:
    """The title goes with it."""
    desk = Desk(closes=True)
    shown = desk.typed((0, "open gentle roller"), (0, ""))
    assert shown[-1] == "        [closes]"


def test_whoever_leaves_is_told_to_the_skill() -> None:
    """The place was kept at every turn; the session is over."""
    desk = Desk()
    desk.typed((0, "open gentle roller"))
    assert desk.sent == ["LaunchRequest", "SessionEndedRequest"]
