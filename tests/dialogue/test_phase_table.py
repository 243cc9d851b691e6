"""
The phase table, cell by cell.

The rows are read from the design's table and the paragraph ANYWHERE, not from the code. Each row is
`state | events -> what follows`:

- A state is its phase, its step and what else is not as usual; "HELD over ROLLING 3 left=25" rests in step 3.
- "Affirm" is the four events Yes, Ready, Resume and Next.
- What follows is the phase, the step where it matters, and each other field that matters.
"""

import re
from dataclasses import replace
from typing import Any

import pytest
from stepping import opening, step, turn, undoing

from skill.content.routine_file import routine
from skill.dialogue import events as e
from skill.dialogue.events import Command, FollowUp, WayOff, name_of
from skill.dialogue.progress import Progress, SavedPlace
from skill.dialogue.reply import Begin, Breath, Effect, Line, Reply, Wait
from skill.dialogue.routine import Routine
from skill.dialogue.state import Confirm, Phase, State, Visit
from skill.dialogue.timeline import schedule, settle


NOW = 1_000_000.0
PLAN = routine()
PIECES = routine(max_hold=20)

DISC = e.Ask("disc", FollowUp.ASK_TO_STOP)
NUMB = e.Ask("numb", FollowUp.WAY_OFF)
WHAT = e.Ask("what_is_it")
EVENTS: dict[str, tuple[e.Event, ...]] = {
    **{name_of(command): (command,) for command in Command},
    **{f"GoTo({number})": (e.GoTo(number),) for number in range(9)},
    "GoTo(last)": (e.GoTo(-1),),
    **{f"GoTo({by:+})": (e.GoTo(by=by),) for by in (-1, 2, 9)},
    "Affirm": (Command.YES, Command.READY, Command.RESUME, Command.NEXT),
    "Ask(disc)": (DISC,),
    "Ask(numb)": (NUMB,),
    "Ask(what)": (WHAT,),
    "Ask(fall)": (e.Ask("fall", FollowUp.WAY_OFF, WayOff.STILL),),
    "Emergency(chest)": (e.Emergency("chest"),),
    "MoreTime": (e.MoreTime(),),
    "MoreTime(10)": (e.MoreTime(10),),
    "DayPart(morning)": (e.DayPart(),),
    "DayPart(evening)": (e.DayPart(evening=True),),
    "Remind(07:00)": (e.Remind("07:00", certain=True),),
}
"""The events that rows name."""

KINDS = {"visit": Visit, "confirm": Confirm}
"""The fields that are neither a flag nor a number."""


def changes(words: list[str]) -> dict[str, Any]:
    """Read fields of a state: a step, a time of day, "left=25", or "gentle" for a flag that is set."""
    found: dict[str, Any] = {}
    for word in words:
        name, _, value = word.partition("=")
        if name.isdecimal():
            found["step"] = int(name)
        elif ":" in word:
            found["reminder"] = word
        elif value in ("", "false"):
            found[name] = not value
        else:
            found[name] = KINDS.get(name, int)(value)
    return found


def state(text: str) -> State:
    """Read a state, with time to spare and of somebody who knows the routine unless *text* says otherwise."""
    phase, *words = text.split()
    under = (Phase[words[1]],) if words[:1] == ["over"] else ()
    usual = State(Phase[phase], under=under, visit=Visit.LATER, now=NOW, spot_ends=NOW + 60, rolling_ends=NOW + 600)
    return replace(usual, **changes(words[2:] if under else words))


def cells(table: str) -> list[Any]:
    """Give a test for each event of each row of *table*."""
    lines = [line for line in table.strip().splitlines() if not line.startswith("#")]
    rows = [re.split(r" \| | -> ", line) for line in lines]
    return [
        pytest.param(where.strip(), event, follows, id=f"{where.strip()} | {name if name != 'Affirm' else event}")
        for where, events, follows in rows
        for name in events.split()
        for event in EVENTS[name]
    ]


