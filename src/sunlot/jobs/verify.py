"""Verify draws: every stage again from its files, and the frozen lists again from the registers they name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from sunlot.core.catalogue import is_warning, sentence
from sunlot.core.freezing import targets_freeze
from sunlot.core.model import Task
from sunlot.core.problems import Lang, Place, Problem, ProblemsError, problem
from sunlot.core.protocol.documents import Void
from sunlot.core.protocol.freezes import TargetsFreeze
from sunlot.core.protocol.grammar import Refusal, beijing_date, is_withheld, seconds
from sunlot.core.protocol.reading import read
from sunlot.core.protocol.record import Record, Stage
from sunlot.core.protocol.verdict import Verdict
from sunlot.core.protocol.verify import judge
from sunlot.core.recomputing import differences
from sunlot.core.registry import Registry
from sunlot.jobs.loading import Seen, load
from sunlot.jobs.receipts import Receipt, Receipts, missing
from sunlot.jobs.withheld import with_declassified
from sunlot.store.drawfolders import DRAWS, DrawFolder, begun, draw_ids
from sunlot.store.past import Past
from sunlot.store.repository import Store
from sunlot.store.sources import SourceError

NEEDED = tuple(f"registers/{name}" for name in ("authorities", "experts", "inspectors", "plans", "targets", "withheld"))
"""The registers from which lists follow."""
_DAY = 86400


class Lists(StrEnum):
    """What became of computing the frozen lists again."""

    AGREE = "agree"
    DIFFER = "differ"
    UNKNOWN_TREE = "unknown_tree"
    NO_HISTORY = "no_history"


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found out about one draw.

    Attributes:
        verdict: The protocol's verdict on its folder.
        tree: The register tree that its freeze names; None where the freeze cannot be read.
        lists: Whether the lists follow from that tree; `unknown_tree` where no commit of a complete history has it,
            `no_history` without one; None where the verdict is a refusal already.
        withheld: How many entries of the roster are withheld and were not computed.
        problems: Everything that speaks against the lists (F445 to F449, F460), the
            receipts (F466, F467, F476) and the dates of voids (F477).
        excused: Whether an unknown tree is no problem, since a demonstration may be a copy without its history.
    """

    verdict: Verdict
    tree: str | None
    lists: Lists | None
    withheld: int = 0
    problems: tuple[Problem, ...] = ()
    excused: bool = False
    receipts: tuple[Receipt, ...] = ()


def verify(store: Store, draws: Iterable[str], *, now: str, roots: Sequence[Path] = ()) -> Iterator[Verified]:
    """Verify draws of a repository, one after the other; all that have begun where none is named.

    Args:
        store: The repository, or just a folder with `draws/` in it.
        draws: Draw ids.
        now: The instant that decides what is overdue, UTC.
        roots: PEM files with the trust roots for receipts; none: those of `sunlot.yaml`.

    Raises:
        ProblemsError: If a draw is named that has no folder (F430).
        SourceError: If the history cannot be read.
    """
    present = draw_ids(store.source)
    wanted = list(draws) or [one for one in present if begun(store.source, one)]
    unknown = [one for one in wanted if one not in present]
    if unknown:
        known = "、".join(present) or "—"
        raise ProblemsError(
            problem(Place(f"{DRAWS}/{one}"), "F430", id=one, what="抽查", what_en="draw", known=known)
            for one in unknown
        )
    records = {draw: read(DrawFolder(store.source, draw), draw) for draw in present}
    now_here = load(store, "sunlot.yaml", DRAWS).registry
    past = store.past("registers", [*map(_freeze_of, present), *(_void_of(*one) for one in _voids(records.values()))])
    looking = _Looking(store, records, now_here, past)
    settings = now_here.settings.value if now_here.settings else None
    check = Receipts.of(store, settings, roots)
    for draw in wanted:
        verdict = judge(records[draw], now=now, receipt_check=check)
        found = looking.with_lists(verdict)
        lacking = (*check.problems, *missing(check, settings, records[draw], verdict, now))
        told = tuple(check.told(records[draw], verdict))
        yield replace(found, problems=(*found.problems, *lacking), receipts=told)


def declared(store: Store) -> list[str]:
    """Name the draws that have a task and no stage yet: there is nothing to verify."""
    return [one for one in draw_ids(store.source) if not begun(store.source, one)]


def _freeze_of(draw: str) -> str:
    return f"{DRAWS}/{draw}/targets/freeze.json"


def _void_of(draw: str, void: Void) -> str:
    return f"{DRAWS}/{draw}/{void.stage}/void.json"


def _voids(records: Iterable[Record]) -> Iterator[tuple[str, Void]]:
    """Yield what was set aside, with its draw."""
    for record in records:
        yield from ((record.draw, one.void.value) for one in record.stages if isinstance(one, Stage) and one.void)


