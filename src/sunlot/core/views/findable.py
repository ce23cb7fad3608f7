"""What can be looked up, in the order in which hits are shown; and the register behind the look-up."""

from collections.abc import Iterator

from sunlot.core.views.contents import Contents
from sunlot.core.views.described import Field, Value
from sunlot.core.views.lookup import Entry
from sunlot.core.views.passed_over import PassedOver

KINDS = {"draw": "抽查", "item": "事项", "page": "说明", "plan": "计划", "target": "对象", "inspector": "人员"}


def entries(site: Contents, authored: Iterator[tuple[str, str]]) -> list[Entry]:
    """Gather everything that can be looked up.

    Args:
        site: The contents.
        authored: Titles and addresses of authored pages and their sections.
    """
    return [
        *_draws(site),
        *_items(site),
        *(Entry("page", title, "", address) for title, address in authored),
        *(Entry("plan", one.value.title, key, f"plans/{key}/", (key,)) for key, one in site.registry.plans.items()),
        *_targets(site),
        *_inspectors(site),
    ]


def _draws(site: Contents) -> Iterator[Entry]:
    for draw in site.draws:
        yield Entry("draw", draw.title, f"{draw.id} {draw.state}", f"draws/{draw.id}/", (draw.id,))


def _items(site: Contents) -> Iterator[Entry]:
    for key, placed in sorted(site.registry.items.items()):
        state = site.words.term("item_status", placed.value.status)
        yield Entry("item", placed.value.name, f"{key} {state}", f"items/{key}/", (key,))


def _targets(site: Contents) -> Iterator[Entry]:
    for key, placed in sorted(site.registry.targets.items()):
        target = placed.value
        name = site.names.target(key)
        codes = tuple(dict.fromkeys((key, *filter(None, (target.uscc,)), *target.former_ids)))
        place = site.names.division(target.division).text
        yield Entry("target", target.name, f"{key} {place}", name.address or "", codes)


def _inspectors(site: Contents) -> Iterator[Entry]:
    for key, placed in sorted(site.registry.inspectors.items()):
        person = placed.value
        numbers = tuple(one.certificate_no for one in person.certificates)
        unit = site.names.authority(person.unit).text
        yield Entry("inspector", person.name, unit, f"inspectors/{key}/", (key, *numbers))


DRAWS = "历次抽查"
Line = tuple[str, list[list[str]]]
"""A label, and the values behind it: text, or text and address."""


def register(site: Contents) -> Iterator[tuple[str, str, list[Line]]]:
    """Every target's id, name and record as labelled lines, sorted by id; for those that have no page."""
    describer = site.describer
    for key, placed in sorted(site.registry.targets.items()):
        record = describer.describe("target", placed.raw)
        lines = [_line(field) for field in record.values()]
        if passed := site.passed_over.get(key):
            lines.insert(1, (DRAWS, [[_told(one), one.draw.address or ""] for one in passed]))
        yield key, placed.value.name, lines


def _told(one: PassedOver) -> str:
    chance = f"，概率 {one.chance}" if one.chance else ""
    return f"{one.draw.text}：{one.how}{chance}"


def _line(field: Field) -> Line:
    if field.rows:
        values = [_joined(field, row) for row in field.rows]
        return field.label, [[text] for text in values]
    return field.label, [[one.text, one.address] if one.address else [one.text] for one in field.values]


def _joined(field: Field, row: tuple[tuple[Value, ...], ...]) -> str:
    cells = zip(field.columns, row, strict=True)
    return "；".join(f"{column}：{'、'.join(one.text for one in cell)}" for column, cell in cells if cell)
