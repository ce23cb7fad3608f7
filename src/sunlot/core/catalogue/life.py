"""F55x: the life of an inspection."""

from sunlot.core.problems import Entry

FOLLOW_UP = "通知三（四）3"
PENALTY = "行政处罚法"

ENTRIES: dict[str, Entry] = {
    "F509": Entry(
        clause="通知三（四）2–4",
        zh="{step}（{field}，{day}）早于其前提{other}（{other_field}，{other_day}）；依据：{clause}；请核对日期",
        en="{step} ({field}, {day}) is before what it rests on, {other} ({other_field}, {other_day}); source: {clause}: check the dates",
    ),
    "F550": Entry(
        clause="通知三（四）2–4",
        zh="“{target}”有“{step}”而没有“{needed}”；依据：{clause}；请补上前一步，或删去这一步",
        en="“{target}” has “{step}” without “{needed}”; source: {clause}: add the step before it, or remove this one",
    ),
    "F551": Entry(
        clause="通知三（四）2–3",
        zh="“{target}”已有“{by}”，不能再有“{step}”；依据：{clause}；请核对，移送的须等对方决定或退回后再写",
        en="“{target}” has “{by}”, after which there can be no “{step}”; source: {clause}: check it; what was transferred waits for its answer",
    ),
    "F552": Entry(
        clause=FOLLOW_UP,
        zh="“{target}”的责令改正已办结，但没有复查，也没有写明怎样核实；请补上复查，或填写 verification",
        en="the order to “{target}” is done, with no re-inspection and no word on how it was verified; add one, or fill in verification",
    ),
    "F553": Entry(
        clause=f"{PENALTY} 57",
        zh="“{target}”的立案已办结，但没有处罚、不予处罚或移送；请写明案件如何终结，未结的改为 open",
        en="the case against “{target}” is closed without penalty, decision against one, or transfer; say how it ended, or set it to open",
    ),
    "F554": Entry(
        clause=f"{PENALTY} 36",
        zh="“{target}”的违法行为 {ended} 终了，{limit} 后发现的不再处罚，实际 {found} 发现；请核对日期，或改为不予处罚",
        en="what “{target}” did ended on {ended} and may be punished if found by {limit}; it was found on {found}: check the dates, or decide against a penalty",
    ),
    "F555": Entry(
        clause=f"{PENALTY} 48",
        zh="“{target}”的处罚已撤回，但缺少 {missing}；请写明何时、由谁、因何撤回",
        en="the penalty of “{target}” was withdrawn, and {missing} is missing; say when, by whom and why",
    ),
    "F556": Entry(
        clause="国办发〔2024〕54号（待核实）",
        zh="“{target}”的现场检查没有入企码记录，{since} 起应当使用；请填写 visit_code，或在 no_code_reason 写明理由",
        en="the visit to “{target}” has no visit code, which is required from {since}; fill in visit_code, or say why not in no_code_reason",
    ),
    "F557": Entry(
        clause="行政复议法 20",
        zh="“{target}”的复议或诉讼，状态与决定日期、结果不一致；已决定的两项都要填，未决定的都不填",
        en="the reconsideration or suit about “{target}”: state, day and outcome do not agree; a decided one has both, any other neither",
    ),
}
