"""The fairness record as a page, as data, and as a table of those who were never drawn."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from sunlot.core.csv_cells import line
from sunlot.core.dates import end_of
from sunlot.core.fairness import Fairness, fairness
from sunlot.core.fairness.chance import Compared
from sunlot.core.fairness.changes import Change
from sunlot.core.views.contents import Contents, Page
from sunlot.core.views.names import WITHHELD, Name
from sunlot.core.views.times import beijing

WIDTH = 160
"""Of a band's drawing, in its own units."""
SHOWN = 200
NEVER_SHOWN = 20
_COLUMNS = ("target", "name", "division", "draws", "chance_of_never")


@dataclass(frozen=True, slots=True)
class BandRow:
    """A count beside its band, and where its marks stand in the drawing."""

    name: Name
    observed: int
    expected: str
    low: int
    high: int
    flagged: bool
    left: float
    width: float
    mean: float
    dot: float


def told(site: Contents) -> Fairness:
    """Make the record that the site shows."""
    standing = (
        key
        for key, placed in site.registry.targets.items()
        if placed.value.added_on <= site.day and not (placed.value.removed_on and placed.value.removed_on <= site.day)
    )
    return fairness(
        site.registry,
        site.records,
        (placed.value for placed in site.results.values()),
        refused=[draw.id for draw in site.draws if draw.verdict and not draw.verdict.ok],
        standing=standing,
        day=site.day,
        moment=end_of(site.day),
    )


def page(site: Contents, record: Fairness) -> Page:
    """Make the page."""
    names, words = site.names, site.words
    inspectors = band_rows({names.person(key): one for key, one in record.inspectors.items()})
    values = {
        "record": record,
        "draws": {draw: names.draw(draw) for draw in site.records},
        "voids": [
            {
                "told": one,
                "reason": words.term("void_reason", one.reason),
                "at": beijing(one.voided_at),
                "would": [
                    names.target(key) if key in site.registry.targets else names.person(key) for key in one.would
                ],
            }
            for one in record.voids
        ],
        "substitutions": [_change(site, one) for one in record.substitutions],
        "reliefs": [_change(site, one) for one in record.reliefs],
        "left_out": _left_out(site, record),
        "strata": [(one, _titles(site).get((one.draw, one.id), one.id)) for one in record.strata],
        "prefectures": band_rows({_area(site, key): one for key, one in record.prefectures.items()}),
        "inspectors": sorted(inspectors, key=lambda row: not row.flagged)[:SHOWN],
        "fewer_seeds": [one for one in record.simulated if one.seeds < max(two.seeds for two in record.simulated)],
        "waiting": [(names.division(one.area), one) for one in record.waiting],
        "never": [
            (names.target(one.target), one.draws, percent(one.chance)) for one in record.drawing.never[:NEVER_SHOWN]
        ],
        "never_expected": decimal(record.drawing.expected),
        "flags_expected": f"{record.expected_flags:.1f}",
        "width": WIDTH,
        "owed_at": {one.due: beijing(one.due) for one in record.owed},
    }
    return Page("fairness/", "fairness", values)


def band_rows(counts: Mapping[Name, Compared]) -> list[BandRow]:
    """Place counts and bands on one scale."""
    most = max((max(one.observed, one.band.high) for one in counts.values()), default=0)
    unit = (WIDTH - 12) / max(1, most)
    return [
        BandRow(
            name,
            one.observed,
            decimal(one.expected),
            one.band.low,
            one.band.high,
            one.flagged,
            round(4 + one.band.low * unit, 1),
            round(4 + (one.band.high - one.band.low) * unit, 1),
            round(6 + float(one.expected) * unit, 1),
            round(6 + one.observed * unit, 1),
        )
        for name, one in counts.items()
    ]


