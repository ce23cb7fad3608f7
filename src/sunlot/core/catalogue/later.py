"""F419–F429: what speaks against a stage beside its own folder: the registers, the other draws, the other stages."""

from sunlot.core.problems import Entry

BEACON = "protocol, sections 3.2 and 10"
VACANCY = "protocol, section 8"

ENTRIES: dict[str, Entry] = {
    "F419": Entry(
        clause=BEACON,
        zh="抽查 {draw} 的阶段 {stage} 与抽查 {other_draw} 的阶段 {other_stage} 等待同一随机值（{chain} {round}）；前者一经公布，后者的结果即可预知；请公开说明，各阶段应改等不同的随机值",
        en="stage {stage} of draw {draw} waits for the same value ({chain} {round}) as stage {other_stage} of draw {other_draw}; once that is out, its outcome is known: say so in public, and let each stage wait for a value of its own",
        warning=True,
    ),
    "F420": Entry(
        clause=VACANCY,
        zh="抽查 {draw} 的阶段 {stage}：{target} 因“{reason}”出缺，没有文件为凭，而名录当日（{day}）为“{status}”；确已变更的，请在名录中补登状态及起始日期；查无此事的，请公开说明，并以 void.json 作废该阶段",
        en="stage {stage} of draw {draw}: {target} is vacant as “{reason}”, no document is named, and the register has it “{status}” on that day ({day}); enter the true status with its date, or say in public that it is not so and set the stage aside by a void.json",
    ),
    "F421": Entry(
        clause=VACANCY,
        zh="抽查 {draw} 的阶段 {stage}：{target} 因“{reason}”出缺，名录当日（{day}）为“{status}”；请核对所依据的文件，补登或更正名录中的状态及起始日期",
        en="stage {stage} of draw {draw}: {target} is vacant as “{reason}”, while the register has it “{status}” on that day ({day}); look at the document it rests on, and enter the true status with its date",
        warning=True,
    ),
    "F422": Entry(
        clause="通知三（四）1",
        zh="抽查 {draw} 的阶段 {stage}：{target} 因“cap_reached”出缺，而冻结时其主体 {subject} 在 {year} 年另被抽中 {count} 次，上限为 {cap} 次；请查明并公开说明，以 void.json 作废该阶段",
        en="stage {stage} of draw {draw}: {target} is vacant as “cap_reached”, but besides this visit its subject {subject} had {count} in {year} when it was frozen, the cap being {cap}; find out why, say so in public, and set the stage aside by a void.json",
    ),
    "F423": Entry(
        clause=VACANCY,
        zh="抽查 {draw} 的阶段 {stage} 因“left_service”不再派出 {inspector}，而名录当日（{day}）显示其在岗、证件在检查期内有效；请核实，补登或更正名录，查无此事的，请公开说明",
        en="stage {stage} of draw {draw} sends {inspector} no more as “left_service”, while the register has this person on duty that day ({day}), with a certificate for the visits; look into it and correct the register, or say in public that it is not so",
        warning=True,
    ),
    "F424": Entry(
        clause=VACANCY,
        zh="抽查 {draw} 的阶段 {stage} 有 {count} 处出缺没有写明依据的文件（{named}）；请将文件归档并公开说明，今后冻结时以 --evidence 写明",
        en="stage {stage} of draw {draw} has {count} vacancies for which no document is named ({named}); file them and say so in public, and name them with --evidence from now on",
        warning=True,
    ),
    "F425": Entry(
        clause=VACANCY,
        zh="抽查 {draw} 的阶段 {stage} 使 {inspector} 不再候选的理由为“{reason}”，应为 {expected} 之一；请查明并公开说明，以 void.json 作废该阶段",
        en="stage {stage} of draw {draw} withdraws {inspector} as “{reason}”, expected one of {expected}; find out why, say so in public, and set the stage aside by a void.json",
    ),
    "F426": Entry(
        clause="protocol, section 7",
        zh="抽查 {draw} 的阶段 {stage} 使 {inspector} 不再候选，而其不在冻结的 teams/inspectors.csv 之中；只有候选人员可以退出，请查明并公开说明，以 void.json 作废该阶段",
        en="stage {stage} of draw {draw} withdraws {inspector}, who is not in the frozen teams/inspectors.csv; only a candidate can be withdrawn: find out why, say so in public, and set the stage aside by a void.json",
    ),
    "F427": Entry(
        clause=VACANCY,
        zh="抽查 {draw} 的阶段 {stage} 因“{reason}”使 {inspector} 不再候选，而其仍在 {count} 个检查组中（{named}）；请冻结 relief 阶段换人，已检查完毕的，请公布结果",
        en="stage {stage} of draw {draw} withdraws {inspector} as “{reason}”, who is still in {count} teams ({named}); freeze a relief stage, or publish the results where the visit has taken place",
        warning=True,
    ),
    "F428": Entry(
        clause=BEACON,
        zh="抽查 {draw} 的阶段 {stage} 等待 {chain} 第 {issue} 期，不晚于阶段 {earlier} 的第 {before} 期；同一抽查各阶段的期号须依次递增，请改定更晚的期号；已冻结的，请公开说明，并以 void.json 作废该阶段",
        en="stage {stage} of draw {draw} waits for issue {issue} of {chain}, which is not after issue {before} of stage {earlier}; issues rise from stage to stage: choose a later one; where it is frozen, say so in public and set the stage aside by a void.json",
    ),
    "F429": Entry(
        clause=BEACON,
        zh="抽查 {draw} 的阶段 {stage} 把 {chain} 第 {issue} 期写为 {day} 开奖，抽查 {other_draw} 的阶段 {other_stage} 写为 {other_day}；一期只有一个开奖日期，请更正；已冻结的，请公开说明，并以 void.json 作废该阶段",
        en="stage {stage} of draw {draw} has issue {issue} of {chain} drawn on {day}, stage {other_stage} of draw {other_draw} on {other_day}; an issue has one date: correct it; where it is frozen, say so in public and set the stage aside by a void.json",
    ),
}
