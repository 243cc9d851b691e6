"""
The one triage before all else: over every slot's text and every free text, whatever the intent.

Rule 1: emergency > sign to stop > pain > slip > stuck > condition > information; the worst that is heard wins.
Rule 2: a sensation means what it does by the body part beside it: a tight chest is not a tight back.
Rule 3: a question about pain is a question; an emergency sign that is felt now is one even in a question.
Rule 4: every word of it is content (triage.toml); what only sounds like an alarm stands there under `unless`.
Rule 5: a rule with `after_hurt` holds only where it hurt earlier in this run: then "it's still there" is the pain.
Rule 6: a question whether rolling can do harm names a body part or a condition without reporting it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from skill.content.answers import Answer, AnswerKind, Urgency, Verdict, answers
from skill.content.files import ContentError, read
from skill.understanding.patterns import Index, lexicon, words


PLAIN_PAIN = "pain_unspecified"
"""The answer that stands for pain of no particular kind."""


class Alarm(StrEnum):
    """What is heard, the worst first."""

    EMERGENCY = "emergency"
    STOP_SIGN = "stop_sign"
    HURT = "hurt"
    SLIPPED = "slipped"
    STUCK = "stuck"
    CONDITION = "condition"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the triage heard; *topic* names the answer to it (None: plain pain, or a plain call for help)."""

    kind: Alarm
    topic: str | None = None

    @property
    def stops(self) -> bool:
        """Whether rolling ends with it, for now or for today."""
        return self.kind not in (Alarm.CONDITION, Alarm.INFO)


@dataclass(frozen=True, slots=True)
class _Rule:
    finding: Finding
    patterns: tuple[str, ...]
    unless: tuple[str, ...]
    after_hurt: bool


@dataclass(frozen=True, slots=True)
class _TriageIndex:
    rules: tuple[_Rule, ...]
    alarms: Index
    unless: Index
    conditions: Index
    fears: Index
    signs: Mapping[tuple[str, ...], Finding]


def triage(texts: Iterable[str], language: str, *, in_pain: bool = False, hurt: bool = False) -> Finding | None:
    """
    Hear the worst in *texts*, all together ("tight" and "chest" may be two slots) and each by itself.

    Of two that are equally bad, what all of it says is meant: "popped" and "agony" are one injury, not a sharp pain.

    *in_pain*: the intent already says that it hurts, and no slot holds the word for it.
    *hurt*: it hurt earlier in this run, so that what could be pain is pain.
    """
    spoken = [text for text in texts if text.strip()]
    if in_pain:
        spoken.append(read(f"{language}/triage.toml")["pain"])
    together = [" ".join(spoken)] if len(spoken) > 1 else []
    found = [finding for text in (*together, *spoken) if (finding := _in_text(text, language, hurt))]
    return _worst(found)


def _worst(found: Iterable[Finding]) -> Finding | None:
    return min(found, key=lambda finding: list(Alarm).index(finding.kind), default=None)


def fears_harm(text: str, language: str) -> bool:
    """Return whether *text* asks if rolling can do harm; what it names then is no report and no condition."""
    return bool(_triage_index(language).fears.find(text))


def _in_text(text: str, language: str, hurt: bool) -> Finding | None:
    by_name = _triage_index(language).signs.get(words(text))
    by_rule = _by_rule(text, language, hurt)
    return _worst(finding for finding in (by_rule, by_name) if finding)


def _by_rule(text: str, language: str, hurt: bool) -> Finding | None:
    index, known = _triage_index(language), lexicon(language)
    heard = {int(match.key) for match in index.alarms.find(text, known.negators)}
    heard = {number for number in heard if hurt or not index.rules[number].after_hurt}
    if heard:
        heard -= {int(match.key) for match in index.unless.find(text)}
    feared = fears_harm(text, language)
    found = [index.rules[number].finding for number in sorted(heard)]
    found = [finding for finding in found if finding.kind is Alarm.EMERGENCY or not feared]
    if found and found[0].kind is not Alarm.INFO:
        return found[0]
    named = max(index.conditions.find(text, known.not_any_more), key=lambda match: match.weight, default=None)
    if named and not feared:
        return Finding(Alarm.CONDITION, named.key)
    return found[0] if found else None


@cache
def _triage_index(language: str) -> _TriageIndex:
    known = lexicon(language)
    rules = _rules(language)
    names = [
        (answer.id, known.phrase(phrase))
        for answer in answers(language).values()
        if answer.kind is AnswerKind.CONDITION
        for phrase in answer.phrases
    ]
    return _TriageIndex(
        rules,
        Index(known, [(str(i), known.pattern(p, 10)) for i, rule in enumerate(rules) for p in rule.patterns]),
        Index(known, [(str(i), known.pattern(p, 10)) for i, rule in enumerate(rules) for p in rule.unless]),
        Index(known, names),
        Index(known, [("fears", known.pattern(p)) for p in read(f"{language}/triage.toml")["fears"]]),
        {words(phrase): _sign(answer) for answer in answers(language).values() for phrase in _names(answer)},
    )


def _names(answer: Answer) -> tuple[str, ...]:
    """Return the phrases that are an alarm by themselves: whatever a slot offers as one."""
    return answer.phrases if answer.verdict is Verdict.STOP_NOW else ()


def _sign(answer: Answer) -> Finding:
    if answer.id == PLAIN_PAIN:
        return Finding(Alarm.HURT)
    is_emergency = answer.urgency is Urgency.EMERGENCY
    return Finding(Alarm.EMERGENCY if is_emergency else Alarm.STOP_SIGN, answer.id)


def _rules(language: str) -> tuple[_Rule, ...]:
    where = f"skill/content/{language}/triage.toml"
    found = []
    for table in read(f"{language}/triage.toml")["rule"]:
        topic = table.get("topic")
        if odd := table.keys() - {"finds", "topic", "hears", "unless", "after_hurt"}:
            raise ContentError(f"{where}: a [[rule]] does not know: {', '.join(sorted(odd))}")
        if topic is not None and topic not in answers(language):
            raise ContentError(f"{where}: there is no answer called {topic}")
        finding = Finding(Alarm(table["finds"]), topic)
        unless, after_hurt = tuple(table.get("unless", ())), table.get("after_hurt", False)
        found.append(_Rule(finding, tuple(table["hears"]), unless, after_hurt))
    return tuple(sorted(found, key=lambda rule: list(Alarm).index(rule.finding.kind)))
