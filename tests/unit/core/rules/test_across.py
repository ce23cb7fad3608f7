"""The rules that are SQL texts: what they find is what a search through all pairs finds, on SQLite and on DuckDB."""

from collections import Counter
from dataclasses import replace
from datetime import date

import duckdb
import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.support.records import Anywhere, holding, plan, target, task

from sunlot.core.drawn import Drawn
from sunlot.core.registry import MODELS, Placed
from sunlot.core.rules import QUERIES, Context
from sunlot.core.rules.flat import TABLES
from sunlot.core.visits import per_subject, visits
from sunlot.store.references import date_fields, references
from sunlot.store.tables import across_records

IDS = [f"XJ-T-{n:04d}" for n in range(6)]
CODES = ["91650102DEM000014J", "91650102DEM000022D", "91650102DEM0000308"]
REFERENCES = {kind: references(kind) for kind in MODELS}

ids = st.sampled_from(IDS)


@st.composite
def registers(draw):
    """Targets that name one another in any way, some removed, some with a code."""
    listed = draw(st.lists(st.one_of(ids, st.sampled_from(CODES)), unique=True, max_size=6))
    found = []
    for id_ in listed:
        gone = draw(st.booleans())
        fields = {"removed_on": "2026-02-01", "removal_reason": "演示"} if gone else {}
        if draw(st.booleans()):
            fields["uscc"] = draw(st.sampled_from(CODES))
        former = draw(st.lists(ids, unique=True, max_size=2))
        subject = draw(st.one_of(st.just(id_), ids))
        found.append(target(id_, subject=subject, former_ids=former, supervised_by=[], **fields))
    return holding(target=found)


def context(**fields):
    return Context(as_of=date(2026, 7, 1), references=REFERENCES, **fields)


def found_by(code, registry, ctx):
    return Counter(
        (one.place.file, *(value for _, value in one.values))
        for one in across_records(registry, ctx, {code: QUERIES[code]})
    )


def file(id_):
    return f"target-{id_}.yaml"


@given(registers())
def test_references_that_lead_nowhere(registry):
    expected = Counter(
        (file(id_), "subject", "registers/targets", placed.value.subject)
        for id_, placed in registry.targets.items()
        if placed.value.subject not in registry.targets
    )
    assert found_by("F208", registry, context()) == expected


@given(registers())
def test_a_file_that_could_not_be_read_makes_nobody_missing(registry):
    assert not found_by("F208", registry, context(unread=frozenset({("target", "*")})))


def codes_of(value):
    return {one for one in (value.id, value.uscc) if one and len(one) == 18}


@given(registers())
def test_codes_in_two_records(registry):
    values = [placed.value for placed in registry.targets.values()]
    expected = Counter(
        (file(later.id), earlier.id, shared)
        for later in values
        for earlier in values
        if earlier.id < later.id
        for shared in codes_of(earlier) & codes_of(later)
    )
    assert found_by("F210", registry, context()) == expected


@given(registers())
def test_former_ids_that_still_live(registry):
    expected = Counter(
        (file(id_), former, "1", file(former))
        for id_, placed in registry.targets.items()
        for former in placed.value.former_ids
        if former in registry.targets and registry.targets[former].value.removed_on is None
    )
    assert found_by("F216", registry, context()) == expected


@given(registers())
def test_former_ids_claimed_twice(registry):
    values = [placed.value for placed in registry.targets.values()]
    expected = Counter(
        (file(later.id), former, earlier.id)
        for later in values
        for earlier in values
        if earlier.id < later.id
        for former in set(later.former_ids) & set(earlier.former_ids)
    )
    assert found_by("F223", registry, context()) == expected


