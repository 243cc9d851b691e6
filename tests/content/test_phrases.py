"""The words: all that can be said is written, all that is written can be heard, and as a person would say it."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from content.heard import HOLDS, every_line, replies
from stepping import length, measure, opening, step

import skill.alexa
from skill.content.phrases import script, wordings
from skill.content.regions import regions
from skill.content.routine_file import routine
from skill.dialogue import events as e
from skill.dialogue.events import Command
from skill.dialogue.progress import Progress
from skill.dialogue.reply import Line
from skill.dialogue.state import State
from skill.dialogue.timeline import schedule, settle


pytestmark = pytest.mark.xdist_group("the lines")
"""The files that walk tests/content/heard.py belong to one worker, so that it is walked once."""


LANGUAGES = sorted({here.language for here in regions().values()})
LOCALES = sorted(regions())
WRITTEN = wordings("en")
SPOKEN = {key: texts for key, texts in WRITTEN.items() if not key.startswith("display.")}
SENTENCE = re.compile(r"[^.?!]+[.?!]?")
MADE_UP = "answer."
"""The walk asks about topics of its own; which answers there are is not the dialogue's to know."""


@pytest.fixture(scope="module")
def said() -> dict[str, set[str]]:
    """Return every line that the dialogue can say, with the values that it always has."""
    found: dict[str, set[str]] = {}
    for reply in (taken.reply for hold in HOLDS for taken in replies(hold)):
        for line in every_line(reply):
            found[line.key] = found.get(line.key, set(line.values)) & set(line.values)
    return {key: values for key, values in found.items() if not key.startswith(MADE_UP)}


def placeholders(text: str) -> set[str]:
    """Name what is filled into *text*; `{say.next}` is filled from "say"."""
    return {name.split(".")[0] for _, name, _, _ in Formatter().parse(text) if name is not None}


def elsewhere() -> Iterator[re.Pattern[str]]:
    """Return the lines that the platform's room says by itself: cards, screens, apologies, reminders."""
    for file in Path(str(skill.alexa.__file__)).parent.rglob("*.py"):
        for key in re.findall(r"""Line\(f?["']([^"']+)["']""", file.read_text(encoding="utf-8")):
            yield re.compile(re.sub(r"\{[^}]*\}", r"[^.]+", key.replace(".", r"\.")))


def test_every_line_that_can_be_said_is_written(said: dict[str, set[str]]) -> None:
    """In whatever state, after whatever event."""
    assert sorted(said.keys() - WRITTEN.keys()) == []


def test_a_line_has_no_placeholder_that_it_is_not_given(said: dict[str, set[str]]) -> None:
    """Whatever wording is due, and in few words too."""
    always = {*next(iter(regions().values())).words, "wake_word", "say"}
    wrong = {
        (key, name)
        for key, values in said.items()
        for text in (*WRITTEN[key], *WRITTEN.get(f"few.{key}", ()))
        for name in placeholders(text) - always - values
    }
    assert wrong == set()


def test_every_line_that_is_written_can_be_heard(said: dict[str, set[str]]) -> None:
    """Dead words would be translated, read and reviewed for nobody."""
    others = tuple(elsewhere())
    dead = [
        key
        for key in WRITTEN
        if not key.startswith((MADE_UP, "display."))
        and key.removeprefix("few.") not in said
        and not any(other.fullmatch(key) for other in others)
    ]
    assert dead == []


def test_every_phrase_that_can_be_said_back_is_told_to_somebody() -> None:
    """And nobody is told one that isn't there."""
    told = {name for texts in WRITTEN.values() for text in texts for name in re.findall(r"\{say\.(\w+)\}", text)}
    assert {locale: set(script(locale).say) for locale in LOCALES} == dict.fromkeys(LOCALES, told)


# As a person would say it


def spoken(locale: str = "en-US") -> Iterator[tuple[str, str]]:
    """Return every spoken text as it is heard, with its key; values stand as a short word."""
    words = script(locale)
    for key, texts in SPOKEN.items():
        for text in texts:
            values = dict.fromkeys(placeholders(text) - {*words.region.words, "wake_word", "say"}, "two")
            values |= {"time": "07:30"} if "time" in values else {}
            yield key, words_of(key, text, values)


def words_of(key: str, text: str, values: dict[str, str]) -> str:
    """Return *text* as it is heard."""
    turn = WRITTEN[key].index(text)
    return script("en-US").text(Line(key, values), turn)


def found(pattern: str) -> list[tuple[str, str]]:
    """Return the spoken texts in which *pattern* is found."""
    return [(key, text) for key, text in spoken() if re.search(pattern, text, re.IGNORECASE)]


SEEN = re.compile(r"step\.\w+\.(title|short)|card\..*")
"""What is shown, not spoken."""


