"""The data in the formats of others, judged by the programs of others."""

import hashlib
import io
import json
import re
import sqlite3
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import duckdb
import frictionless
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate as validate_openapi
from python_calamine import CalamineWorkbook
from referencing import Registry, Resource

from sunlot.core.opendata.feeds import Feed, atom, json_feed
from sunlot.core.opendata.news import Event
from sunlot.core.opendata.tables import Column, Table
from sunlot.core.views.vocabulary import Vocabulary
from sunlot.jobs.site import build_site
from sunlot.store import datasets, schemas
from sunlot.store.repository import Store

TOP = Path(__file__).parents[3]
_ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the demonstration at the top of this repository."""
    out = tmp_path_factory.mktemp("site") / "site"
    build_site(Store.open(TOP), out, today=date(2026, 8, 21))
    return out


def lines(site: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (site / f"data/{name}.ndjson").read_text().splitlines()]


def test_the_package_is_valid_with_every_row(site: Path) -> None:
    report = frictionless.validate(site / "data/datapackage.json")
    problems = [(task.name, error.message) for task in report.tasks for error in task.errors]
    assert report.valid, problems[:5] or report.errors
    assert report.stats["tasks"] == 12
    assert {task.name: task.stats["rows"] for task in report.tasks}["targets"] == len(lines(site, "targets"))


def test_the_package_notices_a_changed_cell(site: Path, tmp_path: Path) -> None:
    described = json.loads((site / "data/datapackage.json").read_text())
    described["resources"] = [one for one in described["resources"] if one["name"] == "results"]
    for digest in ("hash", "bytes"):
        del described["resources"][0][digest]
    (tmp_path / "datapackage.json").write_text(json.dumps(described))
    plain = (site / "data/results.csv").read_bytes()
    (tmp_path / "results.csv").write_bytes(plain.replace(b",no_problem,", b",no_trouble,", 1))
    kinds = {error.type for error in frictionless.validate(tmp_path / "datapackage.json").tasks[0].errors}
    assert "constraint-error" in kinds


@pytest.mark.parametrize("name", ["targets", "results", "items", "inspectors", "plans"])
def test_every_format_has_every_record(site: Path, name: str) -> None:
    ids = sorted(one["id"] for one in lines(site, name))
    with sqlite3.connect(f"file:{site}/data/sunlot.sqlite?mode=ro", uri=True) as database:
        assert sorted(key for (key,) in database.execute(f"SELECT id FROM {name}")) == ids
    rows = duckdb.sql(f"SELECT id FROM '{site}/data/{name}.parquet'").fetchall()
    assert sorted(key for (key,) in rows) == ids
    title = schemas.source(name.removesuffix("s"))["title"]
    sheet = CalamineWorkbook.from_path(site / "data/sunlot.xlsx").get_sheet_by_name(title).to_python()
    assert sorted(row[0] for row in sheet[1:]) == ids


def test_words_and_codes_stand_where_they_belong(site: Path) -> None:
    """A workbook is for reading and has words; the other formats have the codes that the schemas name."""
    rows = CalamineWorkbook.from_path(site / "data/sunlot.xlsx").get_sheet_by_name("检查结果").to_python()
    at = rows[0].index("检查结果")
    assert {row[at] for row in rows[1:]} <= {term["title"] for term in schemas.terms("result_code").values()}
    with sqlite3.connect(f"file:{site}/data/sunlot.sqlite?mode=ro", uri=True) as database:
        unknown = database.execute(
            "SELECT result_code FROM results WHERE result_code NOT IN"
            " (SELECT code FROM terms_ WHERE terms = 'result_code')"
        ).fetchall()
        assert unknown == []
        (spoken,) = database.execute(
            "SELECT zh FROM columns_ WHERE table_name = 'results' AND name = 'visit.visited_on'"
        ).fetchone()
    assert spoken == "现场检查 · 检查日期"


def test_every_selection_is_that_of_its_draw(site: Path) -> None:
    drawn = {
        (draw, one["target"], one["ticket"])
        for draw in (path.stem for path in (site / "draws").glob("2*.json"))
        for one in json.loads((site / f"draws/{draw}.json").read_text())["selected"]
    }
    rows = duckdb.sql(f"SELECT draw, target, ticket FROM '{site}/data/selections.parquet'").fetchall()
    assert set(rows) == drawn
    assert len(rows) == len(drawn) > 30


def test_the_derived_json_follows_its_schemas(site: Path) -> None:
    loaded = {name: json.loads((site / f"schemas/v1/{name}.schema.json").read_text()) for name in
              ("common", "terms", *schemas.DERIVED)}  # fmt: skip
    held = Registry().with_resources((one["$id"], Resource.from_contents(one)) for one in loaded.values())
    summary = Draft202012Validator(loaded["draw_summary"], registry=held)
    for path in (site / "draws").glob("2*.json"):
        assert list(summary.iter_errors(json.loads(path.read_text()))) == [], path
    manifest = json.loads((site / "data/manifest.json").read_text())
    assert list(Draft202012Validator(loaded["manifest"], registry=held).iter_errors(manifest)) == []


def test_the_interface_is_described_and_every_address_answers(site: Path) -> None:
    described = json.loads((site / "data/openapi.json").read_text())
    validate_openapi(_without_references(described))
    known = {"draw": "2026-001"}
    ids = {"items": "SEI-01", "plans": "2026", "inspectors": lines(site, "inspectors")[0]["id"], "draws": "2026-001"}
    ids["targets"] = ids["results"] = lines(site, "results")[0]["id"]
    for path, told in described["paths"].items():
        real = path.format(id=ids.get(path.split("/")[1], ""), **known)
        assert (site / real[1:]).is_file(), real
        for answer in told["get"]["responses"]["200"].get("content", {}).values():
            if "$ref" in answer["schema"]:
                assert (site / "data" / answer["schema"]["$ref"]).resolve().is_file()


def _without_references(node: Any) -> Any:
    """The description by itself: where its schemas lie is tested by looking there."""
    if isinstance(node, dict):
        return {key: _without_references(value) for key, value in node.items() if key != "$ref"}
    return [_without_references(one) for one in node] if isinstance(node, list) else node


def test_sha256sum_agrees_with_every_file(site: Path) -> None:
    done = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=site, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout
    listed = {line.split("  ", 1)[1] for line in (site / "SHA256SUMS").read_text().splitlines()}
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert there - listed == {"SHA256SUMS", "data/manifest.json"}


def test_feeds_name_pages_that_are_there(site: Path) -> None:
    feeds = sorted((site / "feeds").glob("*.atom"))
    assert len(feeds) > 10
    for path in feeds:
        root = ElementTree.fromstring(path.read_bytes())
        for name in ("id", "title", "updated"):
            assert root.findtext(f"{_ATOM}{name}")
        entries = root.findall(f"{_ATOM}entry")
        ids = [one.findtext(f"{_ATOM}id") for one in entries]
        assert len(set(ids)) == len(ids)
        times = [one.findtext(f"{_ATOM}updated") or "" for one in entries]
        assert times == sorted(times, reverse=True)
        twin = json.loads(path.with_suffix(".json").read_text())
        assert [one["id"] for one in twin["items"]] == ids
        for one in entries:
            link = one.find(f"{_ATOM}link")
            assert link is not None
            assert (site / link.attrib["href"].removeprefix("https://sunlot.example/") / "index.html").is_file()


def test_the_calendar_names_every_waiting_beacon(site: Path) -> None:
    text = (site / "feeds/calendar.ics").read_bytes().decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    for draw in ("2026-002", "2026-005", "2026-006", "2026-007"):
        assert json.loads((site / f"draws/{draw}.json").read_text())
        assert draw in text.replace("\r\n ", "")
    assert "DTSTART:20260822T213551Z" in text


def test_the_data_page_tells_search_engines_what_is_there(site: Path) -> None:
    page = (site / "data/index.html").read_text()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    described = json.loads(found[1])
    names = [one["contentUrl"].rpartition("/")[2] for one in described["distribution"]]
    assert "targets.csv" in names
    assert all((site / "data" / name).is_file() for name in names)
    catalogue = json.loads((site / "data/catalog.jsonld").read_text())
    for dataset in catalogue["dcat:dataset"]:
        for one in dataset["dcat:distribution"]:
            data = (site / "data" / one["@id"].rpartition("/")[2]).read_bytes()
            assert one["spdx:checksum"]["spdx:checksumValue"] == hashlib.sha256(data).hexdigest()
            assert one["dcat:byteSize"] == len(data)


_WORDS = Vocabulary({}, {})
_COLUMNS = (
    Column("id", "编号", "id", "string"),
    Column("count", "数", "count", "integer"),
    Column("day", "日期", "day", "date"),
    Column("yes", "是否", "yes", "boolean"),
)
_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=40)
_ROW = st.tuples(
    _TEXT,
    st.none() | st.integers(-(2**53), 2**53),
    st.none() | st.dates(min_value=date(1900, 1, 1)).map(date.isoformat),
    st.none() | st.booleans(),
)


@settings(max_examples=40)
@given(st.lists(_ROW, min_size=1, max_size=8))
def test_parquet_and_sqlite_hold_what_was_given(rows: list[tuple[Any, ...]]) -> None:
    table = Table("t", "表", "table", ("id",), _COLUMNS, rows)
    made = sqlite3.connect(":memory:")
    made.deserialize(datasets.database([table], _WORDS))
    assert made.execute("SELECT * FROM t").fetchall() == [
        tuple(int(one) if isinstance(one, bool) else one for one in row) for row in rows
    ]
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        file.write(datasets.parquet(table))
        file.flush()
        found = duckdb.sql(f"SELECT id, count, day::VARCHAR, yes FROM '{file.name}'").fetchall()
    assert found == [tuple(row) for row in rows]


@settings(max_examples=60)
@given(st.lists(_TEXT.filter(lambda text: text.isprintable()), min_size=1, max_size=6))
def test_a_workbook_computes_nothing(texts: list[str]) -> None:
    table = Table("t", "表", "table", ("id",), _COLUMNS[:1], [[text] for text in ["=1+1", "@SUM(A1)", *texts]])
    held = datasets.workbook([table], _WORDS)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(held)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [row[0] for row in rows[1:]] == ["=1+1", "@SUM(A1)", *texts]
    with zipfile.ZipFile(io.BytesIO(held)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


@given(st.text(max_size=60))
def test_any_title_is_a_well_formed_feed(title: str) -> None:
    one = Event("result", "result/x", "2026-08-01T00:00:00+08:00", title, "results/x/")
    feed = Feed("all", title, [one])
    root = ElementTree.fromstring(atom(feed, "https://sunlot.example/", title, "2026-08-01"))
    entry = root.find(f"{_ATOM}entry")
    assert entry is not None
    if title.isprintable():
        assert (entry.findtext(f"{_ATOM}title") or "") == title
    twin: Mapping[str, Any] = json_feed(feed, "https://sunlot.example/", "甲")
    assert json.loads(json.dumps(twin)) == twin
