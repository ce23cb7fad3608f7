"""The steps of one inspection that happened, each with its day where one is on record and the field that says so."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sunlot.core.drawn import Drawn
from sunlot.core.model import Objection, Result
from sunlot.core.protocol.grammar import beijing_date

Path = tuple[str | int, ...]
FOLLOWED: dict[str, str] = {
    "order_to_correct": "ordered",
    "re_inspection": "re_inspected",
    "case_opened": "case_opened",
    "penalty": "penalised",
    "not_penalised": "not_penalised",
    "transfer_authority": "transferred_authority",
    "transfer_judicial": "transferred_judicial",
    "notify_authority": "notified",
    "abnormal_list_signal": "signalled",
    "other": "handled",
}
"""Kind of follow-up → the step that it is."""
_BEGUN_OPEN = frozenset({"ordered", "case_opened", "transferred_authority", "transferred_judicial", "notified"})
"""Follow-ups that have happened once they stand there, though what they lead to is open."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        kind: A key of `MOVES`.
        day: The ISO date in Beijing; None where none is on record.
        path: The field of the result that says so; empty for what another record says.
        detail: A document number, or the id of an objection.
        over: Whether what it began has ended: an order carried out, a transfer answered.
    """

    kind: str
    day: str | None = None
    path: Path = ()
    detail: str = ""
    over: bool = True


def steps_of(
    drawn: Drawn | None, target: str, result: Result | None, *,
    published: Sequence[str] = (), objections: Iterable[Objection] = (),
) -> list[Step]:  # fmt: skip
    """Find the steps of one drawn target, in the order of their days.

    Args:
        drawn: What its draw has decided; None where that cannot be told.
        target: The key under which it was drawn.
        result: The result in force; None before there is one.
        published: The days of all its files, the first one first.
        objections: Those against its result.
    """
    found = [*_chosen(drawn, target)]
    if result is not None:
        found += [*_visit(result), *_decision(result), *_followed(result), *_remedies(result)]
        found += _publication(published or [result.published_on])
    found += [step for one in objections for step in _objected(one)]
    if result is not None and _is_over(found):
        found.append(Step("closed", max((one.day for one in found if one.day), default=None)))
    return _in_order(found)


def _in_order(steps: Sequence[Step]) -> list[Step]:
    """Order steps by day; what has none of its own stays behind the step before it."""
    day, keyed = "", []
    for place, one in enumerate(steps):
        day = one.day or day
        keyed.append((one.kind == "closed", day, place, one))
    return [one for *_, one in sorted(keyed, key=lambda entry: entry[:3])]


def _chosen(drawn: Drawn | None, target: str) -> Iterator[Step]:
    if drawn is None or drawn.refused or target not in drawn.selected:
        return
    begun = next((one for one in drawn.stages if one.id.startswith("targets") and not one.void), None)
    yield Step("drawn", beijing_date(begun.beacon_time) if begun else None)
    if target in drawn.vacated:
        yield Step("vacated", detail=drawn.vacated[target])
    if target in drawn.sent:
        yield Step("assigned", beijing_date(drawn.sent[target]))


def _visit(result: Result) -> Iterator[Step]:
    if result.approval:
        yield Step("approved", result.approval.approved_on, ("approval", "approved_on"), result.approval.approval_no)
    if result.notice:
        yield Step("noticed", result.notice.served_on, ("notice", "served_on"), result.notice.notice_no)
    if result.visit:
        yield Step("visited", result.visit.visited_on, ("visit", "visited_on"))
    if result.record:
        yield Step("recorded", None, ("record",), result.record.record_no)
    if result.statement and result.statement.made:
        yield Step("heard", None, ("statement",))
    if result.confirmation:
        signed = result.confirmation.kind in ("signed", "sealed")
        yield Step("confirmed" if signed else "unsigned", None, ("confirmation", "kind"))
    if result.guidance:
        yield Step("guided", None, ("guidance",))


def _decision(result: Result) -> Iterator[Step]:
    for at, one in enumerate(result.returned):
        yield Step("returned", one.returned_on, ("returned", at, "returned_on"))
    yield Step("reviewed", result.reviewed.reviewed_on, ("reviewed", "reviewed_on"))
    if result.legal_review:
        yield Step("legally_reviewed", result.legal_review.reviewed_on, ("legal_review", "reviewed_on"))
    yield Step("concluded", result.concluded_on, ("concluded_on",))


def _publication(days: Sequence[str]) -> Iterator[Step]:
    yield Step("published", days[0], ("published_on",) if len(days) == 1 else ())
    for number, day in enumerate(days[1:], start=2):
        yield Step("corrected", day, ("published_on",) if number == len(days) else ())


def _followed(result: Result) -> Iterator[Step]:
    for at, one in enumerate(result.follow_ups):
        kind, number = FOLLOWED[one.kind], one.document_no or ""
        over = one.state != "open"
        if not over and kind not in _BEGUN_OPEN:
            continue
        own = "issued_on" if one.issued_on or kind == "ordered" else "done_on"
        day = one.issued_on if own == "issued_on" else one.done_on
        yield Step(kind, day, ("follow_ups", at, own) if day else ("follow_ups", at, "kind"), number, over)
        if kind == "ordered" and one.state == "done":
            yield Step("rectified", one.done_on, ("follow_ups", at, "done_on" if one.done_on else "state"), number)
        if kind == "penalised" and one.state == "withdrawn":
            field = "withdrawn_on" if one.withdrawn_on else "state"
            yield Step("withdrawn", one.withdrawn_on, ("follow_ups", at, field), number)


def _remedies(result: Result) -> Iterator[Step]:
    for at, one in enumerate(result.reconsiderations):
        over = one.state != "pending"
        yield Step("remedy_sought", one.filed_on, ("reconsiderations", at, "filed_on"), one.case_no or "", over)
        if one.state == "decided":
            field = "decided_on" if one.decided_on else "state"
            yield Step("remedy_decided", one.decided_on, ("reconsiderations", at, field), one.outcome or "")


def _objected(one: Objection) -> Iterator[Step]:
    yield Step("objected", one.filed_on, (), one.id, one.decided_on is not None or one.state == "withdrawn")
    if one.decided_on is not None:
        yield Step("objection_decided", one.decided_on, (), one.id)


def _is_over(found: Sequence[Step]) -> bool:
    return any(one.kind == "published" for one in found) and all(one.over for one in found)
