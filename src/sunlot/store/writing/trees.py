"""Whole folders: built beside what stands, then put in its place."""

import errno
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from sunlot.store.writing import disk
from sunlot.store.writing.disk import NEW, OLD, WriteError, explained, locate, look


def make_folder(path: Path, *, private: bool = False) -> None:
    """Make a folder and those above it that are missing; a private one opens to its owner only.

    Raises:
        WriteError: If something else stands there, or the disk refuses.
    """
    with explained(path):
        missing = [folder for folder in (path, *path.parents) if not folder.exists()]
        if not missing and not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        for folder in reversed(missing):
            disk.system.mkdir(folder, 0o700 if private else 0o755)
        disk.sync_folders(folder.parent for folder in missing)


def fill(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write files straight into a folder that nobody reads yet (`beside`); `replace_tree` syncs them.

    Returns:
        How many files were written.
    """
    root, number = folder.absolute(), 0
    for path, data in files:
        place = locate(root, path)
        with explained(place):
            look(root, place)
            disk.make_folders(root, place.parent, 0o755, [])
            disk.write_out(place, data, 0o644, os.O_TRUNC, sync=False)
        number += 1
    return number


def beside(old: Path) -> Path:
    """Make an empty folder beside `old`, to be filled and then put in its place by `replace_tree`."""
    old = old.absolute()
    new = old.with_name(NEW + old.name)
    with explained(old):
        _settle(old)
        if os.path.lexists(new):
            shutil.rmtree(new)
    make_folder(new)
    return new


def replace_tree(new: Path, old: Path, *, marker: str | None = None) -> None:
    """Put the finished folder `new` in the place of `old`, which is kept until `new` stands and then removed.

    Between two renames there is a moment without either; a run killed just there is settled by the next call of
    `beside` or `replace_tree`.

    Args:
        new: A complete folder beside `old`, on the same file disk.system.
        old: The place; may not exist yet.
        marker: If given, a folder that stands at `old` has to be empty or to hold this file, which tells that an
            earlier run built it.

    Raises:
        WriteError: If `old` is a link, a repository or lacks the marker, or the disk refuses; `old` stands as before.
    """
    new, old = new.absolute(), old.absolute()
    kept = old.with_name(OLD + old.name)
    with explained(old):
        _settle(old)
        _check_swap(new, old, marker)
        os.sync()
        stood = old.is_dir()
        if stood:
            disk.system.replace(old, kept)
        try:
            disk.system.replace(new, old)
        except BaseException:
            if stood:
                disk.system.replace(kept, old)
            raise
        with suppress(OSError):
            disk.sync_folders([old.parent])
        shutil.rmtree(kept, ignore_errors=True)


def _settle(old: Path) -> None:
    """Finish what a killed `replace_tree` left: without a new folder the old one comes back."""
    kept = old.with_name(OLD + old.name)
    if kept.is_dir() and not kept.is_symlink():
        if os.path.lexists(old):
            shutil.rmtree(kept)
        else:
            disk.system.replace(kept, old)


def _check_swap(new: Path, old: Path, marker: str | None) -> None:
    if new.is_symlink() or not new.is_dir():
        raise WriteError(f"{new} 不是文件夹；未替换 {old}", f"{new} is not a folder; {old} was not replaced")
    if old.is_symlink() or (old.exists() and not old.is_dir()) or (old / ".git").exists():
        raise WriteError(
            f"{old} 是链接、文件或 Git 仓库，不能整体替换；请指定另一个文件夹",
            f"{old} is a link, a file or a Git repository and is not replaced as a whole; name another folder",
        )
    if marker is not None and old.exists() and any(old.iterdir()) and not (old / marker).is_file():
        raise WriteError(
            f"{old} 不为空，也不是以前生成的（其中没有 {marker}）；请指定另一个文件夹，或先清空它",
            f"{old} is not empty, and no earlier run built it (it has no {marker}); name another folder, or empty it",
        )
