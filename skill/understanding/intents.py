"""
What intents mean: an intent and its slots in, an event out.

Rule 1: the triage hears every slot's text first, whatever the intent: custom slots are open, and "I have chest
pain" can arrive in any of them (design §9).
Rule 2: an intent stands in one of the tables below; a test holds them against the interaction model.
Rule 3: the same function serves Alexa and the command matcher.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from skill.content.answers import Answer, answers
from skill.dialogue import events as e
from skill.dialogue.events import Command
from skill.understanding.answer_search import find
from skill.understanding.commands import IntentMatch, command_matcher
from skill.understanding.follow_ups import bare_follow_up, completed
from skill.understanding.slot_text import SlotValues, is_no_report, texts_of
from skill.understanding.slot_values import clock, daypart, number, seconds_of, with_our_ids
from skill.understanding.triage import Alarm, Finding, triage


FALLBACK = "AMAZON.FallbackIntent"
"""The intent that Alexa sends for what matches no other."""

CERTAIN = 100.0
"""The score of an utterance that is a sample, word for word."""

QUOTED = 40
"""The longest text, in characters, that is said back to a person."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What an intent came to: the event, and the answer that it leads to, if any."""

    event: e.Event
    answer: Answer | None = None


def understood(
    intent: str, slots: SlotValues, language: str, *, hurt: bool = False, topic: str | None = None
) -> Understood:
    """
    Return what *intent* with *slots* means; an unknown intent is unclear.

    *hurt*: it hurt earlier in this run, so that what could be pain is pain.
    *topic*: what was just spoken of, so that "why" and "how big are they" ask about that.
    """
    slots = with_our_ids(slots, language)
    texts = texts_of(intent, slots, language)
    finding = triage(texts, language, in_pain=intent == "PainIntent" and "sensation" not in slots, hurt=hurt)
    if told := _told(intent, texts, finding, language, hurt):
        return told
    if follow := bare_follow_up(intent, slots, topic, language):
        return answered(follow)
    if intent in QUESTIONS or is_no_report(intent, slots) or _asks_about_a_step(intent, slots):
        if command := _commanded(slots, " ".join(texts), language):
            return understood(command.intent, command.slots, language, hurt=hurt, topic=topic)
        meant = question(_readings(intent, slots, " ".join(texts)), finding, language, topic)
        return meant if meant.event != e.Ask() or intent in QUESTIONS else Understood(e.Unclear(_quoted(slots)))
    if intent in TOPICS or intent in FIXED:
        return about(intent, slots, language, topic)
    make = INTENTS.get(intent)
    return Understood(make(slots) if make else e.Unclear(_quoted(slots)))


def _told(intent: str, texts: list[str], finding: Finding | None, language: str, hurt: bool) -> Understood | None:
    """Return what the triage, or *intent* itself, tells of how somebody is; None where it tells nothing."""
    if finding is not None and finding.stops:
        return found(finding, language)
    if sign := SIGNS.get(intent) or (AFTER_HURT.get(intent) if hurt else None):
        return found(sign, language)
    if finding is not None and (finding.kind is Alarm.CONDITION or intent in REPORTS):
        # The whole text may name something more exact: not "surgery", but "surgery two weeks ago".
        better = find(" ".join(texts), language)
        return answered(better) if better else found(finding, language)
    return None


def _asks_about_a_step(intent: str, slots: SlotValues) -> bool:
    return intent == "StepDetailIntent" and bool({"step", "ordinal"} & slots.keys())


def found(finding: Finding, language: str) -> Understood:
    """Turn what the triage heard into an event."""
    answer = answers(language)[finding.topic] if finding.topic else None
    match finding.kind:
        case Alarm.EMERGENCY if answer:
            return Understood(e.Emergency(answer.id, answer.way_off), answer)
        case Alarm.EMERGENCY:
            return Understood(e.Emergency())
        case Alarm.HURT | Alarm.SLIPPED | Alarm.STUCK:
            return Understood(SAYS[finding.kind], answer)
        case _ if answer:
            return answered(answer)
        case _:
            return Understood(e.Unclear())


def answered(answer: Answer) -> Understood:
    """Ask for *answer*, followed by what its verdict picks."""
    return Understood(e.Ask(answer.id, answer.follow_up, answer.way_off), answer)


def question(texts: tuple[str, ...], finding: Finding | None, language: str, topic: str | None) -> Understood:
    """Hear a free question: one that *topic* fills in, an answer, or nothing that we know."""
    follow = next((answer for text in texts if (answer := completed(text, topic, language))), None)
    answer = follow or next((answer for text in texts if (answer := find(text, language))), None)
    if answer is not None:
        return answered(answer)
    return found(finding, language) if finding is not None else Understood(e.Ask())


