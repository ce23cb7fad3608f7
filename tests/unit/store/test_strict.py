"""The exact reader: what it reads, what it refuses, and where it says that things are."""

import tracemalloc

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sunlot.core.problems import Place
from sunlot.store.bounds import BOUNDS, Bounds, excess
from sunlot.store.strict import plain, read


def found(data: bytes, bounds: Bounds = BOUNDS) -> list[tuple[int, int, str, str]]:
    """The problems of a file: line, column, code and what it is about."""
    reading, problems = read("f.yaml", data, bounds)
    assert (reading is None) == bool(problems)
    told = [(p.place, p.code, dict(p.values)) for p in problems]
    return [
        (at.line, at.column, code, values.get("what_en", values.get("what", values.get("key"))))
        for at, code, values in told
    ]


def value(data: bytes):
    reading, problems = read("f.yaml", data)
    assert not problems
    return reading.value


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("0", 0),
        ("-1", -1),
        ("42", 42),
        ("9007199254740991", 2**53 - 1),
        ("-9007199254740991", 1 - 2**53),
        ("9007199254740992", "9007199254740992"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("-0", "-0"),
        ("+1", "+1"),
        ("0123", "0123"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("0b1", "0b1"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("1e3", "1e3"),
        ("1.0", "1.0"),
        (".inf", ".inf"),
        ("91650100000000E123", "91650100000000E123"),
        ("2026-01-01", "2026-01-01"),
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        ("NO", "NO"),
        ("no", "no"),
        ("y", "y"),
        ("on", "on"),
        ("True", "True"),
        ("Null", "Null"),
        ("~", "~"),
        ("=", "="),
        ("１", "１"),
        ('"1"', "1"),
        ("'true'", "true"),
        ('"\\u0085\\n\\\\"', "\u0085\n\\"),
        ("'it''s'", "it's"),
        ('"乌鲁木齐"', "乌鲁木齐"),
        ("[1, a, []]", [1, "a", []]),
        ("{a: 1}", {"a": 1}),
    ],
)
def test_only_three_words_and_decimal_integers_are_not_text(written, read_as):
    got = value(f"key: {written}\n".encode())["key"]
    assert (got, type(got)) == (read_as, type(read_as))


def test_block_scalars_comments_and_document_marks_are_read():
    assert value(b"--- # a comment\ntext: |\n  12\n  true\nfolded: >-\n  a\n  b\n...\n") == {
        "text": "12\ntrue\n",
        "folded": "a b",
    }


def test_lines_may_end_as_on_windows():
    assert value(b"a: 1\r\nb:\r\n- c\r\n") == {"a": 1, "b": ["c"]}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("\ufeffa: 1\n".encode(), [(1, 1, "F101", "BOM")]),
        ("\ufeffa: *b\n".encode(), [(1, 1, "F101", "BOM"), (1, 4, "F104", "*b")]),
        ("a: 1\n".encode("utf-16"), [(1, 1, "F101", "UTF-16 / UTF-32")]),
        ("a: 1\n".encode("utf-16-be"), [(1, 1, "F101", "UTF-16 / UTF-32")]),
        ("a: 1\n".encode("utf-32"), [(1, 1, "F101", "UTF-16 / UTF-32")]),
        ("a: 1\nb: 某公司\n".encode("gb18030"), [(2, 5, "F101", "0xB9")]),
        (b"a: \xed\xa0\x80\n", [(1, 4, "F101", "0xED")]),
        (b"a: \xc0\xaf\n", [(1, 4, "F101", "0xC0")]),
        (b"a: b\xe4", [(1, 5, "F101", "0xE4")]),
    ],
)
def test_f101_text_is_utf8_without_a_byte_order_mark(data, expected):
    assert found(data) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\n" * (16 << 20) + b"\n", [(0, 0, "F102", "the file")]),
        (b"a: " + b"x" * 10_000_000 + b"\n", [(1, 1, "F102", "the line")]),
        (
            b"a: 1\nb: " + b"x" * 300_000 + b"\nc: " + b"y" * 300_000,
            [(2, 1, "F102", "the line"), (3, 1, "F102", "the line")],
        ),
        (b"- \n" * 1_000_000, [(0, 0, "F102", "the number of entries")]),
        (b"[" * 100_000, [(1, 17, "F102", "the depth")]),
        (b"{a: " * 50_000, [(1, 65, "F102", "the depth")]),
        (b"- " * 100_000, [(1, 33, "F102", "the depth")]),
        (b"".join(b" " * n + b"a:\n" for n in range(500)), [(17, 17, "F102", "the depth")]),
    ],
)
def test_f102_size_is_bounded(data, expected):
    assert found(data) == expected


