"""Settings: what may be set, and the one line that is said of what may not."""

from collections.abc import Iterator
from dataclasses import fields, replace

import pytest
from talking import Talk

from skill.content.phrases import script
from skill.content.regions import region
from skill.settings import VARIABLES, Settings, SettingsError, Variable


SKILL_ID = "your skill's id as the developer console shows it: amzn1.ask.skill.…"
WAKE_WORD = "the word that wakes the device, in letters: Alexa, Echo, Computer"


def test_without_a_variable_all_is_default() -> None:
    """Nothing needs to be set but whose requests to answer."""
    assert Settings.from_env({}) == Settings()


def test_every_field_has_one_variable_and_a_meaning() -> None:
    """The table is what the documentation shows."""
    assert [variable.field for variable in VARIABLES] == [field.name for field in fields(Settings)]
    assert all(variable.name == f"GENTLE_ROLLER_{variable.field.upper()}" for variable in VARIABLES)
    assert all(variable.meaning for variable in VARIABLES)


def test_all_variables_are_read() -> None:
    """Other programs' variables are none of our business."""
    settings = Settings.from_env(
        {
            "PATH": "/bin",
            "GENTLE_ROLLER_STORAGE": "memory:",
            "GENTLE_ROLLER_SKILL_ID": "amzn1.ask.skill.01234567-89ab-cdef-0123-456789abcdef",
            "GENTLE_ROLLER_ALLOW_ANY_SKILL": "1",
            "GENTLE_ROLLER_MAX_HOLD": "60",
            "GENTLE_ROLLER_START_DELAY": "1.5",
            "GENTLE_ROLLER_WAKE_WORD": "Computer",
            "GENTLE_ROLLER_LOG_LEVEL": "DEBUG",
        }
    )
    assert settings == Settings(
        storage="memory:",
        skill_id="amzn1.ask.skill.01234567-89ab-cdef-0123-456789abcdef",
        allow_any_skill=True,
        max_hold=60,
        start_delay=1.5,
        wake_word="Computer",
        log_level="debug",
    )


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
@pytest.mark.parametrize("blank", ["", "  "])
def test_an_empty_value_is_the_default(variable: Variable, blank: str) -> None:
    """`GENTLE_ROLLER_SKILL_ID=` in an env file sets nothing."""
    assert Settings.from_env({variable.name: blank}) == Settings()


@pytest.fixture
def region_of_computers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the region's devices answer to another word."""
    elsewhere = replace(region("en-US"), wake_word="Computer")
    script.cache_clear()
    monkeypatch.setattr("skill.content.phrases.region", lambda locale: elsewhere)
    yield
    script.cache_clear()


