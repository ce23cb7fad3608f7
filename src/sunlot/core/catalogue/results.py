"""F5xx: results and disclosure."""

from sunlot.core.problems import Entry

PROCEDURE = "通知三（四）2"
RESULTS = "通知三（四）3"
OPEN = "通知三（四）4"
WORKING_DAYS = "政府信息公开条例 26"
PENALTY_LAW = "行政处罚法 42、55"

ENTRIES: dict[str, Entry] = {
    "F501": Entry(
        clause=OPEN,
        zh="对象“{target}”不是抽查 {draw} 抽中或递补的对象；没有抽取就没有结果，请更正编号",
        en="“{target}” was neither selected nor brought in by draw {draw}; there is no result without a draw: correct the id",
    ),
    "F502": Entry(
        clause=PROCEDURE,
        zh="“{target}”的检查组为 {team}，抽取的是 {drawn}；人员变动须先抽取替换（relief 阶段），请更正",
        en="the team at “{target}” is {team}, drawn was {drawn}; who cannot go is replaced by a relief stage first: correct it",
    ),
    "F503": Entry(
        clause=PROCEDURE,
        zh="“{target}”的结果“{result_code}”须有现场检查，但缺少“{field}”；请补上检查组、笔录、陈述申辩与签字盖章",
        en="the result “{result_code}” of “{target}” needs a visit and lacks “{field}”; add team, record, hearing and signature or seal",
    ),
    "F504": Entry(
        clause=RESULTS,
        zh="主结果“{result_code}”不在各部门结论（{codes}）之中；请从中选一项，合计才对得上",
        en="the primary result “{result_code}” is none of the conclusions ({codes}); choose one of them, so that totals add up",
    ),
    "F505": Entry(
        clause=WORKING_DAYS,
        zh="{concluded_on} 办结，{within} 个工作日内即 {due} 前应公示，实际 {published_on} 公示而未写理由；请填写 late_reason",
        en="concluded on {concluded_on}, due within {within} working days, by {due}, published on {published_on} without a reason; fill in late_reason",
    ),
    "F506": Entry(
        clause=WORKING_DAYS,
        zh="抽查 {draw} 的对象“{target}”应在 {due} 前公示结果，已逾期 {days} 天；请录入结果，或办理递补",
        en="the result of “{target}” in draw {draw} was due by {due} and is {days} days late; enter it, or declare the vacancy",
        warning=True,
    ),
    "F507": Entry(
        clause=RESULTS,
        zh="“{target}”的结果“{result_code}”需要后续处理，但没有 follow_ups；请写明责令改正、复查、移送等",
        en="the result “{result_code}” of “{target}” asks for a follow-up and has none; say what was ordered, transferred or opened",
    ),
    "F508": Entry(
        clause=RESULTS,
        zh="通报的“{field}”为 {said}，按抽查与已公示结果应为 {found}；请用 `sunlot circular` 重新统计",
        en="the circular says {said} for “{field}”, draw and published results give {found}; count again with `sunlot circular`",
    ),
    "F510": Entry(
        clause="通知三（一）",
        zh="事项“{item}”不在抽查 {draw} 的任务之内（{allowed}）；请删去，任务之外不得检查",
        en="the item “{item}” is not part of draw {draw} ({allowed}); remove it: only what the task names is inspected",
    ),
    "F511": Entry(
        clause=PENALTY_LAW,
        zh="到“{target}”检查的执法人员只有 {count} 名，须不少于 2 名（专家不计）；请核对检查组",
        en="{count} officers were at “{target}”, at least 2 are needed (experts do not count); check the team",
    ),
    "F512": Entry(
        clause=PENALTY_LAW,
        zh="“{inspector}”在检查日 {day} 没有有效的执法证件；请核对证件有效期与检查日期",
        en="“{inspector}” had no certificate in force on the day of the visit, {day}; check the certificate and the date",
    ),
    "F513": Entry(
        clause=PENALTY_LAW,
        zh="到“{target}”实地检查时未出示执法证件；未出示的，当事人有权拒绝，请核实并更正，或说明处理",
        en="no certificates were shown at “{target}”; without them the visit may be refused: find out and correct the record",
    ),
    "F514": Entry(
        clause="通知四（三）",
        zh="结论部门“{authority}”不是本次抽查的牵头或配合单位（{allowed}）；请更正",
        en="the conclusion of “{authority}” comes from neither the leading authority nor a partner ({allowed}); correct it",
    ),
    "F515": Entry(
        clause="domain, I11",
        zh="corrects 为“{corrects}”，应为被更正文件（{file}）的 sha256“{expected}”；更正另立新文件并写明所更正的文件",
        en="corrects is “{corrects}”, expected “{expected}”, the sha256 of the file corrected ({file}); a correction is a further file that names it",
    ),
    "F516": Entry(
        clause="政府信息公开条例 41",
        zh="异议“{id}”已作出决定（{state}），但缺少“{field}”；请补全决定日期、内容、公开理由，并告知救济途径",
        en="the objection “{id}” is decided ({state}) but lacks “{field}”; give date, text and public reason, and tell the remedies",
    ),
    "F517": Entry(
        clause="政府信息公开条例 41",
        zh="异议“{id}”应在 {due} 前答复，已逾期 {days} 天；请尽快作出决定",
        en="the objection “{id}” was due for an answer by {due} and is {days} days late; decide it",
        warning=True,
    ),
    "F518": Entry(
        clause=PROCEDURE,
        zh="“{target}”的笔录无人签字盖章（{kind}），也没有见证单位；请填写 witness",
        en="nobody signed the record of “{target}” ({kind}) and nobody witnessed it; fill in witness",
    ),
    "F519": Entry(
        clause=RESULTS,
        zh="抽查 {draw} 应在 {due} 前发布通报，已逾期 {days} 天；一抽查一通报，请用 `sunlot circular` 起草",
        en="the circular of draw {draw} was due by {due} and is {days} days late; every draw has one: draft it with `sunlot circular`",
        warning=True,
    ),
    "F520": Entry(
        clause="domain, L3",
        zh="到“{target}”的检查未提前告知，但没有写明理由；请填写 unannounced_reason",
        en="the visit to “{target}” was not announced and does not say why; fill in unannounced_reason",
    ),
    "F521": Entry(
        clause="行政处罚法 45",
        zh="“{target}”作了陈述申辩，但缺少“{field}”；请写明是否采纳，未全部采纳的写明理由",
        en="“{target}” made a statement, and “{field}” is missing; say whether it was adopted, and why not where it was not",
    ),
    "F522": Entry(
        clause=RESULTS,
        zh="本通报不是阶段性通报，但仍有 {count} 个对象没有结果（如“{first}”）；请改为阶段性通报，或待全部公示后发布",
        en="this circular is final while {count} targets have no result (such as “{first}”); make it interim, or wait for them",
    ),
    "F523": Entry(
        clause="domain, I11",
        zh="对“{target}”结果的更正没有写明理由；请填写 correction_reason",
        en="the correction of the result of “{target}” does not say why; fill in correction_reason",
    ),
    "F524": Entry(
        clause="design: rooms",
        zh="记录编号“{id}”与检查对象“{target}”不同；结果以对象编号为编号，请改为一致",
        en="the record “{id}” is about “{target}”; a result bears the id of its target: make them agree",
    ),
    "F540": Entry(
        clause=RESULTS,
        zh="抽查 {draw} 还有 {count} 个对象没有公布结果（如“{first}”），不能发布最终通报；请先公布结果，或加 --interim 发布阶段性通报",
        en="{count} targets of draw {draw} have no published result (such as “{first}”), so there is no final circular yet; publish them, or make it --interim",
    ),
    "F541": Entry(
        clause=RESULTS,
        zh="抽查 {draw} 尚未抽取对象（或已作废），没有可通报的情况；请待抽取和检查之后再起草",
        en="draw {draw} has chosen nobody (or is void), so there is nothing to tell; draft the circular after draw and visits",
    ),
    "F542": Entry(
        clause=RESULTS,
        zh="抽查 {draw} 的最终通报已于 {day} 发布，不能再发阶段性通报；请去掉 --interim",
        en="the final circular of draw {draw} was issued on {day}, and no interim one comes after it; leave --interim out",
    ),
    "F543": Entry(
        clause="行政处罚法 48",
        zh="对“{target}”的处罚于 {done_on} 决定或撤销，应在 {due} 前公布，实际 {published_on} 公布而未写理由；请填写 late_reason",
        en="the penalty on “{target}” was decided or taken back on {done_on}, due in public by {due}, published on {published_on} without a reason; fill in late_reason",
    ),
}
