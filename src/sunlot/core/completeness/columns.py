"""Which column of a list bears the credit code and which the name, guessed from its head."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sunlot.core.completeness.wording import comparable

CODES: Final = (
    "统一社会信用代码",
    "社会信用代码",
    "信用代码",
    "统一代码",
    "uscc",
    "creditcode",
    "unifiedsocialcreditcode",
)
NAMES: Final = (
    "企业名称",
    "单位名称",
    "市场主体名称",
    "经营主体名称",
    "主体名称",
    "抽查对象名称",
    "对象名称",
    "机构名称",
    "公司名称",
    "名称",
    "企业",
    "单位",
    "name",
    "companyname",
)
LOOKED_AT: Final = 30
"""Lines among which the head is looked for; a title and notes may stand above it."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where to read.

    Attributes:
        head: The line of the head, from 1; the list begins below it.
        code: The column of the credit code, from 0; None where there is none.
        name: The column of the name, from 0; None where there is none.
        code_title: What the head says there.
        name_title: What the head says there.
    """

    head: int
    code: int | None
    name: int | None
    code_title: str = ""
    name_title: str = ""


class NoSuchColumnError(LookupError):
    """A column that was named stands in no head."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title


def find_columns(rows: Sequence[Sequence[str]], code: str | None = None, name: str | None = None) -> Columns | None:
    """Find the head of a list among its first lines; None where no line looks like one.

    A line that has both columns is taken before one that has only one of them.

    Args:
        rows: The cells.
        code: The title of the column of the code, where it is known.
        name: The title of the column of the name, where it is known.

    Raises:
        NoSuchColumnError: If a column that is named stands in none of the lines.
    """
    found: Columns | None = None
    for number, row in enumerate(rows[:LOOKED_AT], 1):
        heads = [comparable(cell).strip("*:#") for cell in row]
        code_at = _named(heads, code) if code else _guess(heads, CODES, "信用代码", ())
        name_at = _named(heads, name) if name else _guess(heads, NAMES, "名称", {code_at})
        if (code and code_at is None) or (name and name_at is None) or code_at is name_at is None:
            continue
        one = Columns(number, code_at, name_at, _title(row, code_at), _title(row, name_at))
        if code_at is not None and name_at is not None:
            return one
        found = found or one
    for title in (code, name):
        if found is None and title and not any(_title_is(cell, title) for row in rows[:LOOKED_AT] for cell in row):
            raise NoSuchColumnError(title)
    return found


def _title_is(cell: str, title: str) -> bool:
    return comparable(cell).strip("*:#") == comparable(title).strip("*:#")


def _named(heads: Sequence[str], title: str) -> int | None:
    wanted = comparable(title).strip("*:#")
    return heads.index(wanted) if wanted in heads else None


def _guess(heads: Sequence[str], known: Sequence[str], ending: str, taken: object) -> int | None:
    """The first column with a known title, in the order of these; else the first whose title ends so."""
    used = taken if isinstance(taken, set) else set()
    for title in known:
        if title in heads and heads.index(title) not in used:
            return heads.index(title)
    return next((n for n, head in enumerate(heads) if head.endswith(ending) and n not in used and len(head) < 20), None)


def _title(row: Sequence[str], column: int | None) -> str:
    return "" if column is None else row[column]
