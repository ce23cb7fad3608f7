"""F43x–F45x: what stops a plan, a freeze or a draw from being made."""

from sunlot.core.problems import Entry

FREEZE = "protocol, sections 3, 6 and 7"
BEACON = "protocol, sections 4 and 10"

ENTRIES: dict[str, Entry] = {
    "F430": Entry(
        clause="domain, section 5",
        zh="没有编号为“{id}”的{what}；现有：{known}",
        en="there is no {what_en} “{id}”; known: {known}",
    ),
    "F431": Entry(
        clause=FREEZE,
        zh="“{path}”尚未提交或与最近一次提交不同；冻结以已提交的名录为准，请先提交",
        en="“{path}” is not committed, or differs from the last commit; a freeze names committed registers: commit first",
    ),
    "F432": Entry(
        clause=FREEZE,
        zh="随机值的时刻 {time} 与冻结时刻 {now} 相隔不足 {lead} 秒（或已过去）；请用 `sunlot plan` 改定更晚的时刻",
        en="the beacon time {time} is past, or less than {lead} seconds after the freeze at {now}; choose a later time with `sunlot plan`",
    ),
    "F433": Entry(
        clause=FREEZE,
        zh="对象“{target}”（{division}）在检查组“{group}”只有 {eligible} 名可选人员，少于 {size} 名；请增加人员、调整执法区域或检查期",
        en="target “{target}” ({division}) has only {eligible} eligible inspectors in group “{group}”, fewer than {size}; add inspectors, widen their areas or move the visit window",
    ),
    "F434": Entry(
        clause="design: public and internal",
        zh="内部库中没有“{record}”的内部字段，无法得知其回避与请假；请在有内部库的机器上冻结（sunlot.yaml 的 vault）",
        en="the vault has no internal fields of “{record}”, so recusals and leave are unknown; freeze on a machine that has the vault (`vault` in sunlot.yaml)",
    ),
    "F435": Entry(
        clause="domain, section 4.1",
        zh="抽查 {draw} 的阶段 {stage} 已过抽取时刻而尚未抽取；请先运行 `sunlot draw {draw}`，年度次数才能确定",
        en="stage {stage} of draw {draw} is due but not drawn; run `sunlot draw {draw}` first, so that this year's visits are known",
    ),
    "F436": Entry(
        clause=FREEZE,
        zh="名单为空：抽查范围内没有可抽取的对象；请核对任务的范围与分层",
        en="the roster is empty: no target of the population can be drawn; look at the task's population and strata",
    ),
    "F437": Entry(
        clause="protocol, section 10",
        zh="“{source}”可预知，只用于演示；任务须写明 demonstration: true，且本库为演示库",
        en="“{source}” is predictable and for training only; the task has to say demonstration: true, in a demonstration repository",
    ),
    "F438": Entry(
        clause=FREEZE,
        zh="本机的 Python 不支持 SM3，无法写出名单摘要；请换用带 OpenSSL 3 的 Python",
        en="this Python has no SM3, which a freeze writes down for its lists; use a Python with OpenSSL 3",
    ),
    "F440": Entry(
        clause=BEACON,
        zh="给出的随机值不是阶段 {stages} 所等待的：{why}；未写入任何文件，请核对来源",
        en="the value given is not the one that stage {stages} waits for: {why}; nothing was written, look where it came from",
    ),
    "F442": Entry(
        clause="protocol, section 7",
        zh="内部库中没有抽查 {draw} 的回避底稿，无法打开回避行；请在冻结时所用的内部库所在机器上抽取",
        en="the vault has no closed rows of draw {draw}, so recusals cannot be opened; draw on a machine with the vault that the freeze was made with",
    ),
    "F443": Entry(
        clause="protocol, section 12",
        zh="抽查 {draw} 未通过验证（{stage}：{code}：{sentence}）；未写入任何文件，请先查明",
        en="draw {draw} does not verify ({stage}: {code}: {sentence}); nothing was written, find out why first",
    ),
    "F444": Entry(
        clause="design: the demonstration",
        zh="只有演示库才能指定冻结时刻；请去掉 --at",
        en="only a demonstration may choose the moment of its freeze; leave --at out",
    ),
    "F445": Entry(
        clause="protocol, sections 3.1, 6 and 7",
        zh="“{key}”在冻结名单中为“{frozen}”，按所指名录应为“{computed}”；名单与名录不符，请查明并公开说明",
        en="“{key}” stands in the frozen list as “{frozen}”, but the named registers give “{computed}”; find out why, and say so in public",
    ),
}
