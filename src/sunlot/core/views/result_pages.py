"""Pages of results and circulars."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sunlot.core.corrections import number
from sunlot.core.model import Result
from sunlot.core.registry import Placed
from sunlot.core.views.contents import Contents, Page
from sunlot.core.views.described import Field
from sunlot.core.views.due_pages import overdue
from sunlot.core.views.life_views import Life, lives
from sunlot.core.views.names import Name

_SHOWN = frozenset(
    [
        "id", "draw", "target", "result_code", "summary", "conclusions", "team", "findings", "follow_ups", "withheld",
        "joint", "published_on", "correction_reason",
    ]
)  # fmt: skip
_CIRCULAR_SHOWN = frozenset(
    [
        "id", "title", "document_no", "to_confirm", "interim", "population", "drawn", "inspected", "cancelled",
        "counts", "problems", "penalties", "typical_cases", "lessons",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A result in the list."""

    target: Name
    address: str
    label: str
    tone: str
    corrected: bool
    visited_on: str | None
    published_on: str


@dataclass(frozen=True, slots=True)
class Group:
    """The results of one draw: of the targets that are to be inspected, and of those that left (`vacated`)."""

    draw: Name
    expected: int
    published: int
    vacated: int
    rows: Sequence[Row]
    circular: bool


@dataclass(frozen=True, slots=True)
class Visitor:
    """A member of the team that went."""

    person: Name
    role: str
    certificate: str
    unit: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was published before a correction."""

    published_on: str
    label: str
    fields: Sequence[Field]


def pages(site: Contents) -> Iterator[Page]:
    """The list, a page for each result, a page for each circular."""
    groups = []
    for draw in site.draws:
        placed = [one for (of, _), one in site.results.items() if of == draw.id]
        if not draw.live and not placed:
            continue
        rows = sorted((_row(site, one) for one in placed), key=lambda row: (row.published_on, row.target.id))
        circular = draw.id in site.circulars
        done = site.published[draw.id]
        groups.append(Group(site.names.draw(draw.id), len(draw.live), done, len(rows) - done, rows[::-1], circular))
    yield Page("results/", "results", {"groups": groups, "late": overdue(site)})
    found = lives(site)
    for key, one in site.results.items():
        yield _result(site, one, found.get(key))
    for draw_id in site.circulars:
        yield _circular(site, draw_id)


def _row(site: Contents, placed: Placed[Result]) -> Row:
    result = placed.value
    return Row(
        site.names.target(result.target),
        f"results/{result.draw}/{result.id}/",
        site.words.term("result_code", result.result_code),
        site.tone(result),
        number(placed.file) > 1,
        result.visit.visited_on if result.visit else None,
        result.published_on,
    )


def _result(site: Contents, placed: Placed[Result], life: Life | None) -> Page:
    result = placed.value
    target = site.names.target(result.target)
    record = site.describer.describe("result", placed.raw)
    draw = next((draw for draw in site.draws if draw.id == result.draw), None)
    ranks = [one.rank for one in draw.chosen if one.target.id == result.target] if draw else []
    about = f"{result.draw}/{result.id}"
    objections = [
        list(site.describer.describe("objection", one.raw).values())
        for one in site.registry.objections.values()
        if one.value.record_kind == "result" and one.value.record == about and one.value.filed_on <= site.day
    ]
    values = {
        "result": result,
        "target": target,
        "draw": site.names.draw(result.draw),
        "rank": ranks[0] if ranks else None,
        "tone": site.tone(result),
        "record": record,
        "rest": [field for name, field in record.items() if name not in _SHOWN],
        "team": list(_team(site, result)),
        "objections": objections,
        "life": life,
        "state": site.words.term("life_state", life.state) if life else "",
        "earlier": _earlier(site, placed),
    }
    title = f"{target.text} {result.draw} 检查结果"
    return Page(f"results/{about}/", "result", values, "results/shell/shell/", title)


def _team(site: Contents, result: Result) -> Iterator[Visitor]:
    for member in result.team:
        key = member.inspector
        inspector, expert = site.registry.inspectors.get(key), site.registry.experts.get(key)
        unit = inspector.value.unit if inspector else expert.value.authority if expert else ""
        role = "专家" if expert else site.words.term("team_role", member.role)
        yield Visitor(site.names.person(key), role, site.names.certificate(key), site.names.authority(unit).text)


def _earlier(site: Contents, placed: Placed[Result]) -> list[Earlier]:
    """The published files that this one corrects, the latest first."""
    result = placed.value
    before = [
        one
        for one in site.registry.results
        if (one.value.draw, one.value.id) == (result.draw, result.id) and number(one.file) < number(placed.file)
    ]
    return [
        Earlier(
            one.value.published_on,
            site.words.term("result_code", one.value.result_code),
            list(site.describer.describe("result", one.raw).values()),
        )
        for one in sorted(before, key=lambda one: -number(one.file))
    ]


def _circular(site: Contents, draw: str) -> Page:
    placed = site.circulars[draw]
    record = site.describer.describe("circular", placed.raw)
    values = {
        "circular": placed.value,
        "record": record,
        "rest": [field for name, field in record.items() if name not in _CIRCULAR_SHOWN],
    }
    return Page(f"results/{draw}/circular/", "circular", values, "results/shell/shell/", placed.value.title)
