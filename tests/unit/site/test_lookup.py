"""The look-up finds what is there, by any part of a name and any beginning of a code."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunlot.core.views import lookup
from sunlot.core.views.lookup import Entry

LETTERS = "演示天山水库第一二公司ABab12·．.・ （）\u3000"
NAMES = st.text(LETTERS, min_size=2, max_size=12).filter(lambda name: len(lookup.normalise(name)) > 1)
CODES = st.text("0123456789ABX-", min_size=2, max_size=8)


def index_of(entries: list[Entry]) -> Callable[[str], Any]:
    held = {path: json.loads(json.dumps(value)) for path, value in lookup.files(entries, {"target": "对象"})}
    return held.__getitem__


def entry(name: str, number: int = 0, *codes: str) -> Entry:
    return Entry("target", name, str(number), f"targets/{number}/", codes)


@given(st.lists(NAMES, min_size=1, max_size=30), st.data())
def test_every_part_of_a_name_finds_it(names: list[str], data: st.DataObject) -> None:
    find = index_of([entry(name, n) for n, name in enumerate(names)])
    number = data.draw(st.integers(0, len(names) - 1))
    plain = lookup.normalise(names[number])
    start = data.draw(st.integers(0, len(plain) - 2))
    part = plain[start : data.draw(st.integers(start + 2, len(plain)))]
    found = lookup.find(find, part)
    assert found is not None
    assert str(number) in [hit[2] for hit in found]
    assert all(part in lookup.normalise(hit[1]) for hit in found)


@given(st.lists(CODES, min_size=1, max_size=40, unique=True), st.data())
def test_every_beginning_of_a_code_finds_it(codes: list[str], data: st.DataObject) -> None:
    find = index_of([entry("无名", n, code) for n, code in enumerate(codes)])
    number = data.draw(st.integers(0, len(codes) - 1))
    beginning = codes[number][: data.draw(st.integers(2, len(codes[number])))]
    found = lookup.find(find, beginning)
    expected = [str(n) for n, code in enumerate(codes) if code.startswith(beginning)]
    assert found is not None
    assert {hit[2] for hit in found} >= set(expected)


@pytest.mark.parametrize("beginning", ["0", "12", "120", "999", "5000", "12345", "99999"])
def test_codes_on_several_pages(beginning: str) -> None:
    codes = [f"{n * 7919 % 100_000:05d}" for n in range(2000)] + ["12345"] * 600
    expected = [str(n) for n, code in enumerate(codes) if code.startswith(beginning)]
    found = lookup.find(index_of([entry("无名", n, code) for n, code in enumerate(codes)]), beginning)
    if len(beginning) < 2:
        assert found is None
        return
    assert found is not None
    assert len(found) == min(len(expected), lookup.SHOWN)
    assert {hit[2] for hit in found} <= set(expected)


@pytest.mark.parametrize("query", ["艾力·买买提", "艾力．买买提", "艾力.买买提", "艾力 买买提", "買買提"])
def test_dots_of_names_are_one(query: str) -> None:
    found = lookup.find(index_of([entry("艾力·买买提商店")]), query)
    assert bool(found) == (query != "買買提")


def test_several_words_have_to_stand_in_the_name() -> None:
    find = index_of([entry("天山水库公司", 0), entry("天山建筑公司", 1)])
    assert [hit[2] for hit in lookup.find(find, "天山 水库") or ()] == ["0"]
    assert lookup.find(find, "天山 油田") == []


def test_too_short_or_too_common(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "COMMON", 3)
    find = index_of([entry(f"甲公司{n}", n) for n in range(9)])
    assert lookup.find(find, "司") is None
    assert lookup.find(find, "公司") is None
    assert [hit[2] for hit in lookup.find(find, "公司7") or ()] == ["7"]


def test_nothing_in_an_empty_index() -> None:
    find = index_of([])
    assert lookup.find(find, "公司") == []
    assert lookup.find(find, "9165") == []


def test_pages_stay_small_and_full() -> None:
    held = dict(lookup.files([entry(f"公司{n:05d}", n, f"C{n:05d}") for n in range(1000)], {"target": "对象"}))
    assert [len(held[f"entries/{n}.json"]) for n in range(4)] == [256, 256, 256, 232]
    assert held["index.json"]["codes"] == ["c00000", "c00256", "c00512", "c00768"]


def test_records_are_found_by_the_first_key_of_their_page() -> None:
    rows = [(f"T{n:03d}", "名", [("编号", [[f"T{n:03d}"]]), ("名称", [["名"]])]) for n in range(514)]
    held = dict(lookup.records(rows))
    assert held["records.json"] == {"page": 256, "records": ["T000", "T256", "T512"], "labels": ["编号", "名称"]}
    assert [row[0] for row in held["records/2.json"]] == ["T512", "T513"]
    assert held["records/2.json"][0][2] == [(0, [["T512"]]), (1, [["名"]])]
