"""
Reminders, over a service that is a fake of Amazon's: granted, refused, broken, unreachable.

Rule: one is set only after a yes that named its time; whatever the service does, nothing raises.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from ask_sdk_core.exceptions import ApiClientException
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import RequestEnvelope
from ask_sdk_model.services import (
    ApiClient,
    ApiClientRequest,
    ApiClientResponse,
    ApiConfiguration,
    ServiceClientFactory,
)
from ask_sdk_model.services.reminder_management import Reminder, ReminderResponse
from talking import NOON, Talk

from skill.alexa import reminders
from skill.alexa.reminders import PERMISSION
from skill.alexa.services_client import one_wait
from skill.alexa.skill_builder import SERIALIZER
from skill.dialogue.events import ReminderOutcome
from skill.echo.envelopes import DeviceSession, Sender, envelope
from skill.understanding.commands import SlotValue


TOKEN = "a token"
AMAZON = "https://api.amazonalexa.com"
PATH = f"{AMAZON}/v1/alerts/reminders"
ZONE = f"{AMAZON}/v2/devices/amzn1.ask.device.desk/settings/System.timeZone"
SET = {
    "alertToken": "8f7a", "createdTime": "2026-05-28T19:00:00.000Z", "updatedTime": "2026-05-28T19:00:00.000Z",
    "status": "ON", "version": "1", "href": "/v1/alerts/reminders/8f7a",
}  # fmt: skip
"""What answers a reminder that was set: ask_sdk_model's ReminderResponse."""
ALERT = {
    "alertToken": "8f7a", "createdTime": "2026-05-28T19:00:00.000Z", "updatedTime": "2026-05-28T19:00:00.000Z",
    "status": "ON", "version": "1", "pushNotification": {"status": "ENABLED"},
    "trigger": {
        "type": "SCHEDULED_ABSOLUTE", "scheduledTime": "2026-05-28T19:00:00.000", "timeZoneId": "Europe/London",
        "recurrence": {"recurrenceRules": ["FREQ=DAILY;BYHOUR=19;BYMINUTE=0;BYSECOND=0;INTERVAL=1;"]},
    },
    "alertInfo": {"spokenInfo": {"content": [{"locale": "en-US", "text": "Time for your foam roller."}]}},
}  # fmt: skip
"""One of the reminders that are there: ask_sdk_model's Reminder."""


@dataclass
class Service(ApiClient):
    """Amazon's reminders: *answers* gives status and body by method; a wrong path or token is refused as there."""

    answers: dict[str, tuple[int, str]]
    zone: tuple[int, str] = (200, '"Europe/London"')
    now: float = 100.0
    sent: list[ApiClientRequest] = field(default_factory=list)

    def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
        if request.url == ZONE:
            return ApiClientResponse(headers=[], status_code=self.zone[0], body=self.zone[1])
        self.sent.append(request)
        status, body = self.answers[request.method]
        if ("Authorization", f"Bearer {TOKEN}") not in request.headers:
            status, body = 401, '{"code": "UNAUTHORIZED", "message": "no token"}'
        elif request.url != PATH and (request.method != "DELETE" or not request.url.startswith(f"{PATH}/")):
            status, body = 404, '{"code": "NOT_FOUND", "message": "no such path"}'
        return ApiClientResponse(headers=[], status_code=status, body=body)


class Unreachable(ApiClient):
    """No way to Amazon."""

    def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
        raise ApiClientException("Error executing the request: no route to host")


def granted() -> Service:
    alerts = json.dumps({"totalCount": "2", "alerts": [ALERT, {**ALERT, "alertToken": "9c1b"}], "links": None})
    return Service({"POST": (201, json.dumps(SET)), "GET": (200, alerts), "DELETE": (200, "")})


def refused(status: int, body: str = '{"code": "X", "message": "no"}') -> Service:
    return Service(dict.fromkeys(("POST", "GET", "DELETE"), (status, body)))


