"""
The walk: the states within a few turns of an opening, and what every event does in each.

Only the wording counter and absolute times are merged (design, promise 1). A node is a state as `settle` leaves it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from operator import attrgetter

from stepping import Given, knowing, length, measure, opening, reply_to, turn, undoing

from skill.content.routine_file import routine
from skill.dialogue import events as e
from skill.dialogue.events import Command, FollowUp, WayOff, kind_of
from skill.dialogue.progress import Known, Progress, SavedPlace
from skill.dialogue.reply import Begin, Effect, Reply
from skill.dialogue.routine import Routine
from skill.dialogue.state import Phase, State, replace
from skill.dialogue.timeline import schedule, settle


NOON = 1_000_000.0
LATER = 3 * 86400.0
SOON = 120.0


WISHES: tuple[e.Event | Given, ...] = (
    Command.START, Command.START_OVER, Command.YES, Command.NO, Command.READY, Command.NEXT, Command.BACK,
    Command.REPEAT, Command.HOLD_ON, Command.RESUME,
    e.GoTo(0), e.GoTo(1), e.GoTo(2), e.GoTo(3), e.GoTo(4), e.GoTo(5), e.GoTo(6), e.GoTo(7), e.GoTo(8), e.GoTo(-1),
    e.GoTo(by=1), e.GoTo(by=2), e.GoTo(by=-1), e.GoTo(by=-2),
    Command.WHERE_AM_I, e.MoreTime(), e.MoreTime(10), e.MoreTime(600), Command.ENOUGH, e.Pace(), e.Pace(faster=True),
    e.Words(), e.Words(fewer=False), Command.EASIER, Command.TIGHT_SPOT, Command.NEXT_SPOT, Command.NO_SPOT,
    Command.WHOLE_BACK,
    Command.STRAIGHT_THROUGH, Command.STEP_BY_STEP, e.Shorter(), e.Shorter(30), Command.OVERVIEW, Command.PREVIEW,
    Command.DETAIL,
    e.Ask("what"), e.Ask("disc", FollowUp.ASK_TO_STOP), e.Ask("numb", FollowUp.WAY_OFF),
    e.Ask("fall", FollowUp.WAY_OFF, WayOff.STILL), e.Ask(), e.Ask(heard="a thing"),
    Command.HELP, Command.HURTS, e.Emergency(), e.Emergency("chest"), e.Emergency("head", WayOff.STILL),
    e.Emergency("bleeding", WayOff.SIDE), Command.STUCK, Command.SLIPPED, Command.SAT_UP, Command.SEND, Command.FINISH,
    *(Given(Command.PROGRESS, Known(finished=times)) for times in (0, 1, 5, None)), e.Remind(), e.Remind("07:00"),
    e.Remind("19:00", certain=True), e.Remind("19:00", certain=True, daily=False),
    *(e.Consent(given, "19:00") for given in (True, False, None)),
    e.TimeOfDay(), e.TimeOfDay("07:00"), e.TimeOfDay("19:00", certain=True),
    e.DayPart(evening=True), Command.NO_REMINDER,
    Command.NOT_ME, Command.KNOW_ME, Command.FORGET, Command.THANKS, Command.STOP, e.Unclear(), e.Unclear("a thing"),
    Command.IGNORE,
)  # fmt: skip
"""Every event but Open and Undo, with data of every kind."""


def records() -> Iterator[Progress | None]:
    """Give what can have been kept of a person: nothing, and every kind of place, soon and later."""
    yield None
    for started, finished in ((0, 0), (1, 0), (1, 1), (2, 2), (5, 5)):
        yield Progress(started=started, finished=finished, age=LATER)
    for age in (SOON, LATER):
        yield Progress(fetching=True, age=age)
        for place in places():
            for gentle in (False, True):
                yield Progress(place, gentle=gentle, rolling=400, started=5, finished=4, age=age)
        yield Progress(SavedPlace(Phase.ROLLING, "roll", 20), rolling=400, started=2, finished=2, age=age)
        yield Progress(SavedPlace(Phase.ROLLING, "roll", 20), fetching=True, started=1, age=age)
        yield Progress(SavedPlace(Phase.ROLLING, "no such step", 20), started=1, age=age)
        yield Progress(SavedPlace(Phase.GENTLE, "whole_back", 15), gentle=True, rolling=3, started=1, age=age)


def places() -> Iterator[SavedPlace]:
    """Give places of every kind."""
    yield from (SavedPlace(Phase.PLACE, "roller"), SavedPlace(Phase.PLACE, "spot"), SavedPlace(Phase.RISING, "rise"))
    yield from (SavedPlace(Phase.SETTLING, "roller"), SavedPlace(Phase.SETTLING, "hands"))
    yield from (SavedPlace(Phase.ROLLING, "roll", 15), SavedPlace(Phase.ROLLING, "roll"), SavedPlace(Phase.ROLLING,
        "whole_back"))
    yield from (SavedPlace(Phase.SPOT, "spot", 30), SavedPlace(Phase.SPOT, "next_spot"), SavedPlace(Phase.HELD,
        "roll", 15))


MEANT: tuple[e.Event, ...] = (Command.HOLD_ON, Command.NEXT, Command.BACK, Command.RESUME, Command.NEXT_SPOT,
    Command.EASIER, Command.STOP)
"""What may have been said where something else was heard."""

OPENS = tuple(opening(record) for record in records())

FEW_WISHES: tuple[e.Event | Given, ...] = (
    *{kind_of(knowing(wish).event): wish for wish in reversed(WISHES)}.values(),
    e.GoTo(4), e.GoTo(-1), e.Ask("disc", FollowUp.ASK_TO_STOP), e.Ask("numb", FollowUp.WAY_OFF),
)  # fmt: skip
"""Every event once, and again where its kinds lead elsewhere."""

FEW_OPENS = tuple(
    opening(record)
    for record in (
        None,
        Progress(fetching=True, age=SOON),
        Progress(SavedPlace(Phase.ROLLING, "roll", 15), rolling=400, started=1, age=SOON),
        Progress(SavedPlace(Phase.ROLLING, "whole_back"), rolling=400, started=1, age=LATER),
        Progress(SavedPlace(Phase.RISING, "rise"), rolling=400, started=1, age=SOON),
    )
)
"""A place of each kind, and a person who is new."""


NOTHING = Known()
"""Nothing was before."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One step of the walk."""

    before: State
    event: e.Event
    after: State
    reply: Reply
    effect: Effect | None = None
    known: Known = NOTHING


