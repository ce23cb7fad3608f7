"""Where files are read from: a work tree, or any revision of a Git repository, through one interface.

A reader sees the same bytes either way: those of the blob, or those on disk, never converted. Paths are relative to the
root and use `/`; names that are not UTF-8 keep their bytes as Python's surrogates. Links are listed, never followed.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

from sunlot.store.entries import (
    RAW,
    Change,
    Entry,
    Pair,
    State,
    blob_id,
    change,
    kind_of,
    listed,
    no_file,
    on_disk,
    pairs,
    parts_of,
    too_large,
)
from sunlot.store.git import Git, SourceError
from sunlot.store.writing import LEFTOVER

__all__ = ["MAX_BYTES", "Change", "Entry", "Revision", "Source", "SourceError", "WorkTree", "blob_id"]

MAX_BYTES: Final = 64 << 20
MAX_ENTRIES: Final = 2_000_000


class Source(Protocol):
    """One state of a repository, to be read."""

    @property
    def revision(self) -> str | None:
        """The commit in hex digits; None for a work tree, whose files no commit has to hold."""

    def entries(self, under: str = "") -> list[Entry]:
        """All entries below a folder (or the one at a path), sorted by path; empty where nothing stands."""

    def read(self, path: str, limit: int = MAX_BYTES) -> bytes:
        """Read a regular file.

        Raises:
            SourceError: If there is none, or it is larger than `limit` bytes.
        """

    def read_many(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes]]:
        """Read the regular files among these entries of this source, in the order given."""

    def exists(self, path: str) -> bool:
        """Tell whether a regular file stands at a path."""

    def tree(self, path: str) -> str | None:
        """The Git tree id of a folder, the empty path being the root; None when there is no such tree."""

    def changes(self, base: str) -> list[Change]:
        """What differs from a base revision, sorted by path; a renamed file is one D and one A."""

    def close(self) -> None:
        """Let go of Git."""


class Revision:
    """One commit, named by anything Git understands; it never changes, so its listing is read once.

    Raises:
        SourceError: If the root is no repository, or has no such revision.
    """

    def __init__(self, root: Path, revision: str, git: Git | None = None) -> None:
        self.root = root
        self._git = git or Git(root)
        self.revision: str = self._git.commit(revision)
        self._listing: dict[str, Entry] | None = None

    def _all(self) -> dict[str, Entry]:
        if self._listing is None:
            out = self._git.run("ls-tree", "-r", "-z", "-l", "--full-tree", self.revision)
            found = sorted(listed(record) for record in out.split(b"\0") if record)
            self._listing = {entry.path: entry for entry in found}
        return self._listing

    def entries(self, under: str = "") -> list[Entry]:
        """See `Source.entries`."""
        if under:
            parts_of(under)
        return [entry for path, entry in self._all().items() if _is_below(path, under)]

    def read(self, path: str, limit: int = MAX_BYTES) -> bytes:
        """See `Source.read`."""
        entry = self._all().get(path)
        if entry is None or entry.blob is None or entry.kind != "file":
            raise no_file(path, None if entry is None else entry.kind)
        if entry.size > limit:
            raise too_large(path, entry.size, limit)
        return self._git.blob(entry.blob)

    def read_many(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes]]:
        """See `Source.read_many`."""
        files = [(entry, entry.blob) for entry in entries if entry.kind == "file" and entry.blob]
        for entry, _ in files:
            if entry.size > MAX_BYTES:
                raise too_large(entry.path, entry.size, MAX_BYTES)
        for (entry, _), (_, data) in zip(files, self._git.blobs(blob for _, blob in files), strict=True):
            yield entry, data

    def exists(self, path: str) -> bool:
        """See `Source.exists`."""
        entry = self._all().get(path)
        return entry is not None and entry.kind == "file"

    def tree(self, path: str) -> str | None:
        """See `Source.tree`."""
        if not path:
            return self._git.run("rev-parse", "--verify", f"{self.revision}^{{tree}}").decode("ascii").strip()
        parts_of(path)
        head = self._git.run("ls-tree", "-z", "--full-tree", self.revision, path).partition(b"\t")[0].split()
        return head[2].decode("ascii") if len(head) == 3 and head[1] == b"tree" else None

    def changes(self, base: str) -> list[Change]:
        """See `Source.changes`."""
        out = self._git.run("diff-tree", "-r", *RAW, self._git.commit(base), self.revision)
        return sorted(found for pair in pairs(out) if (found := change(pair)))

    def close(self) -> None:
        """See `Source.close`."""
        self._git.close()


class WorkTree:
    """A folder on disk; only `tree` and `changes` need it to be a Git repository.

    Everything below the folder is listed, ignored files too, except `.git` and what a writer is building; a caller
    names the rooms it wants.
    """

    revision: None = None

    def __init__(self, root: Path, git: Git | None = None) -> None:
        self.root = root
        self._top = str(root)
        self._given_git = git

    @property
    def _git(self) -> Git:
        if self._given_git is None:
            self._given_git = Git(self.root)
        return self._given_git

    def entries(self, under: str = "") -> list[Entry]:
        """See `Source.entries`."""
        state = self._state(under)
        if state is None:
            return []
        if not stat.S_ISDIR(state.st_mode):
            return [on_disk(under, state)]
        found: list[Entry] = []
        with _permitted(self._place(under)):
            self._walk(self._place(under), under, found)
        return sorted(found)

    def _walk(self, folder: str, under: str, found: list[Entry]) -> None:
        with os.scandir(folder) as listing:
            children = [child for child in listing if not child.name.startswith(LEFTOVER)]
        if any(child.name == ".git" for child in children):
            if under:
                found.append(Entry(under, 0, "other", None))
                return
            children = [child for child in children if child.name != ".git"]
        for child in children:
            path = f"{under}/{child.name}" if under else child.name
            if child.is_dir(follow_symlinks=False):
                self._walk(child.path, path, found)
            else:
                found.append(on_disk(path, child.stat(follow_symlinks=False)))
        if len(found) > MAX_ENTRIES:
            raise SourceError(
                f"{self.root} 中的文件超过 {MAX_ENTRIES} 个；请确认这是登记仓库的顶层文件夹",
                f"{self.root} holds more than {MAX_ENTRIES} files; make sure that it is the top folder of a register",
            )

    def read(self, path: str, limit: int = MAX_BYTES) -> bytes:
        """See `Source.read`."""
        state = self._state(path)
        if state is None or not stat.S_ISREG(state.st_mode):
            raise no_file(path, None if state is None else kind_of(state))
        with _permitted(self._place(path)):
            descriptor = os.open(self._place(path), os.O_RDONLY | os.O_NOFOLLOW)
            with os.fdopen(descriptor, "rb") as file:
                data = file.read(min(state.st_size, limit) + 1)
                size = os.fstat(descriptor).st_size
        if size > limit:
            raise too_large(path, size, limit)
        return data if len(data) == size else self.read(path, limit)

    def read_many(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes]]:
        """See `Source.read_many`."""
        for entry in entries:
            if entry.kind == "file":
                yield entry, self.read(entry.path)

    def exists(self, path: str) -> bool:
        """See `Source.exists`."""
        state = self._state(path)
        return state is not None and stat.S_ISREG(state.st_mode)

    def tree(self, path: str) -> str | None:
        """The tree id that HEAD has for a folder, if every byte on disk is that of HEAD; otherwise None.

        Bytes are compared, not Git's opinion of them: where Git converts line ends or was told to overlook a file, what
        lies on disk is not that tree. Ignored files do not count.
        """
        head = Revision(self.root, "HEAD", self._git)
        tree = head.tree(path)
        if tree is None or any(_is_below(changed.path, path) for changed in self.changes("HEAD")):
            return None
        files = (entry for entry in head.entries(path) if entry.blob)
        same = all(self._now(entry.path, tree) == (entry.kind, entry.blob) for entry in files)
        return tree if same else None

    def changes(self, base: str) -> list[Change]:
        """See `Source.changes`; files that Git does not know yet count, ignored ones do not."""
        commit = self._git.commit(base)
        known: dict[str, Pair] = {}
        for pair in pairs(self._git.run("diff-index", *RAW, "--ignore-submodules=dirty", commit)):
            if pair.old or pair.path not in known:  # a file in conflict has two records, one without its old side
                known[pair.path] = pair
        untracked = self._git.run("ls-files", "-z", "--others", "--exclude-standard").split(b"\0")
        for name in filter(None, map(os.fsdecode, untracked)):
            path = name.rstrip("/")
            if not any(part.startswith(LEFTOVER) for part in path.split("/")):
                known.setdefault(path, Pair(path, None, None, touched=False))
        on_disk = (pair._replace(new=self._now(path, commit)) for path, pair in sorted(known.items()))
        return [found for pair in on_disk if (found := change(pair))]

    def _now(self, path: str, like: str) -> State | None:
        """What stands on disk at a path, with the blob id that its bytes would have."""
        state = self._state(path)
        if state is None:
            return None
        kind = kind_of(state)
        if kind == "other":
            return State(kind, None)
        data = self.read(path) if kind == "file" else os.fsencode(Path(self._place(path)).readlink())
        return State(kind, blob_id(data, like))

    def _place(self, path: str) -> str:
        return f"{self._top}/{path}" if path else self._top

    def _state(self, path: str) -> os.stat_result | None:
        """What stands at a path, no folder on the way being a link; None where nothing does."""
        place, state = self._top, _stat(self._top, follow=True)
        for part in parts_of(path) if path else ():
            if state is None or not stat.S_ISDIR(state.st_mode):
                return None
            place = f"{place}/{part}"
            state = _stat(place)
        return state

    def close(self) -> None:
        """See `Source.close`."""
        if self._given_git is not None:
            self._given_git.close()


def _stat(place: str, *, follow: bool = False) -> os.stat_result | None:
    try:
        with _permitted(place):
            return os.stat(place, follow_symlinks=follow)  # noqa: PTH116  a Path costs more than the question
    except (FileNotFoundError, NotADirectoryError):
        return None


@contextmanager
def _permitted(place: str) -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        raise SourceError(
            f"没有读取 {place} 的权限；请检查其所有者和权限",
            f"{place} may not be read; check its owner and its permissions",
        ) from error


def _is_below(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(folder + "/")
