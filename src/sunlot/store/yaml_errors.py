"""What libyaml says when a file is not YAML, in words that help somebody who never heard of it."""

from typing import Final

import yaml

from sunlot.core.problems import Place

_MEANINGS: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "did not find expected key",
        "此处应为字段名：请检查缩进是否对齐、上一行引号是否成对",
        "a field name was expected: see that the indent is right and the quotes of the line before are closed",
    ),
    (
        "could not find expected ':'",
        "字段名后缺少冒号和空格",
        "a field name lacks its colon and space",
    ),
    (
        "mapping values are not allowed",
        "此处不能有冒号：请检查缩进，或把含冒号的文字放进双引号",
        "no colon may stand here: check the indent, or put text with a colon in double quotes",
    ),
    (
        "found unexpected end of stream",
        "双引号没有成对，到文件末尾仍未结束",
        "a quote is never closed",
    ),
    (
        "did not find expected '-' indicator",
        "列表项应以“- ”开头并与上一项对齐",
        "an entry of a list starts with “- ”, in line with the one before",
    ),
    (
        "sequence entries are not allowed",
        "此处不能开始列表：请检查缩进",
        "no list may start here: check the indent",
    ),
    (
        "cannot start any token",
        "此处的符号不能作为开头：请把文字放进双引号",
        "no value starts with this sign: put text in double quotes",
    ),
    (
        "escape",
        "双引号内的反斜杠写法不对：反斜杠本身写作 \\\\",
        "the backslash in double quotes starts no known escape: write \\\\ for a backslash",
    ),
    (
        "hexdecimal",
        "双引号内 \\u 之后应为四位十六进制数字",
        "\\u in double quotes takes four hex digits",
    ),
    (
        "did not find expected ',' or",
        "方括号或花括号内缺少逗号，或没有成对",
        "a comma or the closing bracket is missing",
    ),
    (
        "did not find expected node content",
        "此处缺少内容",
        "a value is missing here",
    ),
    (
        "did not find expected <document start>",
        "此前内容已经结束：请检查本行缩进",
        "the content has already ended: check the indent of this line",
    ),
)
_FROM_THE_START: Final = ("unexpected end of stream", "could not find expected ':'")
"""Problems that show where something began, since libyaml notices them only at its end."""


def explained(file: str, error: yaml.YAMLError) -> tuple[Place, str, str]:
    """Say where an error of libyaml is and what it means, in Chinese and in English."""
    said = str(getattr(error, "problem", None) or error).splitlines()[0]
    mark = getattr(error, "problem_mark", None)
    if any(part in said for part in _FROM_THE_START):
        mark = getattr(error, "context_mark", None) or mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    for part, zh, en in _MEANINGS:
        if part in said:
            return place, zh, en
    return place, said, said
