"""Rules on objections (政府信息公开条例 41; domain, sections 3.8 and 10.1)."""

from collections.abc import Iterator

from sunlot.core.deadlines.registers import objections
from sunlot.core.problems import Problem, problem
from sunlot.core.registry import Registry
from sunlot.core.rules.base import Context, facts_of, rule


@rule("F516")
def decided_without_answer(registry: Registry, _: Context) -> Iterator[Problem]:
    """A decision on an objection has a date, a text and a public reason, and names the remedies (domain, 3.8; L6)."""
    for placed in registry.objections.values():
        objection = placed.value
        if objection.state in ("upheld", "rejected"):
            for field in ("decided_on", "decision", "public_reason", "remedies_told"):
                if not getattr(objection, field):
                    yield problem(placed.place("state"), "F516", id=objection.id, state=objection.state, field=field)


@rule("F517")
def answer_overdue(registry: Registry, context: Context) -> Iterator[Problem]:
    """An objection is answered within 20 working days (domain, section 10.1)."""
    for one in objections(facts_of(registry, context)):
        if one.late:
            place = registry.objections[one.subject].place("state")
            yield problem(place, "F517", id=one.subject, due=one.due, days=-one.days)
