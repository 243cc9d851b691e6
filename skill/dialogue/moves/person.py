"""
The person: who it is, what is kept of them, and how they like to be spoken to.

Rule 1: what is kept is said when asked, and deleted when confirmed (promise 9).
Rule 2: how things are said (pace, number of words) is an effect for whoever says them; no rule here depends on it.
"""


from skill.dialogue import events as e
from skill.dialogue.moves.answering import told
from skill.dialogue.progress import Known
from skill.dialogue.reply import Effect, Lead, Line, Report
from skill.dialogue.routine import Routine
from skill.dialogue.state import Confirm, Phase, State, Visit, replace
from skill.dialogue.transitions import Manner, Turn, hold, lines, over, rest_first


def pace(state: State, event: e.Pace, routine: Routine) -> Turn:
    """Speak faster or slower from here on."""
    if event.faster:
        return Turn(state, lines("pace.faster"), Manner.ON, Effect.FASTER)
    return Turn(state, lines("pace.slower"), Manner.ON, Effect.SLOWER)


def words(state: State, event: e.Words, routine: Routine) -> Turn:
    """Use fewer words, or more, from here on."""
    if event.fewer:
        return Turn(state, lines("words.fewer"), Manner.ON, Effect.FEWER_WORDS)
    return Turn(state, lines("words.more"), Manner.ON, Effect.MORE_WORDS)


def send(state: State, event: object, routine: Routine) -> Turn:
    """Send the steps as a card."""
    return Turn(state, lines("send.done"), Manner.ON, Effect.SEND_CARD)


def progress(state: State, event: object, known: Known, routine: Routine) -> Turn:
    """Say how often the routine was finished."""
    if known.finished is None:
        return Turn(state, lines("trouble.look_up"), Manner.ON)
    key = {0: "progress.none", 1: "progress.once"}.get(known.finished, "progress.often")
    return Turn(state, (Line(key, {"times": known.finished}),), Manner.ON)


def not_me(state: State, event: object, routine: Routine) -> Turn:
    """Keep nothing more in this run, because it is somebody else's, who hears the safety words, and ask."""
    return Turn(replace(state, visit=Visit.LATER), _welcomed(state), Manner.ASK, Effect.GUEST)


def not_me_resting(state: State, event: object, routine: Routine) -> Turn:
    """Rest, keep nothing more in this run, say the safety words, and ask whether to go on."""
    turn = hold(replace(state, visit=Visit.LATER), *rest_first(state, routine), *_welcomed(state), manner=Manner.ASK)
    return replace(turn, effect=Effect.GUEST)


def _welcomed(state: State) -> tuple[Lead, ...]:
    """Say whose place is safe, and to whoever may still roll what everybody hears first."""
    heard = () if state.barred else lines("settling.teach", "screen.first")
    return (Line("not_me.noted"), Report.SAFE, *heard)


def not_me_afresh(state: State, event: object, routine: Routine) -> Turn:
    """Begin a session for somebody else, of whom nothing is kept."""
    fresh = State(
        phase=Phase.WELCOME, visit=Visit.FIRST, turn=state.turn, now=state.now,
        gentle=state.hurts, hurts=state.hurts,
        rolling_ends=state.now + routine.limits.rolling,
    )  # fmt: skip
    return Turn(fresh, (Line("not_me.noted"), Report.SAFE), Manner.ASK, Effect.GUEST)


def know_me(state: State, event: object, routine: Routine) -> Turn:
    """Say what is kept."""
    return told(state, Report.KNOWN)


def forget(state: State, event: object, known: Known, routine: Routine) -> Turn:
    """Ask before deleting everything; of a guest nothing is kept, and nobody else's place is theirs to delete."""
    if not known.keeps:
        return told(state, *lines("know_me.nothing"))
    return _confirm(state, Confirm.FORGET, routine)


def remind(state: State, event: e.Remind, routine: Routine) -> Turn:
    """Ask for whatever a reminder still lacks, then for a yes to it; say so if it can't be had as it's wanted."""
    asked = _confirm(replace(state, reminder=event.time), lacking(event), routine)
    return asked if event.daily else replace(asked, lead=lines("remind.daily_only"))


def consent(state: State, event: e.Consent, routine: Routine) -> Turn:
    """Set the reminder that the user has allowed; leave it where they have not, and send a card if nobody answered."""
    if event.given:
        return Turn(replace(state, reminder=event.time), (Report.REMINDER,), Manner.AGAIN, Effect.SET_REMINDER)
    if event.given is None:
        return Turn(state, lines("remind.not_allowed"), Manner.AGAIN, Effect.SEND_PERMISSION)
    return Turn(state, lines("remind.not_given"), Manner.AGAIN)


def lacking(event: e.Remind | e.TimeOfDay) -> Confirm:
    """Say what is to be asked for next: the time, its half of the day, or a yes."""
    if not event.time:
        return Confirm.TIME
    return Confirm.REMINDER if event.certain else Confirm.DAY_PART


def no_reminder(state: State, event: object, routine: Routine) -> Turn:
    """Take the reminder away."""
    return Turn(state, (Report.REMINDER,), Manner.AGAIN, Effect.CLEAR_REMINDER)


def _confirm(state: State, kind: Confirm, routine: Routine) -> Turn:
    asked = over(state, Phase.CONFIRM, confirm=kind, holds=0)
    return Turn(asked)