def follows_from(where: str, event: e.Event, follows: str, plan: Routine = PLAN) -> None:
    """Check that *event* leads from *where* to what *follows*."""
    after, _ = step(state(where), event, plan)
    phase, *words = follows.split()
    wanted = changes(words)
    assert (after.phase, {name: getattr(after, name) for name in wanted}) == (Phase[phase], wanted)


TABLE = """
# WELCOME: Shall we begin?
WELCOME 1                                             | Affirm Start             -> SAFETY 1
WELCOME 1                                             | No                       -> ENDED
WELCOME 1                                             | HoldOn                   -> WELCOME
# SAFETY: Shall we go on?
SAFETY 1                                              | Affirm                   -> FETCH
SAFETY 1                                              | No                       -> ENDED
SAFETY 1                                              | HoldOn                   -> SAFETY
# RETURNING: Carry on at step N, or start over?
RETURNING 4 gentle                                    | Affirm                   -> PLACE 4 gentle
RETURNING 4 gentle                                    | No Start StartOver       -> SAFETY 1 gentle=false
RETURNING 4 gentle                                    | HoldOn                   -> RETURNING 4
# REOPENED: Are you back on the roller?
REOPENED 3 left=15                                    | Affirm                   -> ROLLING 3 left=15
REOPENED 3 left=15                                    | No                       -> PLACE 3
REOPENED 3 left=15                                    | HoldOn                   -> HELD 3 left=15
REOPENED 4 left=20                                    | Affirm                   -> SPOT 4 left=20
REOPENED 6                                            | Affirm                   -> ROLLING 6 left=0
REOPENED 2                                            | Affirm                   -> SETTLING 2
REOPENED 3 left=15 gentle                             | Affirm                   -> GENTLE
# FETCH: Got a roller, and room to lie down?
FETCH 1                                               | Affirm                   -> PLACE 1
FETCH 1                                               | No HoldOn                -> FETCH
# PLACE: Are you sitting in front of it?
PLACE 1                                               | Affirm                   -> SETTLING 1
PLACE 4                                               | Affirm                   -> SPOT 4 left=30
PLACE 1                                               | No HoldOn                -> PLACE
# SETTLING: Steady? Ready to roll?
SETTLING 1                                            | Affirm                   -> SETTLING 2
SETTLING 2                                            | Affirm                   -> ROLLING 3 left=40
SETTLING 1                                            | No HoldOn                -> SETTLING 1 rounds=1
SETTLING 1 rounds=1                                   | No HoldOn                -> HELD 1
# ROLLING: while seconds are left, and when it asks: Tight spot, or keep rolling? (3) Covered it all? (6)
ROLLING 3 left=25                                     | Yes Resume               -> ROLLING 3 left=25
ROLLING 3 left=25                                     | Ready Next               -> SPOT 4 left=30
ROLLING 6 left=25                                     | Yes Resume               -> ROLLING 6 left=25
ROLLING 6 left=25                                     | Ready Next               -> RISING 7
ROLLING 3 left=25                                     | No HoldOn                -> HELD 3 left=25
ROLLING 6 left=25                                     | No HoldOn                -> HELD 6 left=25
ROLLING 3 left=25                                     | TightSpot                -> SPOT 4 left=30
ROLLING 6 left=25                                     | TightSpot                -> SPOT 4 left=30
ROLLING 3 left=25                                     | Enough                   -> ROLLING 3 left=0
ROLLING 6 left=25                                     | Enough                   -> ROLLING 6 left=0
ROLLING 3                                             | Yes Ready Next TightSpot -> SPOT 4 left=30
ROLLING 3                                             | No Resume NoSpot         -> ROLLING 6 left=40
ROLLING 3                                             | HoldOn                   -> HELD 3 left=0
ROLLING 6                                             | Yes Ready Next WholeBack -> RISING 7
ROLLING 6                                             | No Resume                -> ROLLING 6 left=30 rounds=1
ROLLING 6 rounds=2                                    | No Resume                -> ROLLING 6 left=30 rounds=3
ROLLING 6 rounds=3                                    | No Resume                -> RISING 7
ROLLING 6                                             | HoldOn                   -> HELD 6 left=0
# SPOT: while seconds are left, and when it asks: Next spot, or keep rolling?
SPOT 4 left=25                                        | Yes Ready Resume         -> SPOT 4 left=25
SPOT 5 left=25                                        | Yes Ready Resume         -> SPOT 5 left=25
SPOT 4 left=25                                        | Next                     -> SPOT 5 left=30
SPOT 5 left=25                                        | Next                     -> ROLLING 6 left=40
SPOT 4 left=25                                        | No HoldOn                -> HELD 4 left=25
SPOT 4 left=25                                        | TightSpot NextSpot       -> SPOT 5 left=30
SPOT 5 left=25                                        | TightSpot NextSpot       -> SPOT 5 left=30
SPOT 4                                                | Yes NextSpot TightSpot   -> SPOT 5 left=30
SPOT 5                                                | Yes NextSpot TightSpot   -> SPOT 5 left=30
SPOT 4                                                | No Ready Resume          -> ROLLING 6 left=40
SPOT 4                                                | Next                     -> SPOT 5 left=30
SPOT 5                                                | Next                     -> ROLLING 6 left=40
SPOT 4                                                | HoldOn                   -> HELD 4
# HELD: Shall we go on?
HELD over ROLLING 3 left=25                           | Yes Ready Resume         -> ROLLING 3 left=25
HELD over SPOT 4 left=25                              | Yes Ready Resume         -> SPOT 4 left=25
HELD over ROLLING 3 left=25                           | Next                     -> SPOT 4 left=30
HELD over SETTLING 1                                  | Next                     -> SETTLING 2
HELD over ROLLING 3 left=25                           | No HoldOn                -> HELD holds=1 left=25
HELD over ROLLING 3 left=25 holds=1                   | No HoldOn                -> HELD holds=2 left=25
HELD over ROLLING 3 left=25 holds=2                   | No HoldOn                -> ENDED left=25
HELD over ROLLING 3 left=25                           | TightSpot                -> SPOT 4 left=30
HELD over SPOT 4 left=25                              | TightSpot                -> SPOT 5 left=30
HELD over SPOT 5 left=25                              | TightSpot                -> SPOT 5 left=30
HELD over ROLLING 3 left=25                           | WholeBack                -> RISING 7
HELD over ROLLING 3 left=25                           | Easier                   -> GENTLE gentle
HELD over SPOT 4 left=25                              | Back                     -> ROLLING 3 left=40
# HURT: Easier, skip to the end, or stop?
HURT over ROLLING 3 gentle hurts                      | Yes                      -> HURT rounds=1
HURT over ROLLING 3 gentle hurts                      | Ready Resume Easier      -> GENTLE left=20
HURT over ROLLING 3 gentle hurts                      | Next                     -> RISING 7
HURT over ROLLING 3 gentle hurts                      | No HoldOn                -> HURT
HURT over ROLLING 3 gentle hurts                      | Hurts WholeBack          -> RISING barred
HURT over ROLLING 3 gentle hurts                      | TightSpot Back           -> HURT
HURT over ROLLING 3 gentle hurts                      | Stop                     -> ENDED
HURT over SAFETY 1 gentle hurts                       | Ready Resume Easier      -> SAFETY gentle hurts
# GENTLE: Carry on like this, or stop here?
GENTLE 4 gentle                                       | Yes Ready Resume         -> GENTLE left=20 rounds=1
GENTLE 4 rounds=2 gentle                              | Yes Ready Resume         -> GENTLE left=20 rounds=3
GENTLE 4 rounds=3 gentle                              | Yes Ready Resume         -> RISING 7
GENTLE 4 left=15 gentle                               | Yes Ready Resume         -> GENTLE left=15 rounds=0
GENTLE 4 left=15 gentle                               | No                       -> RISING 7
GENTLE 4 left=15 gentle                               | HoldOn                   -> HELD left=15
GENTLE 4 gentle hurts                                 | Hurts                    -> RISING barred
GENTLE 4 left=15 gentle                               | Next WholeBack           -> RISING 7
GENTLE 4 left=15 gentle                               | TightSpot Back           -> GENTLE left=0 rounds=0
# CAUTION: Shall we stop here for today?
CAUTION over ROLLING 3 left=25                        | Yes                      -> ENDED
CAUTION over ROLLING 3 left=25                        | Ready Resume No          -> ROLLING 3 left=25
CAUTION over ROLLING 3                                | Ready Resume No          -> ROLLING 3 left=0
CAUTION over SAFETY 1                                 | Ready Resume No          -> SAFETY
CAUTION over ROLLING 3 left=25                        | HoldOn                   -> HELD left=25
CAUTION over ROLLING 3 left=25                        | Next                     -> CAUTION 3 left=25
# RISING: Are you sitting up?
RISING 7                                              | Yes Ready Next           -> FINISHED
RISING 7                                              | No HoldOn                -> RISING
RISING 7                                              | Resume Back              -> ROLLING 6 left=40
RISING 7 gentle hurts | Resume Back Start StartOver TightSpot GoTo(3) GoTo(1) -> RISING 7
RISING 7 barred | Resume Back Start StartOver TightSpot GoTo(3) GoTo(1) -> RISING 7
RISING 7                                              | Stuck                    -> RISING
# FINISHED: one offer, or none
FINISHED 7 visit=second                               | Affirm                   -> ENDED
FINISHED 7 visit=third                                | Affirm                   -> CONFIRM confirm=time
FINISHED 7 visit=second                               | No HoldOn                -> ENDED
FINISHED 7 visit=second                               | Start StartOver          -> PLACE 1
FINISHED 7 visit=second                               | Send                     -> FINISHED
FINISHED 7 visit=second                               | GoTo(4)                  -> PLACE 4
FINISHED 7 visit=second                               | GoTo(7) Hurts            -> ENDED
# CONFIRM: only yes does it (ready too for a reminder)
CONFIRM over FINISHED 7 visit=third confirm=time      | No                       -> FINISHED visit=later
# BRIDGE: Shall I go on? What comes after 3 fits one reply, getting up included.
BRIDGE 3 straight                                     | Affirm                   -> RISING 4 left=30
BRIDGE 5 straight                                     | Affirm                   -> RISING 6 left=40
BRIDGE 3 straight                                     | No HoldOn                -> HELD 3
BRIDGE 3 straight                                     | TightSpot                -> RISING 4 left=30
CONFIRM over ROLLING 3 left=25 confirm=stop 07:00     | Yes                      -> ENDED
CONFIRM over ROLLING 3 left=25 confirm=forget 07:00   | Yes                      -> ROLLING left=25
CONFIRM over ROLLING 3 left=25 confirm=reminder 07:00 | Yes Ready                -> ROLLING left=25
CONFIRM over ROLLING 3 left=25 confirm=stop 07:00     | No Ready Resume          -> ROLLING left=25
CONFIRM over ROLLING 3 left=25 confirm=forget 07:00   | No Ready Resume          -> ROLLING left=25
CONFIRM over ROLLING 3 left=25 confirm=reminder 07:00 | No Resume                -> ROLLING left=25
CONFIRM over ROLLING 3 left=25 confirm=forget 07:00   | Next                     -> SPOT 4
CONFIRM over ROLLING 3 left=25 confirm=forget 07:00   | Hurts                    -> HURT
CONFIRM over ROLLING 3 left=25 confirm=stop 07:00     | HoldOn                   -> HELD left=25
CONFIRM over ROLLING 3 left=25 confirm=day_part 07:00 | DayPart(evening)         -> CONFIRM confirm=reminder 19:00
CONFIRM over ROLLING 3 left=25 confirm=day_part 07:00 | DayPart(morning)         -> CONFIRM confirm=reminder 07:00
CONFIRM over ROLLING 3 left=25 confirm=day_part 12:30 | DayPart(morning)         -> CONFIRM 00:30
CONFIRM over ROLLING 3 left=25 confirm=time           | Remind(07:00)            -> CONFIRM confirm=reminder
"""


