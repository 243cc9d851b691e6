"""The notation of scripts and transcripts."""

import pytest

from skill.echo.script import (
    AfterEnd,
    AfterStart,
    PersonChange,
    Remark,
    ScriptError,
    StorageChange,
    Utterance,
    parse,
    parse_line,
)


@pytest.mark.parametrize("line", ["open gentle roller", "Person: open gentle roller", "Person:  open gentle roller "])
def test_a_line_is_an_utterance(line: str) -> None:
    """With or without its speaker."""
    assert parse_line(line) == Utterance("open gentle roller")


@pytest.mark.parametrize("line", ["Coach:  Shall we begin?", "        Roll slowly. (10 s)", "        [closes]"])
def test_what_was_heard_is_not_played(line: str) -> None:
    """So a transcript is a script."""
    assert parse_line(line) is None


@pytest.mark.parametrize("line", ["", "# The first time"])
def test_remarks_and_empty_lines_are_kept(line: str) -> None:
    """They come out as they went in."""
    assert parse_line(line) == Remark(line)


@pytest.mark.parametrize(
    ("note", "kind", "seconds"),
    [
        ("(after 12 seconds)", AfterStart, 12),
        ("(after 1.5 seconds)", AfterStart, 1.5),
        ("(after twelve seconds)", AfterStart, 12),
        ("(after a minute)", AfterStart, 60),
        ("(after one minute)", AfterStart, 60),
        ("(after twenty-five seconds)", AfterStart, 25),
        ("(20 seconds of silence)", AfterEnd, 20),
        ("(twenty seconds of silence)", AfterEnd, 20),
        ("(two minutes of silence)", AfterEnd, 120),
        ("(4 minutes later)", AfterEnd, 240),
        ("(six minutes later)", AfterEnd, 360),
        ("(an hour later)", AfterEnd, 3600),
        ("(three days later)", AfterEnd, 3 * 86_400),
        ("(two weeks later)", AfterEnd, 14 * 86_400),
        ("( Three  Days later )", AfterEnd, 3 * 86_400),
    ],
)
def test_notes_of_time_are_read_in_words_and_digits(note: str, kind: type, seconds: float) -> None:
    """Seconds to weeks; the note is kept as it was written."""
    item = parse_line(note)
    assert isinstance(item, kind)
    assert (item.seconds, item.note) == (seconds, note)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("note", "item"),
    [
        ("(person: Sam)", PersonChange("Sam", "(person: Sam)")),
        ("(person: nobody)", PersonChange(None, "(person: nobody)")),
        ("(storage fails)", StorageChange(False, "(storage fails)")),
        ("(the storage works again)", StorageChange(True, "(the storage works again)")),
    ],
)
def test_notes_say_who_speaks_and_whether_the_store_works(note: str, item: object) -> None:
    """Whose voice the device knows, and what is told once (promise 10)."""
    assert parse_line(note) == item


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("(later)", "is no note"),
        ("(after 12 furlongs)", "is no note"),
        ("(after umpteen seconds)", "'umpteen' is no number"),
        ("(after 1.2.3 seconds)", "'1.2.3' is no number"),
        ("(after 12 seconds", "is not closed"),
        ("Person:", "nothing is said here"),
    ],
)
def test_a_wrong_line_is_refused_with_its_number(line: str, wanted: str) -> None:
    """One line that says where, and what to write."""
    with pytest.raises(ScriptError) as caught:
        parse(f"# a remark\nopen gentle roller\n{line}\n")
    message = str(caught.value)
    assert message.startswith("line 3: ")
    assert wanted in message
    assert "\n" not in message
