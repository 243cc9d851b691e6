"""
Requests read: whose they are, in which language, what they mean, and what they continue.

Rule: the person is fixed at launch for the session; a later request may lack them.
"""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from ask_sdk_model import RequestEnvelope
from signing import LAUNCH, envelope, intent
from structlog.testing import capture_logs

from skill.alexa.display import TAPS
from skill.alexa.requests import LONGEST, MOST, TurnRequest, known_locale, read
from skill.alexa.serializer import TolerantSerializer
from skill.coach.session import Session
from skill.dialogue import events as e
from skill.dialogue.events import Command
from skill.dialogue.state import Phase, State
from skill.understanding.commands import SlotValue
from skill.understanding.intents import Understood, understood


def carried(whole: dict[str, Any]) -> Session:
    """Return the session that *whole* carries."""
    session = call(whole).session
    assert session is not None
    return session


def call(whole: dict[str, Any]) -> TurnRequest:
    """Read *whole* as the skill does."""
    made = TolerantSerializer().read(whole, RequestEnvelope)
    return read(SimpleNamespace(request_envelope=made))  # type: ignore[arg-type]


def by(person: str | None, **more: Any) -> dict[str, Any]:
    """Give a launch by *person*, whose voice Alexa knows."""
    whole = envelope(LAUNCH, **more)
    if person:
        whole["context"]["System"]["person"] = {"personId": f"amzn1.ask.person.{person}"}
    return whole


def begun(**changes: Any) -> dict[str, Any]:
    """Give the attributes of a session that has begun."""
    return replace(Session(State(Phase.FETCH)), **changes).to_dict()


# Who speaks


def test_a_voice_that_alexa_knows_has_a_key_of_its_own() -> None:
    """Two people of a household are told apart; neither id is kept."""
    sam, kim, nobody = (call(by(person)).caller.person for person in ("SAM", "KIM", None))
    assert len({sam, kim, nobody}) == 3
    assert nobody == ""
    assert "SAM" not in sam


def test_the_person_is_fixed_at_launch() -> None:
    """A later request may lack the person, or Alexa may take them for somebody else; the place stays one."""
    sam = call(by("SAM")).caller.person
    for later in (None, "KIM"):
        assert carried(by(later, attributes=begun(person=sam))).person == sam


def test_a_device_without_a_known_voice_stays_so_in_its_session() -> None:
    """Whoever is recognised half way through has still been nobody since launch."""
    assert carried(by("SAM", attributes=begun(person=""))).person == ""


# Where and how


@pytest.mark.parametrize(
    ("locale", "known"), [("en-US", "en-US"), ("en-NZ", "en-US"), ("xx-XX", "en-US"), ("", "en-US"), (None, "en-US")]
)
def test_a_locale_without_words_is_spoken_to_in_its_language_or_english(locale: str | None, known: str) -> None:
    """Amazon may add a locale, or send none: words are better than an error."""
    assert known_locale(locale) in (locale, known)


