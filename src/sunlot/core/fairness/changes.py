"""What was changed about a draw in public: stages set aside, targets and inspectors replaced, who was left out."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sunlot.core.fairness.counted import frozen
from sunlot.core.protocol.freezes import ReliefFreeze, SubstitutesFreeze
from sunlot.core.protocol.outcomes import ReliefOutcome, SubstitutesOutcome, TargetsOutcome, TeamsOutcome
from sunlot.core.protocol.record import Record, Stage


@dataclass(frozen=True, slots=True)
class Voided:
    """A stage that was set aside, and what it would have decided.

    Attributes:
        draw: The draw.
        stage: The stage.
        reason: The code of the reason.
        explanation: The reason in words.
        approved_by: Those who approved it.
        voided_at: When, UTC.
        drawn: Whether its outcome stands in the folder.
        would: The keys of those it would have selected, brought in or sent, each once.
    """

    draw: str
    stage: str
    reason: str
    explanation: str
    approved_by: tuple[str, ...]
    voided_at: str
    drawn: bool
    would: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody who was drawn and left, and who stepped in.

    Attributes:
        draw: The draw.
        stage: The stage that replaces.
        target: The target that left, or whose team changed.
        inspector: The inspector who left; None where the target did.
        reason: The code of the reason.
        newcomer: Who stepped in; None while the stage waits, or where nobody was left.
        drawn: Whether the stage was drawn.
        void: Whether it was set aside.
    """

    draw: str
    stage: str
    target: str
    inspector: str | None
    reason: str
    newcomer: str | None
    drawn: bool
    void: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many entries a draw left out for one reason; `kind` is `exclusion` (targets) or `absence` (inspectors)."""

    draw: str
    kind: str
    reason: str
    count: int


def voids(record: Record) -> Iterator[Voided]:
    """Yield what was set aside, in the order of the stages."""
    for stage in frozen(record):
        if stage.void:
            told = stage.void.value
            yield Voided(
                record.draw,
                str(stage.id),
                told.reason,
                told.explanation,
                told.approved_by,
                told.voided_at,
                stage.outcome is not None,
                tuple(dict.fromkeys(_named(stage))),
            )


def substitutions(record: Record) -> Iterator[Change]:
    """Yield the targets that were replaced, or are to be."""
    for stage in frozen(record):
        if isinstance(stage.freeze.value, SubstitutesFreeze):
            decided = stage.outcome.value if stage.outcome else None
            newcomers = (
                {one.out: one.newcomer for one in decided.replacements}
                if isinstance(decided, SubstitutesOutcome)
                else {}
            )
            for gap in stage.freeze.value.vacancies:
                yield _change(stage, gap.target, None, gap.reason, newcomers.get(gap.target))


def reliefs(record: Record) -> Iterator[Change]:
    """Yield the inspectors who were replaced, or are to be."""
    for stage in frozen(record):
        if isinstance(stage.freeze.value, ReliefFreeze):
            decided = stage.outcome.value if stage.outcome else None
            newcomers = (
                {(one.target, one.out): one.newcomer for one in decided.reliefs}
                if isinstance(decided, ReliefOutcome)
                else {}
            )
            for gap in stage.freeze.value.vacancies:
                newcomer = newcomers.get((gap.target, gap.inspector))
                yield _change(stage, gap.target, gap.inspector, gap.reason, newcomer)


def left_out(record: Record) -> Iterator[LeftOut]:
    """Count the targets and inspectors that were not in the lists, by reason."""
    for kind, rows in (("exclusion", record.lists.exclusions), ("absence", record.lists.absences)):
        for reason, count in sorted(Counter(row.reason for row in rows).items()):
            yield LeftOut(record.draw, kind, reason, count)


def _change(stage: Stage, target: str, inspector: str | None, reason: str, newcomer: str | None) -> Change:
    drawn, void, draw = stage.outcome is not None, stage.void is not None, stage.freeze.value.draw
    return Change(draw, str(stage.id), target, inspector, reason, newcomer, drawn, void)


def _named(stage: Stage) -> Iterator[str]:
    decided = stage.outcome.value if stage.outcome else None
    if isinstance(decided, TargetsOutcome):
        yield from (one.key for one in decided.selected)
    elif isinstance(decided, SubstitutesOutcome):
        yield from (one.newcomer for one in decided.replacements if one.newcomer)
    elif isinstance(decided, ReliefOutcome):
        yield from (one.newcomer for one in decided.reliefs if one.newcomer)
    elif isinstance(decided, TeamsOutcome):
        yield from (member for team in decided.teams for member in team.members)
