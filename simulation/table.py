"""The measurements of a crowd, a row for each persona."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from simulation.measurements import Measurements


Some = Sequence[Measurements]
EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Column:
    """A figure of some people: its name, how it is counted, how it is written."""

    name: str
    count: Callable[[Some], float | None]
    form: str = "{:.1f}"

    def cell(self, people: Some) -> str:
        """Write the figure of *people*, a dash where it says nothing."""
        value = self.count(people)
        return "–" if value is None else self.form.format(value)


def mean(name: str) -> Callable[[Some], float]:
    """Count *name* for one person, on average."""
    return lambda people: fmean(getattr(one, name) for one in people)


def total(name: str) -> Callable[[Some], float]:
    """Count *name* for all of them."""
    return lambda people: sum(getattr(one, name) for one in people)


def share(part: str, whole: str) -> Callable[[Some], float | None]:
    """Count *part* out of *whole*; None where there was nothing to be counted."""

    def counted(people: Some) -> float | None:
        of = total(whole)(people)
        return total(part)(people) / of if of else None

    return counted


def hours(people: Some) -> float:
    """Return how long they took, all together."""
    return max(1.0, total("seconds")(people)) / 3600


COLUMNS = (
    Column("people", len, "{:.0f}"),
    Column("reached step 7", mean("reached"), "{:.0%}"),
    Column("sessions died", total("died"), "{:.0f}"),
    Column("wake words", mean("wakes")),
    Column("waited for nothing, s", mean("waited"), "{:.0f}"),
    Column("not understood", mean("unclear"), "{:.2f}"),
    Column("said to a closed microphone", mean("unheard"), "{:.2f}"),
    Column("questions: place kept", share("kept", "asked"), "{:.0%}"),
    Column("pain: heeded", share("heeded", "reports"), "{:.0%}"),
    Column("came back to the step", share("resumed", "returns"), "{:.0%}"),
    Column("coach ahead of the body", mean("ahead"), "{:.2f}"),
    Column("led on", total("led_on"), "{:.0f}"),
    Column("told to go on after trouble", total("told_on"), "{:.0f}"),
    Column("rolled unbidden", total("unbidden"), "{:.0f}"),
    Column("needless rests an hour", lambda people: total("needless")(people) / hours(people)),
    Column("left on the roller", total("left"), "{:.0f}"),
    Column("silent too long", total("silent"), "{:.0f}"),
    Column("minutes", lambda people: fmean(one.seconds for one in people) / 60),
)


def by_persona(lives: Iterable[Measurements]) -> Mapping[str, list[Measurements]]:
    """Sort *lives* by persona, in the order in which they come."""
    found: dict[str, list[Measurements]] = {}
    for one in lives:
        found.setdefault(one.persona, []).append(one)
    return found


def rows(lives: Some) -> list[list[str]]:
    """Return the table's cells, its head first, everybody together last."""
    groups = {**by_persona(lives), EVERYBODY: list(lives)}
    head = ["persona", *(column.name for column in COLUMNS)]
    return [head, *([name, *(column.cell(some) for column in COLUMNS)] for name, some in groups.items())]


def plain(lives: Some) -> str:
    """Write the table for a terminal: measurements in narrow columns, their names above, word by word."""
    head, *body = rows(lives)
    words = [name.split() for name in head]
    heights = max(map(len, words))
    stacked = [[*[""] * (heights - len(name)), *name] for name in words]
    widths = [max(map(len, column)) for column in zip(*body, *zip(*stacked, strict=True), strict=True)]
    lines = [*zip(*stacked, strict=True), *body]
    return "\n".join(_line(cells, widths) for cells in lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (
        cell.rjust(width) if place else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join((first, *others)).rstrip()


def markdown(lives: Some) -> str:
    """Write the table for a page."""
    head, *body = rows(lives)
    rule = ["---", *["--:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *body))
