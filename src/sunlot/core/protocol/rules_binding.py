"""Rules on what binds the documents of a draw to each other: names, digests, order in time."""

from collections.abc import Mapping
from typing import Final

from sunlot.core.protocol.beacons import check_round
from sunlot.core.protocol.case import Case
from sunlot.core.protocol.freezes import LaterTeamsFreeze, Repeats, TargetsFreeze, TeamsFreeze
from sunlot.core.protocol.grammar import PROTOCOL, TEAMS, Kind, Refusal, beijing_date, seconds
from sunlot.core.protocol.lists import ABSENCES, EXCLUSIONS, INSPECTORS, RECUSALS, ROSTER

_LEAST_LEAD: Final = 600
_ABOUT_INSPECTORS: Final = (ABSENCES.path, INSPECTORS.path, RECUSALS.path)
INPUTS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.TARGETS: (EXCLUSIONS.path, ROSTER.path),
    Kind.TEAMS: _ABOUT_INSPECTORS,
    Kind.SUBSTITUTES: (ROSTER.path,),
    Kind.RELIEF: _ABOUT_INSPECTORS,
}
"""What a stage of each kind is computed from: paths below the draw's folder, sorted."""

_BUILT_ON: Final = {
    Kind.TEAMS: {Kind.TARGETS, Kind.SUBSTITUTES},
    Kind.SUBSTITUTES: {Kind.TARGETS, Kind.SUBSTITUTES},
    Kind.RELIEF: {Kind.TEAMS},
}


def names(case: Case) -> None:
    """Every document names the protocol, this draw, this stage and the authority of `targets` (section 3)."""
    first = case.before[0].freeze.value if case.before else case.frozen
    expected = (PROTOCOL, first.authority, case.record.draw, str(case.stage.id))
    for document in (case.stage.freeze, case.stage.outcome, case.stage.void):
        if document is None:
            continue
        value = document.value
        given = (value.protocol, value.authority, value.draw, value.stage)
        if given != expected:
            raise Refusal("names.differ", given=" ".join(given), expected=" ".join(expected))


def chain(case: Case) -> None:
    """Each document carries the digests of those it follows (sections 3 and 3.1)."""
    frozen = case.frozen
    if case.before and frozen.previous != case.before[-1].freeze.digest:
        raise Refusal("chain.previous", previous=case.before[-1].id)
    if not isinstance(frozen, TargetsFreeze):
        _chain_of(case)
    if case.stage.id.kind is Kind.TEAMS:
        _chain_repeats(case)
    decided, void = case.stage.outcome, case.stage.void
    if decided and case.stage.beacon and decided.value.beacon != case.stage.beacon.digest:
        raise Refusal("chain.beacon")
    for name, document in (("outcome.json", decided), ("void.json", void)):
        if document and document.value.freeze != case.stage.freeze.digest:
            raise Refusal("chain.freeze", path=name)


def _chain_of(case: Case) -> None:
    """`of` names an earlier, drawn stage of the right kind; the first `teams` is frozen before targets are drawn."""
    frozen, of = case.frozen, case.of
    assert not isinstance(frozen, TargetsFreeze)
    kinds = {Kind.TARGETS} if case.stage.id == TEAMS else _BUILT_ON[case.stage.id.kind]
    if of is None or of.id.kind not in kinds:
        raise Refusal("chain.of", of=frozen.of.stage)
    if case.stage.id == TEAMS:
        expected = None
    elif of.outcome is None:
        raise Refusal("chain.of_undrawn", of=of.id)
    else:
        expected = of.outcome.digest
    if frozen.of.outcome != expected:
        raise Refusal("chain.of_outcome", of=of.id)


