"""Draw what is due: take the public value, check it, and write down what follows from it (protocol, 3 to 10)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sunlot.core.problems import Place, ProblemsError, problem
from sunlot.core.protocol import drawing
from sunlot.core.protocol.beacons import check_beacon, evidence_of
from sunlot.core.protocol.documents import Beacon, Plan, encode
from sunlot.core.protocol.drand import QUICKNET, signature_holds
from sunlot.core.protocol.folder import FilesInMemory, Folder, Overlaid
from sunlot.core.protocol.freezes import LaterTeamsFreeze, TeamsFreeze
from sunlot.core.protocol.grammar import Refusal
from sunlot.core.protocol.outcomes import Opening
from sunlot.core.protocol.reading import read
from sunlot.core.protocol.record import Stage
from sunlot.core.protocol.verify import verify
from sunlot.jobs.privacy import closed_rows
from sunlot.store import relays
from sunlot.store.drawfolders import DRAWS, DrawFolder
from sunlot.store.repository import Store
from sunlot.store.vault import Vault


class Step(StrEnum):
    """What became of a stage that waited."""

    DRAWN = "drawn"
    WAITING = "waiting"
    UNREACHED = "unreached"


@dataclass(frozen=True, slots=True)
class Told:
    """What happened to one stage.

    Attributes:
        draw: The draw.
        stage: Its stage.
        step: Drawn now; waiting for its time; or its time has come but no relay gave the value.
        time: Its beacon time.
        source: Where its value comes from; only `drand` has relays, any other value a person brings.
        failures: What each relay said, one line each.
    """

    draw: str
    stage: str
    step: Step
    time: str
    source: str
    failures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where public values come from.

    Attributes:
        relays: Addresses of drand relays, in order.
        signatures: Values that a person brought; each is tried on every stage that waits.
        evidence: For lottery and document: the files that `evidence_of` names, by path below the stage's folder.
    """

    relays: Sequence[str] = ()
    signatures: Sequence[str] = ()
    evidence: Mapping[str, bytes] = field(default_factory=dict)


def draw(store: Store, draw_id: str, *, now: str, sources: Sources, vault: Vault) -> list[Told]:
    """Draw every stage of a draw that is due, in order; a stage that is drawn already is left as it is.

    Args:
        store: The work tree.
        draw_id: A frozen draw.
        now: The instant, UTC; it decides only what is worth asking a relay for. A value proves itself.
        sources: Where values come from.
        vault: Where the closed rows of recusals lie.

    Raises:
        ProblemsError: If a given value is not the one waited for, the draw does not verify, or the vault lacks its
            rows; the stages before it stand, nothing of this one was written.
    """
    told = []
    used: set[str] = set()
    for stage in _waiting(store, draw_id):
        beacon, answer = _beacon(stage, now, sources, used)
        if beacon is None:
            step = Step.WAITING if stage.freeze.value.beacon.time > now else Step.UNREACHED
            told.append(_told(stage, step, answer))
            break
        files = _files(store, draw_id, stage, beacon, (sources, vault))
        store.write({f"{DRAWS}/{draw_id}/{path}": data for path, data in files.items()})
        told.append(_told(stage, Step.DRAWN))
    unused = [value for value in sources.signatures if value not in used]
    if unused:
        stages = "、".join(one.stage for one in told) or "—"
        why = f"{unused[0][:24]}…"
        raise ProblemsError([problem(Place(f"{DRAWS}/{draw_id}"), "F440", stages=stages, why=why)])
    return told


def _told(stage: Stage, step: Step, failures: tuple[str, ...] = ()) -> Told:
    frozen = stage.freeze.value
    return Told(frozen.draw, str(stage.id), step, frozen.beacon.time, frozen.beacon.source, failures)


def _waiting(store: Store, draw_id: str) -> Iterator[Stage]:
    """Yield the stages that still wait, reading the folder anew after each, since it grows."""
    folder = DrawFolder(store.source, draw_id)
    if "freeze.json" not in folder.entries("targets"):
        place = Place(f"{DRAWS}/{draw_id}")
        raise ProblemsError([problem(place, "F430", id=draw_id, what="已冻结的抽查", what_en="frozen draw", known="—")])
    _check(folder, draw_id)
    done: set[str] = set()
    while True:
        record = read(DrawFolder(store.source, draw_id), draw_id)
        stage = next((s for s in record.stages if isinstance(s, Stage) and s.outcome is None and not s.void), None)
        if stage is None or str(stage.id) in done:
            return
        done.add(str(stage.id))
        yield stage


def _beacon(stage: Stage, now: str, sources: Sources, used: set[str]) -> tuple[Beacon | None, tuple[str, ...]]:
    """Find the value that a stage waits for: among those brought, else from the relays once its time has come."""
    plan = stage.freeze.value.beacon
    for value in sources.signatures:
        beacon = Beacon(plan.source, plan.chain, plan.round, value)
        if value not in used and _fits(plan, beacon, sources.evidence):
            used.add(value)
            return beacon, ()
    if plan.time > now or plan.source != "drand" or not isinstance(plan.round, int):
        return None, ()
    number = plan.round
    answer = relays.ask(sources.relays, plan.chain, number, lambda s: signature_holds(QUICKNET, number, s))
    return (Beacon("drand", plan.chain, number, answer.signature) if answer.signature else None), answer.failures


def _fits(plan: Plan, beacon: Beacon, evidence: Mapping[str, bytes]) -> bool:
    if any(path not in evidence for path in evidence_of(plan.source)):
        return False
    try:
        check_beacon(plan, beacon, QUICKNET, dict(evidence))
    except Refusal:
        return False
    return True


def _files(store: Store, draw_id: str, stage: Stage, beacon: Beacon, means: tuple[Sources, Vault]) -> dict[str, bytes]:
    """Compute the files of a drawn stage, and let the verifier judge the draw as it will be before one is written."""
    sources, vault = means
    record = read(DrawFolder(store.source, draw_id), draw_id)
    needed = evidence_of(beacon.source)
    evidence = {path: data for path, data in sources.evidence.items() if path in needed}
    outcome = drawing.draw(record, stage.id, beacon, openings=_openings(stage, draw_id, vault), evidence=evidence)
    files = {f"{stage.id}/{path}": data for path, data in evidence.items()}
    files[f"{stage.id}/beacon.json"] = encode(beacon)
    files[f"{stage.id}/outcome.json"] = encode(outcome)
    _check(Overlaid(DrawFolder(store.source, draw_id), FilesInMemory(files)), draw_id)
    return files


def _openings(stage: Stage, draw_id: str, vault: Vault) -> Sequence[Opening]:
    frozen = stage.freeze.value
    if not isinstance(frozen, TeamsFreeze | LaterTeamsFreeze) or frozen.inputs["teams/recusals.csv"].count == 0:
        return ()
    rows = closed_rows(vault, draw_id)
    if rows is None:
        raise ProblemsError([problem(Place(f"{DRAWS}/{draw_id}/{stage.id}"), "F442", draw=draw_id)])
    return list(rows.values())


def _check(folder: Folder, draw_id: str) -> None:
    failure = verify(folder, draw_id).failure
    if failure is not None:
        values = {"draw": draw_id, "stage": failure.stage, "code": failure.code, "sentence": failure.sentence("zh")}
        raise ProblemsError([problem(Place(f"{DRAWS}/{draw_id}/{failure.stage}"), "F443", **values)])
