"""What the history of a repository says of one folder: which commit had which tree, and what stood when a file came."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sunlot.core.protocol.grammar import instant
from sunlot.store.git import Git, SourceError

_AT_ONCE = 1000  # commits named on one command line
_LAST = 253_402_300_799  # 9999-12-31T23:59:59Z


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its id in hex digits, and the date its committer wrote."""

    id: str
    date: str


@dataclass(frozen=True, slots=True)
class Past:
    """The past of a folder in a complete history.

    Attributes:
        commits: Every Git tree id that the folder ever had → the latest commit that changed it to that.
        when_added: File → the trees that the folder had in the commit that first added the file, and in its first
            parent; those of the newest commit where the file is not committed yet.
        added_at: File → when the commit that first added it was made, UTC; only of files that are committed.
    """

    commits: Mapping[str, Commit]
    when_added: Mapping[str, frozenset[str]]
    added_at: Mapping[str, str] = field(default_factory=dict)


def past_of(root: Path, revision: str, folder: str, files: Sequence[str]) -> Past | None:
    """Read the past of a folder; None where there is no repository, no commit yet, or a part of the history only.

    Raises:
        SourceError: If Git cannot read the history that is there.
    """
    try:
        git = Git(root)
    except SourceError:
        return None
    try:
        try:
            newest = git.commit(revision)
        except SourceError:
            return None
        return None if git.shallow else _read(git, newest, folder, files)
    finally:
        git.close()


def _read(git: Git, newest: str, folder: str, files: Sequence[str]) -> Past:
    log = git.run("log", "--full-history", "--format=%H %cs", newest, "--", folder).decode("ascii")
    dated = [Commit(*line.split()) for line in log.splitlines()]
    added = dict(_added(git, newest, files))
    around = {file: added[file][1] if file in added else (newest,) for file in files}
    wanted = {one.id for one in dated}.union(*around.values())
    trees = dict(_trees(git, folder, sorted(wanted)))
    return Past(
        {trees[one.id]: one for one in reversed(dated) if one.id in trees},
        {file: frozenset(trees[one] for one in commits if one in trees) for file, commits in around.items()},
        {file: time for file, (time, _) in added.items() if time},
    )


def _added(git: Git, newest: str, files: Sequence[str]) -> Iterator[tuple[str, tuple[str, tuple[str, ...]]]]:
    """Yield each file with the commit that added it: its time (empty where it has none), itself and its first parent.

    The earliest comes last; a merge may add, too.
    """
    if not files:
        return
    only_added = ("-m", "--topo-order", "--no-renames", "--diff-filter=A", "--name-only")
    log = git.run("log", *only_added, "--format=%x00%ct %H %P", newest, "--", *files).decode()
    for part in log.split("\0")[1:]:
        head, *names = part.splitlines()
        time, _, ids = head.partition(" ")
        for name in filter(None, names):
            yield name, (_instant(time), tuple(ids.split()[:2]))


def _instant(time: str) -> str:
    """Read a time that Git gives in seconds; a commit made by hand may have none, or one beyond all calendars."""
    return instant(min(int(time), _LAST)) if time.isdecimal() else ""


def _trees(git: Git, folder: str, commits: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each commit that has the folder, with its tree; they are asked one by one only where some lack it."""
    for start in range(0, len(commits), _AT_ONCE):
        part = commits[start : start + _AT_ONCE]
        try:
            found = git.run("rev-parse", *(f"{commit}:{folder}" for commit in part)).decode("ascii").split()
        except SourceError:
            yield from _one_by_one(git, folder, part)
        else:
            yield from zip(part, found, strict=True)


def _one_by_one(git: Git, folder: str, commits: Iterable[str]) -> Iterator[tuple[str, str]]:
    for commit in commits:
        head = git.run("ls-tree", "-z", "--full-tree", commit, folder).partition(b"\t")[0].split()
        if head:
            yield commit, head[2].decode("ascii")
