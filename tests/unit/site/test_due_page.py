"""The page of deadlines and the lists of what is late come from the same table as `sunlot due`."""

from datetime import date
from typing import Any

import pytest
from tests.support.site import contents, filled, registry_of

from sunlot.core.deadlines import Facts, chosen, deadlines
from sunlot.core.divisions import Divisions
from sunlot.core.drawn import Drawn
from sunlot.core.views import due_pages, front_pages, result_pages
from sunlot.core.views.contents import Contents
from sunlot.core.views.names import Names
from sunlot.jobs.site.contents import vocabulary
from sunlot.jobs.site.rendering import Renderer

KEYS = ["91650102DEM000014J", "91650102DEM000022D"]


def site(day: str, **kinds: list[dict[str, Any]]) -> Contents:
    base = {
        "settings": [filled("settings", "文字", publish_within=20)],
        "authority": [filled("authority", "文字", id="xj-demo", name="演示甲局", parent=None)],
        "task": [filled("task", "文字", id="2026-001", window_from="2026-07-01", window_to="2026-07-31")],
        "target": [filled("target", "文字", id=key, withheld=[], key_supervision=[]) for key in KEYS],
    }
    registry = registry_of({**base, **kinds})
    assert registry.settings
    return Contents(
        day=day,
        settings=registry.settings.value,
        registry=registry,
        words=vocabulary(),
        names=Names(registry, day, Divisions({}), frozenset(KEYS), frozenset(["2026-001"])),
        draws=[],
        records={},
        drawn={"2026-001": Drawn(draw="2026-001", selected=dict.fromkeys(KEYS, "A"))},
        files={},
        results={(one.value.draw, one.value.id): one for one in registry.results},
        circulars={},
    )


def one_result(**fields: Any) -> dict[str, Any]:
    plain = {"follow_ups": [], "withheld": [], "evidence": [], "published_on": "2026-07-20"}
    return filled("result", "文字", id=KEYS[0], target=KEYS[0], draw="2026-001", **plain | fields)


@pytest.mark.parametrize(
    ("day", "late"),
    [("2026-08-28", 0), ("2026-08-29", 1), ("2026-12-31", 1)],  # 20 working days after Friday, 31 July
)
def test_results_are_owed_twenty_working_days_after_the_visits(day: str, late: int) -> None:
    found = [one for one in due_pages.overdue(site(day, result=[one_result()])) if "检查结果" in one.what]
    assert [one.whom.id for one in found] == KEYS[1:] * late
    assert all(one.due == "2026-08-28" and one.days >= 0 and one.provisional for one in found)
    assert all(one.unit.text == "演示甲局" for one in found)


def test_follow_ups_and_objections_have_their_own_limits() -> None:
    order = {"kind": "order_to_correct", "state": "open", "due_on": "2026-08-03"}
    asked = filled("objection", "文字", state="reviewing", filed_on="2026-08-03", record="2026-001")
    found = due_pages.overdue(site("2026-09-01", result=[one_result(follow_ups=[order])], objection=[asked]))
    told = {one.what: (one.due, one.days) for one in found}
    assert told["后续处理：责令改正"] == ("2026-08-03", 21)
    assert told["答复异议"] == ("2026-08-31", 1)
    (order_row,) = [one for one in found if "责令改正" in one.what]
    assert order_row.whom.address == f"results/2026-001/{KEYS[0]}/"


def test_the_page_lists_what_the_table_has_and_nothing_else() -> None:
    shown = site("2026-08-29", result=[one_result()])
    (page,) = due_pages.pages(shown)
    facts = Facts(registry=shown.registry, day=date(2026, 8, 29), drawn=shown.drawn)
    expected = list(chosen(deadlines(facts)))
    rows = [row for unit in page.values["units"] for row in (*unit.late, *unit.soon)]
    assert len(rows) == len(expected) == page.values["late"] + page.values["soon"]
    assert page.values["late"] == sum(one.late for one in expected) > 0
    html = Renderer(shown).render(page.template, 1, page.values)
    assert "演示甲局" in html
    assert html.count("<tr>") == len(rows) + html.count("<thead>")


def test_home_and_results_show_the_same_list() -> None:
    shown = contents("文字")
    late = due_pages.overdue(shown)
    assert late
    for maker in (front_pages, result_pages):
        assert next(page.values["late"] for page in maker.pages(shown) if "late" in page.values) == late
    home = next(page for page in front_pages.pages(shown) if page.template == "home")
    assert 'href="due/"' in Renderer(shown).render("home", 0, home.values)