def _readings(intent: str, slots: SlotValues, whole: str) -> tuple[str, ...]:
    """Return what may have been asked, the likeliest first."""
    # What fills {question} is most of it, or all; what fills {how} is nothing without its "how", nor a why without it.
    bare = " ".join(value.raw for value in slots.values())
    return (bare, whole) if "question" in slots and intent != "WhyIntent" else (whole, bare)


def _commanded(slots: SlotValues, whole: str, language: str) -> IntentMatch | None:
    """Return the command in the disguise of a question."""
    bare = slots["question"].raw if "question" in slots else ""
    return _command(whole, language) or _command(bare, language)


def _command(text: str, language: str) -> IntentMatch | None:
    # Only what is a command word for word: a question that resembles one is a question.
    heard = command_matcher(language).match(text)
    if heard is None or heard.score < CERTAIN or heard.intent not in INTENTS.keys() - ANSWERABLE:
        return None
    return heard


def about(intent: str, slots: SlotValues, language: str, topic: str | None = None) -> Understood:
    """Answer about the value of the slot; one that no list holds is looked for, and never guessed at."""
    value = slots.get(TOPICS.get(intent, ""))
    if value is None or not value.raw:
        return fixed(intent, language)
    whole = " ".join(texts_of(intent, slots, language))
    answer = (
        answers(language).get(value.id or "")
        or completed(value.raw, topic, language)
        or find(value.raw, language)
        or find(whole, language)
    )
    if answer is not None:
        return answered(answer)
    return Understood(e.Ask(heard=_quoted(slots)))


def fixed(intent: str, language: str) -> Understood:
    """Return the one answer that *intent* asks for; help where it named nothing."""
    return answered(answers(language)[FIXED[intent]]) if intent in FIXED else Understood(Command.HELP)


def _quoted(slots: SlotValues) -> str | None:
    text = " ".join(" ".join(value.raw for value in slots.values()).split())
    return text if 0 < len(text) <= QUOTED else None


def _plain(event: e.Event) -> Callable[[SlotValues], e.Event]:
    return lambda slots: event


def _go_to(slots: SlotValues) -> e.Event:
    named = number(slots.get("step"))
    if named is not None:
        return e.GoTo(named)
    ordinal = slots.get("ordinal")
    if ordinal is not None and ordinal.id:
        return e.GoTo(int(ordinal.id))
    direction, count = slots.get("direction"), number(slots.get("count"))
    if (direction is not None and direction.id) or (direction is None and count is not None):
        back = direction is not None and direction.id == "back"
        return e.GoTo(by=-(count or 1) if back else count or 1)
    # No slot at all is "skip to the end"; a number that nobody could read is no step.
    return e.GoTo(0 if any(value.raw for value in slots.values()) else -1)


def _pace(slots: SlotValues) -> e.Event:
    return _unless_unknown("pace", slots, lambda pace: e.Pace(faster=pace == "faster"))


def _words(slots: SlotValues) -> e.Event:
    return _unless_unknown("amount", slots, lambda amount: e.Words(fewer=amount != "more"))


def _day_part(slots: SlotValues) -> e.Event:
    return _unless_unknown("day_part", slots, lambda part: e.DayPart(evening=part == "evening"))


def _unless_unknown(name: str, slots: SlotValues, make: Callable[[str | None], e.Event]) -> e.Event:
    """Make an event of the id of the slot *name*; a value that no list holds is unclear, and never the opposite."""
    slot = slots.get(name)
    if slot is not None and slot.id is None:
        return e.Unclear(_quoted(slots))
    return make(slot.id if slot else None)


def _undo(slots: SlotValues) -> e.Event:
    command = slots.get("command")
    return e.Undo(wish=command_of(command.id) if command else None)


def command_of(word: str | None) -> Command | None:
    """Return the command called *word*, as a slot or a screen names it; None for another word."""
    return Command(word) if word in list(Command) else None


def _time(slots: SlotValues) -> tuple[str, bool]:
    return clock(slots.get("time"), daypart(slots.get("day_part")))


SAYS = {Alarm.HURT: Command.HURTS, Alarm.SLIPPED: Command.SLIPPED, Alarm.STUCK: Command.STUCK}
"""What an alarm means that needs no answer."""

SIGNS = {"InjuredIntent": Finding(Alarm.STOP_SIGN, "injured")}
"""The intents that are a sign to stop as they stand, without a slot that says so."""

AFTER_HURT = {
    "StillThereIntent": Finding(Alarm.HURT),
    "PopIntent": Finding(Alarm.STOP_SIGN, "pop_with_pain"),
}
"""What is a report of pain only where it hurt earlier in this run."""

REPORTS = frozenset({"PainIntent", "EmergencyIntent", "ConditionIntent", "InjuredIntent", "SlippedIntent"})
"""The intents by which people say how it is; only here may the triage's mere information take over."""

