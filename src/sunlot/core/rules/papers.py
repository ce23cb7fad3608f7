"""Rules on the papers of a visit: notice, hearing, signature (notice, 三（四）2; domain, section 9)."""

from collections.abc import Iterator

from sunlot.core.problems import Problem, problem
from sunlot.core.registry import Registry
from sunlot.core.rules.base import Context, rule


@rule("F518")
def nobody_witnessed(registry: Registry, _: Context) -> Iterator[Problem]:
    """Where nobody signs, a witness does (notice, 三（四）2)."""
    for placed in registry.results:
        confirmation = placed.value.confirmation
        if confirmation and confirmation.kind in ("refused", "absent") and confirmation.witness is None:
            yield problem(placed.place("confirmation"), "F518", target=placed.value.target, kind=confirmation.kind)


@rule("F520")
def unannounced_without_reason(registry: Registry, _: Context) -> Iterator[Problem]:
    """A visit that was not announced says why (L3)."""
    for placed in registry.results:
        notice = placed.value.notice
        if notice and notice.method == "unannounced" and notice.unannounced_reason is None:
            yield problem(placed.place("notice", "method"), "F520", target=placed.value.target)


@rule("F521")
def hearing_without_answer(registry: Registry, _: Context) -> Iterator[Problem]:
    """A statement is heard and answered; what is not adopted has a reason (notice, 三（四）2; 行政处罚法 45)."""
    for placed in registry.results:
        statement = placed.value.statement
        if statement is None or not statement.made:
            continue
        if statement.adopted is None:
            yield problem(placed.place("statement"), "F521", target=placed.value.target, field="adopted")
        elif statement.adopted != "yes" and statement.reason is None:
            yield problem(placed.place("statement"), "F521", target=placed.value.target, field="reason")
