"""Comma-separated lines (RFC 4180)."""

from sunlot.core.csv_cells import line
from sunlot.core.opendata.tables import Cell, Table

_BOM = "\ufeff"


def as_csv(table: Table) -> bytes:
    """Write a table for spreadsheets: UTF-8 with its mark, and nothing in it that a spreadsheet would compute."""
    lines = (line(map(as_text, row)) for row in [[column.name for column in table.columns], *table.rows])
    return (_BOM + "".join(lines)).encode()


def as_text(value: Cell) -> str:
    """Write a value: nothing for nothing, `true` and `false`."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
