"""Whether things were done in time, as far as the files tell: stages still owed, and visits against their window.

The files do not tell when an outcome was computed; the public value fixes it from its instant on, whoever computes it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sunlot.core.fairness.counted import frozen
from sunlot.core.model import Result, Task
from sunlot.core.protocol.record import Record

_GRACE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Owed:
    """A stage without an outcome.

    Attributes:
        draw: The draw.
        stage: The stage.
        due: The instant of its public value, UTC.
        overdue: Whether more than a day has passed since (protocol, section 12).
    """

    draw: str
    stage: str
    due: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Visits:
    """The visits of one draw against the window that its task gives.

    Attributes:
        draw: The draw.
        window: First and last day of the window.
        first: The day of the first visit.
        last: The day of the last one.
        visited: How many results tell of a visit.
        start: Days from the first day of the window to the first visit; below 0 if it came before.
        after: Visits after the window.
    """

    draw: str
    window: tuple[str, str]
    first: str
    last: str
    visited: int
    start: int
    after: int


def owed(record: Record, moment: str) -> Iterator[Owed]:
    """Yield the stages without an outcome, void ones included: theirs is owed as well."""
    for stage in frozen(record):
        if stage.outcome is None:
            due = stage.freeze.value.beacon.time
            late = datetime.fromisoformat(due) + _GRACE < datetime.fromisoformat(moment)
            yield Owed(record.draw, str(stage.id), due, late)


def visits(task: Task, results: Iterable[Result]) -> Visits | None:
    """Compare the visits of one draw with its window; None where there was none."""
    days = sorted(result.visit.visited_on for result in results if result.visit)
    if not days:
        return None
    start = (date.fromisoformat(days[0]) - date.fromisoformat(task.window_from)).days
    after = sum(day > task.window_to for day in days)
    return Visits(task.id, (task.window_from, task.window_to), days[0], days[-1], len(days), start, after)
