"""Rules on what a batch of the annual plan and the task made from it have in common (notice, 三（四）1 and 2)."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sunlot.core.model import Plan, PlanBatch, Task
from sunlot.core.problems import Place, Problem, problem
from sunlot.core.registry import Placed, Registry
from sunlot.core.rules.base import Context, rule


class Order:
    """A batch or a task, the year of its plan, and where it stands."""

    def __init__(self, value: PlanBatch | Task, year: str, placed: Placed[Any], *path: str | int) -> None:
        self.value = value
        self.year = year
        self._placed = placed
        self._path = path

    def place(self, *path: str | int) -> Place:
        """Where a field of the batch or task stands."""
        return self._placed.place(*self._path, *path)

    def officers(self, authority: str | None = None) -> int:
        """How many officers the groups of one authority, or of all, send to a target."""
        return sum(
            group.size
            for group in self.value.groups
            if group.role == "officer" and authority in {None, group.authority}
        )


def orders(registry: Registry) -> Iterator[Order]:
    """Yield every batch of every plan, and every task."""
    plans: list[Placed[Plan]] = list(registry.plans.values())
    for plan in plans:
        for number, batch in enumerate(plan.value.batches):
            yield Order(batch, plan.value.id, plan, "batches", number)
    for task in registry.tasks.values():
        yield Order(task.value, task.value.plan, task)


@rule("F402")
def fewer_than_two_officers(registry: Registry, _: Context) -> Iterator[Problem]:
    """At least two officers go together (notice, 三（四）2; 行政处罚法 42); experts do not count."""
    for order in orders(registry):
        if order.officers() < 2:
            yield problem(order.place("groups"), "F402", id=order.value.id, count=order.officers())


@rule("F410")
def group_of_an_outsider(registry: Registry, _: Context) -> Iterator[Problem]:
    """Officers come from the authority that leads and from its partners (notice, 四（三）)."""
    for order in orders(registry):
        own = {order.value.lead_authority, *order.value.partners}
        for number, group in enumerate(order.value.groups):
            if group.role == "officer" and group.authority not in own:
                yield problem(
                    order.place("groups", number, "authority"),
                    "F410",
                    group=group.id,
                    authority=group.authority,
                    allowed="、".join(sorted(own)),
                )


@rule("F411")
def authority_with_one_officer(registry: Registry, _: Context) -> Iterator[Problem]:
    """An authority that takes part, and so issues a result of its own, sends at least two officers (行政处罚法 42)."""
    for order in orders(registry):
        if order.officers() < 2:
            continue
        for authority in sorted({group.authority for group in order.value.groups if group.role == "officer"}):
            if (count := order.officers(authority)) < 2:
                yield problem(order.place("groups"), "F411", id=order.value.id, authority=authority, count=count)


@rule("F408")
def rate_and_count(registry: Registry, _: Context) -> Iterator[Problem]:
    """A stratum says how many are drawn in one way: a rate or a count (protocol, section 6)."""
    for order in orders(registry):
        for number, stratum in enumerate(order.value.strata):
            if (stratum.rate is None) == (stratum.count is None):
                yield problem(
                    order.place("strata", number),
                    "F408",
                    stratum=stratum.id,
                    rate=stratum.rate if stratum.rate is not None else "—",
                    count=stratum.count if stratum.count is not None else "—",
                )


@rule("F415")
def rate_out_of_range(registry: Registry, _: Context) -> Iterator[Problem]:
    """A rate is above 0 and at most 100 per cent (protocol, section 6)."""
    for order in orders(registry):
        for number, stratum in enumerate(order.value.strata):
            if stratum.rate is not None and not 0 < Fraction(stratum.rate) <= 100:
                yield problem(order.place("strata", number, "rate"), "F415", stratum=stratum.id, rate=stratum.rate)


@rule("F416")
def id_twice_in_one_list(registry: Registry, _: Context) -> Iterator[Problem]:
    """Strata and groups of one task have different ids, and so have the batches of a plan (protocol, sections 6, 7)."""
    for order in orders(registry):
        for field in ("strata", "groups"):
            ids = [entry.id for entry in getattr(order.value, field)]
            for number in _repeated(ids):
                yield problem(order.place(field, number, "id"), "F416", field=field, id=ids[number])
    for plan in registry.plans.values():
        ids = [batch.id for batch in plan.value.batches]
        for number in _repeated(ids):
            yield problem(plan.place("batches", number, "id"), "F416", field="batches", id=ids[number])


def _repeated(ids: list[str]) -> Iterator[int]:
    seen: Counter[str] = Counter()
    for number, id_ in enumerate(ids):
        seen[id_] += 1
        if seen[id_] > 1:
            yield number


@rule("F409")
def window_out_of_order(registry: Registry, _: Context) -> Iterator[Problem]:
    """Visits begin before they end, within the year of the plan (notice, 三（四）1: the cap is one of a year)."""
    for order in orders(registry):
        start, end = order.value.window_from, order.value.window_to
        if start > end or {start[:4], end[:4]} != {order.year}:
            yield problem(order.place("window_from"), "F409", start=start, end=end, year=order.year)


@rule("F413")
def item_not_on_the_list(registry: Registry, context: Context) -> Iterator[Problem]:
    """What is not on the list of items is not inspected (notice, 三（一）; L1).

    An item suspended or removed stays in the batches and tasks whose visits are over.
    """
    for order in orders(registry):
        barred = {"preparing", "excluded"}
        if order.value.window_to >= context.today:
            barred |= {"suspended", "removed"}
        for number, id_ in enumerate(order.value.items):
            item = registry.items.get(id_)
            if item is not None and item.value.status in barred:
                yield problem(order.place("items", number), "F413", item=id_, status=item.value.status)
