"""Everything about one draw: its stages, what they wait for, what came out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from sunlot.core.drawn import Refused, Team
from sunlot.core.model import Task
from sunlot.core.protocol.beacons import Strength, strength
from sunlot.core.protocol.documents import Void
from sunlot.core.protocol.record import Record, Stage, Unread
from sunlot.core.showing.changes import Relieved, Vacated, relieved, vacated
from sunlot.core.showing.known import Known, first_stage
from sunlot.core.views.times import beijing

StageState = Literal["waiting", "due", "drawn", "void", "unreadable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageShown:
    """A stage.

    Attributes:
        id: Its id.
        state: `waiting` before its public value, `due` after it and still not drawn, `drawn`, `void`, `unreadable`.
        frozen_at: When it was frozen, UTC.
        time: When its public value comes, UTC; `beijing` is the same in Beijing.
        source: The kind of its public value, `chain` and `round` which one.
        strength: How far such a value can be believed.
        seed: The seed; None before the draw.
        void: How it was set aside.
        owed: Whether it is void and its outcome, due all the same, is not there.
    """

    id: str
    state: StageState
    frozen_at: str | None = None
    time: str | None = None
    beijing: str | None = None
    source: str | None = None
    chain: str | None = None
    round: str | None = None
    strength: Strength | None = None
    seed: str | None = None
    void: Void | None = None
    owed: bool = False


@dataclass(frozen=True, slots=True)
class StratumShown:
    """A stratum, and the exact probability of each of its entries."""

    id: str
    title: str
    size: int
    take: int
    probability: Fraction


@dataclass(frozen=True, slots=True)
class ChosenShown:
    """A target that was selected or brought in, whether it left again, and who inspects it."""

    target: str
    stratum: str
    vacated: str | None
    teams: tuple[Team, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawShown:
    """A draw; without stages it is only declared.

    Attributes:
        id: Its id.
        task: Its task; None where that cannot be read.
        verified: Whether the verifier accepts all that stands; None where nothing is frozen.
        refused: Its first objection.
        stages: In the order in which they are judged.
        strata: What was drawn from.
        roster: Targets that could be drawn.
        exclusions: Reason → targets that could not.
        listed: Inspectors who could be drawn.
        absences: Reason → inspectors who could not.
        chosen: In order of selection.
        vacancies: Targets that left.
        reliefs: Members who left.
        results: Live targets with a published result.
    """

    id: str
    task: Task | None
    verified: bool | None = None
    refused: Refused | None = None
    stages: tuple[StageShown, ...] = ()
    strata: tuple[StratumShown, ...] = ()
    roster: int = 0
    exclusions: dict[str, int]
    listed: int = 0
    absences: dict[str, int]
    chosen: tuple[ChosenShown, ...] = ()
    vacancies: tuple[Vacated, ...] = ()
    reliefs: tuple[Relieved, ...] = ()
    results: int = 0


def show_draw(known: Known, draw: str) -> DrawShown:
    """Gather all that is known of a draw."""
    placed = known.registry.tasks.get(draw)
    task = placed.value if placed else None
    record = known.records.get(draw)
    if record is None:
        return DrawShown(id=draw, task=task, exclusions={}, absences={})
    drawn = known.drawn[draw]
    concluded = {one.value.target for one in known.registry.results if one.value.draw == draw}
    return DrawShown(
        id=draw,
        task=task,
        verified=known.verdicts[draw].verified,
        refused=drawn.refused,
        stages=tuple(_stage(stage, known.moment) for stage in record.stages),
        strata=_strata(record, task),
        roster=len(record.lists.roster),
        exclusions=_counted(one.reason for one in record.lists.exclusions),
        listed=len(record.lists.inspectors),
        absences=_counted(one.reason for one in record.lists.absences),
        chosen=tuple(
            ChosenShown(key, stratum, drawn.vacated.get(key), tuple(drawn.teams.get(key, ())))
            for key, stratum in drawn.selected.items()
        ),
        vacancies=tuple(vacated(known, draw)),
        reliefs=tuple(relieved(known, draw)),
        results=sum(key in concluded for key in drawn.live),
    )


def _counted(reasons: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(reasons).items()))


def _stage(stage: Stage | Unread, moment: str) -> StageShown:
    if isinstance(stage, Unread):
        return StageShown(id=str(stage.id), state="unreadable")
    frozen = stage.freeze.value
    come = frozen.beacon.time <= moment
    void = stage.void.value if stage.void and stage.void.value.voided_at <= moment else None
    state: StageState = "waiting" if not come else "drawn" if stage.outcome else "due"
    return StageShown(
        id=str(stage.id),
        state="void" if void else state,
        frozen_at=frozen.frozen_at,
        time=frozen.beacon.time,
        beijing=beijing(frozen.beacon.time),
        source=frozen.beacon.source,
        chain=frozen.beacon.chain,
        round=str(frozen.beacon.round),
        strength=strength(frozen.beacon.source),
        seed=stage.outcome.value.seed if stage.outcome and come else None,
        void=void,
        owed=void is not None and come and stage.outcome is None,
    )


def _strata(record: Record, task: Task | None) -> tuple[StratumShown, ...]:
    begun = first_stage(record)
    titles = {one.id: one.title for one in task.strata} if task else {}
    return tuple(
        StratumShown(name, titles.get(name, name), one.size, one.take, Fraction(one.take, one.size or 1))
        for name, one in (begun[1].strata.items() if begun else ())
    )
