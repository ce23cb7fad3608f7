"""Rules on results: what was found, by whom, and when it was published (notice, 三（四）2 to 4)."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sunlot.core.corrections import number, previous
from sunlot.core.deadlines import count_of
from sunlot.core.deadlines.results import PUBLISHED, come_about, first_told, owed
from sunlot.core.drawn import Team
from sunlot.core.model import Inspector, Result
from sunlot.core.problems import Problem, problem
from sunlot.core.registry import Placed, Registry
from sunlot.core.rules.base import Context, facts_of, rule


@rule("F501")
def result_without_draw(registry: Registry, context: Context) -> Iterator[Problem]:
    """No result without a draw that selected its target or brought it in (domain, I7)."""
    for placed in registry.results:
        result = placed.value
        drawn = context.drawn.get(result.draw)
        if drawn is None or (result.target not in drawn.selected and not drawn.refused):
            if drawn is None and ("task", result.draw) in context.unread:
                continue
            yield problem(placed.place("target"), "F501", target=result.target, draw=result.draw)


@rule("F524")
def result_of_another_target(registry: Registry, _: Context) -> Iterator[Problem]:
    """A result's id, and so its file, is the key of the target it is about (design, section 2)."""
    for placed in registry.results:
        if placed.value.id != placed.value.target:
            yield problem(placed.place("target"), "F524", id=placed.value.id, target=placed.value.target)


@rule("F502")
def another_team(registry: Registry, context: Context) -> Iterator[Problem]:
    """Those who inspect are those who were drawn (notice, 三（四）2; protocol, section 7).

    On the day on which a team changes, the visit may have been before or after that.
    """
    for placed in registry.results:
        result = placed.value
        day = date.fromisoformat(result.visit.visited_on if result.visit else result.published_on)
        drawn = context.drawn_by(result.draw, day.isoformat())
        if not result.team or drawn is None or drawn.refused or result.target not in drawn.selected:
            continue
        before = context.drawn_by(result.draw, (day - timedelta(days=1)).isoformat())
        ours = {(one.inspector, one.group, one.role) for one in result.team}
        due = [_members(one.teams.get(result.target, ())) for one in (drawn, before) if one]
        if ours not in due:
            yield problem(placed.place("team"), "F502", target=result.target, team=_listed(ours), drawn=_listed(due[0]))


def _members(teams: Iterable[Team]) -> set[tuple[str, str, str]]:
    listed = [(member, team) for team in teams for member in team.members]
    lead = next((member for member, team in listed if team.role == "officer"), None)
    return {(member, team.group, "lead" if member == lead else "member") for member, team in listed}


def _listed(members: set[tuple[str, str, str]]) -> str:
    return "、".join(f"{who} ({group}, {role})" for who, group, role in sorted(members)) or "—"


def _visited(registry: Registry, context: Context) -> Iterator[Placed[Result]]:
    for placed in registry.results:
        if placed.value.visit is not None or placed.value.result_code not in context.unvisited:
            yield placed


@rule("F503")
def visit_without_papers(registry: Registry, context: Context) -> Iterator[Problem]:
    """A visit has a team, a record, a hearing and a signature or seal (notice, 三（四）2; 行政处罚法 55)."""
    for placed in _visited(registry, context):
        for field in ("visit", "team", "record", "statement", "confirmation"):
            if not getattr(placed.value, field):
                yield problem(
                    placed.place("result_code"),
                    "F503",
                    target=placed.value.target,
                    field=field,
                    result_code=placed.value.result_code,
                )


@rule("F511")
def visit_by_one(registry: Registry, context: Context) -> Iterator[Problem]:
    """At least two officers were there; experts do not count (notice, 三（四）2; 行政处罚法 42)."""
    for placed in _visited(registry, context):
        officers = {one.inspector for one in placed.value.team if one.inspector in registry.inspectors}
        unread = any(kind == "inspector" for kind, _ in context.unread)
        if placed.value.team and len(officers) < 2 and not unread:
            yield problem(placed.place("team"), "F511", target=placed.value.target, count=len(officers))


@rule("F512")
def visit_without_certificate(registry: Registry, context: Context) -> Iterator[Problem]:
    """Every officer's certificate was in force on the day of the visit (notice, 三（四）2; domain, I3)."""
    for placed in _visited(registry, context):
        visit = placed.value.visit
        for place, one in enumerate(placed.value.team):
            officer = registry.inspectors.get(one.inspector)
            if visit and officer and not _certified(officer.value, visit.visited_on):
                yield problem(
                    placed.place("team", place, "inspector"), "F512", inspector=one.inspector, day=visit.visited_on
                )


def _certified(officer: Inspector, day: str) -> bool:
    return any(one.valid_from <= day <= one.valid_to for one in officer.certificates)


@rule("F513")
def certificates_not_shown(registry: Registry, _: Context) -> Iterator[Problem]:
    """Officers show their certificates, or may be turned away (notice, 三（四）2; 行政处罚法 55)."""
    for placed in registry.results:
        visit = placed.value.visit
        if visit and visit.method == "on_site" and not visit.certificates_shown:
            yield problem(placed.place("visit", "certificates_shown"), "F513", target=placed.value.target)


