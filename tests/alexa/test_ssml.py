"""
Spoken text: SSML that Alexa takes, that says what was meant, and that lasts as long as we count on.

Rule: Alexa's limits are asserted on the SSML itself, read by a parser that is none of ours.
"""

from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reply_walk import LOCALE, Said, replies, voices

from skill.alexa.ssml import BREAK, CHARACTERS, REPROMPT_SECONDS, SECONDS, ssml, timed
from skill.coach.voice import Pause, Sound, Voice, plain, seconds
from skill.content.phrases import script
from skill.dialogue.reply import Begin, Breath, Line, Part, Question, Reply, Wait


pytestmark = pytest.mark.xdist_group("the replies")
"""The files that measure the replies of tests/reply_walk.py belong to one worker, so that they are gathered once."""


WORDS = script(LOCALE)
HOLDS = [230, pytest.param(60, marks=pytest.mark.long), pytest.param(20, marks=pytest.mark.long)]


def saying(*texts: str) -> Voice:
    """Give a voice whose lines "a", "b" … say *texts*."""
    wordings = {chr(ord("a") + number): (text,) for number, text in enumerate(texts)}
    return Voice(replace(WORDS, wordings=wordings))


def breaks(ssml: str) -> list[float]:
    """Give the seconds of each break."""
    return [float(one.attrib["time"].removesuffix("s")) for one in ElementTree.fromstring(ssml).iter("break")]


def words(ssml: str) -> str:
    return " ".join("".join(ElementTree.fromstring(ssml).itertext()).split())


# Escaping

