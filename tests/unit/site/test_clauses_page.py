"""The page of clauses: everything the table says stands on it, counted, and hostile text stays text."""

import json
import re
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import msgspec
import pytest
from tests.support.repositories import bureau, put
from tests.support.site import contents

from sunlot.core.problems import ProblemsError
from sunlot.core.views import clause_pages
from sunlot.core.views.clause_pages import Coverage
from sunlot.jobs.site import build_site
from sunlot.jobs.site.clauses import TABLE, coverage_of, parsed, shipped
from sunlot.jobs.site.rendering import Renderer
from sunlot.store.repository import Store

HOSTILE = "</td><script>alert(1)</script>"
OWN = """\
rule: {name: "某局实施办法", document_no: "某〔2026〕1号", page: "notice/"}
parts:
  - title: {zh: "总则", en: "General"}
    clauses:
      - id: "R1"
        where: "一"
        requirement: {zh: "公开", en: "publish"}
        state: "open"
        answer: {zh: "没有", en: "nothing"}
        missing: {zh: "全部", en: "all of it"}
"""


def html(table: Coverage) -> str:
    page = clause_pages.page(table, {})
    return Renderer(contents("文字")).render(page.template, page.path.count("/"), page.values)


def rows(page: str) -> dict[str, str]:
    """Clause → the text of its row."""
    found = re.findall(r'<tr role="row" id="([^"]+)">(.*?)</tr>', page, re.DOTALL)
    return {key: unescape(re.sub(r"<[^>]+>", "", row)) for key, row in found}


@pytest.fixture(scope="module")
def table() -> Coverage:
    return parsed(shipped(TABLE))


def test_every_clause_is_shown_whole(table: Coverage) -> None:
    page = html(table)
    shown = rows(page)
    assert list(shown) == [clause.id for clause in table.clauses]
    for clause in table.clauses:
        row = shown[clause.id]
        pairs = [clause.requirement, clause.answer, *([clause.missing] if clause.missing else [])]
        for text in (text for pair in pairs for text in (pair.zh, pair.en)):
            assert text in row
        assert "……".join(clause.quote) in row
        assert clause_pages.STATES[clause.state][0] in row
        places = clause.places
        for name in (*places.commands, *places.fields, *places.codes, *places.pages):
            assert name in row
        for name in clause.tests:
            assert name.removeprefix("tests/") in row
        for path in places.pages:
            assert f'href="../{path}"' in page


def test_the_counts_are_those_of_the_rows(table: Coverage) -> None:
    page = html(table)
    labels = [label for label, _, _ in clause_pages.STATES.values()]
    counted = [sum(f"{label}" in row.split()[1] for row in rows(page).values()) for label in labels]
    assert sum(counted) == len(rows(page))
    numbers = [int(one) for one in re.findall(r"<dd>(\d+) <small>", page)]
    assert numbers[0] == len(rows(page))
    by_state = [sum(row.split()[1] == label for row in rows(page).values()) for label in labels]
    assert numbers[1:] == by_state == list(table.counts.values())


def test_what_is_unfinished_is_named_at_the_top(table: Coverage) -> None:
    top = html(table).partition("<h2")[0]
    assert re.findall(r'href="#(\w+)"', top) == [
        clause.id for state in ("partly", "open") for clause in table.clauses if clause.state == state
    ]


def test_hostile_text_stays_text(table: Coverage) -> None:
    first = next(table.clauses)
    bad = msgspec.structs.replace(
        first, answer=clause_pages.Pair(zh=HOSTILE, en=HOSTILE), quote=(HOSTILE,), where=HOSTILE, tests=(HOSTILE,)
    )
    part = msgspec.structs.replace(table.parts[0], clauses=(bad,))
    page = html(msgspec.structs.replace(table, parts=(part,)))
    assert "<script" not in page
    assert rows(page)[first.id].count(HOSTILE) == 5
    assert not re.search(r"\sstyle=|\son[a-z]+=", page)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = bureau(tmp_path_factory.mktemp("bureau") / "repository", targets=1, inspectors=1)
    build_site(Store.open(root), root / "build" / "site", today=date(2026, 8, 1))
    return root / "build" / "site"


def test_another_bureau_has_the_page_the_notice_and_the_data(site: Path, table: Coverage) -> None:
    page = (site / "clauses" / "index.html").read_text("utf-8")
    assert list(rows(page)) == [clause.id for clause in table.clauses]
    assert '<a href="../method/#chance">机会是否均等</a>' in page
    assert '<a href="../draws/">抽查</a>' in page
    told = json.loads((site / "data" / "clauses.json").read_bytes())
    assert told["counts"] == table.counts
    clauses = [clause for part in told["parts"] for clause in part["clauses"]]
    assert msgspec.convert(clauses, list[clause_pages.Clause]) == list(table.clauses)
    notice = (site / "notice" / "index.html").read_text("utf-8")
    anchors = {clause.anchor for clause in table.clauses if clause.anchor}
    assert anchors <= set(re.findall(r'id="([^"]+)"', notice))


def test_every_page_names_the_notice(site: Path) -> None:
    pages = [path for path in site.rglob("*.html") if path != site / "data" / "verify.html"]
    assert len(pages) > 20
    for path in pages:
        foot = path.read_text("utf-8").partition("<footer")[2]
        assert "新震防发〔2018〕73号" in foot, path
        here = f"/{path.relative_to(site).as_posix()}"
        leads = {urljoin(here, address) for address in re.findall(r'href="([^"]+)"', foot)}
        assert leads >= {"/notice/", "/clauses/"}, path


def test_a_bureau_may_bring_a_table_of_its_own(tmp_path: Path) -> None:
    root = bureau(tmp_path / "repository", targets=1, inspectors=1)
    put(root, TABLE, OWN)
    assert coverage_of(Store.open(root)).counts == {"built": 0, "partly": 0, "open": 1}
    assert coverage_of(Store.open(root, "HEAD")) == parsed(shipped(TABLE))  # it is not committed yet
    assert "某〔2026〕1号" in html(coverage_of(Store.open(root)))
    put(root, TABLE, OWN.replace('state: "open"', 'state: "built"'))
    with pytest.raises(ProblemsError):
        coverage_of(Store.open(root))
