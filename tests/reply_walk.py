"""
The replies of the whole dialogue, gathered on a breadth-first walk: what is measured here is how they are spoken.

Rule: two states that can say only the same things are one (counters of wordings, clocks, seconds left but for
"some" and "none"), so that a walk takes seconds. Whether the conversation is right is tested in tests/dialogue.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from stepping import Given, finished, length, measure, opening, step

from skill.coach.voice import Voice
from skill.content.answers import answers
from skill.content.phrases import script
from skill.content.routine_file import routine
from skill.dialogue import events as e
from skill.dialogue.events import Command
from skill.dialogue.progress import Progress, SavedPlace
from skill.dialogue.reply import Reply
from skill.dialogue.routine import Routine
from skill.dialogue.state import Phase, State
from skill.dialogue.timeline import schedule, settle


LOCALE = "en-US"
NOON = 1_000_000.0

EVENTS: tuple[e.Event | Given, ...] = (
    Command.START, Command.START_OVER, Command.YES, Command.NO, Command.NEXT, Command.BACK, Command.REPEAT,
    Command.HOLD_ON, Command.RESUME, e.GoTo(4),
    e.GoTo(6), Command.WHERE_AM_I, e.MoreTime(600), Command.ENOUGH, e.Pace(), Command.EASIER, Command.TIGHT_SPOT,
    Command.NEXT_SPOT,
    Command.WHOLE_BACK, e.Words(), Command.STRAIGHT_THROUGH, e.Shorter(60), Command.OVERVIEW, Command.PREVIEW,
    Command.DETAIL,
    e.Ask(heard="a very long thing that somebody asked me"), Command.HELP, Command.HURTS, e.Emergency(),
    Command.STUCK, Command.SLIPPED, Command.SEND, Command.FINISH, finished(5), e.Remind(), e.Remind("07:00"),
    e.Remind("19:00",
        certain=True),
    Command.NO_REMINDER, Command.NOT_ME,
    Command.KNOW_ME, Command.FORGET, Command.THANKS, Command.STOP, e.Unclear(),
    e.Unclear("a very long thing that somebody said"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A reply, with the state that it leaves, as it's carried while it is said."""

    reply: Reply
    state: State

    @property
    def turn(self) -> int:
        """The turn on which it is said: wordings rotate by it."""
        return self.state.turn


@cache
def replies(hold: int) -> tuple[Said, ...]:
    """Walk with holds of *hold* seconds, and return each reply that has not been heard before."""
    return tuple(_walked(hold))


def _walked(hold: int) -> Iterator[Said]:
    plan = routine(hold)
    queue, known, told = deque(starts(plan)), set(), set()
    while queue:
        state = queue.popleft()
        for event in events():
            after, reply = step(state, event, plan)
            if not reply.silent and (shape := repr(reply)) not in told:
                told.add(shape)
                yield Said(reply, schedule(after, reply, measure, plan))
            for found in followed(after, reply, plan):
                if (key := merged(found)) not in known:
                    known.add(key)
                    queue.append(found)


def starts(plan: Routine) -> Iterator[State]:
    """Give the states in which people arrive: for the first time, again, in the middle, at the end, gently."""
    for record in (
        None,
        Progress(started=1, finished=1, age=1e6),
        Progress(started=2, finished=2, age=1e6),
        Progress(started=9, finished=9, age=1e6),
        Progress(SavedPlace(Phase.RISING, "rise"), started=2, finished=1, rolling=400, age=120.0),
        Progress(SavedPlace(Phase.RISING, "rise"), started=3, finished=2, rolling=400, age=120.0),
        Progress(SavedPlace(Phase.ROLLING, "roll", 20), started=2, rolling=400, age=120.0),
        Progress(SavedPlace(Phase.SPOT, "next_spot", 20), started=2, rolling=400, gentle=True, age=1e6),
    ):
        yield step(State(now=NOON), opening(record), plan)[0]


@cache
def events() -> tuple[e.Event | Given, ...]:
    """Give EVENTS, and a question with the longest answer of each kind."""
    by_length = sorted(answers("en").values(), key=lambda answer: len(answer.spoken))
    longest = {answer.follow_up: answer for answer in by_length}
    return (*EVENTS, *(e.Ask(answer.id, answer.follow_up, answer.way_off) for answer in longest.values()))


def followed(after: State, reply: Reply, plan: Routine) -> Iterator[State]:
    """Give where the next word can be said: in the middle of the reply, and after it."""
    if reply.ends or reply.silent:
        return
    spoken = schedule(after, reply, measure, plan)
    whole = plan.limits.delay + length(reply, measure)
    for share in (0.5, 1.1):
        yield settle(spoken, after.now + share * whole, plan)


def merged(state: State) -> tuple[object, ...]:
    return (
        state.phase, state.step, state.left > 0, state.rest > 0, state.gentle, state.barred, state.straight,
        state.under[:1], state.confirm, state.streak, state.visit if state.step in (1, 7) else None,
    )  # fmt: skip


def voices() -> Iterator[Voice]:
    """Give every way of speaking: slower, as it is, faster; in all words, in few."""
    for pace in (-1, 0, 1):
        for few in (False, True):
            yield Voice(script(LOCALE), pace=pace, few=few)