def asked(service: ApiClient | None, token: str | None = TOKEN) -> Talk:
    """Ask for a reminder at seven, in the evening, up to the yes."""
    talk = Talk(api=service, token=token)
    talk.open()
    assert talk.say("RemindMeIntent", time="07:00") == "Morning or evening?"
    evening = SlotValue("in the evening", "evening")
    assert talk.say("DayPartIntent", day_part=evening) == "Shall I remind you every day at seven in the evening?"
    return talk


@pytest.mark.parametrize(("published", "answer"), [(Reminder, ALERT), (ReminderResponse, SET)])
def test_the_fake_answers_in_the_published_shape(published: type, answer: dict[str, Any]) -> None:
    """Every field of Amazon's type is there, and none beside them."""
    assert set(answer) == set(published.attribute_map.values())


def test_a_reminder_is_set_after_a_yes() -> None:
    """Morning or evening is asked, the time is named, and only then is it set, for every day."""
    service = granted()
    talk = asked(service)
    assert service.sent == []
    assert talk.say("AMAZON.YesIntent").startswith("Done. I'll remind you every day at seven in the evening.")
    (sent,) = service.sent
    assert (sent.method, sent.url) == ("POST", "https://api.amazonalexa.com/v1/alerts/reminders")
    assert ("Authorization", f"Bearer {TOKEN}") in sent.headers
    assert sent.body["trigger"]["recurrence"]["recurrenceRules"] == [
        "FREQ=DAILY;BYHOUR=19;BYMINUTE=0;BYSECOND=0;INTERVAL=1;"
    ]
    assert sent.body["alertInfo"]["spokenInfo"]["content"] == [
        {"locale": "en-US", "text": "Time for your foam roller."}
    ]


@pytest.mark.parametrize("word", ["AMAZON.NoIntent", "NotNowIntent", "CarryOnIntent"])
def test_without_a_yes_nothing_is_set(word: str) -> None:
    """Amazon's guidelines: an explicit yes, each time."""
    service = granted()
    talk = asked(service)
    talk.say(word)
    assert service.sent == []


def test_a_time_that_is_certain_is_not_asked_about() -> None:
    """ "Every day at half past seven in the evening" leaves one question: shall I."""
    talk = Talk(api=granted(), token=TOKEN)
    talk.open()
    said = talk.say("RemindMeIntent", time="19:30")
    assert said == "Shall I remind you every day at seven thirty in the evening?"


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({"time": "07:00"}, {"time": "12:00"}),
        ({"time": "12:00"}, None),
        ({"time": "12:00", "day_part": SlotValue("in the morning", "morning")}, None),
        ({"time": "12:00", "day_part": SlotValue("at night", "evening")}, None),
    ],
    ids=["after morning or evening", "noon", "twelve in the morning", "twelve at night"],
)
def test_noon_is_one_question_away(first: dict[str, str | SlotValue], then: dict[str, str] | None) -> None:
    """Noon has no other half of the day: it's named, and asked about once."""
    service = granted()
    talk = Talk(api=service, token=TOKEN)
    talk.open()
    said = talk.say("RemindMeIntent", **first)
    if then:
        assert said == "Morning or evening?"
        said = talk.say("RemindMeIntent", **then)
    assert said == "Shall I remind you every day at noon?"
    talk.say("AMAZON.YesIntent")
    assert "BYHOUR=12;BYMINUTE=0;" in service.sent[0].body["trigger"]["recurrence"]["recurrenceRules"][0]


def test_no_time_is_asked_for() -> None:
    """ "Remind me" alone."""
    talk = Talk(api=granted(), token=TOKEN)
    talk.open()
    assert talk.say("RemindMeIntent").startswith("At what time, every day?")


@pytest.mark.parametrize(
    ("status", "code"),
    [(403, "UNAUTHORIZED"), (403, "NO_PERMISSION"), (403, "no_consent")],
)
def test_a_missing_permission_is_asked_for_by_voice(status: int, code: str) -> None:
    """Both hands are behind the head. Alexa asks; the session stays hers until she has."""
    talk = asked(refused(status, json.dumps({"code": code, "message": "no"})))
    assert talk.say("AMAZON.YesIntent") == "I need your permission for that."
    assert talk.answer.directives == ({
        "type": "Connections.SendRequest", "name": "AskFor", "token": "19:00",
        "payload": {
            "@type": "AskForPermissionsConsentRequest", "@version": "1", "permissionScope": PERMISSION,
        },
    },)  # fmt: skip
    assert (talk.answer.goes_on, talk.answer.card, talk.answer.reprompt) == (None, None, ())


