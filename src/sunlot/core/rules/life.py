"""Rules on the life of an inspection: each step rests on those before it (domain, section 4.2; notice, 三（四）)."""

from collections.abc import Iterator, Mapping
from datetime import date

from sunlot.core.life import Barred, Early, Missing, Step, broken, steps_of
from sunlot.core.life.holding import Broken
from sunlot.core.life.table import MOVES
from sunlot.core.model import Result
from sunlot.core.problems import Problem, problem
from sunlot.core.registry import Placed, Registry
from sunlot.core.rules.base import Context, rule

LIMITATION_YEARS = 2
"""行政处罚法 36."""
_PAPERS = frozenset({"visited", "recorded", "confirmed", "unsigned"})
_END_OF_A_CASE = frozenset({"penalty", "not_penalised", "transfer_authority", "transfer_judicial"})


def _broken(registry: Registry, context: Context) -> Iterator[tuple[Placed[Result], Broken]]:
    for placed in registry.results:
        result = placed.value
        drawn = context.drawn_by(result.draw, result.visit.visited_on if result.visit else result.published_on)
        knows = drawn is not None and not drawn.refused and result.target in drawn.selected
        for one in broken(steps_of(drawn, result.target, result), knows_draw=knows):
            yield placed, one


def _labels(context: Context, kinds: tuple[str, ...]) -> Mapping[str, str]:
    said = [context.steps.get(kind, (kind, kind)) for kind in kinds]
    return {"zh": "、".join(zh for zh, _ in said), "en": " or ".join(en for _, en in said)}


def _told(context: Context, step: Step) -> dict[str, str]:
    said = _labels(context, (step.kind,))
    zh, en = MOVES[step.kind].clause
    return {"step": said["zh"], "step_en": said["en"], "clause": zh, "clause_en": en}


def _field(step: Step) -> str:
    return ".".join(map(str, step.path)) or "beacon"


@rule("F509")
def step_before_what_it_rests_on(registry: Registry, context: Context) -> Iterator[Problem]:
    """No step is dated before what it rests on: draw, approval, notice, visit, review, publication (domain, 4.2)."""
    for placed, one in _broken(registry, context):
        if isinstance(one, Early):
            told = _labels(context, (one.other.kind,))
            yield problem(
                placed.place(*one.step.path),
                "F509",
                **_told(context, one.step),
                field=_field(one.step),
                day=one.step.day,
                other=told["zh"],
                other_en=told["en"],
                other_field=_field(one.other),
                other_day=one.other.day,
            )


@rule("F550")
def step_without_what_it_rests_on(registry: Registry, context: Context) -> Iterator[Problem]:
    """No step without those that it rests on: no penalty without a case, no re-inspection without an order.

    What a visit has to leave behind is asked for by F503 where the result needs a visit.
    """
    for placed, one in _broken(registry, context):
        papers = placed.value.result_code not in context.unvisited and _PAPERS.issuperset(getattr(one, "needed", ()))
        if isinstance(one, Missing) and not papers:
            needed = _labels(context, one.needed)
            yield problem(
                placed.place(*one.step.path),
                "F550",
                target=placed.value.target,
                **_told(context, one.step),
                needed=needed["zh"],
                needed_en=needed["en"],
            )


@rule("F551")
def step_that_is_barred(registry: Registry, context: Context) -> Iterator[Problem]:
    """No step after one that rules it out: no own penalty while the judiciary decides."""
    for placed, one in _broken(registry, context):
        if isinstance(one, Barred):
            by = _labels(context, (one.by.kind,))
            yield problem(
                placed.place(*one.step.path),
                "F551",
                target=placed.value.target,
                **_told(context, one.step),
                by=by["zh"],
                by_en=by["en"],
            )


