"""Reads a draw's folder as a `Record`, and judges the first two codes of each stage while it does.

`malformed` is about what a document says, `files` about which there are. A stage that fails one of them stays in the
record as `Unread`, so that the stages before it can still be judged.
"""

from collections.abc import Collection, Iterable, Mapping
from hashlib import new
from typing import Final, TypeVar

from msgspec import Struct

from sunlot.core.protocol import beacons, folder
from sunlot.core.protocol.documents import Beacon, Void, decode
from sunlot.core.protocol.folder import Folder
from sunlot.core.protocol.freezes import Input, freeze_type
from sunlot.core.protocol.grammar import CODES, TARGETS, TEAMS, Digest, Refusal, StageId, is_draw_id
from sunlot.core.protocol.lists import ABSENCES, EXCLUSIONS, INSPECTORS, RECUSALS, ROSTER, Sheet
from sunlot.core.protocol.outcomes import outcome_type
from sunlot.core.protocol.record import Document, Lists, Record, Stage, Unread
from sunlot.core.protocol.tickets import digest

RECEIPTS: Final = ("freeze.tsr", "freeze.tlog-proof")
_DOCUMENTS: Final = ("freeze.json", "beacon.json", "outcome.json", "void.json")
_LISTS: Final[Mapping[StageId, tuple[str, ...]]] = {
    TARGETS: ("roster.csv", "exclusions.csv"),
    TEAMS: ("inspectors.csv", "absences.csv", "recusals.csv"),
}
T = TypeVar("T", bound=Struct)


def read(source: Folder, draw: str) -> Record:
    """Read a draw's folder, whose name is ``draw``; what is wrong with it stands in its stages."""
    top = _Shelf(source, "")
    if not is_draw_id(draw):
        top.refuse("malformed.draw_id", draw=draw)
    task = top.content("task.yaml") or b""
    shelves = {stage: _Shelf(source, str(stage)) for stage in _stage_ids(top)}
    targets = shelves.setdefault(TARGETS, _Shelf(source, None))
    teams = shelves.get(TEAMS, _Shelf(source, None))
    lists = Lists(
        roster=targets.rows(ROSTER),
        exclusions=targets.rows(EXCLUSIONS),
        inspectors=teams.rows(INSPECTORS),
        absences=teams.rows(ABSENCES),
        recusals=teams.rows(RECUSALS),
    )
    targets.disjoint((row.key for row in lists.exclusions), lists.entries, EXCLUSIONS.path, ROSTER.path)
    inspectors = {row.key for row in lists.inspectors}
    teams.disjoint((row.key for row in lists.absences), inspectors, ABSENCES.path, INSPECTORS.path)
    targets.problems += top.problems
    stages = [_stage(shelf, stage) for stage, shelf in shelves.items()]
    return Record(draw, digest(task), lists, targets.inputs | teams.inputs, tuple(sorted(stages, key=_order)))


def describe(data: bytes, rows: int) -> Input:
    """Describe a list of so many rows; the SM3 is empty where the platform has none."""
    try:
        sm3 = new("sm3", data).hexdigest()
    except ValueError:
        sm3 = ""
    return Input(rows, digest(data), Digest(sm3))


