"""
Reminders in Amazon's reminder service.

Rule 1: a reminder is set only after a yes that named its time (Amazon's guidelines for reminders).
Rule 2: the skill stores nothing about a reminder: to clear it, all reminders that the skill set are deleted.
Rule 3: whatever the service does, the answer is a ReminderOutcome, and comes in time (services_client.py).
Rule 4: of an answer only what is needed is read, so that nothing else in it can be a fault.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import quote

import structlog
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model.services import ApiClientRequest, ServiceException
from ask_sdk_model.services.reminder_management import (
    AlertInfo,
    PushNotification,
    PushNotificationStatus,
    Recurrence,
    ReminderRequest,
    SpokenInfo,
    SpokenText,
    Trigger,
    TriggerType,
)
from ask_sdk_runtime.exceptions import AskSdkException

from skill.alexa.services_client import ENDPOINTS, one_wait, time_for_a_request
from skill.coach.turn import Effects
from skill.dialogue.events import ReminderOutcome


PERMISSION = "alexa::alerts:reminders:skill:readwrite"
ASK_FOR = "AskFor"
"""Amazon's name of the connection by which Alexa asks for a permission, by voice."""
FORBIDDEN, OK = 403, 200
LACKING = ("PERMISSION", "AUTHORIZ", "CONSENT")
"""Words in the code of a 403 that mean a lacking permission; a limit of reminders is a 403 too, an old token a 401."""

EARLIEST, LATEST = timezone(timedelta(hours=-12)), timezone(timedelta(hours=14))
"""The first and the last time zone on earth."""

_log = structlog.get_logger()


class AmazonReminders(Effects):
    """Sets and clears reminders for the user of *handler_input*; no call raises."""

    def __init__(self, handler_input: HandlerInput) -> None:
        self._handler_input = handler_input

    def set_reminder(self, at: float, time: str, text: str) -> ReminderOutcome:
        """Set a daily reminder at *time* ("HH:MM") that says *text*."""
        locale: Any = self._handler_input.request_envelope.request
        return self._ask(lambda: self._created(request(at, time, text, locale.locale, self._time_zone())))

    def clear_reminders(self) -> ReminderOutcome:
        """Take away all reminders that the skill set."""
        return self._ask(self._cleared)

    def _ask(self, work: Callable[[], ReminderOutcome]) -> ReminderOutcome:
        if not self._system.api_access_token:
            return ReminderOutcome.FAILED
        if self._system.api_endpoint not in ENDPOINTS:
            _log.error("the request names an address that is not Amazon's: the user's token was not sent there")
            return ReminderOutcome.FAILED
        try:
            with one_wait():
                return work()
        except ServiceException as error:
            _log.warning("reminders refused", status=error.status_code, code=code_of(error))
            return ReminderOutcome.NOT_ALLOWED if lacks_permission(error) else ReminderOutcome.FAILED
        except (AskSdkException, ValueError, OSError) as error:
            _log.warning("reminders failed", error=type(error).__name__)
            return ReminderOutcome.FAILED


    @property
    def _system(self) -> Any:
        envelope: Any = self._handler_input.request_envelope
        return envelope.context.system

    def _created(self, wanted: ReminderRequest) -> ReminderOutcome:
        self._service().create_reminder(wanted)
        return ReminderOutcome.SET

    def _cleared(self) -> ReminderOutcome:
        for token in tokens_of(self._get("/v1/alerts/reminders")):
            time_for_a_request()  # a client that is not ours may not look at the time
            self._service().delete_reminder(token)
        return ReminderOutcome.CLEARED

    def _service(self) -> Any:
        return self._handler_input.service_client_factory.get_reminder_management_service()

    def _time_zone(self) -> str | None:
        """Return the device's time zone ("Europe/London"); None where Amazon doesn't tell it, and takes its own."""
        device = self._system.device
        if device is None or not device.device_id:
            return None
        try:
            told = self._get(f"/v2/devices/{quote(device.device_id, safe='')}/settings/System.timeZone")
        except (ServiceException, AskSdkException, ValueError, OSError) as error:
            _log.warning("no time zone", error=type(error).__name__)
            return None
        return told if isinstance(told, str) and told else None

    def _get(self, path: str) -> Any:
        """Return the JSON at *path* of Amazon's services; raises ServiceException unless the status is 200."""
        configuration = self._handler_input.service_client_factory.api_configuration
        headers = [("Authorization", f"Bearer {self._system.api_access_token}")]
        request = ApiClientRequest(headers=headers, url=f"{self._system.api_endpoint}{path}", method="GET")
        answer = configuration.api_client.invoke(request)
        if answer.status_code != OK:
            raise ServiceException("refused", answer.status_code, answer.headers, answer.body)
        return json.loads(answer.body)


def tokens_of(listed: Any) -> list[str]:
    """Return the tokens of the reminders in *listed*; raises ValueError for what is no list of reminders."""
    alerts = listed.get("alerts") if isinstance(listed, dict) else ()
    tokens = [alert["alertToken"] for alert in alerts or () if isinstance(alert, dict) and alert.get("alertToken")]
    if not isinstance(alerts, list | None) or len(tokens) < len(alerts or ()):
        raise ValueError("not a list of reminders")
    return tokens


def lacks_permission(error: ServiceException) -> bool:
    """Return whether *error* is the lack of a permission, which the person can give."""
    return bool(error.status_code == FORBIDDEN and any(word in code_of(error) for word in LACKING))


def code_of(error: ServiceException) -> str:
    """Return Amazon's own code for *error*, "" if it sent none."""
    # The SDK parses some bodies, and leaves others as text.
    body: Any = error.body
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except ValueError:
            return ""
    code = body.get("code") if isinstance(body, dict) else getattr(body, "code", None)
    return code.upper() if isinstance(code, str) else ""


def request(at: float, time: str, text: str, locale: str, zone: str | None = None) -> ReminderRequest:
    """
    Return the request for a daily reminder at *time* in *zone* ("Europe/London"; None: the device's own).

    The device's date is not known. The rule begins at the earliest wall clock on earth, so that no day is lost. Amazon
    ignores scheduledTime where there is a rule, but requires it: this time is in the future in every zone.
    """
    now = datetime.fromtimestamp(at, UTC)
    hour, minute = (int(part) for part in time.split(":"))
    rule = f"FREQ=DAILY;BYHOUR={hour};BYMINUTE={minute};BYSECOND=0;INTERVAL=1;"
    return ReminderRequest(
        request_time=now.replace(tzinfo=None),
        trigger=Trigger(
            object_type=TriggerType.SCHEDULED_ABSOLUTE,
            time_zone_id=zone,
            scheduled_time=_next(now.astimezone(LATEST), hour, minute),
            recurrence=Recurrence(
                start_date_time=now.astimezone(EARLIEST).replace(microsecond=0, tzinfo=None), recurrence_rules=[rule]
            ),
        ),
        alert_info=AlertInfo(spoken_info=SpokenInfo(content=[SpokenText(locale=locale, text=text)])),
        push_notification=PushNotification(status=PushNotificationStatus.ENABLED),
    )


def _next(now: datetime, hour: int, minute: int) -> datetime:
    """Return the first *hour*:*minute* after *now* on the same wall clock, without a zone."""
    today = now.replace(hour=hour, minute=minute, second=0, microsecond=0, tzinfo=None)
    return today if today > now.replace(tzinfo=None) else today + timedelta(days=1)
