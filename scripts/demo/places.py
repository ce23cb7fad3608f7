"""Where the demonstration plays: all fourteen prefectures and the cities of the XPCC, with some counties of each.

The codes are GB/T 2260; their names are read from `registers/divisions.csv`, so that there is one list of names only.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DIVISIONS = Path(__file__).parents[2] / "registers" / "divisions.csv"


@dataclass(frozen=True, slots=True)
class Prefecture:
    """One prefecture-level area.

    Attributes:
        code: Its six digits; also the name of its file in the register of targets.
        office: The stem of its office's id; None for the XPCC's cities, which the region supervises itself.
        counties: Those of its counties that the demonstration uses.
        weight: How many in a hundred of the targets lie there, roughly.
    """

    code: str
    office: str | None
    counties: tuple[str, ...]
    weight: int


PREFECTURES = (
    Prefecture("650100", "urumqi", ("650102", "650103", "650104", "650105", "650106", "650109", "650121"), 20),
    Prefecture("650200", "karamay", ("650202", "650203", "650204", "650205"), 6),
    Prefecture("650400", "turpan", ("650402", "650421", "650422"), 4),
    Prefecture("650500", "hami", ("650502", "650521", "650522"), 5),
    Prefecture("652300", "changji", ("652301", "652302", "652323", "652324", "652325", "652327"), 9),
    Prefecture("652700", "bortala", ("652701", "652702", "652722"), 4),
    Prefecture("652800", "bayingol", ("652801", "652822", "652826", "652827", "652828"), 8),
    Prefecture("652900", "aksu", ("652901", "652902", "652922", "652926", "652927"), 7),
    Prefecture("653000", "kizilsu", ("653001", "653022", "653024"), 3),
    Prefecture("653100", "kashgar", ("653101", "653121", "653125", "653129", "653131"), 8),
    Prefecture("653200", "hotan", ("653201", "653221", "653222", "653226"), 5),
    Prefecture("654000", "ili", ("654002", "654003", "654021", "654025", "654028"), 7),
    Prefecture("654200", "tacheng", ("654201", "654202", "654203", "654221"), 4),
    Prefecture("654300", "altay", ("654301", "654321", "654322"), 3),
    Prefecture("659000", None, tuple(f"6590{n:02d}" for n in range(1, 13)), 7),
)
BY_CODE: Mapping[str, Prefecture] = {prefecture.code: prefecture for prefecture in PREFECTURES}


def prefecture_of(division: str) -> Prefecture:
    """The prefecture-level area that a county lies in."""
    return BY_CODE[division[:4] + "00"]


@cache
def names() -> Mapping[str, str]:
    """Division code → its name in force."""
    with DIVISIONS.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["name"] for row in csv.DictReader(lines) if not row["valid_to"]}
