"""The arithmetic of `targets`: how many of each stratum are taken, and which (section 6)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil

from msgspec import UNSET

from sunlot.core.protocol.freezes import Rule, Stratum
from sunlot.core.protocol.grammar import Seed
from sunlot.core.protocol.lists import Entry
from sunlot.core.protocol.outcomes import Selected
from sunlot.core.protocol.tickets import select, target_tickets


def take(rule: Rule, size: int) -> int:
    """Tell how many of ``size`` entries a rule takes, in exact arithmetic."""
    if rule.rate is not UNSET:
        return ceil(Fraction(rule.rate) * size / 100)
    if rule.count is not UNSET:
        return min(rule.count, size)
    raise AssertionError("a rule is a rate or a count")


def stratify(roster: Iterable[Entry], rules: Mapping[str, Rule]) -> dict[str, Stratum]:
    """Give the strata of a roster; ``KeyError`` for one without a rule."""
    sizes = Counter(entry.stratum for entry in roster)
    return {name: Stratum(rules[name], size, take(rules[name], size)) for name, size in sorted(sizes.items())}


def draw_targets(roster: Iterable[Entry], takes: Mapping[str, int], seed: Seed) -> tuple[Selected, ...]:
    """Select in each stratum the entries with the smallest tickets, and rank them all by ticket."""
    keys: defaultdict[str, list[str]] = defaultdict(list)
    for entry in roster:
        keys[entry.stratum].append(entry.key)
    drawn = [
        (ticket, key, stratum)
        for stratum, members in keys.items()
        for ticket, key in select(target_tickets(seed, members), takes[stratum])
    ]
    return tuple(
        Selected(rank, key, stratum, ticket) for rank, (ticket, key, stratum) in enumerate(sorted(drawn), start=1)
    )
