"""Which file counts: a result or circular is corrected by a further file, `<id>.2.yaml`, never by an edit."""

import re
from collections.abc import Iterable
from typing import TypeVar

from sunlot.core.model import Circular, Result
from sunlot.core.registry import Placed

T = TypeVar("T", Result, Circular)
_NUMBERED = re.compile(r"\.([0-9]{1,2})\.yaml$")


def number(file: str) -> int:
    """Give the number of a file in the order of its corrections; the first has none in its name and is 1."""
    found = _NUMBERED.search(file)
    return int(found[1]) if found else 1


def previous(file: str) -> str:
    """Name the file that a correction corrects."""
    before = number(file) - 1
    return _NUMBERED.sub(".yaml" if before <= 1 else f".{before}.yaml", file)


def following(file: str) -> str:
    """Name the file that would correct this one."""
    return f"{_NUMBERED.sub('.yaml', file).removesuffix('.yaml')}.{number(file) + 1}.yaml"


def in_force(records: Iterable[Placed[T]], until: str | None = None) -> dict[tuple[str, str], Placed[T]]:
    """Find, for every draw and id, the last file; with `until`, the last published by that date."""
    latest: dict[tuple[str, str], Placed[T]] = {}
    for placed in sorted(records, key=lambda placed: number(placed.file)):
        if until is None or placed.value.published_on <= until:
            latest[placed.value.draw, placed.value.id] = placed
    return latest