def consented(talk: Talk, status: str | None, token: str = "19:00", code: str = "200") -> str:
    """Let Alexa tell what the user said to the permission; return what the skill says."""
    payload = {"permissionScope": PERMISSION, **({"status": status} if status else {})}
    return talk.ask({
        "type": "Connections.Response", "name": "AskFor", "token": token, "payload": payload,
        "status": {"code": code, "message": "OK"},
    })  # fmt: skip


def asked_for_permission() -> tuple[Talk, Service]:
    service = refused(403, '{"code": "UNAUTHORIZED", "message": "no"}')
    talk = asked(service)
    talk.say("AMAZON.YesIntent")
    service.answers |= granted().answers
    service.sent.clear()
    return talk, service


def test_with_the_permission_the_reminder_is_set_and_the_routine_goes_on() -> None:
    """At the time that was agreed to."""
    talk, service = asked_for_permission()
    said = consented(talk, "ACCEPTED")
    assert said == "Done. I'll remind you every day at seven in the evening. Shall we begin?"
    assert "BYHOUR=19;" in service.sent[0].body["trigger"]["recurrence"]["recurrenceRules"][0]


def test_in_a_new_session_the_reminder_is_set_as_well() -> None:
    """Alexa may end the session when she asks: the time comes back with her answer."""
    talk, _ = asked_for_permission()
    talk.session = DeviceSession("another")
    assert consented(talk, "ACCEPTED").startswith("Done. I'll remind you every day at seven in the evening.")


def test_without_the_permission_nothing_is_set() -> None:
    """A no is a no; the question of the phase follows."""
    talk, service = asked_for_permission()
    assert consented(talk, "DENIED") == "Okay, no reminder. Shall we begin?"
    assert service.sent == []


@pytest.mark.parametrize(("status", "token"), [("NOT_ANSWERED", "19:00"), (None, "19:00"), ("ACCEPTED", "none")])
def test_a_card_is_the_way_where_nobody_answered(status: str | None, token: str) -> None:
    """What to do, and the card that it is done with; the conversation goes on."""
    talk, service = asked_for_permission()
    said = consented(talk, status, token)
    assert said == "I need your permission first. I've sent a card to your Alexa app. Shall we begin?"
    assert talk.answer.card == {"type": "AskForPermissionsConsent", "permissions": [PERMISSION]}
    assert (talk.answer.goes_on, service.sent) == (True, [])


def test_who_has_just_allowed_it_is_not_asked_again() -> None:
    """A service that still refuses gets the card."""
    talk, service = asked_for_permission()
    service.answers["POST"] = (403, '{"code": "UNAUTHORIZED", "message": "no"}')
    assert consented(talk, "ACCEPTED").startswith("I need your permission first.")
    assert talk.answer.card == {"type": "AskForPermissionsConsent", "permissions": [PERMISSION]}


BROKEN: dict[str, Callable[[], ApiClient]] = {
    "a fault of theirs": lambda: refused(500),
    "too many": lambda: refused(429),
    "a token that is no longer good": lambda: refused(401, '{"code": "INVALID_BEARER_TOKEN", "message": "expired"}'),
    "as many reminders as there can be": lambda: refused(403, '{"code": "MAX_REMINDERS_EXCEEDED", "message": "no"}'),
    "a device that has none": lambda: refused(403, '{"code": "DEVICE_NOT_SUPPORTED", "message": "no"}'),
    "a refusal without a code": lambda: refused(403, "{}"),
    "a refusal that is a list": lambda: refused(403, "[]"),
    "a refusal that is no JSON": lambda: refused(403, "<html>"),
    "a body that is no JSON": lambda: refused(500, "<html>"),
    "no body": lambda: refused(503, ""),
    "a success that is no JSON": lambda: refused(201, "<html>"),
    "no way to Amazon": Unreachable,
}
FAILED = "I couldn't do that just now. Your reminders are in the Alexa app."


