"""What has to be right before anything is frozen: all is committed, passes the check, and fits the vault."""

from collections.abc import Iterator
from datetime import date

from sunlot.core.catalogue import is_warning
from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.core.protocol.grammar import beijing_date
from sunlot.core.registry import Registry
from sunlot.jobs.check import check, committed
from sunlot.store.repository import REGISTERED, Store
from sunlot.store.vault import Vault

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


def failing(store: Store, now: str) -> Iterator[Problem]:
    """What `check` says on the day of the freeze; lists are never drawn up from registers that fail it."""
    day = date.fromisoformat(beijing_date(now))
    return (one for one in check(store, today=day, as_of=day).problems if not is_warning(one))


def beside(registry: Registry, vault: Vault) -> list[Problem]:
    """Where the vault does not fit the commitments of the registers; nothing where there is no vault."""
    return vault.check(committed(registry)) if vault.present else []
