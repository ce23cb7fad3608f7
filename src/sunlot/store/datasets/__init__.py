"""Tables as files of other programs' formats; the same table gives the same bytes."""

from sunlot.store.datasets.parquet import parquet
from sunlot.store.datasets.spreadsheet import workbook
from sunlot.store.datasets.sqlite import database
from sunlot.store.datasets.text import as_csv, as_text

__all__ = ["as_csv", "as_text", "database", "parquet", "workbook"]