@rule("F552")
def correction_unverified(registry: Registry, _: Context) -> Iterator[Problem]:
    """What was ordered is looked at again, or the file says how it was verified (notice, 三（四）3)."""
    for placed in registry.results:
        found = placed.value.follow_ups
        again = any(one.kind == "re_inspection" and one.state == "done" for one in found)
        for at, one in enumerate(found):
            verified = one.verification in ("documents", "not_needed") or again
            if one.kind == "order_to_correct" and one.state == "done" and not verified:
                yield problem(placed.place("follow_ups", at, "state"), "F552", target=placed.value.target)


@rule("F553")
def case_without_an_end(registry: Registry, _: Context) -> Iterator[Problem]:
    """A closed case ended in a penalty, in none, or in a transfer, and the file says which (行政处罚法 57)."""
    for placed in registry.results:
        kinds = {one.kind for one in placed.value.follow_ups if one.state != "open" or one.kind.startswith("transfer")}
        waiting = any(one.kind in _END_OF_A_CASE for one in placed.value.follow_ups)
        for at, one in enumerate(placed.value.follow_ups):
            if one.kind == "case_opened" and one.state == "done" and not kinds & _END_OF_A_CASE and not waiting:
                yield problem(placed.place("follow_ups", at, "state"), "F553", target=placed.value.target)


@rule("F554")
def penalty_too_late(registry: Registry, _: Context) -> Iterator[Problem]:
    """What was found more than two years after it ended is not punished any more (行政处罚法 36)."""
    for placed in registry.results:
        found = placed.value.visit.visited_on if placed.value.visit else None
        for at, one in enumerate(placed.value.follow_ups):
            ended = one.violation_ended_on
            if one.kind in ("case_opened", "penalty") and ended and found and found > _limit(ended):
                yield problem(
                    placed.place("follow_ups", at, "violation_ended_on"),
                    "F554",
                    target=placed.value.target,
                    ended=ended,
                    limit=_limit(ended),
                    found=found,
                )


def _limit(ended: str) -> str:
    """The last day on which what ended on a day may be found: the same day two years on."""
    day = date.fromisoformat(ended)
    year = day.year + LIMITATION_YEARS
    leap = (day.month, day.day) == (2, 29) and (year % 4 or (year % 100 == 0 and year % 400))
    return (date(year, 2, 28) if leap else day.replace(year=year)).isoformat()


@rule("F555")
def withdrawal_unexplained(registry: Registry, _: Context) -> Iterator[Problem]:
    """A penalty is taken back by somebody, on a day, with reasons that are public (行政处罚法 48)."""
    for placed in registry.results:
        for at, one in enumerate(placed.value.follow_ups):
            if one.kind == "penalty" and one.state == "withdrawn":
                fields = ("withdrawn_on", "withdrawn_reason", "withdrawn_by")
                missing = [name for name in fields if getattr(one, name) is None]
                if missing:
                    place = placed.place("follow_ups", at, "state")
                    yield problem(place, "F555", target=placed.value.target, missing="、".join(missing))


@rule("F556")
def visit_without_code(registry: Registry, _: Context) -> Iterator[Problem]:
    """From the day that the settings name, a visit leaves a trace by its code, or the file says why not (L12)."""
    settings = registry.settings.value if registry.settings else None
    since = settings.visit_code_from if settings else None
    for placed in registry.results:
        visit = placed.value.visit
        asked = since is not None and visit is not None and visit.method == "on_site" and visit.visited_on >= since
        if asked and visit and visit.visit_code is None and visit.no_code_reason is None:
            yield problem(placed.place("visit", "visited_on"), "F556", target=placed.value.target, since=since)


@rule("F557")
def remedy_without_outcome(registry: Registry, _: Context) -> Iterator[Problem]:
    """A reconsideration or suit that is decided has a day and an outcome; one that goes on has neither (行政复议法)."""
    for placed in registry.results:
        for at, one in enumerate(placed.value.reconsiderations):
            whole = one.decided_on is not None and one.outcome is not None
            none = one.decided_on is None and one.outcome is None
            if not (whole if one.state == "decided" else none):
                yield problem(placed.place("reconsiderations", at, "state"), "F557", target=placed.value.target)
