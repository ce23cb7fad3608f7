"""双随机抽查通知书: what a target is told before or at the visit (国办发〔2024〕54号; 行政处罚法 42, 43, 45, 55)."""

from collections.abc import Iterator

from sunlot.core.documents.case import Case, cited
from sunlot.core.documents.paper import Block, Field, Fields, Paper, Table, Text, Words, date_in_words

RIGHTS = (
    "检查人员不得少于两人，应当主动出示执法证件；不出示执法证件的，你单位有权拒绝接受检查"
    "（《中华人民共和国行政处罚法》第四十二条、第五十五条）。",
    "认为检查人员与本次检查有直接利害关系或者有其他关系可能影响公正执法的，你单位有权申请其回避；"
    "是否回避由本机关负责人决定，决定作出之前不停止调查（同法第四十三条）。",
    "你单位有权进行陈述和申辩，不因陈述、申辩而受到更重的处理（同法第四十五条）。",
    "请如实回答询问，提供与检查事项有关的材料，不得拒绝或者阻挠检查（同法第五十五条）。",
    "检查人员名单由公开随机抽取产生，抽取过程和检查结果在网上公示；认为公示的信息不准确的，有权要求更正。",
)


def notice(case: Case) -> Paper:
    """Write the notice to one target."""
    told = case.result.notice if case.result else None
    return Paper(
        kind="notice",
        file=f"notice-{case.task.id}-{case.file}",
        issuer=Words(case.office.issuer.zh),
        title=Words("双随机抽查通知书"),
        number=told.notice_no if told else "",
        day=case.office.day,
        blocks=tuple(_blocks(case)),
        mark=case.office.mark,
    )


def _blocks(case: Case) -> Iterator[Block]:
    task, plan = case.task, case.plan
    by = f"根据《{plan.title}》（{plan.document_no}），" if plan else ""
    yield Text("addressee", Words(f"{case.inspected.called}："), stands=True)
    yield Text(
        "opening",
        Words(
            f"{by}经公开随机抽取，你单位被抽取为“{task.title}”（抽查编号 {task.id}）的检查对象。现将有关事项通知如下。"
        ),
    )
    yield Fields("target", case.inspected.rows)
    yield items(case)
    yield Fields("visit", tuple(_visit(case)), Words("检查安排"))
    yield case.people
    for number, right in enumerate(RIGHTS, 1):
        yield Text(f"right_{number}", Words(f"{number}．{right}"))
    yield Fields("contact", _contact(case), Words("咨询、申请回避和反映问题"))
    yield from case.pages
    yield Fields("service", _service(case), Words("送达"))
    yield case.office.unofficial


def items(case: Case) -> Table:
    """What is inspected, and by which law."""
    return Table(
        "matters",
        Words("检查事项"),
        (Words("事项"), Words("检查内容"), Words("检查依据")),
        (4, 6, 5),
        tuple((f"{one.id} {one.name}", one.content, "；".join(map(cited, one.legal_basis))) for one in case.items),
    )


def _visit(case: Case) -> Iterator[Field]:
    task, result = case.task, case.result
    approval, visit = (result.approval, result.visit) if result else (None, None)
    names, words = case.office.names, case.office.words
    approved = f"{approval.approval_no}，{names.authority(approval.office).text}" if approval else ""
    approved += f"，{date_in_words(approval.approved_on)}" if approval else ""
    ways = dict.fromkeys(words.term("inspection_method", method) for one in case.items for method in one.methods)
    bodies = (task.lead_authority, *task.partners)
    yield Field("authorities", Words("检查机关"), "、".join(names.authority(one).text for one in bodies))
    yield Field("approval", Words("检查审批"), approved)
    yield Field(
        "source", Words("检查来源"), f"双随机抽查：年度计划批次 {task.batch}，{words.term('sampling_mode', task.mode)}"
    )
    yield Field("frequency", Words("检查频次"), frequency(case))
    yield Field("method", Words("检查方式"), "、".join(ways))
    yield Field("visited_on", Words("检查时间"), date_in_words(visit.visited_on) if visit else "")
    yield Field("window", Words("检查期"), f"{date_in_words(task.window_from)}至{date_in_words(task.window_to)}")
    yield Field("place", Words("检查地点"), str((case.internal.get("visit") or {}).get("place", "")))


def frequency(case: Case) -> str:
    """Which visit of the year this is, and the most there may be (54号: the cap is public)."""
    year = case.task.window_from[:4]
    number = f"{year} 年度对该主体的第 {case.visit_number} 次随机抽查" if case.visit_number else ""
    cap = f"年度上限 {case.plan.frequency_cap.per_year} 次" if case.plan else ""
    return "；".join(filter(None, (number, cap)))


def _contact(case: Case) -> tuple[Field, ...]:
    books = case.office.names.registry.authorities
    unit = books.get(case.task.responsible_unit)
    here = unit.value if unit else case.office.authority
    return (
        Field("office", Words("联系单位"), here.name if here else ""),
        Field("office_phone", Words("电话"), (here.public_phone or "") if here else ""),
        Field("office_address", Words("地址"), (here.public_address or "") if here else ""),
    )


def _service(case: Case) -> tuple[Field, ...]:
    told = case.result.notice if case.result else None
    method = case.office.words.term("notice_method", told.method) if told else ""
    reason = f"（{told.unannounced_reason}）" if told and told.unannounced_reason else ""
    return (
        Field("served_on", Words("送达时间"), date_in_words(told.served_on) if told else ""),
        Field("served_how", Words("送达方式"), f"{method}{reason}"),
        Field("received_by", Words("签收人（签字）"), lines=2),
        Field("served_by", Words("送达人（签字）"), lines=2),
    )
