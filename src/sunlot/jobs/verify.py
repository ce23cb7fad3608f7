"""Verify draws: every stage again from its files, and the frozen lists again from the registers they name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from sunlot.core.freezing import targets_freeze
from sunlot.core.model import Task
from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.core.protocol.grammar import Refusal
from sunlot.core.protocol.reading import read
from sunlot.core.protocol.record import Record
from sunlot.core.protocol.verdict import Verdict
from sunlot.core.protocol.verify import judge
from sunlot.core.recomputing import differences
from sunlot.core.registry import Placed
from sunlot.jobs.loading import load
from sunlot.store.drawfolders import DRAWS, DrawFolder, draw_ids
from sunlot.store.repository import Store

NEEDED = tuple(f"registers/{name}" for name in ("authorities", "experts", "inspectors", "plans", "targets"))
"""The registers from which lists follow."""


class Lists(StrEnum):
    """What became of computing the frozen lists again."""

    AGREE = "agree"
    DIFFER = "differ"
    NOT_HERE = "not_here"


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found out about one draw.

    Attributes:
        verdict: The protocol's verdict on its folder.
        tree: The register tree that its freeze names; None where the freeze cannot be read.
        lists: Whether the lists follow from that tree; `not_here` where this repository does not have it.
        problems: Every entry of a list that does not follow (F445).
    """

    verdict: Verdict
    tree: str | None
    lists: Lists
    problems: tuple[Problem, ...] = ()


def verify(store: Store, draws: Iterable[str], *, now: str) -> Iterator[Verified]:
    """Verify draws of a repository, one after the other; all of them where none is named.

    Raises:
        ProblemsError: If a draw is named that has no folder (F430).
    """
    present = draw_ids(store.source)
    wanted = list(draws) or present
    unknown = [one for one in wanted if one not in present]
    if unknown:
        known = "、".join(present) or "—"
        raise ProblemsError(
            problem(Place(f"{DRAWS}/{one}"), "F430", id=one, what="抽查", what_en="draw", known=known)
            for one in unknown
        )
    records = {draw: read(DrawFolder(store.source, draw), draw) for draw in present}
    past = _Past(store, records, load(store, DRAWS).registry.tasks, store.commits_by_tree("registers"))
    for draw in wanted:
        yield past.with_lists(judge(records[draw], now=now))


@dataclass(frozen=True, slots=True)
class _Past:
    """What lists are computed again from: all draws, the tasks as they stand, every register tree there was."""

    store: Store
    records: Mapping[str, Record]
    tasks: Mapping[str, Placed[Task]]
    commits: Mapping[str, str]

    def with_lists(self, verdict: Verdict) -> Verified:
        """Add to a verdict whether the frozen lists follow from the registers."""
        record = self.records[verdict.draw]
        try:
            frozen = targets_freeze(record)
        except (Refusal, KeyError):
            return Verified(verdict, None, Lists.NOT_HERE)
        tree, task = frozen.register.tree, self.tasks.get(record.draw)
        if tree not in self.commits or task is None or verdict.failure:
            return Verified(verdict, tree, Lists.NOT_HERE)
        then = load(self.store.at(self.commits[tree]), *NEEDED).registry
        others = [other for draw, other in self.records.items() if draw != record.draw]
        moment = (frozen.register.as_of, frozen.frozen_at)
        found = tuple(
            problem(
                Place(f"{DRAWS}/{record.draw}/{one.file}"),
                "F445",
                key=one.key,
                frozen=one.frozen or "—",
                computed=one.computed or "—",
            )
            for one in differences(replace(then, tasks=self.tasks), task.value, record, others, moment)
        )
        return Verified(verdict, tree, Lists.DIFFER if found else Lists.AGREE, found)
