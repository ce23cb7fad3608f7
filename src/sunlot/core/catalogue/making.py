"""F43x–F47x: what stops a plan, a freeze or a draw from being made, and what speaks against one that was."""

from sunlot.core.problems import Entry

FREEZE = "protocol, sections 3, 6 and 7"
BEACON = "protocol, sections 4 and 10"
FORESEEN = "通知三（四）2"

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
        zh="给出的随机值不是仍在等待的阶段（{stages}）所需：{why}；本次已抽取：{written}，请核对其来源",
        en="the value given is none that a stage still waits for ({stages}): {why}; drawn and written now: {written}; look where it came from",
    ),
    "F442": Entry(
        clause="protocol, section 7",
        zh="内部库中没有抽查 {draw} 的回避底稿，无法打开回避行；请在冻结时所用的内部库所在机器上抽取",
        en="the vault has no closed rows of draw {draw}, so recusals cannot be opened; draw on a machine with the vault that the freeze was made with",
    ),
    "F443": Entry(
        clause="protocol, section 12",
        zh="抽查 {draw} 未通过验证（{stage}：{code}：{sentence}）；未为该阶段写入文件，请先查明",
        en="draw {draw} does not verify ({stage}: {code}: {sentence}); nothing of this stage was written, find out why first",
    ),
    "F444": Entry(
        clause="design: the demonstration",
        zh="只有演示库才能指定办理时刻；请去掉 --at",
        en="only a demonstration may choose the moment at which something is done; leave --at out",
    ),
    "F445": Entry(
        clause="protocol, sections 3.1, 6 and 7",
        zh="“{key}”在冻结名单中为“{frozen}”，按所指名录应为“{computed}”；名单与名录不符，请查明并公开说明",
        en="“{key}” stands in the frozen list as “{frozen}”, but the named registers give “{computed}”; find out why, and say so in public",
    ),
    "F450": Entry(
        clause="protocol, section 7",
        zh="内部库中抽查 {draw} 的回避底稿“{name}”已损坏，打不开所冻结的回避行；请从备份恢复该文件后再抽取",
        en="the closed rows “{name}” of draw {draw} in the vault are damaged and do not open what was frozen; restore the file from a backup, then draw",
    ),
    "F451": Entry(
        clause=FREEZE,
        zh="抽查 {draw} 无法冻结：“{why}”；未写入任何文件，请改正任务或名录后再冻结",
        en="draw {draw} cannot be frozen: “{why}”; nothing was written, correct the task or the registers first",
    ),
    "F452": Entry(
        clause="domain, section 5",
        zh="“{path}”无法写入：“{why}”；未写入任何文件，请改正命令的参数",
        en="“{path}” cannot be written: “{why}”; nothing was written, correct what the command was given",
    ),
    "F453": Entry(
        clause="protocol, sections 3.2, 7 and 8",
        zh="抽查 {draw} 的阶段 {stage} 若照此写入，核验时将不获通过（{code}：{sentence}）；未写入任何文件，请改正命令的参数",
        en="stage {stage} of draw {draw} would not verify if it were written so ({code}: {sentence}); nothing was written, correct what the command was given",
    ),
    "F446": Entry(
        clause="protocol, section 3.1",
        zh="冻结所指的名录 {tree} 不在本库的版本历史中，名单无法重新计算；请恢复含有该名录的提交，并公开说明",
        en="the freeze names registers {tree}, which no commit of this history has, so the lists cannot be computed again; bring the commit with them back, and say so in public",
    ),
    "F447": Entry(
        clause="protocol, section 3.1",
        zh="名单按 {as_of} 判断，冻结时刻 {frozen_at} 的北京日期为 {expected}；二者须一致；请查明并公开说明，以 void.json 作废本次抽查，另立新的抽查",
        en="the lists are judged at {as_of}, but the freeze at {frozen_at} is of {expected} in Beijing; both must agree: find out why, say so in public, set this draw aside by a void.json and plan another",
    ),
    "F448": Entry(
        clause="protocol, section 3.1",
        zh="冻结所指的名录 {tree} 是提交 {commit}（{date}）的名录，不是提交冻结时的名录；须用当时的名录，请查明并公开说明",
        en="the freeze names registers {tree}, those of commit {commit} of {date}, not those that stood when the freeze was committed; these were expected: find out why, and say so in public",
    ),
    "F449": Entry(
        clause="protocol, section 9",
        zh="名单中有不公开身份的“{key}”，而年度计划“{plan}”没有 year_key_sha256；没有公布密钥摘要就不得隐去身份，请查明并公开说明",
        en="the roster has the withheld entry “{key}”, but the plan “{plan}” has no year_key_sha256; without it nobody may be withheld: find out why, and say so in public",
    ),
    "F462": Entry(
        clause="protocol, sections 7 and 8",
        zh="无法确定 {kind} 阶段建立在哪个阶段之上：{what}；未写入任何文件，请改正命令的参数",
        en="it is unclear on which stage “{kind}” is built: {what}; nothing was written, correct what the command was given",
    ),
    "F463": Entry(
        clause="protocol, section 3.2",
        zh="作废抽查 {draw} 的阶段 {stage}，须一并作废以其为基础的 {others}；请确认后加上 --with-dependents",
        en="setting aside stage {stage} of draw {draw} takes {others} with it, which rest on it; confirm with --with-dependents",
    ),
    "F464": Entry(
        clause="protocol, section 9",
        zh="内部库中没有 {year} 年的密钥，不公开身份的对象无法参加抽取；请在有该密钥的机器上办理，或用 `sunlot vault year-key {year}` 生成",
        en="the vault has no key of {year}, so withheld targets cannot take part; work where it is, or make it with `sunlot vault year-key {year}`",
    ),
    "F465": Entry(
        clause="protocol, section 9",
        zh="年度计划“{plan}”的 year_key_sha256 为 {named}，内部库中密钥的摘要为 {expected}；须先在计划中公布该摘要",
        en="the plan “{plan}” has {named} for year_key_sha256, the key in the vault {expected}; print that digest in the plan first",
    ),
    "F455": Entry(
        clause="protocol, section 3.2",
        zh="随机值的时刻 {time} 与冻结时刻 {now} 相隔不足 {lead} 秒（或已过去）；请用 --time 写明更晚的时刻",
        en="the time {time} is past, or less than {lead} seconds after the freeze at {now}; name a later one with --time",
    ),
    "F454": Entry(
        clause="protocol, section 9",
        zh="内部库中没有 {year} 年的密钥，打不开本次抽查中不公开身份的对象；请在存有该密钥的机器上办理（已用过的密钥不能重新生成）",
        en="the vault has no key of {year}, so the withheld entries of this draw stay closed; work where the key is (one that was used cannot be made again)",
    ),
    "F468": Entry(
        clause="protocol, section 9",
        zh="不公开身份的“{key}”在所冻结的名录中找不到对应的对象；不在名录中的不得参加抽取，请查明并公开说明",
        en="the withheld entry “{key}” stands for nobody in the registers that were frozen; only who is registered may take part: find out why, and say so in public",
    ),
    "F469": Entry(
        clause="protocol, section 9",
        zh="不公开身份的对象“{id}”参加了不止一次（或同时以真名参加）；每个对象只能参加一次，请查明并公开说明",
        en="the withheld target “{id}” takes part more than once, or also in clear; each takes part once: find out why, and say so in public",
    ),
    "F460": Entry(
        clause="protocol, sections 3.1, 6 and 7",
        zh="名单无法由名录 {tree} 重新计算：{what}；冻结须以通过检查的名录为准，请查明并公开说明",
        en="the lists cannot be computed again from registers {tree}: {what_en}; a freeze takes registers that pass the check: find out why, and say so in public",
    ),
    "F466": Entry(
        clause="protocol, section 3.3",
        zh="抽查 {draw} 的阶段 {stage} 没有及时的冻结时间凭证（{what}），而本库要求凭证（sunlot.yaml 的 receipts），须于 {deadline} 之前取得；该阶段的冻结时间从此只是本单位的陈述（declared），事后不能补证；请公开说明，不得以此为由重抽",
        en="stage {stage} of draw {draw} has no receipt in time ({what}), which this repository requires (`receipts` in sunlot.yaml) and which was to be had by {deadline}; the time of its freeze stays declared and cannot become witnessed afterwards: say so in public; this is no ground for another draw",
    ),
    "F476": Entry(
        clause="protocol, section 3.3",
        zh="抽查 {draw} 的阶段 {stage} 有冻结时间凭证而未能检验（{what}），本库要求凭证（sunlot.yaml 的 receipts）；{way}",
        en="stage {stage} of draw {draw} has a receipt that was not checked ({what}), and this repository requires one (`receipts` in sunlot.yaml): {way}",
    ),
    "F477": Entry(
        clause="protocol, section 3.2",
        zh="抽查 {draw} 的阶段 {stage} 作废的时刻写为 {voided_at}，而 void.json 提交于 {committed}；提交须在作废之后一天之内，请查明并公开说明",
        en="stage {stage} of draw {draw} says that it was set aside at {voided_at}, but its void.json was committed at {committed}; it is committed within a day after: find out why, and say so in public",
        warning=True,
    ),
    "F467": Entry(
        clause="protocol, section 3.3",
        zh="信任根“{path}”无法使用：{why}；请放入该时间戳机构的根证书（PEM），或改正名称",
        en="the trust root “{path}” cannot be used: {why}; put the root certificate (PEM) of the time-stamping authority there, or correct the name",
    ),
    "F470": Entry(
        clause=FORESEEN,
        zh="分层“{stratum}”只有 {size} 个对象，全部会被抽中，没有随机可言；请扩大抽查范围、与其他分层合并或降低比例；本应全部检查的，比例请写 100 并说明理由",
        en="stratum “{stratum}” has only {size} targets and all are drawn: nothing is left to chance; widen the population, merge strata or lower the rate; if all are meant to be inspected, write the rate 100 and say why",
        warning=True,
    ),
    "F471": Entry(
        clause=FORESEEN,
        zh="抽取对象只有 {count} 种可能的结果（少于 {limit} 种），几乎可以预知；请扩大抽查范围、合并分层，或与其他批次一并抽取",
        en="only {count} selections of targets are possible (fewer than {limit}), so the outcome is nearly known; widen the population, merge strata, or draw together with another batch",
        warning=True,
    ),
    "F472": Entry(
        clause=FORESEEN,
        zh="有 {count} 个对象在检查组“{group}”可能的人员组合不足 {limit} 种（{named}），派谁几乎可以预知；请增加人员、扩大执法区域、调整检查期或商请邻近地州派员；人数只可减至不少于 2 人",
        en="{count} targets have fewer than {limit} possible teams of group “{group}” ({named}), so who comes is nearly known; add inspectors, widen their areas, move the visit window or ask a neighbouring prefecture; a team may be made smaller, never below 2",
        warning=True,
    ),
    "F473": Entry(
        clause=FORESEEN,
        zh="“{inspector}”预计参加 {percent}% 的检查（超过 {limit}%），几乎可以预知；请增加人员、扩大其他人员的执法区域、调整检查期或商请邻近地州派员",
        en="“{inspector}” is expected at {percent}% of the inspections (more than {limit}%), which is nearly known beforehand; add inspectors, widen the areas of others, move the visit window or ask a neighbouring prefecture",
        warning=True,
    ),
    "F474": Entry(
        clause="design: the commands",
        zh="“{key}”是 {count} 条记录的名称：{known}；请改用其中一个编号",
        en="“{key}” is the name of {count} records: {known}; ask by one of these ids",
    ),
    "F475": Entry(
        clause="design: the commands",
        zh="“{key}”不是任何对象、人员或抽查的编号或名称；相近的：{near}",
        en="“{key}” is neither the id nor the name of any target, person or draw; near it: {near}",
    ),
}
