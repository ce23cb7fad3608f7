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
    tasks = load(store, DRAWS).registry.tasks
    for draw in wanted:
        yield _with_lists(store, records, tasks, judge(records[draw], now=now))


def _with_lists(
    store: Store, records: Mapping[str, Record], tasks: Mapping[str, Placed[Task]], verdict: Verdict
) -> Verified:
    record = records[verdict.draw]
    try:
        frozen = targets_freeze(record)
    except (Refusal, KeyError):
        return Verified(verdict, None, Lists.NOT_HERE)
    tree = frozen.register.tree
    then = store.with_tree("registers", tree)
    task = tasks.get(record.draw)
    if then is None or task is None or verdict.failure:
        return Verified(verdict, tree, Lists.NOT_HERE)
    books = replace(load(then, "registers").registry, tasks=tasks)
    others = [other for draw, other in records.items() if draw != record.draw]
    moment = (frozen.register.as_of, frozen.frozen_at)
    found = tuple(
        problem(
            Place(f"{DRAWS}/{record.draw}/{one.file}"),
            "F445",
            key=one.key,
            frozen=one.frozen or "—",
            computed=one.computed or "—",
        )
        for one in differences(books, task.value, record, others, moment)
    )
    return Verified(verdict, tree, Lists.DIFFER if found else Lists.AGREE, found)
