"""The dialogue as tests step through it: an event, with what is known before it, in; a state and a reply out."""

from dataclasses import dataclass

from skill.dialogue import events as e
from skill.dialogue.events import Command, ReminderOutcome
from skill.dialogue.machine import advance
from skill.dialogue.presentation import present
from skill.dialogue.progress import Known, Outcome, Progress
from skill.dialogue.reply import Effect, Line, Reply
from skill.dialogue.routine import Routine
from skill.dialogue.state import State
from skill.dialogue.timeline import Measure, seconds
from skill.dialogue.transitions import Turn


DONE = {Effect.SET_REMINDER: ReminderOutcome.SET, Effect.CLEAR_REMINDER: ReminderOutcome.CLEARED}


@dataclass(frozen=True, slots=True)
class Given:
    """An event, and what is known before it."""

    event: e.Event
    known: Known


def opening(progress: Progress | None = None, wish: e.Event | None = None) -> Given:
    """Open the skill with *progress* saved."""
    return Given(e.Open(wish), Known(progress=progress))


def undoing(before: State | None = None, wish: e.Event | None = None) -> Given:
    """Take back the last event, before which the state was *before*."""
    return Given(e.Undo(wish), Known(before=before))


def finished(times: int | None) -> Given:
    """Ask how often the routine was finished, after it was finished so many *times*."""
    return Given(Command.PROGRESS, Known(finished=times))


def as_guest(event: e.Event) -> Given:
    """Say *event* as a person of whom nothing is kept."""
    return Given(event, Known(keeps=False))


def knowing(event: e.Event | Given) -> Given:
    """Return *event* with what is known before it."""
    return event if isinstance(event, Given) else Given(event, Known())


def measure(line: Line) -> float:
    """Take 2.5 s for each line."""
    return 2.5


def length(reply: Reply, measure: Measure = measure) -> float:
    """Return the seconds until *reply* has been spoken, its question included."""
    asked = measure(reply.ask.line) if reply.ask else 0.0
    return sum(seconds(part, measure) for part in reply.say) + asked


def turn(state: State, event: e.Event | Given, routine: Routine) -> Turn:
    """Return the turn that *event* makes."""
    one = knowing(event)
    return advance(state, one.event, one.known, routine)


def step(
    state: State, event: e.Event | Given, routine: Routine, outcome: Outcome | None = None
) -> tuple[State, Reply]:
    """Return the state that follows, and the reply where *outcome* came of the turn."""
    made = turn(state, event, routine)
    return made.state, reply_to(made, routine, outcome)


def reply_to(made: Turn, routine: Routine, outcome: Outcome | None = None) -> Reply:
    """Return the reply to a turn; without an *outcome*, everything worked."""
    return present(made, outcome or Outcome(reminder=DONE.get(made.effect)), routine)
