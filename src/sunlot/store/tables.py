"""Rules across records, run: the flat tables go into SQLite in memory, which every Python carries (ADR 0006)."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing

from sunlot.core.paths import steps_of
from sunlot.core.problems import Problem
from sunlot.core.registry import Document, Registry
from sunlot.core.rules.base import Context, Query
from sunlot.core.rules.flat import TABLES, everything


def across_records(registry: Registry, context: Context, queries: Mapping[str, Query]) -> Iterator[Problem]:
    """Run SQL rules and yield what they find; only the tables that a query names are filled."""
    with closing(sqlite3.connect(":memory:")) as database:
        for name in sorted({name for query in queries.values() for name in _names(query.sql)}):
            _fill(database, name, registry, context)
        documents: dict[str, Document] = {}
        for query in queries.values():
            cursor = database.execute(query.sql)
            names = [column[0] for column in cursor.description]
            for row in cursor:
                documents = documents or {str(_storable(p.file)): p.document for _, p in everything(registry)}
                found = dict(zip(names, row, strict=True))
                place = documents[found.pop("file")].place(found.pop("idx"), steps_of(found.pop("path")))
                yield query.finding(place, **found)


def _names(sql: str) -> set[str]:
    return set(re.findall("[a-z_]+", sql)) & TABLES.keys()


def _fill(database: sqlite3.Connection, name: str, registry: Registry, context: Context) -> None:
    table = TABLES[name]
    columns = ", ".join(f"{column} {kind}" for column, kind in table.columns.items())
    marks = ", ".join("?" * len(table.columns))
    database.execute(f"CREATE TABLE {name} ({columns})")
    insert = f"INSERT INTO {name} VALUES ({marks})"  # noqa: S608
    try:
        database.executemany(insert, table.rows(registry, context))
    except UnicodeEncodeError:
        database.execute(f"DELETE FROM {name}")  # noqa: S608
        database.executemany(insert, (tuple(map(_storable, row)) for row in table.rows(registry, context)))


def _storable(value: str | int | None) -> str | int | None:
    """Write what is no UTF-8 as its escapes: a file may bear any name, a database holds text."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