@st.composite
def drawn_years(draw):
    """Draws of one year, each with some targets, some vacated; and the exceptions that the plan publishes."""
    cap = draw(st.integers(1, 3))
    excepted = draw(st.lists(ids, unique=True, max_size=2))
    exceptions = [
        {"subject": one, "reason": "演示", "approved_by": "xj-demo", "document_no": "演示〔2026〕1号"}
        for one in excepted
    ]
    draws = [f"2026-{n:03d}" for n in range(1, draw(st.integers(1, 4)) + 1)]
    drawn = {}
    for one in draws:
        selected = draw(st.lists(ids, unique=True, max_size=4))
        left = draw(st.lists(st.sampled_from(selected), unique=True)) if selected else []
        drawn[one] = Drawn(
            draw=one, selected=dict.fromkeys(selected, "A"), vacated=dict.fromkeys(left, "closed"), population=9
        )
    owners = {id_: draw(ids) for id_ in IDS}
    registry = holding(
        target=[target(id_, subject=owner) for id_, owner in owners.items()],
        task=[task(id=one) for one in draws],
        plan=[plan(frequency_cap={"per_year": cap, "exceptions": exceptions})],
    )
    return registry, drawn, owners, cap, set(excepted)


@given(drawn_years())
def test_no_subject_is_drawn_more_often_than_the_cap_unless_the_plan_says_so(case):
    registry, drawn, owners, cap, excepted = case
    counted = Counter(owners[one] for found in drawn.values() for one in found.live)
    assert per_subject(registry, drawn, "2026") == counted
    above = {subject: n - cap for subject, n in counted.items() if n > cap and subject not in excepted}
    problems = list(across_records(registry, context(drawn=drawn), {"F301": QUERIES["F301"]}))
    assert Counter(dict(one.values)["subject"] for one in problems) == above


def test_a_visit_is_counted_for_the_subject_that_the_target_has_now():
    registry = holding(
        target=[target(CODES[0], former_ids=["XJ-T-0001"], subject=CODES[1]), target(CODES[1])],
        task=[task()],
    )
    secret = "~" + "0" * 64
    drawn = {"2026-001": Drawn(draw="2026-001", selected={"XJ-T-0001": "A", secret: "A"}, population=2)}
    assert [(one.subject, one.target) for one in visits(registry, drawn)] == [
        (CODES[1], "XJ-T-0001"),
        (secret, secret),
    ]


def test_every_text_finds_the_same_on_duckdb():
    """The texts stay in the subset that both engines read the same way (ADR 0006)."""
    registry = holding(
        target=[
            target("XJ-T-0001", uscc=CODES[0], former_ids=["XJ-T-0002", "XJ-T-0009"], subject="XJ-T-0404"),
            target("XJ-T-0002", uscc=CODES[0], former_ids=["XJ-T-0009"]),
        ],
        task=[task(), task(id="2026-002")],
        plan=[plan(frequency_cap={"per_year": 1})],
    )
    selected = {"XJ-T-0001": "A", "XJ-T-0002": "A"}
    drawn = {one: Drawn(draw=one, selected=selected) for one in ("2026-001", "2026-002")}
    ctx = context(drawn=drawn, unread=frozenset({("item", "SEI-01")}))
    ours = list(across_records(registry, ctx, QUERIES))
    assert {one.code for one in ours} == QUERIES.keys()
    with duckdb.connect(":memory:") as database:
        for name, table in TABLES.items():
            columns = ", ".join(f"{column} {kind}" for column, kind in table.columns.items())
            database.execute(f"CREATE TABLE {name} ({columns})")
            if rows := list(table.rows(registry, ctx)):
                database.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(table.columns))})", rows)
        for code, query in QUERIES.items():
            rows = database.execute(query.sql).fetchall()
            assert len(rows) == sum(one.code == code for one in ours), code


def test_a_file_may_bear_a_name_that_is_no_utf_8():
    """Such a name reaches us with surrogates, which no database takes."""
    document = Anywhere("registers/targets/\udcff.yaml")
    lost = target("XJ-T-0001", subject="XJ-T-0404", supervised_by=[])
    placed = Placed(lost, msgspec.to_builtins(lost), document)
    registry = replace(holding(), targets={lost.id: placed})
    ctx = context(unread=frozenset({("item", "\udcff")}))
    (one,) = across_records(registry, ctx, {"F208": QUERIES["F208"]})
    assert one.place.file == document.file


def test_references_and_dates_are_read_off_the_schemas():
    assert ("certificates.*.fields.*", "item") in references("inspector")
    assert ("batches.*.groups.*.authority", "authority") in references("plan")
    assert not any(path == "id" for kind in MODELS for path, _ in references(kind))
    assert ("beacon", "teams_time") in date_fields("task")
    assert ("days", "*", "date") in date_fields("calendar")
