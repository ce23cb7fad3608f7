"""Reads the table of clauses: the repository's own `docs/coverage.yaml`, else the one that comes with the package."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Final

import msgspec

from sunlot.core.problems import ProblemsError
from sunlot.core.views.clause_pages import Coverage
from sunlot.store import strict
from sunlot.store.explain import explain
from sunlot.store.repository import Store

TABLE: Final = "docs/coverage.yaml"
SCHEMA: Final = "docs/coverage.schema.json"


def coverage_of(store: Store) -> Coverage:
    """Read the table at the state that is shown.

    Raises:
        ProblemsError: If it cannot be read, or does not fit its schema.
    """
    return parsed(store.source.read(TABLE) if store.source.exists(TABLE) else shipped(TABLE))


def parsed(data: bytes) -> Coverage:
    """Make the table of a file's bytes.

    Raises:
        ProblemsError: As `coverage_of`.
    """
    reading, problems = strict.read(TABLE, data)
    if reading is not None:
        problems = explain(reading, json.loads(shipped(SCHEMA)), many=False)
    if reading is None or problems:
        raise ProblemsError(problems)
    return msgspec.convert(reading.value, Coverage)


def shipped(name: str) -> bytes:
    """A file of `docs/` that an installed package carries inside and a checkout has at its top."""
    inside = Path(str(files("sunlot"))) / "site" / name
    return (inside if inside.is_file() else Path(__file__).parents[4] / name).read_bytes()
