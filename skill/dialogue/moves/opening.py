"""
From opening the skill to lying on the roller: WELCOME, SAFETY, RETURNING, REOPENED, FETCH, PLACE.

Rule 1: opened within ten minutes, it asks whether they are back in place: their hands know more than our clock.
Rule 2: a new run begins at WELCOME, or by "over" in RETURNING; that alone clears *gentle*, and not what hurt since
(promise 2).
Rule 3: the old place is kept until FETCH is left.
"""


from skill.dialogue import events as e
from skill.dialogue import holds
from skill.dialogue.events import Command
from skill.dialogue.moves.coaching import shorter_run, straight_noted
from skill.dialogue.moves.person import not_me_afresh
from skill.dialogue.moves.shared import affirmed, chosen, described, leave, say_again, wait
from skill.dialogue.progress import Progress, SavedPlace
from skill.dialogue.reply import Line, Part
from skill.dialogue.routine import Kind, Routine
from skill.dialogue.state import Phase, State, Visit, replace
from skill.dialogue.timeline import PHASES
from skill.dialogue.transitions import Manner, Move, Row, Turn, back, enter, hold, lines, to


def opened(state: State, record: Progress | None, routine: Routine) -> Turn:
    """Begin a session from what was kept."""
    record = record or Progress()
    soon = record.age <= routine.limits.reopen
    rolling_ends = state.now + routine.limits.rolling
    turn = state.turn + record.started  # so that another day begins with another wording
    fresh = State(now=state.now, turn=turn, visit=_visit(record), rolling_ends=rolling_ends)
    if record.fetching and soon:
        return Turn(to(replace(fresh, gentle=record.gentle), Phase.FETCH))
    if record.place is None or (record.place.phase is Phase.RISING and not soon):
        return Turn(to(fresh, Phase.WELCOME))
    return _returned(replace(fresh, gentle=record.gentle), record, record.place, routine)


def _returned(state: State, record: Progress, place: SavedPlace, routine: Routine) -> Turn:
    # A routine may have been edited since: an unknown step is begun from the start.
    number = next((n for n, step in enumerate(routine, start=1) if step.id == place.step), 1)
    if record.rolling:
        state = replace(state, rolling_ends=state.now + record.rolling)
    if record.age > routine.limits.reopen:
        return Turn(to(state, Phase.RETURNING, step=number))
    if place.phase in (Phase.PLACE, Phase.RISING):
        return Turn(to(state, place.phase, step=number))
    left = place.left if routine.step(number).id == place.step else 0
    return Turn(to(state, Phase.REOPENED, step=number, left=left))


def _visit(record: Progress) -> Visit:
    if not record.started:
        return Visit.FIRST
    return {1: Visit.SECOND, 2: Visit.THIRD}.get(record.finished, Visit.LATER)


def begin(state: State, event: object, routine: Routine) -> Turn:
    """Begin a run with the safety words."""
    return Turn(to(state, Phase.SAFETY, step=1))


def begin_anew(state: State, event: object, routine: Routine) -> Turn:
    """Begin a new run instead of the saved one."""
    rolling_ends = state.now + (state.short or routine.limits.rolling)
    return Turn(to(state, Phase.SAFETY, step=1, gentle=state.hurts, rolling_ends=rolling_ends))


def aim(state: State, event: e.GoTo, routine: Routine) -> Turn:
    """Note the first step, and ask again; if there is no such step, say how many there are."""
    number = chosen(state, event, routine)
    if number is None:
        return Turn(state, (Line("goto.none", {"of": len(routine)}),), Manner.ASK)
    return Turn(to(state, state.phase, step=number), lines("goto.noted"), Manner.ASK)


def aim_from(phase: Phase) -> Move:
    """Make a move that notes the step to begin with and goes to *phase*."""

    @described(f"Note the first step, and go to {phase.name}; if there is no such step, say how many there are.")
    def move(state: State, event: e.GoTo, routine: Routine) -> Turn:
        aimed = aim(state, event, routine)
        if chosen(state, event, routine) is None:
            return aimed
        return replace(aimed, state=replace(aimed.state, phase=phase), manner=Manner.NEW)

    return move


