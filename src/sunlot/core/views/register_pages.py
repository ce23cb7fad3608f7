"""Pages of the registers besides targets: items, inspectors, plans."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sunlot.core.model import Inspector, Item, Plan, PlanBatch
from sunlot.core.views.contents import Contents, Page
from sunlot.core.views.described import Field
from sunlot.core.views.names import Name

_ITEM_SHOWN = frozenset(
    ["name", "legal_basis", "duty_basis", "sanction_basis", "content", "checklist", "status", "grade", "to_confirm"]
)


def pages(site: Contents) -> Iterator[Page]:
    """Make all of them."""
    yield from item_pages(site)
    yield from inspector_pages(site)
    yield from plan_pages(site)


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """The items of one status."""

    title: str
    members: Sequence[Item]


def item_pages(site: Contents) -> Iterator[Page]:
    """The list of items, and a page for each."""
    held = [placed.value for _, placed in sorted(site.registry.items.items())]
    groups = [
        ItemGroup(site.words.term("item_status", code), members)
        for code in site.words.terms["item_status"]
        if (members := [item for item in held if item.status == code])
    ]
    yield Page("items/", "items", {"groups": groups})
    for key, placed in site.registry.items.items():
        item = placed.value
        record = site.describer.describe("item", placed.raw)
        tasks = site.registry.tasks.items()
        values = {
            "item": item,
            "rest": _without(record, _ITEM_SHOWN),
            "draws": [site.names.draw(draw) for draw, task in sorted(tasks, reverse=True) if key in task.value.items],
        }
        yield Page(f"items/{key}/", "item", values, "items/shell/", f"{key} {item.name}")


@dataclass(frozen=True, slots=True)
class InspectorRow:
    """A line of the list of inspectors."""

    id: str
    name: str
    unit: str
    certificate_no: str
    valid_to: str
    expired: bool
    areas: str
    visits: int
    status: str


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that an inspector was drawn for."""

    draw: Name
    target: Name
    role: str


def inspector_pages(site: Contents) -> Iterator[Page]:
    """The list of inspectors and experts, and a page for each inspector."""
    visits = _visits(site)
    held = [placed.value for placed in site.registry.inspectors.values()]
    held.sort(key=lambda one: (one.status != "active", site.seat(one.unit), one.name))
    rows = [_row(site, one, len(visits.get(one.id, ()))) for one in held]
    experts = [placed.value for placed in site.registry.experts.values()]
    yield Page("inspectors/", "inspectors", {"rows": rows, "experts": experts})
    for key, placed in site.registry.inspectors.items():
        record = site.describer.describe("inspector", placed.raw)
        values = {
            "person": placed.value,
            "rest": _without(record, {"id", "name", "status"}),
            "visits": visits.get(key, []),
        }
        yield Page(f"inspectors/{key}/", "inspector", values, "inspectors/shell/", placed.value.name)


def _row(site: Contents, one: Inspector, visits: int) -> InspectorRow:
    last = max(one.certificates, key=lambda certificate: certificate.valid_to, default=None)
    areas = dict.fromkeys(area for certificate in one.certificates for area in certificate.areas)
    return InspectorRow(
        one.id,
        one.name,
        site.names.authority(one.unit).text,
        last.certificate_no if last else "—",
        last.valid_to if last else "—",
        last is not None and last.valid_to < site.day,
        "、".join(site.names.division(area).text for area in areas),
        visits,
        one.status,
    )


def _visits(site: Contents) -> dict[str, list[Visit]]:
    found: dict[str, list[Visit]] = {}
    for draw in site.draws:
        for one in draw.live:
            for member in one.team:
                found.setdefault(member.person.id, []).append(Visit(site.names.draw(draw.id), one.target, member.role))
    return found


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch of a plan, with what became of it."""

    plan: PlanBatch
    unit: str
    items: Sequence[Name]
    draws: Sequence[Name]


def plan_pages(site: Contents) -> Iterator[Page]:
    """The list of plans, and a page for each."""
    plans = [placed.value for _, placed in sorted(site.registry.plans.items(), reverse=True)]
    yield Page("plans/", "plans", {"plans": plans})
    for key, placed in site.registry.plans.items():
        record = site.describer.describe("plan", placed.raw)
        values = {
            "plan": placed.value,
            "rest": _without(record, {"id", "title", "document_no", "to_confirm", "batches"}),
            "batches": list(_batches(site, placed.value)),
        }
        yield Page(f"plans/{key}/", "plan", values, "plans/shell/", placed.value.title)


def _batches(site: Contents, plan: Plan) -> Iterator[Batch]:
    tasks = sorted((draw, placed.value) for draw, placed in site.registry.tasks.items())
    for batch in plan.batches:
        yield Batch(
            batch,
            site.names.authority(batch.responsible_unit).text,
            [site.names.item(item) for item in batch.items],
            [site.names.draw(draw) for draw, task in tasks if (task.plan, task.batch) == (plan.id, batch.id)],
        )


def _without(record: dict[str, Field], shown: frozenset[str] | set[str]) -> list[Field]:
    """The fields of a record that its page does not show in a place of their own."""
    return [field for name, field in record.items() if name not in shown]
