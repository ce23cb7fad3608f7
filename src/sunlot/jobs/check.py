"""Check a repository: its form, then every rule, all problems at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from os.path import lexists
from typing import Any

from sunlot.core.calendar import Calendars
from sunlot.core.corrections import number, previous
from sunlot.core.dates import end_of
from sunlot.core.decided import decided
from sunlot.core.disclosure import JsonSchema, visibility
from sunlot.core.divisions import Divisions
from sunlot.core.history import Former, History
from sunlot.core.problems import Place, Problem, distinct, problem
from sunlot.core.protocol.reading import read as read_draw
from sunlot.core.protocol.verify import judge
from sunlot.core.registry import MODELS, Placed, Registry
from sunlot.core.rooms import room_of
from sunlot.core.rules import QUERIES, Context, within_records
from sunlot.jobs.loading import Loading, load
from sunlot.jobs.receipts import Receipts, missing
from sunlot.store import schemas
from sunlot.store.commitments import Commitment, below, in_git
from sunlot.store.drawfolders import DrawFolder, begun, draw_ids
from sunlot.store.reader import read
from sunlot.store.references import references
from sunlot.store.repository import Store
from sunlot.store.tables import across_records
from sunlot.store.vault import Vault
from sunlot.store.vault_paths import DEFAULT, elsewhere, lies_inside, place_of

READABLE = frozenset({"F115", "F116", "F117", "F118"})
"""Problems of form that leave the record in the registry."""
SHOWN = 10
"""How many of the vault's files are named when Git holds them; one is enough to act."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.

    Attributes:
        problems: Every problem once, sorted by place and code.
        records: How many records were read.
        as_of: The day at which they were judged.
    """

    problems: tuple[Problem, ...]
    records: int
    as_of: date


def check(store: Store, *, today: date, as_of: date | None = None, since: str | None = None) -> Checked:
    """Check a repository.

    Args:
        store: The state to be checked.
        today: Today in Beijing.
        as_of: Judge at this day instead; by default a demonstration is judged at the day it pins.
        since: A base revision; with it, what was published there must still stand (F9xx).

    Raises:
        SourceError: If `since` is no revision of this repository.
    """
    loading = load(store)
    day = as_of or _pinned(loading.registry) or today
    context = context_of(store, loading, day, since)
    problems = [*loading.problems, *within_records(loading.registry, context)]
    problems += across_records(loading.registry, context, QUERIES)
    problems += _receipts(store, loading.registry, context)
    problems += _vault(store, loading.registry)
    return Checked(tuple(distinct(problems)), loading.records, day)


def _receipts(store: Store, books: Registry, context: Context) -> Iterator[Problem]:
    """Ask for the receipts that the settings require, under roots that can be used."""
    settings = books.settings.value if books.settings else None
    if settings is None or settings.receipts is None:
        return
    check = Receipts.of(store, settings)
    yield from check.problems
    begins = end_of((context.as_of - timedelta(days=1)).isoformat())
    for draw, record in context.records.items():
        yield from missing(check, settings, record, context.verdicts[draw], begins)


def _vault(store: Store, books: Registry) -> Iterator[Problem]:
    """Ask that the vault is a folder inside the repository, is not in Git, and fits the commitments of the work tree.

    Where it is absent, or Git has anything else than a folder in its place, there is nothing to compare.
    """
    if books.settings is None:
        return
    named, in_work_tree = books.settings.value.vault or DEFAULT, store.source.revision is None
    held: list[str] = []
    if not lies_inside(named):
        yield problem(books.settings.place("vault"), "F122", value=named)
    elif in_work_tree:
        # Git is asked only where something stands: what was committed stands in a checkout too.
        held = in_git(store.root, named) if lexists(store.root / named.split("/")[0]) else []
    else:
        held = below(named, (entry.path for entry in store.source.entries()))
    for path in held[:SHOWN]:
        yield problem(Place(path), "F121", folder=named, count=len(held))
    is_folder = lies_inside(named) and all(path.startswith(f"{named}/") for path in held)
    if in_work_tree and (elsewhere() or is_folder):
        vault = Vault.open(place_of(store.root, named))
        yield from vault.check(committed(books)) if vault.present else ()


def committed(books: Registry) -> Iterator[Commitment]:
    """Name the commitment of every record that has internal fields; a result's vault folder names its draw too."""
    registers: Mapping[str, Iterable[Placed[Any]]] = {
        "targets": books.targets.values(),
        "withheld": books.withheld.values(),
        "inspectors": books.inspectors.values(),
        "experts": books.experts.values(),
        "objections": books.objections.values(),
        "results": books.results,
    }
    for register, records in registers.items():
        for placed in records:
            if placed.value.internal is not None:
                key = f"{placed.value.draw}-{placed.value.id}" if register == "results" else placed.value.id
                yield Commitment(register, key, placed.value.internal, partial(placed.place, "internal"))


