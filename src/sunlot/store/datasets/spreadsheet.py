"""A workbook to be read in a spreadsheet: one sheet a table, headers and terms in words."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import xlsxwriter

from sunlot.core.opendata.tables import Column, Table
from sunlot.core.views.vocabulary import Vocabulary
from sunlot.store.datasets.text import as_text

_MADE: Final = datetime(1980, 1, 1)
_LONGEST = 32767
_WIDEST = 60
_SHEET: Final = 31
_JUDGED: Final = 200
"""Rows by which the width of a column is judged."""


def workbook(tables: Sequence[Table], words: Vocabulary) -> bytes:
    """Write tables as sheets; every cell is text or a number, never a formula, and a code is shown as its word.

    What is longer than a cell may be ends with `…`; it stands whole in the other formats.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": _MADE})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        text = book.add_format({"num_format": "@"})
        for table in tables:
            _sheet(book, table, words, head, text)
    return buffer.getvalue()


def _sheet(book: Any, table: Table, words: Vocabulary, head: Any, text: Any) -> None:
    sheet = book.add_worksheet(table.title[:_SHEET])
    sheet.freeze_panes(1, 0)
    widths = [len(column.title) * 2 for column in table.columns]
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, column.title, head)
        sheet.write_comment(0, at, f"{column.name}\n{column.title_en}")
    for number, row in enumerate(table.rows, start=1):
        for at, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            if value is None:
                continue
            if column.type == "integer":
                sheet.write_number(number, at, value)
                continue
            said = _said(column, as_text(value), words)
            sheet.write_string(number, at, said, text)
            if number <= _JUDGED:
                widths[at] = max(widths[at], sum(2 if ord(char) > 0x2E7F else 1 for char in said))
    for at, width in enumerate(widths):
        sheet.set_column(at, at, min(_WIDEST, max(6, width)))
    if table.columns:
        sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)


def _said(column: Column, value: str, words: Vocabulary) -> str:
    if column.type == "boolean":
        return "是" if value == "true" else "否"
    if column.term and column.type == "string":
        return words.term(column.term, value)
    if column.term and column.type == "list":
        return "、".join(words.term(column.term, code) for code in value.split(";"))
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
