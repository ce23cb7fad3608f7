"""The folders of draws, as the protocol's verifier wants to see them, from a work tree or a revision."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sunlot.core.protocol.folder import Kind
from sunlot.core.protocol.grammar import is_draw_id
from sunlot.store.sources import Source, SourceError

DRAWS = "draws"
_KINDS: Mapping[str, Kind] = {"file": "file"}


@dataclass(slots=True)
class DrawFolder:
    """One draw's folder in a source; listed once, read file by file."""

    source: Source
    draw: str
    _listing: dict[str, dict[str, Kind]] = field(default_factory=dict)

    def entries(self, path: str) -> Mapping[str, Kind]:
        """See `sunlot.core.protocol.folder.Folder`."""
        if not self._listing:
            self._list()
        return self._listing.get(path, {})

    def read(self, path: str) -> bytes:
        """See `sunlot.core.protocol.folder.Folder`; raises `OSError` where the store refuses to read."""
        try:
            return self.source.read(f"{DRAWS}/{self.draw}/{path}")
        except SourceError as error:
            raise OSError(str(error)) from error

    def _list(self) -> None:
        top = f"{DRAWS}/{self.draw}/"
        self._listing[""] = {}
        for entry in self.source.entries(top.rstrip("/")):
            *folders, name = entry.path.removeprefix(top).split("/")
            below = ""
            for folder in folders:
                self._listing.setdefault(below, {}).setdefault(folder, "folder")
                below = f"{below}/{folder}" if below else folder
            self._listing.setdefault(below, {})[name] = _KINDS.get(entry.kind, "other")


def draw_ids(source: Source) -> list[str]:
    """Name the draws that have a folder, in order; what is not `YYYY-NNN` is not a draw."""
    names = {entry.path.split("/")[1] for entry in source.entries(DRAWS) if entry.path.count("/") > 1}
    return sorted(name for name in names if is_draw_id(name))


def begun(source: Source, draw: str) -> bool:
    """Tell whether a draw has a stage; one that is only declared has a task and nothing to verify yet."""
    entries = DrawFolder(source, draw).entries("")
    return any(kind == "folder" and name != "evidence" for name, kind in entries.items())