@rule("F504")
def primary_code_is_no_conclusion(registry: Registry, _: Context) -> Iterator[Problem]:
    """The primary result is one of the authorities' conclusions, so that totals add up (domain, section 8)."""
    for placed in registry.results:
        codes = [one.result_code for one in placed.value.conclusions]
        if placed.value.result_code not in codes:
            yield problem(
                placed.place("result_code"),
                "F504",
                result_code=placed.value.result_code,
                codes="、".join(dict.fromkeys(codes)),
            )


@rule("F514")
def conclusion_of_an_outsider(registry: Registry, _: Context) -> Iterator[Problem]:
    """Conclusions come from the authority that leads and from its partners (notice, 四（三）)."""
    for placed in registry.results:
        task = registry.tasks.get(placed.value.draw)
        own = {task.value.lead_authority, *task.value.partners} if task else set()
        for at, one in enumerate(placed.value.conclusions):
            if task and one.authority not in own:
                yield problem(
                    placed.place("conclusions", at, "authority"),
                    "F514",
                    authority=one.authority,
                    allowed="、".join(sorted(own)),
                )


@rule("F505")
def late_without_reason(registry: Registry, context: Context) -> Iterator[Problem]:
    """A result is published within 20 working days, or says why not (政府信息公开条例 26; notice, 三（四）3)."""
    facts, within = facts_of(registry, context), count_of("result", registry)
    for placed in registry.results:
        result = placed.value
        due, _ = facts.limit("result", result.concluded_on)
        if number(placed.file) == 1 and result.published_on > due.isoformat() and result.late_reason is None:
            yield problem(
                placed.place("published_on"),
                "F505",
                concluded_on=result.concluded_on,
                due=due,
                within=within,
                published_on=result.published_on,
            )


@rule("F543")
def penalty_late_without_reason(registry: Registry, context: Context) -> Iterator[Problem]:
    """A penalty is public within 7 working days, gone within 3 if taken back, or the file says why (行政处罚法 48)."""
    facts = facts_of(registry, context)
    for placed, at in first_told(registry):
        result, one = placed.value, placed.value.follow_ups[at]
        decided_on = come_about(one) or result.published_on
        due, _ = facts.limit(PUBLISHED[one.state], decided_on)
        if result.published_on > due.isoformat() and result.late_reason is None:
            yield problem(
                placed.place("follow_ups", at, "state"),
                "F543",
                target=result.target,
                done_on=decided_on,
                due=due,
                published_on=result.published_on,
            )


@rule("F506")
def result_missing(registry: Registry, context: Context) -> Iterator[Problem]:
    """Every drawn target ends in one published result; what is late shows by how many days (domain, I8)."""
    for one in owed(facts_of(registry, context)):
        if one.late and one.draw and ("result", f"{one.draw}/{one.subject}") not in context.unread:
            place = registry.tasks[one.draw].place("window_to")
            yield problem(place, "F506", target=one.subject, draw=one.draw, due=one.due, days=-one.days)


@rule("F507")
def follow_up_missing(registry: Registry, context: Context) -> Iterator[Problem]:
    """What was found is dealt with: the result codes that ask for a follow-up have one (notice, 三（四）3)."""
    for placed in registry.results:
        asking = [one.result_code for one in placed.value.conclusions if one.result_code in context.follow_ups]
        if asking and not placed.value.follow_ups:
            yield problem(placed.place("result_code"), "F507", target=placed.value.target, result_code=asking[0])


@rule("F510")
def item_outside_the_task(registry: Registry, _: Context) -> Iterator[Problem]:
    """Only what the task names is inspected (notice, 三（一）; L1)."""
    for placed in registry.results:
        task = registry.tasks.get(placed.value.draw)
        if task is None:
            continue
        allowed = task.value.items
        named: list[tuple[tuple[str | int, ...], str]] = [
            (("items", at), item) for at, item in enumerate(placed.value.items)
        ]
        named += [(("findings", at, "item"), one.item) for at, one in enumerate(placed.value.findings)]
        for path, item in named:
            if item not in allowed:
                yield problem(placed.place(*path), "F510", item=item, draw=task.value.id, allowed="、".join(allowed))


@rule("F515")
def correction_unbound(registry: Registry, context: Context) -> Iterator[Problem]:
    """A correction is a further file that names what it corrects by its digest (domain, I11)."""
    for placed in registry.results:
        corrected = previous(placed.file) if number(placed.file) > 1 else "—"
        expected = context.digests.get(corrected, "—")
        found = placed.value.corrects or "—"
        if found != expected:
            yield problem(placed.place("corrects"), "F515", corrects=found, expected=expected, file=corrected)


@rule("F523")
def correction_without_reason(registry: Registry, _: Context) -> Iterator[Problem]:
    """A correction says why (domain, I11)."""
    for placed in registry.results:
        if placed.value.corrects is not None and placed.value.correction_reason is None:
            yield problem(placed.place("corrects"), "F523", target=placed.value.target)
