"""The canonical form, byte by byte, and what has none."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.support.schemagen import files
from tests.support.small_schema import NAME, SCHEMA, field, record

from sunlot.store.bounds import BOUNDS, LARGEST
from sunlot.store.canonical import UnwritableError, scalar, write
from sunlot.store.strict import read

RECORD = {
    "x_b": None,
    "x_a": "1",
    "text": 'a "quoted" \\ word\nand a line\tmore',
    "licences": [
        {"number": "0123", "name": "证"},
        {"name": "b", "period": {"until": "NO"}},
        {"name": "c", "period": {}},
    ],
    "notes": [{"where": {"name": "q"}, "by": "w", "dated": "d"}, {"by": "v"}],
    "periods": [{"until": "1"}, {}],
    "cases": ["first\nand on", "second"],
    "numbers": [1, "1", -2],
    "names": [],
    "kinds": ["ab", "a"],
    "score": None,
    "joint": True,
    "count": 0,
    "name": "2026-01-01",
    "id": "A-1",
    "period": {"until": "b", "since": "a"},
}
TEXT = r"""id: "A-1"
name: "2026-01-01"
count: 0
joint: true
score: null
kinds: ["ab", "a"]
names: []
numbers: [1, "1", -2]
period:
  since: "a"
  until: "b"
licences:
  - name: "证"
    number: "0123"
  - name: "b"
    period:
      until: "NO"
  - name: "c"
    period: {}
notes:
  - dated: "d"
    by: "w"
    where:
      name: "q"
  - by: "v"
periods:
  - until: "1"
  - {}
cases:
  - "first\nand on"
  - "second"
text: "a \"quoted\" \\ word\nand a line\tmore"
x_a: "1"
x_b: null
"""


def test_one_record():
    assert write([RECORD], SCHEMA, many=False) == TEXT
    assert yaml.safe_load(TEXT) == RECORD


def test_many_records_are_sorted_by_id():
    records = [{"id": "B-1", "name": "b"}, {"name": "a", "id": "A-2"}, {"id": "A-10", "name": "c", "kinds": ["a"]}]
    assert write(records, SCHEMA, many=True) == (
        '- id: "A-10"\n  name: "c"\n  kinds: ["a"]\n- id: "A-2"\n  name: "a"\n- id: "B-1"\n  name: "b"\n'
    )


def test_no_record_and_an_empty_record():
    assert write([], SCHEMA, many=True) == "[]\n"
    assert write([{}], record({"name": NAME}), many=False) == "{}\n"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("", '""'),
        ("中 é 😀 \u202f\u200b", '"中 é 😀 \u202f\u200b"'),
        ("\x00\x1f\x7f\x80\x85\x9f", '"\\u0000\\u001f\\u007f\\u0080\\u0085\\u009f"'),
        ("\r\n\t\b", '"\\u000d\\n\\t\\u0008"'),
        ("\u2028\u2029\ufeff\ufdd0\ufdef\ufffe\uffff", '"\\u2028\\u2029\\ufeff\\ufdd0\\ufdef\\ufffe\\uffff"'),
        ("\xa0\ue000\ufffd\U0010fffd", '"\xa0\ue000\ufffd\U0010fffd"'),
        ('"\\/', '"\\"\\\\/"'),
        (0, "0"),
        (-LARGEST, "-9007199254740991"),
        (True, "true"),
        (False, "false"),
        (None, "null"),
    ],
)
def test_scalars(value, written):
    assert scalar(value) == written
    assert json.loads(written) == value
    assert yaml.safe_load(written) == value


@pytest.mark.parametrize(
    "value", ["\ud800", "a\udfff", "\U0001fffe", "\U0010ffff", LARGEST + 1, -LARGEST - 1, 1.5, b"a", [], {}, object()]
)
def test_scalars_that_have_no_form(value):
    with pytest.raises(UnwritableError):
        scalar(value)


@pytest.mark.parametrize(
    "changes",
    [
        {"unknown": 1},
        {"kinds": [["a"]]},
        {"kinds": ["a", {"b": 1}]},
        {"period": {"x": 1}},
        {"licences": [{"name": "a", "x_own": 1}]} | {"licences": [{"nom": "a"}]},
        {"x_A": 1},
        {"x_ä": 1},
        {"x_\n": 1},
        {"names": ["y" * 5000] * (BOUNDS.line // 5000 + 1)},
    ],
)
def test_records_that_have_no_form(changes):
    with pytest.raises(UnwritableError):
        write([RECORD | changes], SCHEMA, many=False)


@pytest.mark.parametrize("name", ["y", "n", "no", "yes", "on", "off", "true", "null", "A", "ä", "1a", "a-b", "~", ""])
def test_names_that_some_reader_takes_for_something_else(name):
    with pytest.raises(UnwritableError):
        write([{name: "a"}], record({name: NAME}), many=False)


@given(files(SCHEMA))
def test_what_is_written_is_read_as_the_same_value_by_every_reader(records):
    text = write(records, SCHEMA, many=True)
    in_order = sorted(records, key=lambda record: record["id"])
    reading, problems = read("f", text.encode())
    assert not problems
    assert repr(reading.value) == repr(yaml.load(text, yaml.CSafeLoader))
    assert reading.value == in_order == yaml.safe_load(text)
    assert write(reading.value, SCHEMA, many=True) == text


any_text = field("文", "text", type="string")


@given(st.text(max_size=30))
def test_any_text_survives_or_is_refused(text):
    try:
        written = write([{"t": text}], record({"t": any_text}), many=False)
    except UnwritableError:
        assert any(0xD800 <= ord(c) <= 0xDFFF or ord(c) & 0xFFFE == 0xFFFE for c in text)
    else:
        assert written.isprintable() or written.count("\n") == 1
        assert read("f", written.encode())[0].value == {"t": text} == yaml.safe_load(written)
