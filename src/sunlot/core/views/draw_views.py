"""Makes the views of draws from what their folders hold."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec import UNSET

from sunlot.core.dates import end_of
from sunlot.core.model import Stratum as PlannedStratum
from sunlot.core.model import Task
from sunlot.core.protocol.beacons import strength
from sunlot.core.protocol.documents import Beacon, Plan
from sunlot.core.protocol.freezes import SubstitutesFreeze, TargetsFreeze
from sunlot.core.protocol.grammar import PROTOCOL, TARGETS, Kind
from sunlot.core.protocol.history import History
from sunlot.core.protocol.outcomes import SubstitutesOutcome, TargetsOutcome
from sunlot.core.protocol.record import Record, Stage, Unread
from sunlot.core.views.draws import (
    KINDS,
    LISTS,
    STAGE_STATES,
    STATES,
    BeaconView,
    Chosen,
    DrawView,
    ListView,
    Member,
    StageView,
    StratumView,
    Verdict,
)
from sunlot.core.views.names import Names
from sunlot.core.views.times import beijing
from sunlot.core.views.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class DrawViews:
    """Makes the views of draws with one vocabulary, one set of names and one day."""

    words: Vocabulary
    names: Names
    day: str

    def of(self, draw: str, task: Task | None, record: Record | None, verdict: Verdict | None) -> DrawView:
        """Make the view of a draw; `record` is None where nothing is frozen yet."""
        title = task.title if task else draw
        if record is None:
            return DrawView(draw, title, STATES["declared"], "declared", verdict)
        stages = [stage for stage in record.stages if isinstance(stage, Stage)]
        state = _state(record)
        return DrawView(
            draw,
            title,
            STATES[state],
            state,
            verdict,
            lists=_lists(record),
            strata=_strata(stages, task),
            exclusions=self._reasons("exclusion_reason", (row.reason for row in record.lists.exclusions)),
            absences=self._reasons("absence_reason", (row.reason for row in record.lists.absences)),
            stages=tuple(self._stage(stage) for stage in stages),
            chosen=self._chosen(record, stages),
            overdue=any(stage.outcome is None and self._late(stage) for stage in stages),
        )

    def _late(self, stage: Stage) -> bool:
        """A value that appeared more than a day before the end of the day is overdue (protocol, section 12)."""
        due = datetime.fromisoformat(stage.freeze.value.beacon.time) + timedelta(days=1)
        return due < datetime.fromisoformat(end_of(self.day))

    def _reasons(self, term: str, reasons: Iterable[str]) -> tuple[tuple[str, int], ...]:
        return tuple((self.words.term(term, reason), count) for reason, count in sorted(Counter(reasons).items()))

    def _beacon(self, plan: Plan, beacon: Beacon | None) -> BeaconView:
        found = strength(plan.source)
        return BeaconView(
            self.words.term("beacon_source", plan.source),
            plan.source,
            self.words.term("beacon_strength", found),
            found,
            plan.chain,
            str(plan.round),
            beijing(plan.time),
            beacon.signature if beacon else None,
        )

    def _stage(self, stage: Stage) -> StageView:
        frozen = stage.freeze.value
        void = None
        if stage.void:
            told = stage.void.value
            reason = self.words.term("void_reason", told.reason)
            by = "、".join(told.approved_by)
            void = f"{reason}：{told.explanation}（批准：{by}；{beijing(told.voided_at)}）"
        beacon = stage.beacon.value if stage.beacon else None
        text = None
        if beacon:
            parts = (frozen.authority, frozen.draw, frozen.stage, beacon.source, beacon.chain, str(beacon.round))
            text = "|".join((PROTOCOL, "seed", *parts, beacon.signature))
        number = f"（第 {stage.id.number} 次）" if stage.id.number > 1 or stage.id.kind is Kind.SUBSTITUTES else ""
        return StageView(
            str(stage.id),
            KINDS[stage.id.kind] + number,
            STAGE_STATES[stage.state],
            stage.state.value,
            beijing(frozen.frozen_at),
            self._beacon(frozen.beacon, beacon),
            stage.outcome.value.seed if stage.outcome else None,
            text,
            void,
            tuple(self._changes(stage)),
        )

    def _changes(self, stage: Stage) -> Iterable[str]:
        """What a later stage replaces, one line each."""
        frozen = stage.freeze.value
        if isinstance(frozen, SubstitutesFreeze):
            decided = stage.outcome.value if stage.outcome else None
            newcomers: Mapping[str, str | None] = {}
            if isinstance(decided, SubstitutesOutcome):
                newcomers = {one.out: one.newcomer for one in decided.replacements}
            for vacancy in frozen.vacancies:
                reason = self.words.term("target_vacancy_reason", vacancy.reason)
                yield self._line(
                    self.names.target(vacancy.target).text, reason, newcomers.get(vacancy.target), "target"
                )
        elif stage.id.kind is Kind.RELIEF:
            reliefs = {(one.target, one.out): one.newcomer for one in getattr(_decided(stage), "reliefs", ())}
            for vacancy in getattr(frozen, "vacancies", ()):
                reason = self.words.term("inspector_vacancy_reason", vacancy.reason)
                who = f"{self.names.person(vacancy.inspector).text}（{self.names.target(vacancy.target).text}）"
                yield self._line(who, reason, reliefs.get((vacancy.target, vacancy.inspector)), "person")

    def _line(self, out: str, reason: str, newcomer: str | None, kind: str) -> str:
        if newcomer is None:
            return f"{out}：{reason}"
        name = self.names.target(newcomer) if kind == "target" else self.names.person(newcomer)
        return f"{out}：{reason}；由{name.text}递补"

    def _chosen(self, record: Record, stages: list[Stage]) -> tuple[Chosen, ...]:
        """The targets of all stages that count, in their order, with their present teams."""
        standing = [stage for stage in stages if not stage.void]
        history = History(record.lists, standing)
        teams = self._teams(history, standing)
        reasons = {
            vacancy.target: self.words.term("target_vacancy_reason", vacancy.reason)
            for stage in standing
            if isinstance(frozen := stage.freeze.value, SubstitutesFreeze)
            for vacancy in frozen.vacancies
        }
        found = []
        for stage in stages:
            if stage.void and stage.id != TARGETS:
                continue
            for rank, key, ticket in _brought_in(stage):
                stratum = record.lists.entries[key].stratum if key in record.lists.entries else ""
                team = () if key in reasons else teams.get(key, ())
                found.append(
                    Chosen(rank, self.names.target(key), stratum, ticket, str(stage.id), reasons.get(key), team)
                )
        return tuple(found)

    def _teams(self, history: History, stages: list[Stage]) -> dict[str, tuple[Member, ...]]:
        roles = {
            group.id: group.role
            for stage in stages
            if stage.id.kind is Kind.TEAMS
            for group in getattr(stage.freeze.value, "groups", ())
        }
        teams: dict[str, tuple[Member, ...]] = {}
        for stage in stages:
            if stage.id.kind is not Kind.TEAMS:
                continue
            for (target, group), members in history.members(stage.id).items():
                for place, key in enumerate(members):
                    role = "expert" if roles.get(group) == "expert" else "lead" if place == 0 else "member"
                    label = "专家" if role == "expert" else self.words.term("team_role", role)
                    has_lead = any(one.role == self.words.term("team_role", "lead") for one in teams.get(target, ()))
                    if role == "lead" and has_lead:
                        label = self.words.term("team_role", "member")
                    member = Member(self.names.person(key), self.names.certificate(key), label)
                    teams[target] = (*teams.get(target, ()), member)
        return teams


def _decided(stage: Stage) -> object:
    return stage.outcome.value if stage.outcome else None


def _brought_in(stage: Stage) -> Iterable[tuple[int | None, str, str]]:
    decided = _decided(stage)
    if isinstance(decided, TargetsOutcome):
        return [(one.rank, one.key, one.ticket) for one in decided.selected]
    if isinstance(decided, SubstitutesOutcome):
        return [(None, one.newcomer, one.ticket or "") for one in decided.replacements if one.newcomer is not None]
    return []


def _state(record: Record) -> str:
    if any(isinstance(stage, Unread) for stage in record.stages):
        return "unreadable"
    targets = record.stage(TARGETS)
    if targets.void:
        return "void"
    if targets.outcome is None:
        return "waiting"
    standing = [stage for stage in record.stages if isinstance(stage, Stage) and not stage.void]
    teams = [stage for stage in standing if stage.id.kind is Kind.TEAMS]
    return "drawn" if teams and any(stage.outcome for stage in teams if stage.of == TARGETS) else "teams_waiting"


def _lists(record: Record) -> tuple[ListView, ...]:
    found = []
    for path, title in LISTS.items():
        if held := record.inputs.get(path):
            found.append(ListView(path, title, held.count, held.sha256, held.sm3))
    return tuple(found)


def _strata(stages: list[Stage], task: Task | None) -> tuple[StratumView, ...]:
    targets = next((stage.freeze.value for stage in stages if stage.id == TARGETS), None)
    if not isinstance(targets, TargetsFreeze):
        return ()
    planned: dict[str, PlannedStratum] = {one.id: one for one in task.strata} if task else {}
    found = []
    for name, stratum in targets.strata.items():
        rule = f"{stratum.rule.rate}%" if stratum.rule.rate is not UNSET else f"{stratum.rule.count} 户"
        known = planned.get(name)
        title, why = (known.title, known.justification) if known else (name, "")
        found.append(StratumView(name, title, rule, stratum.size, stratum.take, why))
    return tuple(found)