ANSWERABLE = REPORTS | {"StepDetailIntent", "StuckIntent", "PopIntent", "StillThereIntent"}
"""The intents that are no command in a free question: an answer says it better."""

QUESTIONS = frozenset({"OpenQuestionIntent", "WhyIntent"})
FIXED = {
    "TipsIntent": "tips",
    "WhatYouNeedIntent": "needs",
    "HowLongIntent": "duration",
    "SafetyTipsIntent": "safety",
    "PopIntent": "painless_pop",
}
TOPICS = {"ConditionIntent": "condition", "AnswerIntent": "topic", "WhatYouNeedIntent": "topic"}

INTENTS: Mapping[str, Callable[[SlotValues], e.Event]] = {
    "StartRoutineIntent": _plain(Command.START),
    "StartAgainIntent": _plain(Command.START_OVER),
    "AMAZON.StartOverIntent": _plain(Command.START_OVER),
    "ReadyIntent": _plain(Command.READY),
    "NotNowIntent": _plain(Command.NO),
    "NextStepIntent": _plain(Command.NEXT),
    "AMAZON.NextIntent": _plain(Command.NEXT),
    "PreviousStepIntent": _plain(Command.BACK),
    "AMAZON.PreviousIntent": _plain(Command.BACK),
    "RepeatStepIntent": _plain(Command.REPEAT),
    "AMAZON.RepeatIntent": _plain(Command.REPEAT),
    "HoldOnIntent": _plain(Command.HOLD_ON),
    "AMAZON.PauseIntent": _plain(Command.HOLD_ON),
    "CarryOnIntent": _plain(Command.RESUME),
    "AMAZON.ResumeIntent": _plain(Command.RESUME),
    "UndoIntent": _undo,
    "GoToStepIntent": _go_to,
    "StepsLeftIntent": _plain(Command.WHERE_AM_I),
    "TimeLeftIntent": _plain(Command.WHERE_AM_I),
    "MoreTimeIntent": lambda slots: e.MoreTime(seconds_of(slots)),
    "EnoughIntent": _plain(Command.ENOUGH),
    "PaceIntent": _pace,
    "WordsIntent": _words,
    "EasierIntent": _plain(Command.EASIER),
    "TightSpotIntent": _plain(Command.TIGHT_SPOT),
    "NextSpotIntent": _plain(Command.NEXT_SPOT),
    "NoSpotIntent": _plain(Command.NO_SPOT),
    "WholeBackIntent": _plain(Command.WHOLE_BACK),
    "StraightThroughIntent": _plain(Command.STRAIGHT_THROUGH),
    "StepByStepIntent": _plain(Command.STEP_BY_STEP),
    "ShorterIntent": lambda slots: e.Shorter(seconds_of(slots)),
    "OverviewIntent": _plain(Command.OVERVIEW),
    "PreviewIntent": _plain(Command.PREVIEW),
    "StepDetailIntent": _plain(Command.DETAIL),
    "WhatCanISayIntent": _plain(Command.HELP),
    "AMAZON.HelpIntent": _plain(Command.HELP),
    "PainIntent": _plain(Command.HURTS),
    "EmergencyIntent": _plain(e.Emergency()),
    "StuckIntent": _plain(Command.STUCK),
    "SlippedIntent": _plain(Command.SLIPPED),
    "StillThereIntent": _plain(e.Unclear()),
    "SatUpIntent": _plain(Command.SAT_UP),
    "SendIntent": _plain(Command.SEND),
    "FinishIntent": _plain(Command.FINISH),
    "ProgressIntent": _plain(Command.PROGRESS),
    "RemindMeIntent": lambda slots: e.Remind(*_time(slots), daily="some_days" not in slots),
    "ReminderTimeIntent": lambda slots: e.TimeOfDay(*_time(slots)),
    "DayPartIntent": _day_part,
    "NoReminderIntent": _plain(Command.NO_REMINDER),
    "NotMeIntent": _plain(Command.NOT_ME),
    "KnowMeIntent": _plain(Command.KNOW_ME),
    "ForgetMeIntent": _plain(Command.FORGET),
    "ThanksIntent": _plain(Command.THANKS),
    "AMAZON.YesIntent": _plain(Command.YES),
    "AMAZON.NoIntent": _plain(Command.NO),
    "AMAZON.StopIntent": _plain(Command.STOP),
    "AMAZON.CancelIntent": _plain(Command.STOP),
    "AMAZON.NavigateHomeIntent": _plain(Command.STOP),
    FALLBACK: _plain(e.Unclear()),
}

KNOWN = frozenset({*INTENTS, *QUESTIONS, *TOPICS, *FIXED, *SIGNS})
"""Every intent that is understood."""
