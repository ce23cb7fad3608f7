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
}
