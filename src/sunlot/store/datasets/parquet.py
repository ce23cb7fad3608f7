"""Parquet, for those who compute with the data; DuckDB writes it."""

import json
import tempfile
from pathlib import Path

import duckdb

from sunlot.core.opendata.tables import Table

_TYPES = {"integer": "BIGINT", "boolean": "BOOLEAN", "date": "DATE"}


def parquet(table: Table) -> bytes:
    """Write a table; dates are dates, lists are text as in the CSV. One thread, so that the bytes stay the same."""
    names = [column.name for column in table.columns]
    types = {column.name: _TYPES.get(column.type, "VARCHAR") for column in table.columns}
    with tempfile.TemporaryDirectory(prefix="sunlot-parquet-") as folder:
        source, made = Path(folder) / "rows.ndjson", Path(folder) / "rows.parquet"
        with source.open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(dict(zip(names, row, strict=True))) + "\n" for row in table.rows)
        with duckdb.connect(config={"threads": 1}) as engine:
            rows = engine.sql(
                "SELECT * FROM read_json($source, format = 'newline_delimited', columns = $types)",
                params={"source": str(source), "types": types},
            )
            rows.write_parquet(str(made), compression="zstd")
        return made.read_bytes()