def test_a_sentence_is_one_breath() -> None:
    """Twenty words at most."""
    long = [
        (key, sentence)
        for key, text in spoken()
        for sentence in SENTENCE.findall(text)
        if len(sentence.split()) > 20
    ]
    assert long == []


def test_every_spoken_line_ends_its_sentence() -> None:
    """Else it would run into the next one."""
    assert [(key, text) for key, text in spoken() if text[-1] not in ".?!" and not SEEN.fullmatch(key)] == []


KINDS = {kind: re.compile(rf"{kind}\..*|step\..*\.{kind}") for kind in ("ask", "reprompt", "hint", "help")}
"""The lines of a kind: a phase's, or a step's own."""


def test_only_questions_ask() -> None:
    """A reply has one question, and it comes last (promise 7): no other line may hold one."""
    asking = {key for key, text in spoken() if "?" in text}
    questions = {key for key in SPOKEN if KINDS["ask"].fullmatch(key)}
    assert asking == questions
    assert [key for key, text in spoken() if text.count("?") > 1] == []


def test_a_question_offers_three_choices_at_most() -> None:
    """More are forgotten before the last is heard."""
    assert [text for key, text in spoken() if KINDS["ask"].fullmatch(key) and len(re.split(", or |, ", text)) > 3] == []


TOLD = [key for key in SPOKEN if any(KINDS[kind].fullmatch(key) for kind in ("hint", "help", "reprompt"))]


@pytest.mark.parametrize("key", TOLD)
def test_what_can_be_said_is_three_things_at_most(key: str) -> None:
    """Two where somebody was misheard."""
    counts = [text.count("{say.") for text in SPOKEN[key]]
    assert max(counts) <= (2 if KINDS["hint"].fullmatch(key) else 3)


STIFF = r"\b(do|does|did|is|are|was|were|have|has|had|can|could|should|would|will) not\b|\bcannot\b"
LONG = r"\b(I am|I have|I will|you will|we will|we are|it is|that is|there is|let us|you are (?!\.))\b"


def test_speech_is_contracted() -> None:
    """"Don't", not "do not"."""
    assert found(STIFF) == []
    assert found(LONG) == []


def test_nobody_is_told_to_please_say() -> None:
    """It is long, and it is what machines say."""
    assert found(r"\bplease\b") == []


ASKED = r"(do you|have you|are you|is your|does your|did you|was your)\b"
HEALTH = r"pain|hurt|pregnan|sick|\bill\b|injur|medic|disease|condition|numb|fever|surgery|healthy|how do you feel"


def test_nothing_is_asked_about_health() -> None:
    """Easier, skip or stop: never what it is like (promise 9)."""
    asked = [text for key, text in spoken() if "?" in text]
    assert [text for text in asked if re.search(HEALTH, text, re.IGNORECASE)] == []
    bodily = [text for text in asked if re.match(ASKED, text, re.IGNORECASE)]
    assert sorted(bodily) == [
        "Are you back on the roller?", "Are you off the roller?", "Are you sitting up?", "Are you there?",
    ]  # fmt: skip


PROMISES = (
    r"\bcures?\b|\bheals?\b|\btreats?\b|\bfix(es)?\b|\brelief\b|\brelieves?\b|side effects?|\bguarantee|completely safe"
    r"|safe for you|100 percent|\bdetox|\btoxins?\b|\balign(s|ment)?\b|realign|thank you for it|you have a\b|pain.free"
)


def test_nothing_is_promised() -> None:
    """No cure and no benefit is claimed: the trials among sources.toml show little, and for a short time."""
    allowed = {"if you have a", "heal all the way", "healing", "there's no proof"}
    promised = [(key, text) for key, text in found(PROMISES) if not key.startswith(MADE_UP)]
    assert [text for _, text in promised if not any(word in text for word in allowed)] == []


# Turns


SAME = re.compile(
    r"(ask|reprompt|hint|help|where|breath|answer)\..*|step\..*\.(ask|reprompt|hint)|hold\.time|step\.number|held\.say_ready|resting\.(long|off)"
)
"""What is meant to be the same each time: questions, ways on, facts, breaths, and the word that ends a hold."""

BEGIN = [opening(Progress(started=9, finished=9, age=1e6)), Command.YES, Command.YES, Command.YES, Command.YES,
    Command.YES, Command.YES]
