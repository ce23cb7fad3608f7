"""Completeness of the registers as a page, as data, and as a table of targets that many or none supervise."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sunlot.core.completeness import Completeness, completeness
from sunlot.core.completeness.duties import Duty
from sunlot.core.completeness.staffing import Staffing
from sunlot.core.csv_cells import line
from sunlot.core.divisions import prefecture
from sunlot.core.model import Item
from sunlot.core.views.contents import Contents, Page
from sunlot.core.views.names import Name

SHOWN = 50
_COLUMNS = ("target", "name", "division", "bodies", "authorities")


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty, its item, and the articles that give it."""

    duty: Duty
    item: Item
    status: str


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A prefecture with its inspectors, one entry an item; None where it has no target of that item."""

    area: Name
    cells: Sequence[Staffing | None]


def told(site: Contents) -> Completeness:
    """Judge the registers on the day that the site shows."""
    return completeness(site.registry, site.day)


def page(site: Contents, whole: Completeness) -> Page:
    """Make the page."""
    names, items = site.names, site.registry.items
    statuses = list(site.words.terms["item_status"])
    rows = [DutyRow(one, items[one.item].value, site.words.term("item_status", one.status)) for one in whole.duties]
    rows.sort(key=lambda row: (statuses.index(row.duty.status), row.duty.item))
    staffed = sorted({one.item for one in whole.staffing})
    values = {
        "whole": whole,
        "now": next(one for one in whole.shares if one.day == whole.day),
        "duties": rows,
        "columns": [names.item(item) for item in staffed],
        "areas": list(_areas(site, whole.staffing, staffed)),
        "short": sum(one.short for one in whole.staffing),
        "nearly_fixed": sum(one.nearly_fixed for one in whole.staffing),
        "pairs": [
            (names.authority(pair.first), names.authority(pair.second), pair, [names.item(i) for i in pair.joint_items])
            for pair in whole.bodies.pairs
        ],
        "none": [names.target(key) for key in whole.bodies.none[:SHOWN]],
        "unreached": [names.target(key) for key in whole.bodies.unreached[:SHOWN]],
        "contacts": list(_contacts(site)),
        "office": names.authority(site.settings.authority),
        "title": site.settings.title,
        "lookup": f"{site.settings.site_url or ''}targets/",
    }
    return Page("completeness/", "completeness", values)


def _areas(site: Contents, staffing: Sequence[Staffing], items: Sequence[str]) -> Iterator[AreaRow]:
    found = {(one.area, one.item): one for one in staffing}
    for area in sorted({one.area for one in staffing}):
        yield AreaRow(site.names.division(area), [found.get((area, item)) for item in items])


def _contacts(site: Contents) -> Iterator[tuple[str, str, str]]:
    """Name, telephone and address of the own offices that can be reached, the repository's own first."""
    for key in sorted(site.registry.authorities, key=lambda key: (key != site.settings.authority, site.seat(key))):
        one = site.registry.authorities[key].value
        here = one.removed_on is None or one.removed_on > site.day
        if one.role == "own" and here and (one.public_phone or one.public_address):
            yield one.name, one.public_phone or "—", one.public_address or "—"


def as_data(whole: Completeness) -> dict[str, Any]:
    """All of it as data; who is supervised by many stands in a table of its own."""
    return {
        "as_of": whole.day,
        "duties": [asdict(one) for one in whole.duties],
        "shares": [asdict(one) | {"percent": one.percent} for one in whole.shares],
        "bodies": {
            "targets": whole.bodies.targets,
            "several": len(whole.bodies.several),
            "pairs": [asdict(one) | {"joint_items": list(one.joint_items)} for one in whole.bodies.pairs],
            "none": list(whole.bodies.none),
            "unreached": list(whole.bodies.unreached),
        },
        "staffing": [asdict(one) | {"short": one.short, "nearly_fixed": one.nearly_fixed} for one in whole.staffing],
    }


def bodies_table(site: Contents, whole: Completeness) -> str:
    """Targets that several bodies supervise, and those that none does, as comma-separated lines."""
    bodies = {**whole.bodies.several, **dict.fromkeys(whole.bodies.none, ())}
    lines = [_COLUMNS]
    for key in sorted(bodies, key=lambda key: (prefecture(site.registry.targets[key].value.division), key)):
        target = site.registry.targets[key].value
        lines.append((key, target.name, target.division, " ".join(bodies[key]), " ".join(target.supervised_by)))
    return "".join(map(line, lines))
