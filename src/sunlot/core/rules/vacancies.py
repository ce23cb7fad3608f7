"""Rules on those whom a later stage takes out, and why: registers and draws must bear it out (protocol, section 8).

A reason is the office's word, and whoever may vacate a target at will may choose among targets. So each is held to what
the public can see: the registers as they stand, with the days they name, and the visits of the year.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from sunlot.core.decided import decided, standing
from sunlot.core.eligibility import AnyTarget, Private, inspector_lists
from sunlot.core.identity import current
from sunlot.core.problems import Place, Problem, problem
from sunlot.core.protocol.freezes import InspectorVacancy, ReliefFreeze, SubstitutesFreeze, TargetVacancy, Withdrawal
from sunlot.core.protocol.grammar import VACANCY_INSPECTOR_REASONS, beijing_date
from sunlot.core.protocol.record import Record, Stage
from sunlot.core.registry import Registry
from sunlot.core.rules.base import Context, rule
from sunlot.core.visits import per_subject

REGISTERED = frozenset({"deregistered", "revoked", "moved_out", "closed"})
"""Reasons that a register can bear out: the target is no longer active."""
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Later:
    """A stage that counts, in a draw that verifies."""

    record: Record
    stage: Stage

    @property
    def day(self) -> str:
        """The Beijing day of its freeze."""
        return beijing_date(self.stage.freeze.value.frozen_at)

    def problem(self, code: str, **values: object) -> Problem:
        """Say what is wrong with it."""
        draw, stage = self.record.draw, str(self.stage.id)
        return problem(Place(f"draws/{draw}/{stage}/freeze.json"), code, draw=draw, stage=stage, **values)


def later(context: Context) -> Iterator[Later]:
    """Yield the stages that count; a draw that is refused has F406, and nothing else is said of it."""
    for draw, record in context.records.items():
        if not context.drawn[draw].refused:
            yield from (Later(record, stage) for stage in standing(record))


def vacated(context: Context) -> Iterator[tuple[Later, TargetVacancy]]:
    """Yield every target that was vacated, with the stage that did so."""
    for one in later(context):
        if isinstance(one.stage.freeze.value, SubstitutesFreeze):
            yield from ((one, vacancy) for vacancy in one.stage.freeze.value.vacancies)


def withdrawn(context: Context) -> Iterator[tuple[Later, Withdrawal]]:
    """Yield every inspector who was withdrawn, with the first stage that says so; later ones repeat it."""
    seen: set[tuple[str, Withdrawal]] = set()
    for one in later(context):
        for gone in one.stage.withdrawn:
            if (one.record.draw, gone) not in seen:
                seen.add((one.record.draw, gone))
                yield one, gone


@rule("F420")
def vacated_but_registered(registry: Registry, context: Context) -> Iterator[Problem]:
    """A target that is active in its register is not vacated as gone on no document at all (protocol, section 8)."""
    yield from _contradicted(registry, context, "F420")


@rule("F421")
def vacated_otherwise_than_registered(registry: Registry, context: Context) -> Iterator[Problem]:
    """What a filed document says of a target is entered in its register, too (protocol, section 8)."""
    yield from _contradicted(registry, context, "F421")


def _contradicted(registry: Registry, context: Context, wanted: str) -> Iterator[Problem]:
    now = current(registry)
    for one, vacancy in vacated(context):
        id_ = now.get(vacancy.target, vacancy.target)
        placed = registry.targets.get(id_) or registry.withheld.get(id_)
        if placed is None or vacancy.reason not in REGISTERED:
            continue
        status, certain = _status(placed.value, one.day)
        code = "F420" if certain and vacancy.evidence is None else "F421"
        if status is not None and code == wanted:
            yield one.problem(code, target=vacancy.target, reason=vacancy.reason, day=one.day, status=status)


def _status(target: AnyTarget, day: str) -> tuple[str | None, bool]:
    """Tell how far a register speaks against a departure by a day: what it says, if anything, and whether for certain.

    A register knows the last status only: of the time before it began, nothing is certain.
    """
    since = getattr(target, "registration_status_from", None) or target.added_on
    if target.removed_on is not None and target.removed_on <= day:
        return None, True
    if target.registration_status == "active":
        return ("active", True) if since <= day else (None, False)
    return (f"{target.registration_status}, {since}", False) if since > day else (None, True)


@rule("F422")
def cap_not_reached(registry: Registry, context: Context) -> Iterator[Problem]:
    """A target leaves for the cap only if its subject is drawn that often without it (notice, 三（四）1)."""
    now = current(registry)
    for one, vacancy in vacated(context):
        id_ = now.get(vacancy.target, vacancy.target)
        placed, task = registry.targets.get(id_), registry.tasks.get(one.record.draw)
        plan = registry.plans.get(task.value.plan) if task else None
        if vacancy.reason != "cap_reached" or placed is None or task is None or plan is None:
            continue
        subject, year = now.get(placed.value.subject, placed.value.subject), task.value.window_from[:4]
        frozen_at, cap = one.stage.freeze.value.frozen_at, plan.value.frequency_cap.per_year
        then = {
            draw: decided(record, frozen_at) if draw != one.record.draw else context.drawn[draw]
            for draw, record in context.records.items()
            if not context.drawn[draw].refused
        }
        count = per_subject(registry, then, year).get(subject, 0)
        if count < cap:
            yield one.problem("F422", target=vacancy.target, subject=subject, year=year, count=count, cap=cap)


@rule("F423")
def left_but_serving(registry: Registry, context: Context) -> Iterator[Problem]:
    """Who left the service is not on duty in the register, with a certificate for the visits (protocol, section 8)."""
    seen: set[tuple[str, str]] = set()
    for one in later(context):
        frozen = one.stage.freeze.value
        places = frozen.vacancies if isinstance(frozen, ReliefFreeze) else ()
        leaving: list[Withdrawal | InspectorVacancy] = [*one.stage.withdrawn, *places]
        gone = {each.inspector for each in leaving if each.reason == "left_service"}
        new = {key for key in gone if (one.record.draw, key) not in seen}
        seen |= {(one.record.draw, key) for key in new}
        for key in sorted(new & _serving(registry, one) if new else ()):
            yield one.problem("F423", inspector=key, day=one.day)


def _serving(registry: Registry, one: Later) -> frozenset[str]:
    """Those whom the register would list on the day of a stage for what is left of the visits.

    Whoever changed since is left out: the register does not say any more how they stood.
    """
    placed = registry.tasks.get(one.record.draw)
    if placed is None:
        return frozenset()
    task = placed.value
    ahead = replace(task, window_from=max(task.window_from, min(one.day, task.window_to)))
    divisions = {entry.division for entry in one.record.lists.roster}
    listed = inspector_lists(registry, ahead, one.day, Private(), divisions).listed
    return frozenset(person.key for person in listed if not _changed_since(registry, person.key, one.day))


def _changed_since(registry: Registry, key: str, day: str) -> bool:
    placed = registry.inspectors.get(key)
    if placed is None:
        return False
    return placed.value.status_from > day or any(each.valid_from > day for each in placed.value.certificates)


@rule("F424")
def vacancy_without_document(registry: Registry, context: Context) -> Iterator[Problem]:
    """A vacancy rests on a document that was filed, and names its digest (protocol, section 8)."""
    del registry
    for one in later(context):
        frozen = one.stage.freeze.value
        if isinstance(frozen, SubstitutesFreeze):
            bare = [each.target for each in frozen.vacancies if each.evidence is None]
        elif isinstance(frozen, ReliefFreeze):
            bare = [f"{each.inspector}@{each.target}" for each in frozen.vacancies if each.evidence is None]
        else:
            continue
        if bare:
            yield one.problem("F424", count=len(bare), named=_some(bare))


@rule("F425")
def withdrawn_for_no_reason(registry: Registry, context: Context) -> Iterator[Problem]:
    """An inspector is withdrawn for one of the protocol's reasons (protocol, section 8)."""
    del registry
    expected = "、".join(sorted(VACANCY_INSPECTOR_REASONS))
    for one, gone in withdrawn(context):
        if gone.reason not in VACANCY_INSPECTOR_REASONS:
            yield one.problem("F425", inspector=gone.inspector, reason=gone.reason, expected=expected)


@rule("F426")
def withdrawn_who_was_no_candidate(registry: Registry, context: Context) -> Iterator[Problem]:
    """Those who are no candidates any more are among those who were (protocol, section 7)."""
    del registry
    for one, gone in withdrawn(context):
        if gone.inspector not in {each.key for each in one.record.lists.inspectors}:
            yield one.problem("F426", inspector=gone.inspector)


@rule("F427")
def withdrawn_and_still_sent(registry: Registry, context: Context) -> Iterator[Problem]:
    """Who cannot go any more is relieved of the teams whose results are still to come (protocol, section 8)."""
    published = {(placed.value.draw, placed.value.target) for placed in registry.results}
    for one, gone in withdrawn(context):
        draw = one.record.draw
        sent = [
            target
            for target, teams in context.drawn[draw].teams.items()
            if (draw, target) not in published and any(gone.inspector in team.members for team in teams)
        ]
        if sent and gone.reason != "recusal":
            values = {"inspector": gone.inspector, "reason": gone.reason}
            yield one.problem("F427", count=len(sent), named=_some(sent), **values)


def _some(names: list[str]) -> str:
    return "、".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")