@pytest.mark.parametrize(("where", "event", "follows"), cells(TABLE))
def test_a_cell_of_the_phase_table(where: str, event: e.Event, follows: str) -> None:
    """Rule: design §4, the phases."""
    follows_from(where, event, follows)


ANYWHERE = """
WELCOME 1                                         | Stop Finish                       -> ENDED
SETTLING 1                                        | Stop                              -> ENDED
ROLLING 3 left=25                                 | Stop                              -> ENDED left=25
HELD over ROLLING 3 left=25                       | Stop                              -> ENDED left=25
RISING 7                                          | Stop                              -> ENDED
ROLLING 3 left=25                                 | Finish                            -> RISING 7
WELCOME 1                                         | Hurts                             -> HURT hurts gentle left=0
SAFETY 1                                          | Hurts                             -> HURT hurts gentle left=0
RETURNING 4 gentle                                | Hurts                             -> HURT hurts gentle left=0
REOPENED 3 left=15                                | Hurts                             -> HURT hurts gentle left=0
FETCH 1                                           | Hurts                             -> HURT hurts gentle left=0
PLACE 1                                           | Hurts                             -> HURT hurts gentle left=0
SETTLING 1                                        | Hurts                             -> HURT hurts gentle left=0
ROLLING 3 left=25                                 | Hurts                             -> HURT hurts gentle left=0
SPOT 5 left=25                                    | Hurts                             -> HURT hurts gentle left=0
HELD over SPOT 4 left=25                          | Hurts                             -> HURT hurts gentle left=0
CAUTION over ROLLING 3 left=25                    | Hurts                             -> HURT hurts gentle left=0
BRIDGE 3 straight                                 | Hurts                             -> HURT hurts gentle left=0
CONFIRM over ROLLING 3 left=25 confirm=stop 07:00 | Hurts                             -> HURT hurts gentle left=0
REOPENED 3 gentle hurts                           | Hurts                             -> RISING barred
SETTLING 2 gentle hurts                           | Hurts                             -> RISING barred
HELD over ROLLING 3 gentle hurts                  | Hurts                             -> RISING barred
CAUTION over ROLLING 3 gentle hurts               | Hurts                             -> RISING barred
GENTLE 4 gentle hurts                             | Hurts                             -> RISING barred
ROLLING 3 left=25                                 | Repeat                            -> ROLLING 3 left=25
ROLLING 6                                         | Repeat                            -> ROLLING 6 left=0
SPOT 4 left=25                                    | Repeat                            -> SPOT 4 left=25
HELD over ROLLING 3 left=25                       | Repeat                            -> HELD 3 left=25
GENTLE 4 left=15 gentle                           | Repeat                            -> GENTLE left=15
SETTLING 2                                        | Back                              -> SETTLING 1
ROLLING 3 left=25                                 | Back                              -> SETTLING 2
SPOT 4 left=25                                    | Back                              -> ROLLING 3 left=40
ROLLING 6 left=25                                 | Back                              -> SPOT 5 left=30
SETTLING 1                                        | Back                              -> SETTLING 1
HELD over SETTLING 1                              | Back                              -> SETTLING 1
WELCOME 1                                         | Back                              -> WELCOME
SAFETY 1                                          | Back                              -> SAFETY
RETURNING 4 gentle                                | Back                              -> RETURNING
FETCH 1                                           | Back                              -> FETCH
PLACE 1                                           | Back                              -> PLACE
ROLLING 3 left=25                                 | Ask(disc)                         -> CAUTION 3 left=25
ROLLING 3 left=25                                 | Ask(what)                         -> ROLLING 3 left=25
ROLLING 3 left=25                                 | Ask(numb)                         -> RISING barred
ROLLING 3 left=25                                 | Ask(fall)                         -> ENDED barred
SAFETY 1                                          | Ask(numb)                         -> ENDED barred
ROLLING 3 left=25                                 | Emergency(chest)                  -> ENDED barred
SPOT 4 left=25                                    | WholeBack                         -> RISING 7
BRIDGE 5 straight                                 | WholeBack                         -> RISING 7
ROLLING 3 left=25                                 | Easier                            -> GENTLE gentle
ROLLING 6                                         | Easier                            -> GENTLE gentle
SPOT 4 left=25                                    | Easier                            -> GENTLE gentle
BRIDGE 3 straight                                 | Easier                            -> GENTLE gentle
WELCOME 1                                         | Easier                            -> WELCOME gentle
SAFETY 1                                          | Easier                            -> SAFETY gentle
FETCH 1                                           | Easier                            -> FETCH gentle
PLACE 1                                           | Easier                            -> PLACE gentle
SETTLING 1                                        | Easier                            -> SETTLING gentle
WELCOME 1                                         | TightSpot WholeBack               -> WELCOME
SAFETY 1                                          | TightSpot WholeBack               -> SAFETY
FETCH 1                                           | TightSpot WholeBack               -> FETCH
PLACE 1                                           | TightSpot WholeBack               -> PLACE
SETTLING 2                                        | TightSpot WholeBack               -> SETTLING
ROLLING 3 left=25                                 | GoTo(6)                           -> ROLLING 6 left=40
ROLLING 3 left=25                                 | GoTo(last)                        -> RISING 7
ROLLING 3 left=25                                 | GoTo(-1)                          -> SETTLING 2
ROLLING 3 left=25                                 | GoTo(+2)                          -> SPOT 5 left=30
ROLLING 3 left=25                                 | GoTo(3) GoTo(0) GoTo(8) GoTo(+9)  -> ROLLING 3 left=25
WELCOME 1                                         | GoTo(4)                           -> SAFETY 4
RETURNING 4 gentle                                | GoTo(6)                           -> PLACE 6
HURT over ROLLING 3 gentle hurts                  | GoTo(4) StartOver StraightThrough -> HURT
HURT over ROLLING 3 gentle hurts                  | GoTo(last)                        -> RISING 7
"""


