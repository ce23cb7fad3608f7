"""A map without borders: one tile a prefecture, roughly where it lies, to be shaded by any number.

Maps with borders need an approval that is the bureau's to obtain (地图管理条例); tiles need none. Another region
writes its own places here; a prefecture without a place gets one in the last row.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sunlot.core.views.overview import Area

PLACES = {
    "6542": (2, 0), "6543": (3, 0),
    "6527": (1, 1), "6502": (2, 1), "6523": (3, 1),
    "6540": (1, 2), "6501": (3, 2), "6504": (4, 2), "6505": (5, 2),
    "6530": (0, 3), "6529": (1, 3), "6528": (3, 3), "6590": (5, 3),
    "6531": (0, 4), "6532": (1, 4),
}  # fmt: skip
_ENDS = re.compile("(回族|蒙古|柯尔克孜|哈萨克)?自治州$|地区$|市$|县级行政单位$")
WIDTH, HEIGHT, GAP = 108, 66, 6


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile: its corner in the picture, its area, and the short name that fits into it."""

    x: int
    y: int
    area: Area
    name: str


def tiles(areas: Iterable[Area]) -> Iterator[Tile]:
    """Give every area its tile."""
    extra = 0
    for area in areas:
        place = PLACES.get(area.code)
        if place is None:
            place = (extra % 6, 5 + extra // 6)
            extra += 1
        column, row = place
        yield Tile(column * (WIDTH + GAP), row * (HEIGHT + GAP), area, _ENDS.sub("", area.name)[:7])
