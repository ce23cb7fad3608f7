"""Rules on the working calendar (domain, section 11.3)."""

from collections.abc import Iterator
from datetime import timedelta

from sunlot.core.problems import Place, Problem, problem
from sunlot.core.registry import Registry
from sunlot.core.rules.base import Context, rule


@rule("F217")
def calendar_ends_too_soon(registry: Registry, context: Context) -> Iterator[Problem]:
    """The calendar covers the next twelve months, or deadlines are provisional (政府信息公开条例 26: working days)."""
    for year in range(context.as_of.year, (context.as_of + timedelta(days=365)).year + 1):
        if year not in context.calendars.known and ("calendar", str(year)) not in context.unread:
            placed = registry.calendars.get(str(year))
            place = placed.place("complete") if placed else Place(f"registers/calendar/{year}.yaml")
            yield problem(place, "F217", year=year)


@rule("F227")
def day_out_of_place(registry: Registry, _: Context) -> Iterator[Problem]:
    """A calendar lists the days of its own year, each once (domain, section 11.3)."""
    for placed in registry.calendars.values():
        seen: set[str] = set()
        for number, day in enumerate(placed.value.days):
            if day.date[:4] != placed.value.id or day.date in seen:
                yield problem(placed.place("days", number, "date"), "F227", date=day.date, year=placed.value.id)
            seen.add(day.date)
