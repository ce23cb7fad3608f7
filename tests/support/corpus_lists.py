"""Attacks on the lists: on what a column means, on how a field is written, and on whole rows."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tests.support.corpus_honest import Draw
from tests.support.drawfolders import Files

from sunlot.core.protocol.lists import ABSENCES, EXCLUSIONS, INSPECTORS, RECUSALS, ROSTER, Sheet

SHEETS: Final[tuple[Sheet, ...]] = (ROSTER, EXCLUSIONS, INSPECTORS, ABSENCES, RECUSALS)  # type: ignore[type-arg]
Rows = list[list[str]]


@dataclass(frozen=True)
class Cell:
    """A column of a list of an honest draw, and the row in which it is attacked."""

    draw: Draw
    sheet: Sheet  # type: ignore[type-arg]
    column: str
    chance: random.Random

    @property
    def header(self) -> list[str]:
        return list(self.sheet.row.__struct_fields__)

    @property
    def rows(self) -> Rows:
        return _rows(self.draw.files, self.sheet.path)

    @property
    def at(self) -> int:
        return self.header.index(self.column)

    def row(self) -> int:
        """A row that decided something, if there is one: of a selected target, or of a member of a team."""
        told = "".join(self.draw.files[path].decode() for path in sorted(self.draw.files) if "outcome" in path)
        rows = self.rows
        counted = [n for n, row in enumerate(rows) if json.dumps(row[0]) in told]
        return self.chance.choice(counted or range(len(rows)))

    def written(self, rows: Rows, *, in_order: bool = True, header: str = "") -> dict[str, bytes]:
        lines = [",".join(row) for row in rows]
        whole = [header or ",".join(self.header), *(sorted(lines) if in_order else lines)]
        return {**self.draw.files, self.sheet.path: "".join(f"{line}\n" for line in whole).encode()}

    def changed(self, change: Callable[["Cell", str], str], *, every: bool = False) -> dict[str, bytes]:
        """Change the field in one row, or in every row."""
        chosen = self.row()
        rows = self.rows
        for n, row in enumerate(rows):
            if every or n == chosen:
                row[self.at] = change(self, row[self.at])
        return self.written(rows)

    def key_of(self, path: str) -> str:
        """A key of another list."""
        rows = _rows(self.draw.files, path)
        return self.chance.choice(rows)[0] if rows else "none"

    def another(self, field: str) -> str:
        """What another row has in this column."""
        others = [row[self.at] for row in self.rows if row[self.at] != field]
        return self.chance.choice(others) if others else "zz"


def _rows(files: Files, path: str) -> Rows:
    return [line.split(",") for line in files[path].decode().splitlines()[1:]]


Change = Callable[[Cell, str], str]
_KEY: Final[Mapping[str, Change]] = {
    "half withheld": lambda _, __: "~" + "0" * 63,
    "with a bar": lambda _, field: f"{field}|",
    "another's": lambda cell, field: cell.another(field),
    "full width": lambda _, field: f"{field}０",
}
_NAME: Final[Mapping[str, Change]] = {"a number": lambda _, __: "1A", "a stranger": lambda _, __: "zz"}
MEANINGS: Final[Mapping[tuple[str, str], Mapping[str, Change]]] = {
    (ROSTER.path, "key"): _KEY
    | {"excluded": lambda cell, _: cell.key_of(EXCLUSIONS.path), "renamed": lambda _, field: f"{field}9"},
    (ROSTER.path, "stratum"): _NAME | {"another": lambda cell, field: cell.another(field)},
    (ROSTER.path, "division"): {
        "four digits": lambda _, field: field[:4] + ("" if len(field) > 2 else "01"),
        "full width": lambda _, field: f"{field[:-1]}１",
        "as if the other": lambda _, field: "65" if len(field) > 2 else "650102",
        "far": lambda _, field: "999999"[: len(field)],
    },
    (EXCLUSIONS.path, "key"): _KEY | {"listed": lambda cell, _: cell.key_of(ROSTER.path)},
    (EXCLUSIONS.path, "reason"): {"in capitals": lambda _, field: f"C{field}", "numbered": lambda _, __: "cap2"},
    (INSPECTORS.path, "key"): _KEY
    | {"absent": lambda cell, _: cell.key_of(ABSENCES.path), "renamed": lambda _, field: f"{field}9"},
    (INSPECTORS.path, "group"): _NAME,
    (INSPECTORS.path, "divisions"): {
        "three digits": lambda _, __: "650",
        "two spaces": lambda _, field: f"{field}  65",
        "a space at the end": lambda _, field: f"{field} ",
        "eight digits": lambda _, __: "65010203",
        "nowhere": lambda _, __: "99",
    },
    (ABSENCES.path, "key"): _KEY | {"listed": lambda cell, _: cell.key_of(INSPECTORS.path)},
    (ABSENCES.path, "reason"): {"unknown": lambda _, __: "lazy", "in capitals": lambda _, field: field.title()},
    (RECUSALS.path, "target"): _KEY | {"a stranger": lambda _, __: "stranger"},
    (RECUSALS.path, "digest"): {
        "flipped": lambda _, field: field[:-1] + ("0" if field[-1] != "0" else "f"),
        "upper case": lambda _, field: f"{field[:-1]}F",
        "short": lambda _, field: field[:-1],
    },
}
"""List and column → how it is attacked → what is written, given the cell and the field."""

WRITINGS: Final[Mapping[str, Callable[[Cell], dict[str, bytes]]]] = {
    "blank": lambda cell: cell.changed(lambda _, __: ""),
    "spaced": lambda cell: cell.changed(lambda _, field: f" {field}"),
    "quoted": lambda cell: cell.changed(lambda _, field: f'"{field}"'),
    "with NUL": lambda cell: cell.changed(lambda _, field: f"{field}\0"),
    "with CR": lambda cell: cell.changed(lambda _, field: f"{field}\r", every=True),
    "twice": lambda cell: cell.changed(lambda _, field: f"{field},{field}"),
    "no column": lambda cell: cell.written(
        [[field for n, field in enumerate(row) if n != cell.at] for row in cell.rows]
    ),
    "no header": lambda cell: cell.written(
        cell.rows, header=",".join("" if name == cell.column else name for name in cell.header)
    ),
    "header in capitals": lambda cell: cell.written(
        cell.rows, header=",".join(name.title() if name == cell.column else name for name in cell.header)
    ),
    "columns swapped": lambda cell: cell.written(
        [[*row[1:], row[0]] for row in cell.rows], header=",".join([*cell.header[1:], cell.header[0]])
    ),
}
"""How any column is attacked, whatever it means."""
WRITINGS_EACH: Final = 5


def _two_swapped(cell: Cell) -> dict[str, bytes]:
    rows = cell.rows
    rows[:2] = rows[1::-1]
    return cell.written(rows, in_order=False)


def _row_out(cell: Cell) -> dict[str, bytes]:
    rows = cell.rows
    del rows[cell.row()]
    return cell.written(rows)


ROWS: Final[Mapping[str, Callable[[Cell], dict[str, bytes]]]] = {
    "a row left out": _row_out,
    "a row twice": lambda cell: cell.written([*cell.rows, cell.rows[cell.row()]]),
    "two rows swapped": _two_swapped,
    "no rows": lambda cell: cell.written([]),
    "a blank row": lambda cell: cell.written([*cell.rows, [""]]),
}
"""How a list is attacked as a whole."""


def attacks(draw: Draw, sheet: Sheet, column: str, seed: str) -> Iterator[tuple[str, dict[str, bytes]]]:  # type: ignore[type-arg]
    """Make attacks on a column: all on its meaning, some on how it is written; those on rows under the first."""

    def cell(how: str) -> Cell:
        return Cell(draw, sheet, column, random.Random(f"{seed} {sheet.path} {column} {how}"))

    for how, change in MEANINGS[sheet.path, column].items():
        yield how, cell(how).changed(change)
    for how in random.Random(f"{seed} {sheet.path} {column}").sample(sorted(WRITINGS), WRITINGS_EACH):
        yield how, WRITINGS[how](cell(how))
    if column == sheet.row.__struct_fields__[0]:
        for how, write in ROWS.items():
            yield how, write(cell(how))