class _UnusableError(Exception):
    """Lists cannot be computed: why, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


@dataclass(frozen=True, slots=True)
class _Looking:
    """What lists are computed again from: all draws, settings and tasks as they stand, the past of the registers."""

    store: Store
    records: Mapping[str, Record]
    here: Registry
    past: Past | None
    seen: Seen = field(default_factory=dict)

    def with_lists(self, verdict: Verdict) -> Verified:
        """Add to a verdict whether the frozen lists follow from the registers."""
        record = self.records[verdict.draw]
        try:
            frozen = targets_freeze(record)
        except (Refusal, KeyError):
            return Verified(verdict, None, None)
        tree = frozen.register.tree
        if verdict.failure:
            return Verified(verdict, tree, None)
        withheld = sum(is_withheld(entry.key) for entry in record.lists.roster)
        problems = list(_wrong_day(frozen))
        if self.past is None:
            return Verified(verdict, tree, Lists.NO_HISTORY, withheld, tuple(problems))
        place = Place(_freeze_of(record.draw))
        if tree not in self.past.commits:
            excused = self.here.settings is not None and self.here.settings.value.demonstration is not None
            problems += [] if excused else [problem(place, "F446", tree=tree)]
            return Verified(verdict, tree, Lists.UNKNOWN_TREE, withheld, tuple(problems), excused)
        if tree not in self.past.when_added[place.file]:
            commit = self.past.commits[tree]
            problems.append(problem(place, "F448", tree=tree, commit=commit.id[:12], date=commit.date))
        problems += _misdated(record, self.past)
        try:
            task, then = self._task(record.draw), self._registers(tree)
            found = list(self._compared(record, task, frozen, then))
        except _UnusableError as why:
            found = [problem(place, "F460", tree=tree, what=why.zh, what_en=why.en)]
        return Verified(verdict, tree, Lists.DIFFER if found else Lists.AGREE, withheld, (*problems, *found))

    def _task(self, draw: str) -> Task:
        if draw not in self.here.tasks:
            raise _UnusableError("任务文件 task.yaml 无法读取", "task.yaml cannot be read")
        return self.here.tasks[draw].value

    def _registers(self, tree: str) -> Registry:
        """Read the registers as they were; what a freeze would have refused is not computed from."""
        assert self.past is not None
        try:
            with closing(self.store.at(self.past.commits[tree].id).source) as source:
                loading = load(Store(self.store.root, source), *NEEDED, seen=self.seen)
        except SourceError as error:
            raise _UnusableError(error.sentence("zh"), error.sentence("en")) from error
        wrong = sorted(one for one in loading.problems if one.place.file.startswith(NEEDED) and not is_warning(one))
        for first in wrong:
            raise _UnusableError(_told(first, "zh"), _told(first, "en"))
        for one, other in loading.registry.duplicates:
            both, id_ = (str(one.place()), str(other.place())), one.raw["id"]
            raise _UnusableError(
                f"“{id_}”登记了两次（{'、'.join(both)}）", f"“{id_}” is there twice ({', '.join(both)})"
            )
        return loading.registry

    def _compared(self, record: Record, task: Task, frozen: TargetsFreeze, then: Registry) -> Iterator[Problem]:
        if task.plan not in then.plans:
            raise _UnusableError(f"其中没有年度计划“{task.plan}”", f"they have no plan “{task.plan}”")
        if then.plans[task.plan].value.year_key_sha256 is None:
            for entry in record.lists.roster:
                if is_withheld(entry.key):
                    place = Place(f"{DRAWS}/{record.draw}/targets/roster.csv")
                    yield problem(place, "F449", key=entry.key, plan=task.plan)
        others = [other for draw, other in self.records.items() if draw != record.draw]
        moment = (frozen.register.as_of, frozen.frozen_at)
        books = with_declassified(replace(then, tasks=self.here.tasks), self.store, self.records)
        for one in differences(books, task, record, others, moment):
            place = Place(f"{DRAWS}/{record.draw}/{one.file}")
            yield problem(place, "F445", key=one.key, frozen=one.frozen or "—", computed=one.computed or "—")


def _wrong_day(frozen: TargetsFreeze) -> Iterator[Problem]:
    """The lists are judged at the day of the freeze, so that no other day can be chosen for them."""
    as_of, expected = frozen.register.as_of, beijing_date(frozen.frozen_at)
    if as_of != expected:
        place = Place(_freeze_of(frozen.draw))
        yield problem(place, "F447", as_of=as_of, frozen_at=frozen.frozen_at, expected=expected)


def _misdated(record: Record, past: Past) -> Iterator[Problem]:
    """What is set aside is published at once, so that its moment cannot be chosen later (F477)."""
    for draw, void in _voids([record]):
        path = _void_of(draw, void)
        committed = past.added_at.get(path)
        if committed and not 0 <= seconds(committed) - seconds(void.voided_at) <= _DAY:
            values = {"voided_at": void.voided_at, "committed": committed}
            yield problem(Place(path), "F477", draw=draw, stage=void.stage, **values)


def _told(one: Problem, lang: Lang) -> str:
    return f"{one.place}: {one.code} {sentence(one, lang)}"