@pytest.mark.parametrize("service", BROKEN.values(), ids=list(BROKEN))
def test_a_service_that_fails_is_told_of_and_raises_nothing(service: Callable[[], ApiClient]) -> None:
    """And how to have a reminder without us."""
    talk = asked(service())
    assert talk.say("AMAZON.YesIntent").startswith(FAILED)
    assert talk.answer.card is None


def test_a_device_without_a_token_has_no_reminders() -> None:
    """Amazon is not even asked."""
    service = granted()
    talk = asked(service, token=None)
    assert talk.say("AMAZON.YesIntent").startswith(FAILED)
    assert service.sent == []


def test_all_our_reminders_are_taken_away() -> None:
    """Nothing of a reminder is kept here; the service knows which ones are ours."""
    service = granted()
    talk = Talk(api=service, token=TOKEN)
    talk.open()
    assert talk.say("NoReminderIntent").startswith("Okay, no more reminders.")
    assert [(one.method, one.url.rpartition("/")[2]) for one in service.sent] == [
        ("GET", "reminders"), ("DELETE", "8f7a"), ("DELETE", "9c1b"),
    ]  # fmt: skip


ODD = {
    "status": "A STATUS OF TOMORROW", "createdTime": "last week", "trigger": {"type": "AT_SUNRISE"},
    "alertInfo": {"spokenInfo": {"content": "no list"}}, "pushNotification": 1, "alertToken": "8f7a",
}  # fmt: skip


@pytest.mark.parametrize(
    ("listed", "deleted"),
    [
        ({"alerts": [ODD, {**ALERT, "alertToken": "9c1b"}]}, ["8f7a", "9c1b"]),
        ({"totalCount": "0", "alerts": []}, []),
        ({"alerts": None}, []),
    ],
    ids=["another form of all but the token", "none", "null"],
)
def test_of_a_list_only_the_tokens_are_read(listed: dict[str, Any], deleted: list[str]) -> None:
    """Whatever else Amazon writes into it tomorrow keeps no reminder alive."""
    service = granted()
    service.answers["GET"] = (200, json.dumps(listed))
    talk = Talk(api=service, token=TOKEN)
    talk.open()
    assert talk.say("NoReminderIntent").startswith("Okay, no more reminders.")
    assert [one.url.rpartition("/")[2] for one in service.sent if one.method == "DELETE"] == deleted


@pytest.mark.parametrize("body", ["[]", '{"alerts": {}}', "12", '{"alerts": [{"status": "ON"}]}'])
def test_what_is_no_list_of_reminders_is_a_failure(body: str) -> None:
    """ "No more reminders" is said only if it's so."""
    service = granted()
    service.answers["GET"] = (200, body)
    talk = Talk(api=service, token=TOKEN)
    talk.open()
    assert talk.say("NoReminderIntent").startswith(FAILED)


@pytest.mark.parametrize(
    ("told", "zone"),
    [((200, '"Europe/London"'), "Europe/London"), ((204, ""), None), ((403, "{}"), None), ((200, "{}"), None),
     ((200, "<html>"), None)],
)  # fmt: skip
def test_a_reminder_has_the_devices_time_zone_where_amazon_tells_it(told: tuple[int, str], zone: str | None) -> None:
    """Amazon's reference warns that a reminder without one may ring at the wrong time; it is set all the same."""
    service = granted()
    service.zone = told
    assert asked(service).say("AMAZON.YesIntent").startswith("Done.")
    assert service.sent[0].body["trigger"].get("timeZoneId") == zone


@pytest.mark.parametrize("endpoint", ["https://api.example.org", "http://api.amazonalexa.com", "https://api.amazonalexa.com.example.org"])
def test_the_token_goes_nowhere_else(endpoint: str) -> None:
    """The address of the services stands in the request; only Amazon's own are believed."""
    service = granted()
    assert clear(service, endpoint) is ReminderOutcome.FAILED
    assert service.sent == []


