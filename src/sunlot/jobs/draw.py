"""Draw what is due: take the public value, check it, and write down what follows from it (protocol, 3 to 10)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.core.protocol import drawing
from sunlot.core.protocol.beacons import check_beacon, evidence_of
from sunlot.core.protocol.documents import Beacon, Plan, encode
from sunlot.core.protocol.drand import QUICKNET, signature_holds
from sunlot.core.protocol.folder import FilesInMemory, Overlaid
from sunlot.core.protocol.freezes import Input, LaterTeamsFreeze, TeamsFreeze
from sunlot.core.protocol.grammar import Refusal, StageId
from sunlot.core.protocol.outcomes import Opening
from sunlot.core.protocol.reading import read
from sunlot.core.protocol.record import Stage
from sunlot.jobs.judging import must_verify, refused
from sunlot.jobs.privacy import closed_rows, damaged
from sunlot.store import relays
from sunlot.store.drawfolders import DRAWS, DrawFolder
from sunlot.store.repository import Store
from sunlot.store.vault import Vault

OWN_ROWS = "teams/recusals.csv"


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


@dataclass(frozen=True, slots=True)
class Done:
    """What became of all draws of one command: what happened to stages, and what stopped the others."""

    told: tuple[Told, ...]
    problems: tuple[Problem, ...]


def draw_all(store: Store, draws: Iterable[str], *, now: str, sources: Sources, vault: Vault) -> Done:
    """Draw every stage of some draws that is due; what stops one draw is told, and does not stop the next.

    A stage that is drawn already is left as it is. Nothing is written of a stage whose problem is told; those before it
    stand.

    Args:
        store: The work tree.
        draws: Frozen draws.
        now: The instant, UTC; it decides only what is worth asking a relay for. A value proves itself.
        sources: Where values come from. A value brought that fits no stage of any of these draws is a problem (F440).
        vault: Where the closed rows of recusals lie.
    """
    told: list[Told] = []
    problems: list[Problem] = []
    used: set[str] = set()
    for draw_id in draws:
        try:
            for one in _drawn(store, draw_id, now, (sources, vault), used):
                told.append(one)
        except ProblemsError as stopped:
            problems += stopped.problems
    unused = [value for value in sources.signatures if value not in used]
    if unused and not problems:
        waiting = "、".join(f"{one.draw} {one.stage}" for one in told if one.step is not Step.DRAWN) or "—"
        written = "、".join(f"{one.draw} {one.stage}" for one in told if one.step is Step.DRAWN) or "—"
        values = {"stages": waiting, "why": f"{unused[0][:24]}…", "written": written}
        problems.append(problem(Place(DRAWS), "F440", **values))
    return Done(tuple(told), tuple(problems))


def draw(store: Store, draw_id: str, *, now: str, sources: Sources, vault: Vault) -> list[Told]:
    """Draw every stage of one draw that is due, in order; arguments as of `draw_all`.

    Raises:
        ProblemsError: If a given value is not the one waited for, the draw does not verify, or the vault lacks its
            rows; the stages before it stand, nothing of this one was written.
    """
    done = draw_all(store, [draw_id], now=now, sources=sources, vault=vault)
    if done.problems:
        raise ProblemsError(list(done.problems))
    return list(done.told)


def _drawn(store: Store, draw_id: str, now: str, means: tuple[Sources, Vault], used: set[str]) -> Iterator[Told]:
    sources, _ = means
    spent: set[str] = set()
    for stage in _waiting(store, draw_id):
        beacon, answer = _beacon(stage, now, sources, spent)
        used |= spent
        if beacon is None:
            step = Step.WAITING if stage.freeze.value.beacon.time > now else Step.UNREACHED
            yield _told(stage, step, answer)
            if stage.void is None:  # a later stage sees what this one decides; what a void one decides, it does not
                return
            continue
        files = _files(store, draw_id, stage, beacon, means)
        store.write({f"{DRAWS}/{draw_id}/{path}": data for path, data in files.items()})
        yield _told(stage, Step.DRAWN)


def _told(stage: Stage, step: Step, failures: tuple[str, ...] = ()) -> Told:
    frozen = stage.freeze.value
    return Told(frozen.draw, str(stage.id), step, frozen.beacon.time, frozen.beacon.source, failures)


def _waiting(store: Store, draw_id: str) -> Iterator[Stage]:
    """Yield the stages that still wait, reading the folder anew after each, since it grows."""
    folder = DrawFolder(store.source, draw_id)
    if "freeze.json" not in folder.entries("targets"):
        place = Place(f"{DRAWS}/{draw_id}")
        raise ProblemsError([problem(place, "F430", id=draw_id, what="已冻结的抽查", what_en="frozen draw", known="—")])
    must_verify(folder, draw_id)
    tried: set[StageId] = set()
    while True:
        record = read(DrawFolder(store.source, draw_id), draw_id)
        undrawn = {one.id: one for one in record.stages if isinstance(one, Stage) and one.outcome is None}
        ready = (one for id_, one in undrawn.items() if id_ not in tried and one.of not in undrawn)
        stage = next(ready, None)
        if stage is None:
            return
        tried.add(stage.id)
        yield stage


def _beacon(stage: Stage, now: str, sources: Sources, spent: set[str]) -> tuple[Beacon | None, tuple[str, ...]]:
    """Find the value that a stage waits for: among those brought, else from the relays once its time has come."""
    plan = stage.freeze.value.beacon
    for value in sources.signatures:
        beacon = Beacon(plan.source, plan.chain, plan.round, value)
        if value not in spent and _fits(plan, beacon, sources.evidence):
            spent.add(value)
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
    try:
        outcome = drawing.draw(record, stage.id, beacon, openings=_openings(stage, draw_id, vault), evidence=evidence)
    except Refusal as refusal:
        bound = _bound(stage)
        found = damaged(draw_id, bound.sha256) if bound and refusal.code == "recusals" else None
        raise ProblemsError([found or refused(draw_id, stage.id, refusal)]) from None
    files = {f"{stage.id}/{path}": data for path, data in evidence.items()}
    files[f"{stage.id}/beacon.json"] = encode(beacon)
    files[f"{stage.id}/outcome.json"] = encode(outcome)
    must_verify(Overlaid(DrawFolder(store.source, draw_id), FilesInMemory(files)), draw_id)
    return files


def _openings(stage: Stage, draw_id: str, vault: Vault) -> Sequence[Opening]:
    bound = _bound(stage)
    if bound is None or bound.count == 0:
        return ()
    rows = closed_rows(vault, draw_id, bound.sha256)
    if rows is None:
        raise ProblemsError([problem(Place(f"{DRAWS}/{draw_id}/{stage.id}"), "F442", draw=draw_id)])
    return rows


def _bound(stage: Stage) -> Input | None:
    """What a `teams…` stage froze of its closed rows; None for any other stage."""
    frozen = stage.freeze.value
    return frozen.inputs[OWN_ROWS] if isinstance(frozen, TeamsFreeze | LaterTeamsFreeze) else None
