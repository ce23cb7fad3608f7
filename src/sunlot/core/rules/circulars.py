"""Rules on circulars: after each draw one, and its figures are those of the results (notice, 三（四）3)."""

from collections.abc import Iterator

from sunlot.core.deadlines.draws import circulars
from sunlot.core.problems import Problem, problem
from sunlot.core.registry import Registry
from sunlot.core.rules.base import Context, facts_of, rule
from sunlot.core.tally import tally


@rule("F508")
def figures_do_not_add_up(registry: Registry, context: Context) -> Iterator[Problem]:
    """A circular counts what the draw and the results of its day say (domain, section 8: totals add up)."""
    for placed in registry.circulars:
        circular = placed.value
        drawn = context.drawn_by(circular.draw, circular.published_on)
        if drawn is None or drawn.refused or any(kind == "result" for kind, _ in context.unread):
            continue
        counted = tally(drawn, registry.results, circular.published_on)
        for field in ("population", "drawn", "inspected", "cancelled"):
            if (said := getattr(circular, field)) != (found := getattr(counted, field)):
                yield problem(placed.place(field), "F508", field=field, said=said, found=found)
        told = {one.result_code: (at, one.count) for at, one in enumerate(circular.counts)}
        for code in sorted({*told, *counted.counts}):
            at, said = told.get(code, (None, 0))
            if said != (found := counted.counts.get(code, 0)):
                place = placed.place("counts") if at is None else placed.place("counts", at, "count")
                yield problem(place, "F508", field=f"counts.{code}", said=said, found=found)


@rule("F522")
def final_circular_too_early(registry: Registry, context: Context) -> Iterator[Problem]:
    """The last circular of a draw comes when every target has its result; before that it is interim (domain, I8)."""
    for placed in registry.circulars:
        drawn = context.drawn_by(placed.value.draw, placed.value.published_on)
        if drawn and not drawn.refused and not placed.value.interim:
            pending = tally(drawn, registry.results, placed.value.published_on).pending
            if pending:
                yield problem(placed.place("interim"), "F522", count=len(pending), first=pending[0])


@rule("F519")
def circular_missing(registry: Registry, context: Context) -> Iterator[Problem]:
    """After every draw a circular, an interim one not being the last (notice, 三（四）3: 一抽查一通报)."""
    for one in circulars(facts_of(registry, context)):
        if one.late and ("circular", f"{one.subject}/circular") not in context.unread:
            place = registry.tasks[one.subject].place("id")
            yield problem(place, "F519", draw=one.subject, due=one.due, days=-one.days)