def test_a_line_of_just_the_bound_is_read():
    line = b'a: "' + b"x" * (BOUNDS.line - 5) + b'"'
    assert len(line) == BOUNDS.line
    assert excess("f", line + b"\n" + line) == []
    assert [p.place.line for p in excess("f", b"\n" + line + b"x\n" + line + b"x")] == [2, 3]


def test_sixteen_levels_are_read():
    assert value(b"[" * 16 + b"]" * 16)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"", (0, 0)),
        (b"# only a comment\n", (0, 0)),
        (b'a: "x\nb: 1\n', (1, 4)),
        (b"a: 1\n  b: 2\n", (2, 4)),
        (b"a: 1\nb 2\nc: 3\n", (2, 1)),
        (b"a: [1, 2\nb: 3\n", (2, 2)),
        (b"a:\n  - 1\n - 2\n", (3, 2)),
        (b'a: "\\q"\n', (1, 5)),
        (b'a: "\\ud800"\n', (1, 7)),
        (b"a: @b\n", (1, 4)),
        (b'a: "b" c\n', (1, 8)),
        (b"a: 1\n]\n", (2, 1)),
        (b"a: \x07b\n", (1, 4)),
        (b"a: b\rc: d\n", (1, 5)),
        ("a: 'x\u2028y'\n".encode(), (1, 6)),
        ("a: 'x\u0085y'\n".encode(), (1, 6)),
        ("a: 'x\ufeffy'\n".encode(), (1, 6)),
        ("a: '\U0001ffff'\n".encode(), (1, 5)),
        (b'a: "\\U0001FFFF"\n', (1, 4)),
        (b"a: !foo!bar 1\n", (1, 4)),
    ],
)
def test_f103_what_is_not_yaml_is_refused_with_its_place(data, place):
    ((line, column, code, _),) = found(data)
    assert (line, column, code) == (*place, "F103")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a: &x 1\nb: *x\n", [(1, 4, "F104", "&x"), (2, 4, "F104", "*x")]),
        (b"a: &x [1]\nb: &y {c: 1}\n", [(1, 4, "F104", "&x"), (2, 4, "F104", "&y")]),
        (b"a: !!str 1\nb: !mine [c]\n", [(1, 4, "F104", "!!str"), (2, 4, "F104", "!mine")]),
        (b"a: &x !!int 1\n", [(1, 4, "F104", "!!int"), (1, 4, "F104", "&x")]),
        (b"a: ! 1\n", [(1, 4, "F104", "!")]),
        (b"!!python/object/apply:os.system [ls]\n", [(1, 1, "F104", "!!python/object/apply:os.system")]),
        (b"<<: {a: 1}\nb: 2\n", [(1, 1, "F104", "<<:")]),
        (
            b"1: a\ntrue: b\nnull: c\nd: {? : e}\n",
            [(1, 1, "F104", "1:"), (2, 1, "F104", "true:"), (3, 1, "F104", "null:"), (4, 7, "F104", ":")],
        ),
        (b"? [a, {b: c}]\n: d\ne: *f\n", [(1, 3, "F104", "? […]"), (3, 4, "F104", "*f")]),
        (b"? {a: 1}\n: d\n", [(1, 3, "F104", "? {…}")]),
        (b"a:\tb\n\tc: d\n", [(1, 3, "F104", "Tab"), (2, 1, "F104", "Tab")]),
        (b'a: "x\ty"\n', [(1, 6, "F104", "Tab")]),
        (b"a: 1\n---\nb: 2\n---\nc: 3\n", [(2, 1, "F104", "---")]),
        (b"%YAML 1.1\n---\na: 1\n", [(1, 1, "F104", "%YAML")]),
        (b"%TAG ! tag:x,2000:\n---\na: 1\n", [(1, 1, "F104", "%TAG")]),
    ],
)
def test_f104_features_that_tools_read_differently_are_refused_all_at_once(data, expected):
    assert found(data) == expected


