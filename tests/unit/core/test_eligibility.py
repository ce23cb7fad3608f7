"""Who can be drawn, and why others cannot."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.records import batch, certificate, expert, holding, inspector, plan, target, task

from sunlot.core.eligibility import Private, inspector_lists, shortages, target_lists
from sunlot.core.protocol import lists

AS_OF = "2026-07-21"
FLAG = {
    "reason": "hazard",
    "basis": "演示",
    "valid_from": "2026-01-01",
    "valid_to": "2026-12-31",
    "approved_by": "xj-demo",
}


def drawn_up(*targets, visits=None, **fields):
    books = holding(plan=[plan()], target=targets)
    found = target_lists(books, task(**fields), AS_OF, visits or {}, {})
    return {e.key: e.stratum for e in found.roster}, {e.key: e.reason for e in found.exclusions}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"added_on": "2026-07-22"}, "not_yet"),
        ({"removed_on": "2026-07-21", "removal_reason": "演示"}, "removed"),
        ({"registration_status": "deregistered"}, "deregistered"),
        ({"registration_status": "suspended"}, "suspended"),
    ],
)
def test_a_target_that_cannot_be_drawn_is_listed_with_the_reason(fields, reason):
    roster, exclusions = drawn_up(target("XJ-T-0001", **fields), target("XJ-T-0002"))
    assert roster == {"XJ-T-0002": "A"}
    assert exclusions == {"XJ-T-0001": reason}


def test_key_supervision_counts_only_while_it_lasts():
    lapsed = {**FLAG, "valid_to": "2026-07-20"}
    roster, _ = drawn_up(
        target("XJ-T-0001", key_supervision=[FLAG]), target("XJ-T-0002", key_supervision=[lapsed]), target("XJ-T-0003")
    )
    assert roster == {"XJ-T-0001": "K", "XJ-T-0002": "A", "XJ-T-0003": "A"}


def test_the_cap_counts_by_subject_and_knows_public_exceptions():
    firm, works = target("XJ-T-0001"), target("XJ-T-0002", subject="XJ-T-0001", kind="project")
    roster, exclusions = drawn_up(firm, works, target("XJ-T-0003"), visits={"XJ-T-0001": 2, "XJ-T-0003": 1})
    assert exclusions == {"XJ-T-0001": "cap", "XJ-T-0002": "cap"}
    assert roster == {"XJ-T-0003": "A"}
    exception = {"subject": "XJ-T-0001", "reason": "演示", "approved_by": "xj-demo", "document_no": "演示〔2026〕2号"}
    books = holding(
        plan=[plan(frequency_cap={"per_year": 2, "exceptions": [exception]})], target=[firm, works, target("XJ-T-0003")]
    )
    assert not target_lists(books, task(), AS_OF, {"XJ-T-0001": 2}, {}).exclusions


def test_a_target_of_no_stratum_is_not_lost():
    strata = [{"id": "N", "title": "演示", "divisions": ["6502"], "rate": "100", "justification": "演示"}]
    roster, exclusions = drawn_up(target("XJ-T-0001"), target("XJ-T-0002", division="650203"), strata=strata)
    assert (roster, exclusions) == ({"XJ-T-0002": "N"}, {"XJ-T-0001": "no_stratum"})


PEOPLE = {
    "insp-aaaa": inspector("insp-aaaa"),
    "insp-left": inspector("insp-left", status="left"),
    "insp-gone": inspector("insp-gone", removed_on="2026-07-01", removal_reason="演示"),
    "insp-stop": inspector("insp-stop", status="suspended"),
    "insp-exam": inspector("insp-exam", qualification_exam=None),
    "insp-late": inspector("insp-late", certificates=[certificate(valid_to="2026-08-13")]),
    "insp-main": inspector("insp-main", certificates=[certificate(fields=["SEI-02"])]),
    "insp-area": inspector("insp-area", certificates=[certificate(areas=["6502"])]),
    "insp-away": inspector("insp-away"),
}


def test_every_inspector_of_the_authority_is_listed_or_absent_with_a_reason():
    private = Private(
        unavailable={"insp-away": [("2026-08-14", "2026-08-20")], "insp-aaaa": [("2026-08-15", "2026-08-20")]}
    )
    found = inspector_lists(holding(inspector=PEOPLE.values()), task(), AS_OF, private, ["650102"])
    assert [(one.key, one.group, one.divisions) for one in found.listed] == [("insp-aaaa", "quake", "65")]
    assert {one.key: one.reason for one in found.absences} == {
        "insp-left": "left",
        "insp-gone": "left",
        "insp-stop": "suspended",
        "insp-exam": "exam",
        "insp-late": "certificate",
        "insp-main": "field",
        "insp-area": "area",
        "insp-away": "unavailable",
    }


def test_experts_stand_in_a_group_of_their_own():
    groups = [*batch()["groups"], {"id": "expert", "authority": "xj-demo", "role": "expert", "size": 1}]
    books = holding(
        inspector=[inspector("insp-aaaa")], expert=[expert("exp-aaaa"), expert("exp-bbbb", valid_to="2026-08-01")]
    )
    found = inspector_lists(books, task(groups=groups), AS_OF, Private(), ["650102"])
    assert {one.key: one.group for one in found.listed} == {"insp-aaaa": "quake", "exp-aaaa": "expert"}
    assert {one.key: one.reason for one in found.absences} == {"exp-bbbb": "certificate"}


def test_a_target_that_could_not_get_a_full_team_is_named():
    roster = [lists.Entry("XJ-T-0001", "A", "650102"), lists.Entry("XJ-T-0002", "A", "650203")]
    listed = [lists.Inspector("insp-aaaa", "quake", "65"), lists.Inspector("insp-bbbb", "quake", "6501 6505")]
    found = list(shortages(task(), roster, listed, {"XJ-T-0001": ()}))
    assert [(s.target, s.group, s.eligible, s.size) for s in found] == [("XJ-T-0002", "quake", 1, 2)]
    closed = list(shortages(task(), roster[:1], listed, {"XJ-T-0001": ("insp-aaaa",)}))
    assert [(s.target, s.eligible) for s in closed] == [("XJ-T-0001", 1)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "division": st.sampled_from(["650102", "650203", "659001"]),
                "supervision_types": st.lists(st.sampled_from(["builder", "designer"]), min_size=1, unique=True),
                "kind": st.sampled_from(["enterprise", "project", "government"]),
                "registration_status": st.sampled_from(["active", "revoked"]),
                "added_on": st.sampled_from(["2026-01-01", "2026-12-01"]),
                "key_supervision": st.sampled_from([[], [FLAG]]),
            }
        ),
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_roster_and_exclusions_are_the_population_whatever_the_order(fields, shuffler):
    targets = [target(f"XJ-T-{n:04d}", **one) for n, one in enumerate(fields)]
    strata = [batch()["strata"][0], {**batch()["strata"][1], "kinds": ["enterprise", "project"]}]
    roster, exclusions = drawn_up(*targets, strata=strata)
    assert roster.keys() | exclusions.keys() == {t.id for t in targets if "builder" in t.supervision_types}
    assert not roster.keys() & exclusions.keys()
    shuffler.shuffle(targets)
    assert drawn_up(*targets, strata=strata) == (roster, exclusions)
