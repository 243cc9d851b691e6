"""The tables are the specification: a cell is a row, not a comparison of phases inside a move."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from skill.dialogue import moves
from skill.dialogue.events import EventKind, kind_name
from skill.dialogue.moves import ANYWHERE, BASE, MOVES, OVER, WHILE_COUNTING
from skill.dialogue.state import COUNTING, OVERLAYS, Phase
from skill.dialogue.transitions import Move


FOLDER = Path(moves.__file__).parent
GROUPS = {"ABOVE", "BEFORE_LYING", "COUNTING", "OVERLAYS", "RUNNING"}
"""The names of sets of phases."""

ALLOWED = {
    "anywhere._is_across": (3, "undo compares the state before with the state now"),
    "ending.carry_on": (1, "a rest under the question ends with it"),
    "ending._below": (1, "the one offer of FINISHED counts as made"),
    "opening.opened": (1, "the phase is the one of a saved place, not of a state"),
    "opening._returned": (1, "the phase is the one of a saved place, not of a state"),
    "anywhere.unclear": (1, "the third time, the words name the way off the roller"),
    "stopping.emergency": (1, "the words name the way off the roller where somebody may lie on it"),
}
"""How often each function may compare phases, and why."""

TABLES = {
    **{f"{phase}": row for phase, row in MOVES.items()},
    **{f"{phase} while counting": row for phase, row in WHILE_COUNTING.items()},
    **{f"{phase} over {beneath}": row for (phase, beneath), row in OVER.items()},
    **{f"{phase} as base": row for phase, row in BASE.items()},
    "anywhere": ANYWHERE,
}
CELLS = {f"{name}-{kind_name(kind)}": move for name, row in TABLES.items() for kind, move in row.items()}


def compares(node: ast.AST) -> bool:
    """Tell whether *node* compares a phase, or asks what depends on the phase alone."""
    if isinstance(node, ast.Match):
        return is_phase(node.subject)
    if isinstance(node, ast.Compare):
        return any(is_phase(side) for side in (node.left, *node.comparators))
    return is_call(node, {"is_down"})


def is_phase(node: ast.AST) -> bool:
    """Tell whether *node* reads a phase, or names one, or a set of some."""
    return any(
        (isinstance(each, ast.Attribute) and each.attr == "phase")
        or (isinstance(each, ast.Name) and each.id in {"Phase", *GROUPS})
        or is_call(each, {"base_phase"})
        for each in ast.walk(node)
    )


def is_call(node: ast.AST, names: set[str]) -> bool:
    """Tell whether *node* calls one of the functions *names*."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def comparisons(source: str, module: str) -> Counter[str]:
    """Count the comparisons of phases in each function of *source*."""
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    found = {f"{module}.{function.name}": sum(map(compares, ast.walk(function))) for function in functions}
    return Counter({name: count for name, count in found.items() if count})


def test_a_move_compares_phases_only_where_it_is_allowed_to() -> None:
    """Ten times in all, each with its reason: what a phase does is a row of its table."""
    found: Counter[str] = Counter()
    for file in FOLDER.glob("*.py"):
        found += comparisons(file.read_text(encoding="utf-8"), file.stem)
    assert found == {name: count for name, (count, _) in ALLOWED.items()}
    assert found.total() <= 10


@pytest.mark.parametrize(
    "condition",
    ["state.phase is Phase.HELD", "state.phase in (Phase.HELD, Phase.HURT)", "base_phase(state) in ABOVE",
     "below.phase == Phase.HELD", "is_down(state)", "base in ABOVE", "phase is Phase.HELD",
     "not is_down(state)", "Phase.HELD is state.phase"],
)  # fmt: skip
def test_each_way_to_compare_a_phase_is_found(condition: str) -> None:
    """The count above would be worth nothing if a comparison could hide from it."""
    source = f"def move(state):\n    return 1 if {condition} else 2\n"
    assert comparisons(source, "m") == {"m.move": 1}


def test_a_match_on_a_phase_is_found() -> None:
    """A match statement is a comparison too."""
    source = "def move(state):\n    match state.phase:\n        case Phase.HELD:\n            return 1\n"
    assert comparisons(source, "m") == {"m.move": 1}


def test_every_phase_has_a_row() -> None:
    """ENDED answers nothing, so it alone has none."""
    assert set(MOVES) == set(Phase) - {Phase.ENDED}


def test_each_second_key_is_one_that_can_be() -> None:
    """Only an overlay lies over a phase, and no base phase is an overlay."""
    assert {phase for phase, _ in OVER} <= OVERLAYS - {Phase.CONFIRM}
    assert not set(BASE) & OVERLAYS
    assert set(WHILE_COUNTING) == COUNTING | {Phase.SETTLING}


@pytest.mark.parametrize("row", [pytest.param(row, id=name) for name, row in TABLES.items()])
def test_no_row_says_what_holds_without_it(row: dict[EventKind, Move]) -> None:
    """A row that repeats ANYWHERE says nothing."""
    if row is ANYWHERE:
        return
    assert [kind_name(kind) for kind, move in row.items() if ANYWHERE.get(kind) is move] == []


@pytest.mark.parametrize("move", [pytest.param(move, id=name) for name, move in CELLS.items()])
def test_each_move_says_in_a_docstring_what_it_does(move: Move) -> None:
    """The docstring stands in docs/dialogue.md."""
    text = move.__doc__
    assert text
    assert text[0].isupper()
    assert text.endswith(".")
