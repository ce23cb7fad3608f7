"""One repository at one state: its work tree, or any revision of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sunlot.core.rooms import Room, room_of, stray
from sunlot.store.entries import Entry
from sunlot.store.past import Past, past_of
from sunlot.store.sources import Revision, Source, WorkTree
from sunlot.store.writing import Batch

REGISTERED = ("sunlot.yaml", "registers", "draws", "results")


@dataclass(frozen=True, slots=True)
class Store:
    """Where the facts lie.

    Attributes:
        root: The repository's folder.
        source: What is read: the work tree, or a revision.
    """

    root: Path
    source: Source

    @classmethod
    def open(cls, path: Path | str = ".", rev: str | None = None) -> "Store":
        """Open the work tree at `path`, or the state that `rev` names.

        Raises:
            SourceError: If there is no repository, or no such revision.
        """
        root = Path(path).resolve()
        return cls(root, Revision(root, rev) if rev else WorkTree(root))

    def at(self, rev: str) -> "Store":
        """Open another state of the same repository."""
        return Store.open(self.root, rev)

    def files(self, *under: str) -> Iterator[tuple[Entry, Room]]:
        """Yield every file that has a room, in path order; of some top folders only, if any are named."""
        for entry in self._entries(under or REGISTERED):
            if found := room_of(entry.path):
                yield entry, found[0]

    def strays(self) -> Iterator[tuple[Entry, str]]:
        """Yield every file that lies in a room's folder without belonging there, with that folder."""
        for entry in self._entries(REGISTERED):
            if room := stray(entry.path):
                yield entry, room

    def past(self, folder: str, files: Sequence[str]) -> Past | None:
        """What the history at hand says of a folder, and of the moments at which files were added.

        None where there is no history, or a part of it only.

        Raises:
            SourceError: If Git cannot read the history that is there.
        """
        return past_of(self.root, self.source.revision or "HEAD", folder, files)

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write files of the repository together, in the given order; all of them stand afterwards, or none.

        Raises:
            WriteError: If that cannot be; the old state stands.
        """
        batch = Batch(self.root)
        for path, data in files.items():
            batch.add(path, data)
        batch.commit()

    def _entries(self, tops: Iterable[str]) -> Iterator[Entry]:
        for top in tops:
            yield from self.source.entries(top)
