"""Rooms of a repository: which files lie where, and of what kind their records are (design, section 2)."""

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Room:
    """One place for one kind of record.

    Attributes:
        kind: The schema of its records.
        folder: The folder, or the file itself.
        pattern: What a path of the room looks like; a group `stem` has to equal the record's `id`.
        shown: The pattern as people read it.
        many: Whether a file holds a list of records.
    """

    kind: str
    folder: str
    pattern: re.Pattern[str]
    shown: str
    many: bool = False
    expected: str = field(default="")


def _room(kind: str, folder: str, name: str, shown: str, *, many: bool = False) -> Room:
    return Room(kind, folder, re.compile(re.escape(folder) + name if name else re.escape(folder)), shown, many)


_ID = r"/(?P<stem>[^/]+)\.yaml"
ROOMS = (
    _room("settings", "sunlot.yaml", "", "sunlot.yaml"),
    _room("item", "registers/items", _ID, "<编号>.yaml"),
    _room("target", "registers/targets", r"/[0-9]{6}(/[0-9a-z-]{1,20})?\.yaml", "<行政区划代码>.yaml", many=True),
    _room("withheld_target", "registers/withheld", _ID, "<编号>.yaml"),
    _room("inspector", "registers/inspectors", _ID, "<编号>.yaml"),
    _room("expert", "registers/experts", _ID, "<编号>.yaml"),
    _room("authority", "registers/authorities", _ID, "<编号>.yaml"),
    _room("plan", "registers/plans", _ID, "<年度>.yaml"),
    _room("calendar", "registers/calendar", _ID, "<年度>.yaml"),
    _room("objection", "registers/objections", _ID, "<编号>.yaml"),
    _room("division", "registers/divisions.csv", "", "divisions.csv"),
    _room("task", "draws", r"/(?P<stem>20[0-9]{2}-[0-9]{3})/task\.yaml", "<抽查编号>/task.yaml"),
    _room(
        "circular",
        "results",
        r"/(?P<draw>20[0-9]{2}-[0-9]{3})/(?P<stem>circular)(\.[0-9]{1,2})?\.yaml",
        "<抽查编号>/circular.yaml",
    ),
    _room(
        "result",
        "results",
        r"/(?P<draw>20[0-9]{2}-[0-9]{3})/(?P<stem>(?!circular)[^/.]+)(\.[0-9]{1,2})?\.yaml",
        "<抽查编号>/<对象编号>.yaml",
    ),
)
BY_KIND = {room.kind: room for room in ROOMS}
KEPT = (".gitkeep", "README.md")
_IN_A_DRAW = re.compile(r"draws/20[0-9]{2}-[0-9]{3}/.+", re.DOTALL)


def room_of(path: str) -> tuple[Room, re.Match[str]] | None:
    """Find the room of a repository path, with the match that holds `stem`; None for a path of no room."""
    for room in ROOMS:
        if match := room.pattern.fullmatch(path):
            return room, match
    return None


def stray(path: str) -> str | None:
    """Name the folder in which a file lies that has no room there; None for all others.

    What lies in the folder of a draw is the protocol's business, not a room's.
    """
    if room_of(path) or path.rpartition("/")[2] in KEPT:
        return None
    if path.startswith("registers/"):
        return "/".join(path.split("/")[:2])
    if path.startswith("results/"):
        return "/".join(path.split("/")[:2])
    if path.startswith("draws/") and not _IN_A_DRAW.fullmatch(path):
        return "draws"
    return None
