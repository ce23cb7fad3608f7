"""Pages of targets: the summary, one list a prefecture, a page for every target that was drawn."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sunlot.core.divisions import prefecture
from sunlot.core.eligibility import flagged
from sunlot.core.model import Target, WithheldTarget
from sunlot.core.views.contents import Contents, Page
from sunlot.core.views.draws import DrawView
from sunlot.core.views.names import Name
from sunlot.core.views.overview import registered
from sunlot.core.views.stepping import stepped_in
from sunlot.core.views.times import beijing
from sunlot.core.visits import per_subject

LISTED: Final = 2000
"""Targets that a page lists; where there are more, they are found by the look-up and in the data."""


@dataclass(frozen=True, slots=True)
class AreaCount:
    """How many targets a prefecture has, by supervision type."""

    code: str
    name: str
    total: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A target in the list of its prefecture."""

    name: Name
    division: str
    types: str
    key: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A draw that chose the target."""

    draw: Name
    chance: str
    how: str
    result: Name | None
    pending: str


def pages(site: Contents) -> Iterator[Page]:
    """Make all of them."""
    by_area: dict[str, list[Target]] = {}
    for key in registered(site.registry, site.day):
        target = site.registry.targets[key].value
        by_area.setdefault(prefecture(target.division), []).append(target)
    yield _summary(site, by_area)
    yield Page("targets/record/", "record")
    for code, members in sorted(by_area.items()):
        yield _list(site, code, members)
    counted = per_subject(site.registry, site.drawn, site.day[:4])
    for key in site.names.drawn:
        if key in site.registry.targets:
            yield _target(site, key, counted)


def _summary(site: Contents, by_area: Mapping[str, Sequence[Target]]) -> Page:
    areas = []
    totals: Counter[str] = Counter()
    for code, members in sorted(by_area.items()):
        counts = Counter(kind for target in members for kind in target.supervision_types)
        totals += counts
        areas.append(AreaCount(code, site.names.division(code).text, len(members), counts))
    types = [(code, site.words.term("supervision_type", code)) for code in site.words.terms["supervision_type"]]
    values = {
        "areas": areas,
        "total": sum(area.total for area in areas),
        "types": [(code, label) for code, label in types if totals[code]],
        "withheld": [one.value for one in site.registry.withheld.values() if _there(one.value, site.day)],
        "names": site.names,
    }
    return Page("targets/", "targets", values)


def _there(hidden: WithheldTarget, day: str) -> bool:
    return hidden.added_on <= day and (hidden.removed_on is None or hidden.removed_on > day)


def _list(site: Contents, code: str, members: Sequence[Target]) -> Page:
    """The targets of an area; of very many only those that were drawn or are under key supervision."""
    shown = members if len(members) <= LISTED else [one for one in members if _of_note(site, one)][:LISTED]
    rows = [
        Row(
            site.names.target(target.id),
            site.names.division(target.division).text,
            "、".join(site.words.term("supervision_type", kind) for kind in target.supervision_types),
            flagged(target, site.day),
        )
        for target in sorted(shown, key=lambda target: (target.division, target.id))
    ]
    area = site.names.division(code)
    values = {"area": area, "rows": rows, "total": len(members)}
    return Page(f"targets/division/{code}/", "division", values, "targets/division/shell/", f"{area.text}的抽查对象")


def _of_note(site: Contents, target: Target) -> bool:
    return target.id in site.names.drawn or flagged(target, site.day)


def _target(site: Contents, key: str, counted: Mapping[str, int]) -> Page:
    placed, plan = site.registry.targets[key], site.registry.plans.get(site.day[:4])
    record = site.describer.describe("target", placed.raw)
    listed = sum(key in record.lists.entries for record in site.records.values())
    values = {
        "target": placed.value,
        "key": flagged(placed.value, site.day),
        "listed": listed,
        "hits": [hit for draw in site.draws for hit in _hits(site, draw, key)],
        "year": site.day[:4],
        "visits": counted.get(placed.value.subject, 0),
        "cap": plan.value.frequency_cap.per_year if plan else None,
        "passed_over": site.passed_over.get(key, ()),
        "rest": [field for name, field in record.items() if name != "name"],
    }
    return Page(f"targets/{key}/", "target", values, "targets/shell/", placed.value.name)


def _hits(site: Contents, draw: DrawView, key: str) -> Iterator[Hit]:
    for one in draw.chosen:
        if one.target.id != key:
            continue
        chance = next((stratum.chance for stratum in draw.strata if stratum.id == one.stratum), "—")
        how = f"第 {one.rank} 位抽中"
        if one.rank is None and (stepped := stepped_in(site.records[draw.id], key)):
            time, out = beijing(stepped.time), site.names.target(stepped.out).text
            how = f"首次未抽中（{chance}）；{time} 由第 {stepped.round} 期随机数递补，接替{out}"
            chance = f"{stepped.vacant}/{stepped.candidates}（递补）"
        if draw.state_code == "void":
            how, pending = f"{how}（该次抽查已作废）", "—"
        elif one.vacated:
            how, pending = f"{how}，后为空缺：{one.vacated}", "—"
        else:
            pending = "尚未公布"
        placed = site.results.get((draw.id, key))
        result = None
        if placed:
            label = site.words.term("result_code", placed.value.result_code)
            result = Name(key, label, f"results/{draw.id}/{key}/")
        yield Hit(site.names.draw(draw.id), chance, how, result, pending)
