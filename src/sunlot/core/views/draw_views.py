"""Makes the views of draws from what their folders hold."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec import UNSET

from sunlot.core.dates import end_of
from sunlot.core.model import Stratum as PlannedStratum
from sunlot.core.model import Task
from sunlot.core.protocol.beacons import strength
from sunlot.core.protocol.documents import Beacon, Plan
from sunlot.core.protocol.freezes import LaterTeamsFreeze, ReliefFreeze, SubstitutesFreeze, TargetsFreeze
from sunlot.core.protocol.grammar import PROTOCOL, TARGETS, Kind, is_withheld
from sunlot.core.protocol.history import History
from sunlot.core.protocol.marks import struck_off
from sunlot.core.protocol.outcomes import ReliefOutcome, SubstitutesOutcome, TargetsOutcome
from sunlot.core.protocol.record import Record, Stage, Unread
from sunlot.core.views.draws import (
    KINDS,
    LISTS,
    STAGE_STATES,
    STATES,
    BeaconView,
    Change,
    Chosen,
    DrawView,
    ListView,
    Member,
    StageView,
    StratumView,
    Verdict,
)
from sunlot.core.views.last_time import LastTime
from sunlot.core.views.names import Names
from sunlot.core.views.times import beijing
from sunlot.core.views.vocabulary import Vocabulary

_EXPERT = "专家"
_AGAIN = {None: "", False: "上次也由其检查", True: "上次也由其检查（其他可选人员不足）"}


@dataclass(frozen=True, slots=True)
class DrawViews:
    """Makes the views of draws with one vocabulary, one set of names and one day.

    Without `last` nobody is marked who goes to a target twice in a row.
    """

    words: Vocabulary
    names: Names
    day: str
    last: LastTime | None = None

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
            strata=_strata(record, stages, task),
            exclusions=self._reasons("exclusion_reason", (row.reason for row in record.lists.exclusions)),
            absences=self._reasons("absence_reason", (row.reason for row in record.lists.absences)),
            stages=tuple(self._stage(stage, stages[:place]) for place, stage in enumerate(stages)),
            chosen=self._chosen(record, stages, self.last.twice(task, record) if self.last and task else {}),
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

    def _stage(self, stage: Stage, before: Sequence[Stage]) -> StageView:
        frozen = stage.freeze.value
        void = None
        if stage.void:
            told = stage.void.value
            reason = self.words.term("void_reason", told.reason)
            by = "、".join(told.approved_by)
            late = told.voided_at >= frozen.beacon.time
            known = "作废时随机数已公布，结果当时已可算出" if late else "按自述的作废时间，随机数当时尚未公布"
            void = f"{reason}：{told.explanation}（批准：{by}；{beijing(told.voided_at)}；{known}）"
        beacon = stage.beacon.value if stage.beacon else None
        text = None
        if beacon:
            parts = (frozen.authority, frozen.draw, frozen.stage, beacon.source, beacon.chain, str(beacon.round))
            text = "|".join((PROTOCOL, "seed", *parts, beacon.signature))
        number = f"（第 {stage.id.number} 次）" if stage.id.number > 1 or stage.id.kind is Kind.SUBSTITUTES else ""
        if isinstance(frozen, LaterTeamsFreeze):
            number = "（重做）" if frozen.repeats else "（为递补对象）"
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
            (*self._changes(stage), *self._struck_off(stage, before)),
        )

    def _changes(self, stage: Stage) -> Iterable[Change]:
        """What a later stage replaces, one line each."""
        frozen, decided = stage.freeze.value, _decided(stage)
        if isinstance(frozen, SubstitutesFreeze):
            replacements = decided.replacements if isinstance(decided, SubstitutesOutcome) else ()
            came = {one.out: self.names.target(one.newcomer).text if one.newcomer else "" for one in replacements}
            for vacancy in frozen.vacancies:
                reason = self.words.term("target_vacancy_reason", vacancy.reason)
                text = f"{self.names.target(vacancy.target).text}：{reason}{_filled(came.get(vacancy.target))}"
                yield Change(text, vacancy.evidence)
        elif isinstance(frozen, ReliefFreeze):
            reliefs = decided.reliefs if isinstance(decided, ReliefOutcome) else ()
            steps_in = {
                (one.target, one.out): self.names.person(one.newcomer).text if one.newcomer else "" for one in reliefs
            }
            for place in frozen.vacancies:
                reason = self.words.term("inspector_vacancy_reason", place.reason)
                who = f"{self.names.person(place.inspector).text}（{self.names.target(place.target).text}）"
                yield Change(f"{who}：{reason}{_filled(steps_in.get((place.target, place.inspector)))}", place.evidence)

    def _struck_off(self, stage: Stage, before: Sequence[Stage]) -> Iterable[Change]:
        """Who is no candidate any more, where it begins and where it outlives a void stage."""
        for one, void in struck_off(before, stage):
            reason = self.words.term("inspector_vacancy_reason", one.reason)
            kept = f"；沿用已作废阶段 {void} 的登记" if void else ""
            yield Change(f"不再作为候选：{self.names.person(one.inspector).text}（{reason}{kept}）")

    def _chosen(self, record: Record, stages: list[Stage], twice: Mapping[tuple[str, str], bool]) -> tuple[Chosen, ...]:
        """The targets of all stages that count, in their order, with their present teams."""
        standing = [stage for stage in stages if not stage.void]
        history = History(record.lists, standing)
        teams = self._teams(history, standing, twice)
        reasons = {
            vacancy.target: self.words.term("target_vacancy_reason", vacancy.reason)
            for stage in standing
            if isinstance(frozen := stage.freeze.value, SubstitutesFreeze)
            for vacancy in frozen.vacancies
        }
        # until a relief is drawn, who will stand in the team is open
        open_places = any(stage.id.kind is Kind.RELIEF and stage.outcome is None for stage in standing)
        found = []
        for stage in stages:
            if stage.void and stage.id != TARGETS:
                continue
            for rank, key, ticket in _brought_in(stage):
                stratum = record.lists.entries[key].stratum if key in record.lists.entries else ""
                team = None if key in reasons else teams.get(key)
                few = team is not None and not open_places and sum(one.role != _EXPERT for one in team) < 2
                name, gone = self.names.target(key), reasons.get(key)
                found.append(Chosen(rank, name, stratum, ticket, str(stage.id), gone, team or (), few))
        return tuple(found)

    def _teams(
        self, history: History, stages: list[Stage], twice: Mapping[tuple[str, str], bool]
    ) -> dict[str, tuple[Member, ...]]:
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
                teams.setdefault(target, ())
                for place, key in enumerate(members):
                    role = "expert" if roles.get(group) == "expert" else "lead" if place == 0 else "member"
                    label = _EXPERT if role == "expert" else self.words.term("team_role", role)
                    has_lead = any(one.role == self.words.term("team_role", "lead") for one in teams.get(target, ()))
                    if role == "lead" and has_lead:
                        label = self.words.term("team_role", "member")
                    again = _AGAIN[twice.get((target, key))]
                    member = Member(self.names.person(key), self.names.certificate(key), label, again)
                    teams[target] = (*teams.get(target, ()), member)
        return teams


def _filled(newcomer: str | None) -> str:
    """Say who takes a place: empty text stands for nobody, None for what is not drawn yet."""
    if newcomer is None:
        return ""
    return f"；由{newcomer}递补" if newcomer else "；无人可补"


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


def _strata(record: Record, stages: list[Stage], task: Task | None) -> tuple[StratumView, ...]:
    targets = next((stage.freeze.value for stage in stages if stage.id == TARGETS), None)
    if not isinstance(targets, TargetsFreeze):
        return ()
    withheld = Counter(entry.stratum for entry in record.lists.roster if is_withheld(entry.key))
    planned: dict[str, PlannedStratum] = {one.id: one for one in task.strata} if task else {}
    found = []
    for name, stratum in targets.strata.items():
        rule = f"{stratum.rule.rate}%" if stratum.rule.rate is not UNSET else f"{stratum.rule.count} 户"
        known = planned.get(name)
        title, why = (known.title, known.justification) if known else (name, "")
        found.append(StratumView(name, title, rule, stratum.size, stratum.take, why, withheld[name]))
    return tuple(found)
