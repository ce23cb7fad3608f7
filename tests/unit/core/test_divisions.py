"""The table of divisions: it says what a second source says, and knows what held when."""

import csv
import re
from importlib.resources import files
from pathlib import Path

import pytest

from sunlot.core.divisions import Divisions, area_of_file, prefecture
from sunlot.core.model import Division

TABLE = Path(__file__).parents[3] / "registers" / "divisions.csv"
ROWS = [Division(**row) for row in csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines())]
DIVISIONS = Divisions.of(ROWS)
PREFECTURES = {"65" + end for end in re.findall("..", "010204052327282930313240424390")}


def second_source():
    """The region's part of python-stdnum's table (from zh.wikipedia), one row a name."""
    text = (files("stdnum.cn") / "loc.dat").read_text(encoding="utf-8")
    region = re.search(r"^65 province=.*\n((?:  .*\n)+)", text, re.MULTILINE)[1]
    for code, names in re.findall(r'  (\d{4}) county="(.*)"', region):
        for years, name in re.findall(r"(?:\[([\d-]+)\])?([^,\[]+)", names):
            start, _, end = years.partition("-")
            yield "65" + code, name, start, end


def test_every_row_is_that_of_the_second_source():
    assert sorted((row.code, row.name, row.valid_from, row.valid_to) for row in ROWS) == sorted(second_source())


def test_the_prefectures_of_today_are_the_fifteen():
    today = {row.code for row in ROWS if row.parent == "650000" and not row.valid_to}
    assert {prefecture(code) for code in today} == PREFECTURES


def test_the_cities_of_the_corps_lie_directly_under_the_region():
    cities = [row for row in ROWS if row.parent == "659000"]
    assert [row.code for row in cities] == [f"6590{n:02d}" for n in range(1, 13)]
    assert {prefecture(row.code) for row in cities} == {"6590"}


def test_parents_stand_in_the_table_and_no_cell_holds_a_comma():
    assert {row.parent for row in ROWS} - {row.code for row in ROWS} == {""}
    assert all(line.count(",") == 4 for line in TABLE.read_text(encoding="utf-8").splitlines())


def test_rows_are_sorted_and_years_run_forward():
    keys = [(row.code, row.valid_from) for row in ROWS]
    assert keys == sorted(set(keys))
    assert all(row.valid_from <= (row.valid_to or "9999") for row in ROWS)


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("652201", "2010-05-01", "哈密市"),
        ("650502", "2026-01-01", "伊州区"),
        ("654223", "2021-03-01", "沙湾县"),
        ("654203", "2021-03-01", "沙湾市"),
        ("650107", "1990-01-01", "南山矿区"),
        ("650107", "2000-01-01", "南泉区"),
        ("650107", "2026-01-01", "达坂城区"),
        ("652923", "2026-01-01", "库车县"),
        ("999999", "2026-01-01", None),
    ],
)
def test_names_belong_to_their_time(code, day, name):
    assert DIVISIONS.name(code, day) == name


def test_a_code_holds_in_its_years_only():
    assert DIVISIONS.at("652923", "2019-12-31")
    assert DIVISIONS.at("652902", "2019-01-01")
    assert not DIVISIONS.at("652923", "2020-01-01")
    assert not DIVISIONS.at("652902", "2018-12-31")
    assert DIVISIONS.ever("652923")
    assert not DIVISIONS.ever("999999")


def test_prefixes():
    assert DIVISIONS.begins_one("65")
    assert DIVISIONS.begins_one("6503")
    assert not DIVISIONS.begins_one("6599")
    assert not DIVISIONS.begins_one("11")
    assert [area_of_file(code) for code in ("650000", "650100", "650102", "659000")] == ["65", "6501", "650102", "6590"]
