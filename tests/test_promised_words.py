"""Promise 8: every phrase that we tell a person to say does what we promise, in the phase where it is said."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import pytest
from content.heard import HOLDS, Said, answerable, every_line, kind, lines, replies
from stepping import reply_to, turn

from skill.content.phrases import script, wordings
from skill.content.regions import region, regions
from skill.content.routine_file import routine
from skill.dialogue import events as e
from skill.dialogue.events import Command, kind_of
from skill.dialogue.reply import Effect, Reply, Wait
from skill.dialogue.routine import Kind, Routine
from skill.dialogue.state import COUNTING, Confirm, Phase, State, base_phase
from skill.echo.wake_word import Invocation
from skill.understanding.intents import understood
from skill.understanding.text_to_event import listen


pytestmark = pytest.mark.xdist_group("the lines")
"""The files that walk tests/content/heard.py belong to one worker, so that it is walked once."""


LOCALES = sorted(regions())
PLACEHOLDER = re.compile(r"\{say\.(\w+)\}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What saying a phrase led to."""

    before: State
    after: State
    reply: Reply
    effect: Effect | None

    @classmethod
    def of(cls, before: State, event: e.Event, plan: Routine) -> "Outcome":
        """Say *event* in the state *before*."""
        made = turn(before, event, plan)
        return cls(before, made.state, reply_to(made, plan), made.effect)

    def is_at(self, *phases: Phase) -> bool:
        return self.after.phase in phases

    def waits(self) -> bool:
        """Whether there is time now, and the same question after it."""
        return base_phase(self.after) is base_phase(self.before) and any(isinstance(part,
            Wait) for part in self.reply.say)

    def goes_on(self) -> bool:
        """Whether the step that was left goes on with the time that was left; where it may not, gently."""
        # Five seconds or less are no piece of their own, where holds are cut.
        kept = self.after.left + self.after.rest >= self.before.left + self.before.rest - 5
        parted = base_phase(self.before) is Phase.BRIDGE and self.after.step == self.before.step + 1
        same = self.after.step == self.before.step and kept
        return same or parted or self.is_at(Phase.GENTLE) or self.is_at(Phase.RISING)

    def says(self, key: str) -> bool:
        return any(line.key == key for line in every_line(self.reply))


Promise = Callable[[Outcome], bool]
ROLLING_ON = (Phase.ROLLING, Phase.PIECE, Phase.GENTLE, Phase.RISING, Phase.BRIDGE)
"""Where "keep rolling" may lead; getting up is where no time for rolling is left."""


LEADS_TO = {
    Phase.WELCOME: Phase.SAFETY,
    Phase.SAFETY: Phase.FETCH,
    Phase.FETCH: Phase.PLACE,
    Phase.CAUTION: Phase.ENDED,
}
"""Where a yes leads, where that is one place."""


def yes(told: Outcome) -> bool:
    """The question gets its yes."""
    before = told.before
    if before.phase in LEADS_TO:
        return told.is_at(LEADS_TO[before.phase])
    if before.phase is Phase.CONFIRM:
        return confirmed(told)
    if before.phase is Phase.ROLLING:
        return told.is_at(*ROLLING_ON)
    if before.phase is Phase.FINISHED:
        return told.is_at(Phase.CONFIRM) or told.effect is Effect.FEWER_WORDS
    return told.after.step >= before.step and not told.is_at(before.phase)


def confirmed(told: Outcome) -> bool:
    """It is done that was asked about."""
    if told.before.confirm is Confirm.STOP:
        return told.is_at(Phase.ENDED)
    return told.effect in (Effect.FORGET, Effect.SET_REMINDER)


def no(told: Outcome) -> bool:
    """The offer is left, or what was to be confirmed; and no answer of no begins to count."""
    return told.says("confirm.no") or told.is_at(Phase.ENDED, Phase.RISING, Phase.HELD)


def carry_on(told: Outcome) -> bool:
    """They go back to the step and the time they were in, or on to the next part."""
    if told.before.phase is Phase.RETURNING:
        return told.is_at(Phase.PLACE) and told.after.step == told.before.step
    if told.before.phase is Phase.BRIDGE:
        return told.after.step > told.before.step
    return told.is_at(Phase.GENTLE) or (told.goes_on() and not told.is_at(told.before.phase))


