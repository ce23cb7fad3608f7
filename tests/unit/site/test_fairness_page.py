"""The page of the fairness record: it says what the data says, and a table that is safe to open."""

import csv
import io
import json
import re

import pytest
from tests.support.site import contents

from sunlot.core.csv_cells import cell
from sunlot.core.views import fairness_pages
from sunlot.core.views.contents import Contents
from sunlot.core.views.draws import Verdict
from sunlot.jobs.site import data
from sunlot.jobs.site.rendering import Renderer

HOSTILE = "</p><script>alert(1)</script>"


def html(site: Contents) -> str:
    page = fairness_pages.page(site, fairness_pages.told(site))
    return Renderer(site).render(page.template, page.path.count("/"), page.values)


def files(site: Contents) -> dict[str, bytes]:
    return dict(data.fairness(site, fairness_pages.told(site)))


@pytest.fixture(scope="module")
def site() -> Contents:
    return contents("文字")


def test_the_data_say_what_was_drawn(site: Contents) -> None:
    told = json.loads(files(site)["data/fairness.json"])
    (draw,) = site.draws
    assert told["draws"] == [draw.id]
    assert told["as_of"] == site.day
    assert {one["draw"] for one in told["strata"]} == {draw.id}
    assert sum(one["observed"] for one in told["prefectures"]) == sum(one["selected"] for one in told["strata"])
    assert len(told["prefectures"]) + len(told["inspectors"]) == told["compared"]
    assert told["flagged"] == sum(one["flagged"] for one in [*told["prefectures"], *told["inspectors"]])
    assert [one["newcomer"] for one in told["substitutions"]] == [
        chosen.target.id for chosen in draw.chosen if chosen.stage.startswith("substitutes")
    ]


def test_the_page_shows_every_figure_of_the_data(site: Contents) -> None:
    told, page = json.loads(files(site)["data/fairness.json"]), html(site)
    shown = []
    for row in re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", page, re.DOTALL):
        cells = [re.sub("<[^>]+>", "", cell).split() for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]
        if len(cells) == 4:  # a count beside its band; waiting times have more
            shown.append((int(cells[0][0]), float(cells[1][0]), cells[2][0], "范围之外" in row))
    first = sorted(told["inspectors"], key=lambda one: not one["flagged"])
    assert shown == [
        (one["observed"], pytest.approx(one["expected"], abs=0.0502), f"{one['low']}–{one['high']}", one["flagged"])
        for one in [*told["prefectures"], *first]
    ]
    for change in [*told["substitutions"], *told["reliefs"]]:
        assert f'href="../draws/{change["draw"]}/"' in page
    assert f"平均会有 {told['drawing']['never_expected']:.1f} 户" in page
    assert f"平均也会有 {told['flags_expected']:.1f} 项" in page
    assert '<section lang="en"' in page


def test_the_page_runs_nothing_and_keeps_its_style_to_itself() -> None:
    page = html(contents(HOSTILE))
    assert "<script" not in page
    assert not re.search(r"\sstyle=|\son[a-z]+=", page)
    assert page.count("<svg") == page.count('aria-hidden="true"')


def test_marks_stand_where_the_numbers_say(site: Contents) -> None:
    told = fairness_pages.told(site)
    rows = fairness_pages.band_rows({site.names.division(key): one for key, one in told.prefectures.items()})
    most = max(max(row.observed, row.high) for row in rows)
    unit = (fairness_pages.WIDTH - 12) / most
    for row in rows:
        assert row.dot == pytest.approx(6 + row.observed * unit, abs=0.06)
        assert row.left + 2 == pytest.approx(6 + row.low * unit, abs=0.06)
        assert row.left + row.width - 2 == pytest.approx(6 + row.high * unit, abs=0.11)
        assert row.flagged == (not row.left <= row.dot <= row.left + row.width)
        assert row.left >= 0
        assert row.left + row.width <= fairness_pages.WIDTH


def test_a_refused_draw_is_named_and_nothing_of_it_is_counted() -> None:
    site = contents("文字", verdict=Verdict(ok=False, sentence="不符"))
    page, told = html(site), json.loads(files(site)["data/fairness.json"])
    assert "以下抽查未通过核验，本页不计入" in page
    assert (told["draws"], told["refused"], told["compared"]) == ([], [site.draws[0].id], 0)


def test_a_void_stage_is_shown_as_it_would_have_been() -> None:
    site = contents("文字", vector="good-void-and-repeat")
    page = html(site)
    told = json.loads(files(site)["data/fairness.json"])
    (void,) = told["voids"]
    assert "若未作废：" in page
    assert all(approver in page for approver in void["approved_by"])
    assert all(f"inspectors/{key}/" in page for key in void["would"])


def test_a_draw_that_waits_is_waiting() -> None:
    site = contents("文字", vector="good-waiting")
    page = html(site)
    assert "已逾期" in page  # the site shows a day long after its value
    assert "还没有抽取过" in page


def test_those_never_drawn_are_a_table(site: Contents) -> None:
    rows = list(csv.DictReader(io.StringIO(files(site)["data/fairness-never-drawn.csv"].decode(), newline="")))
    drawn = {one.target.id for one in site.draws[0].chosen}
    roster = {entry.key for entry in site.records[site.draws[0].id].lists.roster}
    assert {row["target"] for row in rows} == roster - drawn
    assert all(0 <= float(row["chance_of_never"]) < 1 and row["draws"] == "1" for row in rows)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", " =1", "\t=1", "\r=1", '=1,"2"'])
def test_no_cell_is_a_formula(text: str) -> None:
    ((read,),) = csv.reader(io.StringIO(cell(text), newline=""))
    assert read == f"'{text}"


@pytest.mark.parametrize("text", ["文字", "a,b", 'a"b', "a\nb", ""])
def test_every_other_cell_is_itself(text: str) -> None:
    rows = list(csv.reader(io.StringIO(f"{cell(text)},x", newline="")))
    assert rows == [[text, "x"]]