def _pinned(books: Registry) -> date | None:
    demonstration = books.settings.value.demonstration if books.settings else None
    return date.fromisoformat(demonstration.as_of) if demonstration else None


def context_of(store: Store, loading: Loading, as_of: date, since: str | None = None) -> Context:
    """Gather what the rules may know besides the records."""
    books = loading.registry
    settings = books.settings
    drawn = {
        draw: read_draw(DrawFolder(store.source, draw), draw)
        for draw in draw_ids(store.source)
        if begun(store.source, draw)
    }
    check = Receipts.of(store, settings.value if settings else None)
    verdicts = {draw: judge(record, receipt_check=check) for draw, record in drawn.items()}
    codes = schemas.terms("result_code")
    return Context(
        as_of=as_of,
        demonstration=settings is not None and settings.value.demonstration is not None,
        calendars=Calendars.of(placed.value for placed in books.calendars.values()),
        divisions=Divisions.of(row.value for rows in books.divisions.values() for row in rows),
        drawn={draw: decided(record, verdict=verdicts[draw]) for draw, record in drawn.items()},
        records=drawn,
        verdicts=verdicts,
        follow_ups=frozenset(code for code, term in codes.items() if term.get("x-follow-up")),
        unvisited=frozenset(code for code, term in codes.items() if term.get("x-visit") is False),
        steps={code: (str(one["title"]), str(one["x-en"])) for code, one in schemas.terms("life_step").items()},
        masked={kind: _masked(kind) for kind in ("target", "expert")},
        references={kind: references(kind) for kind in MODELS},
        unread=frozenset(_unread(loading.problems)),
        digests=_digests(store, books),
        history=_history(store, since) if since else None,
    )


def _masked(kind: str) -> dict[str, JsonSchema]:
    properties = schemas.schema(kind)["properties"]
    return {name: prop for name, prop in properties.items() if visibility(name, prop) == "masked"}


def _unread(problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """Name the records that are there but could not be read, so that nobody is told they are missing."""
    for one in problems:
        found = room_of(one.place.file) if one.code not in READABLE else None
        if found:
            room, match = found
            names = match.groupdict()
            stem = names.get("stem", "*")
            yield room.kind, f"{names['draw']}/{stem}" if "draw" in names else stem


def _digests(store: Store, books: Registry) -> dict[str, str]:
    """Digest the files that corrections name; the others are not asked for."""
    wanted = {previous(placed.file) for placed in books.results if number(placed.file) > 1}
    return {path: sha256(store.source.read(path)).hexdigest() for path in sorted(wanted) if store.source.exists(path)}


def _history(store: Store, since: str) -> History:
    base = store.at(since)
    changes = store.source.changes(since)
    frozen = {entry.path.split("/")[1] for entry in base.source.entries("draws") if entry.path.endswith("/freeze.json")}
    former = [record for change in changes if change.kind != "A" for record in _former(base, change.path)]
    kinds = {change.path: change.kind for change in changes}
    receipts_from = _receipts_from(base) if "sunlot.yaml" in kinds else None
    return History(kinds, frozenset(frozen), tuple(former), receipts_from)


def _receipts_from(base: Store) -> str | None:
    """Read the day from which a base required receipts; settings that could not be read there prove nothing."""
    if not base.source.exists("sunlot.yaml"):
        return None
    document, _ = read("sunlot.yaml", base.source.read("sunlot.yaml"), "settings")
    found = (one.get("receipts", {}).get("required_from") for one in (document.records if document else ()))
    return next(found, None)


def _former(base: Store, path: str) -> Iterator[Former]:
    """Read the records of a register file as the base had it; what could not be read there proves nothing."""
    found = room_of(path)
    if found is None or not path.startswith("registers/") or found[0].kind == "division":
        return
    document, _ = read(path, base.source.read(path), found[0].kind)
    for record in document.records if document else ():
        kind, id_ = found[0].kind, str(record["id"])
        yield Former(kind, id_, path, record.get("removed_on"), record.get("year_key_sha256"))
