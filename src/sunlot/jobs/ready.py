"""What a freeze rests on is committed: lists, task and earlier stages are taken from HEAD, never from disk alone."""

from collections.abc import Iterator

from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.store.repository import REGISTERED, Store

SHOWN = 10


def uncommitted(store: Store, *own: str) -> Iterator[Problem]:
    """Name where the work tree is not what is committed (F431).

    Args:
        store: The work tree.
        own: Folders, with `/` at their end, that a freeze which was cut off may have left; they are made anew.
    """
    changed = [one.path for one in store.source.changes("HEAD") if one.path.split("/")[0] in REGISTERED]
    different = [path for path in changed if not path.startswith(own)]
    if not different and store.source.tree("registers") is None:
        different = ["registers"]  # no file is missing or new, yet Git was told to overlook one
    yield from (problem(Place(path), "F431", path=path) for path in different[:SHOWN])


def stop(problems: list[Problem]) -> None:
    """Raise what stands in the way, if anything does."""
    if problems:
        raise ProblemsError(problems)
