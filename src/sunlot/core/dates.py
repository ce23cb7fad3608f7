"""Days in Beijing, and dates that no calendar has: 2026-02-30 fits the pattern of a date and is none (GB/T 7408)."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sunlot.core.paths import values
from sunlot.core.problems import Problem, problem
from sunlot.core.registry import Placed


@lru_cache(maxsize=100_000)
def is_real(text: str) -> bool:
    """Tell whether a calendar has the date that an ISO date or instant starts with."""
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


def end_of(day: str) -> str:
    """Give the instant (UTC) at which a Beijing day ends."""
    return f"{day}T16:00:00Z"


def impossible(placed: Placed[Any], fields: Sequence[Sequence[str]]) -> Iterator[Problem]:
    """Yield a problem for every field of a record that holds an impossible date.

    Args:
        placed: The record.
        fields: The paths of its dates and instants, `*` for any entry of a list.
    """
    for steps in fields:
        if steps[0] in placed.raw:
            for path, text in values(placed.raw, steps):
                if not is_real(text):
                    yield problem(placed.place(*path), "F119", path=".".join(map(str, path)), value=text)
