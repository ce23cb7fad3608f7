"""Numbers and coverage follow from records and the day."""

from datetime import date
from typing import Any

import pytest
from tests.support.site import contents, filled, registry_of

from sunlot.core.divisions import Divisions
from sunlot.core.registry import Registry
from sunlot.core.views.draws import Chosen, DrawView, StratumView
from sunlot.core.views.names import Name, Names
from sunlot.core.views.overview import Area, coverage, numbers
from sunlot.core.views.tiles import tiles

KEYS = ["91650102DEM000014J", "91650102DEM000022D"]


def draw(*keys: str) -> DrawView:
    chosen = tuple(Chosen(n, Name(key, key), "A", "ab" * 32, "targets", None, ()) for n, key in enumerate(keys, 1))
    return DrawView(
        "2026-001", "题", "已抽取", "drawn", None, strata=(StratumView("A", "", "", 9, 2, ""),), chosen=chosen
    )


def held(**kinds: list[dict[str, Any]]) -> Registry:
    base = {
        "settings": [filled("settings", "文字", publish_within=20)],
        "task": [filled("task", "文字", id="2026-001", window_from="2026-07-01", window_to="2026-07-31")],
        "target": [filled("target", "文字", id=key, removed_on="2030-01-01") for key in KEYS],
    }
    return registry_of({**base, **kinds})


def names(registry: Registry, day: str) -> Names:
    return Names(registry, day, Divisions({}))


def test_numbers() -> None:
    registry = held(
        result=[
            filled("result", "文字", id=key, target=key, draw="2026-001", result_code=code)
            for key, code in zip(KEYS, ["corrected", "no_problem"], strict=True)
        ],
    )
    results = {("2026-001", placed.value.target): placed for placed in registry.results}
    found = numbers(registry, [draw(*KEYS)], results, "2026-08-01", {"corrected"})
    assert (found.targets, found.draws, found.inspected, found.problems, found.owed) == (2, 1, 2, 1, 0)


def test_coverage_counts_a_target_once_and_only_this_year() -> None:
    registry = held()
    twice = [draw(KEYS[0]), draw(KEYS[0])]
    assert coverage(registry, twice, names(registry, "2026-08-01"), "2026-08-01") == [Area("6501", "6501", 2, 1)]
    assert coverage(registry, twice, names(registry, "2027-08-01"), "2027-08-01") == [Area("6501", "6501", 2, 0)]


@pytest.mark.parametrize(("drawn", "step"), [(0, 0), (1, 1), (5, 2), (10, 3), (20, 4), (100, 4)])
def test_shades(drawn: int, step: int) -> None:
    assert Area("6501", "", 100, drawn).step == step


def test_every_area_has_a_tile_of_its_own() -> None:
    codes = ["6501", "6502", "6590", "1101", "1102", "9999"]
    placed = list(tiles(Area(code, "某某回族自治州", 1, 0) for code in codes))
    assert len({(tile.x, tile.y) for tile in placed}) == len(codes)
    assert {tile.name for tile in placed} == {"某某"}


def test_a_day_before_publication_hides_a_result() -> None:
    site = contents("文字")
    (placed,) = site.results.values()
    assert placed.file.endswith(".2.yaml")
    assert date.fromisoformat(placed.value.published_on) <= date.fromisoformat(site.day)
