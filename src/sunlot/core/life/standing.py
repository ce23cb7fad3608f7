"""How far an inspection has come, in one word (`life_state`)."""

from collections.abc import Collection, Sequence

from sunlot.core.life.steps import Step

_DISPUTES = frozenset({"objected", "remedy_sought"})


def standing(found: Sequence[Step]) -> str:
    """Tell the state of an inspection from its steps: a code of `life_state`."""
    kinds: Collection[str] = {step.kind for step in found}
    if "published" not in kinds:
        return "vacated" if "vacated" in kinds else "in_progress" if "visited" in kinds else "awaiting"
    if any(not step.over for step in found if step.kind in _DISPUTES):
        return "disputed"
    if "closed" in kinds:
        return "vacated" if "vacated" in kinds and "visited" not in kinds else "closed"
    return "published"