ODD = [
    "R&D", "a < b", "x > y", "</speak>", "<break time='9s'/>", 'say "hi"', "it's", "&amp;", "\x00\x08\x1f", "\ud800",
    "🙂", "naïve",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_whatever_a_text_holds_is_said_and_not_obeyed(text: str) -> None:
    """The SDK escapes nothing; an & that is none would make Alexa refuse the whole response."""
    written = ssml(saying(text), [Line("a")])
    sayable = "".join(character for character in text if character.isprintable())
    assert words(written) == sayable
    assert breaks(written) == []


@pytest.mark.parametrize("text", ODD)
def test_an_inserted_value_is_escaped_as_well(text: str) -> None:
    """What a person said is quoted back to them, and may hold anything."""
    written = ssml(saying("I heard {heard}, I think."), [Line("a", {"heard": text})])
    sayable = "".join(character for character in text if character.isprintable())
    assert words(written) == f"I heard {sayable}, I think."


@given(st.text())
def test_any_text_makes_well_formed_ssml(text: str) -> None:
    """Whatever Unicode holds."""
    ElementTree.fromstring(ssml(saying("{heard}"), [Line("a", {"heard": text})]))


# Breaks and breaths


@pytest.mark.parametrize("length", [1, 9, 10, 11, 20, 29, 30])
def test_a_wait_is_breaks_of_ten_seconds_at_most(length: int) -> None:
    """Alexa refuses a longer one; together they are as long as was asked for."""
    found = breaks(ssml(saying(), [Wait(length)]))
    assert max(found) <= BREAK
    assert sum(found) == pytest.approx(length)


def test_a_cue_is_part_of_its_wait() -> None:
    """The words' own time is taken off the silence after them."""
    voice = saying("Nice and slow.")
    wait = Wait(10, Line("a"))
    assert sum(breaks(ssml(voice, [wait]))) == pytest.approx(10 - voice.measure()(Line("a")), abs=0.05)
    assert seconds(voice.sounds([wait])) == pytest.approx(10, abs=0.05)


def test_a_cue_that_is_longer_than_its_wait_leaves_no_silence() -> None:
    """A negative break would be refused."""
    assert breaks(ssml(saying("One and two and three and four and five."), [Wait(1, Line("a"))])) == []


@pytest.mark.parametrize("name", ["counted", "short", "last"])
@pytest.mark.parametrize("pace", [-1, 0, 1])
def test_a_breath_takes_four_seconds_in_and_six_out(name: str, pace: int) -> None:
    """However it is counted and however fast it's said, the body gets its ten seconds."""
    breath = Breath(Line(f"breath.{name}.in"), Line(f"breath.{name}.out"))
    sounds = Voice(WORDS, pace=pace).sounds([breath])
    inhale, first, exhale, second = (sound.seconds for sound in sounds)
    assert inhale + first == pytest.approx(4, abs=0.06)
    assert exhale + second == pytest.approx(6, abs=0.06)


def test_a_beginning_is_not_heard() -> None:
    """It says when a step counts, and takes no time."""
    assert saying().sounds([Begin(3)]) == ()


def test_a_line_that_comes_again_takes_its_next_wording() -> None:
    """The same cue twice in one reply sounds like a machine."""
    voice = Voice(replace(WORDS, wordings={"a": ("One.", "Two.")}), turn=1)
    assert plain(voice.sounds([Line("a"), Wait(5, Line("a")), Line("a")])) == "Two. One. Two."


# There and back


@st.composite
def parts(draw: st.DrawFn) -> list[Part]:
    """Give parts of all kinds, in any order."""
    line = st.sampled_from([Line("a"), Line("b")])
    wait = st.builds(Wait, st.integers(1, 90), st.none() | line)
    return draw(st.lists(line | wait | st.builds(Breath, line, line) | st.builds(Begin, st.integers(1, 7))))


@given(parts(), st.sampled_from([-1, 0, 1]))
def test_ssml_reads_back_as_what_it_was_made_of(made: list[Part], pace: int) -> None:
    """The virtual Echo hears what the dialogue's clock counted on: the same words, the same seconds."""
    voice = replace(saying("Hips up, and roll.", "R&D < 5?"), pace=pace)
    there, back = voice.sounds(made), timed(ssml(voice, made), voice.script)
    assert plain(back) == plain(there)
    assert seconds(back) == pytest.approx(seconds(there), abs=1.0)
    assert silences(back) == pytest.approx(silences(there))


def silences(sounds: tuple[Sound, ...]) -> list[float]:
    return [sound.seconds for sound in sounds if isinstance(sound, Pause)]


# Budgets, over all replies


@pytest.fixture(scope="module", params=HOLDS, ids=lambda hold: f"hold-{hold}")
def said(request: pytest.FixtureRequest) -> tuple[Said, ...]:
    """Return all replies of the dialogue, with the longest hold in one reply in turn."""
    return replies(request.param)


@pytest.fixture(scope="module", params=list(voices()), ids=lambda v: f"pace{v.pace:+}{'-few' if v.few else ''}")
def voice(request: pytest.FixtureRequest) -> Voice:
    """Give each way of speaking in turn."""
    found: Voice = request.param
    return found


def outcry(asked: Question | None) -> tuple[Part, ...]:
    return (*asked.reprompt, asked.line) if asked else ()


def spoken(reply: Reply) -> tuple[Part, ...]:
    return (*reply.say, reply.ask.line) if reply.ask else reply.say


def over(said: tuple[Said, ...], voice: Voice) -> Iterator[str]:
    """Name every reply that is over a budget."""
    for one in said:
        speaking = replace(voice, turn=one.turn)
        speech, again = speaking.sounds(spoken(one.reply)), speaking.sounds(outcry(one.reply.ask))
        if seconds(speech) > SECONDS or seconds(again) > REPROMPT_SECONDS:
            yield f"{seconds(speech):.0f} s, reprompt {seconds(again):.0f} s: {plain(speech)[:80]}"
        lengths = [len(ssml(speaking, part)) for part in (spoken(one.reply), outcry(one.reply.ask))]
        if max(lengths) > CHARACTERS:
            yield f"{lengths} characters: {plain(speech)[:80]}"


def test_no_reply_is_longer_than_alexa_speaks(said: tuple[Said, ...], voice: Voice) -> None:
    """At most 7,500 characters and 230 s, a reprompt at most 90 s; at every pace, in all words and in few."""
    assert list(over(said, voice)) == []


def test_the_budgets_are_prudent() -> None:
    """Alexa takes less than 8,000 characters, 240 s of audio, 90 s of it in a reprompt, breaks of 10 s."""
    assert (CHARACTERS, SECONDS, REPROMPT_SECONDS, BREAK) == (7_500, 230, 90, 10.0)


def test_no_break_of_any_reply_is_too_long(said: tuple[Said, ...]) -> None:
    """Between words and at the ends alike."""
    longest = max(max(breaks(ssml(Voice(WORDS, one.turn), spoken(one.reply))), default=0.0) for one in said)
    assert 0 < longest <= BREAK


def test_the_walk_reaches_every_question(said: tuple[Said, ...]) -> None:
    """What is measured is all that can be asked; pieces are asked about only where a hold is cut."""
    asked = {one.reply.ask.line.key for one in said if one.reply.ask}
    questions = {key for key in WORDS.wordings if key.startswith("ask.")}
    assert sorted(questions - asked - {"ask.piece", "ask.piece_spot"}) == []


def test_an_estimate_has_the_pace_in_it() -> None:
    """Slower takes longer, faster less, by the rate that Alexa is told."""
    slow, normal, fast = (WORDS.seconds("Hips up a little, and roll.", pace=pace) for pace in (-1, 0, 1))
    assert slow > normal > fast
    assert '<prosody rate="85%">' in ssml(Voice(WORDS, pace=-1), [Line("ask.piece")])
    assert WORDS.rate(0) == 100


def test_words_have_no_markup_of_their_own() -> None:
    """Only breaks and the rate are ours; the words are plain."""
    root = ElementTree.fromstring(ssml(Voice(WORDS, pace=1), [Line("ask.piece"), Wait(12)]))
    assert {node.tag for node in root.iter()} == {"speak", "prosody", "break"}
