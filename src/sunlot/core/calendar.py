"""Working days: the national arrangement, the region's own holidays, and weekdays where nothing is known yet.

A calendar of the register names the days that differ from the plain week. A year is known once the State Council has
arranged it; a date reckoned through a year that is not known is provisional (domain, section 11.3).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from sunlot.core.model import Calendar

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendars:
    """All calendars of a register.

    Attributes:
        holidays: Weekdays without work.
        workdays: Saturdays and Sundays on which work is made up for.
        known: Years whose national arrangement is published.
    """

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    known: frozenset[int] = frozenset()

    @classmethod
    def of(cls, records: Iterable[Calendar]) -> Self:
        """Gather the calendars of a register."""
        listed = list(records)
        days = [(date.fromisoformat(day.date), day.kind) for calendar in listed for day in calendar.days]
        return cls(
            frozenset(day for day, kind in days if kind == "holiday"),
            frozenset(day for day, kind in days if kind == "workday"),
            frozenset(int(calendar.id) for calendar in listed if calendar.complete),
        )

    def is_working_day(self, day: date) -> bool:
        """Tell whether work is done on a day; where the year is not known, by the day of the week."""
        if day in self.holidays:
            return False
        return day.weekday() < 5 or day in self.workdays

    def first_unknown(self, start: date, end: date) -> int | None:
        """Name the first year between two days (both included) that is not known."""
        return next((year for year in range(start.year, end.year + 1) if year not in self.known), None)


def add_working_days(start: date, n: int, calendars: Calendars) -> tuple[date, bool]:
    """Find the n-th working day after a day, which itself is not counted (民法典 201); before it, when n is negative.

    Returns:
        The day (`start` for 0), and whether it is provisional.
    """
    step, day, left = (_DAY if n > 0 else -_DAY), start, abs(n)
    while left:
        day += step
        left -= calendars.is_working_day(day)
    return day, calendars.first_unknown(min(start, day), max(start, day)) is not None


def working_days_between(start: date, end: date, calendars: Calendars) -> tuple[int, bool]:
    """Count the working days after `start` up to `end`, negative when `end` comes first.

    Returns:
        The number, and whether it is provisional. `add_working_days` takes the number back to a working day `end`.
    """
    first, last = min(start, end), max(start, end)
    step = _DAY if start <= end else -_DAY
    worked = sum(calendars.is_working_day(start + n * step) for n in range(1, (last - first).days + 1))
    return worked if start <= end else -worked, calendars.first_unknown(first, last) is not None
