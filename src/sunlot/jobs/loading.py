"""Read a whole repository into a registry, gathering every problem of form on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

import msgspec

from sunlot.core.dates import impossible
from sunlot.core.model import Settings
from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.core.registry import MODELS, Document, Placed, Registry, registry
from sunlot.core.rooms import BY_KIND, Room, room_of
from sunlot.store import schemas
from sunlot.store.entries import Entry
from sunlot.store.reader import read
from sunlot.store.references import date_fields
from sunlot.store.repository import Store
from sunlot.store.tabular import read_table


class Read(Document, Protocol):
    """A file that was read: its records, and where each field stands."""

    @property
    def records(self) -> Sequence[Mapping[str, Any]]:
        """The sound records, in file order."""


@dataclass(slots=True)
class Loading:
    """What was read: the registry of all sound records, and every problem of form (F1xx)."""

    registry: Registry
    problems: list[Problem] = field(default_factory=list)
    records: int = 0


Seen = dict[Entry, tuple[list[Placed[Any]], list[Problem]]]
"""What was read of files before: of two revisions most files are the same blob at the same path."""


def load(store: Store, *under: str, seen: Seen | None = None) -> Loading:
    """Read every record, or those below some folders; what has a problem of form is left out and reported.

    Args:
        store: The state to read.
        under: Folders or files; all where none is named.
        seen: Files that need not be read again; what is read now is added. Only revisions have blobs to know them by.
    """
    problems: list[Problem] = []
    records: dict[str, list[Placed[Any]]] = {}
    known: Seen = {} if seen is None else seen
    rooms = dict(store.files(*under))
    problems += [_no_file(entry, room) for entry, room in rooms.items() if entry.kind != "file"]
    for entry, data in store.source.read_many(one for one in rooms if one.blob is None or one not in known):
        known[entry] = _read(entry, rooms[entry], data)
    for entry, room in rooms.items():
        placed, found = known.get(entry, ([], []))
        problems += found
        records.setdefault(room.kind, []).extend(placed)
    for entry, folder in store.strays():
        shown = sorted(room.shown for room in BY_KIND.values() if room.folder.startswith(folder))
        problems.append(problem(Place(entry.path), "F117", room=folder, expected="、".join(shown) or "—"))
    count = sum(map(len, records.values()))
    return Loading(registry(records), problems, count)


def settings_of(store: Store) -> Settings:
    """Read `sunlot.yaml` alone.

    Raises:
        ProblemsError: If there is none, or it has a problem of form.
    """
    problems = [problem(Place("sunlot.yaml"), "F430", id="sunlot.yaml", what="设置", what_en="settings", known="—")]
    for entry, room in store.files("sunlot.yaml"):
        placed, problems = _read(entry, room, store.source.read(entry.path))
        if placed and not problems:
            return cast(Settings, placed[0].value)
    raise ProblemsError(problems)


def _no_file(entry: Entry, room: Room) -> Problem:
    return problem(Place(entry.path), "F117", room=room.folder, expected=room.shown)


def _read(entry: Entry, room: Room, data: bytes) -> tuple[list[Placed[Any]], list[Problem]]:
    document: Read | None
    if room.kind == "division":
        document, problems = read_table(entry.path, data, schemas.public(room.kind))
    else:
        document, problems = read(entry.path, data, room.kind)
    if document is None:
        return [], problems
    model = MODELS[room.kind]
    placed = [Placed(msgspec.convert(raw, model), raw, document, index) for index, raw in enumerate(document.records)]
    problems += _misnamed(entry, room, placed)
    impossible_dates = {one.index: list(impossible(one, date_fields(room.kind))) for one in placed}
    problems += [found for one in impossible_dates.values() for found in one]
    return [one for one in placed if not impossible_dates[one.index]], problems


def _misnamed(entry: Entry, room: Room, placed: list[Placed[Any]]) -> list[Problem]:
    """A file that holds one record is named after it; so is the folder of a result after its draw."""
    found = room_of(entry.path)
    if room.many or room.kind in ("settings", "division") or found is None or not placed:
        return []
    names, record = found[1].groupdict(), placed[0]
    problems = []
    if names.get("stem") != record.value.id:
        problems.append(problem(record.place("id"), "F116", stem=names.get("stem"), id=record.value.id))
    if "draw" in names and names["draw"] != record.value.draw:
        problems.append(problem(record.place("draw"), "F116", stem=names["draw"], id=record.value.draw))
    return problems
