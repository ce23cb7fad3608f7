"""JSON documents: written as Python's own `json` writes them, and read back only from these bytes."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from tests.support.drawfolders import canonical, order
from tests.unit.protocol.forging import files

from sunlot.core.protocol.documents import Attestation, Beacon, Plan, Void, decode, encode
from sunlot.core.protocol.freezes import Rule, Stratum, TargetsFreeze, freeze_type
from sunlot.core.protocol.grammar import Refusal, StageId
from sunlot.core.protocol.outcomes import Opening, Replacement, SubstitutesOutcome, outcome_type


class Anything(Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    number: int
    names: tuple[str, ...]
    mapping: dict[str, dict[str, int]]
    nothing: None = None


texts = st.text(st.characters(exclude_categories=["Cs"]))
anything = st.builds(
    Anything,
    texts,
    st.integers(0, 2**53 - 1),
    st.lists(texts).map(tuple),
    st.dictionaries(texts, st.dictionaries(texts, st.integers(0, 9))),
)


@given(anything)
def test_documents_are_written_as_json_dumps_does(value):
    sorted_maps = {key: dict(sorted(inner.items())) for key, inner in sorted(value.mapping.items())}
    plain = {**msgspec.to_builtins(value), "mapping": sorted_maps}
    assert encode(value) == (json.dumps(plain, indent=2, ensure_ascii=False) + "\n").encode()


@given(anything)
def test_documents_survive_being_written(value):
    assert decode(encode(value), Anything, "x") == value


def written(stage: str, document: str) -> bytes:
    return files()[f"{stage}/{document}.json"]


@pytest.mark.parametrize("stage", order(files()))
def test_documents_of_a_draw_survive_being_read(stage):
    for document, shape in (
        ("freeze", freeze_type(StageId.parse(stage))),
        ("outcome", outcome_type(StageId.parse(stage))),
        ("beacon", Beacon),
    ):
        data = written(stage, document)
        assert encode(decode(data, shape, "x")) == data


FREEZE = json.loads(written("targets", "freeze"))
VALUES = [None, True, -1, 0, 2**53, 1.0, "", "|", "x", "X" * 64, "0" * 63, "0" * 65, [], [1], {}, {"a": 1}]


def leaves(document: object, path: tuple = ()) -> list[tuple]:
    if isinstance(document, dict):
        return [path, *(found for key, value in document.items() for found in leaves(value, (*path, key)))]
    return [path]


@pytest.mark.parametrize("path", leaves(FREEZE), ids=lambda path: ".".join(path) or "whole")
def test_a_value_of_another_type_is_refused(path):
    # texts that bind something are checked where they bind; here it is about the types
    for value in VALUES:
        document = {"freeze": json.loads(written("targets", "freeze"))}
        *above, last = ("freeze", *path)
        place = document
        for key in above:
            place = place[key]
        if type(place[last]) is type(value):
            continue
        nullable = path == ("previous",) and value is None
        if nullable:
            continue
        place[last] = value
        with pytest.raises(Refusal) as refused:
            decode(canonical(document["freeze"]), TargetsFreeze, "freeze.json")
        assert refused.value.code == "malformed"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("authority",), "XJ"),
        (("draw",), "2026-1"),
        (("stage",), "target"),
        (("previous",), "0" * 63),
        (("task",), "A" * 64),
        (("register", "tree"), "0" * 41),
        (("register", "as_of"), "2026-02-30"),
        (("strata", "A", "rule"), {}),
        (("strata", "A", "rule"), {"rate": "5", "count": 1}),
        (("strata", "A", "rule"), {"count": 0}),
        (("strata", "A", "rule"), {"count": "1"}),
        *(
            (("strata", "A", "rule"), {"rate": rate})
            for rate in ("0", "0.0", "100.000001", "1e1", "05", ".5", "5.", "+5")
        ),
        *((("strata", "A", "rule"), {"rate": rate}) for rate in ("1.1234567", "", "5%", "５", " 5", "5\n")),
        (("strata",), {"1A": {"rule": {"rate": "5"}, "size": 1, "take": 1}}),
        (("lead",), 2**53),
        (("lead",), -1),
        (("beacon", "time"), "2026-07-22T01:00:00.0Z"),
        (("beacon", "time"), "2026-07-22T01:00:00+00:00"),
        (("beacon", "time"), "2026-07-22 01:00:00Z"),
        (("beacon",), {"source": "lottery", "chain": "ssq", "time": "2026-07-22T01:00:00Z", "round": "a"}),
        (("beacon",), {"source": "document", "chain": "A_b", "time": "2026-07-22T01:00:00Z", "round": "2026-07-22"}),
        (("beacon",), {"source": "date", "chain": "date", "time": "2026-07-22T01:00:00Z", "round": "2026-02-30"}),
        (("beacon",), {"source": "date", "chain": "date", "time": "2026-07-22T01:00:00Z", "round": 20260722}),
    ],
)
def test_a_value_out_of_its_grammar_is_refused(path, value):
    document = json.loads(written("targets", "freeze"))
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(Refusal) as refused:
        decode(canonical(document), TargetsFreeze, "freeze.json")
    assert refused.value.name == "malformed.json"


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[:-1],
        lambda data: data + b"\n",
        lambda data: data.replace(b"  ", b"\t"),
        lambda data: json.dumps(json.loads(data)).encode(),
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b'"lead": 86400', b'"lead": 86400.0'),
        lambda data: data.replace(b'"lead": 86400', b'"lead": 8.64e4'),
        lambda data: data.replace(b'"lead": 86400', b'"lead": 086400'),
        lambda data: data.replace(b'"lead": 86400', b'"lead": -0'),
        lambda data: data.replace(b'"lead": 86400', b'"lead": NaN'),
        lambda data: data.replace(b'"lead"', b'"\\u006cead"'),
        lambda data: data.replace(b'"xj-demo"', b'"xj-demo\xff"'),
        lambda data: data.replace(b'"xj-demo"', b'"xj-demo\\ud800"'),
        lambda data: data.decode().encode("utf-16"),
        lambda data: b"[" * 1_000_000,
        lambda data: b'{"a":' * 1_000_000,
        lambda data: b"9" * 1_000_000,
        lambda data: b"",
        lambda data: b"null\n",
    ],
)
def test_other_bytes_are_refused(change):
    data = written("targets", "freeze")
    assert change(data) != data
    with pytest.raises(Refusal) as refused:
        decode(change(data), TargetsFreeze, "freeze.json")
    assert refused.value.code == "malformed"


def test_what_cannot_be_read_back_is_not_written():
    beacon = Beacon("drand", "c", 1, "s")
    assert decode(encode(beacon), Beacon, "x") == beacon
    for wrong in (
        Beacon("drand", "c", 2**53, "s"),
        Beacon("drand", "c", 1, None),
        Beacon("dice", "c", "2026-01-01", "s"),
    ):
        with pytest.raises(Refusal):
            encode(wrong)


def test_values_that_make_no_sense_cannot_be_made():
    with pytest.raises(ValueError, match=r"^a rule is a rate or a count$"):
        Rule()
    with pytest.raises(ValueError, match=r"^a count is at least 1$"):
        Rule(count=0)
    with pytest.raises(ValueError, match=r"^a rate is above 0 and at most 100$"):
        Rule(rate="0.000")
    with pytest.raises(ValueError, match="drand round is an integer"):
        Plan("drand", "c", "2026-01-01T00:00:00Z", "1")
    with pytest.raises(ValueError, match="month"):
        Attestation(("a", "b"), "x", "2026-13-01T00:00:00Z")


NO_PLANS = {
    ("drand", "c", "1"): "a drand round is an integer, any other is text",
    ("lottery", "ssq", "a"): "the issue of a lottery is digits",
    ("document", "gazette", "2026-02-30"): "day .*",
    ("document", "A_b", "2026-07-22"): "a document is named by lower-case letters, digits and -",
    ("date", "date", "2026-02-30"): "day .*",
}


@pytest.mark.parametrize(("source", "chain", "number"), NO_PLANS, ids=str)
def test_a_round_that_its_source_cannot_have(source, chain, number):
    with pytest.raises(ValueError, match=f"^{NO_PLANS[source, chain, number]}$"):
        Plan(source, chain, "2026-07-22T01:00:00Z", number)


def test_a_refusal_tells_which_document_and_why():
    with pytest.raises(Refusal) as refused:
        decode(b"{}\n", Rule, "x.json")
    assert str(refused.value) == "malformed: x.json is not a document of this protocol: a rule is a rate or a count"
    with pytest.raises(Refusal) as refused:
        encode(Beacon("dice", "c", "2026-01-01", "s"))
    assert "Beacon is not a document" in str(refused.value)


TWICE = [
    ("teams", "freeze", "groups", "groups names one twice"),
    ("teams-2", "freeze", "groups", "groups names one twice"),
    ("teams-2", "freeze", "withdrawn", "withdrawn is not sorted, or names one twice"),
    ("substitutes-1", "freeze", "vacancies", "vacancies is not sorted, or names one twice"),
    ("relief-1", "freeze", "vacancies", "vacancies is not sorted, or names one twice"),
    ("relief-1", "freeze", "withdrawn", "withdrawn is not sorted, or names one twice"),
    ("teams", "outcome", "recusals", "recusals is not sorted, or names one twice"),
]


@pytest.mark.parametrize(("stage", "name", "key", "why"), TWICE)
def test_a_list_that_names_one_twice(stage, name, key, why):
    document = json.loads(written(stage, name))
    document[key].insert(0, document[key][0])
    shape = {"freeze": freeze_type, "outcome": outcome_type}[name](StageId.parse(stage))
    with pytest.raises(Refusal) as refused:
        decode(canonical(document), shape, "x")
    assert str(refused.value) == f"malformed: x is not a document of this protocol: {why}"


def test_an_opening_that_names_one_twice():
    with pytest.raises(ValueError, match=r"^inspectors is not sorted, or names one twice$"):
        Opening("T", "0" * 64, ("a", "a"))


def test_maps_are_sorted_and_words_of_python_renamed():
    void = json.loads(files("void-and-repeat")["teams/void.json"])
    assert [*void][-1] == "voided_at"
    assert decode(canonical(void), Void, "x").explanation == "示例"
    outcome = json.loads(written("substitutes-1", "outcome"))
    assert [*outcome["replacements"][0]] == ["out", "in", "ticket"]
    read = decode(canonical(outcome), SubstitutesOutcome, "x")
    assert isinstance(read.replacements[0], Replacement)
    backwards = dict(reversed(FREEZE["strata"].items()))
    with pytest.raises(Refusal):
        decode(canonical({**FREEZE, "strata": backwards}), TargetsFreeze, "x")
    strata = {name: msgspec.convert(one, Stratum) for name, one in backwards.items()}
    freeze = decode(written("targets", "freeze"), TargetsFreeze, "x")
    assert encode(msgspec.structs.replace(freeze, strata=strata)) == written("targets", "freeze")
