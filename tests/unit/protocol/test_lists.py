"""CSV lists: any rows can be written that the grammar has, and nothing else can be read."""

import string
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sunlot.core.protocol.grammar import ABSENCE_REASONS, Refusal
from sunlot.core.protocol.lists import (
    ABSENCES,
    EXCLUSIONS,
    INSPECTORS,
    RECUSALS,
    ROSTER,
    Absence,
    Entry,
    Exclusion,
    Inspector,
    Recusal,
)

marks = sorted(set(string.printable) - set(string.whitespace) - set(",\"'\\|~"))
hexes = st.text("0123456789abcdef", min_size=64, max_size=64)
plain = st.text(marks, min_size=1)
keys = plain | hexes.map(lambda digits: f"~{digits}")
names = st.builds(str.__add__, st.sampled_from(string.ascii_letters), st.text([*marks, "~"]))
digits = st.text(string.digits, min_size=2, max_size=2)
prefixes = st.lists(digits, min_size=1, max_size=3).map("".join)
ROWS = {
    ROSTER: st.builds(Entry, plain, names, st.lists(digits, min_size=3, max_size=3).map("".join))
    | st.builds(Entry, hexes.map(lambda digits: f"~{digits}"), names, digits),
    EXCLUSIONS: st.builds(Exclusion, keys, st.text(string.ascii_lowercase + "_", min_size=1)),
    INSPECTORS: st.builds(Inspector, keys, names, st.lists(prefixes, min_size=1, max_size=3).map(" ".join)),
    ABSENCES: st.builds(Absence, keys, st.sampled_from(sorted(ABSENCE_REASONS))),
    RECUSALS: st.builds(Recusal, keys, hexes),
}
few = settings(max_examples=40)
sheets = pytest.mark.parametrize("sheet", ROWS, ids=lambda sheet: sheet.path)


def key(row: object) -> str:
    return getattr(row, row.__struct_fields__[0])


@sheets
@few
@given(data=st.data())
def test_rows_survive_being_written_in_any_order(sheet, data):
    rows = data.draw(st.lists(ROWS[sheet], max_size=6, unique_by=key))
    written = sheet.encode(rows)
    assert set(sheet.decode(written)) == set(rows)
    assert sheet.encode(reversed(rows)) == written
    assert written.count(b"\n") == len(rows) + 1


@sheets
@few
@given(data=st.data())
def test_a_key_stands_once(sheet, data):
    rows = data.draw(st.lists(ROWS[sheet], min_size=1, max_size=6, unique_by=key))
    twice = [*rows, data.draw(st.sampled_from(rows))]
    with pytest.raises(Refusal) as refused:
        sheet.encode(twice)
    assert refused.value.code == "malformed"


@sheets
@few
@given(data=st.data(), position=st.floats(0, 1, exclude_max=True), insert=st.binary(min_size=1, max_size=3))
def test_no_other_bytes_give_the_same_rows(sheet, data, position, insert):
    rows = data.draw(st.lists(ROWS[sheet], min_size=1, max_size=6, unique_by=key))
    written = sheet.encode(rows)
    place = int(position * len(written))
    changed = written[:place] + insert + written[place:]
    with suppress(Refusal):
        assert set(sheet.decode(changed)) != set(rows)


GOOD = b"key,stratum,division\nA,s,650102\nB,s,650102\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "malformed.csv"),
        (b"key,stratum,division", "malformed.csv_end"),
        (GOOD.replace(b"\n", b"\r\n"), "malformed.csv"),
        (b"\xef\xbb\xbf" + GOOD, "malformed.csv"),
        (GOOD[:-1], "malformed.csv_end"),
        (GOOD + b"\n", "malformed.csv"),
        (b"Key,stratum,division\n", "malformed.csv"),
        (b"key,division,stratum\n", "malformed.csv"),
        (GOOD.replace(b"A,", b'"A",'), "malformed.csv"),
        (GOOD.replace(b"A,", b"A ,"), "malformed.csv"),
        (GOOD.replace(b"A,", b"\xc3\x84,"), "malformed.csv"),
        (GOOD.replace(b"A,", b"A\x00,"), "malformed.csv"),
        (GOOD.replace(b"A,", b","), "malformed.csv"),
        (GOOD.replace(b"A,s", b"A,1"), "malformed.csv"),
        (GOOD.replace(b"A,s,650102", b"A,s,65"), "malformed.csv"),
        (GOOD.replace(b"A,s,650102", b"A,s,6501022"), "malformed.csv"),
        (GOOD.replace(b"A,s,650102", b"A,s,650102,x"), "malformed.csv"),
        (GOOD.replace(b"A,", b"C,"), "malformed.csv_order"),
        (GOOD.replace(b"B,s", b"A,s"), "malformed.csv_order"),
        (GOOD.replace(b"B,s", b"A,t"), "malformed.twice"),
    ],
)
def test_a_roster_written_otherwise_is_refused(data, name):
    with pytest.raises(Refusal) as refused:
        ROSTER.decode(data)
    assert refused.value.name == name
    assert str(refused.value).startswith("malformed: ")
    assert "targets/roster.csv" in str(refused.value)


def test_the_line_that_is_wrong_is_told():
    header, first, second, _ = GOOD.split(b"\n")
    for number, lines in ((1, [header + b" ", first]), (2, [header, b"?"]), (3, [header, second, first])):
        with pytest.raises(Refusal) as refused:
            ROSTER.decode(b"\n".join([*lines, b""]))
        assert refused.value.facts["line"] == number


@pytest.mark.parametrize("divisions", ["", " 65", "65 ", "65  66", "6", "650", "6501020", "65,66", "65|66", "６５"])
def test_prefixes_of_divisions(divisions):
    with pytest.raises(Refusal):
        INSPECTORS.encode([Inspector("a", "g", divisions)])


def test_an_empty_list_is_its_header():
    assert ROSTER.encode([]) == b"key,stratum,division\n"
    assert ROSTER.decode(b"key,stratum,division\n") == ()
