"""现场检查笔录: filled in as far as the registers know, with room for what is seen, said and signed (通知三（四）2)."""

from collections.abc import Iterator

from sunlot.core.documents.case import Case
from sunlot.core.documents.paper import Block, Field, Fields, Paper, Table, Text, Words, date_in_words
from sunlot.core.model import ItemChecklist

TOLD = (
    "检查人员已出示执法证件，并告知：不出示证件的，有权拒绝检查；认为检查人员应当回避的，有权申请回避；"
    "有权陈述和申辩；应当如实回答询问，不得拒绝或者阻挠检查。"
)
READ = "以上笔录已经阅读（或已向我宣读），与实际情况："
BOXES = "□ "


def record(case: Case) -> Paper:
    """Write the record form of one visit."""
    held = case.result.record if case.result else None
    return Paper(
        kind="record",
        file=f"record-{case.task.id}-{case.file}",
        issuer=Words(case.office.issuer.zh),
        title=Words("现场检查笔录"),
        number=held.record_no if held else "",
        day=case.office.day,
        blocks=tuple(_blocks(case)),
        mark=case.office.mark,
        sealed=False,
    )


def _blocks(case: Case) -> Iterator[Block]:
    made = case.internal.get("visit") or {}
    visit = case.result.visit if case.result else None
    day = date_in_words(visit.visited_on) if visit else date_in_words("")
    clock = f"{made.get('started_at') or '＿＿时＿＿分'} 至 {made.get('ended_at') or '＿＿时＿＿分'}"
    yield Fields(
        "visit",
        (
            Field("task", Words("抽查任务"), f"{case.task.title}（{case.task.id}）"),
            Field("time", Words("检查时间"), f"{day} {clock}"),
            Field("place", Words("检查地点"), str(made.get("place", ""))),
        ),
    )
    yield Fields("target", case.inspected.rows, Words("检查对象"))
    yield Fields("present", (Field("attended_by", Words("现场负责人（身份、职务）")),))
    yield case.people
    yield Text("told", Words(TOLD))
    yield Fields("heard", (Field("recusal", Words("是否申请回避"), f"{BOXES}否　{BOXES}是，理由：＿＿＿＿＿＿＿＿"),))
    yield checklist(case)
    yield Fields(
        "seen",
        (
            Field("facts", Words("现场检查情况"), lines=8),
            Field("evidence", Words("提取的证据（种类、数量）"), lines=3),
            Field("statement", Words("陈述和申辩"), str(case.internal.get("statement", {}).get("text", "")), lines=4),
        ),
    )
    yield Text("read", Words(f"{READ}{BOXES}相符　{BOXES}有出入，已更正"))
    yield Fields("confirmation", tuple(_confirmation(case)), Words("签字或盖章"))
    yield case.office.unofficial


def checklist(case: Case) -> Table:
    """The points of every item, with a place for what was found; an item without points is one point itself."""
    rows = []
    for item in case.items:
        for point in item.checklist or (ItemChecklist(point=item.content),):
            how = "；".join(filter(None, (point.method, point.basis)))
            rows.append((f"{item.id} {point.point}", how, _found(case, item.id, point.point), point.evidence or ""))
    head = (Words("检查点"), Words("方法、依据"), Words("检查情况"), Words("证据"))
    return Table("checklist", Words("检查清单"), head, (4, 5, 4, 2), tuple(rows))


def _found(case: Case, item: str, point: str) -> str:
    """What the result says of a point; boxes to tick before there is one."""
    words = case.office.words
    for one in case.result.findings if case.result else ():
        if (one.item, one.checkpoint) == (item, point):
            return words.term("finding_result", one.result)
    return "　".join(f"{BOXES}{words.term('finding_result', code)}" for code in words.terms["finding_result"])


def _confirmation(case: Case) -> Iterator[Field]:
    kinds = case.office.words.terms["confirmation"]
    held = case.result.confirmation if case.result else None
    ways = "　".join(f"{BOXES}{case.office.words.term('confirmation', code)}" for code in kinds)
    yield Field("confirmed", Words("确认方式"), case.office.words.term("confirmation", held.kind) if held else ways)
    yield Field("signed_by", Words("法定代表人（负责人）签字或盖章、日期"), lines=2)
    yield Field("witness", Words("见证人（拒绝签字或无人在场时）"), (held.witness or "") if held else "", lines=2)
    yield Field("inspectors_sign", Words("检查人员（签字）、日期"), lines=2)
    yield Field("written_by", Words("记录人（签字）、日期"), lines=2)
