"""The rule on the chain of draws: each names a freeze of the one before it (protocol, section 3.1)."""

from collections.abc import Iterator, Mapping

from sunlot.core.problems import Place, Problem, problem
from sunlot.core.protocol.freezes import TargetsFreeze
from sunlot.core.protocol.record import Record
from sunlot.core.registry import Registry
from sunlot.core.rules.base import Context, rule


@rule("F461")
def chain_of_draws_broken(registry: Registry, context: Context) -> Iterator[Problem]:
    """A draw names a freeze of the draw with the greatest smaller id that was frozen by then (protocol, section 3.1).

    A draw whose task alone stands does not count, nor one that was declared earlier and frozen later.
    """
    del registry
    for draw, record in context.records.items():
        for stage in record.stages:
            frozen = stage.freeze.value if stage.freeze else None
            if not isinstance(frozen, TargetsFreeze):
                continue
            earlier, digests = _before(context.records, draw, frozen.frozen_at)
            if (frozen.previous not in digests) if digests else (frozen.previous is not None):
                place = Place(f"draws/{draw}/targets/freeze.json")
                yield problem(place, "F461", draw=draw, previous=frozen.previous or "null", earlier=earlier)


def _before(records: Mapping[str, Record], draw: str, moment: str) -> tuple[str, frozenset[str]]:
    """The draw that a freeze made at a moment continues, with the digests of what it had frozen by then."""
    for earlier in sorted((one for one in records if one < draw), reverse=True):
        freezes = [stage.freeze for stage in records[earlier].stages if stage.freeze]
        if digests := frozenset(one.digest for one in freezes if one.value.frozen_at <= moment):
            return earlier, digests
    return "—", frozenset()