class _Shelf:
    """A folder while it is being read (``None``: one that is missing); gathers all that is wrong with it."""

    def __init__(self, source: Folder, path: str | None) -> None:
        self.source = source
        self.path = path
        self.problems: list[Refusal] = []
        self.inputs: dict[str, Input] = {}
        self.names: Mapping[str, folder.Kind] = {}
        if path is not None:
            self.names = self._entries(path)

    def refuse(self, name: str, **facts: object) -> None:
        self.problems.append(Refusal(name, **facts))

    def place(self, name: str) -> str:
        return f"{self.path}/{name}" if self.path else name

    def content(self, name: str) -> bytes | None:
        """Give the content of a regular file, ``None`` if there is none."""
        return self._read(self.place(name)) if self.names.get(name) == "file" else None

    def document(self, name: str, shape: type[T]) -> Document[T] | None:
        data = self.content(name)
        if data is None:
            return None
        try:
            return Document(decode(data, shape, self.place(name)), digest(data))
        except Refusal as refusal:
            self.problems.append(refusal)
            return None

    def rows(self, sheet: Sheet[T]) -> tuple[T, ...]:
        data = self.content(sheet.path.rpartition("/")[2])
        if data is None:
            return ()
        try:
            rows = sheet.decode(data)
        except Refusal as refusal:
            self.problems.append(refusal)
            return ()
        self.inputs[sheet.path] = describe(data, len(rows))
        return rows

    def evidence(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """Give the content of files under ``evidence/``; what is missing there is refused."""
        names = self._entries(self.place("evidence")) if self.names.get("evidence") == "folder" else {}
        found: dict[str, bytes] = {}
        for path in paths:
            if names.get(path.rpartition("/")[2]) == "file":
                found[path] = self._read(self.place(path)) or b""
            else:
                self.refuse("files.missing", path=self.place(path))
        return found

    def disjoint(self, keys: Iterable[str], others: Collection[str], path: str, other: str) -> None:
        for key in keys:
            if key in others:
                self.refuse("malformed.in_both", key=key, path=path, other=other)

    def _entries(self, path: str) -> Mapping[str, folder.Kind]:
        try:
            return self.source.entries(path)
        except OSError as error:
            self.refuse("files.unreadable", path=path, detail=error)
            return {}

    def _read(self, path: str) -> bytes | None:
        try:
            return self.source.read(path)
        except OSError as error:
            self.refuse("files.unreadable", path=path, detail=error)
            return None


def _stage_ids(top: _Shelf) -> list[StageId]:
    """Find the stages in a draw's folder, and refuse whatever else is there or is not."""
    stages = []
    for name in sorted(top.names):
        kind = top.names[name]
        try:
            stage = StageId.parse(name)
        except ValueError:
            if (name, kind) not in {("task.yaml", "file"), ("evidence", "folder")}:
                top.refuse("files.stray", path=name)
            continue
        if kind == "folder":
            stages.append(stage)
        else:
            top.refuse("files.stray", path=name)
    for name in ("task.yaml", str(TARGETS), str(TEAMS)):
        if name not in top.names:
            top.refuse("files.missing", path=name)
    for stage in stages:
        before = StageId(stage.kind, stage.number - 1)
        if before.number and before not in stages:
            top.refuse("files.gap", stage=stage, missing=before)
    return stages


def _stage(shelf: _Shelf, stage: StageId) -> Stage | Unread:
    frozen = shelf.document("freeze.json", freeze_type(stage))
    beacon = shelf.document("beacon.json", Beacon)
    outcome = shelf.document("outcome.json", outcome_type(stage))
    void = shelf.document("void.json", Void)
    _check_names(shelf, stage)
    evidence: Mapping[str, bytes] = {}
    if frozen and "outcome.json" in shelf.names:
        evidence = shelf.evidence(beacons.evidence_of(frozen.value.beacon.source))
    receipts = {name: shelf.content(name) or b"" for name in RECEIPTS if name in shelf.names}
    if frozen is None or shelf.problems:
        return Unread(stage, min(shelf.problems, key=lambda problem: CODES.index(problem.code)), frozen)
    return Stage(stage, frozen, beacon, outcome, void, evidence, receipts)


def _check_names(shelf: _Shelf, stage: StageId) -> None:
    """Refuse (``files``) what may not be in a stage's folder, and what is missing there."""
    required = ("freeze.json", *_LISTS.get(stage, ()))
    allowed = {**dict.fromkeys((*required, *_DOCUMENTS, *RECEIPTS), "file"), "evidence": "folder"}
    for name in sorted(shelf.names):
        if name not in allowed:
            shelf.refuse("files.stray", path=shelf.place(name))
        elif shelf.names[name] != allowed[name]:
            shelf.refuse("files.not_regular", path=shelf.place(name))
    for name in required:
        if name not in shelf.names:
            shelf.refuse("files.missing", path=f"{stage}/{name}")
    if ("beacon.json" in shelf.names) != ("outcome.json" in shelf.names):
        shelf.refuse("files.half", stage=stage)


def _order(stage: Stage | Unread) -> tuple[int, str, str, str]:
    """Order stages as they are judged: targets, teams, those without a freeze, then by time of the beacon."""
    first = {TARGETS: 0, TEAMS: 1}.get(stage.id)
    if first is not None:
        return first, "", "", ""
    if stage.freeze is None:
        return 2, "", "", str(stage.id)
    frozen = stage.freeze.value
    return 3, frozen.beacon.time, frozen.frozen_at, str(stage.id)