def test_f105_every_duplicate_key_is_told_with_the_first_line():
    data = b"a: 1\nb: {c: 1, c: 2}\na: [&x 1]\n'a': 3\n"
    reading, problems = read("f", data)
    assert reading is None
    assert [(p.place.line, p.place.column, p.code, dict(p.values)) for p in problems] == [
        (2, 11, "F105", {"key": "c", "first": "2"}),
        (3, 1, "F105", {"key": "a", "first": "1"}),
        (3, 5, "F104", {"what": "&x"}),
        (4, 1, "F105", {"key": "a", "first": "1"}),
    ]


def test_a_bomb_of_aliases_costs_no_memory():
    bomb = b"a: &a [x, x, x, x]\n" + b"".join(
        b"%c: &%c [*%c, *%c, *%c]\n" % (98 + n, 98 + n, *[97 + n] * 3) for n in range(24)
    )
    tracemalloc.start()
    codes = {code for _, _, code, _ in found(bomb)}
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert codes == {"F104"}
    assert peak < 2_000_000


def test_a_file_full_of_refused_characters_ends_after_the_bound():
    problems = found(b"\x07\n" * 100_000)
    assert len(problems) == BOUNDS.problems
    assert problems[-1][:3] == (1000, 1, "F103")


def test_places():
    text = b'- id: "a"\n  name: b\n  list:\n    - x: 1\n      "y": [p, q]\n    - {z: 3}\n- id: c\n  empty:\n'
    reading, _ = read("f", text)
    places = {
        (): (1, 1),
        (0,): (1, 3),
        (0, "id"): (1, 7),
        (0, "name"): (2, 9),
        (0, "list"): (3, 3),
        (0, "list", 0): (4, 7),
        (0, "list", 0, "x"): (4, 10),
        (0, "list", 0, "y"): (5, 7),
        (0, "list", 0, "y", 1): (5, 16),
        (0, "list", 1, "z"): (6, 11),
        (0, "list", 2): (3, 3),
        (0, "list", 2, "z"): (3, 3),
        (0, "missing"): (1, 3),
        (0, "name", "deeper"): (2, 9),
        (1, "id"): (7, 7),
        (1, "empty"): (8, 9),
        (2,): (1, 1),
    }
    assert {path: reading.place(path) for path in places} == {path: Place("f", *at) for path, at in places.items()}


def test_columns_count_characters():
    reading, _ = read("f", "a: {名称: 😀, b: c}\n".encode())
    assert reading.place(("a", "b")) == Place("f", 1, 15)


yaml_text = st.text(st.sampled_from(" \n-:?[]{},&*!|>%@`\"'#\\\t\r<=~01ayn\u2028\x85中.\x00"), max_size=40)


@given(st.one_of(yaml_text.map(str.encode), st.binary(max_size=40)))
def test_any_bytes_give_a_value_or_problems_with_places_inside_the_file(data):
    reading, problems = read("f", data)
    assert (reading is None) == bool(problems)
    lines = data.count(b"\n") + data.count(b"\r") + 1
    assert all(0 <= p.place.line <= lines + 1 for p in problems)


@given(yaml_text)
def test_what_is_read_is_what_pyyaml_reads_when_every_scalar_is_text(text):
    reading, _ = read("f", text.encode())
    if reading is not None:
        assert as_text(reading.value) == as_text(yaml.load(text, TextLoader))


class TextLoader(yaml.CBaseLoader):
    """PyYAML's own composer and constructor, to which every scalar is text."""


def as_text(part):
    match part:
        case dict():
            return {key: as_text(entry) for key, entry in part.items()}
        case list():
            return [as_text(entry) for entry in part]
        case None:
            return ""
        case bool():
            return str(part).lower()
    return str(part)


@given(st.integers(-(2**53), 2**53))
def test_integers_are_exact_or_text(number):
    assert plain(str(number)) == (number if abs(number) < 2**53 else str(number))
