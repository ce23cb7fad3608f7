"""Everything about one target: its record, each draw it could have been in, its visits of the year."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sunlot.core.corrections import in_force, number
from sunlot.core.drawn import Team
from sunlot.core.life import Step, steps_of
from sunlot.core.model import Result
from sunlot.core.protocol.outcomes import SubstitutesOutcome, TargetsOutcome
from sunlot.core.protocol.record import Record
from sunlot.core.protocol.tickets import target_tickets
from sunlot.core.showing.changes import Relieved, Vacated, relieved, vacated
from sunlot.core.showing.known import Known, first_stage
from sunlot.core.visits import Visit, visits


@dataclass(frozen=True, slots=True)
class Ticket:
    """The ticket of a target in its stratum; `cutoff` is the last one that was taken, None where none was."""

    ticket: str
    rank: int
    cutoff: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The published result in force."""

    result_code: str
    handling: tuple[str, ...]
    concluded_on: str
    published_on: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetInDraw:
    """A target in one draw.

    Attributes:
        draw: The draw.
        title: Its title, empty where its task cannot be read.
        key: The id under which it stands in the lists: a former one, perhaps.
        refused: Whether the verifier refuses the draw, so that nothing here is to be relied on.
        void: Whether its choice of targets was set aside.
        excluded: Why it could not be drawn; None where it could.
        stratum: Its stratum, of `size` entries, of which `take` were to be drawn.
        probability: `take / size`; 0 where it was excluded.
        ticket: Its ticket; None before the draw.
        stage: The stage that selected it or brought it in; None where none did.
        number: Its place among all that were selected together.
        vacated: How it left again.
        teams: Who inspects it.
        reliefs: Who was relieved from its teams.
        recusals: Who had to keep away, once that is opened; None before.
        result: What came of it.
        steps: How far its inspection has come.
    """

    draw: str
    title: str
    key: str
    refused: bool
    void: bool
    excluded: str | None = None
    stratum: str | None = None
    size: int = 0
    take: int = 0
    probability: Fraction = Fraction(0)
    ticket: Ticket | None = None
    stage: str | None = None
    number: int | None = None
    vacated: Vacated | None = None
    teams: tuple[Team, ...] = ()
    reliefs: tuple[Relieved, ...] = ()
    recusals: tuple[str, ...] | None = None
    result: Outcome | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Year:
    """The visits of a market subject in a calendar year against the plan's cap; None without a plan."""

    year: str
    subject: str
    visits: tuple[Visit, ...]
    cap: int | None
    excepted: bool


@dataclass(frozen=True, slots=True)
class TargetShown:
    """A target; `record` is its public record as read, empty where no register names it."""

    id: str
    record: Mapping[str, Any]
    former: tuple[str, ...]
    year: Year
    draws: tuple[TargetInDraw, ...]


def show_target(known: Known, id_: str) -> TargetShown:
    """Gather all that is known of a target, given its present id."""
    placed = known.registry.targets.get(id_)
    former = tuple(sorted(old for old, now in known.current.items() if now == id_))
    keys = (id_, *former)
    found = tuple(one for draw in sorted(known.records) for one in _in_draw(known, draw, keys))
    return TargetShown(id_, placed.raw if placed else {}, former, _year(known, id_), found)


def _year(known: Known, id_: str) -> Year:
    placed, now = known.registry.targets.get(id_), known.current
    subject = placed.value.subject if placed else id_
    subject, year = now.get(subject, subject), known.day[:4]
    found = tuple(v for v in visits(known.registry, known.drawn) if v.subject == subject and v.year == year)
    plan = known.registry.plans.get(year)
    cap = plan.value.frequency_cap if plan else None
    excepted = cap is not None and any(now.get(one.subject, one.subject) == subject for one in cap.exceptions)
    return Year(year, subject, found, cap.per_year if cap else None, excepted)


