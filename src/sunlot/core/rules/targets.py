"""Rules on targets (notice, 三（二）)."""

from collections.abc import Iterator

from sunlot.core.disclosure import is_masked
from sunlot.core.divisions import area_of_file
from sunlot.core.masks import looks_masked
from sunlot.core.model import Division, Target
from sunlot.core.problems import Place, Problem, problem
from sunlot.core.registry import Placed, Registry
from sunlot.core.rules.base import Context, across, rule


@rule("F206")
def code_differs_from_id(registry: Registry, _: Context) -> Iterator[Problem]:
    """A subject that has a credit code is registered under it (domain, section 3.2)."""
    for placed in registry.targets.values():
        target = placed.value
        if target.uscc is not None and target.uscc != target.id:
            yield problem(placed.place("uscc"), "F206", id=target.id, uscc=target.uscc)


@across(
    "F210",
    """
    SELECT later.file, later.idx, later.path, later.code AS uscc, earlier.id AS other
    FROM code AS later JOIN code AS earlier ON earlier.code = later.code AND earlier.id < later.id
    """,
)
def code_in_two_records(place: Place, *, uscc: str, other: str) -> Problem:
    """A credit code stands in one record only, or one subject had two chances (notice, 二（三）: equal chances)."""
    return problem(place, "F210", uscc=uscc, other=other)


@rule("F224")
def divisions_missing(registry: Registry, context: Context) -> Iterator[Problem]:
    """The register is divided by administrative division, so their table is part of it (notice, 三（二）)."""
    if registry.targets and not context.divisions.rows and ("division", "*") not in context.unread:
        yield problem(Place("registers/divisions.csv"), "F224")


@rule("F207")
def unknown_division(registry: Registry, context: Context) -> Iterator[Problem]:
    """A target lies in a division that the table knows (notice, 三（二）: by division and supervision type)."""
    known = context.divisions
    for placed in registry.targets.values() if known.rows else ():
        if not known.ever(placed.value.division):
            yield problem(placed.place("division"), "F207", division=placed.value.division)
        for number, earlier in enumerate(placed.value.division_history):
            if not known.ever(earlier.division):
                yield problem(placed.place("division_history", number, "division"), "F207", division=earlier.division)


@rule("F230")
def division_of_another_time(registry: Registry, context: Context) -> Iterator[Problem]:
    """A target's division was one from the day it holds for this target until today (GB/T 2260, history included).

    It holds from the end of `division_history`, or else from `added_on`, to the day of removal, or else to today.
    """
    for placed in registry.targets.values():
        target = placed.value
        rows = context.divisions.rows.get(target.division, ())
        if all(row.valid_from == row.valid_to == "" for row in rows):
            continue
        start = max((earlier.valid_to for earlier in target.division_history), default=target.added_on)
        for day in sorted({start, max(start, target.removed_on or context.today)}):
            if context.divisions.at(target.division, day) is None:
                yield problem(
                    placed.place("division"),
                    "F230",
                    division=target.division,
                    name=rows[-1].name,
                    day=day,
                    years="、".join(map(_years, rows)),
                )
                break


def _years(row: Division) -> str:
    return f"{row.valid_from}–{row.valid_to}"


@rule("F218")
def file_of_another_division(registry: Registry, _: Context) -> Iterator[Problem]:
    """A target stands in the file of its division, or of one above it (design, section 2)."""
    areas: dict[str, str] = {}
    for placed in registry.targets.values():
        file = placed.file
        if file not in areas:
            areas[file] = area_of_file(file.removeprefix("registers/targets/")[:6])
        if not placed.value.division.startswith(areas[file]):
            yield problem(
                placed.place("division"), "F218", id=placed.value.id, division=placed.value.division, file=file
            )


@rule("F228")
def subject_of_a_subject(registry: Registry, _: Context) -> Iterator[Problem]:
    """The subject that visits count for is its own subject, or the cap would be counted apart (notice, 三（四）1)."""
    for placed in registry.targets.values():
        subject = placed.value.subject
        owner = registry.targets.get(subject) if subject != placed.value.id else None
        if owner is not None and owner.value.subject != subject:
            yield problem(
                placed.place("subject"), "F228", id=placed.value.id, subject=subject, owner=owner.value.subject
            )


@rule("F229")
def withheld_without_ground(registry: Registry, context: Context) -> Iterator[Problem]:
    """What the public may know is not masked unless the record says on what ground (notice, 三（二）, 三（四）4)."""
    for placed in registry.targets.values():
        for field, prop in context.masked.get("target", {}).items():
            text = placed.raw.get(field, "")
            if looks_masked(text) and not is_masked(prop, placed.raw) and not _is_withheld(placed, field):
                yield problem(placed.place(field), "F229", id=placed.value.id, field=field, value=text)


def _is_withheld(placed: Placed[Target], field: str) -> bool:
    return any(withheld.field == field for withheld in placed.value.withheld)
