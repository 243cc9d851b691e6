"""
The phase table, cell by cell.

The rows are read from the design's table and the paragraph ANYWHERE, not from the code: where, what, and what follows.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from stepping import opening, step, turn, undoing

from skill.content.routine_file import routine
from skill.dialogue import events as e
from skill.dialogue.events import Command, FollowUp, WayOff, name_of
from skill.dialogue.progress import Progress, SavedPlace
from skill.dialogue.reply import Begin, Breath, Effect, Line, Reply, Wait
from skill.dialogue.state import Confirm, Phase, State, Visit
from skill.dialogue.timeline import schedule, settle


NOW = 1_000_000.0
PLAN = routine()
PIECES = routine(max_hold=20)

YES, NO, READY, NEXT, CARRY_ON = Command.YES, Command.NO, Command.READY, Command.NEXT, Command.RESUME
HOLD_ON, BACK, REPEAT = Command.HOLD_ON, Command.BACK, Command.REPEAT
START, START_OVER = Command.START, Command.START_OVER
TIGHT_SPOT, NEXT_SPOT, NO_SPOT, WHOLE_BACK = Command.TIGHT_SPOT, Command.NEXT_SPOT, Command.NO_SPOT, Command.WHOLE_BACK
ENOUGH, EASIER, HURTS, STOP, FINISH = Command.ENOUGH, Command.EASIER, Command.HURTS, Command.STOP, Command.FINISH
AFFIRM = (YES, READY, CARRY_ON, NEXT)

DISC = e.Ask("disc", FollowUp.ASK_TO_STOP)
NUMB = e.Ask("numb", FollowUp.WAY_OFF)
WHAT = e.Ask("what_is_it")


def at(phase: Phase, number: int = 1, **changes: Any) -> State:
    """Be in *phase* at step *number*, with time to spare."""
    usual: dict[str, Any] = {
        "visit": Visit.LATER, "now": NOW, "spot_ends": NOW + 60, "rolling_ends": NOW + 600,
    }  # fmt: skip
    return State(phase, number, **usual | changes)


def over(phase: Phase, beneath: Phase, number: int, **changes: Any) -> State:
    """Be in *phase*, laid over *beneath*."""
    return at(phase, number, under=(beneath,), **changes)


WELCOME, SCREEN, RETURNING = at(Phase.WELCOME), at(Phase.SAFETY), at(Phase.RETURNING, 4, gentle=True)
REOPENED, FETCH, PLACE, PLACE_4 = at(Phase.REOPENED, 3, left=15), at(Phase.FETCH), at(Phase.PLACE), at(Phase.PLACE, 4)
SETTLING_1, SETTLING_2 = at(Phase.SETTLING, 1), at(Phase.SETTLING, 2)
COUNTING_3, ASKED_3 = at(Phase.ROLLING, 3, left=25), at(Phase.ROLLING, 3)
COUNTING_6, ASKED_6 = at(Phase.ROLLING, 6, left=25), at(Phase.ROLLING, 6)
SPOT_4, ASKED_4 = at(Phase.SPOT, 4, left=25), at(Phase.SPOT, 4)
SPOT_5, ASKED_5 = at(Phase.SPOT, 5, left=25), at(Phase.SPOT, 5)
HELD_3, HELD_4 = over(Phase.HELD, Phase.ROLLING, 3, left=25), over(Phase.HELD, Phase.SPOT, 4, left=25)
HELD_5, HELD_1 = over(Phase.HELD, Phase.SPOT, 5, left=25), over(Phase.HELD, Phase.SETTLING, 1)
HURT = over(Phase.HURT, Phase.ROLLING, 3, hurts=True, gentle=True)
HURT_UP = over(Phase.HURT, Phase.SAFETY, 1, hurts=True, gentle=True)
GENTLE, GENTLE_ASKED = at(Phase.GENTLE, 4, left=15, gentle=True), at(Phase.GENTLE, 4, gentle=True)
GENTLE_HURTS = at(Phase.GENTLE, 4, gentle=True, hurts=True)
CAUTION_3, CAUTION_ASKED = over(Phase.CAUTION, Phase.ROLLING, 3, left=25), over(Phase.CAUTION, Phase.ROLLING, 3)
CAUTION_UP = over(Phase.CAUTION, Phase.SAFETY, 1)
RISING, RISING_HURTS = at(Phase.RISING, 7), at(Phase.RISING, 7, hurts=True, gentle=True)
RISING_BARRED = at(Phase.RISING, 7, barred=True)
WORDS_OFFERED, REMINDER_OFFERED = at(Phase.FINISHED, 7, visit=Visit.SECOND), at(Phase.FINISHED, 7, visit=Visit.THIRD)
BRIDGE_3, BRIDGE_5 = at(Phase.BRIDGE, 3, straight=True), at(Phase.BRIDGE, 5, straight=True)


def confirming(kind: Confirm, reminder: str = "07:00") -> State:
    """Be asked to confirm *kind*, while step 3 has been asked."""
    return over(Phase.CONFIRM, Phase.ROLLING, 3, left=25, confirm=kind, reminder=reminder)


@dataclass(frozen=True)
class Row:
    """In *where*, each of *events* leads to *phase*, with *more* fields of the state."""

    where: State
    events: tuple[e.Event, ...]
    phase: Phase
    more: dict[str, Any] = field(default_factory=dict)


def row(where: State, events: e.Event | tuple[e.Event, ...], phase: Phase, **more: Any) -> Row:
    return Row(where, events if isinstance(events, tuple) else (events,), phase, more)


TABLE = (
    # WELCOME: Shall we begin?
    row(WELCOME, (*AFFIRM, START), Phase.SAFETY, step=1),
    row(WELCOME, NO, Phase.ENDED),
    row(WELCOME, HOLD_ON, Phase.WELCOME),
    # SCREEN: Shall we go on?
    row(SCREEN, AFFIRM, Phase.FETCH),
    row(SCREEN, NO, Phase.ENDED),
    row(SCREEN, HOLD_ON, Phase.SAFETY),
    # RETURNING: Carry on at step N, or start over?
    row(RETURNING, AFFIRM, Phase.PLACE, step=4, gentle=True),
    row(RETURNING, (NO, START, START_OVER), Phase.SAFETY, step=1, gentle=False),
    row(RETURNING, HOLD_ON, Phase.RETURNING, step=4),
    # REOPENED: Are you back on the roller?
    row(REOPENED, AFFIRM, Phase.ROLLING, step=3, left=15),
    row(REOPENED, NO, Phase.PLACE, step=3),
    row(REOPENED, HOLD_ON, Phase.HELD, step=3, left=15),
    row(at(Phase.REOPENED, 4, left=20), AFFIRM, Phase.SPOT, step=4, left=20),
    row(at(Phase.REOPENED, 6), AFFIRM, Phase.ROLLING, step=6, left=0),
    row(at(Phase.REOPENED, 2), AFFIRM, Phase.SETTLING, step=2),
    row(at(Phase.REOPENED, 3, left=15, gentle=True), AFFIRM, Phase.GENTLE),
    # FETCH: Got a roller, and room to lie down?
    row(FETCH, AFFIRM, Phase.PLACE, step=1),
    row(FETCH, (NO, HOLD_ON), Phase.FETCH),
    # PLACE: Are you sitting in front of it?
    row(PLACE, AFFIRM, Phase.SETTLING, step=1),
    row(PLACE_4, AFFIRM, Phase.SPOT, step=4, left=30),
    row(PLACE, (NO, HOLD_ON), Phase.PLACE),
    # SETTLING: Steady? Ready to roll?
    row(SETTLING_1, AFFIRM, Phase.SETTLING, step=2),
    row(SETTLING_2, AFFIRM, Phase.ROLLING, step=3, left=40),
    row(SETTLING_1, (NO, HOLD_ON), Phase.SETTLING, step=1, rounds=1),
    row(at(Phase.SETTLING, 1, rounds=1), (NO, HOLD_ON), Phase.HELD, step=1),
    # ROLLING, counting
    row(COUNTING_3, (YES, CARRY_ON), Phase.ROLLING, step=3, left=25),
    row(COUNTING_3, (READY, NEXT), Phase.SPOT, step=4, left=30),
    row(COUNTING_6, (YES, CARRY_ON), Phase.ROLLING, step=6, left=25),
    row(COUNTING_6, (READY, NEXT), Phase.RISING, step=7),
    row(COUNTING_3, (NO, HOLD_ON), Phase.HELD, step=3, left=25),
    row(COUNTING_6, (NO, HOLD_ON), Phase.HELD, step=6, left=25),
    row(COUNTING_3, TIGHT_SPOT, Phase.SPOT, step=4, left=30),
    row(COUNTING_6, TIGHT_SPOT, Phase.SPOT, step=4, left=30),
    row(COUNTING_3, ENOUGH, Phase.ROLLING, step=3, left=0),
    row(COUNTING_6, ENOUGH, Phase.ROLLING, step=6, left=0),
    # ROLLING, asked (3): Stop on a tight spot, or keep rolling?
    row(ASKED_3, (YES, READY, NEXT, TIGHT_SPOT), Phase.SPOT, step=4, left=30),
    row(ASKED_3, (NO, CARRY_ON, NO_SPOT), Phase.ROLLING, step=6, left=40),
    row(ASKED_3, HOLD_ON, Phase.HELD, step=3, left=0),
    # ROLLING, asked (6): Covered your upper and middle back?
    row(ASKED_6, (YES, READY, NEXT, WHOLE_BACK), Phase.RISING, step=7),
    row(ASKED_6, (NO, CARRY_ON), Phase.ROLLING, step=6, left=30, rounds=1),
    row(at(Phase.ROLLING, 6, rounds=2), (NO, CARRY_ON), Phase.ROLLING, step=6, left=30, rounds=3),
    row(at(Phase.ROLLING, 6, rounds=3), (NO, CARRY_ON), Phase.RISING, step=7),
    row(ASKED_6, HOLD_ON, Phase.HELD, step=6, left=0),
    # SPOT, counting
    row(SPOT_4, (YES, READY, CARRY_ON), Phase.SPOT, step=4, left=25),
    row(SPOT_5, (YES, READY, CARRY_ON), Phase.SPOT, step=5, left=25),
    row(SPOT_4, NEXT, Phase.SPOT, step=5, left=30),
    row(SPOT_5, NEXT, Phase.ROLLING, step=6, left=40),
    row(SPOT_4, (NO, HOLD_ON), Phase.HELD, step=4, left=25),
    row(SPOT_4, (TIGHT_SPOT, NEXT_SPOT), Phase.SPOT, step=5, left=30),
    row(SPOT_5, (TIGHT_SPOT, NEXT_SPOT), Phase.SPOT, step=5, left=30),
    # SPOT, asked: Next spot, or keep rolling?
    row(ASKED_4, (YES, NEXT_SPOT, TIGHT_SPOT), Phase.SPOT, step=5, left=30),
    row(ASKED_5, (YES, NEXT_SPOT, TIGHT_SPOT), Phase.SPOT, step=5, left=30),
    row(ASKED_4, (NO, READY, CARRY_ON), Phase.ROLLING, step=6, left=40),
    row(ASKED_4, NEXT, Phase.SPOT, step=5, left=30),
    row(ASKED_5, NEXT, Phase.ROLLING, step=6, left=40),
    row(ASKED_4, HOLD_ON, Phase.HELD, step=4),
    # HELD: Shall we go on?
    row(HELD_3, (YES, READY, CARRY_ON), Phase.ROLLING, step=3, left=25),
    row(HELD_4, (YES, READY, CARRY_ON), Phase.SPOT, step=4, left=25),
    row(HELD_3, NEXT, Phase.SPOT, step=4, left=30),
    row(HELD_1, NEXT, Phase.SETTLING, step=2),
    row(HELD_3, (NO, HOLD_ON), Phase.HELD, holds=1, left=25),
    row(over(Phase.HELD, Phase.ROLLING, 3, left=25, holds=1), (NO, HOLD_ON), Phase.HELD, holds=2, left=25),
    row(over(Phase.HELD, Phase.ROLLING, 3, left=25, holds=2), (NO, HOLD_ON), Phase.ENDED, left=25),
    row(HELD_3, TIGHT_SPOT, Phase.SPOT, step=4, left=30),
    row(HELD_4, TIGHT_SPOT, Phase.SPOT, step=5, left=30),
    row(HELD_5, TIGHT_SPOT, Phase.SPOT, step=5, left=30),
    row(HELD_3, WHOLE_BACK, Phase.RISING, step=7),
    row(HELD_3, EASIER, Phase.GENTLE, gentle=True),
    row(HELD_4, BACK, Phase.ROLLING, step=3, left=40),
    # HURT: Easier, skip to the end, or stop?
    row(HURT, YES, Phase.HURT, rounds=1),
    row(HURT, (READY, CARRY_ON, EASIER), Phase.GENTLE, left=20),
    row(HURT, NEXT, Phase.RISING, step=7),
    row(HURT, (NO, HOLD_ON), Phase.HURT),
    row(HURT, (HURTS, WHOLE_BACK), Phase.RISING, barred=True),
    row(HURT, (TIGHT_SPOT, BACK), Phase.HURT),
    row(HURT, STOP, Phase.ENDED),
    row(HURT_UP, (READY, CARRY_ON, EASIER), Phase.SAFETY, gentle=True, hurts=True),
    # GENTLE: Carry on like this, or stop here?
    row(GENTLE_ASKED, (YES, READY, CARRY_ON), Phase.GENTLE, left=20, rounds=1),
    row(at(Phase.GENTLE, 4, gentle=True, rounds=2), (YES, READY, CARRY_ON), Phase.GENTLE, left=20, rounds=3),
    row(at(Phase.GENTLE, 4, gentle=True, rounds=3), (YES, READY, CARRY_ON), Phase.RISING, step=7),
    row(GENTLE, (YES, READY, CARRY_ON), Phase.GENTLE, left=15, rounds=0),
    row(GENTLE, NO, Phase.RISING, step=7),
    row(GENTLE, HOLD_ON, Phase.HELD, left=15),
    row(GENTLE_HURTS, HURTS, Phase.RISING, barred=True),
    row(GENTLE, (NEXT, WHOLE_BACK), Phase.RISING, step=7),
    row(GENTLE, (TIGHT_SPOT, BACK), Phase.GENTLE, left=0, rounds=0),
    # CAUTION: Shall we stop here for today?
    row(CAUTION_3, YES, Phase.ENDED),
    row(CAUTION_3, (READY, CARRY_ON, NO), Phase.ROLLING, step=3, left=25),
    row(CAUTION_ASKED, (READY, CARRY_ON, NO), Phase.ROLLING, step=3, left=0),
    row(CAUTION_UP, (READY, CARRY_ON, NO), Phase.SAFETY),
    row(CAUTION_3, HOLD_ON, Phase.HELD, left=25),
    row(CAUTION_3, NEXT, Phase.CAUTION, step=3, left=25),
    # RISING: Are you sitting up?
    row(RISING, (YES, READY, NEXT), Phase.FINISHED),
    row(RISING, (NO, HOLD_ON), Phase.RISING),
    row(RISING, (CARRY_ON, BACK), Phase.ROLLING, step=6, left=40),
    row(RISING_HURTS, (CARRY_ON, BACK, START, START_OVER, TIGHT_SPOT, e.GoTo(3), e.GoTo(1)), Phase.RISING, step=7),
    row(RISING_BARRED, (CARRY_ON, BACK, START, START_OVER, TIGHT_SPOT, e.GoTo(3), e.GoTo(1)), Phase.RISING, step=7),
    row(RISING, Command.STUCK, Phase.RISING),
    # FINISHED
    row(WORDS_OFFERED, AFFIRM, Phase.ENDED),
    row(REMINDER_OFFERED, AFFIRM, Phase.CONFIRM, confirm=Confirm.TIME),
    row(WORDS_OFFERED, (NO, HOLD_ON), Phase.ENDED),
    row(WORDS_OFFERED, (START, START_OVER), Phase.PLACE, step=1),
    row(WORDS_OFFERED, Command.SEND, Phase.FINISHED),
    row(WORDS_OFFERED, e.GoTo(4), Phase.PLACE, step=4),
    row(WORDS_OFFERED, (e.GoTo(7), HURTS), Phase.ENDED),
    row(over(Phase.CONFIRM, Phase.FINISHED, 7, visit=Visit.THIRD, confirm=Confirm.TIME), NO, Phase.FINISHED,
        visit=Visit.LATER),
    # BRIDGE: Shall I go on? What comes after 3 fits one reply, getting up included.
    row(BRIDGE_3, AFFIRM, Phase.RISING, step=4, left=30),
    row(BRIDGE_5, AFFIRM, Phase.RISING, step=6, left=40),
    row(BRIDGE_3, (NO, HOLD_ON), Phase.HELD, step=3),
    row(BRIDGE_3, TIGHT_SPOT, Phase.RISING, step=4, left=30),
    # CONFIRM: only yes does it (ready too for a reminder)
    row(confirming(Confirm.STOP), YES, Phase.ENDED),
    row(confirming(Confirm.FORGET), YES, Phase.ROLLING, left=25),
    row(confirming(Confirm.REMINDER), (YES, READY), Phase.ROLLING, left=25),
    row(confirming(Confirm.STOP), (NO, READY, CARRY_ON), Phase.ROLLING, left=25),
    row(confirming(Confirm.FORGET), (NO, READY, CARRY_ON), Phase.ROLLING, left=25),
    row(confirming(Confirm.REMINDER), (NO, CARRY_ON), Phase.ROLLING, left=25),
    row(confirming(Confirm.FORGET), NEXT, Phase.SPOT, step=4),
    row(confirming(Confirm.FORGET), HURTS, Phase.HURT),
    row(confirming(Confirm.STOP), HOLD_ON, Phase.HELD, left=25),
    row(confirming(Confirm.DAY_PART), e.DayPart(evening=True), Phase.CONFIRM, confirm=Confirm.REMINDER,
        reminder="19:00"),
    row(confirming(Confirm.DAY_PART), e.DayPart(), Phase.CONFIRM, confirm=Confirm.REMINDER, reminder="07:00"),
    row(confirming(Confirm.DAY_PART, "12:30"), e.DayPart(), Phase.CONFIRM, reminder="00:30"),
    row(confirming(Confirm.TIME, ""), e.Remind("07:00", certain=True), Phase.CONFIRM, confirm=Confirm.REMINDER),
)  # fmt: skip


def cells(rows: tuple[Row, ...]) -> list[Any]:
    """Give a test for each event of each of *rows*."""
    return [
        pytest.param(row.where, event, row.phase, row.more, id=f"{n}-{row.where.phase}{row.where.step}-{named(event)}")
        for n, row in enumerate(rows)
        for event in row.events
    ]


def named(event: e.Event) -> str:
    return name_of(event)


def matches(after: State, phase: Phase, more: dict[str, Any]) -> None:
    """Compare *after* with what the design says of it."""
    said = {name: getattr(after, name) for name in more}
    assert (after.phase, said) == (phase, more)


@pytest.mark.parametrize(("where", "event", "phase", "more"), cells(TABLE))
def test_a_cell_of_the_phase_table(where: State, event: e.Event, phase: Phase, more: dict[str, Any]) -> None:
    """Rule: design §4, the phases."""
    after, _ = step(where, event, PLAN)
    matches(after, phase, more)


ANYWHERE = (
    row(WELCOME, (STOP, FINISH), Phase.ENDED),
    row(SETTLING_1, STOP, Phase.ENDED),
    row(COUNTING_3, STOP, Phase.ENDED, left=25),
    row(HELD_3, STOP, Phase.ENDED, left=25),
    row(RISING, STOP, Phase.ENDED),
    row(COUNTING_3, FINISH, Phase.RISING, step=7),
    *(
        row(where, HURTS, Phase.HURT, hurts=True, gentle=True, left=0)
        for where in (WELCOME, SCREEN, RETURNING, REOPENED, FETCH, PLACE, SETTLING_1, COUNTING_3, SPOT_5, HELD_4,
                      CAUTION_3, BRIDGE_3, confirming(Confirm.STOP))
    ),
    *(
        row(at(where.phase, where.step, hurts=True, gentle=True, under=where.under), HURTS, Phase.RISING, barred=True)
        for where in (REOPENED, SETTLING_2, HELD_3, CAUTION_3, GENTLE)
    ),
    row(COUNTING_3, REPEAT, Phase.ROLLING, step=3, left=25),
    row(ASKED_6, REPEAT, Phase.ROLLING, step=6, left=0),
    row(SPOT_4, REPEAT, Phase.SPOT, step=4, left=25),
    row(HELD_3, REPEAT, Phase.HELD, step=3, left=25),
    row(GENTLE, REPEAT, Phase.GENTLE, left=15),
    row(SETTLING_2, BACK, Phase.SETTLING, step=1),
    row(COUNTING_3, BACK, Phase.SETTLING, step=2),
    row(SPOT_4, BACK, Phase.ROLLING, step=3, left=40),
    row(COUNTING_6, BACK, Phase.SPOT, step=5, left=30),
    row(SETTLING_1, BACK, Phase.SETTLING, step=1),
    row(HELD_1, BACK, Phase.SETTLING, step=1),
    *(row(where, BACK, where.phase) for where in (WELCOME, SCREEN, RETURNING, FETCH, PLACE)),
    row(COUNTING_3, DISC, Phase.CAUTION, step=3, left=25),
    row(COUNTING_3, WHAT, Phase.ROLLING, step=3, left=25),
    row(COUNTING_3, NUMB, Phase.RISING, barred=True),
    row(COUNTING_3, e.Ask("fall", FollowUp.WAY_OFF, WayOff.STILL), Phase.ENDED, barred=True),
    row(SCREEN, NUMB, Phase.ENDED, barred=True),
    row(COUNTING_3, e.Emergency("chest"), Phase.ENDED, barred=True),
    row(SPOT_4, WHOLE_BACK, Phase.RISING, step=7),
    row(BRIDGE_5, WHOLE_BACK, Phase.RISING, step=7),
    *(row(where, EASIER, Phase.GENTLE, gentle=True) for where in (COUNTING_3, ASKED_6, SPOT_4, BRIDGE_3)),
    *(row(where, EASIER, where.phase, gentle=True) for where in (WELCOME, SCREEN, FETCH, PLACE, SETTLING_1)),
    *(row(where, (TIGHT_SPOT, WHOLE_BACK), where.phase) for where in (WELCOME, SCREEN, FETCH, PLACE, SETTLING_2)),
    row(COUNTING_3, e.GoTo(6), Phase.ROLLING, step=6, left=40),
    row(COUNTING_3, e.GoTo(-1), Phase.RISING, step=7),
    row(COUNTING_3, e.GoTo(by=-1), Phase.SETTLING, step=2),
    row(COUNTING_3, e.GoTo(by=2), Phase.SPOT, step=5, left=30),
    row(COUNTING_3, (e.GoTo(3), e.GoTo(0), e.GoTo(8), e.GoTo(by=9)), Phase.ROLLING, step=3, left=25),
    row(WELCOME, e.GoTo(4), Phase.SAFETY, step=4),
    row(RETURNING, e.GoTo(6), Phase.PLACE, step=6),
    row(HURT, (e.GoTo(4), START_OVER, Command.STRAIGHT_THROUGH), Phase.HURT),
    row(HURT, e.GoTo(-1), Phase.RISING, step=7),
)  # fmt: skip


@pytest.mark.parametrize(("where", "event", "phase", "more"), cells(ANYWHERE))
def test_what_holds_anywhere(where: State, event: e.Event, phase: Phase, more: dict[str, Any]) -> None:
    """Rule: design §4, ANYWHERE, for what no cell names."""
    after, _ = step(where, event, PLAN)
    matches(after, phase, more)


PIECE_20 = at(Phase.PIECE, 3, left=0, rest=20)
PIECE_TABLE = (
    row(SETTLING_2, READY, Phase.PIECE, step=3, left=20, rest=20),
    row(PIECE_20, (YES, READY, CARRY_ON), Phase.ROLLING, step=3, left=20, rest=0),
    row(at(Phase.HELD, 3, left=25, under=(Phase.ROLLING,)), READY, Phase.ROLLING, step=3, left=20, rest=0),
    row(PIECE_20, NEXT, Phase.PIECE, step=4, left=20, rest=10),
    row(PIECE_20, (NO, HOLD_ON), Phase.HELD, step=3, rest=20),
    row(at(Phase.PIECE, 4, left=0, rest=10), (YES, READY, CARRY_ON), Phase.SPOT, step=4, left=10, rest=0),
    row(at(Phase.PIECE, 3, left=12, rest=20), (YES, READY, CARRY_ON), Phase.PIECE, step=3, left=12, rest=20),
    row(at(Phase.PIECE, 3, left=12, rest=20), ENOUGH, Phase.ROLLING, step=3, left=0, rest=0),
    row(PIECE_20, e.MoreTime(10), Phase.PIECE, step=3, left=20, rest=10),
    row(at(Phase.PIECE, 3, left=12, rest=20), e.MoreTime(), Phase.PIECE, step=3, left=12, rest=48),
    row(over(Phase.HELD, Phase.PIECE, 3, rest=20), READY, Phase.ROLLING, step=3, left=20, rest=0),
    row(over(Phase.HELD, Phase.PIECE, 3, left=12, rest=20), READY, Phase.PIECE, step=3, left=20, rest=12),
)


@pytest.mark.parametrize(("where", "event", "phase", "more"), cells(PIECE_TABLE))
def test_a_cell_of_piece(where: State, event: e.Event, phase: Phase, more: dict[str, Any]) -> None:
    """Rule: where holds are cut into pieces, it is the same machine with another number."""
    after, _ = step(where, event, PIECES)
    matches(after, phase, more)


GENTLED = (
    row(SETTLING_2, AFFIRM, Phase.GENTLE, left=20),
    row(REOPENED, AFFIRM, Phase.GENTLE, left=20),
    row(PLACE_4, AFFIRM, Phase.GENTLE, left=20),
    row(HELD_3, (YES, READY, CARRY_ON, NEXT, TIGHT_SPOT), Phase.GENTLE, left=20),
    row(CAUTION_3, (READY, CARRY_ON, NO), Phase.GENTLE, left=20),
    row(RISING, (CARRY_ON, BACK), Phase.GENTLE, left=20),
    row(SETTLING_1, e.GoTo(4), Phase.GENTLE, left=20),
    row(SETTLING_1, Command.STRAIGHT_THROUGH, Phase.SETTLING, straight=False),
)


@pytest.mark.parametrize(("where", "event", "phase", "more"), cells(GENTLED))
def test_with_gentle_whatever_leads_to_rolling_leads_to_gentle(
    where: State, event: e.Event, phase: Phase, more: dict[str, Any]
) -> None:
    """Rule: every cell that leads to ROLLING, SPOT, PIECE or the time left leads to GENTLE instead (design §4)."""
    soft = at(where.phase, where.step, left=where.left, under=where.under, gentle=True)
    after, _ = step(soft, event, PLAN)
    matches(after, phase, more)


OVER = {"barred": True, "hurts": True, "gentle": True}
BARRED = (
    row(at(Phase.SETTLING, 2, **OVER), AFFIRM, Phase.RISING),
    row(over(Phase.HELD, Phase.GENTLE, 4, **OVER), (EASIER, NEXT), Phase.RISING),
    row(over(Phase.CAUTION, Phase.ROLLING, 4, **OVER), CARRY_ON, Phase.RISING),
    row(at(Phase.FINISHED, 7, **OVER), (START, START_OVER, e.GoTo(4)), Phase.ENDED),
)


@pytest.mark.parametrize(("where", "event", "phase", "more"), cells(BARRED))
def test_a_run_that_is_over_leads_nowhere_whatever_is_read_back(
    where: State, event: e.Event, phase: Phase, more: dict[str, Any]
) -> None:
    """Promise 2: also from states that no conversation reaches, since a state comes back from outside."""
    after, _ = step(where, event, PLAN)
    matches(after, phase, more)


def opened(record: Progress | None, wish: e.Event | None = None) -> tuple[State, Reply]:
    return step(State(now=NOW), opening(record, wish), PLAN)


HALFWAY = SavedPlace(Phase.ROLLING, "roll", 25)
SOON, LATER = 599.0, 3 * 86400.0


@pytest.mark.parametrize(
    ("record", "phase", "number", "left"),
    [
        (None, Phase.WELCOME, 1, 0),
        (Progress(started=3, finished=3, age=SOON), Phase.WELCOME, 1, 0),
        (Progress(fetching=True, age=SOON), Phase.FETCH, 1, 0),
        (Progress(fetching=True, age=LATER), Phase.WELCOME, 1, 0),
        (Progress(HALFWAY, fetching=True, age=LATER), Phase.RETURNING, 3, 0),
        (Progress(SavedPlace(Phase.PLACE, "roller"), age=SOON), Phase.PLACE, 1, 0),
        (Progress(SavedPlace(Phase.PLACE, "spot"), age=LATER), Phase.RETURNING, 4, 0),
        (Progress(SavedPlace(Phase.RISING, "rise"), age=SOON), Phase.RISING, 7, 0),
        (Progress(SavedPlace(Phase.RISING, "rise"), age=LATER), Phase.WELCOME, 1, 0),
        (Progress(HALFWAY, age=SOON), Phase.REOPENED, 3, 25),
        (Progress(HALFWAY, age=LATER), Phase.RETURNING, 3, 0),
        (Progress(SavedPlace(Phase.HELD, "spot", 20), age=SOON), Phase.REOPENED, 4, 20),
        (Progress(SavedPlace(Phase.ROLLING, "removed since", 20), age=SOON), Phase.REOPENED, 1, 0),
    ],
)
def test_opening_asks_by_what_was_kept_and_when(
    record: Progress | None, phase: Phase, number: int, left: int
) -> None:
    """Rule: within ten minutes, are they back in place; later, carry on or start over (design §4)."""
    after, reply = opened(record)
    assert (after.phase, after.step, after.left) == (phase, number, left)
    assert reply.ask is not None


@pytest.mark.parametrize(
    ("wish", "phase"),
    [(START, Phase.SAFETY), (NEXT, Phase.SAFETY), (Command.HELP, Phase.WELCOME), (STOP, Phase.ENDED), (WHAT,
        Phase.ENDED),
     (DISC, Phase.ENDED), (NUMB, Phase.ENDED), (HURTS, Phase.ENDED), (e.Emergency(), Phase.ENDED)],
)  # fmt: skip
def test_a_wish_said_while_opening(wish: e.Event, phase: Phase) -> None:
    """Rule: a one-shot start goes to the start screen; a question is answered and the session closes (design §4)."""
    after, _ = opened(None, wish)
    assert after.phase == phase


def test_a_one_shot_next_goes_on_where_they_were() -> None:
    """Rule: "ask gentle roller for next" is open + next (design §4)."""
    after, _ = opened(Progress(HALFWAY, age=SOON), NEXT)
    assert (after.phase, after.step, after.left) == (Phase.ROLLING, 3, 25)


def test_another_day_begins_with_another_wording() -> None:
    """Rule: wordings rotate by a stored counter, never by chance (design §2)."""
    turns = [opened(Progress(started=started))[0].turn for started in (0, 1, 2)]
    assert turns == [1, 2, 3]


def test_undo_gives_back_no_time_on_a_spot() -> None:
    """Rule: a minute on one spot, however often something is taken back (promise 13)."""
    before = at(Phase.PIECE, 4, left=20, rest=30)
    after, _ = step(at(Phase.PIECE, 4, left=20, rest=30, spot_ends=NOW + 12), undoing(before), PIECES)
    assert (after.phase, after.left, after.rest) == (Phase.SPOT, 12, 0)


def test_an_event_without_a_session_opens_one() -> None:
    """Rule: "open gentle roller" is always enough, and nothing depends on it (design §4)."""
    after, reply = step(State(now=NOW), YES, PLAN)
    assert (after.phase, reply.ends) == (Phase.SAFETY, False)


# How long, and how much of it


def seconds_in(reply: Reply) -> int:
    """Count the seconds of the waits and breaths of *reply*."""
    return sum(part.seconds for part in reply.say if isinstance(part, Wait | Breath))


@pytest.mark.parametrize(
    ("where", "event", "seconds"),
    [
        (FETCH, NO, 90), (FETCH, HOLD_ON, 90), (PLACE, NO, 60), (PLACE, HOLD_ON, 60),
        (PLACE, READY, 15), (SETTLING_1, READY, 6), (SETTLING_1, NO, 20), (SETTLING_2, HOLD_ON, 20),
        (SETTLING_2, READY, 40), (COUNTING_3, YES, 25), (COUNTING_3, TIGHT_SPOT, 33), (ASKED_3, NO, 40),
        (ASKED_6, NO, 30), (COUNTING_3, HOLD_ON, 170), (HELD_3, READY, 25), (HURT, READY, 20), (RISING, NO, 30),
        (GENTLE_ASKED, YES, 20), (COUNTING_3, WHOLE_BACK, 20), (BRIDGE_5, YES, 60),
    ],
)  # fmt: skip
def test_how_long_a_reply_waits_counts_or_holds(where: State, event: e.Event, seconds: int) -> None:
    """Rule: the seconds of the phase table, and of the routine."""
    _, reply = step(where, event, PLAN)
    assert seconds_in(reply) == seconds


@pytest.mark.parametrize(
    ("seconds", "left"), [(None, 55), (10, 35), (30, 55), (600, 60), (1, 35)]
)
def test_more_time_is_clamped(seconds: int | None, left: int) -> None:
    """Rule: thirty more where no length was said, and never more than a minute in one hold (design §9)."""
    after, _ = step(COUNTING_3, e.MoreTime(seconds), PLAN)
    assert (after.phase, after.left) == (Phase.ROLLING, left)


def test_the_second_repeat_is_slower() -> None:
    """Rule: a second Repeat says the set-up, slower (design §4)."""
    once, first = step(COUNTING_3, REPEAT, PLAN)
    _, second = step(once, REPEAT, PLAN)
    assert (Line("step.roll.detail") in first.say, Line("step.roll.detail") in second.say) == (False, True)


@pytest.mark.parametrize(("age", "asked"), [(SOON, "ask.reopened"), (LATER, "ask.returning")])
def test_whoever_was_held_is_asked_the_right_question(age: float, asked: str) -> None:
    """Rule: HURT and CAUTION are saved as HELD, and reopened like any other hold (design, promise 2)."""
    _, reply = opened(Progress(SavedPlace(Phase.HELD, "roll", 25), gentle=True, age=age))
    assert reply.ask is not None
    assert reply.ask.line.key == asked


def test_straight_through_the_clock_tells_the_step() -> None:
    """Rule: the rest in as few replies as the budget allows; the clock tells which step they are in (design §4)."""
    after, reply = step(SETTLING_1, Command.STRAIGHT_THROUGH, PLAN)
    begun = [part.number for part in reply.say if isinstance(part, Begin)]
    spoken = schedule(after, reply, lambda line: 2.0, PLAN)
    third = spoken.spans[2]
    now = settle(spoken, third.begins + 12, PLAN)
    assert begun == [1, 2, 3, 4, 5]
    assert (now.phase, now.step, now.left) == (Phase.ROLLING, 3, 28)


@pytest.mark.parametrize(
    ("where", "event", "effect"),
    [
        (COUNTING_3, e.Pace(), Effect.SLOWER), (COUNTING_3, e.Pace(faster=True), Effect.FASTER),
        (COUNTING_3, e.Words(), Effect.FEWER_WORDS), (COUNTING_3, e.Words(fewer=False), Effect.MORE_WORDS),
        (COUNTING_3, Command.SEND, Effect.SEND_CARD), (COUNTING_3, Command.NOT_ME, Effect.GUEST),
        (WELCOME, Command.NOT_ME, Effect.GUEST), (COUNTING_3, Command.NO_REMINDER, Effect.CLEAR_REMINDER),
        (confirming(Confirm.FORGET), YES, Effect.FORGET), (confirming(Confirm.REMINDER), YES, Effect.SET_REMINDER),
        (confirming(Confirm.FORGET), READY, None), (WORDS_OFFERED, YES, Effect.FEWER_WORDS),
    ],
)  # fmt: skip
def test_what_is_done_beside_speaking(where: State, event: e.Event, effect: Effect | None) -> None:
    """Rule: the core names effects and carries none out; deleting needs a yes."""
    assert turn(where, event, PLAN).effect == effect
