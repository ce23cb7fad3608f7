"""Other people's spreadsheets: what was written is read, in every form; what is too large or broken is refused."""

import csv
import io
import zipfile
from contextlib import suppress
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from sunlot.store.spreadsheets import column_letters, read_sheets
from sunlot.store.workbooks import Limits, TooLargeError, UnreadableError, unpacked

HEAD = ["企业名称", "统一社会信用代码", "备注"]
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")) | st.sampled_from("\n,\"';"), max_size=20)
ROWS = st.lists(st.lists(TEXT, min_size=3, max_size=3), max_size=12)


def workbook(rows, *, sheets=("名单",), hidden=()):
    """A real workbook of texts, numbers and dates, one copy of the rows a sheet."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime(2026, 8, 21)})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name in sheets:
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(number, column, value)
                    elif isinstance(value, date):
                        sheet.write_datetime(number, column, value, day)
                    else:
                        sheet.write(number, column, value)
    return buffer.getvalue()


def lines(rows, encoding):
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def read(tmp_path, data, **limits):
    path = tmp_path / "list"
    path.write_bytes(data)
    return read_sheets(path, Limits(**limits))


def kept(rows):
    """Rows without those at the end that are blank: a workbook does not hold them."""
    held = [list(row) for row in rows]
    while held and not any(held[-1]):
        held.pop()
    return held


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("lists")


@settings(max_examples=30, deadline=None)
@given(ROWS)
def test_a_workbook_reads_as_it_was_written(folder, rows):
    (sheet,) = read(folder, workbook([HEAD, *rows]))
    assert (sheet.name, kept(sheet.rows)) == ("名单", kept([HEAD, *rows]))


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]))
def test_comma_separated_lines_read_as_they_were_written(folder, rows, encoding):
    (sheet,) = read(folder, lines([HEAD, *rows], encoding))
    assert sheet.rows == [HEAD, *rows]
    assert sheet.name == ("gb18030" if encoding == "gb18030" else "utf-8")


@pytest.mark.parametrize("text", ["_x0041_", "=1+1", "a&b<c>", " 前后 ", "第一行\n第二行", "𠮷"])
def test_a_text_stays_a_text(tmp_path, text):
    (sheet,) = read(tmp_path, workbook([[text, "x"]]))
    assert sheet.rows[0][0] == text


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_other_separators_are_seen(tmp_path, separator):
    (sheet,) = read(tmp_path, f"名单\n名称{separator}代码\n甲{separator}乙\n".encode())
    assert sheet.rows[1:] == [["名称", "代码"], ["甲", "乙"]]


def test_what_is_no_text_is_read_as_a_person_reads_it(tmp_path):
    row = [7, 1.5, True, date(2026, 8, 21), datetime(2026, 8, 21, 9, 30), 916501020000012345]
    (sheet,) = read(tmp_path, workbook([["", ""], row]))
    assert sheet.rows[1] == ["7", "1.5", "TRUE", "2026-08-21", "2026-08-21 09:30:00", "916501020000012000"]
    assert sheet.lost == {(2, 5)}


def test_sheets_come_in_order_and_hidden_ones_not(tmp_path):
    found = read(tmp_path, workbook([HEAD], sheets=("说明", "旧名单", "名单"), hidden=("旧名单",)))
    assert [sheet.name for sheet in found] == ["说明", "名单"]


def test_rows_keep_their_numbers_below_blank_ones(tmp_path):
    (sheet,) = read(tmp_path, workbook([[], [], ["", "甲"]]))
    assert sheet.rows[2] == ["", "甲"]


def archive(members, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as packed:
        for name, data in members.items():
            packed.writestr(zipfile.ZipInfo(name), data, compress_type=compression)
    return buffer.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("data", "limits", "what"),
    [
        (b"x" * 11, {"file": 10}, "the file"),
        (lines([["a"]] * 11, "utf-8"), {"rows": 10}, "the number of rows"),
        (lines([["a", "b"]] * 6, "utf-8"), {"cells": 10}, "the number of cells"),
        (workbook([["a"]] * 11), {"rows": 10}, "the number of rows"),
        (workbook([["a", "b"]] * 6), {"cells": 10}, "the number of cells"),
        (archive({SHEET: b" " * 3_000_000}), {}, "the unpacked workbook"),
        (archive({f"{n}.xml": b"" for n in range(5)}), {"members": 4}, "the number of files in the workbook"),
        (archive({SHEET: b'<c r="XFD200000"/>'}), {}, "the number of cells"),
        (archive({SHEET: b"<x:c r = 'A1048576' />"}), {}, "the number of rows"),
        (archive({SHEET: b"<row/>" * 3000 + b"<row>" + b"<c/>" * 3000}), {}, "the number of cells"),
        (workbook([["长" * 5000] * 4] * 4), {"text": 100_000}, "the text of all cells"),
    ],
)
def test_what_is_too_large_is_refused_before_it_is_parsed(tmp_path, data, limits, what):
    with pytest.raises(TooLargeError) as refused:
        read(tmp_path, data, **limits)
    assert refused.value.what_en == what


def test_an_archive_that_lies_about_its_size_is_found_out():
    honest = archive({SHEET: b" " * 3_000_000})
    said = (3_000_000).to_bytes(4, "little")
    assert honest.count(said) >= 1
    with pytest.raises(TooLargeError):
        unpacked(honest.replace(said, (10).to_bytes(4, "little")))


def test_only_what_is_read_is_unpacked():
    data = archive({"xl/media/image1.png": b" " * 30_000_000, SHEET: b"<row/>"})
    with zipfile.ZipFile(io.BytesIO(unpacked(data))) as plain:
        assert plain.namelist() == [SHEET]
        assert all(one.compress_type == zipfile.ZIP_STORED for one in plain.infolist())


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old .xls"),
        (workbook([HEAD])[:300], "damaged"),
        (workbook([HEAD]).replace(b"\x00", b"\x01", 40), "damaged"),
        (archive({"word/document.xml": b"<w/>"}), "no workbook"),
        (archive({SHEET: "<row/>".encode("utf-16")}), "not UTF-8"),
        ("名称\n甲".encode("utf-16"), "neither an .xlsx nor text"),
        (b"%PDF-1.7\n\xff\xff\xff", "neither UTF-8 nor GB 18030"),
        (b'a,"b\n', "quotes do not pair"),
        (b"a,b\n" + b"x" * 200_000, "too long"),
    ],
)
def test_what_is_broken_or_something_else_is_refused(tmp_path, data, why):
    with pytest.raises(UnreadableError) as refused:
        read(tmp_path, data)
    assert why in refused.value.why_en


WHOLE = workbook([HEAD, ["甲", "乙", "丙"]])
DAMAGE = st.dictionaries(st.integers(0, len(WHOLE) - 1), st.integers(0, 255), min_size=1, max_size=8)


@settings(max_examples=80, deadline=None)
@given(DAMAGE)
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(folder, damage):
    data = bytes(damage.get(place, byte) for place, byte in enumerate(WHOLE))
    with suppress(TooLargeError, UnreadableError):
        (sheet,) = read(folder, data)
        assert all(isinstance(cell, str) for row in sheet.rows for cell in row)


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_letters(column, letters):
    assert column_letters(column) == letters


with zipfile.ZipFile(io.BytesIO(WHOLE)) as _packed:
    MEMBERS = {name: _packed.read(name) for name in _packed.namelist()}
CUTS = st.lists(
    st.tuples(
        st.sampled_from(sorted(MEMBERS)),
        st.integers(0, 400),
        st.integers(0, 20),
        st.sampled_from([b"", b"<", b"9" * 9, b"-1", b'<c r="A1"/>', b"<v>", b"</row>", b"\xff"]),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=80, deadline=None)
@given(CUTS)
def test_a_workbook_of_broken_xml_is_read_or_refused_and_nothing_else(folder, cuts):
    members = dict(MEMBERS)
    for name, start, length, put in cuts:
        members[name] = members[name][:start] + put + members[name][start + length :]
    with suppress(TooLargeError, UnreadableError):
        for sheet in read(folder, archive(members)):
            assert all(isinstance(cell, str) for row in sheet.rows for cell in row)
