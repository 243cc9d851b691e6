"""
One turn of the conversation, on any host.

The order of a turn: load the progress where a session begins, settle the clock, advance, carry out the effect and save,
present. A session can end without a word, so everything that a reply speaks of is saved by then, and the reply says
what came of it (design §2).
"""

from dataclasses import dataclass, replace
from typing import Protocol

from skill.coach.progress_store import ProgressStore
from skill.coach.session import Session
from skill.coach.voice import Voice
from skill.content.answers import answers
from skill.content.phrases import Script, script
from skill.content.regions import region
from skill.dialogue.events import (
    Ask,
    Command,
    Consent,
    Emergency,
    Event,
    EventKind,
    Open,
    ReminderOutcome,
    Unclear,
    Undo,
    kind_of,
)
from skill.dialogue.machine import advance
from skill.dialogue.presentation import present
from skill.dialogue.progress import AMOUNTS, PACES, Known, Outcome, Progress, changes_progress
from skill.dialogue.reply import Effect, Line, Reply
from skill.dialogue.routine import Routine
from skill.dialogue.state import Phase, State
from skill.dialogue.timeline import schedule, settle
from skill.dialogue.transitions import Manner, Turn
from skill.storage import Storage


URGENT = (Command.HURTS, Emergency, Command.STUCK)
"""The events that are answered without a word about the store."""

WISHLESS = (Unclear, Command.IGNORE, Undo)
"""The events that do not say what a person wants of the session that they open."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: the user's id, a key of the recognised voice ("" for none), the locale, the device's wake word."""

    user: str
    person: str
    locale: str
    wake_word: str | None = None

    @property
    def script(self) -> Script:
        """Return the words of the caller's locale."""
        return script(self.locale, self.wake_word)


class Effects(Protocol):
    """What the host does beside speaking; no call raises."""

    def set_reminder(self, at: float, time: str, text: str) -> ReminderOutcome:
        """Set a daily reminder at *time* ("HH:MM") that says *text*; *at* is now, in seconds since 1970."""

    def clear_reminders(self) -> ReminderOutcome:
        """Take away all reminders that the skill set."""


class Coach:
    """Answers events; *storage* keeps the progress, *routine* is what is coached."""

    def __init__(self, storage: Storage, routine: Routine) -> None:
        self._storage = storage
        self._progress = ProgressStore(storage, routine)
        self._routine = routine

    def answer(
        self, session: Session | None, caller: Caller, event: Event | None, at: float, effects: Effects
    ) -> tuple[Session, Reply]:
        """
        Answer *event* at the time *at* and return the session that follows, and what to say.

        *session* is None where the session begins with *event*; *event* is None where the skill was only opened.
        """
        session, event, known, loaded = self._begun(session, caller, event, at)
        session = replace(session, state=settle(session.state, at, self._routine))
        turn = advance(session.state, event, known, self._routine)
        session, saved = self._saved(session, turn, caller.user)
        works = loaded and saved
        outcome = Outcome(
            kept=works and not session.guest,
            forgotten=works,
            safe=works and session.found != Progress(),
            reminder=_reminded(turn, event, caller, at, effects),
            warn=not works and _may_warn(session, event, turn),
        )
        reply = present(turn, outcome, self._routine)
        session = replace(
            session,
            state=turn.state,
            before=_undoable(session, turn),
            warned=session.warned or outcome.warn,
            topic=_spoken_of(session, event, caller),
        )
        after = schedule(turn.state, reply, voice(session, caller).measure(), self._routine)
        return replace(session, state=after), reply

    def leave(self, session: Session, user: str, at: float, *, in_silence: bool) -> None:
        """Save where *session* was left when it ended by itself at the time *at*."""
        self._progress.leave(user, session, at, in_silence=in_silence)

    def forget(self, user: str) -> None:
        """Delete everything of *user*; raises StorageError."""
        self._storage.delete(user)

    def _begun(
        self, session: Session | None, caller: Caller, event: Event | None, at: float
    ) -> tuple[Session, Event, Known, bool]:
        """Return the session, the event, what is known before it, and whether the store answered."""
        if session is not None and event is not None:
            return session, event, _known(session), True
        session = session or Session(person=caller.person)
        progress, works = self._progress.load(caller.user, session.person, at)
        found = (progress or Progress()) if works else None
        session = replace(session, state=State(now=at), found=found)
        if progress is not None:
            session = replace(session, pace=progress.pace, few=progress.few, finished=progress.finished)
        wish = None if event is None or kind_of(event) in WISHLESS else event
        return session, Open(wish), replace(_known(session), progress=progress), works

    def _saved(self, session: Session, turn: Turn, user: str) -> tuple[Session, bool]:
        """Save what *turn* changes; return the session that follows, and whether the store answered."""
        session, effect = _preferring(session, turn.effect), turn.effect
        if effect is Effect.FORGET:
            forgetting = replace(session, guest=True, finished=0, found=None)
            return forgetting, self._progress.forget(user, session.person)
        if effect is Effect.GUEST:
            return replace(session, guest=True), session.guest or self._progress.restore(user, session)
        if session.guest or not changes_progress(session.state, turn.state, effect):
            return session, True
        saved = self._progress.save(user, session, turn.state, effect)
        return replace(session, finished=saved.finished if saved else session.finished), saved is not None


def voice(session: Session, caller: Caller) -> Voice:
    """Return how the reply of *session*'s last turn is said to *caller*."""
    return Voice(caller.script, session.state.turn, session.pace, session.few)


def _known(session: Session) -> Known:
    return Known(before=session.before, finished=session.finished, keeps=not session.guest)


def _preferring(session: Session, effect: Effect | None) -> Session:
    if effect in PACES:
        return replace(session, pace=PACES[effect])
    if effect in AMOUNTS:
        return replace(session, few=AMOUNTS[effect])
    return session


def _reminded(turn: Turn, event: Event, caller: Caller, at: float, effects: Effects) -> ReminderOutcome | None:
    if turn.effect is Effect.SET_REMINDER:
        outcome = effects.set_reminder(at, turn.state.reminder, caller.script.text(Line("remind.text")))
        # Who has just allowed it isn't asked again: then the card is the way.
        asked = _wish(event) is Consent
        return ReminderOutcome.ASKING if outcome is ReminderOutcome.NOT_ALLOWED and not asked else outcome
    return effects.clear_reminders() if turn.effect is Effect.CLEAR_REMINDER else None


def _wish(event: Event) -> EventKind | None:
    """Return the kind of what is wanted, None where the skill is only opened."""
    wish = event.wish if isinstance(event, Open) else event
    return None if wish is None else kind_of(wish)


def _may_warn(session: Session, event: Event, turn: Turn) -> bool:
    """Return whether to say that the store fails: once in a session, and never beside pain or an emergency."""
    urgent = _wish(event) in URGENT
    hurt = turn.state.barred or turn.state.phase is Phase.HURT
    return not (session.warned or turn.manner is Manner.SILENT or urgent or hurt)


def _spoken_of(session: Session, event: Event, caller: Caller) -> str | None:
    """Return the topic that the next question may leave out; what was not understood, or not known, changes nothing."""
    asked = event.wish if isinstance(event, Open) else event
    match asked:
        case Unclear() | Ask(topic=None) | Command.IGNORE:
            return session.topic
        case Ask(topic=str(topic)) if answers(region(caller.locale).language)[topic].leads_on:
            return topic
        case _:
            return None


def _undoable(session: Session, turn: Turn) -> State | None:
    """Return the state that Undo goes back to; None where the turn did more than change the state."""
    if turn.manner is Manner.SILENT:
        return session.before
    return None if turn.effect else session.state
