"""A SQLite database of all tables, with the labels of columns and terms beside them."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from sunlot.core.opendata.tables import Table
from sunlot.core.views.vocabulary import Vocabulary

_TYPES = {"integer": "INTEGER", "boolean": "INTEGER"}


def database(tables: Sequence[Table], words: Vocabulary) -> bytes:
    """Write tables into one database: `columns_` has the label of each column, `terms_` those of each code."""
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("PRAGMA journal_mode = OFF")
        made.execute("CREATE TABLE columns_ (table_name TEXT, name TEXT, zh TEXT, en TEXT, type TEXT, terms TEXT)")
        made.execute("CREATE TABLE terms_ (terms TEXT, code TEXT, zh TEXT, en TEXT)")
        for table in tables:
            _fill(made, table)
        made.executemany("INSERT INTO terms_ VALUES (?, ?, ?, ?)", _terms(tables, words))
        made.commit()
        return bytes(made.serialize())


def _fill(made: sqlite3.Connection, table: Table) -> None:
    columns = ", ".join(f'"{column.name}" {_TYPES.get(column.type, "TEXT")}' for column in table.columns)
    made.execute(f'CREATE TABLE "{table.name}" ({columns})')
    marks = ", ".join("?" * len(table.columns))
    made.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', table.rows)  # noqa: S608
    described = [(table.name, one.name, one.title, one.title_en, one.type, one.term) for one in table.columns]
    made.executemany("INSERT INTO columns_ VALUES (?, ?, ?, ?, ?, ?)", described)


def _terms(tables: Sequence[Table], words: Vocabulary) -> list[tuple[str, str, str, str]]:
    used = sorted({column.term for table in tables for column in table.columns if column.term})
    return [
        (name, code, str(term["title"]), str(term["x-en"])) for name in used for code, term in words.terms[name].items()
    ]
