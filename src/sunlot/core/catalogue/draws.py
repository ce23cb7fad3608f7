"""F401–F418, F461: plans and draws, as they stand."""

from sunlot.core.problems import Entry

PLAN = "通知三（四）1"
PROCEDURE = "通知三（四）2"
OPEN = "通知三（四）4"
ITEMS = "通知三（一）"
JOINT = "通知四（三）"

ENTRIES: dict[str, Entry] = {
    "F401": Entry(
        clause=OPEN,
        zh="任务的“{field}”为“{task}”，年度计划批次中为“{plan}”；两者须一致，请用 `sunlot plan` 重新生成任务，或先公开调整计划",
        en="the task says “{task}” for “{field}”, its batch in the plan “{plan}”; both must agree: make the task again with `sunlot plan`, or change the plan in public first",
    ),
    "F402": Entry(
        clause=PROCEDURE,
        zh="“{id}”的检查组只派出 {count} 名执法人员，须不少于 2 名（专家不计）；请增加人数",
        en="the groups of “{id}” send {count} officers, at least 2 are needed (experts do not count); raise the sizes",
    ),
    "F403": Entry(
        clause="protocol, section 3.2",
        zh="抽取人员的时刻 {teams} 不晚于抽取对象的时刻 {targets}；请改定更晚的时刻",
        en="the time for the teams, {teams}, is not after the one for the targets, {targets}; choose a later one",
    ),
    "F404": Entry(
        clause=PLAN,
        zh="没有年度计划“{plan}”的批次“{batch}”（现有批次：{known}）；请更正，或先公布计划",
        en="there is no batch “{batch}” in a plan “{plan}” (its batches: {known}); correct it, or publish the plan first",
    ),
    "F405": Entry(
        clause="protocol, section 12",
        zh="抽查 {draw} 的阶段 {stage} 已过抽取时刻（{time}）{days} 天而未抽取；请运行 `sunlot draw {draw}`",
        en="stage {stage} of draw {draw} was due at {time}, {days} days ago, and is not drawn; run `sunlot draw {draw}`",
    ),
    "F406": Entry(
        clause="protocol, section 12",
        zh="抽查 {draw} 未通过验证：{stage}：{verdict}：{what}；抽取文件不得修改，请从版本历史恢复",
        en="draw {draw} is refused: {stage}: {verdict}: {what_en}; files of a draw are never edited: restore them from history",
    ),
    "F407": Entry(
        clause="protocol, section 10",
        zh="抽查 {draw} 以日期为随机源，结果人人可以预知；仅演示库中写明 demonstration: true 的任务可用，请改用 drand",
        en="draw {draw} takes a date for its beacon, which everybody can foresee; only a task with demonstration: true in a demonstration may: use drand",
    ),
    "F408": Entry(
        clause="protocol, section 6",
        zh="分层“{stratum}”的比例为 {rate}、户数为 {count}；二者须取其一，请只写一项",
        en="the stratum “{stratum}” has rate {rate} and count {count}; exactly one of them is needed",
    ),
    "F409": Entry(
        clause=PLAN,
        zh="检查期自 {start} 至 {end}，应先后有序并在计划年度 {year} 之内；请更正",
        en="the visits run from {start} to {end}; they begin before they end, within the plan's year {year}: correct the window",
    ),
    "F410": Entry(
        clause=JOINT,
        zh="检查组“{group}”属于“{authority}”，不是牵头或配合单位（{allowed}）；请更正，或把该部门列为配合单位",
        en="the group “{group}” belongs to “{authority}”, which neither leads nor takes part ({allowed}); correct it, or make it a partner",
    ),
    "F411": Entry(
        clause=PROCEDURE,
        zh="“{id}”中部门“{authority}”只派出 {count} 名执法人员；出具检查结论的部门须不少于 2 名，请增加人数",
        en="in “{id}” the authority “{authority}” sends {count} officer; one that issues a conclusion sends at least 2: raise the size",
    ),
    "F412": Entry(
        clause="protocol, section 3.2",
        zh="抽查 {draw} 至 {day} 尚未冻结，而随机值时刻 {time} 已过或相隔不足 {lead} 秒；请改定更晚的时刻后再冻结",
        en="draw {draw} is not frozen by {day}, and its beacon time {time} is past or less than {lead} seconds away; choose a later time, then freeze",
    ),
    "F413": Entry(
        clause=ITEMS,
        zh="事项“{item}”的状态为“{status}”，不在现行清单内；清单之外不得检查，请先纳入清单或删去该事项",
        en="the item “{item}” is “{status}”, not on the list in force; what is not listed is not inspected: list it first, or leave it out",
    ),
    "F414": Entry(
        clause="protocol, section 3.1",
        zh="冻结文件中“{field}”为“{frozen}”，任务中为“{task}”；冻结须与任务一致，请从版本历史恢复任务；若冻结有误，请公开说明并将该阶段作废",
        en="the freeze says “{frozen}” for “{field}”, the task “{task}”; they must agree: restore the task from history; where the freeze is wrong, say so in public and declare the stage void",
    ),
    "F415": Entry(
        clause="protocol, section 6",
        zh="分层“{stratum}”的比例为 {rate}%，应大于 0 且不超过 100；请更正",
        en="the stratum “{stratum}” has a rate of {rate} %, expected above 0 and at most 100; correct it",
    ),
    "F416": Entry(
        clause="protocol, sections 6 and 7",
        zh="“{field}”中编号“{id}”出现两次；请为每一项取不同的编号",
        en="“{field}” has the id “{id}” twice; give each entry an id of its own",
    ),
    "F417": Entry(
        clause="domain, section 4.1",
        zh="批次“{batch}”已由抽查 {earlier} 抽取；没有重新抽取，补充抽查须在 supplements 中写明所补充的抽查",
        en="the batch “{batch}” was drawn by {earlier} already; there is no redraw: a supplement names the draw it supplements",
    ),
    "F418": Entry(
        clause="protocol, sections 4 and 10",
        zh="随机源“{source}”的“{field}”为“{value}”，应为“{expected}”（“—”表示不填）；请用 `sunlot plan` 重新生成任务",
        en="the beacon “{source}” has “{value}” for “{field}”, expected “{expected}” (“—”: left out); make the task again with `sunlot plan`",
    ),
    "F461": Entry(
        clause="protocol, section 3.1",
        zh="抽查 {draw} 的 previous 为 {previous}，不是在其之前冻结的抽查（{earlier}）的冻结文件摘要；请查明缺少或改动的抽查，从版本历史恢复",
        en="draw {draw} has {previous} for previous, which is no freeze of the draw frozen before it ({earlier}); find out which draw is missing or was changed, and restore it from history",
    ),
}
