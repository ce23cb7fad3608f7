"""The fairness record of a repository: everything that happened to its draws, beside what chance alone would give.

Counted are the draws that the verifier accepts and whose targets were drawn by the day. A refused draw is left out and
named; a stage that was set aside decides nothing, and is shown with what it would have decided.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sunlot.core.fairness.chance import Compared
from sunlot.core.fairness.changes import Change, LeftOut, Voided, left_out, reliefs, substitutions, voids
from sunlot.core.fairness.counted import counted
from sunlot.core.fairness.places import Simulated, by_inspector
from sunlot.core.fairness.selection import Drawing, StratumCount, by_prefecture, by_stratum, drawing
from sunlot.core.fairness.timing import Owed, Visits, owed, visits
from sunlot.core.fairness.waiting import Waiting, last_visits
from sunlot.core.fairness.waiting import by_prefecture as waiting_by_prefecture
from sunlot.core.identity import current
from sunlot.core.model import Result
from sunlot.core.protocol.record import Record
from sunlot.core.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """The record.

    Attributes:
        day: The ISO date in Beijing that it holds for.
        draws: The draws that are counted.
        refused: The draws that the verifier refuses; nothing of them is counted.
        voids: Stages that were set aside.
        substitutions: Targets that were replaced.
        reliefs: Inspectors who were replaced.
        left_out: Who was not in the lists, by draw and reason.
        owed: Stages without an outcome.
        visits: First and last visits against their windows.
        strata: Selections by draw and stratum.
        prefectures: Selections by prefecture, of all draws.
        inspectors: Places by inspector, of all draws.
        simulated: The stages that were simulated for that.
        waiting: Time since the last inspection, by prefecture.
        drawing: Who was never drawn.
    """

    day: str
    draws: tuple[str, ...]
    refused: tuple[str, ...]
    voids: tuple[Voided, ...]
    substitutions: tuple[Change, ...]
    reliefs: tuple[Change, ...]
    left_out: tuple[LeftOut, ...]
    owed: tuple[Owed, ...]
    visits: tuple[Visits, ...]
    strata: tuple[StratumCount, ...]
    prefectures: Mapping[str, Compared]
    inspectors: Mapping[str, Compared]
    simulated: tuple[Simulated, ...]
    waiting: tuple[Waiting, ...]
    drawing: Drawing

    @property
    def compared(self) -> tuple[Compared, ...]:
        """Every count that has a band."""
        return (*self.prefectures.values(), *self.inspectors.values())

    @property
    def flagged(self) -> int:
        """How many counts lie outside of their band."""
        return sum(one.flagged for one in self.compared)

    @property
    def expected_flags(self) -> float:
        """How many would on average lie outside by chance alone; counts that depend on each other included."""
        return sum(one.band.outside for one in self.compared)


def fairness(
    registry: Registry,
    records: Mapping[str, Record],
    results: Iterable[Result],
    *,
    refused: Collection[str],
    standing: Iterable[str],
    day: str,
    moment: str,
) -> Fairness:
    """Make the record.

    Args:
        registry: The records.
        records: The folders of the draws.
        results: The results in force.
        refused: The draws that the verifier refuses.
        standing: The targets in the register on the day.
        day: The ISO date in Beijing.
        moment: The instant (UTC) at which that day ends.
    """
    found = list(results)
    told = {draw: record for draw, record in sorted(records.items()) if draw not in refused}
    draws = list(counted(told, moment))
    now = current(registry)
    loads = by_inspector(draws)
    windows = (
        visits(registry.tasks[draw].value, (one for one in found if one.draw == draw))
        for draw in told
        if draw in registry.tasks
    )
    return Fairness(
        day=day,
        draws=tuple(one.record.draw for one in draws),
        refused=tuple(sorted(refused)),
        voids=tuple(one for record in told.values() for one in voids(record)),
        substitutions=tuple(one for record in told.values() for one in substitutions(record)),
        reliefs=tuple(one for record in told.values() for one in reliefs(record)),
        left_out=tuple(one for record in told.values() for one in left_out(record)),
        owed=tuple(one for record in told.values() for one in owed(record, moment)),
        visits=tuple(one for one in windows if one),
        strata=tuple(row for one in draws for row in by_stratum(one)),
        prefectures=by_prefecture(draws),
        inspectors=loads.places,
        simulated=loads.simulated,
        waiting=tuple(waiting_by_prefecture(registry, standing, last_visits(found, now), day)),
        drawing=drawing(draws, now),
    )