def _chain_repeats(case: Case) -> None:
    """Over one stage at most one `teams…` stage stands; a repeat names the void one it follows (section 3.2)."""
    siblings = [one for one in case.before if one.id.kind is Kind.TEAMS and one.of == case.stage.of]
    standing = [one.id for one in siblings if one.void is None]
    if standing and case.stage.void is None:
        raise Refusal("chain.second_teams", other=standing[0], of=case.stage.of)
    if isinstance(case.frozen, LaterTeamsFreeze):
        voids = [Repeats(str(one.id), one.void.digest) for one in siblings if one.void]
        if case.frozen.repeats != (voids[-1] if voids else None):
            raise Refusal("chain.repeats", expected=voids[-1].stage if voids else "null")


def task(case: Case) -> None:
    """The freeze binds `task.yaml` (section 3.1)."""
    if case.frozen.task != case.record.task:
        raise Refusal("task.digest")


def inputs(case: Case) -> None:
    """The freeze binds exactly the lists that its kind is computed from (section 3.1)."""
    expected = INPUTS[case.stage.id.kind]
    if tuple(case.frozen.inputs) != expected:
        raise Refusal("inputs.names", given=" ".join(case.frozen.inputs), expected=" ".join(expected))
    for path in expected:
        frozen, found = case.frozen.inputs[path], case.record.inputs[path]
        if (frozen.count, frozen.sha256) != (found.count, found.sha256) or found.sm3 not in {"", frozen.sm3}:
            raise Refusal("inputs.differ", path=path)


def time(case: Case) -> None:
    """Freeze first, then the public value; the stages one after the other (section 3.2)."""
    frozen = case.frozen
    if frozen.lead < _LEAST_LEAD:
        raise Refusal("time.lead", lead=frozen.lead, least=_LEAST_LEAD)
    if seconds(frozen.frozen_at) + frozen.lead > seconds(frozen.beacon.time):
        raise Refusal("time.too_late", frozen_at=frozen.frozen_at, lead=frozen.lead, time=frozen.beacon.time)
    if isinstance(frozen, TargetsFreeze | TeamsFreeze) and frozen.register.as_of > beijing_date(frozen.frozen_at):
        raise Refusal("time.register", as_of=frozen.register.as_of, frozen_at=frozen.frozen_at)
    if case.before:
        _time_after_previous(case)
    if not isinstance(frozen, TargetsFreeze):
        _time_after_of(case)
    check_round(frozen.beacon, case.chain)


def _time_after_previous(case: Case) -> None:
    previous, frozen = case.before[-1].freeze.value, case.frozen
    if frozen.frozen_at < previous.frozen_at:
        raise Refusal("time.freeze_order", frozen_at=frozen.frozen_at, previous=previous.frozen_at)
    if frozen.beacon.time <= previous.beacon.time:
        raise Refusal("time.beacon_order", time=frozen.beacon.time, previous=previous.beacon.time)
    for earlier in case.before:
        if case.stage.outcome and earlier.outcome is None and earlier.void is None:
            raise Refusal("time.not_its_turn", earlier=earlier.id)


def _time_after_of(case: Case) -> None:
    frozen, of = case.frozen, case.of
    assert of is not None
    if isinstance(frozen, TeamsFreeze):
        targets = of.freeze.value
        assert isinstance(targets, TargetsFreeze)
        if frozen.frozen_at != targets.frozen_at:
            raise Refusal("time.together", frozen_at=frozen.frozen_at, targets=targets.frozen_at)
        if frozen.register != targets.register:
            raise Refusal("time.register_differs")
    elif frozen.frozen_at < of.freeze.value.beacon.time:
        raise Refusal("time.before_of", frozen_at=frozen.frozen_at, of=of.id, time=of.freeze.value.beacon.time)
    if isinstance(frozen, LaterTeamsFreeze) and frozen.repeats:
        void = next(one.void for one in case.before if str(one.id) == frozen.repeats.stage)
        if void and frozen.frozen_at < void.value.voided_at:
            raise Refusal("time.before_void", frozen_at=frozen.frozen_at, voided_at=void.value.voided_at)