@pytest.mark.parametrize("said", [SlotValue("tomorrow", "once"), SlotValue("on weekdays", "weekly")])
def test_a_reminder_for_some_days_says_what_can_be_had(said: SlotValue) -> None:
    """Reminders are daily: that is said before the yes."""
    talk = Talk(api=granted(), token=TOKEN)
    talk.open()
    assert talk.say("RemindMeIntent", time="19:00", some_days=said) == (
        "I can only remind you every day. Shall I remind you every day at seven in the evening?"
    )


@pytest.mark.parametrize("service", BROKEN.values(), ids=list(BROKEN))
def test_taking_away_fails_without_raising(service: Callable[[], ApiClient]) -> None:
    """The same sentence, and the conversation goes on."""
    talk = Talk(api=service(), token=TOKEN)
    talk.open()
    assert talk.say("NoReminderIntent").startswith(FAILED)


@pytest.mark.parametrize("hours", [-12, -10, -7, 0, 5.75, 14])
@pytest.mark.parametrize("at", [1_780_000_000.0, 1_780_014_400.0, 1_780_030_000.0])
@pytest.mark.parametrize("time", ["00:00", "07:30", "19:00", "23:59"])
def test_a_reminder_begins_the_next_time_that_it_is_so_late(at: float, hours: float, time: str) -> None:
    """Whatever day it is there, an evening west of Greenwich included: none is lost, and no time sent is past."""
    made: Any = DefaultSerializer().serialize(reminders.request(at, time, "Time to roll.", "en-US"))["trigger"]
    there = datetime.fromtimestamp(at, timezone(timedelta(hours=hours))).replace(tzinfo=None)
    assert datetime.fromisoformat(made["recurrence"]["startDateTime"]) <= there
    assert datetime.fromisoformat(made["scheduledTime"]) > there
    assert made["scheduledTime"][11:16] == time


def test_a_reminder_is_set_in_the_devices_own_time() -> None:
    """Without a zone Amazon takes the device's."""
    at = 1_780_014_400.0  # 29 May 2026, 00:26:40 UTC: in Los Angeles still the evening before
    made: Any = DefaultSerializer().serialize(reminders.request(at, "19:00", "Time to roll.", "en-US"))
    assert made["requestTime"] == "2026-05-29T00:26:40"
    assert made["trigger"] == {
        "type": "SCHEDULED_ABSOLUTE",
        "scheduledTime": "2026-05-29T19:00:00",
        "recurrence": {
            "startDateTime": "2026-05-28T12:26:40",
            "recurrenceRules": ["FREQ=DAILY;BYHOUR=19;BYMINUTE=0;BYSECOND=0;INTERVAL=1;"],
        },
    }


# In time


@dataclass
class Slow(Service):
    """A service that takes 1.4 s for each request."""

    def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
        self.now += 1.4
        return super().invoke(request)


def clear(service: Service, endpoint: str = AMAZON) -> ReminderOutcome:
    """Take all reminders away, by the clock of *service*."""
    configuration = ApiConfiguration(DefaultSerializer(), service, TOKEN, endpoint)
    sent = envelope({"type": "LaunchRequest"}, Sender("en-US", "desk"), DeviceSession("s"), NOON, "request")
    sent["context"]["System"] |= {"apiAccessToken": TOKEN, "apiEndpoint": endpoint}
    handler_input = HandlerInput(
        request_envelope=SERIALIZER.read(sent, RequestEnvelope),
        service_client_factory=ServiceClientFactory(configuration),
    )
    with one_wait(lambda: service.now):
        return reminders.AmazonReminders(handler_input).clear_reminders()


@pytest.mark.parametrize(
    ("alerts", "outcome", "requests"), [(1, ReminderOutcome.CLEARED, 2), (6, ReminderOutcome.FAILED, 3)]
)
def test_many_reminders_are_not_waited_for_without_end(alerts: int, outcome: ReminderOutcome, requests: int) -> None:
    """All requests of a turn share four seconds, of the eight that Alexa waits for an answer."""
    body = json.dumps({"alerts": [{**ALERT, "alertToken": str(number)} for number in range(alerts)]})
    service = Slow({"GET": (200, body), "DELETE": (200, "")})
    assert (clear(service), len(service.sent)) == (outcome, requests)
