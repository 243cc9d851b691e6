"""
The local ear in Alexa's place: text in, the intent that Alexa would send out.

Rule 1: the triage hears the whole text first; what stops the rolling goes to the intent for it, as Alexa's slots would.
Rule 2: what no intent takes and an answer does is a free question.
"""

from typing import Any

from skill.alexa.intents import Understood, understood
from skill.content.regions import region
from skill.dialogue import events as e
from skill.hearing import commands
from skill.hearing.answers import find
from skill.hearing.commands import Heard, SlotValue
from skill.hearing.triage import Alarm, triage


REPORTED = {
    Alarm.EMERGENCY: ("EmergencyIntent", "red_flag"),
    Alarm.STOP_SIGN: ("PainIntent", "sensation"),
    Alarm.HURT: ("PainIntent", "sensation"),
    Alarm.CONDITION: ("ConditionIntent", "condition"),
}


def listen(text: str, locale: str) -> Heard | None:
    """Give the intent that *text* stands for in *locale*, or None for what nobody understands."""
    language = region(locale).language
    heard = commands.ear(language).hear(text)
    finding = triage([text], language)
    if finding is not None and (finding.stops or heard is None) and finding.kind in REPORTED:
        return _reported(text, finding.kind, heard)
    if heard is None and find(text, language):
        return Heard("OpenQuestionIntent", {"question": SlotValue(text)}, 0.0)
    return heard


def _reported(text: str, kind: Alarm, heard: Heard | None) -> Heard:
    intent, slot = REPORTED[kind]
    if heard is not None and heard.intent == intent:
        return heard
    return Heard(intent, {slot: SlotValue(text)}, 100.0)


def explain(text: str, locale: str) -> dict[str, Any]:
    """Say what *text* comes to: intent, slots, event, and the answer it leads to."""
    heard = listen(text, locale)
    meant = understood(heard.intent, heard.slots, region(locale).language) if heard else Understood(e.Unclear())
    slots = heard.slots if heard else {}
    answer = meant.answer
    return {
        "text": text,
        "intent": heard.intent if heard else None,
        "slots": {name: value.id or value.value or value.raw for name, value in slots.items()},
        "event": type(meant.event).__name__,
        "topic": answer.id if answer else None,
        "verdict": str(answer.verdict) if answer else "none",
        "urgency": str(answer.urgency) if answer else "none",
    }
