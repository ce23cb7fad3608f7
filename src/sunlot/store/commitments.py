"""Commitments: how a public record fixes its internal fields without showing them (design, section 4).

`sha256("sunlot/internal/1|<register>|<id>|<SHA-256 of the vault's file>")`; the salt in that file keeps anybody from
guessing the fields and trying them.
"""

import hashlib
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sunlot.core.problems import Place
from sunlot.store.git import Git, SourceError
from sunlot.store.sources import WorkTree

_IN_TEXT: Final = re.compile(rb"internal\W{0,40}([0-9a-f]{64})\b")
_YAML: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a public record says of its internal fields, and where it says so.

    Attributes:
        register: The register, such as `inspectors`.
        id: The name of the record's folder in the vault.
        value: 64 hex digits.
        place: Tells where they stand. Only a problem asks: to find a place, a file is read once more.
    """

    register: str
    id: str
    value: str
    place: Callable[[], Place]


def commitment(register: str, record: str, digest: str) -> str:
    """The commitment to a vault file whose SHA-256 is `digest`, as 64 hex digits."""
    return hashlib.sha256(f"sunlot/internal/1|{register}|{record}|{digest}".encode()).hexdigest()


def named_commitments(repository: Path, branches: Collection[str]) -> set[str]:
    """Collect the commitments in all YAML files of branches, and in those of the work tree that no commit has yet.

    Files are searched, not parsed, so that a draft that is not valid yet counts too; each blob is read once.

    Raises:
        SourceError: If the repository or one of the branches is not there.
    """
    git = Git(repository)
    try:
        blobs: set[str] = set()
        for branch in branches:
            listing = git.run("ls-tree", "-r", "-z", "--full-tree", git.commit(branch)).split(b"\0")
            heads = (
                line.partition(b"\t")[0].split() for line in listing if line.endswith(tuple(map(str.encode, _YAML)))
            )
            blobs.update(head[2].decode("ascii") for head in heads if head[1] == b"blob")
        named = {found for _, data in git.blobs(sorted(blobs)) for found in _IN_TEXT.findall(data)}
        if (repository / ".git").exists():
            named.update(_in_work_tree(WorkTree(repository, git)))
    finally:
        git.close()
    return {found.decode("ascii") for found in named}


def branches(repository: Path) -> list[str]:
    """Name every local branch, and every branch of another repository as it was last fetched; not HEAD.

    Raises:
        SourceError: If there is no repository.
    """
    git = Git(repository)
    try:
        return git.run("for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes").decode().splitlines()
    finally:
        git.close()


def in_git(repository: Path, folder: str) -> list[str]:
    """Name what Git holds of a folder, in its index or in HEAD: the files below, or what stands at it instead.

    Empty where the repository's folder is no Git repository, or Git is not installed.
    """
    if not (repository / ".git").exists():
        return []
    try:
        git = Git(repository)
    except SourceError:
        return []
    top = folder.partition("/")[0]
    try:
        found = git.run("ls-files", "-z", "--", top).split(b"\0")
        with suppress(SourceError):  # no commit at all yet
            commit = git.commit("HEAD")
            found += git.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit, "--", top).split(b"\0")
    finally:
        git.close()
    return below(folder, filter(None, map(os.fsdecode, found)))


def below(folder: str, paths: Iterable[str]) -> list[str]:
    """Pick the paths of files that lie below a folder, or that stand at its place or on the way to it; sorted."""
    return sorted({path for path in paths if f"{path}/".startswith(f"{folder}/") or folder.startswith(f"{path}/")})


def _in_work_tree(tree: WorkTree) -> Iterator[bytes]:
    """What files say that no commit has yet; an import writes the vault before anybody commits."""
    try:
        paths = [changed.path for changed in tree.changes("HEAD") if changed.new_blob]
    except SourceError:  # no commit at all yet
        paths = [entry.path for top in ("registers", "results") for entry in tree.entries(top)]
    for path in paths:
        if path.endswith(_YAML) and tree.exists(path):
            yield from _IN_TEXT.findall(tree.read(path))
