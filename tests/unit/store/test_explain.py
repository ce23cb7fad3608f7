"""F106 to F114: each way of not fitting a schema, its place, and the words it is told in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.schemagen import records
from tests.support.small_schema import NAME, SCHEMA, field, record

from sunlot.core.catalogue import CATALOGUE, sentence
from sunlot.core.disclosure import public_half
from sunlot.store import schemas
from sunlot.store.canonical import write
from sunlot.store.reader import Form

ONE = Form(SCHEMA)
MANY = Form(SCHEMA, many=True)
HEAD = 'id: "A-1"\nname: "甲"\n'


def told(text, form=ONE):
    """The problems of a text: line, column, code and values."""
    document, problems = form.read("f.yaml", text.encode())
    assert (document is None) == any(p.code != "F115" for p in problems)
    assert problems == sorted(problems)
    for found in problems:
        for lang in ("zh", "en"):
            assert sentence(found, lang)
    return [(p.place.line, p.place.column, p.code, dict(p.values)) for p in problems]


@pytest.mark.parametrize(
    ("text", "line", "column", "code", "values"),
    [
        ("nom: a\n", 3, 6, "F106", {"path": "A-1", "key": "nom"}),
        ("X_a: 1\n", 3, 6, "F106", {"path": "A-1", "key": "X_a"}),
        ("x_A: 1\n", 3, 6, "F106", {"path": "A-1", "key": "x_A"}),
        ("period: {x_a: 1}\n", 3, 15, "F106", {"path": "period", "key": "x_a", "allowed": "since, until"}),
        (
            "licences:\n  - name: a\n  - number: '0123'\n",
            5,
            5,
            "F107",
            {"path": "licences[2]", "key": "name", "title": "名称"},
        ),
        ("licence: {}\n", 3, 1, "F107", {"path": "licence", "key": "name", "title": "名称"}),
        ("count: '1'\n", 3, 8, "F108", {"path": "count", "found": "文字", "expected": "整数"}),
        ("count: 1.5\n", 3, 8, "F108", {"path": "count", "found_en": "text", "expected_en": "a whole number"}),
        ("kind: 1\n", 3, 7, "F108", {"path": "kind", "found": "整数", "expected": "文字"}),
        ("kind:\n", 3, 6, "F108", {"path": "kind", "found": "null（空）", "expected": "文字"}),
        ("joint: yes\n", 3, 8, "F108", {"path": "joint", "found": "文字", "expected": "true 或 false"}),
        ("joint: 1\n", 3, 8, "F108", {"path": "joint", "found": "整数", "expected": "true 或 false"}),
        ("count: true\n", 3, 8, "F108", {"path": "count", "found": "true 或 false", "expected": "整数"}),
        (
            "score: a\n",
            3,
            8,
            "F108",
            {"path": "score", "expected": "整数或null（空）", "expected_en": "a whole number or null"},
        ),
        ("names: a\n", 3, 8, "F108", {"path": "names", "found": "文字", "expected": "列表"}),
        ("names: [[a]]\n", 3, 9, "F108", {"path": "names[1]", "found": "列表", "expected": "文字"}),
        ("period: []\n", 3, 1, "F108", {"path": "period", "found": "列表", "expected": "一组字段"}),
        ("x_a: {b: 1}\n", 3, 1, "F108", {"path": "x_a", "found": "一组字段"}),
        (
            "kind: b\n",
            3,
            7,
            "F109",
            {"path": "kind", "value": "b", "allowed": "a（甲）、ab（甲乙）", "allowed_en": "a, ab"},
        ),
        ("kinds: [a, c]\n", 3, 12, "F109", {"path": "kinds[2]", "value": "c"}),
        (
            "licence: {name: a, number: '12'}\n",
            3,
            28,
            "F110",
            {"path": "licence.number", "value": "12", "rule": "四位数字"},
        ),
        ('licence: {name: a, number: "1234\\n"}\n', 3, 28, "F110", {"path": "licence.number", "value": "1234\n"}),
        ("names: ['']\n", 3, 9, "F110", {"path": "names[1]", "value": "", "rule": "一行文字"}),
        ("text: a\n", 3, 7, "F111", {"path": "text", "size": "1", "bound": "在 2 至 30 之间", "bound_en": "2 to 30"}),
        ("text: " + "😀" * 31 + "\n", 3, 7, "F111", {"path": "text", "size": "31"}),
        (
            "x_a: 0123456789\n",
            3,
            6,
            "F111",
            {"path": "x_a", "size": "10", "bound": "不超过 9", "bound_en": "at most 9"},
        ),
        ("kinds: []\n", 3, 1, "F111", {"path": "kinds", "size": "0", "bound": "在 1 至 4 之间"}),
        ("names: [a, b, c, d, e, f]\n", 3, 1, "F111", {"path": "names", "size": "6", "bound": "不超过 5"}),
        ("count: -6\n", 3, 8, "F112", {"path": "count", "value": "-6", "bound": "在 -5 至 1000 之间"}),
        ("score: 0\n", 3, 8, "F112", {"path": "score", "value": "0", "bound": "至少 1", "bound_en": "at least 1"}),
        ("names: [a, b, a]\n", 3, 15, "F113", {"path": "names", "value": "a"}),
        ("periods: [{since: a}, {since: a}]\n", 3, 23, "F113", {"path": "periods", "value": '{"since": "a"}'}),
    ],
)
def test_each_code_with_its_place_and_values(text, line, column, code, values):
    (found,) = told(HEAD + text)
    assert found[:3] == (line, column, code)
    assert found[3].items() >= values.items()


def test_everything_at_once_sorted_by_place():
    text = "name: ''\ncount: x\nnom: 1\nkinds: [a, a, q]\nlicences: [{number: 1}]\n"
    assert [found[:3] for found in told(text)] == [
        (1, 1, "F107"),
        (1, 7, "F110"),
        (2, 8, "F108"),
        (3, 6, "F106"),
        (4, 12, "F113"),
        (4, 15, "F109"),
        (5, 12, "F107"),
        (5, 21, "F108"),
    ]


def test_a_wrong_kind_is_told_once():
    assert [found[2] for found in told(HEAD + "kind: [a]\n")] == ["F108"]


def test_records_of_a_list_are_named_by_their_ids():
    text = "- id: A-1\n  name: a\n  count: x\n- name: b\n  nom: 1\n- 3\n- id: A-2\n  name: c\n  licences: [{}]\n"
    assert [(found[0], found[2], found[3]["path"]) for found in told(text, MANY)] == [
        (3, "F108", "A-1.count"),
        (4, "F107", "f.yaml"),
        (5, "F106", "f.yaml"),
        (6, "F108", "f.yaml"),
        (9, "F107", "A-2.licences[1]"),
    ]


@pytest.mark.parametrize(
    ("text", "form"), [("a: 1\n", MANY), ("- 1\n", ONE), ("a\n", ONE), ("1\n", MANY), ("null\n", ONE)]
)
def test_a_file_of_the_wrong_shape(text, form):
    ((line, _, code, values),) = told(text, form)
    assert (line, code, values["path"]) == (1, "F108", "f.yaml")


def test_the_id_itself_may_be_what_is_wrong():
    assert [(found[2], found[3]["path"]) for found in told("id: 1\nname: a\n")] == [("F108", "id")]
    assert [(found[2], found[3]["path"]) for found in told("- id: 1\n  name: a\n", MANY)] == [("F108", "id")]


def test_an_internal_field_is_told_apart_from_an_unknown_one():
    secret = {**field("电话", "phone", type="string"), "x-visibility": "internal"}
    inner = record({"name": NAME, "secret": secret}, "name")
    whole = record(
        {
            "id": NAME,
            "phone": secret,
            "inner": field("内", "inner", **inner),
            "list": field("列", "list", type="array", items=inner),
        },
        "id",
        "phone",
    )
    form = Form(public_half(whole), whole=whole)
    text = "id: a\nphone: '1'\nother: 1\ninner: {name: a, secret: b}\nlist: [{name: b}, {name: c, secret: d, o: e}]\n"
    assert [(f[0], f[1], f[2], f[3]["path"]) for f in told(text, form)] == [
        (2, 8, "F114", "phone"),
        (3, 8, "F106", "a"),
        (4, 26, "F114", "inner.secret"),
        (5, 37, "F114", "list[2].secret"),
        (5, 43, "F106", "list[2]"),
    ]


def test_no_internal_field_of_any_real_schema_passes_into_a_public_file():
    for kind in schemas.KINDS:
        whole, public = schemas.schema(kind), schemas.public(kind)
        for name in whole["properties"].keys() - public["properties"].keys():
            _, problems = Form(public, whole=whole).read("f", f"{name}: 1\n".encode())
            assert "F114" in {p.code for p in problems}, (kind, name)


def test_long_values_are_shortened():
    ((_, _, _, values),) = told(HEAD + f"kind: {'b' * 500}\n")
    assert values["value"] == "b" * 60 + "…"


def test_problems_of_a_file_are_bounded():
    text = "".join(f"- id: A-{n % 9999}\n  name: ''\n" for n in range(3000))
    assert len(told(text, MANY)) == 1000


damage = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text("ab1-\n ", max_size=40),
    st.just([]),
    st.just({}),
    st.just(["a", "a"]),
)


@given(records(SCHEMA), st.sampled_from([*SCHEMA["properties"], "unknown", "x_ok"]), damage)
def test_whatever_does_not_fit_is_said_and_whatever_fits_is_not(one, name, value):
    """No value makes the explainer stumble, and each of its codes is in the catalogue."""
    one = {**one, name: value}
    lines = [f"? {key}\n: {json.dumps(entry, ensure_ascii=False)}\n" for key, entry in one.items()]
    document, problems = ONE.read("f", "".join(lines).encode())
    assert {p.code for p in problems} <= CATALOGUE.keys()
    if document is not None:
        assert document.records == [one]
        assert write([one], SCHEMA, many=False)
