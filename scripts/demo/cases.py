"""What the inspections of the demonstration find: one invented story for every result code, and which draw tells which.

Sentences and dates are general, so that a story fits whoever was drawn. Statutes are cited only where they were read.
"""

from collections.abc import Mapping
from dataclasses import dataclass

NOTICE = "新震防发〔2018〕73号 三（四）3"
DEFENCE = "《中华人民共和国行政处罚法》第四十五条"
INSPECTION = "《中华人民共和国防震减灾法》第七十六条"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the follow-up; days are working days after the visit.

    Attributes:
        kind: Its kind.
        paper: The middle of its document number.
        basis: Its legal basis.
        due: When it is due.
        done: When it was done; None while it goes on.
        amount: The fine in yuan.
        text: What it is about.
        verification: How it was verified that an order was carried out, where nobody came again.
    """

    kind: str
    paper: str
    basis: str = INSPECTION
    due: int | None = None
    done: int | None = None
    amount: int | None = None
    text: str | None = None
    verification: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What the target said for itself, and whether that was taken up."""

    adopted: str
    reason: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One story.

    Attributes:
        code: Its result code.
        handling: What the bureau decides.
        summary: What the public reads first.
        finding: What was not as it should be; None where every point was met.
        point: Which point of the checklist, from 0; −1 for the last.
        person: What concerns a natural person; it stays in the vault and is shown for a period only.
        statement: The target's statement, if it made one.
        confirmation: How the target confirmed the record; None for the usual signature or seal.
        guidance: What the officers advised: topic and text.
        steps: The follow-up.
        visited: Whether anybody was there: a visit, a record, a confirmation.
        reviewed: Whether the office for legal affairs looked at it.
    """

    code: str
    handling: str
    summary: str
    finding: str | None = None
    point: int = -1
    person: str | None = None
    statement: Statement | None = None
    confirmation: str | None = None
    guidance: tuple[str, str] | None = None
    steps: tuple[Step, ...] = ()
    visited: bool = True
    reviewed: bool = False


def _gone(code: str, summary: str) -> Case:
    return Case(code=code, handling="stop_and_return", summary=summary, visited=False)


_ORDER = Step(
    kind="order_to_correct", paper="责改", due=10, done=4, text="责令在期限内补齐资料并报送整改情况，已按期完成。"
)
_AGAIN = Step(kind="re_inspection", paper="复查", done=5, text="复查确认已整改到位。")

CASES: Mapping[str, Case] = {
    "fine": Case(code="no_problem", handling="no_follow_up", summary="按检查标准逐项检查，未发现问题。"),
    "fine-heard": Case(
        code="no_problem",
        handling="no_follow_up",
        summary="按检查标准逐项检查，未发现问题；对方就记录表述提出意见，已采纳。",
        guidance=("资料归档", "演示：建议按年度整理抗震设防资料，并保存电子副本。"),
        statement=Statement(
            adopted="yes",
            reason="所述属实，已在笔录中更正表述。",
            text="演示陈述：笔录中设备名称有误，请更正。",
        ),
    ),
    "undisclosed": Case(
        code="undisclosed_info",
        handling="order_to_correct",
        summary="应当公布或者报备的信息缺少一项，已责令改正，复查合格。",
        finding="应当公布或者报备的信息缺少一项。",
        statement=Statement(
            adopted="partly",
            reason="漏项属实，但发现后主动补正，在处理时予以考虑。",
            text="演示陈述：漏项系工作疏忽，已连夜补正。",
        ),
        steps=(_ORDER, _AGAIN),
    ),
    "forged": Case(
        code="false_disclosure",
        handling="transfer_judicial",
        summary="所提供的两份资料涉嫌弄虚作假，已立案并将有关线索移送司法机关。",
        finding="所提供资料的日期与原始记录不符，涉嫌弄虚作假。",
        statement=Statement(
            adopted="no", reason="与查明的原始记录不符。", text="演示陈述：资料系委托他人整理，本单位不知情。"
        ),
        steps=(
            Step(kind="case_opened", paper="立案", done=2, text="对涉嫌弄虚作假的行为立案。"),
            Step(kind="transfer_judicial", paper="移送", basis=NOTICE, text="有关线索移送司法机关，等待其决定。"),
        ),
        reviewed=True,
    ),
    "absent": Case(
        code="unreachable",
        handling="notify_other",
        summary="通过登记的住所和电话均无法联系，已提请登记机关按规定处理。",
        steps=(
            Step(
                kind="abnormal_list_signal",
                paper="提请",
                basis=NOTICE,
                due=20,
                text="提请登记机关核实住所，按规定决定是否列入经营异常名录。",
            ),
        ),
        visited=False,
    ),
    "corrected": Case(
        code="corrected",
        handling="order_to_correct",
        summary="发现一处资料不完整，已责令改正，复查合格。",
        finding="相关记录不完整，缺少最近一期。",
        point=1,
        confirmation="sealed",
        steps=(_ORDER, _AGAIN),
    ),
    "corrected-person": Case(
        code="corrected",
        handling="order_to_correct",
        summary="发现施工记录不完整，已责令改正，复查合格。",
        finding="施工记录不完整；涉及自然人的内容依法限期公开。",
        person="演示：经营者演示代表（化名）未在施工记录上签名。",
        steps=(_ORDER, _AGAIN),
    ),
    "refused": Case(
        code="refused",
        handling="transfer_case",
        summary="两次拒绝提供资料并拒绝执法人员进入，属不配合检查情节严重，已立案。",
        finding="拒绝提供检查所需资料。",
        statement=Statement(
            adopted="no",
            reason="执法人员已出示证件并说明依据，拒绝无正当理由。",
            text="演示陈述：当日负责人不在，请改日再来。",
        ),
        confirmation="refused",
        steps=(Step(kind="case_opened", paper="立案", due=45, text="对拒不配合检查的行为立案。"),),
        reviewed=True,
    ),
    "idle": Case(
        code="not_operating_item",
        handling="no_follow_up",
        summary="未发现开展本次抽查涉及的经营活动。",
        confirmation="absent",
    ),
    "pending": Case(
        code="problem_pending",
        handling="transfer_case",
        summary="发现问题，需进一步取证后处理；其中一项属另一行政机关职权，已移送。",
        finding="部分资料与现场情况不一致，需进一步核实。",
        steps=(
            Step(kind="order_to_correct", paper="责改", due=15, text="责令在期限内说明情况并补充资料。"),
            Step(kind="transfer_authority", paper="移送", basis=NOTICE, done=3, text="超出本机关职权的一项已移送。"),
        ),
    ),
    "penalty": Case(
        code="problem_pending",
        handling="order_to_correct",
        summary="以其他单位的名义承揽一项评价业务，责令改正，没收违法所得，并处罚款一万元。",
        finding="一项评价业务以其他单位的名义承揽。",
        point=2,
        statement=Statement(
            adopted="no", reason=f"与合同和原始资料不符；{DEFENCE}规定的权利已保障。", text="演示陈述：请求从轻处理。"
        ),
        steps=(
            Step(
                kind="order_to_correct",
                paper="责改",
                due=10,
                done=4,
                text="责令改正，已改正。",
                verification="documents",
            ),
            Step(kind="case_opened", paper="立案", done=1, text="立案调查。"),
            Step(
                kind="penalty",
                paper="罚",
                basis="《地震安全性评价管理条例》第十七条",
                due=20,
                done=5,
                amount=10000,
                text="没收违法所得，罚款 10000 元（演示）。",
            ),
        ),
        reviewed=True,
    ),
    "closed": _gone("closed_or_liquidating", "已关闭停业，正在组织清算，未实施检查。"),
    "deregistered": _gone("deregistered", "名单冻结后办理注销登记，未实施检查。"),
    "revoked": _gone("revoked", "名单冻结后被吊销营业执照，未实施检查。"),
    "cancelled": _gone("cancelled", "名单冻结后登记被撤销，未实施检查。"),
    "moved": _gone("moved_out", "名单冻结后迁出本自治区，未实施检查。"),
    "other-law": Case(
        code="other_authority",
        handling="notify_other",
        summary="本事项未发现问题；发现违反其他部门规定的情形，已抄告。",
        steps=(Step(kind="notify_authority", paper="抄告", basis=NOTICE, done=2, text="已抄告有管辖权的部门。"),),
    ),
}

PROGRAMME: Mapping[str, tuple[str, ...]] = {
    "2026-001": ("fine", "corrected", "fine-heard", "undisclosed", "fine", "penalty", "idle", "fine"),
    "2026-002": (
        "fine",
        "deregistered",
        "corrected",
        "absent",
        "fine",
        "forged",
        "revoked",
        "fine",
        "refused",
        "closed",
        "cancelled",
        "other-law",
        "fine-heard",
        "moved",
        "pending",
        "fine",
    ),
    "2026-003": ("fine", "corrected", "fine", "pending", "fine", "idle", "undisclosed"),
    "2026-004": ("corrected", "fine", "pending", "fine"),
    "2026-005": ("fine", "corrected", "fine"),
}
"""Draw → the stories of its targets in the order of their ranks; whoever comes after the last is fine."""

LEFT = {
    "closed": "suspended",
    "deregistered": "deregistered",
    "revoked": "revoked",
    "cancelled": "cancelled",
    "moved": "moved_out",
}
"""Stories in which the target left the market after the freeze → its registration status from then on."""