def _in_draw(known: Known, draw: str, keys: tuple[str, ...]) -> Iterator[TargetInDraw]:
    record = known.records[draw]
    task = known.registry.tasks.get(draw)
    begun = first_stage(record)
    common: dict[str, Any] = {
        "draw": draw,
        "title": task.value.title if task else "",
        "refused": not known.verdicts[draw].verified,
        "void": begun is not None and begun[0].void is not None,
    }
    reasons = {one.key: one.reason for one in record.lists.exclusions if one.key in keys}
    for key in keys:
        if key in reasons:
            yield TargetInDraw(key=key, excluded=reasons[key], **common)
        elif key in record.lists.entries and begun is not None:
            yield TargetInDraw(key=key, **common, **_listed(known, record, key), **_chosen(known, draw, key))


def _listed(known: Known, record: Record, key: str) -> dict[str, Any]:
    begun = first_stage(record)
    assert begun is not None
    stage, frozen = begun
    name = record.lists.entries[key].stratum
    stratum = frozen.strata.get(name)
    if stratum is None or not stratum.size:
        return {"stratum": name}
    outcome = stage.outcome.value if stage.outcome and frozen.beacon.time <= known.moment else None
    return {
        "stratum": name,
        "size": stratum.size,
        "take": stratum.take,
        "probability": Fraction(stratum.take, stratum.size),
        "ticket": _ticket(record, outcome, (key, name), stratum.take) if isinstance(outcome, TargetsOutcome) else None,
    }


def _ticket(record: Record, outcome: TargetsOutcome, entry: tuple[str, str], take: int) -> Ticket:
    key, stratum = entry
    members = (one.key for one in record.lists.roster if one.stratum == stratum)
    tickets = sorted(target_tickets(outcome.seed, members))
    rank = next(n for n, (_, one) in enumerate(tickets, start=1) if one == key)
    return Ticket(tickets[rank - 1][0], rank, tickets[take - 1][0] if take else None)


def _chosen(known: Known, draw: str, key: str) -> dict[str, Any]:
    """What a draw decided about an entry of its roster."""
    record, history = known.records[draw], known.history(draw)
    found: dict[str, Any] = {}
    for stage in history.stages.values():
        outcome = stage.outcome.value if stage.outcome else None
        if isinstance(outcome, TargetsOutcome):
            found |= {"stage": str(stage.id), "number": one.rank} if (one := _of(outcome, key)) else {}
        elif isinstance(outcome, SubstitutesOutcome) and key in {one.newcomer for one in outcome.replacements}:
            found["stage"] = str(stage.id)
        opened = history.opened(stage.id)
        if key in opened:
            found["recusals"] = tuple(sorted(opened[key]))
    result = in_force(known.registry.results, known.day).get((record.draw, key))
    if result is not None:
        value = result.value
        handling = tuple(dict.fromkeys(one.handling for one in value.conclusions))
        found["result"] = Outcome(value.result_code, handling, value.concluded_on, value.published_on, result.file)
    found["steps"] = tuple(_steps(known, draw, key, result.value if result else None))
    found["vacated"] = next((one for one in vacated(known, draw) if one.target == key), None)
    found["teams"] = tuple(known.drawn[draw].teams.get(key, ()))
    found["reliefs"] = tuple(one for one in relieved(known, draw) if one.target == key)
    return found


def _steps(known: Known, draw: str, key: str, result: Result | None) -> list[Step]:
    files = sorted(known.registry.results, key=lambda placed: number(placed.file))
    own = [one.value.published_on for one in files if (one.value.draw, one.value.id) == (draw, key)]
    about = f"{draw}/{key}"
    objections = [
        one.value
        for one in known.registry.objections.values()
        if one.value.record_kind == "result" and one.value.record == about and one.value.filed_on <= known.day
    ]
    days = [day for day in own if day <= known.day]
    return steps_of(known.drawn[draw], key, result, published=days, objections=objections)


def _of(outcome: TargetsOutcome, key: str) -> Any:
    return next((one for one in outcome.selected if one.key == key), None)
