"""The page of the conversation: what each phase does on each event, written from the tables of the dialogue."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from skill.content.phrases import Script, script
from skill.content.routine_file import routine
from skill.dialogue.events import EventKind, kind_name
from skill.dialogue.moves import ANYWHERE, BASE, HISTORY, MOVES, OVER, WHILE_COUNTING
from skill.dialogue.questions import question
from skill.dialogue.routine import Posture, Routine
from skill.dialogue.state import KINDS, OVERLAYS, Confirm, Phase, State, Visit
from skill.dialogue.transitions import Manner, Row, posture


OPENING = """# What each phase does

This page is generated from the tables in `skill/dialogue/moves/`. There is a section for each phase, in the order of
a session, with the position of the body and the questions that the phase asks. Each line of a table names one or more
events and says what the coach does then. The [README](../README.md) says which event an intent leads to.

The coach looks for an event in this order, and the first table that names the event decides:

1. While seconds of a hold are left: the table of the phase for that time.
2. In HELD, HURT and CAUTION, which lie over another phase: the table for the phase beneath.
3. The table of the phase.
4. In HELD, HURT and CAUTION: the table at the end of this page for the phase beneath.
5. The table *Anywhere*.

CONFIRM has its own table alone: the phase beneath answers what that table does not name. CLOSED answers each event by
opening a session. After the end of a session, nothing is answered.
"""

POSTURES = {
    Posture.UP: "off the roller",
    Posture.SITTING: "sitting",
    Posture.LYING: "lying",
    Posture.HIPS_UP: "hips up",
    Posture.HIPS_LOW: "hips low",
    Posture.RISING: "getting up",
}


LYING, UPRIGHT = (Phase.ROLLING,), (Phase.WELCOME,)
BENEATH = {
    Phase.HELD: (LYING,),
    Phase.HURT: (LYING, UPRIGHT),
    Phase.CAUTION: (LYING, UPRIGHT),
    Phase.CONFIRM: (LYING, UPRIGHT),
}
"""What each overlay can lie over, by an example of each position."""


def render(locale: str = "en-US") -> str:
    """Write docs/dialogue.md, with the questions in the words of *locale*."""
    plan, words = routine(), script(locale)
    parts = [OPENING]
    for phase, row in MOVES.items():
        if row:
            parts += _section(phase, plan, words)
    for phases, row in _grouped(BASE.items()):
        parts += [f"## HELD, HURT and CAUTION, over {_names(phases)}\n", _table(row)]
    return "\n".join([*parts, "## Anywhere\n", _table({**ANYWHERE, **HISTORY})])


def _section(phase: Phase, plan: Routine, words: Script) -> Iterator[str]:
    states = list(_states(phase, plan))
    yield f"## {phase.name}\n"
    yield f"Position: {_position(phase, states, plan)}.\n"
    yield f"Questions: {' · '.join(_questions(states, plan, words))}\n"
    if phase in WHILE_COUNTING:
        yield "While seconds are left:\n"
        yield _table(WHILE_COUNTING[phase])
    for phases, row in _grouped((beneath, row) for (over, beneath), row in OVER.items() if over is phase):
        yield f"Over {_names(phases)}:\n"
        yield _table(row)
    if phase in WHILE_COUNTING or any(over is phase for over, _ in OVER):
        yield "Otherwise:\n"
    own, base = MOVES[phase], BASE.get(phase, {})
    yield _table({**own, **{kind: move for kind, move in base.items() if kind not in own}})


def _position(phase: Phase, states: Iterable[State], plan: Routine) -> str:
    if phase in OVERLAYS - {Phase.HELD}:
        return "that of the phase beneath; on the roller, lying with hips down"
    found = {posture(state, plan) for state in states}
    return ", ".join(name for each, name in POSTURES.items() if each in found)


def _states(phase: Phase, plan: Routine) -> Iterator[State]:
    """Return states of *phase* that differ in what its question or its position depends on."""
    numbers = [n for n, step in enumerate(plan, start=1) if step.kind in KINDS.get(phase, ())] or [len(plan)]
    confirms = tuple(Confirm) if phase is Phase.CONFIRM else (None,)
    cases = product(numbers, BENEATH.get(phase, ((),)), confirms, Visit, (False, True), (0, 1))
    for number, under, confirm, visit, barred, rounds in cases:
        yield State(
            phase, number, under=under, confirm=confirm, visit=visit, barred=barred, rounds=rounds, reminder="07:00"
        )


def _questions(states: Iterable[State], plan: Routine, words: Script) -> dict[str, None]:
    asked = (question(state, manner, plan) for manner in (Manner.NEW, Manner.WAIT) for state in states)
    return dict.fromkeys(f"*{words.text(each.line)}*" for each in asked if each)


def _grouped(rows: Iterable[tuple[Phase, Row]]) -> list[tuple[list[Phase], Row]]:
    """Return each different row once, with all its phases."""
    found: list[tuple[list[Phase], Row]] = []
    for key, row in rows:
        keys = next((keys for keys, other in found if other == row), None)
        if keys is None:
            found.append(([key], row))
        else:
            keys.append(key)
    return found


def _names(phases: Iterable[Phase]) -> str:
    return ", ".join(phase.name for phase in sorted(phases, key=list(MOVES).index))


def _table(row: Mapping[EventKind, object]) -> str:
    lines = (f"| {', '.join(names)} | {does} |" for does, names in _by_move(row).items())
    return "\n".join(["| event | what the coach does |", "|---|---|", *lines, ""])


def _by_move(row: Mapping[EventKind, object]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, move in row.items():
        does = " ".join((move.__doc__ or "").split())
        found.setdefault(does, []).append(kind_name(kind))
    return found
