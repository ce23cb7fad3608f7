"""Reading what other people's spreadsheets hold: workbooks (`.xlsx`) and comma-separated lines, as plain text.

A cell keeps its text as it is. A number, a date or a truth value becomes the text that a person would read there; a
number so long that the spreadsheet itself has lost its last digits is marked, since a credit code of digits alone that
was typed into a cell ends that way.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any, Final

from sunlot.store.workbooks import ARCHIVE, LIMITS, OLE, Limits, TooLargeError, UnreadableError, unpacked

EXACT: Final = 10**15
"""Spreadsheets keep fifteen digits of a number."""
_ENCODINGS: Final = ("utf-8", "gb18030")
_SEPARATORS: Final = ",\t;"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of text.

    Attributes:
        name: The sheet's name in a workbook; for lines the encoding that they have.
        rows: The cells; line 1 of the spreadsheet is the first, blank lines included.
        lost: Cells (line from 1, column from 0) that hold a number of more than fifteen digits.
    """

    name: str
    rows: Sequence[Sequence[str]]
    lost: frozenset[tuple[int, int]] = field(default_factory=frozenset)


def read_sheets(path: Path, limits: Limits = LIMITS) -> list[Sheet]:
    """Read the sheets of a file that can be seen, in their order; comma-separated lines are one sheet.

    Raises:
        TooLargeError: If the file, or what it unpacks to, is larger than it may be.
        UnreadableError: If it is neither a workbook nor text in UTF-8 or GB 18030.
        OSError: If it cannot be read at all.
    """
    size = path.stat().st_size
    if size > limits.file:
        raise TooLargeError("文件", "the file", f"{size} B", f"{limits.file} B")
    data = path.read_bytes()
    if data.startswith(OLE):
        raise UnreadableError(
            "这是旧的 .xls 格式，或者设有密码；请在 Excel 或 WPS 中另存为无密码的 .xlsx",
            "it is an old .xls, or has a password; save it as an .xlsx without one",
        )
    if data.startswith(ARCHIVE):
        return _workbook(data, limits)
    return [_lines(data, limits)]


def _workbook(data: bytes, limits: Limits) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    plain = unpacked(data, limits)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(plain)) as book:
            wanted = [
                one.name
                for one in book.sheets_metadata
                if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
            ]
            return [_sheet(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in wanted]
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableError(f"不是可读的工作簿（{error}）", f"it is no workbook that can be read ({error})") from None


def _sheet(name: str, rows: Sequence[Sequence[Any]]) -> Sheet:
    lost = frozenset(
        (number, column)
        for number, row in enumerate(rows, 1)
        for column, value in enumerate(row)
        if isinstance(value, int | float) and abs(value) >= EXACT
    )
    return Sheet(name, [[_text(value) for value in row] for row in rows], lost)


def _text(value: Any) -> str:
    """Write a cell as a person reads it."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{Decimal(f'{value:.15g}'):f}" if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _lines(data: bytes, limits: Limits) -> Sheet:
    encoding, text = _decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in reader:
            rows.append(row)
            cells += len(row)
            if len(rows) > limits.rows:
                raise TooLargeError("行数", "the number of rows", f"> {limits.rows}", limits.rows)
            if cells > limits.cells:
                raise TooLargeError("单元格数", "the number of cells", f"> {limits.cells}", limits.cells)
    except csv.Error as error:
        why = f"第 {len(rows) + 1} 行的引号不成对，或单元格过长（{error}）"
        raise UnreadableError(
            why, f"quotes do not pair in row {len(rows) + 1}, or a cell is too long ({error})"
        ) from None
    return Sheet(encoding, rows)


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        raise UnreadableError(
            "既不是 .xlsx，也不是 UTF-8 或 GB18030 的文本", "it is neither an .xlsx nor text in UTF-8 or GB 18030"
        )
    for encoding in _ENCODINGS:
        try:
            return encoding, data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    raise UnreadableError("文字编码既不是 UTF-8，也不是 GB18030", "its text is neither UTF-8 nor GB 18030")


def _separator(text: str) -> str:
    """The sign that parts the cells of the first line which has any; a comma, where none has."""
    lines = (line for line in text.splitlines()[:10] if any(sign in line for sign in _SEPARATORS))
    first = next(chain(lines, ("",)))
    return max(_SEPARATORS, key=first.count)


def column_letters(column: int) -> str:
    """The letters of a column, from 0: A, B … Z, AA."""
    return "".join(_letters(column + 1))[::-1]


def _letters(number: int) -> Iterator[str]:
    while number:
        number, rest = divmod(number - 1, 26)
        yield chr(65 + rest)
