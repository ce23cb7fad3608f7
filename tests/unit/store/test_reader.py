"""One reader with two speeds, and its writer."""

import json
import subprocess
import sys

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.support.schemagen import files
from tests.support.small_schema import SCHEMA

from sunlot.core.problems import Place, Problem, ProblemsError
from sunlot.core.rooms import ROOMS
from sunlot.store import reader, strict
from sunlot.store.canonical import UnwritableError
from sunlot.store.reader import Form

MANY = Form(SCHEMA, many=True)
CLEAN = '- id: "A-1"\n  name: "甲"\n  licences:\n    - name: "b"\n- id: "A-2"\n  name: "乙"\n'.encode()


def test_a_clean_file_is_read_without_the_exact_reader(monkeypatch):
    monkeypatch.setattr(strict, "read", None)
    document, problems = MANY.read("f", CLEAN)
    assert problems == []
    assert [record["name"] for record in document.records] == ["甲", "乙"]


def test_places_of_a_clean_file_are_found_when_asked_for():
    document, _ = MANY.read("f", CLEAN)
    assert document.place(0) == Place("f", 1, 3)
    assert document.place(0, ("licences", 0, "name")) == Place("f", 4, 13)
    assert document.place(1, ("name",)) == Place("f", 6, 9)
    assert document.place(1, ("count",)) == Place("f", 5, 3)
    one, _ = Form(SCHEMA).read("f", b'id: "A-1"\nname: "a"\n')
    assert one.place(0, ("name",)) == Place("f", 2, 7)


def test_both_speeds_know_the_same_places():
    fast, _ = MANY.read("f", CLEAN)
    slow, problems = MANY.read("f", CLEAN + b"# a comment\n")
    assert [p.code for p in problems] == ["F115"]
    for index, path in [(0, ("id",)), (0, ("licences", 0)), (1, ("name",)), (1, ())]:
        assert fast.place(index, path) == slow.place(index, path)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (CLEAN[:-1], 6),
        (CLEAN + b"\n", 7),
        (CLEAN + b"# a comment\n", 7),
        (b"---\n" + CLEAN, 1),
        (CLEAN.replace(b"\n", b"\r\n"), 1),
        (CLEAN.replace('"乙"'.encode(), "乙".encode()), 6),
        (CLEAN.replace(b'    - name: "b"', b'  - name: "b"'), 4),
        (CLEAN.replace(b'  name: "', b'  "name": "', 1), 2),
        (CLEAN.replace(b"A-2", b"A-0"), 1),
    ],
)
def test_f115_names_the_first_line_that_fmt_would_change(data, line):
    document, problems = MANY.read("f", data)
    (found,) = problems
    assert (found.code, found.place, dict(found.values)) == ("F115", Place("f", line, 1), {"line": str(line)})
    canonical, problems = MANY.read("f", MANY.fmt("f", data))
    assert problems == []
    assert canonical.records == sorted(document.records, key=lambda record: record["id"])


def test_two_records_with_one_id_are_somebody_elses_problem():
    twice = b'- id: "A-1"\n  name: "a"\n- id: "A-1"\n  name: "b"\n'
    document, problems = MANY.read("f", twice)
    assert problems == []
    assert len(document.records) == 2


def test_fmt_leaves_what_is_canonical_and_refuses_what_is_wrong():
    assert MANY.fmt("f", CLEAN) is CLEAN
    with pytest.raises(ProblemsError) as caught:
        MANY.fmt("f", b"- id: 1\n  nom: a\n")
    assert [p.code for p in caught.value.problems] == ["F107", "F108", "F106"]


def test_fmt_keeps_every_value():
    assert MANY.fmt("f", b"# c\n- {name: NO, id: A-2, x_b: 0123, count: 7}\n- {id: A-1, name: 2026-01-01}\n") == (
        b'- id: "A-1"\n  name: "2026-01-01"\n- id: "A-2"\n  name: "NO"\n  count: 7\n  x_b: "0123"\n'
    )


def test_write_refuses_what_would_not_be_read_back():
    with pytest.raises(ProblemsError):
        MANY.write([{"id": "A-1", "name": ""}])
    with pytest.raises(UnwritableError):
        MANY.write([{"id": "A-1", "name": "a", "unknown": 1}])
    with pytest.raises(UnwritableError):
        MANY.write([{"id": "A-1", "name": "a\ud800"}])


@given(files(SCHEMA))
def test_what_is_written_is_read_and_written_the_same(records):
    data = MANY.write(records)
    document, problems = MANY.read("f", data)
    assert problems == []
    assert document.records == sorted(records, key=lambda record: record["id"])
    assert MANY.write(document.records) == data == MANY.fmt("f", data)


@given(files(SCHEMA, most=2), st.booleans(), st.sampled_from([20, 80, 1000]))
def test_any_other_way_to_write_it_comes_to_the_same(records, flow, width):
    """PyYAML's own writer quotes, folds and orders in ways of its own, and quotes what YAML 1.1 would misread."""
    records = json.loads(json.dumps(records))
    text = yaml.safe_dump(records, allow_unicode=True, default_flow_style=flow, width=width)
    document, problems = MANY.read("f", text.encode())
    assert {p.code for p in problems} <= {"F115"}
    assert document.records == records
    assert MANY.fmt("f", text.encode()) == MANY.write(records)


@given(st.binary(max_size=60))
def test_no_bytes_make_the_reader_stumble(data):
    document, problems = MANY.read("f", data)
    assert document is not None or problems
    assert all(isinstance(found, Problem) for found in problems)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.folder)
def test_every_room_has_a_form(room):
    assert reader.form(room.kind).many == room.many
    document, problems = reader.read("f.yaml", b"a: 1\n", room.kind)
    assert document is None
    assert problems


def test_a_sound_repository_never_loads_jsonschema():
    code = (
        "import sys; from sunlot.store.reader import read; "
        'data = b\'code: "650000"\\nname: "a"\\nparent: ""\\nvalid_from: ""\\nvalid_to: ""\\n\'; '
        "assert read('f', data, 'division')[1] == []; "
        "assert 'jsonschema' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
