"""Single steps on a disk: which places may be written, the calls that change them, and what their failures mean."""

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sunlot.store.errors import StoreError

LEFTOVER: Final = ".sunlot-tmp-"
"""How the folders begin in which a batch is built; a killed run may leave one."""
NEW: Final = ".sunlot-new-"
OLD: Final = ".sunlot-old-"
_OWN: Final = (LEFTOVER, NEW, OLD)


class WriteError(StoreError):
    """Nothing was written: the place is not one to write to, or the disk refused; the old state stands."""


@dataclass(frozen=True, slots=True)
class System:
    """The calls that change a disk, in one place, so that a test can let any of them fail."""

    open: Callable[..., int] = os.open
    write: Callable[[int, memoryview], int] = os.write
    fsync: Callable[[int], None] = os.fsync
    replace: Callable[[Path, Path], None] = os.replace
    link: Callable[[Path, Path], None] = os.link
    mkdir: Callable[[Path, int], None] = os.mkdir
    unlink: Callable[[Path], None] = os.unlink
    rmdir: Callable[[Path], None] = os.rmdir


system = System()


def write_out(place: Path, data: bytes, mode: int, flags: int, *, sync: bool) -> None:
    """Make a file with exactly this mode; `flags` say what to do if there is one."""
    descriptor = system.open(place, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | flags, mode)
    try:
        os.fchmod(descriptor, mode)
        rest = memoryview(data)
        while rest:
            rest = rest[system.write(descriptor, rest) :]
        if sync:
            system.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folders(root: Path, folder: Path, mode: int, made: list[Path]) -> None:
    """Make the missing folders from the root down to `folder`, adding each to `made`."""
    if folder == root or folder.is_dir():
        return
    make_folders(root, folder.parent, mode, made)
    with suppress(FileExistsError):
        system.mkdir(folder, mode)
        made.append(folder)
        folder.chmod(mode)


def sync_folders(folders: Iterable[Path]) -> None:
    """Make the names in these folders last, each folder once."""
    for folder in dict.fromkeys(folders):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            system.fsync(descriptor)
        except OSError as error:
            if error.errno != errno.EINVAL:  # some network file systems cannot
                raise
        finally:
            os.close(descriptor)


def locate(root: Path, path: Path | str) -> Path:
    """The absolute place of a path below the root; `..`, `.git` and names of our own kind are refused."""
    place = root / path
    parts = place.relative_to(root).parts if place.is_relative_to(root) else ()
    if not parts or ".." in parts or any(part.casefold() == ".git" or part.startswith(_OWN) for part in parts):
        raise WriteError(
            f"{path} 不在 {root} 之内，或属于保留的名称；未写入",
            f"{path} is not inside {root}, or has a reserved name; nothing was written",
        )
    return place


def look(root: Path, place: Path) -> os.stat_result | None:
    """What stands at a place below the root: a regular file, or nothing; no folder on the way may be a link."""
    state = None
    for step in [*reversed(place.relative_to(root).parents[:-1]), place.relative_to(root)]:
        try:
            state = (root / step).lstat()
        except FileNotFoundError:
            return None
        wanted = stat.S_ISREG if root / step == place else stat.S_ISDIR
        if not wanted(state.st_mode):
            raise WriteError(
                f"{root / step} 是链接或不是应有的类型，不能写到那里；请移走它后重试",
                f"{root / step} is a link or not what has to stand there; move it away and try again",
            )
    return state


def differs(place: Path) -> WriteError:
    """The refusal to change what is written once."""
    return WriteError(
        f"{place} 已存在而内容不同；这类文件写成后不得改动，请核对后另行作废或更正",
        f"{place} stands already with other content, and is never changed; look into it, then void or correct it",
    )


@contextmanager
def explained(place: Path) -> Iterator[None]:
    """Turn what the system says into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            zh, en = (
                "磁盘已满（或超出配额）；请腾出空间后重试",
                "the disk is full, or a quota is; make room and try again",
            )
        elif error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
            zh, en = (
                "没有写入权限（或磁盘只读）；请检查权限后重试",
                "writing is not permitted there; check the permissions",
            )
        elif error.errno in {errno.ENOENT, errno.ENOTDIR}:
            zh, en = "所在文件夹不存在；请先建立", "its folder does not exist; make it first"
        else:
            zh = en = error.strerror or str(error)
        raise WriteError(
            f"{place} 写入失败：{zh}；原有内容未变",
            f"cannot write {place}: {en}; what stood there is unchanged",
        ) from error
