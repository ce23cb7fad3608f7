"""The folder of a draw as the core sees it: names, kinds and bytes, from disk, from a Git tree or from memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

Kind = Literal["file", "folder", "other"]
"""``file`` is a regular file; ``other`` a link, a device and whatever else a draw may not hold."""


class Folder(Protocol):
    """Read access to one draw's folder; paths are relative to it, with ``/``. May raise ``OSError``."""

    def entries(self, path: str) -> Mapping[str, Kind]:
        """Give what stands directly in the folder at ``path`` (empty: the draw's own), by name."""

    def read(self, path: str) -> bytes:
        """Give the content of the regular file at ``path``."""


@dataclass(frozen=True, slots=True)
class FilesInMemory:
    """A folder that is not on disk: path → content; ``others`` are paths of links and the like."""

    files: Mapping[str, bytes]
    others: frozenset[str] = field(default_factory=frozenset)

    def entries(self, path: str) -> Mapping[str, Kind]:
        """See ``Folder``."""
        prefix = f"{path}/" if path else ""
        found: dict[str, Kind] = {}
        for name in (*self.files, *self.others):
            if name.startswith(prefix):
                first, deeper, _ = name[len(prefix) :].partition("/")
                found[first] = "folder" if deeper else "other" if name in self.others else "file"
        return found

    def read(self, path: str) -> bytes:
        """See ``Folder``."""
        return self.files[path]


@dataclass(frozen=True, slots=True)
class Overlaid:
    """A folder with more files laid over it, as it will be once they are written."""

    base: Folder
    added: FilesInMemory

    def entries(self, path: str) -> Mapping[str, Kind]:
        """See ``Folder``."""
        below: Mapping[str, Kind] = {}
        above, _, name = path.rpartition("/")
        if not path or self.base.entries(above).get(name) == "folder":
            below = self.base.entries(path)
        return {**below, **self.added.entries(path)}

    def read(self, path: str) -> bytes:
        """See ``Folder``."""
        return self.added.files[path] if path in self.added.files else self.base.read(path)
