"""Who a target is now: one whose id changed keeps its history, and so does a withheld one whose key can be opened."""

from collections.abc import Mapping

from sunlot.core.registry import Registry


def current(registry: Registry) -> Mapping[str, str]:
    """Lead ids that were given up, over several changes too, and keys that are opened, to the bearer's present id.

    An id that a record still bears stays its own, whoever claims it (F216).
    """
    heirs = {
        former: id_
        for id_, placed in registry.targets.items()
        for former in placed.value.former_ids
        if _given_up(registry, former)
    }
    return {old: _last(id_, heirs) for old, id_ in {**registry.opened, **heirs}.items()}


def _given_up(registry: Registry, id_: str) -> bool:
    placed = registry.targets.get(id_) or registry.withheld.get(id_)
    return placed is None or placed.value.removed_on is not None


def _last(id_: str, heirs: Mapping[str, str]) -> str:
    seen: set[str] = set()
    while id_ in heirs and id_ not in seen:
        seen.add(id_)
        id_ = heirs[id_]
    return id_
