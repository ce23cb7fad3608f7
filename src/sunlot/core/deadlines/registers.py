"""What the registers owe: answers, reviews, renewals, training, items to be taken in."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sunlot.core.deadlines.reckoning import Deadline, Facts
from sunlot.core.model import Expert, Inspector, InspectorCertificate, Target, Withheld, WithheldTarget
from sunlot.core.qualification import examined, failed_training
from sunlot.core.registry import Placed


def objections(facts: Facts) -> Iterator[Deadline]:
    """An objection is answered; one that was decided later than the day was still open on it."""
    for placed in facts.registry.objections.values():
        one = placed.value
        decided = one.state in ("upheld", "rejected", "withdrawn") and (one.decided_on or "") <= facts.today
        if one.filed_on <= facts.today and not decided:
            draw = one.record.partition("/")[0] if one.record_kind != "register" else None
            yield facts.counted("objection", "objection", one.id, one.filed_on, draw=draw)


def reviews(facts: Facts) -> Iterator[Deadline]:
    """What is withheld is looked at again on the day that was set (保密法 24; L9)."""
    for id_, placed in facts.registry.targets.items():
        if _stands(placed.value, facts.today):
            yield from _reviews(facts, "target", id_, placed.value.withheld)
    for (draw, target), result in facts.results.items():
        yield from _reviews(facts, "result", target, result.value.withheld, draw)
    for id_, hidden in facts.registry.withheld.items():
        if _stands(hidden.value, facts.today):
            yield facts.named(
                "secrecy_review", "withheld", id_, hidden.value.review_on, unit=hidden.value.decided_by, detail=id_
            )


def _reviews(
    facts: Facts, about: str, subject: str, withheld: Iterable[Withheld], draw: str | None = None
) -> Iterator[Deadline]:
    for one in withheld:
        yield facts.named(
            "secrecy_review", about, subject, one.review_on, unit=one.authority, draw=draw, detail=one.field
        )


def certificates(facts: Facts) -> Iterator[Deadline]:
    """A certificate is renewed before it ends, unless a later one of its type is there already."""
    for placed in _on_duty(facts):
        lasting: dict[str, InspectorCertificate] = {}
        for one in sorted(placed.value.certificates, key=lambda one: one.valid_to):
            lasting[one.type] = one
        for one in lasting.values():
            yield facts.named(
                "certificate",
                "inspector",
                placed.value.id,
                one.valid_to,
                unit=placed.value.unit,
                detail=one.certificate_no,
            )
    for expert in facts.registry.experts.values():
        if _active(expert.value, facts.today):
            yield facts.named("expert", "expert", expert.value.id, expert.value.valid_to, unit=expert.value.authority)


def flags(facts: Facts) -> Iterator[Deadline]:
    """Key supervision that is about to end; once it has ended nothing is owed any more."""
    for about, records in (("target", facts.registry.targets), ("withheld", facts.registry.withheld)):
        for id_, placed in records.items():
            for flag in placed.value.key_supervision if _stands(placed.value, facts.today) else ():
                if flag.valid_from <= facts.today <= flag.valid_to:
                    yield facts.named(
                        "key_supervision", about, id_, flag.valid_to, unit=flag.approved_by, detail=flag.reason
                    )


def items(facts: Facts) -> Iterator[Deadline]:
    """An item that is being prepared is taken into the list by the day that was planned (notice, 三（一）; R15)."""
    for id_, placed in facts.registry.items.items():
        if placed.value.status == "preparing" and placed.value.planned_for:
            yield facts.named("item", "item", id_, placed.value.planned_for, unit=placed.value.authority)


def training(facts: Facts) -> Iterator[Deadline]:
    """Whoever has inspected nobody for long is trained, and nobody inspects without the examination (R46, R47)."""
    last = last_checks(facts)
    for placed in _on_duty(facts):
        person = placed.value
        if not examined(person, facts.today):
            yield facts.named("exam", "inspector", person.id, person.added_on, unit=person.unit)
        if failed := failed_training(person, facts.today):
            yield facts.named("training_again", "inspector", person.id, failed.held_on, unit=person.unit)
            continue
        held = [one.held_on for one in person.trainings if one.passed and one.held_on <= facts.today]
        known = [*held, *last.get(person.id, ())]
        start = max([person.added_on, *known])
        yield facts.counted("training", "inspector", person.id, start, unit=person.unit, detail=max(known, default="—"))


def last_checks(facts: Facts) -> dict[str, list[str]]:
    """Tell for each inspector the days of visits by a team that was drawn and not set aside."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for (draw, target), placed in facts.results.items():
        drawn, visit = facts.drawn.get(draw), placed.value.visit
        for team in drawn.teams.get(target, ()) if drawn and visit else ():
            for member in team.members:
                found[member].append(visit.visited_on if visit else "")
    return found


def _on_duty(facts: Facts) -> Iterator[Placed[Inspector]]:
    return (placed for placed in facts.registry.inspectors.values() if _active(placed.value, facts.today))


def _active(person: Inspector | Expert, day: str) -> bool:
    return person.status == "active" and _stands(person, day)


def _stands(record: Inspector | Expert | Target | WithheldTarget, day: str) -> bool:
    return record.added_on <= day and (record.removed_on is None or record.removed_on > day)
