"""Paths into a record: `certificates.*.valid_to` names a field in every entry of a list."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Step = str | int


def values(node: Any, steps: Sequence[str], at: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Yield the texts that a path leads to, each with the steps to it; nothing where a field is missing."""
    if not steps:
        yield at, node
    elif steps[0] == "*":
        for number, entry in enumerate(node):
            yield from values(entry, steps[1:], (*at, number))
    elif isinstance(node, Mapping) and steps[0] in node:
        yield from values(node[steps[0]], steps[1:], (*at, steps[0]))


def steps_of(text: str) -> tuple[Step, ...]:
    """Read `certificates.0.valid_to` as the steps of a place."""
    return tuple(int(step) if step.isdigit() else step for step in text.split(".") if step)
