"""Administrative divisions (GB/T 2260) with their history: a code once given out stays a code.

The table `registers/divisions.csv` knows years, not days: in the year of a change the old and the new code both hold.
Codes inside credit codes never change with the map, hence the question "was it ever a division".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from sunlot.core.model import Division


@dataclass(frozen=True, slots=True)
class Divisions:
    """The divisions of one region.

    Attributes:
        rows: Code → its rows in order of time; a code that changed its name has several.
    """

    rows: Mapping[str, tuple[Division, ...]]

    @classmethod
    def of(cls, rows: Iterable[Division]) -> Self:
        """Gather rows by code."""
        gathered: dict[str, list[Division]] = {}
        for row in sorted(rows, key=lambda row: (row.code, row.valid_from)):
            gathered.setdefault(row.code, []).append(row)
        return cls({code: tuple(found) for code, found in gathered.items()})

    def ever(self, code: str) -> bool:
        """Tell whether a code of six digits was a division at any time."""
        return code in self.rows

    def at(self, code: str, day: str) -> Division | None:
        """Find the row of a code that held in the year of an ISO date; of two, the later."""
        year = day[:4]
        held = (row for row in self.rows.get(code, ()) if row.valid_from <= year <= (row.valid_to or "9999"))
        return max(held, key=lambda row: row.valid_from, default=None)

    def name(self, code: str, day: str) -> str | None:
        """Give the name that a division bore at an ISO date; for a day outside its years the name it bore last."""
        row = self.at(code, day) or next(reversed(self.rows.get(code, ())), None)
        return row.name if row else None

    def begins_one(self, prefix: str) -> bool:
        """Tell whether a prefix of 2, 4 or 6 digits begins the code of any division, past or present."""
        return prefix in self.rows if len(prefix) == 6 else any(code.startswith(prefix) for code in self.rows)


def prefecture(code: str) -> str:
    """Give the four digits of a code's prefecture; 6590 gathers the cities directly under the region."""
    return code[:4]


def area_of_file(code: str) -> str:
    """Give the prefix shared by all divisions that a file named after `code` may hold: 650100 → 6501, 650000 → 65."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
