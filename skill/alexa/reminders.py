"""
Reminders, set and taken away in Amazon's reminder service.

Rule 1: a reminder is set only after a yes that named its time (Amazon's guidelines for reminders).
Rule 2: nothing of a reminder is kept here: to take it away, all that this skill set are deleted.
"""

from datetime import UTC, datetime, timedelta
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

from skill.dialogue.follow import Outcome
from skill.dialogue.reply import Effect


PERMISSION = "alexa::alerts:reminders:skill:readwrite"
DENIED = frozenset({401, 403})

_log = structlog.get_logger()


def carry_out(handler_input: HandlerInput, effect: Effect, at: float, time: str, text: str) -> Outcome:
    """Set a daily reminder at *time* ("HH:MM") that says *text*, or clear them all; never raises."""
    envelope: Any = handler_input.request_envelope
    if not envelope.context.system.api_access_token:
        return Outcome.FAILED
    try:
        service: Any = handler_input.service_client_factory.get_reminder_management_service()
        if effect is Effect.SET_REMINDER:
            service.create_reminder(request(at, time, text, envelope.request.locale))
            return Outcome.SET
        for reminder in service.get_reminders().alerts or []:
            service.delete_reminder(reminder.alert_token)
        return Outcome.CLEARED
    except ServiceException as error:
        _log.warning("reminders refused", status=error.status_code)
        return Outcome.NOT_ALLOWED if error.status_code in DENIED else Outcome.FAILED
    except (AskSdkException, ValueError, OSError) as error:
        _log.warning("reminders failed", error=type(error).__name__)
        return Outcome.FAILED


def request(at: float, time: str, text: str, locale: str) -> ReminderRequest:
    """Ask for a reminder every day at *time*, in the device's own time zone, from tomorrow on."""
    now = datetime.fromtimestamp(at, UTC)
    hour, minute = (int(part) for part in time.split(":"))
    first = (now + timedelta(days=1)).replace(hour=hour, minute=minute, second=0, microsecond=0, tzinfo=None)
    rule = f"FREQ=DAILY;BYHOUR={hour};BYMINUTE={minute};BYSECOND=0;INTERVAL=1;"
    return ReminderRequest(
        request_time=now.replace(tzinfo=None),
        trigger=Trigger(
            object_type=TriggerType.SCHEDULED_ABSOLUTE,
            scheduled_time=first,
            recurrence=Recurrence(recurrence_rules=[rule]),
        ),
        alert_info=AlertInfo(spoken_info=SpokenInfo(content=[SpokenText(locale=locale, text=text)])),
        push_notification=PushNotification(status=PushNotificationStatus.ENABLED),
    )