class Walk:
    """
    Every state that can be reached, and every step out of it.

    *few* walks with fewer kinds of data, *turns* only so many turns deep.
    """

    def __init__(self, plan: Routine, *, few: bool = False, turns: int = 1000) -> None:
        self.plan = plan
        self.turns = turns
        self.wishes = FEW_WISHES if few else WISHES
        self.opens = FEW_OPENS if few else OPENS
        self.nodes: dict[Key, State] = {}
        self.origin: dict[Key, Taken] = {}
        self.heard: set[tuple[object, ...]] = set()
        self.steps = 0

    def run(self, visit: Callable[[Taken], None]) -> None:
        """Walk, showing each step to *visit* once."""
        found = [self._new(State(now=NOON), None)]
        for _ in range(self.turns):
            found = [new for node in found for new in self._out_of(node, visit)]
            if not found:
                return

    def _new(self, state: State, origin: Taken | None) -> State:
        self.nodes[key(state)] = state
        if origin:
            self.origin[key(state)] = origin
        return state

    def _out_of(self, node: State, visit: Callable[[Taken], None]) -> Iterator[State]:
        variants = tuple(budgets(node))
        for event in self._events(node):
            for taken in self._taken(variants, event):
                visit(taken)
                if not taken.reply.ends:
                    yield from self._then(taken)

    def _taken(self, variants: tuple[State, ...], event: e.Event | Given) -> Iterator[Taken]:
        for budget in variants:
            one = knowing(event)
            made = turn(budget, one, self.plan)
            reply = reply_to(made, self.plan)
            self.steps += 1
            yield Taken(budget, one.event, made.state, reply, made.effect, one.known)
            if not any(isinstance(part, Begin) for part in reply.say):
                return  # no hold was granted, so no budget could have made a difference

    def _then(self, taken: Taken) -> Iterator[State]:
        if not any(isinstance(part, Begin) for part in taken.reply.say):
            if key(taken.after) not in self.nodes:
                yield self._new(taken.after, taken)  # time changes nothing but times
            return
        spoken = schedule(taken.after, taken.reply, measure, self.plan)
        heard_before = (key(spoken), *((span.begins - spoken.now, span.seconds) for span in spoken.spans))
        if heard_before in self.heard:
            return
        self.heard.add(heard_before)
        for at in moments(spoken, taken.reply, self.plan):
            settled = settle(spoken, at, self.plan)
            if key(settled) not in self.nodes:
                yield self._new(settled, taken)

    def _events(self, node: State) -> Iterator[e.Event | Given]:
        if node.phase is Phase.CLOSED:
            yield from self.opens
            yield from (opening(one.known.progress,
                wish) for one in self.opens for wish in self.wishes if not isinstance(wish, Given))
        yield from self.wishes
        yield opening(None)
        yield from (undoing(None, wish) for wish in (None, *MEANT))
        if key(node) in self.origin:
            yield from (undoing(self.origin[key(node)].before, wish) for wish in (None, *MEANT))

    def path(self, state: State) -> list[Taken]:
        """Give a way on which *state* is reached."""
        found: list[Taken] = []
        while (at := self.origin.get(key(state))) is not None:
            found.insert(0, at)
            state = at.before
        return found


Key = tuple[object, ...]

MERGED = {"turn", "now", "spans", "spot_ends", "rolling_ends"}
"""What may be merged: the wording counter, and absolute times."""

key: Callable[[State], Key] = attrgetter(*(field.name for field in fields(State) if field.name not in MERGED))
"""Give a state without what may be merged."""


def budgets(node: State) -> Iterator[State]:
    """Give *node* with time to spare, with its spot's minute used up, and with the ten minutes used up."""
    yield replace(node, spot_ends=node.now + 60, rolling_ends=node.now + 600)
    if node.phase is not Phase.CLOSED:
        held = 0 if node.phase is Phase.SETTLING else node.left + node.rest
        yield replace(node, spot_ends=node.now + held, rolling_ends=node.now + 300)
        yield replace(node, spot_ends=node.now + 60, rolling_ends=node.now + held)


MID = 15
"""Seconds that are left in the middle of a hold: one number, so that the holds' lengths stay few."""


def moments(state: State, reply: Reply, plan: Routine) -> Iterator[float]:
    """Give the times at which a person may speak: at once, in the middle of each hold, near its end, long after."""
    yield state.now + 1
    for span in state.spans:
        ends = span.begins + span.seconds
        yield from (at for at in (ends - MID, ends - plan.limits.margin + 1) if at > span.begins)
    yield state.now + plan.limits.delay + length(reply, measure) + 20


PLANS = {hold: routine(hold) for hold in (230, 60, 20)}