def as_data(record: Fairness) -> dict[str, Any]:
    """The record as data; whoever was never drawn stands in a table of their own."""
    return {
        "as_of": record.day,
        "draws": list(record.draws),
        "refused": list(record.refused),
        "voids": [
            asdict(one) | {"approved_by": list(one.approved_by), "would": list(one.would)} for one in record.voids
        ],
        "substitutions": [asdict(one) for one in record.substitutions],
        "reliefs": [asdict(one) for one in record.reliefs],
        "left_out": [asdict(one) for one in record.left_out],
        "owed": [asdict(one) for one in record.owed],
        "visits": [asdict(one) | {"window": list(one.window)} for one in record.visits],
        "strata": [asdict(one) for one in record.strata],
        "prefectures": _compared(record.prefectures),
        "inspectors": _compared(record.inspectors),
        "simulated": [asdict(one) for one in record.simulated],
        "compared": len(record.compared),
        "flagged": record.flagged,
        "flags_expected": round(record.expected_flags, 4),
        "waiting": [asdict(one) | {"parts": list(one.parts)} for one in record.waiting],
        "drawing": {
            "listed": record.drawing.listed,
            "never": len(record.drawing.never),
            "never_expected": round(float(record.drawing.expected), 4),
            "withheld": record.drawing.withheld,
        },
    }


def never_drawn(site: Contents, record: Fairness) -> str:
    """Those never drawn as comma-separated lines, safe to open in a spreadsheet."""
    lines = [_COLUMNS]
    for one in record.drawing.never:
        placed = site.registry.targets.get(one.target)
        name, division = (placed.value.name, placed.value.division) if placed else ("", "")
        lines.append((one.target, name, division, str(one.draws), f"{float(one.chance):.6f}"))
    return "".join(map(line, lines))


def percent(chance: Fraction) -> str:
    """Write a probability as a percentage with up to two decimals."""
    return f"{float(100 * chance):.2f}".rstrip("0").rstrip(".") + "%"


def decimal(number: Fraction) -> str:
    """Write a mean with one decimal."""
    return f"{float(number):.1f}"


def _compared(counts: Mapping[str, Compared]) -> list[dict[str, Any]]:
    return [
        {
            "id": key,
            "observed": one.observed,
            "expected": round(float(one.expected), 4),
            "low": one.band.low,
            "high": one.band.high,
            "outside": round(one.band.outside, 6),
            "flagged": one.flagged,
        }
        for key, one in counts.items()
    ]


def _change(site: Contents, one: Change) -> dict[str, Any]:
    finder = site.names.target if one.inspector is None else site.names.person
    term = "target_vacancy_reason" if one.inspector is None else "inspector_vacancy_reason"
    return {
        "draw": site.names.draw(one.draw),
        "target": site.names.target(one.target),
        "out": site.names.person(one.inspector) if one.inspector else None,
        "reason": site.words.term(term, one.reason),
        "newcomer": finder(one.newcomer) if one.newcomer else None,
        "drawn": one.drawn,
        "void": one.void,
    }


def _area(site: Contents, code: str) -> Name:
    """The name of a prefecture; a code of two digits holds the entries that are withheld."""
    found = site.names.division(code)
    return found if len(code) > 2 else Name(code, f"{found.text}（{WITHHELD}）")


def _left_out(site: Contents, record: Fairness) -> Iterable[tuple[str, str, int, list[tuple[str, int]]]]:
    """Kind, reason, how many in all, and how many in each draw."""
    rows: defaultdict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for one in record.left_out:
        rows[one.kind, one.reason].append((one.draw, one.count))
    kinds = {"exclusion": "对象", "absence": "人员"}
    return [
        (kinds[kind], site.words.term(f"{kind}_reason", reason), sum(count for _, count in found), found)
        for (kind, reason), found in sorted(rows.items(), reverse=True)
    ]


def _titles(site: Contents) -> dict[tuple[str, str], str]:
    """The titles of strata: a stratum's id says little."""
    return {
        (draw, stratum.id): stratum.title
        for draw, placed in site.registry.tasks.items()
        for stratum in placed.value.strata
    }