def ready(told: Outcome) -> bool:
    """What they were getting ready for begins."""
    match told.before.phase:
        case Phase.RISING:
            return told.is_at(Phase.FINISHED, Phase.ENDED)
        case Phase.HELD:
            return told.goes_on() and not told.is_at(Phase.HELD)
        case Phase.FETCH:
            return told.is_at(Phase.PLACE)
        case Phase.PLACE:
            return told.is_at(Phase.SETTLING, Phase.RISING, *ROLLING_ON, Phase.SPOT)
        case _:
            return told.after.step == told.before.step + 1 or told.is_at(Phase.GENTLE, Phase.RISING, Phase.BRIDGE)


def next_(told: Outcome) -> bool:
    """The next step begins; after the gentle way that is getting up."""
    return told.after.step > told.before.step or told.is_at(Phase.GENTLE, Phase.RISING)


def hold_on(told: Outcome) -> bool:
    """They rest, and the time that was left is kept."""
    counts = routine().step(told.before.step).kind is not Kind.SETTLING
    kept = (told.after.left, told.after.rest) == (told.before.left, told.before.rest)
    return (told.is_at(Phase.HELD) and (kept or not counts)) or told.waits()


def it_hurts(told: Outcome) -> bool:
    """The count stops first; the second time the rolling ends."""
    stopped = told.is_at(Phase.HURT) and not told.after.left
    return stopped or (told.is_at(Phase.RISING, Phase.ENDED) and told.after.barred)


def keep_rolling(told: Outcome) -> bool:
    """They roll: on, or in step six."""
    if told.before.phase is Phase.PIECE:
        return told.goes_on()
    return told.is_at(*ROLLING_ON) and routine().step(told.after.step).kind is not Kind.SPOT


def not_yet(told: Outcome) -> bool:
    """They get time."""
    return told.waits() or told.is_at(Phase.HELD)


def spot(told: Outcome) -> bool:
    """A spot is held; where it may not be, the gentle way or getting up."""
    return told.is_at(Phase.SPOT, Phase.PIECE, Phase.GENTLE, Phase.RISING)


def day_time(told: Outcome) -> bool:
    """The reminder has its time, and is to be confirmed."""
    return told.after.confirm is Confirm.REMINDER


def repeat(told: Outcome) -> bool:
    """The step is said again; after a part of many steps, its question."""
    step_id = routine().step(told.before.step).id
    said = told.says(f"step.{step_id}.how") or told.says(f"step.{step_id}.seek")
    return told.after.step == told.before.step and (said or told.is_at(Phase.BRIDGE))


PROMISES: dict[str, Promise] = {
    "yes": yes,
    "no": no,
    "ready": ready,
    "next": next_,
    "hold_on": hold_on,
    "carry_on": carry_on,
    "keep_rolling": keep_rolling,
    "start_over": lambda told: told.is_at(Phase.SAFETY) and told.after.step == 1,
    "it_hurts": it_hurts,
    "easier": lambda told: told.after.gentle and not told.is_at(Phase.HURT),
    "skip": lambda told: told.is_at(Phase.RISING, Phase.ENDED),
    "stop": lambda told: told.is_at(Phase.ENDED),
    "tight_spot": spot,
    "next_spot": spot,
    "not_yet": not_yet,
    "safety": lambda told: told.says("answer.safety") and told.is_at(told.before.phase),
    "stuck": lambda told: told.says("stuck.how") and told.is_at(Phase.RISING),
    "morning": day_time,
    "evening": day_time,
    "at_seven": day_time,
    "not_me": lambda told: told.effect is Effect.GUEST and told.is_at(Phase.WELCOME),
}


@cache
def meant(phrase: str, locale: str) -> e.Event:
    """Give the event that *phrase* is heard as."""
    heard = listen(phrase, locale)
    assert heard is not None, phrase
    return understood(heard.intent, heard.slots, region(locale).language).event


TAUGHT = "settling.teach"
"""Says what can be said while it counts, before it does."""


def told_in(said: Said, language: str) -> Iterator[tuple[str, str, bool]]:
    """Give the phrases that a reply tells, each with its line, and whether only after nobody answered."""
    written = wordings(language)
    asked_again = said.reply.ask.reprompt if said.reply.ask else ()
    for late, parts in ((False, said.reply.say), (True, asked_again)):
        for key in {line.key for line in lines(parts)} - {TAUGHT}:
            for name in PLACEHOLDER.findall(" ".join((*written.get(key, ()), *written.get(f"few.{key}", ())))):
                yield name, key, late


