"""Rules on inspectors and experts (notice, 三（三）, 四（四）)."""

from collections.abc import Iterator
from typing import Any

from sunlot.core.disclosure import is_masked
from sunlot.core.masks import reduced
from sunlot.core.model import Inspector
from sunlot.core.problems import Problem, problem
from sunlot.core.registry import Placed, Registry
from sunlot.core.rules.base import Context, rule


def _on_duty(registry: Registry, today: str) -> Iterator[Placed[Inspector]]:
    for placed in registry.inspectors.values():
        value = placed.value
        if value.status == "active" and not (value.removed_on is not None and value.removed_on <= today):
            yield placed


@rule("F212")
def no_certificate_in_force(registry: Registry, context: Context) -> Iterator[Problem]:
    """Whoever inspects holds a certificate that is in force (notice, 三（四）2; 行政处罚法 42)."""
    for placed in _on_duty(registry, context.today):
        certificates = placed.value.certificates
        if not any(one.valid_from <= context.today <= one.valid_to for one in certificates):
            last = max(range(len(certificates)), key=lambda n: certificates[n].valid_to)
            yield problem(
                placed.place("certificates", last, "valid_to"),
                "F212",
                id=placed.value.id,
                valid_from=certificates[last].valid_from,
                valid_to=certificates[last].valid_to,
                day=context.today,
            )


@rule("F222")
def certificate_ends_before_it_starts(registry: Registry, _: Context) -> Iterator[Problem]:
    """A certificate is valid for a time that runs forward (notice, 三（三）)."""
    for placed in registry.inspectors.values():
        for number, one in enumerate(placed.value.certificates):
            if one.valid_to < one.valid_from:
                yield problem(
                    placed.place("certificates", number, "valid_to"),
                    "F222",
                    id=placed.value.id,
                    valid_from=one.valid_from,
                    valid_to=one.valid_to,
                )


@rule("F213")
def no_qualification_exam(registry: Registry, context: Context) -> Iterator[Problem]:
    """Inspectors have passed the government's examination (notice, 四（四）; R47)."""
    for placed in _on_duty(registry, context.today):
        exam = placed.value.qualification_exam
        if exam is None or exam.passed_on > context.today:
            place = placed.place("qualification_exam", "passed_on") if exam else placed.place("id")
            yield problem(place, "F213", id=placed.value.id, passed_on=exam.passed_on if exam else "—")


@rule("F215")
def shown_in_full(registry: Registry, context: Context) -> Iterator[Problem]:
    """Natural persons appear in reduced form: owners of individual businesses, experts unless they agreed (PIPL 6)."""
    by_kind: tuple[tuple[str, Any], ...] = (("target", registry.targets), ("expert", registry.experts))
    for kind, records in by_kind:
        masked = context.masked.get(kind, {})
        for placed in records.values():
            for field, prop in masked.items():
                text = placed.raw.get(field)
                if text is None or not is_masked(prop, placed.raw):
                    continue
                names = [row.name for row in context.divisions.rows.get(placed.raw.get("division", ""), ())]
                allowed = reduced(field, text, names)
                if text not in allowed:
                    yield problem(
                        placed.place(field), "F215", id=placed.value.id, field=field, expected="、".join(allowed)
                    )


@rule("F219")
def unknown_area(registry: Registry, context: Context) -> Iterator[Problem]:
    """An area of enforcement, of a population or of a stratum is a division, or the start of one (notice, 三（三）)."""
    if not context.divisions.rows:
        return
    known: dict[str, bool] = {}
    for placed, path, areas in _areas(registry):
        for number, area in enumerate(areas):
            if area not in known:
                known[area] = context.divisions.begins_one(area)
            if not known[area]:
                yield problem(placed.place(*path, number), "F219", area=area)


def _areas(registry: Registry) -> Iterator[tuple[Placed[Any], tuple[str | int, ...], tuple[str, ...]]]:
    for inspector in registry.inspectors.values():
        for number, one in enumerate(inspector.value.certificates):
            yield inspector, ("certificates", number, "areas"), one.areas
    for expert in registry.experts.values():
        yield expert, ("areas",), expert.value.areas
    for plan in registry.plans.values():
        for number, batch in enumerate(plan.value.batches):
            yield plan, ("batches", number, "population", "divisions"), batch.population.divisions
            for stratum_number, stratum in enumerate(batch.strata):
                yield plan, ("batches", number, "strata", stratum_number, "divisions"), stratum.divisions
    for task in registry.tasks.values():
        yield task, ("population", "divisions"), task.value.population.divisions
        for number, stratum in enumerate(task.value.strata):
            yield task, ("strata", number, "divisions"), stratum.divisions
