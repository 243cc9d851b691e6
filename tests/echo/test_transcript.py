"""Playing a script: what is heard is written, as far as it was heard."""

from collections.abc import Mapping
from typing import Any

import pytest

from skill.echo.connected_device import ConnectedDevice
from skill.echo.device import Device
from skill.echo.envelopes import Envelope, Sender
from skill.echo.script import parse
from skill.echo.transcript import reply_to_lines, transcript


SLOW = '<speak>Roll slowly from here to there. <break time="10s"/><break time="10s"/> Which one?</speak>'
ASKS = "<speak>Shall we begin?</speak>"
AGAIN = "<speak>Say yes to start. Shall we begin?</speak>"


class Skill:
    """Answers everything alike, and keeps what it was sent."""

    def __init__(self, ssml: str = ASKS, *, closes: bool = False) -> None:
        self.sent: list[Envelope] = []
        self._body = {
            "outputSpeech": {"type": "SSML", "ssml": ssml},
            "reprompt": {"outputSpeech": {"type": "SSML", "ssml": AGAIN}},
            "shouldEndSession": closes,
        }

    def __call__(self, envelope: Envelope) -> Mapping[str, Any]:
        self.sent.append(envelope)
        return {"version": "1.0", "response": self._body}

    @property
    def kinds(self) -> list[str]:
        return [sent["request"]["type"] for sent in self.sent]


def played(text: str, skill: Skill) -> list[str]:
    device = Device(Sender("en-US", "somebody"), now=1_000_000_000.0)
    return "\n".join(transcript(parse(text), ConnectedDevice(device, skill))).split("\n")


def test_an_answer_comes_two_seconds_after_the_question() -> None:
    """So it needs no wake word; where the microphone is off, it is put before."""
    assert played("open gentle roller\nyes", Skill()) == [
        "Person: Alexa, open gentle roller",
        "Coach:  Shall we begin?",
        "Person: yes",
        "Coach:  Shall we begin?",
    ]


def test_long_silences_are_written() -> None:
    """As seconds, in brackets, where they are heard."""
    assert played("open gentle roller", Skill(SLOW))[1] == "Coach:  Roll slowly from here to there. (20 s) Which one?"


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (1, "Coach:  Roll slowly from —"),
        (10, "Coach:  Roll slowly from here to there. (8 s) —"),
        (60, "Coach:  Roll slowly from here to there. (20 s) Which one? {Say yes to start. Shall we begin?} [closes]"),
    ],
)
def test_what_is_cut_off_is_written_as_far_as_it_was_said(after: int, words: str) -> None:
    """Counted from the first word of the reply."""
    lines = played(f"open gentle roller\n(after {after} seconds)\nAlexa, yes", Skill(SLOW))
    assert lines[1:3] == [words, f"(after {after} seconds)"]


def test_a_reprompt_is_written_where_it_is_heard() -> None:
    """After eight seconds of silence; the microphone is then open again."""
    assert played("open gentle roller\n(12 seconds of silence)\nyes", Skill())[1:4] == [
        "Coach:  Shall we begin? {Say yes to start. Shall we begin?}",
        "(12 seconds of silence)",
        "Person: yes",
    ]


def test_a_long_silence_ends_the_session() -> None:
    """The skill is told, and what is said then is not for it."""
    skill = Skill()
    lines = played("open gentle roller\n(a minute of silence)\nyes", skill)
    assert lines[1:] == [
        "Coach:  Shall we begin? {Say yes to start. Shall we begin?} [closes]",
        "(a minute of silence)",
        "Person: Alexa, yes",
        "        [not for the skill: say Alexa, open gentle roller]",
    ]
    assert skill.kinds == ["LaunchRequest", "SessionEndedRequest"]


def test_a_reply_that_closes_is_marked() -> None:
    """The microphone is off."""
    assert played("open gentle roller", Skill("<speak>Bye.</speak>", closes=True))[-1] == "Coach:  Bye. [closes]"


def test_remarks_stay_where_they_are() -> None:
    """Between what was heard and what is said next."""
    text = "# One\n\nopen gentle roller\n\n# Two\nyes"
    assert played(text, Skill()) == [
        "# One",
        "",
        "Person: Alexa, open gentle roller",
        "Coach:  Shall we begin?",
        "",
        "# Two",
        "Person: yes",
        "Coach:  Shall we begin?",
    ]


def test_a_transcript_is_a_script_that_gives_it_again() -> None:
    """Rule 1 of the notation, with cuts, silences and folded lines."""
    text = "# One\nopen gentle roller\n(after 10 seconds)\nyes\n(a minute of silence)\nopen gentle roller\nyes\n"
    once = played(text, Skill(SLOW))
    assert played("\n".join(once), Skill(SLOW)) == once


def test_the_person_is_the_one_of_the_last_note() -> None:
    """From the next request on."""
    skill = Skill()
    played("(person: Sam)\nopen gentle roller\n(person: nobody)\nyes", skill)
    persons = [sent["context"]["System"].get("person", {}).get("personId") for sent in skill.sent]
    assert persons == ["amzn1.ask.person.Sam", None]


# Where lines are typed, and each reply is written at once


def answered(*lines: str) -> list[str]:
    shown: list[str] = []

    def skill(envelope: Envelope) -> Mapping[str, Any]:
        said = {"type": "SSML", "ssml": '<speak>Roll. <break time="10s"/> Ready?</speak>'}
        again = {"outputSpeech": {"type": "SSML", "ssml": "<speak>Say ready.</speak>"}}
        return {"version": "1.0", "response": {"outputSpeech": said, "reprompt": again, "shouldEndSession": False}}

    device = Device(Sender("en-US", "somebody"), now=1_000_000_000.0)
    reply_to_lines(lines, ConnectedDevice(device, skill), lambda works: None, shown.append)
    return shown


def test_a_reply_is_written_at_once_and_whole() -> None:
    """There is nothing to wait for."""
    assert answered("open gentle roller") == ["Coach:  Roll. (10 s) Ready?"]


def test_a_note_lets_time_pass() -> None:
    """A silence brings the reprompt, a longer one the end."""
    shown = answered("open gentle roller", "(a minute of silence)", "yes")
    assert shown[1:] == [
        "        {Say ready.} [closes]",
        "        [not for the skill: say Alexa, open gentle roller]",
    ]


def test_a_wrong_note_is_explained_and_costs_nothing() -> None:
    """The conversation goes on."""
    shown = answered("open gentle roller", "(soon)", "yes")
    assert shown[1].startswith("(soon) is no note: write (after 12 seconds)")
    assert shown[2] == "Coach:  Roll. (10 s) Ready?"
