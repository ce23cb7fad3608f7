"""Reading `divisions.csv`: a plain table, quoted nowhere, checked cell by cell against its schema."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sunlot.core.problems import Place, Problem, problem


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read: the document of all its rows; the row at index 0 stands on line 2."""

    file: str
    columns: tuple[str, ...]
    records: tuple[dict[str, Any], ...]

    def place(self, index: int, path: Sequence[str | int] = ()) -> Place:
        """The place of a row, or of the start of one of its cells."""
        if not path:
            return Place(self.file, index + 2, 1)
        number = self.columns.index(str(path[0]))
        cells = [self.records[index][name] for name in self.columns[:number]]
        return Place(self.file, index + 2, sum(len(cell) + 1 for cell in cells) + 1)


def read_table(file: str, data: bytes, schema: Mapping[str, Any]) -> tuple[Table | None, list[Problem]]:
    """Read comma-separated lines whose header is the schema's fields in their order; all problems at once."""
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        return None, [problem(Place(file), "F101", what=f"byte {error.start}")]
    columns = tuple(schema["properties"])
    if lines[0] != ",".join(columns) or lines.pop():
        return None, [problem(Place(file, 1, 1), "F103", what=f"{','.join(columns)} …\\n")]
    records, problems = [], []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split(",")
        if len(cells) != len(columns):
            problems.append(problem(Place(file, number, 1), "F103", what=f"{len(cells)} ≠ {len(columns)}"))
            continue
        record = dict(zip(columns, cells, strict=True))
        records.append(record)
        table = Table(file, columns, (*[{}] * (number - 2), record))
        for name, cell in record.items():
            rule = schema["properties"][name]
            if re.search(rule["pattern"], cell) is None:
                shown = rule.get("description", rule["pattern"])
                problems.append(problem(table.place(number - 2, (name,)), "F110", path=name, value=cell, rule=shown))
    return Table(file, columns, tuple(records)), problems