@pytest.mark.parametrize(("where", "event", "follows"), cells(ANYWHERE))
def test_what_holds_anywhere(where: str, event: e.Event, follows: str) -> None:
    """Rule: design §4, ANYWHERE, for what no cell names."""
    follows_from(where, event, follows)


IN_PIECES = """
SETTLING 2                        | Ready            -> PIECE 3 left=20 rest=20
PIECE 3 rest=20                   | Yes Ready Resume -> ROLLING 3 left=20 rest=0
HELD over ROLLING 3 left=25       | Ready            -> ROLLING 3 left=20 rest=0
PIECE 3 rest=20                   | Next             -> PIECE 4 left=20 rest=10
PIECE 3 rest=20                   | No HoldOn        -> HELD 3 rest=20
PIECE 4 rest=10                   | Yes Ready Resume -> SPOT 4 left=10 rest=0
PIECE 3 left=12 rest=20           | Yes Ready Resume -> PIECE 3 left=12 rest=20
PIECE 3 left=12 rest=20           | Enough           -> ROLLING 3 left=0 rest=0
PIECE 3 rest=20                   | MoreTime(10)     -> PIECE 3 left=20 rest=10
PIECE 3 left=12 rest=20           | MoreTime         -> PIECE 3 left=12 rest=48
HELD over PIECE 3 rest=20         | Ready            -> ROLLING 3 left=20 rest=0
HELD over PIECE 3 left=12 rest=20 | Ready            -> PIECE 3 left=20 rest=12
"""


