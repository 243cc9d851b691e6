"""
Saved progress in a store: one record per user, the progress of each person inside it.

Rule 1: a store that fails costs nobody the coaching: the failure is logged and returned (promise 10).
Rule 2: progress that cannot be read counts as none, and the next save overwrites it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

import structlog

from skill.coach.session import Session
from skill.dialogue.progress import Progress, changes_progress, updated
from skill.dialogue.reply import Effect
from skill.dialogue.routine import Routine
from skill.dialogue.state import Phase, State, StateError
from skill.dialogue.timeline import left_off
from skill.storage import JSON, Storage, StorageError


_log = structlog.get_logger()


class ProgressStore:
    """Loads and saves the progress of people."""

    def __init__(self, storage: Storage, routine: Routine) -> None:
        self._storage = storage
        self._routine = routine

    def load(self, user: str, person: str, at: float) -> tuple[Progress | None, bool]:
        """Return the progress of *person*, its age in seconds filled in, and whether the store answered."""
        try:
            persons = self._storage.load(user)
        except StorageError as error:
            _log.warning("storage failed", doing="load", error=str(error))
            return None, False
        progress = _read(persons, person)
        return (replace(progress, age=max(0.0, at - progress.at)) if progress else None), True

    def save(self, user: str, session: Session, after: State, effect: Effect | None) -> Progress | None:
        """Save what follows from the turn to *after*, and return it; None where the store did not answer."""
        before, made = session.state, Progress()

        def change(persons: Mapping[str, JSON] | None) -> Mapping[str, JSON]:
            nonlocal made
            made = updated(_read(persons, session.person) or Progress(), before, after, effect, self._routine)
            return {**(persons or {}), session.person: cast(JSON, made.to_dict())}

        return made if self._done("save", lambda: self._storage.update(user, change)) else None

    def leave(self, user: str, session: Session, at: float, *, in_silence: bool) -> None:
        """Save where *session* was left when it ended at the time *at*, unless something newer is saved."""
        if session.guest or session.state.phase in (Phase.CLOSED, Phase.ENDED):
            return
        left = left_off(session.state, at, self._routine, in_silence=in_silence)

        def change(persons: Mapping[str, JSON] | None) -> Mapping[str, JSON] | None:
            progress = _read(persons, session.person)
            if progress is None or progress.at > session.state.now:
                return persons
            saved = updated(progress, left, left, None, self._routine)
            return {**(persons or {}), session.person: cast(JSON, saved.to_dict())}

        if changes_progress(left, left, None):
            self._done("save", lambda: self._storage.update(user, change))

    def restore(self, user: str, session: Session) -> bool:
        """Save again what was found when *session* began: it was somebody else's. Return whether the store answered."""
        found = session.found
        if found is None:
            return False

        def change(persons: Mapping[str, JSON] | None) -> Mapping[str, JSON] | None:
            others = {key: saved for key, saved in (persons or {}).items() if key != session.person}
            if found == Progress():
                return others or None
            return {**others, session.person: cast(JSON, found.to_dict())}

        return self._done("restore", lambda: self._storage.update(user, change))

    def forget(self, user: str, person: str) -> bool:
        """
        Delete the progress of *person* and return whether the store answered.

        Where no voice is known (*person* is ""), delete everything of *user*.
        """

        def change(persons: Mapping[str, JSON] | None) -> Mapping[str, JSON] | None:
            return {key: saved for key, saved in (persons or {}).items() if key != person} or None

        if not person:
            return self._done("delete", lambda: self._storage.delete(user))
        return self._done("delete", lambda: self._storage.update(user, change))

    def _done(self, doing: str, work: Callable[[], object]) -> bool:
        try:
            work()
        except StorageError as error:
            _log.warning("storage failed", doing=doing, error=str(error))
            return False
        return True


def _read(persons: Mapping[str, JSON] | None, person: str) -> Progress | None:
    data = (persons or {}).get(person)
    if not isinstance(data, Mapping):
        return None
    try:
        return Progress.from_dict(data)
    except StateError:
        _log.warning("saved progress of another version was ignored")
        return None
