"""What is wrong with the steps of an inspection: a step without what it rests on, before it, or where it cannot be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sunlot.core.life.steps import Step
from sunlot.core.life.table import MOVES


@dataclass(frozen=True, slots=True)
class Missing:
    """A step that rests on another which is not there; one of `needed` would do."""

    step: Step
    needed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Early:
    """A step whose day is before that of one it rests on."""

    step: Step
    other: Step


@dataclass(frozen=True, slots=True)
class Barred:
    """A step that cannot be after another one."""

    step: Step
    by: Step


Broken = Missing | Early | Barred


def broken(found: Sequence[Step], *, knows_draw: bool) -> Iterator[Broken]:
    """Yield everything that the table does not allow.

    Args:
        found: The steps of one inspection.
        knows_draw: Whether the draw could be read; without it nothing is said of steps that only the draw tells.
    """
    kinds = {step.kind for step in found}
    told_by_draw = {"drawn", "assigned"}
    for step in found:
        move = MOVES[step.kind]
        if move.absent_unvisited and "visited" not in kinds:
            continue
        for group in move.needs:
            there = [one for one in found if one.kind in group]
            if not there:
                if knows_draw or not told_by_draw & set(group):
                    yield Missing(step, group)
            elif step.day and all(one.day and one.day > step.day for one in there):
                yield Early(step, min(there, key=lambda one: one.day or ""))
        for one in found:
            if one.kind in move.bars and not _answered(one) and not _before(step, one):
                yield Barred(step, one)


def _answered(one: Step) -> bool:
    """Whether the other step has come to its end: what was transferred may come back."""
    return one.kind == "transferred_judicial" and one.over


def _before(step: Step, other: Step) -> bool:
    return bool(step.day and other.day and step.day < other.day)
