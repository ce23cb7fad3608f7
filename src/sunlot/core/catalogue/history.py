"""F9xx: history."""

from sunlot.core.problems import Entry

NEVER_DELETED = "design: a record leaves by removed_on; an id is never reused"

ENTRIES: dict[str, Entry] = {
    "F901": Entry(
        clause="protocol, section 3",
        zh="{path} 已经公布，现被修改或删除；抽查文件只增不改，请从版本历史恢复",
        en="{path} was published and is now changed or gone; files of a draw are only ever added: restore it from history",
    ),
    "F902": Entry(
        clause="domain, I11",
        zh="{path} 已经公布，现被修改或删除；请恢复原文件，更正写入新文件 {next}",
        en="{path} was published and is now changed or gone; restore it and write the correction into a further file, {next}",
    ),
    "F903": Entry(
        clause=NEVER_DELETED,
        zh="记录“{id}”从名录中消失；请恢复该记录，并填写 removed_on 与 removal_reason（换编号的，把旧编号写入 former_ids）",
        en="the record “{id}” vanished from its register; restore it with removed_on and removal_reason (or, if its id changed, put the old one into former_ids)",
    ),
    "F904": Entry(
        clause=NEVER_DELETED,
        zh="记录“{id}”已于 {removed_on} 移出，现又恢复；编号不得再用，请以新编号登记，旧编号写入 former_ids",
        en="the record “{id}” left on {removed_on} and is back; an id is never used again: register it under a new id, with the old one in former_ids",
    ),
    "F905": Entry(
        clause="protocol, section 3.3",
        zh="sunlot.yaml 的 receipts.required_from 原为 {before}，现为 {now}（“—”表示没有）；要求凭证的起始日期不得取消或推后，请恢复",
        en="receipts.required_from in sunlot.yaml was {before} and is now {now} (“—”: none); the day from which receipts are required never goes and never moves later: restore it",
    ),
    "F906": Entry(
        clause="protocol, section 9",
        zh="年度计划“{plan}”的 year_key_sha256 原为 {before}，现为 {now}（“—”表示没有），而该年的抽查已经冻结；密钥摘要公布后不得改换，请恢复",
        en="the plan “{plan}” had {before} for year_key_sha256 and now has {now} (“—”: none), though a draw of its year is frozen; the digest of the key never changes: restore it",
    ),
}
