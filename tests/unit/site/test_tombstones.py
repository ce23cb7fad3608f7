"""A penalty that was withdrawn: the fact stays, its words are nowhere on the site, and Git still has them."""

import gzip
import json
import sqlite3
import zipfile
from datetime import date
from pathlib import Path

import duckdb
import pytest

from sunlot.jobs.site import build_site
from sunlot.store.repository import Store

TOP = Path(__file__).parents[3]
DRAW, TARGET = "2026-001", "91652323DEM0002418"
WORDS = ("没收违法所得，罚款 10000 元", "处罚款一万元")
"""What the penalty said, in the file that told of it."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "site"
    build_site(Store.open(TOP), out, today=date(2026, 8, 21))
    return out


def texts(path: Path) -> list[str]:
    """Everything that can be read in a file, whatever it is packed in."""
    data = path.read_bytes()
    if path.suffix == ".gz":
        return [gzip.decompress(data).decode()]
    if path.suffix in {".xlsx", ".zip"}:
        with zipfile.ZipFile(path) as packed:
            return [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
    if path.suffix == ".sqlite":
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            return ["\n".join(database.iterdump())]
    if path.suffix == ".parquet":
        return [str(duckdb.sql(f"SELECT * FROM '{path}'").fetchall())]
    return [data.decode("utf-8", "replace")]


def test_the_words_stand_in_git_and_nowhere_on_the_site(site: Path) -> None:
    told = (TOP / f"results/{DRAW}/{TARGET}.yaml").read_text()
    assert all(words in told for words in WORDS)
    found = [
        (path.relative_to(site).as_posix(), words)
        for path in sorted(site.rglob("*"))
        if path.is_file()
        for text in texts(path)
        for words in WORDS
        if words in text
    ]
    assert found == []


def test_before_the_withdrawal_they_are_shown(tmp_path: Path) -> None:
    build_site(Store.open(TOP), tmp_path / "site", today=date(2026, 8, 21), as_of=date(2026, 8, 20))
    page = (tmp_path / f"site/results/{DRAW}/{TARGET}/index.html").read_text()
    assert all(words in page for words in WORDS)


def test_the_fact_the_day_and_the_reason_stay(site: Path) -> None:
    page = (site / f"results/{DRAW}/{TARGET}/index.html").read_text()
    for words in ("撤回处罚", "2026-08-21", "行政复议认定主要证据不足", "演示震罚〔2026〕"):
        assert words in page
    record = json.loads((site / f"results/{DRAW}/{TARGET}.json").read_text())
    (stone,) = [one for one in record["follow_ups"] if one["kind"] == "penalty"]
    assert stone["state"] == "withdrawn"
    assert stone["withdrawn_on"] == "2026-08-21"
    assert not {"amount", "text", "sha256"} & stone.keys()
    lines = [json.loads(line) for line in (site / "data/results.ndjson").read_text().splitlines()]
    earlier = [one for one in lines if one["id"] == TARGET and "corrects" not in one]
    assert [one["summary"] for one in earlier] == ["（其中的行政处罚已于 2026-08-21 撤回，原文不再展示）"]
