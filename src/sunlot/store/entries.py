"""What a source is made of: entries and changes, read from the records that Git's plumbing prints."""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from sunlot.store.git import SourceError

Kind = Literal["file", "link", "other"]
_KINDS: Final[Mapping[str, Kind]] = {"100644": "file", "100755": "file", "100664": "file", "120000": "link"}
_NONE: Final = "000000"
_SUBMODULE: Final = "160000"
RAW: Final = ("--raw", "-z", "--no-renames", "--no-ext-diff", "--no-textconv")


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One path of a source.

    Attributes:
        path: Below the root, with `/`.
        size: In bytes; of a link, the length of what it says; 0 for anything else.
        kind: `other` is a submodule or a nested repository (as a whole), a pipe, a socket, a device.
        blob: The Git blob id; None in a work tree (`blob_id` of the bytes read gives it) and for `other`.
    """

    path: str
    size: int
    kind: Kind
    blob: str | None


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One path that differs from a base: A added, M modified, D deleted, T now of another kind.

    The blobs are None on the side where there is none. Of an `M` with two equal blobs only the mode changed.
    """

    path: str
    kind: Literal["A", "M", "D", "T"]
    old_blob: str | None
    new_blob: str | None


def blob_id(data: bytes, like: str | None = None) -> str:
    """The id that Git gives these bytes; by SHA-256 if `like`, another id of the repository, has 64 digits."""
    name = "sha256" if like is not None and len(like) == 64 else "sha1"
    digest = hashlib.new(name, b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()


class State(NamedTuple):
    """What stands at a path on one side of a comparison."""

    kind: Kind
    blob: str | None


class Pair(NamedTuple):
    """One record of `git diff --raw -z`; `touched` tells that more than bytes changed: a mode, a submodule's commit."""

    path: str
    old: State | None
    new: State | None
    touched: bool


def pairs(out: bytes) -> Iterator[Pair]:
    """Read what `git diff-tree` or `git diff-index` printed with the options `RAW`."""
    fields = iter(out.split(b"\0"))
    for head in fields:
        if head:
            old_mode, new_mode, old_id, new_id, _ = head.decode("ascii").removeprefix(":").split(" ")
            old, new = _state(old_mode, old_id), _state(new_mode, new_id)
            touched = None not in {old, new} and (old_mode != new_mode or old_mode == _SUBMODULE)
            yield Pair(os.fsdecode(next(fields)), old, new, touched)


def _state(mode: str, object_id: str) -> State | None:
    if mode == _NONE:
        return None
    kind = _KINDS.get(mode, "other")
    return State(kind, None if kind == "other" else object_id)


def change(pair: Pair) -> Change | None:
    """Name the change between two sides; None where nothing differs."""
    old, new = pair.old, pair.new
    if old is None or new is None:
        if old is new:
            return None
        return Change(pair.path, "A" if old is None else "D", old.blob if old else None, new.blob if new else None)
    if old == new and not pair.touched:
        return None
    return Change(pair.path, "M" if old.kind == new.kind else "T", old.blob, new.blob)


def listed(record: bytes) -> Entry:
    """Read one record of `git ls-tree -r -z -l`."""
    head, _, name = record.partition(b"\t")
    mode, _, object_id, size = head.decode("ascii").split()
    kind = _KINDS.get(mode, "other")
    if kind == "other":
        return Entry(os.fsdecode(name), 0, kind, None)
    return Entry(os.fsdecode(name), int(size), kind, object_id)


def on_disk(path: str, state: os.stat_result) -> Entry:
    """The entry of what stands on disk."""
    kind = kind_of(state)
    return Entry(path, 0 if kind == "other" else state.st_size, kind, None)


def kind_of(state: os.stat_result) -> Kind:
    """The kind of what stands on disk."""
    return "file" if stat.S_ISREG(state.st_mode) else "link" if stat.S_ISLNK(state.st_mode) else "other"


def parts_of(path: str) -> tuple[str, ...]:
    """Split a path inside a repository.

    Raises:
        SourceError: If it is empty, absolute, or leads up.
    """
    parts = tuple(path.split("/"))
    if any(part in {"", ".", ".."} or "\0" in part for part in parts):
        raise SourceError(
            f"“{path}”不是仓库内的路径；请用从顶层文件夹起、以“/”分隔的路径",
            f"“{path}” is no path inside a repository; write it from its top folder on, with “/” between the parts",
        )
    return parts


def no_file(path: str, kind: Kind | None) -> SourceError:
    """The refusal to read what is not there, or not a regular file."""
    if kind is None:
        return SourceError(f"没有文件 {path}；请核对路径", f"there is no file {path}; check the path")
    return SourceError(
        f"{path} 不是普通文件（是链接、文件夹或其他）；请改为普通文件",
        f"{path} is not a regular file (but a link, a folder or something else); make it one",
    )


def too_large(path: str, size: int, limit: int) -> SourceError:
    """The refusal to read more than a caller is ready for."""
    return SourceError(
        f"{path} 有 {size} 字节，超过上限 {limit}；未读取，请拆分或检查其来源",
        f"{path} has {size} bytes, more than the limit of {limit}, and was not read; split it, or look into it",
    )
