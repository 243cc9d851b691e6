"""
What can be heard: a breadth-first walk over the dialogue that is content with one state of each kind.

The walk of tests/dialogue holds the rules in every state; this one only gathers the lines, so it merges more:
seconds into short, some and whole, and whatever changes no words.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dialogue.walk import NOON, OPENS, SOON, WISHES, moments
from stepping import Given, knowing, measure, opening, reply_to, turn, undoing

from skill.content.routine_file import routine
from skill.dialogue import events as e
from skill.dialogue.events import ReminderOutcome
from skill.dialogue.progress import Former, Outcome, Progress, SavedPlace, Stored
from skill.dialogue.reply import Breath, Effect, Line, Part, Reply, Report, Wait
from skill.dialogue.routine import Routine
from skill.dialogue.state import Phase, State, base_phase, replace
from skill.dialogue.timeline import schedule, settle
from skill.dialogue.transitions import RUNNING


HOLDS = (230, 20)
"""Whole holds, and holds that are cut into pieces."""

DOWN = RUNNING | {Phase.PLACE, Phase.REOPENED, Phase.HELD}
GREETING = frozenset({Phase.WELCOME, Phase.SAFETY, Phase.FETCH, Phase.PLACE, Phase.RISING, Phase.FINISHED})
ASIDE = frozenset({Phase.CONFIRM, Phase.CAUTION, Phase.HURT})
RISING = SavedPlace(Phase.RISING, "rise")
EVENTS = (
    *(wish for wish in WISHES if not (isinstance(wish, e.GoTo) and wish.number in (1, 2, 4, 5, 6, 8))),
    undoing(None),
)  # fmt: skip


OUTCOMES = (
    None,
    Outcome(
        kept=False, saved=False, forgotten=False, former=Former.UNSURE, stored=Stored.UNSURE,
        reminder=ReminderOutcome.FAILED,
    ),
    Outcome(former=Former.NOTHING, stored=Stored.NOTHING, reminder=ReminderOutcome.NOT_ALLOWED),
    Outcome(stored=Stored.NOTHING_YET, reminder=ReminderOutcome.ASKING),
)
"""What can come of a turn that says what came of it."""


@dataclass(frozen=True, slots=True)
class Said:
    """One reply: the states before and after it, and what caused it."""

    before: State
    event: e.Event
    after: State
    reply: Reply
    effect: Effect | None = None


@cache
def replies(hold: int) -> tuple[Said, ...]:
    """Return a reply of every kind, holds being cut at *hold* seconds."""
    plan = routine(hold)
    seen: set[tuple[object, ...]] = set()
    found: list[Said] = []
    start = State(now=NOON)
    queue = deque([(start, start)])
    while queue:
        for said in _out_of(*queue.popleft(), plan):
            found.append(said)
            for state in map(_with_time, answerable(said, plan)):
                if kind(state) not in seen and sum(map(bool, _odd(state))) < 2:
                    seen.add(kind(state))
                    queue.append((state, said.before))
    return tuple(found)


def answerable(said: Said, plan: Routine) -> Iterator[State]:
    """Return the states in which *said* can be answered: while it is being said, and after its question."""
    if said.reply.ends or said.reply.silent:
        return
    spoken = schedule(said.after, said.reply, measure, plan)
    for at in moments(spoken, said.reply, plan):
        yield settle(spoken, at, plan)


def lines(parts: tuple[Part, ...]) -> Iterator[Line]:
    """Return the lines of *parts*, those in waits and breaths too."""
    for part in parts:
        match part:
            case Line():
                yield part
            case Wait(cue=Line() as cue):
                yield cue
            case Breath():
                yield from (part.inhale, part.exhale)


def every_line(reply: Reply) -> Iterator[Line]:
    """Return the lines of *reply*, with its question and what is said if nobody answers."""
    yield from lines(reply.say)
    if reply.ask:
        yield from (*lines(reply.ask.reprompt), reply.ask.line)


def _out_of(state: State, before: State, plan: Routine) -> Iterator[Said]:
    for event in (*_events(state), undoing(before)):
        made = turn(state, event, plan)
        for outcome in OUTCOMES if any(isinstance(part, Report) for part in made.lead) else (None,):
            yield Said(state, knowing(event).event, made.state, reply_to(made, plan, outcome), made.effect)


def _events(state: State) -> Iterator[e.Event | Given]:
    yield from EVENTS
    if state.phase is Phase.CLOSED:
        yield from OPENS
        yield from (opening(Progress(RISING, finished=finished, started=3, age=SOON)) for finished in (1, 2))
        yield from (opening(None, wish) for wish in EVENTS if not isinstance(wish, Given))


def _with_time(state: State) -> State:
    ends = state.now + (state.left + 3 if _is_short(state) else 600)
    return replace(state, rolling_ends=ends, spot_ends=min(ends, state.now + 60))


def _is_short(state: State) -> bool:
    return state.rolling_ends - state.now < 60


def kind(state: State) -> tuple[object, ...]:
    """Say what is told apart; states of one kind are said alike."""
    known = state.visit if base_phase(state) in GREETING else None
    rolling = (state.step, state.left > 0, state.rest > 0) if state.phase in DOWN else None
    run = (state.hurts, state.barred, state.straight, state.confirm)
    return state.phase, base_phase(state), rolling, known, run, _odd(state)


def _odd(state: State) -> tuple[object, ...]:
    if state.phase in ASIDE:
        return ()
    return state.streak, state.rounds, state.holds, _is_short(state)
