"""Files that appear together, or not at all."""

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sunlot.store.writing import disk
from sunlot.store.writing.disk import WriteError, explained, locate, look
from sunlot.store.writing.stage import clean, open_stage


def write(path: Path, data: bytes, *, root: Path | None = None, new: bool = False, private: bool = False) -> bool:
    """Write one file; see `Batch`. Without a root its folder is the root and has to exist.

    Returns:
        False if the file stood already with this content.
    """
    batch = Batch(path.absolute().parent if root is None else root, private=private)
    batch.add(path.absolute() if root is None else path, data, new=new)
    return bool(batch.commit())


@dataclass(frozen=True, slots=True)
class _File:
    place: Path
    data: bytes
    new: bool


class Batch:
    """Files that appear together, in the order in which they were added.

    All are written beside and synced before the first is renamed, and all others are in place for good before the last
    is: a file without which the others mean nothing (`freeze.json`) is added last. If a rename fails, those before it
    are taken back. Run again after a crash, the same batch finishes the work.

    Args:
        root: The folder that nothing is written outside of.
        private: Only the owner may read the files (0600, folders 0700; otherwise 0644 and 0755).
    """

    def __init__(self, root: Path, *, private: bool = False) -> None:
        self.root = root.absolute()
        self._private = private
        self._files: dict[Path, _File] = {}

    def add(self, path: Path | str, data: bytes, *, new: bool = False) -> None:
        """Add a file, by its path below the root or its absolute one.

        Args:
            path: Where it will stand; missing folders are made.
            data: Its bytes.
            new: Refuse to replace a file of other content.

        Raises:
            WriteError: If nothing may be written there, or `new` is refused, or the batch has the path already.
        """
        place = locate(self.root, path)
        if place in self._files:
            raise WriteError(
                f"{place} 在同一批写入中出现两次；这是程序错误，请报告",
                f"{place} is written twice in one batch; this is a fault of the program, please report it",
            )
        file = _File(place, data, new)
        with explained(place):
            self._stands(file)
        self._files[place] = file

    def commit(self) -> list[Path]:
        """Write all files; return those that did not stand already with their content.

        Raises:
            WriteError: If the disk is full or refuses, or a `new` file appeared with other content meanwhile.
        """
        clean(self.root)
        with explained(self.root):
            files = [file for file in self._files.values() if not self._stands(file)]
            if files:
                with open_stage(self.root) as stage:
                    self._commit(files, stage)
            else:
                disk.sync_folders(place.parent for place in self._files)
        return [file.place for file in files]

    def _commit(self, files: list[_File], stage: Path) -> None:
        for number, file in enumerate(files):
            disk.write_out(stage / str(number), file.data, 0o600 if self._private else 0o644, os.O_EXCL, sync=True)
        *_, last = files
        others = [place.parent for place in self._files if place != last.place]
        stood = [file.place.exists() for file in files]
        made: list[Path] = []
        try:
            for file in files:
                disk.make_folders(self.root, file.place.parent, 0o700 if self._private else 0o755, made)
            for number, file in enumerate(files):
                if file is last:
                    disk.sync_folders([*others, *(folder.parent for folder in made)])
                _rename(stage, number, file)
            disk.sync_folders([last.place.parent])
        except BaseException:
            for number, file in reversed(list(enumerate(files))):
                _take_back(stage, number, file, stood=stood[number])
            for folder in reversed(made):
                with suppress(OSError):
                    disk.system.rmdir(folder)
            raise

    def _stands(self, file: _File) -> bool:
        """Whether the file stands with its content."""
        state = look(self.root, file.place)
        if state is None:
            return False
        same = state.st_size == len(file.data) and file.place.read_bytes() == file.data
        if file.new and not same:
            raise disk.differs(file.place)
        if same and self._private and stat.S_IMODE(state.st_mode) != 0o600:
            file.place.chmod(0o600)
        return same


def _rename(stage: Path, number: int, file: _File) -> None:
    """Put a file in place, keeping what stood there in the stage until all are in place."""
    built, before = stage / str(number), stage / f"{number}.before"
    if file.new:
        try:
            disk.system.link(built, file.place)  # unlike a rename, refuses what came meanwhile
        except FileExistsError:
            if file.place.is_symlink() or file.place.read_bytes() != file.data:
                raise disk.differs(file.place) from None
        except OSError:
            if os.path.lexists(file.place):
                raise
            disk.system.replace(built, file.place)  # no hard links on this file system
        return
    if file.place.exists():
        with suppress(OSError):
            disk.system.link(file.place, before)
    disk.system.replace(built, file.place)


def _take_back(stage: Path, number: int, file: _File, *, stood: bool) -> None:
    """Undo `_rename`, wherever it stopped; what stood there and could not be kept stays replaced."""
    built, before = stage / str(number), stage / f"{number}.before"
    with suppress(OSError):
        if before.exists():
            disk.system.replace(before, file.place)
        elif not stood and (not built.exists() or file.place.samefile(built)):
            disk.system.unlink(file.place)


def remove(paths: Iterable[Path | str], *, root: Path) -> None:
    """Remove files below a root, and the folders that this leaves empty.

    Raises:
        WriteError: If a path is not below the root, or the disk refuses; files before it are gone then.
    """
    root = root.absolute()
    for path in paths:
        place = locate(root, path)
        with explained(place):
            if look(root, place) is None:
                continue
            disk.system.unlink(place)
            folder = place.parent
            disk.sync_folders([folder])
            with suppress(OSError):
                while folder != root:
                    disk.system.rmdir(folder)
                    folder = folder.parent