@pytest.mark.parametrize(("where", "event", "follows"), cells(IN_PIECES))
def test_a_cell_of_piece(where: str, event: e.Event, follows: str) -> None:
    """Rule: where holds are cut into pieces, it is the same machine with another number."""
    follows_from(where, event, follows, PIECES)


GENTLY = """
SETTLING 2 gentle                     | Affirm           -> GENTLE left=20
REOPENED 3 left=15 gentle             | Affirm           -> GENTLE left=20
PLACE 4 gentle                        | Affirm           -> GENTLE left=20
HELD over ROLLING 3 left=25 gentle    | Affirm TightSpot -> GENTLE left=20
CAUTION over ROLLING 3 left=25 gentle | Ready Resume No  -> GENTLE left=20
RISING 7 gentle                       | Resume Back      -> GENTLE left=20
SETTLING 1 gentle                     | GoTo(4)          -> GENTLE left=20
SETTLING 1 gentle                     | StraightThrough  -> SETTLING straight=false
"""


@pytest.mark.parametrize(("where", "event", "follows"), cells(GENTLY))
def test_with_gentle_whatever_leads_to_rolling_leads_to_gentle(where: str, event: e.Event, follows: str) -> None:
    """Rule: every cell that leads to ROLLING, SPOT, PIECE or the time left leads to GENTLE instead (design §4)."""
    follows_from(where, event, follows)