@pytest.mark.parametrize(
    ("interfaces", "has_screen"),
    [
        ({"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}}}, True),
        ({"Alexa.Presentation.APLT": {}}, False),
        ({}, False),
        (None, False),
    ],
)
def test_a_screen_is_what_shows_apl(interfaces: dict[str, Any] | None, has_screen: bool) -> None:
    """A clock's digits are no screen."""
    whole = envelope(LAUNCH)
    whole["context"]["System"]["device"]["supportedInterfaces"] = interfaces
    assert call(whole).has_screen == has_screen


def test_a_request_without_a_device_has_no_screen() -> None:
    """The model allows it; so do we."""
    whole = envelope(LAUNCH)
    del whole["context"]["System"]["device"]
    assert not call(whole).has_screen


def test_the_time_is_the_request_s_own() -> None:
    """One clock: Amazon's timestamps (design §4)."""
    assert call(envelope(LAUNCH, at=1_780_000_000.0)).at == 1_780_000_000.0


# What it continues


def test_a_session_without_our_attributes_is_new() -> None:
    """Whatever it was opened with."""
    assert call(envelope(LAUNCH)).session is None
    assert call(envelope(intent("AMAZON.HelpIntent"), attributes={"somebody": "else"})).session is None


def test_a_session_goes_on_from_its_attributes() -> None:
    """All of them come back as they went."""
    session = Session(
        State(Phase.SETTLING, 1), State(Phase.PLACE), "sam", guest=True, pace=1, few=True, finished=4,
        shown="step-3", warned=True,
    )  # fmt: skip
    found = call(envelope(intent("AMAZON.YesIntent"), attributes=session.to_dict()))
    assert found.session == session


DAMAGED: list[Any] = [
    {"state": None}, {"state": 3}, {"state": {}}, {"state": {"version": 1}}, {"state": {"version": 99}},
    {**begun(), "before": 7}, {**begun(), "pace": "fast"}, {**begun(), "finished": []}, {"state": begun()["state"]},
    {**begun(), "state": {**begun()["state"], "phase": "flying"}},
]  # fmt: skip


@pytest.mark.parametrize("attributes", DAMAGED)
def test_a_damaged_session_is_begun_afresh_and_logged(attributes: dict[str, Any]) -> None:
    """Half a state is worse than none; the place is in the store."""
    with capture_logs() as logs:
        assert call(envelope(intent("AMAZON.YesIntent"), attributes=attributes)).session is None
    assert [entry["log_level"] for entry in logs] == ["error"]


@pytest.mark.parametrize(
    "spoilt",
    [
        {"guest": "false"}, {"guest": 1}, {"pace": True}, {"pace": 99}, {"pace": 0.5}, {"few": None}, {"warned": 0},
        {"finished": float("inf")}, {"finished": -1}, {"finished": "3"}, {"person": 7}, {"person": "x" * 101},
        {"shown": 5}, {"shown": "x" * 101}, {"before": {}}, {"found": []}, {"found": False}, {"wrote": "now"},
        {"state": State(Phase.SETTLING, 8).to_dict()}, {"before": State(Phase.SETTLING, 10**6).to_dict()},
    ],
    ids=lambda spoilt: f"{next(iter(spoilt))}={next(iter(spoilt.values()))!r:.20}",
)  # fmt: skip
def test_a_session_is_read_as_strictly_as_a_state(spoilt: dict[str, Any]) -> None:
    """A "false" that counts as true would keep nothing of anybody; a step that is not ours would end in an apology."""
    with capture_logs() as logs:
        assert call(envelope(intent("AMAZON.YesIntent"), attributes=begun() | spoilt)).session is None
    assert [entry["event"] for entry in logs] == ["the session came back damaged"]


def test_the_log_of_a_damaged_session_names_the_field_and_quotes_nothing() -> None:
    """What stands in a field may be what somebody said."""
    said = "my chest is tight " * 1000
    state = State(Phase.FETCH).to_dict()
    for spoilt in ({"reminder": said}, {"phase": said}, {"spans": [{said: 1}]}, {"under": [said]}):
        with capture_logs() as logs:
            call(envelope(LAUNCH, attributes=begun() | {"state": state | spoilt}))
        (entry,) = logs
        assert entry["error"].startswith("not a session: state: not a state of version 1: ")
        assert "chest" not in str(entry)
        assert len(str(entry)) < 300


# What it means


def test_an_intent_has_its_slots_as_they_were_said_and_resolved() -> None:
    """The id that entity resolution found is ours; the answer goes with the event."""
    found = call(envelope(intent("ConditionIntent", condition="shingles")))
    assert found.answer is not None
    answer = found.answer
    assert (answer.id, found.event) == ("shingles", e.Ask("shingles", answer.follow_up, answer.way_off))


def test_a_value_that_was_not_matched_is_heard_as_it_was_said() -> None:
    """ER_SUCCESS_NO_MATCH: the text is there, an id is not."""
    whole = envelope(intent("ConditionIntent", condition="chest pain"))
    resolutions = whole["request"]["intent"]["slots"]["condition"]["resolutions"]["resolutionsPerAuthority"]
    resolutions[0] = {"authority": "ours", "status": {"code": "ER_SUCCESS_NO_MATCH"}}
    assert isinstance(call(whole).event, e.Emergency)


def test_the_first_authority_that_matched_counts() -> None:
    """Dynamic entities come as a second authority."""
    whole = envelope(intent("GoToStepIntent", ordinal="the end"))
    slot = whole["request"]["intent"]["slots"]["ordinal"]
    slot["resolutions"]["resolutionsPerAuthority"] = [
        {"authority": "dynamic", "status": {"code": "ER_SUCCESS_NO_MATCH"}},
        {
            "authority": "ours",
            "status": {"code": "ER_SUCCESS_MATCH"},
            "values": [{"value": {"name": "last", "id": "-1"}}, {"value": {"name": "third", "id": "3"}}],
        },
    ]
    assert call(whole).event == e.GoTo(-1)


@pytest.mark.parametrize("value", [None, {"type": "List", "values": None}, {"type": "Range", "values": 5}])
def test_a_slot_that_holds_no_words_is_empty(value: Any) -> None:
    """Nothing was said for it, whatever Alexa sends in its place."""
    whole = envelope(intent("MoreTimeIntent", duration="x"))
    whole["request"]["intent"]["slots"]["duration"] = {"name": "duration", "slotValue": value}
    assert call(whole).event == e.MoreTime()


class Ear:
    """Notes what reaches it."""

    def __init__(self) -> None:
        self.heard: dict[str, SlotValue] = {}

    def __call__(self, name: str, slots: dict[str, SlotValue], language: str, **context: Any) -> Understood:
        self.heard = slots
        return understood(name, slots, language, **context)


@pytest.fixture
def ear(monkeypatch: pytest.MonkeyPatch) -> Ear:
    """Listen in between the envelope and its meaning."""
    between = Ear()
    monkeypatch.setattr("skill.alexa.requests.understood", between)
    return between


def test_a_slot_is_heard_as_far_as_somebody_speaks_in_one_breath(ear: Ear) -> None:
    """An hour's words take seconds to compare with all that is known; an emergency comes first."""
    said = "I can't feel my legs " + "x" * 90_000
    assert isinstance(call(envelope(intent("OpenQuestionIntent", question=said))).event, e.Emergency)
    assert ear.heard["question"].raw == said[:LONGEST]
    assert LONGEST == 500


def test_a_slot_of_many_values_is_no_longer(ear: Ear) -> None:
    """They are heard as one text."""
    whole = envelope(intent("MoreTimeIntent", duration="x"))
    values = [{"type": "Simple", "value": "x" * 400} for _ in range(100)]
    slot = {"name": "duration", "slotValue": {"type": "List", "values": values}}
    whole["request"]["intent"]["slots"]["duration"] = slot
    call(whole)
    assert len(ear.heard["duration"].raw) == LONGEST


def test_of_more_slots_than_an_intent_has_the_first_are_heard(ear: Ear) -> None:
    """Two hundred of them would be as long as one that is two hundred times as long."""
    call(envelope(intent("OpenQuestionIntent", **{f"slot{number}": "x" for number in range(200)})))
    assert len(ear.heard) == MOST == 8


def test_an_intent_without_slots_has_none() -> None:
    """Null, missing, or a slot that is null."""
    for slots in (None, {}, {"duration": None}):
        whole = envelope({"type": "IntentRequest", "intent": {"name": "MoreTimeIntent", "slots": slots}})
        assert call(whole).event == e.MoreTime()


def tapped(word: object, token: str | None, shown: str = "step-3") -> e.Event | None:
    request = {"type": "Alexa.Presentation.APL.UserEvent", "token": token, "arguments": [word], "components": {}}
    return call(envelope(request, attributes=begun(shown=shown))).event


@pytest.mark.parametrize("word", sorted(TAPS - {"time_up"}))
def test_a_tap_is_the_event_of_its_word(word: str) -> None:
    """Whatever can be tapped can be said."""
    assert tapped(word, "step-3") == Command(word)


def test_every_tap_that_a_screen_sends_has_an_event() -> None:
    """A count that ran out on the screen is only a nudge."""
    assert {word for word in TAPS if tapped(word, "step-3") is Command.IGNORE} == {"time_up"}


@pytest.mark.parametrize(("word", "token"), [("next", "step-2"), ("next", None), ("jump", "step-3"), (7, "step-3")])
def test_a_tap_on_another_screen_or_of_another_word_is_passed_over(word: object, token: str | None) -> None:
    """What is no longer shown means nothing any more."""
    assert tapped(word, token) == Command.IGNORE


def test_a_launch_means_nothing_by_itself() -> None:
    """It opens; what that leads to is the dialogue's."""
    assert call(envelope(LAUNCH)).event is None
