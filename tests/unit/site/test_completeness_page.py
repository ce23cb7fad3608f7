"""The page on completeness: it says what the data say, names who can be told, and runs nothing."""

import csv
import io
import json
import re

import pytest
from tests.support.site import contents, filled, registry_of

from sunlot.core.views import completeness_pages
from sunlot.core.views.contents import Contents
from sunlot.jobs.site import data
from sunlot.jobs.site.rendering import Renderer

HOSTILE = "</p><script>alert(1)</script>"
TARGET = "91650102DEM000014J"
STANDING = {"removed_on": None, "added_on": "2026-01-01", "registration_status": "active", "subject": TARGET}
ITEM = {"status": "active", "target_class": ["builder"], "valid_from": "2026-01-01", "valid_to": None}


def site_of(text: str, targets: list[dict], items: list[dict] | None = None) -> Contents:
    """A site about a few targets, three authorities of which two are one line, and one item."""
    from dataclasses import replace  # noqa: PLC0415

    site = contents(text)
    desks = [
        filled("authority", text, id="xj-demo", parent=None, removed_on=None, role="own"),
        filled(
            "authority", text, id="wl-demo", parent="xj-demo", removed_on=None, public_phone=None, public_address=None
        ),
        filled("authority", text, id="zj-demo", parent=None, removed_on=None, role="partner"),
    ]
    plain = [{k: v for k, v in one.items() if v is not None} for one in desks]
    listed = [
        {k: v for k, v in filled("target", text, **{**STANDING, **one}).items() if v is not None} for one in targets
    ]
    wanted = [
        {k: v for k, v in filled("item", text, **{**ITEM, **one}).items() if v is not None} for one in items or [{}]
    ]
    books = registry_of(
        {
            "settings": [filled("settings", text, title="演示", title_en="Demo")],
            "authority": plain,
            "target": listed,
            "item": wanted,
        }
    )
    return replace(site, registry=books, names=replace(site.names, registry=books))


def html(site: Contents) -> str:
    page = completeness_pages.page(site, completeness_pages.told(site))
    return Renderer(site).render(page.template, page.path.count("/"), page.values)


def files(site: Contents) -> dict[str, bytes]:
    return dict(data.completeness(site, completeness_pages.told(site)))


@pytest.fixture(scope="module")
def site() -> Contents:
    return site_of(
        "文字",
        [
            {"id": TARGET, "supervised_by": ["wl-demo", "xj-demo"], "supervision_types": ["builder"]},
            {"id": "XJ-T-0001", "supervised_by": ["wl-demo", "zj-demo"], "supervision_types": ["builder"]},
            {"id": "XJ-T-0002", "supervised_by": [], "supervision_types": ["designer"]},
        ],
        [
            {"id": "SEI-01"},
            {"id": "SEI-02", "status": "preparing", "planned_for": "2026-11-30"},
            {"id": "SEI-10", "status": "excluded", "planned_for": None},
        ],
    )


def test_the_data_say_what_the_registers_hold(site: Contents) -> None:
    told = json.loads(files(site)["data/completeness.json"])
    assert told["as_of"] == site.day
    assert {one["item"]: (one["status"], one["listed"]) for one in told["duties"]} == {
        "SEI-01": ("active", True),
        "SEI-02": ("preparing", False),
        "SEI-10": ("excluded", False),
    }
    assert told["bodies"]["targets"] == 3
    assert (told["bodies"]["several"], told["bodies"]["none"]) == (1, ["XJ-T-0002"])
    assert told["bodies"]["unreached"] == ["XJ-T-0002"]
    assert [(one["area"], one["targets"], one["short"]) for one in told["staffing"]] == [("6501", 2, True)]


def test_the_page_says_what_the_data_say(site: Contents) -> None:
    page, told = html(site), json.loads(files(site)["data/completeness.json"])
    for one in told["duties"]:
        assert f'href="../items/{one["item"]}/"' in page
    assert "2026-11-30" in page
    assert "已过期" in page  # the plan of SEI-02 lies before the day of the site
    assert [one["percent"] for one in told["shares"]] == [int(n) for n in re.findall(r">(\d+)%</td>", page)]
    assert 'href="../targets/record/?id=XJ-T-0002"' in page
    assert "0 / 2" in page
    assert page.count("不足") >= 2
    assert '<section lang="en"' in page


def test_whoever_misses_a_subject_finds_whom_to_tell(site: Contents) -> None:
    page = html(site)
    report = page[page.index('id="report"') : page.index('id="several"')]
    assert report.count("<td>") == 2  # one office, the only one of its own with a telephone: name and address
    assert "<pre" in report
    assert "统一社会信用代码" in report
    assert "<form" not in page


def test_the_table_names_those_of_several_bodies_and_of_none(site: Contents) -> None:
    rows = list(csv.DictReader(io.StringIO(files(site)["data/completeness-bodies.csv"].decode(), newline="")))
    assert {row["target"]: row["bodies"] for row in rows} == {"XJ-T-0001": "xj-demo zj-demo", "XJ-T-0002": ""}


def test_the_page_runs_nothing_and_keeps_its_style_to_itself() -> None:
    page = html(site_of(HOSTILE, [{"id": TARGET, "supervised_by": ["zj-demo", "xj-demo"]}]))
    assert "<script" not in page
    assert not re.search(r"\sstyle=|\son[a-z]+=", page)


def test_an_empty_register_has_a_page_too() -> None:
    page = html(site_of("文字", []))
    assert "没有可比较的" in page
