"""The content files: read once, loud about what is wrong, by file and key."""

import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from skill.content import answers, files, invocation, phrases, regions, routine_file, utterances
from skill.content.files import ContentError, read
from skill.dialogue.reply import Line
from skill.dialogue.routine import Kind, Posture


CACHED = (
    read, phrases.script, phrases.wordings, regions.regions, routine_file.routine, routine_file._steps, answers.answers,
    answers.sources, invocation.invocation_words,
)  # fmt: skip


@pytest.fixture
def edited(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Return a copy of the content that a test may spoil."""
    source = Path(str(resources.files("skill.content")))
    for file in source.rglob("*.toml"):
        copy = tmp_path / file.relative_to(source)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(files.resources, "files", lambda package: tmp_path)
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    for cached in CACHED:
        cached.cache_clear()


def change(file: Path, old: str, new: str) -> None:
    """Put *new* in the place of *old*, which must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def told() -> str:
    """Read everything; give what is said about the first thing that is wrong."""
    with pytest.raises(ContentError) as refused:
        _ = phrases.script("en-US"), routine_file.routine()
    return str(refused.value)


def test_a_file_that_is_missing_is_named(edited: Path) -> None:
    """Not a traceback about packages."""
    (edited / "en/steps.toml").unlink()
    assert told() == "skill/content/en/steps.toml is missing"


def test_what_is_no_toml_is_named_with_its_line(edited: Path) -> None:
    """The parser's own words say where."""
    (edited / "regions.toml").write_text("[en-US\n")
    assert told().startswith("skill/content/regions.toml: ")
    assert "line 1" in told()


@pytest.mark.parametrize("table", ["say", "numbers", "clock", "speech"])
def test_a_table_that_every_language_needs_is_named(edited: Path, table: str) -> None:
    """[say], [numbers], [clock] and [speech] aren't lines: nobody would miss them until they are used."""
    begins = "\nnumbers =" if table == "numbers" else f"\n[{table}]\n"
    change(edited / "en/phrases.toml", begins, begins.replace(table, f"{table}_"))
    assert told() == f"skill/content/en/phrases.toml lacks: {table}"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('full = "', 'full = 3 # "', "hold.full: text or a list of texts was expected, not 3"),
        ('full = "', 'full = [] # "', "hold.full: text or a list of texts was expected, not []"),
        ('full = "', 'full = " " # "', "hold.full: text or a list of texts was expected, not ' '"),
        ('full = "', 'full = ["Yes.", 3] # "', "hold.full: text or a list of texts was expected, not ['Yes.', 3]"),
        ('full = "', 'full = "<b>Yes.</b>" # "', "hold.full: content is plain prose, without markup or open ends: "
            "'<b>Yes.</b>'"),
        ('full = "', 'full = "TODO" # "', "hold.full: content is plain prose, without markup or open ends: 'TODO'"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_prose_is_refused(edited: Path, old: str, new: str, complaint: str) -> None:
    """Content is plain prose: no markup, no open ends, nothing empty."""
    change(edited / "en/phrases.toml", old, new)
    assert told() == f"skill/content/en/phrases.toml: {complaint}"


@pytest.mark.parametrize(
    ("doubled_in", "lines", "key", "both"),
    [
        ("display", '[screen]\nfirst = "Again."', "screen.first", ("phrases", "display")),
        ("phrases", '[step.roller]\ntitle = "Again."', "step.roller.title", ("phrases", "steps")),
        ("phrases", '[answer]\nopen_wound = "Again."', "answer.open_wound", ("phrases", "answers")),
        ("display", '[step.roller]\ntitle = "Again."', "step.roller.title", ("display", "steps")),
        ("display", '[few.step.roller]\nhow = "Again."', "few.step.roller.how", ("display", "steps")),
        ("display", '[answer]\nopen_wound = "Again."', "answer.open_wound", ("display", "answers")),
    ],
)
def test_a_key_that_two_files_define_is_refused(
    edited: Path, doubled_in: str, lines: str, key: str, both: tuple[str, str]
) -> None:
    """A display text cannot replace a spoken line. Steps and answers cannot collide: their keys begin differently."""
    first, second = both
    file = edited / f"en/{doubled_in}.toml"
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{lines}\n", encoding="utf-8")
    assert told() == f"skill/content/en/{second}.toml: {key} is already defined in skill/content/en/{first}.toml"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('doctor = "doctor"', 'docter = "doctor"', "skill/content/regions.toml: [en-US] lacks or does not know: "
            "docter, doctor"),
        ('invocation = "gentle roller"', "", "skill/content/regions.toml: [en-US] lacks or does not know: invocation"),
    ],
)  # fmt: skip
def test_a_region_with_a_wrong_key_is_told_which(edited: Path, old: str, new: str, complaint: str) -> None:
    """Missing or unknown, by locale."""
    change(edited / "regions.toml", old, new)
    assert told() == complaint


