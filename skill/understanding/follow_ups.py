"""
Understand a question that leaves out what it is about, by the topic that was just spoken of.

Rule 1: what may follow a topic is content: `about`, `next`, `why` and `more` in answers.toml.
Rule 2: a condition is heard as one, whatever was spoken of before.
Rule 3: what names a step or a spot is meant for the routine: after a tip, "next step" is the next step.
"""

from skill.content.answers import Answer, AnswerKind, answers
from skill.understanding.answer_search import find, find_about, says_nothing
from skill.understanding.slot_text import SlotValues


BARE = {
    "AMAZON.NextIntent": "next",
    "NextStepIntent": "next",
    "NextSpotIntent": "next",
    "StepDetailIntent": "more",
    "WhyIntent": "why",
}
"""The intents that may ask on without a word of the topic, and the key of the topic that then answers."""

OF_THE_ROUTINE = frozenset({"step_word", "spot_word"})
"""The slots that name a part of the routine."""

OF_THE_ANSWER = {"StepDetailIntent": "more_word"}
"""The intents that ask on only where this slot is filled."""

TIPS = "tips"
"""The topic that the tips follow, one after the other."""


def bare_follow_up(intent: str, slots: SlotValues, topic: str | None, language: str) -> Answer | None:
    """Return what *intent* asks for by a word such as "next", "why" or "the second one", after *topic*."""
    known = answers(language)
    spoken_of = known.get(topic or "")
    if intent == "TipsIntent":
        return _tip(slots, spoken_of, language)
    if spoken_of is None or any(value.id for name, value in slots.items() if name in OF_THE_ROUTINE):
        return None
    if intent == "GoToStepIntent" and "ordinal" in slots and spoken_of.next:
        return _ordinal(slots["ordinal"].id, language)
    if intent not in BARE or (intent in OF_THE_ANSWER and OF_THE_ANSWER[intent] not in slots):
        return None
    if intent == "WhyIntent" and slots:
        return _why(" ".join(value.raw for value in slots.values()), spoken_of, language)
    return known.get(getattr(spoken_of, BARE[intent]))


def completed(text: str, topic: str | None, language: str) -> Answer | None:
    """Return what *text* asks for where *topic* fills in what it leaves out; None where it leaves nothing out."""
    spoken_of = answers(language).get(topic or "")
    if spoken_of is None or not spoken_of.about:
        return None
    alone, filled = find(text, language), find_about(text, spoken_of.about, language)
    if filled is None or alone is None:
        return filled
    return None if alone.kind is not AnswerKind.TOPIC or filled.id == topic else filled


def _why(text: str, spoken_of: Answer, language: str) -> Answer | None:
    """Return why it is as *spoken_of* says, where *text* has nothing to ask about by itself: "why should i"."""
    asked = says_nothing(text, language) and not completed(f"why {text}", spoken_of.id, language)
    return answers(language).get(spoken_of.why) if asked else None


def _tip(slots: SlotValues, spoken_of: Answer | None, language: str) -> Answer | None:
    """Return the tip of that number or place in the order; None where none is named."""
    which = slots["which_tip"].id if "which_tip" in slots else None
    if which != "next":
        return _ordinal(which, language)
    tips = _tips(language)
    after = spoken_of.next if spoken_of else ""
    return answers(language).get(after) or next(iter(tips.values()), None)


def _ordinal(number: str | None, language: str) -> Answer | None:
    """Return tip *number*, from the end where it is negative; None where there is no such tip."""
    tips, wanted = list(_tips(language).values()), int(number or 0)
    return tips[wanted - 1 if wanted > 0 else wanted] if wanted and abs(wanted) <= len(tips) else None


def _tips(language: str) -> dict[str, Answer]:
    """Return the tips in their order, by topic."""
    known, tips, topic = answers(language), dict[str, Answer](), TIPS
    while (tip := known[known[topic].next]).next:
        tips[tip.id], topic = tip, tip.id
    return tips
