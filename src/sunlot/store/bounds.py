"""How large a file may be, and in what: looked at before anybody parses it."""

from dataclasses import dataclass
from typing import Final

from sunlot.core.problems import Place, Problem, problem

LARGEST: Final = 2**53 - 1
"""The largest whole number that every JSON and YAML tool keeps exactly."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a file may be at most; a larger one is refused before it costs time or memory.

    Attributes:
        file: Bytes of a file.
        line: Bytes of a line; the longest canonical line of any schema fits, a test sees to it.
        parts: Signs that can part one key, value or entry from the next; there are hardly more of these than of those.
        depth: Collections inside one another.
        problems: Problems that are gathered of one file; who mends a thousand will look again.
    """

    file: int = 16 << 20
    line: int = 256 << 10
    parts: int = 1_500_000
    depth: int = 16
    problems: int = 1_000


BOUNDS: Final = Bounds()
_SIGNS: Final = (b"\n", b":", b",", b"- ", b"? ", b"[", b"{")


def excess(file: str, data: bytes, bounds: Bounds = BOUNDS) -> list[Problem]:
    """Tell what is too large about a file before anybody parses it (F102)."""
    if len(data) > bounds.file:
        return [too_large(Place(file), "文件", "the file", f"{len(data)} B", f"{bounds.file} B")]
    if (parts := sum(map(data.count, _SIGNS))) > bounds.parts:
        return [too_large(Place(file), "内容项数", "the number of entries", parts, bounds.parts)]
    start, problems = 0, []
    while start + bounds.line < len(data):
        end = data.rfind(b"\n", start, start + bounds.line + 1)
        if end < 0:
            end = data.find(b"\n", start)
            end = len(data) if end < 0 else end
            place = Place(file, data.count(b"\n", 0, start) + 1, 1)
            problems.append(too_large(place, "该行", "the line", f"{end - start} B", f"{bounds.line} B"))
        start = end + 1
    return problems


def too_large(place: Place, what: str, what_en: str, size: object, limit: object) -> Problem:
    """Say that something is larger than it may be (F102)."""
    return problem(place, "F102", what=what, what_en=what_en, size=size, limit=limit)
