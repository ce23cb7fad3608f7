"""Write every record file in canonical form, changing nothing of what it says."""

from dataclasses import dataclass, field

from sunlot.core.problems import Problem
from sunlot.store.reader import form
from sunlot.store.repository import Store

NOT_CANONICAL = "F115"


@dataclass(slots=True)
class Formatted:
    """What was looked at and rewritten, and the problems of files that were left as they are."""

    files: int = 0
    changed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def fmt(store: Store, *, write: bool) -> Formatted:
    """Rewrite the files of a work tree whose only problem is that they are not canonical.

    Args:
        store: The work tree.
        write: False only tells which files would change.
    """
    done = Formatted()
    rewritten: dict[str, bytes] = {}
    rooms = {entry: room for entry, room in store.files() if room.kind != "division" and entry.kind == "file"}
    for entry, data in store.source.read_many(rooms):
        room = rooms[entry]
        done.files += 1
        document, problems = form(room.kind).read(entry.path, data)
        others = [one for one in problems if one.code != NOT_CANONICAL]
        done.problems += others
        if document is None or others or not problems:
            continue
        rewritten[entry.path] = form(room.kind).write(document.records)
        done.changed.append(entry.path)
    if write:
        store.write(rewritten)
    return done
