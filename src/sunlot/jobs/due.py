"""Gather what a bureau owes, on a day, from its records and draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sunlot.core.deadlines import HORIZON, Deadline, Facts, chosen, deadlines
from sunlot.core.decided import decided
from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.core.protocol.grammar import beijing_date
from sunlot.core.protocol.reading import read
from sunlot.core.registry import Registry
from sunlot.jobs.loading import load
from sunlot.jobs.moment import moment_of
from sunlot.store.drawfolders import DrawFolder, begun, draw_ids
from sunlot.store.repository import Store


@dataclass(frozen=True, slots=True)
class Due:
    """What is owed.

    Attributes:
        day: The day at which this holds.
        deadlines: Those that were asked for, the longest overdue first.
        registry: The records, for names.
        problems: Records that could not be read, and whose deadlines are therefore missing.
    """

    day: date
    deadlines: Sequence[Deadline]
    registry: Registry
    problems: Sequence[Problem]

    @property
    def late(self) -> int:
        """How many of them are late."""
        return sum(one.late for one in self.deadlines)


def due(
    store: Store, *, now: str, as_of: date | None = None, unit: str | None = None, within: int | None = HORIZON
) -> Due:
    """Tell what is late, and what is due soon.

    What a draw decided counts whether or not its folder verifies: nobody gets rid of a deadline by damaging a file.

    Args:
        store: The state to read.
        now: This instant, UTC.
        as_of: Judge at the end of this day instead; by default a demonstration is judged at the day it pins.
        unit: Only what this authority, or one below it, answers for.
        within: How many days ahead to look; None for all.

    Raises:
        ProblemsError: If there is no such authority (F430).
    """
    loading = load(store)
    registry = loading.registry
    units = None
    if unit is not None:
        if unit not in registry.authorities:
            known = "、".join(sorted(registry.authorities)) or "—"
            values = {"id": unit, "what": "单位", "what_en": "authority", "known": known}
            raise ProblemsError([problem(Place("registers/authorities"), "F430", **values)])
        units = registry.descendants(unit)
    moment = moment_of(registry, as_of, now)
    day = date.fromisoformat(beijing_date(moment))
    draws = [one for one in draw_ids(store.source) if begun(store.source, one)]
    drawn = {one: decided(read(DrawFolder(store.source, one), one), moment) for one in draws}
    found = deadlines(Facts(registry=registry, day=day, drawn=drawn))
    return Due(day, tuple(chosen(found, within=within, units=units)), registry, loading.problems)
