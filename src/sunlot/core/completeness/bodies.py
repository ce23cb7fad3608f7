"""Who supervises the targets: several bodies, so that one joint visit would do, or none (notice, 四（三）; R43)."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from sunlot.core.completeness.duties import in_force
from sunlot.core.model import Item, Target
from sunlot.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Pair:
    """Two bodies that supervise the same targets.

    Attributes:
        first: The authority at the top of the one line.
        second: That of the other.
        targets: How many targets they share.
        joint_items: Items on the list that the two inspect together; empty means that a joint visit has no item yet.
    """

    first: str
    second: str
    targets: int
    joint_items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bodies:
    """Who supervises the targets of the register.

    Attributes:
        targets: How many targets stand in the register.
        several: Target → the lines that supervise it, where they are two or more.
        pairs: These by pair of lines, the largest first.
        none: Targets that no authority of the register supervises.
        unreached: Targets that no item on the list is about: supervised, but never drawn.
    """

    targets: int
    several: Mapping[str, tuple[str, ...]]
    pairs: tuple[Pair, ...]
    none: tuple[str, ...]
    unreached: tuple[str, ...]


def bodies(registry: Registry, day: str) -> Bodies:
    """Look at every target that stands in the register on a day.

    A prefecture's office and the bureau above it are one line and count as one body: what they share is not supervision
    by many. An authority that is unknown or dissolved supervises nobody.
    """
    top = {key: _top(registry, key) for key in registry.authorities}
    gone = {key for key, one in registry.authorities.items() if (one.value.removed_on or "9999") <= day}
    items = [placed.value for placed in registry.items.values() if in_force(placed.value, day)]
    reached = {kind for item in items for kind in item.target_class}
    several: dict[str, tuple[str, ...]] = {}
    none, unreached, count = [], [], 0
    for key, target in standing(registry, day):
        count += 1
        lines = tuple(sorted({top[one] for one in target.supervised_by if one in top and one not in gone}))
        if len(lines) > 1:
            several[key] = lines
        elif not lines:
            none.append(key)
        if reached.isdisjoint(target.supervision_types):
            unreached.append(key)
    shared = Counter(pair for lines in several.values() for pair in combinations(lines, 2))
    joint = _joint(items, top)
    pairs = (Pair(*pair, number, tuple(sorted(joint.get(pair, ())))) for pair, number in shared.items())
    found = sorted(pairs, key=lambda pair: (-pair.targets, pair.first, pair.second))
    return Bodies(count, several, tuple(found), tuple(none), tuple(unreached))


def standing(registry: Registry, day: str) -> Iterator[tuple[str, Target]]:
    """Yield the targets that stand in the register on a day, and are in business."""
    for key, placed in sorted(registry.targets.items()):
        target = placed.value
        if is_standing(target, day):
            yield key, target


def is_standing(target: Target, day: str) -> bool:
    """Tell whether a target stands in the register on a day, and is in business."""
    here = target.added_on <= day and (target.removed_on is None or target.removed_on > day)
    return here and target.registration_status == "active"


def _top(registry: Registry, authority: str) -> str:
    """The last authority above another; one whose parents go round in a circle stands for itself (F220)."""
    seen = [authority]
    while (placed := registry.authorities.get(seen[-1])) and (above := placed.value.parent) in registry.authorities:
        if above in seen:
            return authority
        seen.append(above or "")
    return seen[-1]


def _joint(items: list[Item], top: Mapping[str, str]) -> Mapping[tuple[str, str], set[str]]:
    """Pair of lines → the items that they inspect together."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for item in items:
        lines = sorted({top[one] for one in (item.authority, *item.joint_with) if one in top})
        for first, second in combinations(lines, 2):
            found[first, second].add(item.id)
    return found
