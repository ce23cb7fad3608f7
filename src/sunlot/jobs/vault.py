"""Keep the vault in order: does it fit the public commitments, and what may be erased (design, section 4)."""

from collections.abc import Sequence
from datetime import datetime

from sunlot.core.problems import Problem
from sunlot.jobs.check import committed
from sunlot.jobs.loading import load
from sunlot.store.commitments import branches as every_branch
from sunlot.store.commitments import named_commitments
from sunlot.store.repository import Store
from sunlot.store.vault import Vault


def check(store: Store, vault: Vault) -> tuple[int, list[Problem]]:
    """Compare the vault with every commitment of a state; gives how many there are, and all problems.

    Raises:
        AbsentVaultError: If there is no vault on this machine.
    """
    loading = load(store)
    commitments = list(committed(loading.registry))
    return len(commitments), [*loading.problems, *vault.check(commitments)]


def prune(store: Store, vault: Vault, *, branches: Sequence[str], before: datetime | None, dry_run: bool) -> list[str]:
    """Remove the versions that neither HEAD nor any branch names and give their paths; they are gone for good.

    Args:
        store: The work tree; what it names and no commit has yet is kept too.
        vault: The vault.
        branches: What to keep besides HEAD and every local and remote branch, such as a tag.
        before: Spare what was written at this moment or later; None spares nothing.
        dry_run: Tell only.

    Raises:
        AbsentVaultError: If there is no vault on this machine.
        SourceError: If one of the branches is not there.
        VaultError: If no branch names anything, which would empty the vault.
    """
    kept = dict.fromkeys(("HEAD", *every_branch(store.root), *branches))
    return vault.prune(named_commitments(store.root, kept), dry_run=dry_run, before=before)
