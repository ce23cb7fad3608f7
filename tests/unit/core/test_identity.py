"""A target keeps its history, its cap and its recusals when its id changes."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.support.records import holding, plan, target, task

from sunlot.core.apart import by_relation
from sunlot.core.drawn import Drawn
from sunlot.core.eligibility import capped, target_lists
from sunlot.core.identity import current
from sunlot.core.protocol import lists
from sunlot.core.rules.base import Context
from sunlot.core.rules.flat import TABLES
from sunlot.core.visits import per_subject

OLD, OLDER, FIRM, WORKS = "XJ-T-0001", "XJ-T-0009", "91650102DEM000014J", "XJ-T-0002"
GONE = {"removed_on": "2026-02-01", "removal_reason": "演示"}
BOOKS = holding(
    target=[target(FIRM, former_ids=[OLD, OLDER]), target(WORKS, subject=OLD, kind="project")],
    task=[task()],
    plan=[
        plan(
            frequency_cap={
                "per_year": 2,
                "exceptions": [
                    {"subject": OLDER, "reason": "演示", "approved_by": "xj-demo", "document_no": "演示〔2026〕2号"}
                ],
            }
        )
    ],
)


def test_every_id_that_was_given_up_leads_to_the_present_one():
    assert current(BOOKS) == {OLD: FIRM, OLDER: FIRM}
    assert current(holding(target=[target(FIRM)])) == {}


def test_several_changes_are_followed_through_records_that_left():
    books = holding(target=[target(OLD, former_ids=[OLDER], **GONE), target(FIRM, former_ids=[OLD])])
    assert current(books) == {OLDER: FIRM, OLD: FIRM}


def test_an_id_that_is_still_borne_is_nobody_elses():
    assert current(holding(target=[target(OLD), target(FIRM, former_ids=[OLD])])) == {}


@given(st.lists(st.tuples(st.integers(0, 4), st.lists(st.integers(0, 6), max_size=3), st.booleans()), max_size=5))
def test_whatever_claims_whatever_it_ends(rows):
    books = holding(
        target=[
            target(f"T-{n}", former_ids=[f"T-{f}" for f in former], **(GONE if gone else {}))
            for n, former, gone in rows
        ]
    )
    now = current(books)
    assert all(books.targets[old].value.removed_on for old in now if old in books.targets)
    assert set(now.values()) <= books.targets.keys()


def test_a_relation_with_an_old_id_keeps_apart_from_the_firm_and_from_its_works():
    roster = [lists.Entry(key, "A", "650102") for key in (FIRM, WORKS)]
    listed = [lists.Inspector("insp-aaaa", "quake", "65"), lists.Inspector("insp-bbbb", "quake", "65")]
    relations = {"insp-aaaa": frozenset({OLDER}), "insp-bbbb": frozenset({FIRM})}
    both = frozenset({"insp-aaaa", "insp-bbbb"})
    assert by_relation(BOOKS, roster, listed, relations) == {FIRM: both, WORKS: both}


def test_works_whose_owner_changed_its_id_count_for_the_owner():
    drawn = {"2026-001": Drawn(draw="2026-001", selected={OLD: "A", WORKS: "A"}, population=2)}
    assert per_subject(BOOKS, drawn, "2026") == {FIRM: 2}


def test_the_cap_holds_for_works_and_its_exception_for_the_owner():
    assert capped(BOOKS, task(), {FIRM: 2, "XJ-T-0003": 2}) == {"XJ-T-0003"}
    (exception,) = TABLES["excepted"].rows(BOOKS, Context(as_of=date(2026, 7, 1)))
    assert exception == ("2026", FIRM)
    strict = holding(target=[one.value for one in BOOKS.targets.values()], plan=[plan()])
    found = target_lists(strict, task(), "2026-07-21", {FIRM: 2}, {})
    assert {one.key: one.reason for one in found.exclusions} == {FIRM: "cap", WORKS: "cap"}