def test_an_unknown_locale_is_told_the_known_ones() -> None:
    """Whoever mistypes --locale sees what there is."""
    with pytest.raises(ContentError, match=r"^no such locale: xx-XX\. Known: .*en-US"):
        regions.region("xx-XX")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('posture = "lying"', 'posture = "flying"', "step 1: 'flying' is not a valid Posture"),
        ("seconds = 15", "second = 15", "step 1 lacks or does not know: second, seconds"),
        ("seconds = 15", 'seconds = "soon"', "step 1: invalid literal for int() with base 10: 'soon'"),
        ("seconds = 15", "seconds = 31", "longer than 30 s without a word: roller"),
    ],
)
def test_a_wrong_step_is_told_what_is_wrong(edited: Path, old: str, new: str, complaint: str) -> None:
    """By its number, since its id may be what is wrong."""
    change(edited / "routine.toml", old, new)
    assert told() == f"skill/content/routine.toml: {complaint}"


def test_the_routine_is_the_articles_seven_steps() -> None:
    """In its order: settle, hands, roll, a spot, the next, the whole back, up."""
    plan = routine_file.routine()
    assert [(step.id, step.kind, step.posture) for step in plan] == [
        ("roller", Kind.SETTLING, Posture.LYING),
        ("hands", Kind.SETTLING, Posture.LYING),
        ("roll", Kind.ROLLING, Posture.HIPS_UP),
        ("spot", Kind.SPOT, Posture.HIPS_LOW),
        ("next_spot", Kind.SPOT, Posture.HIPS_LOW),
        ("whole_back", Kind.ROLLING, Posture.HIPS_UP),
        ("rise", Kind.RISING, Posture.RISING),
    ]
    assert (routine_file.routine(20).limits.hold, routine_file.routine(20, 2.5).limits.delay) == (20, 2.5)


def test_every_file_is_toml_and_holds_no_markup() -> None:
    """The same words serve voice, card, screen and terminal."""
    root = Path(str(resources.files("skill.content")))
    for file in root.rglob("*.toml"):
        words = tomllib.loads(file.read_text(encoding="utf-8"))
        markup = [text for text in _texts(words) if "<" in text and file.name != "utterances.toml"]
        assert (file.name, markup) == (file.name, [])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def test_a_line_that_nobody_wrote_is_named() -> None:
    """So is a placeholder that nothing fills."""
    words = phrases.script("en-US")
    with pytest.raises(ContentError, match=r"^no file of en defines the line no\.such$"):
        words.text(Line("no.such"))
    with pytest.raises(ContentError, match=r"^the line step\.number has a placeholder that nothing fills: 'step'$"):
        words.text(Line("step.number"))


def test_a_topic_that_is_no_table_is_named(edited: Path) -> None:
    """A key before the first topic belongs to none."""
    change(edited / "en/answers.toml", "[open_wound]", "spoken = 'Yes.'\n[open_wound]")
    assert told() == "skill/content/en/answers.toml: [spoken] is not a table"


def test_the_words_around_the_name_are_all_there_or_named(edited: Path) -> None:
    """"Open", "ask", "with": each language has its own."""
    assert "open" in invocation.invocation_words("en").open
    invocation.invocation_words.cache_clear()
    read.cache_clear()
    change(edited / "en/invocation.toml", "joining =", "joyning =")
    with pytest.raises(ContentError, match=r"invocation\.toml lacks or does not know: joining, joyning$"):
        invocation.invocation_words("en")


def test_the_ear_compares_with_what_is_the_platforms_ours_and_only_its_own() -> None:
    """And knows what leads to a text that Amazon sends alone."""
    known = dict.fromkeys(utterances.matcher_samples("en"))
    names = {name for name, _ in known}
    assert {"AMAZON.StopIntent", "TightSpotIntent"} < names
    assert {intent.name for intent in utterances.intents("en")} <= names
    assert utterances.openings("en")["how"] == "how"
