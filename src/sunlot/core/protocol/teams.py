"""The arithmetic of `teams`: who may inspect a target, and who does (section 7)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import nsmallest

from sunlot.core.protocol.freezes import Group
from sunlot.core.protocol.grammar import Seed
from sunlot.core.protocol.lists import Entry, Inspector
from sunlot.core.protocol.outcomes import Team
from sunlot.core.protocol.tickets import inspector_tickets


class Pool:
    """Those who can be drawn, found by group and division without looking at the others.

    Args:
        inspectors: the listed inspectors.
        withdrawn: those who are no candidates any more.
        recused: target → those who must keep away from it.
    """

    def __init__(self, inspectors: Iterable[Inspector], withdrawn: Set[str], recused: Mapping[str, Set[str]]) -> None:
        self._recused = recused
        self._by_prefix: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for inspector in inspectors:
            if inspector.key not in withdrawn:
                for prefix in inspector.divisions.split(" "):
                    self._by_prefix[inspector.group, prefix].add(inspector.key)
        self._by_division: dict[tuple[str, str], Set[str]] = {}

    def eligible(self, target: Entry, group: str) -> Set[str]:
        """Give those of a group who may inspect a target."""
        place = (group, target.division)
        if place not in self._by_division:
            prefixes = {target.division[:digits] for digits in (2, 4, 6)}
            self._by_division[place] = frozenset().union(
                *(self._by_prefix.get((group, prefix), ()) for prefix in prefixes)
            )
        return self._by_division[place] - self._recused.get(target.key, frozenset())


@dataclass(frozen=True, slots=True)
class Choice:
    """The team of one group for one target, and how many inspectors were eligible for it."""

    team: Team
    eligible: int


def draw_teams(
    targets: Iterable[Entry], groups: Sequence[Group], pool: Pool, seed: Seed, *, balanced: bool
) -> list[Choice]:
    """Choose for each target, and for each group in turn, the inspectors who inspect it.

    Args:
        targets: in their order.
        groups: in the task's order.
        pool: who can be drawn.
        seed: of this stage.
        balanced: by places given so far, then ticket (the first ``teams``); else by ticket alone.
    """
    load: Counter[str] = Counter()
    choices = []
    for target in targets:
        for group in groups:
            eligible = pool.eligible(target, group.id)
            tickets = inspector_tickets(seed, target.key, eligible)
            places = ((load[key] if balanced else 0, ticket, key) for ticket, key in tickets)
            members = tuple(key for _, _, key in nsmallest(group.size, places))
            load.update(members)
            choices.append(Choice(Team(target.key, group.id, members), len(eligible)))
    return choices
