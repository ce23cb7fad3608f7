"""The page of deadlines: what is late and what is due soon, by the unit that answers for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sunlot.core.calendar import Calendars, working_days_between
from sunlot.core.deadlines import HORIZON, Deadline, Facts, chosen, deadlines
from sunlot.core.views.contents import Contents, Page
from sunlot.core.views.names import Name


@dataclass(frozen=True, slots=True)
class Row:
    """Something that is owed.

    Attributes:
        what: What it is.
        whom: Whom, or which draw, it concerns.
        unit: The authority that answers for it.
        due: The ISO date of its last day.
        days: Working days since that day; calendar days left until it, where it has not passed.
        provisional: Whether the calendar of that time is not known yet.
        clause: The source that asks for it.
    """

    what: str
    whom: Name
    unit: Name
    due: str
    days: int
    provisional: bool
    clause: str


@dataclass(frozen=True, slots=True)
class Unit:
    """What one authority owes."""

    name: Name
    late: Sequence[Row]
    soon: Sequence[Row]


def pages(site: Contents) -> Iterator[Page]:
    """Make the one page."""
    found = list(chosen(_all(site)))
    units = []
    for key in sorted({one.unit for one in found}, key=site.seat):
        own = [one for one in found if one.unit == key]
        late, soon = (_rows(site, [one for one in own if one.late is wanted]) for wanted in (True, False))
        units.append(Unit(site.names.authority(key), late, soon))
    passed = sum(one.late for one in found)
    yield Page("due/", "due", {"units": units, "late": passed, "soon": len(found) - passed, "horizon": HORIZON})


def overdue(site: Contents) -> list[Row]:
    """Give everything that is late, the longest first."""
    return _rows(site, [one for one in _all(site) if one.late])


def _all(site: Contents) -> list[Deadline]:
    return deadlines(Facts(registry=site.registry, day=date.fromisoformat(site.day), drawn=site.drawn))


def _rows(site: Contents, found: Sequence[Deadline]) -> list[Row]:
    calendars = Calendars.of(placed.value for placed in site.registry.calendars.values())
    return [_row(site, one, calendars) for one in found]


def _row(site: Contents, one: Deadline, calendars: Calendars) -> Row:
    days, unknown = working_days_between(one.due, one.day, calendars) if one.late else (one.days, False)
    what = one.what("zh", site.words.term)
    unit = site.names.authority(one.unit)
    return Row(what, _whom(site, one), unit, one.due.isoformat(), days, one.provisional or unknown, one.clause)


def _whom(site: Contents, one: Deadline) -> Name:
    names, about = site.names, one.about
    if about in ("target", "result"):
        target = names.target(one.subject)
        if (one.draw, one.subject) in site.results:
            return Name(target.id, target.text, f"results/{one.draw}/{one.subject}/")
        own = names.draw(one.draw).address if one.draw else None
        return Name(target.id, target.text, target.address or own)
    finders = {
        "draw": names.draw,
        "plan": names.plan,
        "item": names.item,
        "inspector": names.person,
        "expert": names.person,
    }
    return finders[about](one.subject) if about in finders else Name(one.subject, one.subject)
