"""
What is kept of a turn.

Rule 1: the place is kept before it is spoken of: a session can die without a word.
Rule 2: HURT and CAUTION are kept as HELD; nothing kept says pain (promises 2 and 9).
Rule 3: a run that ended, by its last step, a stop sign or an emergency, leaves no place; one that was left early
keeps the place that it had, and does not count as finished.
"""

from dataclasses import replace

from skill.dialogue.reply import Effect
from skill.dialogue.routine import Routine
from skill.dialogue.state import OVERLAYS, Phase, Place, Record, State
from skill.dialogue.transitions import RUNNING, ground


UNKEPT = frozenset({Phase.CLOSED, Phase.WELCOME, Phase.SCREEN, Phase.RETURNING})
"""The phases that leave what is kept as it is."""

PACES = {Effect.SLOWER: -1, Effect.FASTER: 1}
AMOUNTS = {Effect.FEWER_WORDS: True, Effect.MORE_WORDS: False}


def is_worth_keeping(before: State, after: State, effect: Effect | None) -> bool:
    """Whether a turn changes anything that is kept."""
    if effect in PACES or effect in AMOUNTS or after.barred or after.gentle != before.gentle:
        return True
    reopened = before.phase is Phase.CLOSED and after.phase is Phase.WELCOME
    return reopened or ground(after) not in UNKEPT


def remembered(record: Record, before: State, after: State, effect: Effect | None, routine: Routine) -> Record:
    """Give what is kept after a turn from *before* to *after*; the same record where nothing changed."""
    kept = _preferring(_placed(_counted(record, before, after), after, routine), effect)
    if ground(after) in UNKEPT:
        return kept  # whoever only looked in has not been back: the place is as old as it was
    return replace(kept, at=after.now, age=0.0)


def _counted(record: Record, before: State, after: State) -> Record:
    if before.phase is Phase.PLACE and after.phase in RUNNING | {Phase.RISING} and before.step == 1:
        return replace(record, started=record.started + 1)
    if after.phase is Phase.FINISHED and before.phase is Phase.RISING and not (after.barred or after.early):
        return replace(record, finished=record.finished + 1)
    if before.phase is Phase.CLOSED and after.phase is Phase.WELCOME and record.place is not None:
        return replace(record, finished=record.finished + 1, place=None)  # getting up was all that was left
    return record


def _placed(record: Record, after: State, routine: Routine) -> Record:
    phase = ground(after)
    if after.barred or (phase is Phase.FINISHED and not after.early):
        return replace(record, place=None, fetching=False, gentle=False, rolling=0)
    if after.early or phase in UNKEPT - {Phase.RETURNING}:
        return record
    if phase is Phase.RETURNING or (phase is Phase.REOPENED and record.place is not None):
        return replace(record, gentle=after.gentle)
    if phase is Phase.FETCH:
        return replace(record, fetching=True, gentle=record.gentle or after.gentle)
    place = Place(_saved(after, routine), routine.step(after.step).id, after.left + after.rest)
    rolling = max(1, int(after.rolling_ends - after.now))
    return replace(record, place=place, fetching=False, gentle=after.gentle, rolling=rolling)


def _saved(after: State, routine: Routine) -> Phase:
    phase = ground(after)
    if phase is Phase.RISING and after.step < len(routine):
        return Phase.BRIDGE  # a part that ends with getting up: nobody has heard it yet
    return Phase.HELD if after.phase in OVERLAYS and phase not in (Phase.PLACE, Phase.RISING) else phase


def _preferring(record: Record, effect: Effect | None) -> Record:
    if effect in PACES:
        return replace(record, pace=PACES[effect])
    if effect in AMOUNTS:
        return replace(record, few=AMOUNTS[effect])
    return record
