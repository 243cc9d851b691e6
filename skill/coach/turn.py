"""
One turn of the conversation, on any host.

The order of a turn: load the progress where a session begins, settle the clock, advance, carry out the effect and save,
present. A session can end without a word, so everything that a reply speaks of is saved by then, and the reply says
what came of it (design §2).
"""

from dataclasses import dataclass, replace
from typing import Protocol

from skill.coach.progress_store import ProgressStore, progress_of
from skill.coach.session import Session, says_nothing
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
from skill.dialogue.progress import (
    AMOUNTS,
    PACES,
    Former,
    Known,
    Outcome,
    Progress,
    Stored,
    changes_progress,
    sets_place,
)
from skill.dialogue.reply import Effect, Line, Reply, Report
from skill.dialogue.routine import Routine
from skill.dialogue.state import Phase, State
from skill.dialogue.timeline import schedule, settle
from skill.dialogue.transitions import Manner, Turn
from skill.storage import Storage


URGENT = (Command.HURTS, Emergency, Command.STUCK)
"""The events that are answered without a word about the store."""

WISHLESS = (Unclear, Command.IGNORE, Undo)
"""The events that do not say what a person wants of the session that they open."""

TOLD = (Effect.FORGET, Effect.GUEST)
"""The effects whose own report tells that the store failed."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: the user's id and a key of the recognised voice (each "" for none), the locale, the wake word."""

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


@dataclass(frozen=True, slots=True)
class Saved:
    """What the store confirmed of a turn: that it answered, or was not needed, and the progress that it holds now."""

    works: bool = True
    progress: Progress | None = None

    @property
    def keeps_place(self) -> bool:
        """Return whether it holds a place."""
        return self.progress is not None and self.progress.place is not None


class Coach:
    """Answers events; *storage* keeps the progress, *routine* is what is coached."""

    def __init__(self, storage: Storage, routine: Routine) -> None:
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
        works = loaded and (saved.works or session.guest)
        outcome = Outcome(
            kept=saved.keeps_place and not session.unsaved,
            saved=saved.progress is not None,
            forgotten=saved.works,
            former=_former(session),
            stored=self._stored(session, turn, saved, caller.user),
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

    def forget(self, user: str, until: float) -> None:
        """Delete what was saved of *user* up to the time *until*; raises StorageError."""
        self._progress.forget_until(user, until)

    def _begun(
        self, session: Session | None, caller: Caller, event: Event | None, at: float
    ) -> tuple[Session, Event, Known, bool]:
        """Return the session, the event, what is known before it, and whether the store answered."""
        if session is not None and event is not None:
            return session, event, _known(session), True
        wish = None if event is None or kind_of(event) in WISHLESS else event
        if session is not None and session.guest:  # what is stored is somebody else's
            session = replace(session, state=State(now=at))
            return session, Open(wish), _known(session), True
        found = self._progress.load(caller.user, caller.person if session is None else session.person)
        # Opened anew in a session, it still began with what was found then.
        session = session or Session(person=caller.person, guest=not caller.user, found=found)
        progress = None if found is None else progress_of(found, at)
        session = replace(session, state=State(now=at), finished=None if found is None else 0)
        if progress is not None:
            session = replace(session, pace=progress.pace, few=progress.few, finished=progress.finished)
        return session, Open(wish), replace(_known(session), progress=progress), found is not None

    def _saved(self, session: Session, turn: Turn, user: str) -> tuple[Session, Saved]:
        """Carry out what *turn* changes in the store; return the session that follows, and what the store confirmed."""
        session, effect = _preferring(session, turn.effect), turn.effect
        if effect is Effect.FORGET and not session.guest:
            return _forgotten(session, self._progress.forget(user, session.person))
        if effect is Effect.GUEST and not session.guest:
            session = replace(session, guest=True, finished=0)
        if session.guest:
            return self._restored(session, user)
        if not changes_progress(session.state, turn.state, effect):
            return session, Saved()
        progress = self._progress.save(user, session, turn.state, effect)
        session = replace(session, wrote=session.state.now, finished=progress.finished if progress else None)
        if progress is None or sets_place(turn.state):
            session = replace(session, unsaved=progress is None)
        return session, Saved(progress is not None, progress)

    def _restored(self, session: Session, user: str) -> tuple[Session, Saved]:
        """Take back what a guest saved before they said so; again on each turn, until the store confirms it."""
        if not session.owes:
            return session, Saved()
        restored = self._progress.restore(user, session)
        return replace(session, wrote=0.0 if restored else session.wrote), Saved(restored)

    def _stored(self, session: Session, turn: Turn, saved: Saved, user: str) -> Stored:
        """Return what the store holds of the person; it is asked only if *turn* tells it."""
        if Report.KNOWN not in turn.lead:
            return Stored.SOMETHING
        if session.guest:
            return Stored.UNSURE if session.owes else Stored.NOTHING
        found = self._progress.load(user, session.person) if saved.works else None
        if found is None:
            return Stored.UNSURE
        return Stored.NOTHING_YET if says_nothing(found) else Stored.SOMETHING


def voice(session: Session, caller: Caller) -> Voice:
    """Return how the reply of *session*'s last turn is said to *caller*."""
    return Voice(caller.script, session.state.turn, session.pace, session.few)


def _known(session: Session) -> Known:
    return Known(before=session.before, finished=session.finished, keeps=not session.guest or session.owes)


def _forgotten(session: Session, confirmed: bool) -> tuple[Session, Saved]:
    """Return the session after everything was to be deleted: a wish that the store did not confirm changes nothing."""
    if confirmed:
        session = replace(session, guest=True, finished=0, found={}, wrote=0.0)
    return session, Saved(confirmed)


def _former(session: Session) -> Former:
    """Return how the store holds what was kept before the guest of *session* came."""
    if session.owes:
        return Former.UNSURE
    return Former.NOTHING if session.found is None or session.found_none else Former.SAFE


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
    told = session.warned or turn.effect in TOLD
    return not (told or turn.manner is Manner.SILENT or urgent or hurt)


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
