"""责令改正通知书: what is to be corrected, by when, and what can be done against it (通知三（四）3; 行政复议法 20)."""

from collections.abc import Iterator

from sunlot.core.documents.case import Case, cited
from sunlot.core.documents.paper import Block, Field, Fields, Paper, Table, Text, Words, date_in_words
from sunlot.core.model import Result, ResultFollowUp

REMEDIES = (
    "如不服本通知，可以自收到本通知之日起六十日内依法申请行政复议（《中华人民共和国行政复议法》第二十条），"
    "也可以依法向人民法院提起行政诉讼。对检查结果的公示有异议的，可以要求更正。"
)
KIND = "order_to_correct"


def ordered(result: Result) -> bool:
    """Whether a result asks for a correction: by its follow-ups, by how it was handled, or by a point not met."""
    return (
        any(one.kind == KIND for one in result.follow_ups)
        or any(one.handling == KIND for one in result.conclusions)
        or any(one.result == "not_met" for one in result.findings)
    )


def order(case: Case) -> Paper:
    """Write the order; without a result it is a form to fill in by hand at the visit."""
    follow_up = _follow_up(case.result)
    return Paper(
        kind="order",
        file=f"order-{case.task.id}-{case.file}",
        issuer=Words(case.office.issuer.zh),
        title=Words("责令改正通知书"),
        number=(follow_up.document_no or "") if follow_up else "",
        day=case.office.day,
        blocks=tuple(_blocks(case, follow_up)),
        mark=case.office.mark,
    )


def _follow_up(result: Result | None) -> ResultFollowUp | None:
    return next((one for one in result.follow_ups if one.kind == KIND), None) if result else None


def _required(follow_up: ResultFollowUp | None) -> str:
    """What was asked for, as long as it is: what is done has been told in other words."""
    return follow_up.text or "" if follow_up and follow_up.state == "open" else ""


def _blocks(case: Case, follow_up: ResultFollowUp | None) -> Iterator[Block]:
    result = case.result
    visit = result.visit if result else None
    day = date_in_words(visit.visited_on if visit else "")
    due = date_in_words((follow_up.due_on or "") if follow_up else "")
    sanctions = "、".join(dict.fromkeys(cited(law) for one in case.items for law in one.sanction_basis))
    yield Text("addressee", Words(f"{case.inspected.called}："), stands=True)
    yield Text(
        "opening",
        Words(f"{day}，本机关对你单位进行双随机抽查（“{case.task.title}”，抽查编号 {case.task.id}），发现下列问题。"),
    )
    yield Fields("target", case.inspected.rows)
    yield problems(case)
    told = result and not any(one.result == "not_met" for one in result.findings)
    facts = result.summary if result and told and all(one.field != "summary" for one in result.withheld) else ""
    yield Fields("facts", (Field("facts", Words("事实"), facts, lines=3),))
    legal = (follow_up.legal_basis or "") if follow_up else ""
    yield Fields("law", (Field("law", Words("责令改正的依据"), legal or sanctions, lines=2),))
    yield Text("order", Words(f"现责令你单位于{due}前改正，并将改正情况书面报告本机关。"))
    yield Fields("required", (Field("required", Words("改正要求"), _required(follow_up), lines=3),))
    yield Text("remedies", Words(REMEDIES))
    yield from case.pages
    yield Fields(
        "service",
        (
            Field("received_by", Words("签收人（签字）、日期"), lines=2),
            Field("served_by", Words("送达人（签字）、日期"), lines=2),
        ),
        Words("送达"),
    )
    yield case.office.unofficial


def problems(case: Case) -> Table:
    """The points that were not met; room for three where no result says which."""
    found = [one for one in case.result.findings if one.result == "not_met"] if case.result else []
    rows = tuple(
        (f"{one.item} {one.checkpoint}", one.text or "", "".join(filter(None, (one.law, one.article)))) for one in found
    )
    head = (Words("检查点"), Words("问题"), Words("违反的规定"))
    return Table("problems", Words("存在的问题"), head, (4, 6, 5), rows or (("", "", ""),) * 3)