RUNS = {
    "by the book": [*BEGIN, Command.RESUME, Command.YES, Command.YES],
    "with spots": [*BEGIN, Command.TIGHT_SPOT, Command.NEXT_SPOT, Command.NEXT_SPOT, Command.NEXT_SPOT,
        Command.RESUME, Command.NO, Command.NO, Command.NO],
    "resting": [*BEGIN, Command.HOLD_ON, Command.HOLD_ON, Command.READY, Command.HOLD_ON, Command.NO, Command.READY,
        e.MoreTime(), e.MoreTime()],
    "gently": [*BEGIN, Command.HURTS, Command.EASIER, Command.RESUME, Command.RESUME, Command.RESUME],
    "asking": [*BEGIN, Command.DETAIL, Command.THANKS, e.Unclear(), Command.PREVIEW, Command.THANKS,
        Command.OVERVIEW, e.Unclear()],
    "setting up": [*BEGIN[:3], Command.NO, Command.NO, Command.YES, Command.NO, Command.NO, Command.YES, Command.NO,
        Command.BACK, Command.REPEAT],
}


@pytest.mark.parametrize("run", RUNS)
def test_what_is_heard_often_has_three_wordings(run: str) -> None:
    """Often is twice in one run."""
    plan, counts = routine(), Counter[str]()
    state = State(now=1000.0)
    for event in RUNS[run]:
        state, reply = step(state, event, plan)
        counts.update({line.key for line in every_line(reply)})
        state = settle(schedule(state, reply, measure, plan), state.now + 2 + length(reply, measure), plan)
    often = [key for key, times in counts.items() if times > 1 and not SAME.fullmatch(key)]
    assert [key for key in often if len(WRITTEN[key]) < 3] == []


@pytest.mark.parametrize("key", ["thanks", "undo.done", "unclear.missed", "confirm.no", "hold.on", "held.again"])
def test_an_acknowledgement_has_three_wordings(key: str) -> None:
    """It is what a person hears of a machine's manners."""
    assert len(set(WRITTEN[key])) >= 3


def test_wordings_take_turns_by_the_counter() -> None:
    """Never by chance: the same turn gives the same words."""
    words = script("en-US")
    heard_ = [words.text(Line("thanks"), turn) for turn in range(7)]
    assert heard_ == [WRITTEN["thanks"][turn % 3] for turn in range(7)]


def test_whoever_asked_for_fewer_words_gets_them() -> None:
    """Where there are fewer; else the same."""
    words = script("en-US")
    assert [words.text(Line(key), few=True) for key in ("step.hands.how", "thanks")] == [
        WRITTEN["few.step.hands.how"][0], WRITTEN["thanks"][0],
    ]  # fmt: skip


@pytest.mark.parametrize("key", [key for key in WRITTEN if key.startswith("few.")])
def test_fewer_words_are_fewer(key: str) -> None:
    """In each of their wordings, than in any of the line's own."""
    full = min(len(text) for text in WRITTEN[key.removeprefix("few.")])
    assert max(map(len, WRITTEN[key])) < full


# Values


@pytest.mark.parametrize(
    ("value", "spoken_"),
    [
        ("00:00", "midnight"), ("12:00", "noon"), ("00:30", "twelve thirty in the morning"),
        ("07:00", "seven in the morning"), ("08:05", "eight oh five in the morning"),
        ("12:30", "twelve thirty in the afternoon"), ("19:45", "seven forty five in the evening"),
    ],
)  # fmt: skip
def test_a_time_of_day_is_said_as_people_say_it(value: str, spoken_: str) -> None:
    """Not "nineteen hundred"."""
    said_ = script("en-US").text(Line("ask.confirm.reminder", {"time": value}))
    assert said_ == f"Shall I remind you every day at {spoken_}?"


@pytest.mark.parametrize(("seconds", "spoken_"), [(5, "five"), (60, "sixty"), (61, "61"), (-1, "-1")])
def test_a_number_is_a_word_as_far_as_there_are_words(seconds: int, spoken_: str) -> None:
    """Beyond sixty Alexa reads the digits."""
    assert script("en-US").text(Line("hold.to_go", {"seconds": seconds})) == f"About {spoken_} seconds to go."


def test_the_wake_word_is_the_devices() -> None:
    """Some answer to Echo or Computer."""
    said = script("en-US", "Computer").text(Line("held.say_ready"))
    assert said == "When you want to go on, say Computer, then: ready."


def test_numbers_to_call_are_digits_where_they_are_read() -> None:
    """On a card or a screen, "nine one one" would have to be dialled by ear."""
    call = Line("emergency.call")
    words = script("en-US")
    assert ("nine one one" in words.text(call), "911" in words.written().text(call)) == (True, True)


def test_slower_speech_takes_longer_and_silence_no_time() -> None:
    """The estimate serves the clock of the dialogue."""
    words = script("en-US")
    lengths = [words.seconds("Nice and slow.", pace=pace) for pace in (-1, 0, 1)]
    assert lengths == sorted(lengths, reverse=True)
    assert words.seconds("") == 0.0