@pytest.mark.usefixtures("region_of_computers")
@pytest.mark.parametrize(
    ("given", "said"), [({}, "say Computer, then"), ({"GENTLE_ROLLER_WAKE_WORD": "Echo"}, "say Echo, then")]
)
def test_without_a_wake_word_the_region_s_own_is_said(given: dict[str, str], said: str) -> None:
    """A setting is for one that differs from it."""
    talk = Talk(settings=Settings.from_env(given))
    talk.open()
    talk.yes(2)
    assert said in talk.say("HoldOnIntent")


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("MAX_HOLD", "20", "max_hold", 20),
        ("MAX_HOLD", " 230 ", "max_hold", 230),
        ("START_DELAY", "0", "start_delay", 0.0),
        ("START_DELAY", "10", "start_delay", 10.0),
        ("ALLOW_ANY_SKILL", "0", "allow_any_skill", False),
        ("WAKE_WORD", "Hey Ziggy", "wake_word", "Hey Ziggy"),
        ("LOG_LEVEL", "Warning", "log_level", "warning"),
    ],
)
def test_the_edges_of_what_is_allowed(name: str, text: str, field: str, value: object) -> None:
    """Both ends of a range belong to it."""
    assert getattr(Settings.from_env({f"GENTLE_ROLLER_{name}": text}), field) == value


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("SKILL_ID", "my-skill", SKILL_ID),
        ("SKILL_ID", "amzn1.ask.skill.", SKILL_ID),
        ("SKILL_ID", "amzn1.ask.skill.x y", SKILL_ID),
        ("SKILL_ID", "amzn1.ask.skill.01234567-89ab-cdef-0123-456789abcdef2", SKILL_ID),
        ("SKILL_ID", "amzn1xask.skill.01234567-89ab-cdef-0123-456789abcdef", SKILL_ID),
        ("ALLOW_ANY_SKILL", "true", "1 for yes, or 0 for no"),
        ("MAX_HOLD", "19", "whole seconds from 20 to 230"),
        ("MAX_HOLD", "231", "whole seconds from 20 to 230"),
        ("MAX_HOLD", "60.5", "whole seconds from 20 to 230"),
        ("MAX_HOLD", "-60", "whole seconds from 20 to 230"),
        ("MAX_HOLD", "²3", "whole seconds from 20 to 230"),
        ("MAX_HOLD", "٢٠", "whole seconds from 20 to 230"),
        ("MAX_HOLD", "1_00", "whole seconds from 20 to 230"),
        ("START_DELAY", "-0.1", "seconds from 0 to 10, such as 1.5"),
        ("START_DELAY", "10.1", "seconds from 0 to 10, such as 1.5"),
        ("START_DELAY", "nan", "seconds from 0 to 10, such as 1.5"),
        ("START_DELAY", "1,5", "seconds from 0 to 10, such as 1.5"),
        ("START_DELAY", "1_0", "seconds from 0 to 10, such as 1.5"),
        ("START_DELAY", "١", "seconds from 0 to 10, such as 1.5"),
        ("START_DELAY", "1e0", "seconds from 0 to 10, such as 1.5"),
        ("WAKE_WORD", "<b>", WAKE_WORD),
        ("WAKE_WORD", "x" * 31, WAKE_WORD),
        ("LOG_LEVEL", "loud", "debug, info, warning or error"),
    ],
)
def test_a_wrong_value_is_refused_in_one_line(name: str, text: str, line: str) -> None:
    """It names the variable, quotes what it is, and says what to write."""
    with pytest.raises(SettingsError) as refused:
        Settings.from_env({f"GENTLE_ROLLER_{name}": text})
    assert str(refused.value) == f"GENTLE_ROLLER_{name} is {text!r}: write {line}"


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_a_default_is_written_as_it_would_be_read(variable: Variable) -> None:
    """It stands once, in Settings; what is shown of it can be copied."""
    assert Settings.from_env({variable.name: variable.default}) == Settings()


@pytest.mark.parametrize(
    ("unknown", "nearest"),
    [
        ("GENTLE_ROLLER_MAXHOLD", "GENTLE_ROLLER_MAX_HOLD"),
        ("GENTLE_ROLLER_SKILLID", "GENTLE_ROLLER_SKILL_ID"),
        ("GENTLE_ROLLER_STORE", "GENTLE_ROLLER_STORAGE"),
        ("GENTLE_ROLLER_LOGLEVEL", "GENTLE_ROLLER_LOG_LEVEL"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_known_one(unknown: str, nearest: str) -> None:
    """A misspelt setting must not be silently without effect."""
    with pytest.raises(SettingsError) as refused:
        Settings.from_env({unknown: "1"})
    assert str(refused.value) == f"{unknown} is not a setting: did you mean {nearest}?"


@pytest.mark.parametrize("settings", [Settings(skill_id="amzn1.ask.skill.1"), Settings(allow_any_skill=True)])
def test_a_host_may_answer_its_skill_or_say_that_it_answers_any(settings: Settings) -> None:
    """Either is a decision."""
    settings.require_skill()


def test_a_host_without_a_skill_id_is_refused() -> None:
    """Nobody answers the whole world by forgetting a line."""
    with pytest.raises(SettingsError, match=r"^GENTLE_ROLLER_SKILL_ID is not set: write") as refused:
        Settings().require_skill()
    assert "GENTLE_ROLLER_ALLOW_ANY_SKILL=1" in str(refused.value)
    assert "\n" not in str(refused.value)
