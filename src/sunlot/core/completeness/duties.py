"""Statutory duties against the list of inspection items (notice, 三（一）; R14, R15).

An item's record is kept whether it is on the list or not: one in preparation, suspended, not the bureau's or taken off
says why. So the register itself is the list of duties, and what is not in it was never looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sunlot.core.model import Item
from sunlot.core.registry import Registry

WANTED = ("active", "preparing", "suspended")
"""The states of duties that belong on the list sooner or later; those excluded or removed do not count."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A statutory duty, and where it stands.

    Attributes:
        item: The item's id.
        status: Its status, as the register has it.
        listed: Whether it is on the list on the day: active, and in force.
        reason: Why it is not on the list; empty where nothing is said.
        planned_for: The ISO date by which it is to join; None where none is set.
        late: Whether that date has passed.
    """

    item: str
    status: str
    listed: bool
    reason: str
    planned_for: str | None
    late: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the duties that belong on the list are on it.

    Attributes:
        day: The ISO date.
        listed: How many are on the list.
        wanted: How many belong on it.
        planned: Whether the day is still to come.
    """

    day: str
    listed: int
    wanted: int
    planned: bool

    @property
    def percent(self) -> int:
        """The share in whole percent, rounded down; all of nothing is nothing."""
        return 100 * self.listed // self.wanted if self.wanted else 0


def in_force(item: Item, day: str) -> bool:
    """Tell whether an item is on the list on a day."""
    return item.status == "active" and item.valid_from <= day and (item.valid_to is None or day <= item.valid_to)


def duties(registry: Registry, day: str) -> Iterator[Duty]:
    """Yield every duty, by id."""
    for key, placed in sorted(registry.items.items()):
        item = placed.value
        late = item.status != "active" and item.planned_for is not None and item.planned_for < day
        yield Duty(key, item.status, in_force(item, day), item.status_reason or "", item.planned_for, late)


def shares(registry: Registry, day: str) -> Iterator[Share]:
    """Yield the share at each day on which an item joined, was first recorded or is planned to join, and on the day.

    It follows from the dates in the records alone. What a suspended item was before it was suspended these do not tell,
    so it counts as not listed throughout.
    """
    wanted = [placed.value for placed in registry.items.values() if placed.value.status in WANTED]
    passed = {date for item in wanted for date in (item.valid_from, _joined(item)) if date and date <= day}
    to_come = {date for item in wanted for date in (_joined(item), item.planned_for) if date and date > day}
    for date in sorted(passed | {day} | to_come):
        known = [item for item in wanted if min(item.valid_from, _joined(item) or item.valid_from) <= date]
        yield Share(date, sum(_on_list(item, date, day) for item in known), len(known), date > day)


def _joined(item: Item) -> str | None:
    """The day on which an active item came onto the list; a version may have come into force later than the item."""
    return (item.joined_list_on or item.valid_from) if item.status == "active" else None


def _on_list(item: Item, date: str, day: str) -> bool:
    joined = _joined(item)
    if joined is not None:
        return joined <= date and (item.valid_to is None or date <= item.valid_to)
    return item.planned_for is not None and day < date and item.planned_for <= date
