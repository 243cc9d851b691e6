"""
Reminders in Amazon's reminder service.

Rule 1: a reminder is set only after a yes that named its time (Amazon's guidelines for reminders).
Rule 2: the skill stores nothing about a reminder: to clear it, all reminders that the skill set are deleted.
Rule 3: whatever the service does, the answer is a ReminderOutcome, and comes in time (waiting.py).
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import structlog
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model.services import ServiceException
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

from skill.alexa.waiting import one_wait, patience
from skill.coach.turn import Effects
from skill.dialogue.events import ReminderOutcome


PERMISSION = "alexa::alerts:reminders:skill:readwrite"
UNAUTHORIZED, FORBIDDEN = 401, 403
LACKING = ("PERMISSION", "AUTHORIZ", "CONSENT")
"""Words in the code of a 403 that mean a lacking permission; a limit of reminders is a 403 too."""

EARLIEST, LATEST = timezone(timedelta(hours=-12)), timezone(timedelta(hours=14))
"""The first and the last time zone on earth."""

# ask-sdk-model names a module that does not exist, so without this no reminder that says something can be read.
AlertInfo.deserialized_types["spoken_info"] = f"{SpokenInfo.__module__}.{SpokenInfo.__name__}"

_log = structlog.get_logger()


class AmazonReminders(Effects):
    """Sets and clears reminders for the user of *handler_input*; no call raises."""

    def __init__(self, handler_input: HandlerInput) -> None:
        self._handler_input = handler_input

    def set_reminder(self, at: float, time: str, text: str) -> ReminderOutcome:
        """Set a daily reminder at *time* ("HH:MM") that says *text*."""
        locale: Any = self._handler_input.request_envelope.request
        wanted = request(at, time, text, locale.locale)
        return self._ask(lambda service: _created(service, wanted))

    def clear_reminders(self) -> ReminderOutcome:
        """Take away all reminders that the skill set."""
        return self._ask(_cleared)

    def _ask(self, work: Callable[[Any], ReminderOutcome]) -> ReminderOutcome:
        envelope: Any = self._handler_input.request_envelope
        if not envelope.context.system.api_access_token:
            return ReminderOutcome.FAILED
        try:
            with one_wait():
                return work(self._handler_input.service_client_factory.get_reminder_management_service())
        except ServiceException as error:
            _log.warning("reminders refused", status=error.status_code, code=code_of(error))
            return ReminderOutcome.NOT_ALLOWED if lacks_permission(error) else ReminderOutcome.FAILED
        except (AskSdkException, ValueError, OSError) as error:
            _log.warning("reminders failed", error=type(error).__name__)
            return ReminderOutcome.FAILED


def _created(service: Any, wanted: ReminderRequest) -> ReminderOutcome:
    service.create_reminder(wanted)
    return ReminderOutcome.SET


def _cleared(service: Any) -> ReminderOutcome:
    for reminder in service.get_reminders().alerts or []:
        patience()  # a client that is not ours may not look at the time
        service.delete_reminder(reminder.alert_token)
    return ReminderOutcome.CLEARED


def lacks_permission(error: ServiceException) -> bool:
    """Return whether *error* is the lack of a permission, which the person can give."""
    if error.status_code == FORBIDDEN:
        return any(word in code_of(error) for word in LACKING)
    return bool(error.status_code == UNAUTHORIZED)


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


def request(at: float, time: str, text: str, locale: str) -> ReminderRequest:
    """
    Return the request for a daily reminder at *time*, in the device's own time zone.

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
