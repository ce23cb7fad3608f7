"""F1xx: the form of a file, before anything is asked about its meaning."""

from sunlot.core.problems import Entry

YAML = "design: strict YAML"
SCHEMA = "schemas/"

ENTRIES: dict[str, Entry] = {
    "F101": Entry(
        clause=YAML,
        zh="文件不是无 BOM 的 UTF-8 文本（{what}）；请另存为“UTF-8（无 BOM）”",
        en="the file is not UTF-8 text without a byte order mark ({what}); save it as UTF-8 without BOM",
    ),
    "F102": Entry(
        clause=YAML,
        zh="{what}为 {size}，超过上限 {limit}；未读取该文件，请拆分或检查其来源",
        en="{what_en} is {size}, above the limit of {limit}; the file was not read: split it, or look where it came from",
    ),
    "F103": Entry(
        clause=YAML,
        zh="不是正确的 YAML：{what}；请按本行提示改正，或用 `sunlot fmt` 之前的版本恢复",
        en="not well-formed YAML: {what}; correct this line, or restore the last version that `sunlot check` accepted",
    ),
    "F104": Entry(
        clause=YAML,
        zh="使用了本系统不接受的 YAML 写法“{what}”；请直接写出内容",
        en="uses the YAML feature “{what}”, which registers do not accept; write the content out",
    ),
    "F105": Entry(
        clause=YAML,
        zh="字段“{key}”在同一处出现两次（先见于第 {first} 行）；请只留一个",
        en="the field “{key}” stands twice (first on line {first}); keep one of them",
    ),
    "F106": Entry(
        clause=SCHEMA,
        zh="“{path}”下没有名为“{key}”的字段；可用字段：{allowed}；自定义字段须以 x_ 开头",
        en="“{path}” has no field “{key}”; its fields are {allowed}; a field of your own starts with x_",
    ),
    "F107": Entry(
        clause=SCHEMA,
        zh="“{path}”缺少必填字段“{key}”（{title}）；请补上",
        en="“{path}” lacks the required field “{key}” ({title}); add it",
    ),
    "F108": Entry(
        clause=SCHEMA,
        zh="“{path}”的值是{found}，应为{expected}；文字请加双引号",
        en="“{path}” is {found_en}, expected {expected_en}; put text in double quotes",
    ),
    "F109": Entry(
        clause=SCHEMA,
        zh="“{path}”的值“{value}”不在术语表内；可选：{allowed}",
        en="“{path}” is “{value}”, which is no term of its list; choose one of {allowed}",
    ),
    "F110": Entry(
        clause=SCHEMA,
        zh="“{path}”的值“{value}”不合格式（{rule}）；请按格式填写",
        en="“{path}” is “{value}”, which does not have the required form ({rule}); write it in that form",
    ),
    "F111": Entry(
        clause=SCHEMA,
        zh="“{path}”的长度或个数为 {size}，应{bound}；请增减后再提交",
        en="“{path}” has {size} characters or entries, expected {bound_en}; lengthen or shorten it",
    ),
    "F112": Entry(
        clause=SCHEMA,
        zh="“{path}”的数值为 {value}，应{bound}；请核对",
        en="“{path}” is {value}, expected {bound_en}; check the number",
    ),
    "F113": Entry(
        clause=SCHEMA,
        zh="“{path}”中“{value}”重复；每项只写一次",
        en="“{path}” lists “{value}” more than once; write each entry once",
    ),
    "F114": Entry(
        clause="design: public and internal",
        zh="“{path}”属于内部字段，不得写入公开名录；请删去，并用 `sunlot import` 或办理台存入内部库",
        en="“{path}” is an internal field and must not stand in a public register; remove it and put it in the vault",
    ),
    "F115": Entry(
        clause="design: canonical form",
        zh="不是规范格式（第 {line} 行起与规范写法不同）；请运行 `sunlot fmt`",
        en="not in canonical form (differs from line {line} on); run `sunlot fmt`",
    ),
    "F116": Entry(
        clause="design: rooms",
        zh="文件名“{stem}”与记录编号“{id}”不一致；请改名或改编号",
        en="the file is named “{stem}”, its record “{id}”; rename the file or correct the id",
    ),
    "F117": Entry(
        clause="design: rooms",
        zh="此处不应有这个文件；“{room}”下只放 {expected}",
        en="this file does not belong here; “{room}” holds {expected} only",
    ),
    "F118": Entry(
        clause="design: public and internal",
        zh="内部库文件与公开承诺不符（承诺 {expected}，实际 {found}）；请从备份恢复该文件，或重新登记内部字段",
        en="the vault's file does not match the public commitment ({expected}, found {found}); restore it, or enter the internal fields again",
    ),
    "F119": Entry(
        clause="GB/T 7408",
        zh="“{path}”的日期“{value}”在日历上不存在；请改正",
        en="“{path}” is “{value}”, a date no calendar has; correct it",
    ),
    "F120": Entry(
        clause="design: public and internal",
        zh="公开记录承诺了内部字段（{expected}），内部库却没有“{record}”的对应文件；请从备份恢复，或重新登记内部字段",
        en="the public record commits to internal fields ({expected}), yet the vault has no file of “{record}”; restore it, or enter the internal fields again",
    ),
    "F121": Entry(
        clause="design: public and internal",
        zh="内部库“{folder}”的文件已进入 Git（共 {count} 个），内部库应只在 Git 之外；请用 `git rm --cached` 移出、写入 .gitignore，并在公开前从历史中清除",
        en="Git holds files of the vault “{folder}” ({count} in all), which belongs outside Git; take them out with `git rm --cached`, ignore the folder, and purge them from history before anything is published",
    ),
    "F122": Entry(
        clause="design: public and internal",
        zh="内部库位置“{value}”不是仓库内的文件夹；应为相对路径，只用字母、数字和 . _ -，不含 .. 与 .git；库在别处的，请用环境变量 SUNLOT_VAULT 指明",
        en="the vault's place “{value}” is no folder inside the repository; expected a relative path of letters, digits and . _ - without .. or .git; where the vault is elsewhere, name it by the environment variable SUNLOT_VAULT",
    ),
}
