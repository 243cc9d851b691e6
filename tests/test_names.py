"""One name, one meaning: over all of skill/, no public class and no module has two owners."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest


SKILL = Path(__file__).parents[1] / "skill"
MODULES = [path for path in sorted(SKILL.rglob("*.py")) if path.stem not in ("__init__", "__main__")]
ALLOWED: dict[str, str] = {}
"""Names with two owners, each with its reason; at most five."""


def public_types(path: Path) -> Iterator[str]:
    """Yield the names of the public classes and type aliases of a module."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            name = node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            name = target.id if isinstance(target, ast.Name) and target.id[0].isupper() else "_"
        else:
            continue
        if not name.startswith("_") and not name.isupper():
            yield name


def owners() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        module = path.relative_to(SKILL).as_posix()
        found[path.stem].append(module)
        for name in set(public_types(path)):
            found[name].append(module)
    return found


def test_no_public_type_and_no_module_has_two_owners() -> None:
    """A reader who knows a name from one package knows it from all."""
    doubled = {name: where for name, where in owners().items() if len(where) > 1}
    assert {name: where for name, where in doubled.items() if name not in ALLOWED} == {}


def test_the_exceptions_are_few_and_still_needed() -> None:
    """An exception that nothing needs any more goes."""
    assert len(ALLOWED) <= 5
    assert [name for name in ALLOWED if len(owners()[name]) < 2] == []


@pytest.mark.parametrize("source", ["class Kind: ...", "Kind = int | str", "Kind: type = int"])
def test_each_way_to_define_a_type_is_seen(source: str, tmp_path: Path) -> None:
    """A class, and an alias with and without an annotation."""
    (tmp_path / "module.py").write_text(source)
    assert list(public_types(tmp_path / "module.py")) == ["Kind"]