BARRED = """
SETTLING 2 gentle hurts barred             | Affirm                  -> RISING
HELD over GENTLE 4 gentle hurts barred     | Easier Next             -> RISING
CAUTION over ROLLING 4 gentle hurts barred | Resume                  -> RISING
FINISHED 7 gentle hurts barred             | Start StartOver GoTo(4) -> ENDED
"""


@pytest.mark.parametrize(("where", "event", "follows"), cells(BARRED))
def test_a_run_that_is_over_leads_nowhere_whatever_is_read_back(where: str, event: e.Event, follows: str) -> None:
    """Promise 2: also from states that no conversation reaches, since a state comes back from outside."""
    follows_from(where, event, follows)


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
    [
        (Command.START, Phase.SAFETY), (Command.NEXT, Phase.SAFETY), (Command.HELP, Phase.WELCOME),
        (Command.STOP, Phase.ENDED), (WHAT, Phase.ENDED), (DISC, Phase.ENDED), (NUMB, Phase.ENDED),
        (Command.HURTS, Phase.ENDED), (e.Emergency(), Phase.ENDED),
    ],
)  # fmt: skip
def test_a_wish_said_while_opening(wish: e.Event, phase: Phase) -> None:
    """Rule: a one-shot start goes to the start screen; a question is answered and the session closes (design §4)."""
    after, _ = opened(None, wish)
    assert after.phase == phase


