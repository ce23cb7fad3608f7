"""The flat tables that rules across records are asked over: plain columns, each row knowing its file and index."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sunlot.core.credit_code import is_shaped
from sunlot.core.identity import current
from sunlot.core.paths import values
from sunlot.core.registry import Placed, Registry
from sunlot.core.rules.base import Context
from sunlot.core.visits import visits

Row = tuple[str | int | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns with their SQL types, and where its rows come from."""

    columns: Mapping[str, str]
    rows: Callable[[Registry, Context], Iterator[Row]]


JUDGED_ELSEWHERE = frozenset({("task", "plan"), ("result", "draw")})
"""References that have a code of their own, F404 and F501."""


def everything(registry: Registry) -> Iterator[tuple[str, Placed[Any]]]:
    """Yield every record that may name others, with its kind; of two with one id both."""
    if registry.settings:
        yield "settings", registry.settings
    by_kind: Mapping[str, Mapping[str, Placed[Any]]] = {
        "item": registry.items,
        "target": registry.targets,
        "inspector": registry.inspectors,
        "withheld_target": registry.withheld,
        "expert": registry.experts,
        "authority": registry.authorities,
        "plan": registry.plans,
        "task": registry.tasks,
        "calendar": registry.calendars,
        "objection": registry.objections,
    }
    for kind, records in by_kind.items():
        for placed in records.values():
            yield kind, placed
    for result in registry.results:
        yield "result", result
    for circular in registry.circulars:
        yield "circular", circular


def _records(registry: Registry, _: Context) -> Iterator[Row]:
    for kind, placed in everything(registry):
        value = placed.value
        if kind in ("result", "circular"):
            yield kind, f"{value.draw}/{value.id}", None, placed.file, placed.index
        elif kind != "settings":
            yield kind, value.id, getattr(value, "removed_on", None), placed.file, placed.index


def _links(registry: Registry, context: Context) -> Iterator[Row]:
    """Every reference; one to the record itself needs no answer."""
    paths = {
        kind: [(path.split("."), to_kind) for path, to_kind in fields if (kind, path) not in JUDGED_ELSEWHERE]
        for kind, fields in context.references.items()
    }
    for kind, placed in everything(registry):
        own = placed.raw.get("id")
        for steps, to_kind in paths.get(kind, ()):
            if steps[0] in placed.raw:
                for path, to_id in values(placed.raw, steps):
                    if to_id != own or to_kind != kind:
                        at = ".".join(map(str, path))
                        yield at, _kind(to_kind, to_id), to_id, placed.file, placed.index
    for objection in registry.objections.values():
        if found := _objected(objection.value.record_kind, objection.value.record):
            yield "record", *found, objection.file, objection.index


def _kind(to_kind: str, to_id: str) -> str:
    if to_kind != "person":
        return to_kind
    return "expert" if to_id.startswith("exp-") else "inspector"


def _objected(kind: str, record: str) -> tuple[str, str] | None:
    """An objection names a draw, `draw/target`, a draw's circular, or any id of a register."""
    match kind:
        case "draw":
            return "task", record
        case "result":
            return "result", record
        case "circular":
            return "circular", f"{record}/circular"
        case _:
            return None


def _codes(registry: Registry, _: Context) -> Iterator[Row]:
    for placed in registry.targets.values():
        target = placed.value
        for path, code in (("id", target.id), ("uscc", target.uscc)):
            if code and is_shaped(code) and (path == "id" or code != target.id):
                yield code, target.id, path, placed.file, placed.index


def _formers(registry: Registry, _: Context) -> Iterator[Row]:
    for placed in registry.targets.values():
        for number, former in enumerate(placed.value.former_ids):
            yield former, placed.value.id, f"former_ids.{number}", placed.file, placed.index


def _unread(_: Registry, context: Context) -> Iterator[Row]:
    yield from sorted(context.unread)


def _visits(registry: Registry, context: Context) -> Iterator[Row]:
    for visit in visits(registry, context.drawn):
        placed = registry.tasks[visit.draw]
        yield visit.subject, visit.target, visit.draw, visit.year, placed.file, placed.index


def _caps(registry: Registry, _: Context) -> Iterator[Row]:
    for placed in registry.plans.values():
        yield placed.value.id, placed.value.frequency_cap.per_year


def _excepted(registry: Registry, _: Context) -> Iterator[Row]:
    now = current(registry)
    for placed in registry.plans.values():
        for exception in placed.value.frequency_cap.exceptions:
            yield placed.value.id, now.get(exception.subject, exception.subject)


_AT = {"file": "TEXT", "idx": "INTEGER"}
TABLES: Mapping[str, Table] = {
    "record": Table({"kind": "TEXT", "id": "TEXT", "removed_on": "TEXT", **_AT}, _records),
    "link": Table({"path": "TEXT", "to_kind": "TEXT", "to_id": "TEXT", **_AT}, _links),
    "code": Table({"code": "TEXT", "id": "TEXT", "path": "TEXT", **_AT}, _codes),
    "former": Table({"former": "TEXT", "id": "TEXT", "path": "TEXT", **_AT}, _formers),
    "unread": Table({"kind": "TEXT", "id": "TEXT"}, _unread),
    "visit": Table({"subject": "TEXT", "target": "TEXT", "draw": "TEXT", "year": "TEXT", **_AT}, _visits),
    "cap": Table({"year": "TEXT", "per_year": "INTEGER"}, _caps),
    "excepted": Table({"year": "TEXT", "subject": "TEXT"}, _excepted),
}
