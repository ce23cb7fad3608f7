"""The figures of a circular, counted from the draw and its results, so that they can be neither forgotten nor bent."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sunlot.core.corrections import in_force
from sunlot.core.drawn import Drawn
from sunlot.core.model import Result
from sunlot.core.registry import Placed


@dataclass(frozen=True, slots=True)
class Tally:
    """What a circular says in numbers (domain, section 8).

    Attributes:
        population: Targets in the frozen lists.
        drawn: Targets that were ever selected or brought in.
        inspected: Results with a visit.
        cancelled: Drawn targets that left again, or whose result had no visit.
        counts: Primary result code → results.
        pending: Targets still to be inspected that have no result.
    """

    population: int
    drawn: int
    inspected: int
    cancelled: int
    counts: Mapping[str, int] = field(default_factory=dict)
    pending: tuple[str, ...] = ()


def tally(drawn: Drawn, results: Iterable[Placed[Result]], until: str) -> Tally:
    """Count the results of one draw that were in force on a day.

    Args:
        drawn: The draw.
        results: Results, those of other draws included.
        until: The day of the circular.
    """
    found = [placed.value for (draw, _), placed in in_force(results, until).items() if draw == drawn.draw]
    visited = {result.target for result in found if result.visit is not None}
    settled = {result.target for result in found}
    return Tally(
        population=drawn.population,
        drawn=len(drawn.selected),
        inspected=len(visited),
        cancelled=len((settled | drawn.vacated.keys()) - visited),
        counts=dict(sorted(Counter(result.result_code for result in found).items())),
        pending=tuple(target for target in drawn.live if target not in settled),
    )
