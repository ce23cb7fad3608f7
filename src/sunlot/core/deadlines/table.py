"""The one table of deadlines: what is owed, within how long, and on what basis (domain, section 10.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sunlot.core.registry import Registry

Counted = Literal["working_days", "days", "months", "named"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One kind of deadline.

    Attributes:
        zh: What is owed; `{draw}` and `{detail}` stand for a deadline's own.
        en: The same in English.
        clause: The source that asks for it.
        counted: What the time is counted in; `named`: the record itself, or the beacon, names the day.
        count: How many of them; None where a record or the settings say so.
        term: The list of terms that a deadline's `detail` is a code of, if it is one.
    """

    zh: str
    en: str
    clause: str
    counted: Counted = "named"
    count: int | None = None
    term: str | None = None


OPEN_WITHIN = 20
"""Working days in which what was made or changed is public, where the bureau sets itself no shorter time."""
TRAINING_AFTER = 12
"""Months without a field check, where the bureau says nothing else."""

LIMITS: Mapping[str, Limit] = {
    "batch": Limit(zh="为批次 {detail} 立项并抽取", en="plan and draw batch {detail}", clause="通知三（四）1"),
    "freeze": Limit(zh="冻结名单", en="freeze the lists", clause="sunlot/1 §3.2"),
    "stage": Limit(zh="抽取阶段 {detail}", en="draw stage {detail}", clause="sunlot/1 §3.2"),
    "team": Limit(
        zh="为 {detail} 个对象选派人员（冻结下一个 teams 阶段）",
        en="choose teams for targets without one: {detail} (freeze the next teams stage)",
        clause="通知三（四）2",
    ),
    "result": Limit(
        zh="公布 {draw} 的检查结果",
        en="publish the result in {draw}",
        clause="政府信息公开条例 26",
        counted="working_days",
    ),
    "circular": Limit(zh="发布抽查通报", en="issue the circular", clause="通知三（四）3", counted="working_days"),
    "follow_up": Limit(
        zh="后续处理：{detail}", en="follow-up: {detail}", clause="通知三（四）3", term="follow_up_kind"
    ),
    "case": Limit(zh="对立案的案件作出决定", en="decide the case", clause="行政处罚法 60", counted="days", count=90),
    "penalty": Limit(
        zh="公布处罚决定 {detail}",
        en="publish the penalty {detail}",
        clause="行政处罚法 48",
        counted="working_days",
        count=7,
    ),
    "withdrawal": Limit(
        zh="撤回已变更或撤销的处罚信息 {detail}",
        en="withdraw the changed penalty {detail}",
        clause="行政处罚法 48",
        counted="working_days",
        count=3,
    ),
    "correction": Limit(
        zh="按异议 {detail} 的决定更正",
        en="correct as decided on objection {detail}",
        clause="政府信息公开条例 26、41",
        counted="working_days",
        count=20,
    ),
    "evidence": Limit(
        zh="对先行登记保存的证据作出处理决定",
        en="decide on the evidence that was registered",
        clause="行政处罚法 56",
        counted="working_days",
        count=7,
    ),
    "objection": Limit(
        zh="答复异议", en="answer the objection", clause="政府信息公开条例 41", counted="working_days", count=20
    ),
    "secrecy_review": Limit(
        zh="复核不公开的内容：{detail}", en="review what is withheld: {detail}", clause="政府信息公开条例 17、18"
    ),
    "certificate": Limit(zh="换发执法证件 {detail}", en="renew certificate {detail}", clause="通知三（四）2"),
    "expert": Limit(zh="专家续聘", en="renew the expert's term", clause="通知三（四）2"),
    "key_supervision": Limit(
        zh="重点监管到期，决定是否延续：{detail}",
        en="key supervision ends, decide whether it goes on: {detail}",
        clause="通知三（四）1",
        term="key_supervision_reason",
    ),
    "item": Limit(zh="将事项纳入清单", en="take the item into the list", clause="通知三（一）"),
    "training": Limit(
        zh="长期未执法，组织培训（最近一次执法或培训：{detail}）",
        en="training, for long without a field check (last check or training: {detail})",
        clause="通知四（四）",
        counted="months",
    ),
    "training_again": Limit(
        zh="培训不合格，重新培训（合格前不得抽取）",
        en="train again after a failed training (cannot be drawn before)",
        clause="通知四（四）",
    ),
    "exam": Limit(
        zh="参加执法资格考试（考试合格前不得抽取）",
        en="pass the examination (cannot be drawn before)",
        clause="通知四（四）",
    ),
}


def count_of(kind: str, registry: Registry) -> int:
    """Give how many days or months a kind of deadline has, as this bureau's settings say where they may.

    Raises:
        ValueError: If the kind has no count: its records name the day.
    """
    settings = registry.settings.value if registry.settings else None
    if kind in ("result", "circular"):
        return settings.publish_within if settings else OPEN_WITHIN
    if kind == "training":
        return (settings.training_after if settings else None) or TRAINING_AFTER
    count = LIMITS[kind].count
    if count is None:
        raise ValueError(f"{kind} is not counted")
    return count
