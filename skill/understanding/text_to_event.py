"""
Resolve a text to the intent that Alexa would send, and to its event.

Rule 1: the triage hears the whole text first; what stops the rolling goes to the intent for it, as Alexa's slots would.
Rule 2: what has an answer, and isn't surely a command (SURE), is a free question.
"""

from typing import Any

from skill.content.answers import AnswerKind, Urgency, Verdict, answers
from skill.content.regions import region
from skill.dialogue import events as e
from skill.dialogue.events import Command, EventKind, kind_of, name_of
from skill.understanding import commands
from skill.understanding.answer_search import asks, find
from skill.understanding.commands import IntentMatch, SlotValue
from skill.understanding.follow_ups import bare_follow_up, completed
from skill.understanding.intents import AFTER_HURT, CERTAIN, FIXED, REPORTS, TOPICS, Understood, understood
from skill.understanding.triage import Alarm, Finding, triage


REPORTED = {
    Alarm.EMERGENCY: ("EmergencyIntent", "red_flag"),
    Alarm.STOP_SIGN: ("PainIntent", "sensation"),
    Alarm.HURT: ("PainIntent", "sensation"),
}
COMMANDED = {Alarm.SLIPPED: "SlippedIntent", Alarm.STUCK: "StuckIntent"}
"""The alarms whose intent has no slot."""


NO_ANSWER = ("none", Urgency.NONE)
PLAIN: dict[EventKind, tuple[str, Urgency]] = {
    e.Emergency: (Verdict.STOP_NOW, Urgency.EMERGENCY),
    Command.HURTS: (Verdict.STOP_NOW, Urgency.NONE),
    Command.EASIER: (Verdict.CAUTION, Urgency.NONE),
    Command.STUCK: (Verdict.INFO, Urgency.NONE),
    Command.SLIPPED: (Verdict.CAUTION, Urgency.NONE),
    Command.HOLD_ON: (Verdict.OK, Urgency.NONE),
}
"""What the dialogue itself says to it, where no answer is needed: gently then, this is how you get up, of course."""


REPORTING = frozenset({"PainIntent", "EmergencyIntent"})
LOOSE = frozenset({"OpenQuestionIntent", "StepDetailIntent", "WhyIntent", *FIXED})
"""The intents for questions; an answer to the whole text is better than what they know."""

SURE = 86.0
SURE_ASKED = 92.0
"""From these scores on a command is one, whatever answer its words would find; more is needed of a question."""


def listen(text: str, locale: str, *, hurt: bool = False, topic: str | None = None) -> IntentMatch | None:
    """
    Return the intent that *text* stands for in *locale*, None where no intent matches.

    *hurt*: it hurt earlier in this run; *topic*: what was just spoken of (see `understood`).
    """
    language = region(locale).language
    heard = commands.command_matcher(language).match(text)
    finding = triage([text], language, hurt=hurt)
    if finding is not None and finding.kind in COMMANDED:
        return IntentMatch(COMMANDED[finding.kind], {}, CERTAIN)
    if finding is not None and finding.stops:
        return _reported(text, finding.kind, heard, language, hurt)
    if finding is not None and (heard is None or heard.intent in REPORTING | LOOSE | TOPICS.keys()):
        return _asked("OpenQuestionIntent" if _is_topic(finding, language) else "ConditionIntent", text)
    if heard is not None and heard.intent in REPORTS and (heard.slots or heard.score < CERTAIN):
        heard = None  # the triage heard these very words in their sentence, and found nothing in them
    if heard is not None and heard.intent in AFTER_HURT and not hurt and heard.score < CERTAIN:
        heard = None  # without pain before, only the very words of a sample speak of the pain
    if heard is not None and heard.intent in TOPICS:
        intent = "OpenQuestionIntent" if _is_loose(heard, asks(text, language)) else heard.intent
        return _asked(intent, text) if find(text, language) else heard
    is_meant = heard is not None and _is_meant(heard, text, language, topic)
    answer = None if is_meant else completed(text, topic, language) or find(text, language)
    if answer is not None and (heard is None or FIXED.get(heard.intent) != answer.id):
        return _asked("OpenQuestionIntent", text)
    return heard


def _is_meant(heard: IntentMatch, text: str, language: str, topic: str | None) -> bool:
    """Return whether *heard* is meant, whatever answer *text* finds: it asks on about *topic*, or it is surely said."""
    if bare_follow_up(heard.intent, heard.slots, topic, language):
        return True
    return heard.intent not in REPORTS | LOOSE and heard.score >= (SURE_ASKED if asks(text, language) else SURE)


def _is_loose(heard: IntentMatch, asked: bool) -> bool:
    """Return whether *heard* only resembles a sample, and not in how it's put: as a question or as none."""
    unlike = {"AnswerIntent": asked, "WhatYouNeedIntent": not asked}.get(heard.intent, False)
    return unlike and heard.score < CERTAIN and bool(heard.slots)


def _is_topic(finding: Finding, language: str) -> bool:
    """Return whether *finding* names no state of the body, as in "the dog is lying on me"."""
    return finding.topic is not None and answers(language)[finding.topic].kind is AnswerKind.TOPIC


def _asked(intent: str, text: str) -> IntentMatch:
    slot = TOPICS.get(intent, "question")
    return IntentMatch(intent, {slot: SlotValue(text)}, 100.0)


def _reported(text: str, kind: Alarm, heard: IntentMatch | None, language: str, hurt: bool) -> IntentMatch:
    intent, slot = REPORTED[kind]
    whole = IntentMatch(intent, {slot: SlotValue(text)}, 100.0)
    if heard is None or heard.intent != intent or not heard.slots:
        return whole
    # As Alexa would send it, if that says as much.
    as_said, meant = (understood(intent, slots, language, hurt=hurt) for slots in (heard.slots, whole.slots))
    return heard if as_said == meant else whole


def explain(text: str, locale: str, *, hurt: bool = False, topic: str | None = None) -> dict[str, Any]:
    """Say what *text* comes to: intent, slots, event, and the answer it leads to."""
    heard, language = listen(text, locale, hurt=hurt, topic=topic), region(locale).language
    meant = Understood(e.Unclear())
    if heard is not None:
        meant = understood(heard.intent, heard.slots, language, hurt=hurt, topic=topic)
    slots = heard.slots if heard else {}
    answer = meant.answer
    verdict, urgency = (answer.verdict, answer.urgency) if answer else PLAIN.get(kind_of(meant.event), NO_ANSWER)
    return {
        "text": text,
        "intent": heard.intent if heard else None,
        "slots": {name: value.id or value.value or value.raw for name, value in slots.items()},
        "event": name_of(meant.event),
        "topic": answer.id if answer else None,
        "verdict": str(verdict),
        "urgency": str(urgency),
    }