@cache
def told(locale: str, hold: int) -> tuple[tuple[str, str, State], ...]:
    """Give every phrase with its line and a state of each kind in which it can be said because of it."""
    plan = routine(hold)
    found: dict[tuple[object, ...], tuple[str, str, State]] = {}
    for said in replies(hold):
        for name, key, late in told_in(said, region(locale).language):
            if (name, key, late, kind(said.after)) not in found:
                states = list(answerable(said, plan))
                for number, state in enumerate(states[-1:] if late else states):
                    found[(name, key, late, kind(said.after), *[number] * number)] = name, key, state
    return tuple(found.values())


def broken(locale: str, hold: int) -> set[tuple[str, str, str, str]]:
    """Give the promises that aren't kept: the phrase, the line that tells it, the phases before and after."""
    plan = routine(hold)
    found = set()
    for name, key, state in told(locale, hold):
        ample = replace(state, rolling_ends=state.now + 600, spot_ends=state.now + 60)
        outcome = Outcome.of(ample, meant(script(locale).say[name], locale), plan)
        if not PROMISES[name](outcome):
            found.add((name, key, f"{ample.phase}, {ample.left} s", f"{outcome.after.phase}, {outcome.after.left} s"))
    return found


@pytest.mark.parametrize("locale", LOCALES)
def test_every_phrase_is_understood(locale: str) -> None:
    """By the same ear and intents as everything else, and never as something unclear."""
    unclear = [phrase for phrase in script(locale).say.values() if isinstance(meant(phrase, locale), e.Unclear)]
    assert unclear == []


@pytest.mark.parametrize("locale", LOCALES)
def test_every_phrase_has_a_promise(locale: str) -> None:
    """Whoever adds a phrase says here what it does."""
    assert script(locale).say.keys() == PROMISES.keys()


@pytest.mark.parametrize("hold", HOLDS)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_phrase_does_what_we_promise(locale: str, hold: int) -> None:
    """While the reply that tells it is being said, and after its question."""
    assert broken(locale, hold) == set()


@pytest.mark.parametrize("phase", sorted(COUNTING))
def test_what_is_taught_for_counting_holds_while_it_counts(phase: Phase) -> None:
    """Hold on, next, it hurts: told once, before the first count."""
    for name in PLACEHOLDER.findall(wordings("en")[TAUGHT][0]):
        state = State(phase=phase, step=4 if phase is Phase.SPOT else 3, left=20, gentle=phase is Phase.GENTLE,
                      spot_ends=60.0, rolling_ends=600.0)  # fmt: skip
        outcome = Outcome.of(state, meant(script("en-US").say[name], "en-US"), routine())
        assert (name, PROMISES[name](outcome)) == (name, True)


OPENING = re.compile(r"\{wake_word\}, (\w+ \{invocation\})")
NO_COMMANDS = ("answer.past_surgery", "answer.volume")
"""What others say, and what is said to Alexa itself."""
QUOTED = re.compile(
    r"[\"“”‘]|\b[Ss]ay:? (?!\{|something|it\b|that\b|so\b)\w"
    r"|\{wake_word\},? (?!\{say|then: \{say|open \{invocation|first\b|for\b)"
)


@pytest.mark.parametrize("language", sorted({here.language for here in regions().values()}))
def test_no_phrase_is_told_but_by_its_placeholder(language: str) -> None:
    """What stands in quotes or after "say" is found by no test, and changed by nobody who renames a phrase."""
    texts = [(key, text) for key, some in wordings(language).items() for text in some]
    assert [(key, text) for key, text in texts if QUOTED.search(text) and key not in NO_COMMANDS] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_how_the_skill_is_opened_opens_it(locale: str) -> None:
    """Told to whoever may find it closed."""
    words = script(locale)
    told_ = {form for some in words.wordings.values() for text in some for form in OPENING.findall(text)}
    assert told_
    assert [Invocation(locale).wishes(form.format(**words.region.words)) for form in told_] == [()] * len(told_)


CHOICE = re.compile(r", or |, | or ")


def choices() -> Iterator[tuple[str, str]]:
    """Give what each question offers to choose from, with its key."""
    for key, (question, *_) in wordings("en").items():
        offered = CHOICE.split(question.rstrip("?"))
        if key.startswith("ask.") and len(offered) > 1 and "{" not in question:
            yield from ((key, choice) for choice in offered)


STATEMENTS = ("ask.fetch", "ask.confirm.forget", "ask.confirm.time")
"""Questions that list things without offering a choice."""


@pytest.mark.parametrize(("key", "choice"), [pair for pair in choices() if pair[0] not in STATEMENTS])
def test_a_choice_can_be_answered_in_the_questions_own_words(key: str, choice: str) -> None:
    """People say back what they heard."""
    assert kind_of(meant(choice.lower(), "en-US")) not in (e.Unclear, e.Ask, Command.HELP)
