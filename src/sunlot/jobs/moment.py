"""The instant at which a job judges, where nobody says it: a demonstration stands still."""

from datetime import date

from sunlot.core.registry import Registry

_LAST_SECOND = "T15:59:59Z"
"""Of a day in Beijing, in UTC."""


def moment_of(registry: Registry, as_of: date | None, now: str) -> str:
    """Give the last second of a Beijing day, by default of the day that a demonstration pins, else `now` (UTC)."""
    settings = registry.settings
    pinned = settings.value.demonstration if settings else None
    day = as_of.isoformat() if as_of else pinned.as_of if pinned else None
    return f"{day}{_LAST_SECOND}" if day else now
