"""
The place to come back to, kept in a store; one record per user, persons inside it.

Rule 1: storage that fails costs nobody the coaching: it is logged, told once, and forgotten about (promise 10).
Rule 2: a record that is not ours to read counts as none, and is overwritten.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

import structlog

from skill.coach.session import Session
from skill.dialogue.memory import is_worth_keeping, remembered
from skill.dialogue.reply import Effect
from skill.dialogue.routine import Routine
from skill.dialogue.state import Phase, Record, State, StateError
from skill.dialogue.timeline import left_off
from skill.storage import JSON, Storage, StorageError


_log = structlog.get_logger()


class Places:
    """What is kept of people, and whether that works."""

    def __init__(self, storage: Storage, routine: Routine) -> None:
        self._storage = storage
        self._routine = routine

    def recall(self, user: str, person: str, at: float) -> tuple[Record | None, bool]:
        """Give what is kept of *person*, its age in seconds filled in, and whether the store answered."""
        try:
            persons = self._storage.load(user)
        except StorageError as error:
            _log.warning("storage failed", doing="load", error=str(error))
            return None, False
        record = _read(persons, person)
        return (replace(record, age=max(0.0, at - record.at)) if record else None), True

    def keep(self, user: str, session: Session, after: State, effect: Effect | None) -> Record | None:
        """Keep what follows from the turn to *after*, and give it; None where the store did not answer."""
        before, made = session.state, Record()

        def change(persons: Mapping[str, JSON] | None) -> Mapping[str, JSON]:
            nonlocal made
            made = remembered(_read(persons, session.person) or Record(), before, after, effect, self._routine)
            return {**(persons or {}), session.person: cast(JSON, made.to_dict())}

        return made if self._done("save", lambda: self._storage.update(user, change)) else None

    def leave(self, user: str, session: Session, at: float, *, in_silence: bool) -> None:
        """Keep where *session* was left when it ended at the time *at*, unless something newer is kept."""
        if session.guest or session.state.phase in (Phase.CLOSED, Phase.ENDED):
            return
        left = left_off(session.state, at, self._routine, in_silence=in_silence)

        def change(persons: Mapping[str, JSON] | None) -> Mapping[str, JSON] | None:
            record = _read(persons, session.person)
            if record is None or record.at > session.state.now:
                return persons
            kept = remembered(record, left, left, None, self._routine)
            return {**(persons or {}), session.person: cast(JSON, kept.to_dict())}

        if is_worth_keeping(left, left, None):
            self._done("save", lambda: self._storage.update(user, change))

    def restore(self, user: str, session: Session) -> bool:
        """Keep again what was found when *session* began: it was somebody else; says whether the store answered."""
        found = session.found
        if found is None:
            return False

        def change(persons: Mapping[str, JSON] | None) -> Mapping[str, JSON] | None:
            others = {key: kept for key, kept in (persons or {}).items() if key != session.person}
            if found == Record():
                return others or None
            return {**others, session.person: cast(JSON, found.to_dict())}

        return self._done("restore", lambda: self._storage.update(user, change))

    def forget(self, user: str, person: str) -> bool:
        """
        Delete what is kept of *person*; says whether the store answered.

        Where nobody's voice is known (*person* is ""), everything of *user* goes.
        """

        def change(persons: Mapping[str, JSON] | None) -> Mapping[str, JSON] | None:
            return {key: kept for key, kept in (persons or {}).items() if key != person} or None

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


def _read(persons: Mapping[str, JSON] | None, person: str) -> Record | None:
    data = (persons or {}).get(person)
    if not isinstance(data, Mapping):
        return None
    try:
        return Record.from_dict(data)
    except StateError:
        _log.warning("a record of another version was passed over")
        return None
