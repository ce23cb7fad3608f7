"""Compare a list that another authority gave with the register of targets (notice, 三（二）; R18, R20)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sunlot.core.completeness.columns import LOOKED_AT, Columns, NoSuchColumnError, find_columns
from sunlot.core.completeness.comparing import Comparison, Fault, Listed
from sunlot.core.completeness.comparing import compare as compare_lines
from sunlot.core.credit_code import is_shaped
from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.core.registry import Registry
from sunlot.jobs.loading import load
from sunlot.jobs.moment import moment_of
from sunlot.store.repository import Store
from sunlot.store.spreadsheets import Sheet, column_letters, read_sheets
from sunlot.store.workbooks import TooLargeError, UnreadableError

SEEN = 12
"""Cells of a list that are shown where no head was found."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of it.

    Attributes:
        file: The list's file name.
        sheet: The sheet that was read; of comma-separated lines their encoding.
        columns: Where code and name stand.
        day: The ISO date in Beijing at which the register is looked at.
        comparison: Who is where.
        problems: Codes on the list that are none (F244 to F247), each with its row and column.
        registry: The records, for names.
    """

    file: str
    sheet: str
    columns: Columns
    day: str
    comparison: Comparison
    problems: tuple[Problem, ...]
    registry: Registry


def compare(
    store: Store,
    path: Path,
    *,
    now: str,
    as_of: date | None = None,
    code: str | None = None,
    name: str | None = None,
    authority: str | None = None,
) -> Compared:
    """Read a list and compare it.

    Args:
        store: The register.
        path: The list: a workbook, or comma-separated lines.
        now: This instant, UTC.
        as_of: Look at the register on this day instead; by default a demonstration is looked at on the day it pins.
        code: The title of the column of credit codes; None guesses.
        name: The title of the column of names; None guesses.
        authority: Whose list it is; None expects the whole register on it.

    Raises:
        ProblemsError: If the list cannot be read (F240), is too large (F242) or has no head (F241, F243), if there is
            no such authority (F430), or the registers have problems of form.
    """
    sheets = _sheets(path)
    sheet, columns = _headed(path.name, sheets, code, name)
    loading = load(store, "sunlot.yaml", "registers")
    if loading.problems:
        raise ProblemsError(loading.problems)
    books = loading.registry
    if authority is not None and authority not in books.authorities:
        known = "、".join(sorted(books.authorities)) or "—"
        place = Place("registers/authorities")
        raise ProblemsError([problem(place, "F430", id=authority, what="部门", what_en="authority", known=known)])
    day = moment_of(books, as_of, now)[:10]
    found = compare_lines(books, _listed(sheet, columns), day, authority)
    problems = tuple(_problem(path.name, sheet, columns, fault) for fault in found.faults)
    return Compared(path.name, sheet.name, columns, day, found, problems, books)


def _sheets(path: Path) -> list[Sheet]:
    place = Place(path.name)
    try:
        return read_sheets(path)
    except TooLargeError as error:
        values = {"what": error.what, "what_en": error.what_en, "size": error.size, "limit": error.limit}
        raise ProblemsError([problem(place, "F242", file=path.name, **values)]) from None
    except UnreadableError as error:
        raise ProblemsError([problem(place, "F240", file=path.name, why=error.why, why_en=error.why_en)]) from None
    except OSError as error:
        raise ProblemsError([problem(place, "F240", file=path.name, why=error.strerror or error)]) from None


def _headed(file: str, sheets: Sequence[Sheet], code: str | None, name: str | None) -> tuple[Sheet, Columns]:
    """The first sheet with a head, and its columns."""
    nowhere = None
    for sheet in sheets:
        try:
            if columns := find_columns(sheet.rows, code, name):
                return sheet, columns
        except NoSuchColumnError as error:
            nowhere = nowhere or error.title
    cells = [cell.strip() for sheet in sheets for row in sheet.rows[:LOOKED_AT] for cell in row if cell.strip()]
    seen = "、".join(f"“{cell[:20]}”" for cell in cells[:SEEN]) or "—"
    if nowhere:
        raise ProblemsError([problem(Place(file), "F243", file=file, column=nowhere, seen=seen)])
    raise ProblemsError([problem(Place(file), "F241", file=file, lines=LOOKED_AT, seen=seen)])


def _listed(sheet: Sheet, columns: Columns) -> Iterator[Listed]:
    """The lines below the head; a line with nothing in any cell is none."""
    for number, row in enumerate(sheet.rows[columns.head :], columns.head + 1):
        if any(cell.strip() for cell in row):
            code, name = (_cell(row, column) for column in (columns.code, columns.name))
            yield Listed(number, code if code.strip() else "", name if name.strip() else "")


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""


def _problem(file: str, sheet: Sheet, columns: Columns, fault: Fault) -> Problem:
    one, column = fault.listed, columns.code or 0
    place = Place(file, one.row, column + 1)
    name = one.name or f"{column_letters(column)}{one.row}"
    if (one.row, column) in sheet.lost:
        return problem(place, "F246", name=name, uscc=one.code)
    if fault.expected:
        return problem(place, "F244", name=name, uscc=one.code, expected=fault.expected)
    return problem(place, "F247" if is_shaped(one.code) else "F245", name=name, uscc=one.code)
