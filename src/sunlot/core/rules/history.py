"""Rules on history: what was published stays (design, section 3; domain, I11). They need a base to compare with."""

from collections.abc import Iterator
from typing import Any

from sunlot.core.corrections import following
from sunlot.core.problems import Place, Problem, problem
from sunlot.core.registry import Placed, Registry
from sunlot.core.rules.base import Context, rule
from sunlot.core.rules.flat import everything

REGISTERS = frozenset(
    {"item", "target", "withheld_target", "inspector", "expert", "authority", "plan", "calendar", "objection"}
)
"""Kinds whose records never vanish."""


@rule("F901")
def draw_file_changed(registry: Registry, context: Context) -> Iterator[Problem]:
    """A file of a draw never changes and never goes; a task may, until a stage of its draw is frozen (protocol, 3)."""
    del registry
    history = context.history
    for path, kind in history.changes.items() if history else ():
        top, _, below = path.partition("/")
        if top != "draws" or kind == "A":
            continue
        draw, _, name = below.partition("/")
        if history and (draw in history.frozen or name != "task.yaml"):
            yield problem(Place(path), "F901", path=path)


@rule("F902")
def result_file_changed(registry: Registry, context: Context) -> Iterator[Problem]:
    """A published result or circular is corrected by a further file, never edited (domain, I11)."""
    del registry
    history = context.history
    for path, kind in history.changes.items() if history else ():
        if path.startswith("results/") and kind != "A" and path.endswith(".yaml"):
            yield problem(Place(path), "F902", path=path, next=following(path))


@rule("F903")
def record_vanished(registry: Registry, context: Context) -> Iterator[Problem]:
    """A record leaves a register by `removed_on`, never by deletion (notice, 三（一）, 三（二）; design, section 3)."""
    if context.history is None or not context.history.records:
        return
    now = _ids(registry)
    handed_over = {former for placed in registry.targets.values() for former in placed.value.former_ids}
    for former in context.history.records:
        key = (former.kind, former.id)
        if key in now or key in context.unread or (former.kind, "*") in context.unread:
            continue
        if former.kind == "target" and former.id in handed_over:
            continue
        yield problem(Place(former.file), "F903", id=former.id)


@rule("F904")
def removed_record_came_back(registry: Registry, context: Context) -> Iterator[Problem]:
    """An id that left a register is not used again (design, section 3)."""
    if context.history is None or not context.history.records:
        return
    now = _ids(registry)
    for former in context.history.records:
        placed = now.get((former.kind, former.id))
        if former.removed_on is not None and placed is not None and getattr(placed.value, "removed_on", None) is None:
            yield problem(placed.place("id"), "F904", id=former.id, removed_on=former.removed_on)


@rule("F905")
def receipts_no_longer_required(registry: Registry, context: Context) -> Iterator[Problem]:
    """Receipts, once required, stay required: whoever lacks one does not change the day (protocol, section 3.3)."""
    before = context.history.receipts_from if context.history else None
    settings = registry.settings
    if before is None or ("settings", "*") in context.unread:
        return
    receipts = settings.value.receipts if settings else None
    now = receipts.required_from if receipts else None
    if now is None or now > before:
        place = settings.place("receipts", "required_from") if settings else Place("sunlot.yaml")
        yield problem(place, "F905", before=before, now=now or "—")


@rule("F906")
def year_key_changed(registry: Registry, context: Context) -> Iterator[Problem]:
    """The key of a year is fixed before its first draw, and its digest stays in the plan (protocol, section 9)."""
    history = context.history
    for former in history.records if history else ():
        plan = registry.plans.get(former.id) if former.kind == "plan" else None
        if former.year_key is None or plan is None or history is None:
            continue
        frozen = any(draw.startswith(f"{former.id}-") for draw in history.frozen)
        if frozen and plan.value.year_key_sha256 != former.year_key:
            now = plan.value.year_key_sha256 or "—"
            yield problem(plan.place("year_key_sha256"), "F906", plan=former.id, before=former.year_key, now=now)


def _ids(registry: Registry) -> dict[tuple[str, str], Placed[Any]]:
    return {(kind, placed.value.id): placed for kind, placed in everything(registry) if kind in REGISTERS}
