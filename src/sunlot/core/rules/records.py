"""Rules that hold for every register: ids, references, leaving."""

from collections.abc import Iterator

from sunlot.core.problems import Place, Problem, problem
from sunlot.core.registry import Registry
from sunlot.core.rooms import BY_KIND
from sunlot.core.rules.base import Context, across, rule


@across(
    "F208",
    """
    SELECT link.file, link.idx, link.path, link.path AS field, link.to_kind, link.to_id
    FROM link LEFT JOIN record ON record.kind = link.to_kind AND record.id = link.to_id
    WHERE record.id IS NULL AND NOT EXISTS (
        SELECT 1 FROM unread WHERE unread.kind = link.to_kind AND unread.id IN (link.to_id, '*')
    )
    """,
)
def unknown_reference(place: Place, *, field: str, to_kind: str, to_id: str) -> Problem:
    """Whatever a record names has a record of its own (notice, 三（一）to（三）: one list, two registers)."""
    return problem(place, "F208", field=field, to_id=to_id, room=BY_KIND[to_kind].folder)


@rule("F209")
def id_twice(registry: Registry, _: Context) -> Iterator[Problem]:
    """An id names one record only (design, section 3)."""
    for first, second in registry.duplicates:
        yield problem(second.place("id"), "F209", id=second.value.id, first=first.place("id"))  # type: ignore[attr-defined]
    for rows in registry.divisions.values():
        starts = {row.value.valid_from: row for row in reversed(rows)}
        for row in rows:
            if (known := starts[row.value.valid_from]) is not row:
                yield problem(row.place("code"), "F209", id=row.value.code, first=known.place("code"))


@across(
    "F216",
    """
    SELECT former.file, former.idx, former.path, former.former, record.file AS other, record.idx AS other_idx
    FROM former JOIN record ON record.kind IN ('target', 'withheld_target') AND record.id = former.former
    WHERE record.removed_on IS NULL
    """,
)
def former_id_still_lives(place: Place, *, former: str, other: str, other_idx: int) -> Problem:
    """A former id belongs to a record that has left the register; an id is never used again (design, section 3)."""
    return problem(place, "F216", former=former, other=other, number=other_idx + 1)


@across(
    "F223",
    """
    SELECT later.file, later.idx, later.path, later.former, earlier.id AS other
    FROM former AS later JOIN former AS earlier ON earlier.former = later.former AND earlier.id < later.id
    """,
)
def former_id_claimed_twice(place: Place, *, former: str, other: str) -> Problem:
    """One former id leads to one record, or cap and history would follow two (domain, section 5)."""
    return problem(place, "F223", former=former, other=other)


@rule("F211")
def left_without_reason(registry: Registry, _: Context) -> Iterator[Problem]:
    """A record leaves a register with a date and a reason, both or neither (notice, 三（一）, 三（二）; R17, R18)."""
    for records in (
        registry.targets,
        registry.withheld,
        registry.inspectors,
        registry.experts,
        registry.authorities,
    ):
        for placed in records.values():
            value = placed.value
            if (value.removed_on is None) == (value.removal_reason is None):
                continue
            missing, present = "removal_reason", "removed_on"
            if value.removed_on is None:
                missing, present = present, missing
            yield problem(placed.place(present), "F211", id=value.id, present=present, missing=missing)


@rule("F221")
def left_before_it_came(registry: Registry, _: Context) -> Iterator[Problem]:
    """A record cannot leave a register before the day it was added (domain, section 3.2)."""
    for records in (registry.targets, registry.withheld, registry.inspectors, registry.experts):
        for placed in records.values():
            value = placed.value
            if value.removed_on is not None and value.removed_on < value.added_on:
                yield problem(
                    placed.place("removed_on"),
                    "F221",
                    id=value.id,
                    removed_on=value.removed_on,
                    added_on=value.added_on,
                )


@rule("F225")
def settings_missing(registry: Registry, context: Context) -> Iterator[Problem]:
    """A repository says whose it is; the authority's code goes into every seed (protocol, section 2)."""
    if registry.settings is None and ("settings", "*") not in context.unread:
        yield problem(Place("sunlot.yaml"), "F225")