def agree(state: State, event: object, routine: Routine) -> Turn:
    """Go on to fetching a roller."""
    return Turn(to(state, Phase.FETCH))


def without(state: State, event: object, routine: Routine) -> Turn:
    """Say what can be used instead of a roller, and ask again."""
    return Turn(state, lines("answer.no_roller"), Manner.ASK)


def place(state: State, event: object, routine: Routine) -> Turn:
    """Go and sit in front of the roller."""
    return Turn(to(state, Phase.PLACE))


def say_anew(state: State, event: object, routine: Routine) -> Turn:
    """Say this phase again, to begin with the first step; it is the same run."""
    return Turn(to(state, state.phase, step=1))


def place_anew(state: State, event: object, routine: Routine) -> Turn:
    """Go and sit in front of the roller, to begin with the first step; it is the same run."""
    return Turn(to(state, Phase.PLACE, step=1))


def lie_down(state: State, event: object, routine: Routine) -> Turn:
    """Begin the chosen step; before a step that rolls, say how to lie down on the roller."""
    if routine.step(state.step).kind not in (Kind.ROLLING, Kind.SPOT):
        return enter(state, state.step, routine)
    taught = lines("settling.teach") if state.visit is Visit.FIRST else ()
    anew: tuple[Part, ...] = (*taught, *lines("place.anew"), *holds.settled(routine.step(1), routine))
    turn = enter(state, state.step, routine, *anew)
    left = min(turn.state.left, state.left or turn.state.left)  # after a slip, the time that was left
    return replace(turn, state=replace(turn.state, left=left))


def go_on(state: State, event: object, routine: Routine) -> Turn:
    """Go on with the time that was left when the session ended."""
    if routine.step(state.step).kind is Kind.SETTLING:
        return enter(state, state.step, routine)
    return back(_on_the_step(state, routine), routine)


def hold_on(state: State, event: object, routine: Routine) -> Turn:
    """Rest before the step that the session ended in, and keep the time that was left."""
    return hold(_on_the_step(state, routine))


def _on_the_step(state: State, routine: Routine) -> State:
    # It is the spot that they had found: no more than what was left of it.
    spot_ends = state.now + state.left
    return replace(state, phase=PHASES[routine.step(state.step).kind], spot_ends=spot_ends)


MOVES: dict[Phase, Row] = {
    Phase.CLOSED: {},
    Phase.WELCOME: {
        **affirmed(begin), Command.START: begin, Command.START_OVER: begin, Command.SAT_UP: begin,
        Command.NO: leave,
        e.GoTo: aim_from(Phase.SAFETY),
    },
    Phase.SAFETY: {
        **affirmed(agree), Command.START: agree, Command.SAT_UP: agree,
        Command.START_OVER: say_anew,
        Command.NO: leave,
        e.GoTo: aim,
    },
    Phase.RETURNING: {
        **affirmed(place), Command.SAT_UP: place,
        Command.START: begin_anew, Command.START_OVER: begin_anew, Command.NO: begin_anew,
        e.GoTo: aim_from(Phase.PLACE),
        e.Shorter: shorter_run,
    },
    Phase.REOPENED: {
        **affirmed(go_on), Command.START: go_on,
        Command.START_OVER: place_anew,
        Command.NO: place, Command.SAT_UP: place,
        Command.HOLD_ON: hold_on,
        Command.STRAIGHT_THROUGH: straight_noted,
        Command.NOT_ME: not_me_afresh,
        e.GoTo: aim_from(Phase.PLACE),
    },
    Phase.FETCH: {
        **affirmed(place), Command.START: place, Command.SAT_UP: place,
        Command.START_OVER: say_anew,
        Command.NO: wait, Command.HOLD_ON: wait, e.MoreTime: wait,
        Command.NO_SPOT: without,
        e.GoTo: aim,
    },
    Phase.PLACE: {
        **affirmed(lie_down), Command.START: lie_down,
        Command.START_OVER: say_anew,
        Command.NO: wait, Command.HOLD_ON: wait, e.MoreTime: wait,
        Command.SAT_UP: say_again,
        e.GoTo: aim,
    },
}  # fmt: skip