def test_a_one_shot_next_goes_on_where_they_were() -> None:
    """Rule: "ask gentle roller for next" is open + next (design §4)."""
    after, _ = opened(Progress(HALFWAY, age=SOON), Command.NEXT)
    assert (after.phase, after.step, after.left) == (Phase.ROLLING, 3, 25)


def test_another_day_begins_with_another_wording() -> None:
    """Rule: wordings rotate by a stored counter, never by chance (design §2)."""
    turns = [opened(Progress(started=started))[0].turn for started in (0, 1, 2)]
    assert turns == [1, 2, 3]


def test_undo_gives_back_no_time_on_a_spot() -> None:
    """Rule: a minute on one spot, however often something is taken back (promise 13)."""
    before = state("PIECE 4 left=20 rest=30")
    after, _ = step(replace(before, spot_ends=NOW + 12), undoing(before), PIECES)
    assert (after.phase, after.left, after.rest) == (Phase.SPOT, 12, 0)


def test_an_event_without_a_session_opens_one() -> None:
    """Rule: "open gentle roller" is always enough, and nothing depends on it (design §4)."""
    after, reply = step(State(now=NOW), Command.YES, PLAN)
    assert (after.phase, reply.ends) == (Phase.SAFETY, False)


# How long, and how much of it


def seconds_in(reply: Reply) -> int:
    """Count the seconds of the waits and breaths of *reply*."""
    return sum(part.seconds for part in reply.say if isinstance(part, Wait | Breath))


SECONDS = """
FETCH                                  | No HoldOn    -> 90
PLACE                                  | No HoldOn    -> 60
PLACE                                  | Ready        -> 15
SETTLING 1                             | Ready        -> 6
SETTLING 1                             | No           -> 20
SETTLING 2                             | HoldOn       -> 20
SETTLING 2                             | Ready        -> 40
ROLLING 3 left=25                      | Yes          -> 25
ROLLING 3 left=25                      | TightSpot    -> 33
ROLLING 3                              | No           -> 40
ROLLING 6                              | No           -> 30
ROLLING 3 left=25                      | HoldOn       -> 170
HELD over ROLLING 3 left=25            | Ready        -> 25
HURT over ROLLING 3 gentle hurts       | Ready        -> 20
RISING 7                               | No           -> 30
GENTLE 4 gentle                        | Yes          -> 20
ROLLING 3 left=25                      | WholeBack    -> 20
BRIDGE 5 straight                      | Yes          -> 60
"""


