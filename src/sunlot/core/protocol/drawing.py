"""What a stage decides, once the public random value is there: the one way in which it is drawn and verified."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from sunlot.core.protocol import beacons
from sunlot.core.protocol.documents import Beacon, encode
from sunlot.core.protocol.drand import QUICKNET, Chain
from sunlot.core.protocol.freezes import (
    Freeze,
    LaterTeamsFreeze,
    ReliefFreeze,
    SubstitutesFreeze,
    TargetsFreeze,
    TeamsFreeze,
)
from sunlot.core.protocol.grammar import Digest, Refusal, Seed, StageId
from sunlot.core.protocol.history import History, histories
from sunlot.core.protocol.outcomes import (
    Opening,
    Outcome,
    Relief,
    ReliefOutcome,
    Replacement,
    Selected,
    SubstitutesOutcome,
    TargetsOutcome,
    TeamsOutcome,
)
from sunlot.core.protocol.record import Record, Stage
from sunlot.core.protocol.strata import draw_targets
from sunlot.core.protocol.teams import Choice, draw_teams
from sunlot.core.protocol.tickets import digest, recusal_digest, seed_of
from sunlot.core.protocol.vacancies import relieve, substitute


def draw(
    record: Record,
    wanted: StageId,
    beacon: Beacon,
    *,
    openings: Iterable[Opening] = (),
    evidence: Mapping[str, bytes] | None = None,
    chain: Chain = QUICKNET,
) -> Outcome:
    """Draw a stage; the record must have been verified.

    Args:
        record: the draw, with this stage frozen and every earlier one drawn or void.
        wanted: the stage.
        beacon: the public random value it waits for.
        openings: of a ``teams…`` stage: salts and inspectors of the rows of ``recusals.csv``, at least those due.
        evidence: of a lottery or document: content of the files that ``beacons.evidence_of`` names.
        chain: the drand chain; production never gives another.

    Raises:
        Refusal: an earlier stage is not drawn, the value is not the one waited for, or an opening is missing or wrong.
    """
    stage = record.stage(wanted)
    for earlier in record.before(wanted):
        if earlier.outcome is None and earlier.void is None:
            raise Refusal("time.not_its_turn", earlier=earlier.id)
        if earlier.outcome is None and earlier.id == stage.of:  # void, and its outcome still owed: that one first
            raise Refusal("chain.of_undrawn", of=earlier.id)
    frozen = stage.freeze.value
    beacons.check_chain(frozen.beacon, chain)
    beacons.check_beacon(frozen.beacon, beacon, chain, evidence or {})
    head: _Head = {
        "protocol": frozen.protocol,
        "authority": frozen.authority,
        "draw": frozen.draw,
        "stage": frozen.stage,
        "freeze": stage.freeze.digest,
        "beacon": digest(encode(beacon)),
        "seed": seed_of(frozen.authority, frozen.draw, frozen.stage, beacon),
    }
    return _decide(histories(record, stage)[-1], stage, frozen, head, openings)


class _Head(TypedDict):
    protocol: str
    authority: str
    draw: str
    stage: str
    freeze: Digest
    beacon: Digest
    seed: Seed


def _decide(history: History, stage: Stage, frozen: Freeze, head: _Head, openings: Iterable[Opening]) -> Outcome:
    seed = head["seed"]
    match frozen:
        case TargetsFreeze():
            return TargetsOutcome(**head, selected=selected(history, frozen, seed))
        case TeamsFreeze() | LaterTeamsFreeze():
            due = due_openings(history, stage)
            opened = tuple(sorted((one for one in openings if one.target in due), key=lambda one: one.target))
            check_openings(history, stage, opened)
            teams = tuple(choice.team for choice in choices(history, stage, frozen, opened, seed))
            return TeamsOutcome(**head, teams=teams, recusals=opened)
        case SubstitutesFreeze():
            return SubstitutesOutcome(**head, replacements=replacements(history, frozen, seed))
        case ReliefFreeze():
            return ReliefOutcome(**head, reliefs=reliefs(history, stage, frozen, seed))


def selected(history: History, frozen: TargetsFreeze, seed: Seed) -> tuple[Selected, ...]:
    """Select the targets."""
    takes = {name: stratum.take for name, stratum in frozen.strata.items()}
    return draw_targets(history.lists.roster, takes, seed)


def due_openings(history: History, stage: Stage) -> Mapping[str, Digest]:
    """Give the rows of ``recusals.csv`` that a ``teams…`` stage has to open: target → digest."""
    assert stage.of is not None
    digests = {row.target: row.digest for row in history.lists.recusals}
    return {entry.key: digests[entry.key] for entry in history.live(stage.of) if entry.key in digests}


def check_openings(history: History, stage: Stage, openings: Iterable[Opening]) -> None:
    """Refuse (``recusals``) unless exactly the rows of the stage's targets are opened, and truly."""
    due = dict(due_openings(history, stage))
    for opening in openings:
        bound = due.pop(opening.target, None)
        if bound is None:
            raise Refusal("recusals.extra", target=opening.target)
        if recusal_digest(opening.salt, opening.target, opening.inspectors) != bound:
            raise Refusal("recusals.wrong", target=opening.target)
    for target in sorted(due):
        raise Refusal("recusals.missing", target=target)


def choices(
    history: History,
    stage: Stage,
    frozen: TeamsFreeze | LaterTeamsFreeze,
    openings: Sequence[Opening],
    seed: Seed,
) -> list[Choice]:
    """Choose the teams."""
    assert stage.of is not None
    pool = history.pool(stage, {opening.target: set(opening.inspectors) for opening in openings})
    balanced = isinstance(frozen, TeamsFreeze)
    return draw_teams(history.live(stage.of), frozen.groups, pool, seed, balanced=balanced)


def replacements(history: History, frozen: SubstitutesFreeze, seed: Seed) -> tuple[Replacement, ...]:
    """Replace vacated targets."""
    return substitute(frozen.vacancies, history.lists.entries, history.taken, seed)


def reliefs(history: History, stage: Stage, frozen: ReliefFreeze, seed: Seed) -> tuple[Relief, ...]:
    """Relieve members of teams."""
    assert stage.of is not None
    barred: dict[str, set[str]] = {target: set(keys) for target, keys in history.relieved(stage.of).items()}
    for (target, _), members in history.members(stage.of).items():
        barred.setdefault(target, set()).update(members)
    pool = history.pool(stage, history.opened(stage.of))
    return relieve(frozen.vacancies, history.lists.entries, barred, pool, seed)
