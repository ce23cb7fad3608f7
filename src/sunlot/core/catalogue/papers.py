"""F590–F597: what keeps a paper from being printed."""

from sunlot.core.problems import Entry

PAPERS = "通知三（四）2"
DESIGN = "design: documents"

ENTRIES: dict[str, Entry] = {
    "F590": Entry(
        clause=DESIGN,
        zh="打印需要的组件“{package}”未安装；请运行 pip install 'sunlot[documents]'",
        en="“{package}”, which printing needs, is not installed; run pip install 'sunlot[documents]'",
    ),
    "F591": Entry(
        clause=DESIGN,
        zh="没有找到中文字体（查找位置：{where}；需要 {wanted} 等）；请安装 fonts-noto-cjk，或以 --fonts、sunlot.yaml 的 documents.fonts 写明字体文件夹",
        en="no Chinese font found (looked in: {where}; wanted {wanted} or the like); install fonts-noto-cjk, or name a folder of fonts with --fonts or documents.fonts in sunlot.yaml",
    ),
    "F592": Entry(
        clause=DESIGN,
        zh="现有字体不含字符 {characters}（见“{text}”），未写入任何文件；请在字体文件夹中加入含该字符的字体，或改用 --format docx",
        en="none of the fonts has {characters} (in “{text}”), and nothing was written; add a font that has it to the folder of fonts, or use --format docx",
    ),
    "F593": Entry(
        clause=PAPERS,
        zh="抽查 {draw} 还不能打印{what}：{why}",
        en="{what} of draw {draw} cannot be printed yet: {why}",
    ),
    "F594": Entry(
        clause=PAPERS,
        zh="“{target}”不是抽查 {draw} 待检查的对象；待检查的有：{known}",
        en="“{target}” is not to be inspected in draw {draw}; those who are: {known}",
    ),
    "F595": Entry(
        clause="通知三（四）3",
        zh="抽查 {draw} 中“{target}”的结果没有须改正的问题，不能出具责令改正通知书；请核对该结果",
        en="the result of “{target}” in draw {draw} has nothing to be corrected, so there is no order to print; look at the result",
    ),
    "F596": Entry(
        clause=DESIGN,
        zh="文书模板无法使用：{why}；请在 Word 或 WPS 中改正该模板，可用的名称见 sunlot print KIND --template 写出的模板",
        en="the template cannot be used: {why}; correct it in Word or WPS, the names to use stand in the template that `sunlot print KIND --template` writes",
    ),
    "F597": Entry(
        clause="design: public and internal",
        zh="--out 位于仓库之内，而打印件含内部库的信息；请指定仓库之外的文件夹",
        en="--out lies in the repository, while the papers hold what only the vault may; name a folder outside of it",
    ),
}