@pytest.mark.parametrize(("where", "event", "seconds"), cells(SECONDS))
def test_how_long_a_reply_waits_counts_or_holds(where: str, event: e.Event, seconds: str) -> None:
    """Rule: the seconds of the phase table, and of the routine."""
    _, reply = step(state(where), event, PLAN)
    assert seconds_in(reply) == int(seconds)


@pytest.mark.parametrize(
    ("seconds", "left"), [(None, 55), (10, 35), (30, 55), (600, 60), (1, 35)]
)
def test_more_time_is_clamped(seconds: int | None, left: int) -> None:
    """Rule: thirty more where no length was said, and never more than a minute in one hold (design §9)."""
    after, _ = step(state("ROLLING 3 left=25"), e.MoreTime(seconds), PLAN)
    assert (after.phase, after.left) == (Phase.ROLLING, left)


def test_the_second_repeat_is_slower() -> None:
    """Rule: a second Repeat says the set-up, slower (design §4)."""
    once, first = step(state("ROLLING 3 left=25"), Command.REPEAT, PLAN)
    _, second = step(once, Command.REPEAT, PLAN)
    assert (Line("step.roll.detail") in first.say, Line("step.roll.detail") in second.say) == (False, True)


@pytest.mark.parametrize(("age", "asked"), [(SOON, "ask.reopened"), (LATER, "ask.returning")])
def test_a_hold_that_was_left_is_asked_about_by_its_age(age: float, asked: str) -> None:
    """Rule: HURT and CAUTION are saved as HELD, and reopened like any other hold (design, promise 2)."""
    _, reply = opened(Progress(SavedPlace(Phase.HELD, "roll", 25), gentle=True, age=age))
    assert reply.ask is not None
    assert reply.ask.line.key == asked


def test_straight_through_the_clock_tells_the_step() -> None:
    """Rule: the rest in as few replies as the budget allows; the clock tells which step they are in (design §4)."""
    after, reply = step(state("SETTLING 1"), Command.STRAIGHT_THROUGH, PLAN)
    begun = [part.number for part in reply.say if isinstance(part, Begin)]
    spoken = schedule(after, reply, lambda line: 2.0, PLAN)
    third = spoken.spans[2]
    now = settle(spoken, third.begins + 12, PLAN)
    assert begun == [1, 2, 3, 4, 5]
    assert (now.phase, now.step, now.left) == (Phase.ROLLING, 3, 28)


@pytest.mark.parametrize(
    ("where", "event", "effect"),
    [
        ("ROLLING 3 left=25", e.Pace(), Effect.SLOWER),
        ("ROLLING 3 left=25", e.Pace(faster=True), Effect.FASTER),
        ("ROLLING 3 left=25", e.Words(), Effect.FEWER_WORDS),
        ("ROLLING 3 left=25", e.Words(fewer=False), Effect.MORE_WORDS),
        ("ROLLING 3 left=25", Command.SEND, Effect.SEND_CARD),
        ("ROLLING 3 left=25", Command.NOT_ME, Effect.GUEST),
        ("WELCOME", Command.NOT_ME, Effect.GUEST),
        ("ROLLING 3 left=25", Command.NO_REMINDER, Effect.CLEAR_REMINDER),
        ("CONFIRM over ROLLING 3 left=25 confirm=forget", Command.YES, Effect.FORGET),
        ("CONFIRM over ROLLING 3 left=25 confirm=reminder 07:00", Command.YES, Effect.SET_REMINDER),
        ("CONFIRM over ROLLING 3 left=25 confirm=forget", Command.READY, None),
        ("FINISHED 7 visit=second", Command.YES, Effect.FEWER_WORDS),
    ],
)
def test_what_is_done_beside_speaking(where: str, event: e.Event, effect: Effect | None) -> None:
    """Rule: the core names effects and carries none out; deleting needs a yes."""
    assert turn(state(where), event, PLAN).effect == effect
