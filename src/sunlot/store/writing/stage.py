"""The locked folder in which a batch is built, and the end of those that killed runs left."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from sunlot.store.writing import disk
from sunlot.store.writing.disk import LEFTOVER


def clean(root: Path) -> None:
    """Remove what killed runs left at the top of a root; what a living one holds stays."""
    with suppress(OSError):
        with os.scandir(root) as listing:
            found = [Path(entry) for entry in listing if entry.name.startswith(LEFTOVER)]
        for stage in found:
            with suppress(OSError):
                descriptor = _lock(stage)
                try:
                    _remove_stage(stage)
                finally:
                    os.close(descriptor)


@contextmanager
def open_stage(root: Path) -> Iterator[Path]:
    """A locked folder to build in, gone afterwards."""
    stage, descriptor = _new_stage(root)
    try:
        yield stage
    finally:
        try:
            with suppress(OSError):
                _remove_stage(stage)
        finally:
            os.close(descriptor)


def _new_stage(root: Path) -> tuple[Path, int]:
    for number in count():
        stage = root / f"{LEFTOVER}{os.getpid()}-{number}"
        try:
            disk.system.mkdir(stage, 0o700)
        except FileExistsError:
            continue
        try:
            return stage, _lock(stage)
        except (BlockingIOError, FileNotFoundError):
            continue  # `clean` of another run was faster
        except OSError:
            return stage, os.open(stage, os.O_RDONLY)  # no locks on this file system: nobody will clean it either
    raise AssertionError


def _lock(folder: Path) -> int:
    """Open and lock a folder; the lock lasts until the descriptor is closed or the process ends.

    Raises:
        BlockingIOError: If another run holds it.
        FileNotFoundError: If it is gone; also if one of the same name was made meanwhile, which is not ours then.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        same = os.path.samestat(os.fstat(descriptor), folder.lstat())
    except BaseException:
        os.close(descriptor)
        raise
    if not same:
        os.close(descriptor)
        raise FileNotFoundError(folder)
    return descriptor


def _remove_stage(stage: Path) -> None:
    for path in list(stage.iterdir()):
        disk.system.unlink(path)
    disk.system.rmdir(stage)
