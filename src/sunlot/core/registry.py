"""A repository's records in memory: typed, each knowing where it stands. Every rule and every page reads from here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from sunlot.core.model import (
    Authority,
    Calendar,
    Circular,
    Division,
    Expert,
    Inspector,
    Item,
    Objection,
    Plan,
    Record,
    Result,
    Settings,
    Target,
    Task,
    WithheldTarget,
)
from sunlot.core.problems import Place

T_co = TypeVar("T_co", bound=Record, covariant=True)


class Document(Protocol):
    """The file that a record was read from; it finds the place of any field when asked."""

    @property
    def file(self) -> str:
        """The repository path of the file."""

    def place(self, index: int, path: Sequence[str | int] = ()) -> Place:
        """The place of a field of the record at `index`, or of the nearest thing above it."""


@dataclass(frozen=True, slots=True)
class Placed(Generic[T_co]):
    """A record together with where it stands.

    Attributes:
        value: The typed record.
        raw: The record as read, extension fields included.
        document: Its file.
        index: Its position in the file, 0 where a file holds one record.
    """

    value: T_co
    raw: Mapping[str, Any]
    document: Document
    index: int = 0

    def place(self, *path: str | int) -> Place:
        """Where a field stands, for example `place("certificates", 0, "valid_to")`."""
        return self.document.place(self.index, path)

    @property
    def file(self) -> str:
        """The repository path of the record's file."""
        return self.document.file


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """All records of one state of a repository.

    Mappings go from a record's id (a division's code) to the record; of two records with one id the first in path order
    is kept, and the check reports the second. Results and circulars are listed, since a correction shares the id
    (`sunlot.core.corrections` tells which is in force). `opened` leads keys of withheld targets, as far as they are
    known here, to the ids of these (`sunlot.core.withholding`).
    """

    settings: Placed[Settings] | None = None
    items: Mapping[str, Placed[Item]] = field(default_factory=dict)
    targets: Mapping[str, Placed[Target]] = field(default_factory=dict)
    withheld: Mapping[str, Placed[WithheldTarget]] = field(default_factory=dict)
    inspectors: Mapping[str, Placed[Inspector]] = field(default_factory=dict)
    experts: Mapping[str, Placed[Expert]] = field(default_factory=dict)
    authorities: Mapping[str, Placed[Authority]] = field(default_factory=dict)
    plans: Mapping[str, Placed[Plan]] = field(default_factory=dict)
    tasks: Mapping[str, Placed[Task]] = field(default_factory=dict)
    calendars: Mapping[str, Placed[Calendar]] = field(default_factory=dict)
    objections: Mapping[str, Placed[Objection]] = field(default_factory=dict)
    divisions: Mapping[str, Sequence[Placed[Division]]] = field(default_factory=dict)
    results: Sequence[Placed[Result]] = ()
    circulars: Sequence[Placed[Circular]] = ()
    duplicates: Sequence[tuple[Placed[Record], Placed[Record]]] = ()
    opened: Mapping[str, str] = field(default_factory=dict)

    def descendants(self, authority: str) -> frozenset[str]:
        """An authority and all below it, by `parent`; just itself where it is unknown."""
        found = {authority}
        while True:
            more = {a for a, placed in self.authorities.items() if placed.value.parent in found} - found
            if not more:
                return frozenset(found)
            found |= more


MODELS: Mapping[str, type[Record]] = {
    "settings": Settings,
    "item": Item,
    "target": Target,
    "withheld_target": WithheldTarget,
    "inspector": Inspector,
    "expert": Expert,
    "authority": Authority,
    "plan": Plan,
    "task": Task,
    "result": Result,
    "circular": Circular,
    "calendar": Calendar,
    "objection": Objection,
    "division": Division,
}
_MAPPINGS = {
    "item": "items",
    "target": "targets",
    "withheld_target": "withheld",
    "inspector": "inspectors",
    "expert": "experts",
    "authority": "authorities",
    "plan": "plans",
    "task": "tasks",
    "calendar": "calendars",
    "objection": "objections",
}


def registry(records: Mapping[str, Iterable[Placed[Any]]]) -> Registry:
    """Gather records by kind, in path order, into a registry."""
    parts: dict[str, Any] = {}
    duplicates: list[tuple[Placed[Record], Placed[Record]]] = []
    for kind, name in _MAPPINGS.items():
        by_id: dict[str, Placed[Any]] = {}
        for placed in records.get(kind, ()):
            first = by_id.setdefault(placed.value.id, placed)
            if first is not placed:
                duplicates.append((first, placed))
        parts[name] = by_id
    divisions: dict[str, list[Placed[Division]]] = {}
    for placed in records.get("division", ()):
        divisions.setdefault(placed.value.code, []).append(placed)
    return Registry(
        settings=next(iter(records.get("settings", ())), None),
        divisions=divisions,
        results=tuple(records.get("result", ())),
        circulars=tuple(records.get("circular", ())),
        duplicates=tuple(duplicates),
        **parts,
    )
