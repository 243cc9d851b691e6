"""
Saved progress in a store: one record per user, the progress of each person inside it.

Rule 1: a store that fails costs nobody the coaching: the failure is logged and returned (promise 10).
Rule 2: progress that cannot be read counts as none, and the next save overwrites it. What another release added to it
is carried along.
Rule 3: nothing is kept without a user id; the store is not asked then.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, cast

import structlog

from skill.coach.session import Session
from skill.dialogue.progress import Progress, changes_progress, updated
from skill.dialogue.reply import Effect
from skill.dialogue.routine import Routine
from skill.dialogue.state import Phase, State
from skill.dialogue.timeline import left_off
from skill.dialogue.validation import time, understood
from skill.storage import JSON, Storage, StorageError


Persons = Mapping[str, JSON]
Entry = Mapping[str, Any]
"""What is stored of one person."""

_log = structlog.get_logger()


class ProgressStore:
    """Loads and saves the progress of people."""

    def __init__(self, storage: Storage, routine: Routine) -> None:
        self._storage = storage
        self._routine = routine

    def load(self, user: str, person: str) -> Entry | None:
        """Return what is stored of *person*, which may be nothing; None where the store did not answer."""
        found: list[Persons | None] = []
        loaded = self._done("load", user, lambda: found.append(self._storage.load(user)))
        return _entry(found[0], person) if loaded else None

    def save(self, user: str, session: Session, after: State, effect: Effect | None) -> Progress | None:
        """Save what follows from the turn to *after*, and return it; None where the store did not answer."""
        before, made = session.state, Progress()

        def change(persons: Persons | None) -> Persons | None:
            nonlocal made
            stored = _entry(persons, session.person)
            progress = Progress.from_dict(stored)
            made = updated(progress, before, after, effect, self._routine)
            if made == progress:
                return persons
            return _with(persons, session.person, _written(made, stored, after.now))

        return made if self._done("save", user, lambda: self._storage.update(user, change)) else None

    def leave(self, user: str, session: Session, at: float, *, in_silence: bool) -> None:
        """Save where *session* was left when it ended at the time *at*, unless something newer is saved."""
        if session.owes:
            self.restore(user, session)
        if session.guest or session.state.phase in (Phase.CLOSED, Phase.ENDED):
            return
        left = left_off(session.state, at, self._routine, in_silence=in_silence)

        def change(persons: Persons | None) -> Persons | None:
            stored = _entry(persons, session.person)
            progress = Progress.from_dict(stored)
            if not stored or progress.at > session.state.now:
                return persons
            saved = updated(progress, left, left, None, self._routine)
            return _with(persons, session.person, _written(saved, stored, at))

        if changes_progress(left, left, None):
            self._done("save", user, lambda: self._storage.update(user, change))

    def restore(self, user: str, session: Session) -> bool:
        """
        Save again what was found when *session* began: it was somebody else's.

        Return whether it is there now, or something newer than all that *session* saved.
        """
        found = session.found
        if found is None:
            return False

        def change(persons: Persons | None) -> Persons | None:
            if written_at(_entry(persons, session.person)) > session.wrote:
                return persons
            return _with(persons, session.person, None if session.found_none else found)

        return self._done("restore", user, lambda: self._storage.update(user, change))

    def forget(self, user: str, person: str) -> bool:
        """
        Delete the progress of *person* and return whether the store answered.

        Where no voice is known (*person* is ""), delete everything of *user*.
        """
        if not person:
            return self._done("delete", user, lambda: self._storage.delete(user))
        return self._done("delete", user, lambda: self._storage.update(user, lambda all_: _with(all_, person, None)))

    def forget_until(self, user: str, moment: float) -> None:
        """Delete what was saved of anybody of *user* up to *moment*; raises StorageError."""

        def change(persons: Persons | None) -> Persons | None:
            newer = {key: saved for key, saved in (persons or {}).items() if written_at(_entry(persons, key)) > moment}
            return newer or None

        if user:
            self._storage.update(user, change)

    def _done(self, doing: str, user: str, work: Callable[[], object]) -> bool:
        if not user:
            return False
        try:
            work()
        except StorageError as error:
            _log.warning("storage failed", doing=doing, error=str(error))
            return False
        return True


def progress_of(entry: Entry, at: float) -> Progress | None:
    """Return the progress in *entry*, its age at the time *at* filled in; None where nothing is stored."""
    progress = Progress.from_dict(entry)
    return replace(progress, age=max(0.0, at - progress.at)) if entry else None


def written_at(entry: Entry) -> float:
    """Return when *entry* was written, in seconds since 1970; 0 where it does not say so."""
    times = understood(entry, {"written": time, "at": time})
    return max(times.values(), default=0.0)


def _entry(persons: Persons | None, person: str) -> Entry:
    found = (persons or {}).get(person)
    if isinstance(found, Mapping):
        return found
    if found is not None:
        _log.warning("damaged progress counts as none; the next save replaces it")
    return {}


def _written(progress: Progress, stored: Entry, at: float) -> Entry:
    return {**progress.over(stored), "written": at}


def _with(persons: Persons | None, person: str, entry: Entry | None) -> Persons | None:
    """Return *persons* with *entry* as that of *person*, or without that; None where nobody is left."""
    others = {key: saved for key, saved in (persons or {}).items() if key != person}
    return (others if entry is None else {**others, person: cast(JSON, entry)}) or None
