"""What later stages changed in a draw: targets that left, members who were relieved, people who are no candidates."""

from collections.abc import Iterator
from dataclasses import dataclass

from sunlot.core.protocol.freezes import ReliefFreeze, SubstitutesFreeze
from sunlot.core.protocol.outcomes import Outcome, ReliefOutcome, SubstitutesOutcome
from sunlot.core.protocol.record import Stage
from sunlot.core.showing.known import Known


@dataclass(frozen=True, slots=True)
class Vacated:
    """A target that left, and who stepped in; None while that is `pending`, or when nobody was left."""

    stage: str
    target: str
    reason: str
    newcomer: str | None
    pending: bool


@dataclass(frozen=True, slots=True)
class Relieved:
    """A member who left a team, and who took the place; None while that is `pending`, or when nobody was left."""

    stage: str
    target: str
    group: str
    inspector: str
    reason: str
    newcomer: str | None
    pending: bool


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A person who is no candidate from a stage on."""

    stage: str
    inspector: str
    reason: str


def _frozen(known: Known, draw: str) -> Iterator[tuple[Stage, Outcome | None]]:
    """The stages that were frozen by the instant and are not void, with the outcome that each has by then."""
    for stage in known.records[draw].stages:
        if not isinstance(stage, Stage) or stage.freeze.value.frozen_at > known.moment:
            continue
        if stage.void is None or stage.void.value.voided_at > known.moment:
            come = stage.freeze.value.beacon.time <= known.moment
            yield stage, stage.outcome.value if stage.outcome and come else None


def vacated(known: Known, draw: str) -> Iterator[Vacated]:
    """Yield the targets that left a draw."""
    for stage, outcome in _frozen(known, draw):
        frozen = stage.freeze.value
        if isinstance(frozen, SubstitutesFreeze):
            drawn = outcome.replacements if isinstance(outcome, SubstitutesOutcome) else ()
            newcomers = {one.out: one.newcomer for one in drawn}
            for one in frozen.vacancies:
                yield Vacated(str(stage.id), one.target, one.reason, newcomers.get(one.target), outcome is None)


def relieved(known: Known, draw: str) -> Iterator[Relieved]:
    """Yield the members who left teams of a draw."""
    for stage, outcome in _frozen(known, draw):
        frozen = stage.freeze.value
        if isinstance(frozen, ReliefFreeze):
            drawn = outcome.reliefs if isinstance(outcome, ReliefOutcome) else ()
            newcomers = {(one.target, one.group, one.out): one.newcomer for one in drawn}
            for one in frozen.vacancies:
                newcomer = newcomers.get((one.target, one.group, one.inspector))
                yield Relieved(
                    str(stage.id), one.target, one.group, one.inspector, one.reason, newcomer, outcome is None
                )


def withdrawn(known: Known, draw: str) -> Iterator[Withdrawn]:
    """Yield, once each, the people who are no candidates any more."""
    seen: set[str] = set()
    for stage, _ in _frozen(known, draw):
        for one in stage.withdrawn:
            if one.inspector not in seen:
                seen.add(one.inspector)
                yield Withdrawn(str(stage.id), one.inspector, one.reason)
