"""F2xx: registers."""

from sunlot.core.problems import Entry

CODE = "GB 32100-2015"
DIVISION = "GB/T 2260"
ITEMS = "通知三（一）"
TARGETS = "通知三（二）"
INSPECTORS = "通知三（三）"
CAP = "通知三（四）1"
NEVER_DELETED = "design: a record leaves by removed_on; an id is never reused"
DEMONSTRATION = "design: the demonstration"
CALENDAR = "政府信息公开条例 26"
PRIVACY = "个人信息保护法 6"
COMPLETE = "通知三（二）：涵盖全部被监管的市场主体"

ENTRIES: dict[str, Entry] = {
    "F201": Entry(
        clause=CODE,
        zh="统一社会信用代码“{uscc}”的末位校验码应为“{expected}”；请对照营业执照核对全部 18 位",
        en="the credit code “{uscc}” should end in “{expected}”; compare all 18 characters with the licence",
    ),
    "F202": Entry(
        clause="GB 11714",
        zh="统一社会信用代码“{uscc}”中的组织机构代码“{part}”末位应为“{expected}”；请对照营业执照核对第 9 至 17 位",
        en="the organisation code “{part}” inside “{uscc}” should end in “{expected}”; compare characters 9 to 17 with the licence",
    ),
    "F203": Entry(
        clause=CODE,
        zh="统一社会信用代码“{uscc}”以“{prefix}”开头，没有登记机关使用这一类别；企业为 91，个体工商户为 92，农民专业合作社为 93，请核对",
        en="the credit code “{uscc}” starts with “{prefix}”, a class that no department gives out; enterprises have 91, individual businesses 92, cooperatives 93",
    ),
    "F204": Entry(
        clause=DIVISION,
        zh="统一社会信用代码“{uscc}”第 3 至 8 位“{division}”从来不是行政区划代码；请核对代码，或补全 registers/divisions.csv",
        en="characters 3 to 8 of the credit code “{uscc}”, “{division}”, never were a division; correct the code, or complete registers/divisions.csv",
    ),
    "F205": Entry(
        clause=DEMONSTRATION,
        zh="“{uscc}”是演示用的虚构代码，不得出现在正式名录中；请换为真实代码",
        en="“{uscc}” is an invented code for demonstrations and must not stand in a real register; write the real one",
    ),
    "F206": Entry(
        clause=TARGETS,
        zh="编号“{id}”与统一社会信用代码“{uscc}”不一致；有代码的对象以代码为编号，请改编号，原编号写入 former_ids",
        en="the id “{id}” differs from the credit code “{uscc}”; a subject with a code is registered under it: change the id and put the old one into former_ids",
    ),
    "F207": Entry(
        clause=TARGETS,
        zh="行政区划代码“{division}”不在 registers/divisions.csv 中；请更正代码，或补全该表",
        en="the division “{division}” is not in registers/divisions.csv; correct it, or complete the table",
    ),
    "F208": Entry(
        clause=f"{ITEMS}—（三）",
        zh="“{field}”引用的“{to_id}”在 {room} 中不存在；请更正编号，或先登记该记录",
        en="“{field}” names “{to_id}”, which is not in {room}; correct the id, or register that record first",
    ),
    "F209": Entry(
        clause=NEVER_DELETED,
        zh="编号“{id}”重复，先见于 {first}；一个编号只对应一条记录，请删去重复的一条",
        en="the id “{id}” stands already in {first}; an id names one record only: remove the second",
    ),
    "F210": Entry(
        clause="通知二（三）",
        zh="统一社会信用代码“{uscc}”也属于“{other}”；同一主体只登记一次，请合并两条记录",
        en="the credit code “{uscc}” belongs to “{other}” as well; a subject is registered once: merge the two records",
    ),
    "F211": Entry(
        clause=NEVER_DELETED,
        zh="“{id}”只写了 {present} 而没有 {missing}；移出日期与理由须同时填写",
        en="“{id}” has {present} but no {missing}; give the date of removal and its reason together",
    ),
    "F212": Entry(
        clause="通知三（四）2",
        zh="“{id}”在岗，但在 {day} 没有有效的执法证件（最近一件自 {valid_from} 至 {valid_to}）；请登记新证，或把状态改为 suspended",
        en="“{id}” is active without a certificate in force on {day} (the last runs from {valid_from} to {valid_to}); register the new one, or set the status to suspended",
    ),
    "F213": Entry(
        clause="通知四（四）",
        zh="“{id}”在岗，但没有已通过的行政执法资格考试（通过日期：{passed_on}）；请补登考试，或把状态改为 suspended",
        en="“{id}” is active without having passed the qualification exam (passed on: {passed_on}); enter the exam, or set the status to suspended",
    ),
    "F214": Entry(
        clause=ITEMS,
        zh="事项“{id}”没有抽查依据；无依据不得检查，请填写 legal_basis",
        en="the item “{id}” has no legal basis; without one nothing is inspected: fill in legal_basis",
    ),
    "F215": Entry(
        clause=PRIVACY,
        zh="“{id}”的“{field}”涉及自然人，公开名录中须用掩码，应写作“{expected}”；请把全文存入内部库",
        en="“{field}” of “{id}” is about a natural person and is shown in reduced form, as “{expected}”; keep the full text in the vault",
    ),
    "F216": Entry(
        clause=NEVER_DELETED,
        zh="曾用编号“{former}”仍是 {other} 第 {number} 条记录的编号；编号不得再用，请给该记录填写 removed_on 或删去此曾用编号",
        en="the former id “{former}” is still the id of record {number} in {other}; ids are never used again: give that record a removed_on, or drop the former id",
    ),
    "F217": Entry(
        clause=CALENDAR,
        zh="{year} 年的工作日历尚未登记或不完整，今后十二个月内的期限只能按周末推算（暂定）；全国安排公布后请补全",
        en="the calendar of {year} is missing or incomplete, so deadlines of the next twelve months are provisional; complete it once the national arrangement is out",
        warning=True,
    ),
    "F218": Entry(
        clause=TARGETS,
        zh="“{id}”的行政区域“{division}”不属于文件 {file}；请移入该区域的文件，或更正代码",
        en="“{id}” lies in division “{division}”, which does not belong into {file}; move it to the file of its division, or correct the code",
    ),
    "F219": Entry(
        clause=INSPECTORS,
        zh="区域“{area}”不是任何行政区划代码的开头；请对照 registers/divisions.csv 更正",
        en="the area “{area}” begins no division code; correct it after registers/divisions.csv",
    ),
    "F220": Entry(
        clause="通知四（三）",
        zh="部门“{id}”的上级绕回到自身（{chain}）；请更正 parent",
        en="the authority “{id}” stands above itself ({chain}); correct parent",
    ),
    "F221": Entry(
        clause=NEVER_DELETED,
        zh="“{id}”的移出日期 {removed_on} 早于列入日期 {added_on}；请核对两个日期",
        en="“{id}” was removed on {removed_on}, before it was added on {added_on}; check both dates",
    ),
    "F222": Entry(
        clause=INSPECTORS,
        zh="“{id}”的执法证件有效期自 {valid_from} 至 {valid_to}，先后颠倒；请对照证件核对",
        en="a certificate of “{id}” runs from {valid_from} to {valid_to}, backwards; compare it with the certificate",
    ),
    "F223": Entry(
        clause=CAP,
        zh="曾用编号“{former}”同时属于“{other}”；次数与历史只能归于一个主体，请保留其一",
        en="the former id “{former}” is claimed by “{other}” too; visits and history follow one record only: keep one of them",
    ),
    "F224": Entry(
        clause=TARGETS,
        zh="缺少行政区划表 registers/divisions.csv，无法核对行政区域；请放入本区域的表（可取自 sunlot 的同名文件）",
        en="registers/divisions.csv is missing, so divisions cannot be checked; add your region's table (sunlot has one)",
    ),
    "F225": Entry(
        clause="protocol, section 2",
        zh="缺少 sunlot.yaml，不知道这是哪个单位的库；请在仓库顶层放入设置文件",
        en="sunlot.yaml is missing, so nobody knows whose repository this is; add the settings at its top",
    ),
    "F226": Entry(
        clause=ITEMS,
        zh="事项“{id}”的状态为“{status}”而没有说明；请填写 status_reason",
        en="the item “{id}” is “{status}” and does not say why; fill in status_reason",
    ),
    "F227": Entry(
        clause=CALENDAR,
        zh="日期 {date} 不属于 {year} 年，或在本日历中重复；请移到所属年度，每天只写一次",
        en="{date} does not belong to {year}, or stands twice; move it to its year and list each day once",
    ),
    "F228": Entry(
        clause=CAP,
        zh="“{id}”的所属市场主体“{subject}”自己又归属“{owner}”；年度次数按主体计算，请直接填写最终主体",
        en="the subject of “{id}”, “{subject}”, itself belongs to “{owner}”; visits are counted by subject: name the last one",
    ),
    "F229": Entry(
        clause="通知三（四）4",
        zh="“{id}”的“{field}”被掩码为“{value}”，但本类对象的这一项应当公开；请写全，或在 withheld 中写明不公开的理由",
        en="“{field}” of “{id}” is masked as “{value}”, though it is public for this kind; write it in full, or give the ground in withheld",
    ),
    "F230": Entry(
        clause=DIVISION,
        zh="行政区划代码“{division}”（{name}）只在 {years} 年间有效，{day} 不在其内；请用当时有效的代码，沿革写入 division_history",
        en="the division “{division}” ({name}) held in {years} only, not on {day}; write the code that held, and the earlier one into division_history",
    ),
    "F231": Entry(
        clause=DEMONSTRATION,
        zh="演示库中的“{uscc}”看似真实代码；演示只用 91、92、93 加行政区划加 DEM 开头的虚构代码，请更换",
        en="“{uscc}” in a demonstration looks like a real code; demonstrations use invented ones only (91, 92 or 93, a division, DEM): replace it",
    ),
    "F240": Entry(
        clause=COMPLETE,
        zh="“{file}”无法读取：{why}；请给出 .xlsx 工作簿，或 UTF-8、GB18030 编码的 CSV",
        en="“{file}” cannot be read: {why}; give an .xlsx workbook, or a CSV in UTF-8 or GB 18030",
    ),
    "F241": Entry(
        clause=COMPLETE,
        zh="“{file}”中找不到表头：前 {lines} 行里没有“统一社会信用代码”“企业名称”一类的列；所见：{seen}；请用 --code、--name 写明列名",
        en="“{file}” has no head: none of its first {lines} rows names a credit code or a name; seen: {seen}; name the columns with --code and --name",
    ),
    "F242": Entry(
        clause=COMPLETE,
        zh="“{file}”过大：{what}为 {size}，上限 {limit}；请删去多余的行列和工作表，或分成几个文件",
        en="“{file}” is too large: {what} is {size}, the limit {limit}; delete rows, columns and sheets that are not needed, or split it",
    ),
    "F243": Entry(
        clause=COMPLETE,
        zh="“{file}”的表头中没有“{column}”这一列；所见：{seen}；请照表头原样填写",
        en="the head of “{file}” has no column “{column}”; seen: {seen}; write it as it stands there",
    ),
    "F244": Entry(
        clause=CODE,
        zh="“{name}”的统一社会信用代码“{uscc}”末位校验码应为“{expected}”；请向名单提供部门核实，比对时不视为有效代码",
        en="the credit code “{uscc}” of “{name}” should end in “{expected}”; ask whoever made the list; it does not count as a code here",
        warning=True,
    ),
    "F245": Entry(
        clause=CODE,
        zh="“{name}”的统一社会信用代码“{uscc}”不是 18 位半角大写字符；请向名单提供部门核实，比对时不视为有效代码",
        en="the credit code “{uscc}” of “{name}” is not eighteen half-width capital characters; ask whoever made the list; it does not count as a code here",
        warning=True,
    ),
    "F246": Entry(
        clause=CODE,
        zh="“{name}”的统一社会信用代码以数字存放（{uscc}），第 15 位以后已经丢失；请把该列设为文本后重新填写",
        en="the credit code of “{name}” is kept as a number ({uscc}), so the spreadsheet lost what follows its 15th digit; make the column text and enter it again",
        warning=True,
    ),
    "F247": Entry(
        clause=CODE,
        zh="“{name}”的统一社会信用代码“{uscc}”末位校验码虽然正确，其中的组织机构代码或登记类别却不存在；请向名单提供部门核实",
        en="the credit code “{uscc}” of “{name}” has a right check digit, but an organisation code or a class that cannot be; ask whoever made the list",
        warning=True,
    ),
}
