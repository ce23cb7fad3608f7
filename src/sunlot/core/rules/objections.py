"""Rules on objections (政府信息公开条例 41; domain, sections 3.8 and 10.1)."""

from collections.abc import Iterator
from datetime import date, timedelta

from sunlot.core.calendar import add_working_days
from sunlot.core.problems import Problem, problem
from sunlot.core.registry import Registry
from sunlot.core.rules.base import Context, rule

ANSWER_WITHIN = 20


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
    for placed in registry.objections.values():
        objection = placed.value
        due, _ = add_working_days(date.fromisoformat(objection.filed_on), ANSWER_WITHIN, context.calendars)
        if objection.state in ("received", "reviewing") and context.as_of > due:
            late = (context.as_of - due) // timedelta(days=1)
            yield problem(placed.place("state"), "F517", id=objection.id, due=due, days=late)
