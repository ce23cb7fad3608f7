"""Every family of deadlines, each on a few records; and what holds for all of them on the demonstration."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.records import Anywhere, batch, certificate, expert, holding, inspector, plan, target, task

from sunlot.core.calendar import Calendars, working_days_between
from sunlot.core.catalogue import CATALOGUE
from sunlot.core.deadlines import FAMILIES, HORIZON, LIMITS, Facts, chosen, count_of, deadlines
from sunlot.core.deadlines import draws as of_draws
from sunlot.core.deadlines import registers as of_registers
from sunlot.core.deadlines import results as of_results
from sunlot.core.deadlines.reckoning import add_months
from sunlot.core.decided import decided
from sunlot.core.drawn import Drawn, Stage, Team
from sunlot.core.eligibility import Private, inspector_lists
from sunlot.core.model import Calendar, Circular, Item, Objection, Result, Settings, WithheldTarget
from sunlot.core.protocol.reading import read
from sunlot.core.registry import Placed
from sunlot.core.rules import RULES, Context
from sunlot.jobs.loading import load
from sunlot.store.drawfolders import DrawFolder, begun, draw_ids
from sunlot.store.repository import Store
from sunlot.store.schemas import label

TOP = Path(__file__).parents[3]
KEYS = ("XJ-T-0001", "XJ-T-0002")
TEAMS = [Team("quake", "officer", ("insp-0001", "insp-0002"))]
DRAWN = Drawn(draw="2026-001", selected=dict.fromkeys(KEYS, "A"), teams=dict.fromkeys(KEYS, TEAMS), population=9)
DAYS = {
    "2026": [("2026-09-25", "holiday"), ("2026-10-01", "holiday"), ("2026-10-02", "holiday"), ("2026-10-10", "workday")]
}
CALENDARS = Calendars(
    frozenset({date(2026, 9, 25), date(2026, 10, 1), date(2026, 10, 2)}),
    frozenset({date(2026, 10, 10)}),
    frozenset({2026}),
)


def settings(**fields):
    return msgspec.convert(
        {
            "authority": "xj-demo",
            "title": "演示",
            "title_en": "Demo",
            "region": "650000",
            "profile": "minimal",
            "beacon": {"source": "drand", "lead": 86400},
            "publish_within": 20,
        }
        | fields,
        Settings,
    )


def result(key=KEYS[0], file="results/2026-001/XJ-T-0001.yaml", **fields):
    value = msgspec.convert(
        {
            "id": key,
            "draw": "2026-001",
            "target": key,
            "items": ["SEI-01"],
            "joint": False,
            "conclusions": [{"authority": "xj-demo", "result_code": "corrected", "handling": "order_to_correct"}],
            "result_code": "corrected",
            "summary": "演示",
            "reviewed": {"role": "演示", "reviewed_on": "2026-08-10"},
            "concluded_on": "2026-08-10",
            "published_on": "2026-08-12",
        }
        | fields,
        Result,
    )
    return Placed(value, msgspec.to_builtins(value), Anywhere(file))


def facts(day, drawn=(DRAWN,), results=(), circulars=(), calendars=CALENDARS, own=None, **kinds):
    registry = replace(
        holding(task=[task()], authority=[], **kinds),
        results=tuple(results),
        circulars=tuple(circulars),
        settings=Placed(settings(**(own or {})), {}, Anywhere("sunlot.yaml")),
    )
    return Facts(
        registry=registry, day=date.fromisoformat(day), drawn={one.draw: one for one in drawn}, calendars=calendars
    )


def told(found):
    return [(one.kind, one.subject, one.due.isoformat()) for one in found]


# --- the table and the arithmetic -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "start", "due"),
    [
        ("result", "2026-09-04", "2026-10-07"),  # three working days less on the way
        ("result", "2026-09-14", "2026-10-14"),  # Saturday, 10 October, is worked
        ("penalty", "2026-09-24", "2026-10-08"),
        ("penalty", "2026-10-01", "2026-10-12"),
        ("withdrawal", "2026-09-30", "2026-10-07"),
        ("evidence", "2026-10-05", "2026-10-13"),
        ("case", "2026-07-01", "2026-09-29"),
        ("training", "2026-02-28", "2027-02-28"),
    ],
)
def test_days_are_counted_as_the_table_says(kind, start, due):
    found, provisional = facts("2026-09-01").limit(kind, start)
    assert (found.isoformat(), provisional) == (due, False)
    if LIMITS[kind].counted == "working_days":
        count = count_of(kind, facts("2026-09-01").registry)
        assert working_days_between(date.fromisoformat(start), found, CALENDARS)[0] == count


def test_a_deadline_that_reaches_into_a_year_without_calendar_is_provisional():
    due, provisional = facts("2026-12-01").limit("result", "2026-12-10")
    assert (due, provisional) == (date(2027, 1, 7), True)  # by weekdays alone
    assert facts("2026-12-01").limit("penalty", "2026-12-10") == (date(2026, 12, 21), False)
    (one,) = facts_owed("2026-12-20", concluded_on="2026-12-10", published_on="2027-03-01")
    assert one.provisional


def facts_owed(day, **fields):
    return [one for one in of_results.owed(facts(day, results=[result(**fields)])) if one.subject == KEYS[0]]


def test_the_calendars_of_the_register_are_the_default():
    record = {"id": "2026", "complete": True, "days": []}
    record["days"] = [{"date": day, "kind": kind, "name": "演示", "source": "演示"} for day, kind in DAYS["2026"]]
    held = facts("2026-09-01", calendars=None, calendar=[msgspec.convert(record, Calendar)])
    assert held.limit("result", "2026-09-04") == facts("2026-09-01").limit("result", "2026-09-04")


def test_months_end_where_the_month_does():
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert add_months(date(2026, 1, 31), 11) == date(2026, 12, 31)


def test_the_bureau_may_set_itself_a_shorter_time():
    assert count_of("result", facts("2026-08-01", own={"publish_within": 7}).registry) == 7
    assert count_of("training", facts("2026-08-01", own={"training_after": 6}).registry) == 6
    assert (count_of("result", holding()), count_of("training", holding())) == (20, 12)
    with pytest.raises(ValueError, match="stage"):
        count_of("stage", holding())


def test_every_kind_says_what_is_owed_in_both_languages():
    for kind, limit in LIMITS.items():
        assert limit.clause, kind
        assert limit.zh != limit.en
        assert ("{draw}" in limit.zh, "{detail}" in limit.zh) == ("{draw}" in limit.en, "{detail}" in limit.en), kind
        assert (limit.count is not None or kind in ("result", "circular", "training")) == (limit.counted != "named")


# --- plan and draws -------------------------------------------------------------------------------------------------


def test_a_batch_is_planned_before_its_visits():
    waiting = batch(id="2026-B02", window_from="2026-09-07", responsible_unit="aksu-demo")
    held = facts("2026-08-01", plan=[plan(batches=[batch(), waiting])])
    (one,) = of_draws.batches(held)
    assert (one.detail, one.due, one.unit) == ("2026-B02", date(2026, 9, 7), "aksu-demo")
    assert not list(of_draws.batches(facts("2026-01-04", plan=[plan(batches=[waiting])])))


def test_lists_are_frozen_before_the_value_comes():
    (one,) = of_draws.freezes(facts("2026-07-01", drawn=()))
    assert (one.subject, one.due) == ("2026-001", date(2026, 7, 22))  # a day before 15:38 in Beijing
    assert not list(of_draws.freezes(facts("2026-07-01")))


def test_a_stage_is_drawn_on_the_day_its_value_comes():
    stages = (
        Stage("targets", "2026-07-23T07:38:30Z", drawn=True, void=False),
        Stage("teams", "2026-07-23T16:30:00Z", drawn=False, void=True),  # in Beijing it is the 24th
        Stage("teams-2", "9999-12-31T23:00:00Z", drawn=False, void=False),
    )
    drawn = [replace(DRAWN, stages=stages)]
    found = list(of_draws.stages(facts("2026-07-24", drawn=drawn)))
    assert [(one.detail, one.due, one.late) for one in found] == [("teams", date(2026, 7, 24), False)]
    (one,) = of_draws.stages(facts("2026-07-25", drawn=drawn))
    assert (one.late, one.days) == (True, -1)
    # the rule asks for a whole day more, so that nobody is an offender for a night (protocol, section 12)
    for day, count in (("2026-07-25", 0), ("2026-07-26", 1)):
        context = Context(as_of=date.fromisoformat(day), drawn={"2026-001": drawn[0]})
        assert len(list(RULES["F405"](holding(), context))) == count


def test_a_target_without_a_team_waits_for_a_stage_that_somebody_has_to_freeze():
    drawn_teams = Stage("teams", "2026-07-23T07:38:54Z", drawn=True, void=False)
    newcomer = replace(DRAWN, stages=(drawn_teams,), teams={KEYS[0]: TEAMS})
    (one,) = of_draws.teams(facts("2026-08-01", drawn=[newcomer]))
    assert (one.subject, one.due, one.what("en", label)) == (
        "2026-001",
        date(2026, 8, 14),
        "choose teams for targets without one: 1 (freeze the next teams stage)",
    )
    waiting = Stage("teams-2", "2026-08-03T07:38:54Z", drawn=False, void=False)
    assert not list(of_draws.teams(facts("2026-08-01", drawn=[replace(newcomer, stages=(drawn_teams, waiting))])))
    void = replace(waiting, void=True)
    assert list(of_draws.teams(facts("2026-08-01", drawn=[replace(newcomer, stages=(drawn_teams, void))])))
    gone = result(KEYS[1], "results/2026-001/XJ-T-0002.yaml", result_code="deregistered")
    assert not list(of_draws.teams(facts("2026-08-20", drawn=[newcomer], results=[gone])))
    assert not list(of_draws.teams(facts("2026-08-01")))


def circular(**fields):
    value = msgspec.convert(
        {
            "id": "circular",
            "draw": "2026-001",
            "title": "演示",
            "published_on": "2026-08-20",
            "interim": False,
            "population": 9,
            "drawn": 2,
            "inspected": 2,
            "cancelled": 0,
            "counts": [],
            "channels": ["website"],
        }
        | fields,
        Circular,
    )
    return Placed(value, msgspec.to_builtins(value), Anywhere("results/2026-001/circular.yaml"))


def test_a_circular_is_owed_until_the_final_one_is_out():
    due = ("circular", "2026-001", "2026-09-11")
    assert told(of_draws.circulars(facts("2026-08-20"))) == [due]
    assert told(of_draws.circulars(facts("2026-08-20", circulars=[circular(interim=True)]))) == [due]
    assert told(of_draws.circulars(facts("2026-08-19", circulars=[circular()]))) == [due]
    assert not list(of_draws.circulars(facts("2026-08-20", circulars=[circular()])))
    assert not list(of_draws.circulars(facts("2026-08-20", drawn=[replace(DRAWN, selected={})])))


# --- results --------------------------------------------------------------------------------------------------------


def test_a_result_is_owed_from_the_end_of_the_visits_or_from_its_conclusion():
    assert told(of_results.owed(facts("2026-08-01"))) == [("result", key, "2026-09-11") for key in KEYS]
    prepared = result(published_on="2026-09-30")
    found = told(of_results.owed(facts("2026-08-20", results=[prepared])))
    assert found == [("result", KEYS[0], "2026-09-07"), ("result", KEYS[1], "2026-09-11")]
    found = told(of_results.owed(facts("2026-08-20", results=[result()])))
    assert found == [("result", KEYS[1], "2026-09-11")]


def test_who_left_owes_nothing_and_a_refused_draw_hides_nothing():
    gone = replace(DRAWN, vacated={KEYS[0]: "deregistered"})
    assert [one.subject for one in of_results.owed(facts("2026-08-01", drawn=[gone]))] == [KEYS[1]]
    first = result(KEYS[1], published_on="2026-08-12")
    assert not list(of_results.owed(facts("2026-08-20", drawn=[gone], results=[first])))


def test_open_follow_ups_are_owed_by_the_day_that_was_set():
    steps = [
        {"kind": "order_to_correct", "state": "open", "due_on": "2026-09-10"},
        {"kind": "re_inspection", "state": "open", "due_on": "2026-09-20"},
        {"kind": "re_inspection", "state": "done", "due_on": "2026-08-15"},
        {"kind": "case_opened", "state": "open"},
        {"kind": "notify_authority", "state": "open"},
    ]
    found = list(of_results.follow_ups(facts("2026-09-11", results=[result(follow_ups=steps)])))
    assert [(one.kind, one.detail, one.due.isoformat(), one.late) for one in found] == [
        ("follow_up", "order_to_correct", "2026-09-10", True),
        ("follow_up", "re_inspection", "2026-09-20", False),
        ("case", "", "2026-11-08", False),
    ]
    assert found[0].what("zh", label) == "后续处理：责令改正"
    assert found[0].what("en", label) == "follow-up: order to correct"
    corrected = result(file="results/2026-001/XJ-T-0001.2.yaml", published_on="2026-09-09")
    held = facts("2026-09-11", results=[result(follow_ups=steps), corrected])
    assert not list(of_results.follow_ups(held))


def test_a_penalty_is_public_in_seven_working_days_and_gone_in_three():
    imposed = {"kind": "penalty", "state": "done", "document_no": "演示罚1号", "done_on": "2026-08-14"}
    before = result()
    prepared = result(file="results/2026-001/XJ-T-0001.2.yaml", follow_ups=[imposed], published_on="2026-08-31")
    held = facts("2026-08-20", results=[before, prepared])
    assert told(of_results.penalties(held)) == [("penalty", KEYS[0], "2026-08-25")]
    assert not list(of_results.penalties(facts("2026-08-13", results=[before, prepared])))
    assert not list(of_results.penalties(facts("2026-08-31", results=[before, prepared])))
    taken_back = imposed | {"state": "withdrawn", "done_on": "2026-09-24"}
    third = result(file="results/2026-001/XJ-T-0001.3.yaml", follow_ups=[taken_back], published_on="2026-10-20")
    held = facts("2026-09-28", results=[before, prepared, third])
    assert told(of_results.penalties(held)) == [("withdrawal", KEYS[0], "2026-09-30")]


@pytest.mark.parametrize(("state", "last"), [("done", "2026-08-25"), ("withdrawn", "2026-08-19")])
def test_a_penalty_told_late_says_why(state, last):
    step = {"kind": "penalty", "state": state, "document_no": "演示罚1号", "done_on": "2026-08-14"}
    late = (date.fromisoformat(last) + timedelta(days=1)).isoformat()

    def found(*results):
        held = facts("2026-12-01", results=results)
        return list(RULES["F543"](held.registry, Context(as_of=held.day, calendars=CALENDARS)))

    def second(**fields):
        return result(file="results/2026-001/XJ-T-0001.2.yaml", **{"follow_ups": [step]} | fields)

    assert len(found(result(), second(published_on=late))) == 1
    assert not found(result(), second(published_on=last))
    assert not found(result(), second(published_on=late, late_reason="演示"))
    # what the first file told in time is not late because a later one repeats it, in whatever order they are read
    assert not found(second(published_on="2026-11-30"), result(follow_ups=[step], published_on=last))
    assert not found(result(), second(published_on=late, follow_ups=[step | {"state": "open"}]))


def test_registered_evidence_is_decided_in_seven_working_days():
    entry = {"kind": "document", "sha256": "ab" * 32, "registered_on": "2026-08-04"}
    for published in ("2026-08-05", "2026-12-31"):
        held = facts("2026-08-06", results=[result(evidence=[entry], published_on=published)])
        assert told(of_results.evidence(held)) == [("evidence", KEYS[0], "2026-08-13")]
    decided_ = entry | {"decided_on": "2026-08-10"}
    assert list(of_results.evidence(facts("2026-08-09", results=[result(evidence=[decided_])])))
    assert not list(of_results.evidence(facts("2026-08-10", results=[result(evidence=[decided_])])))
    assert not list(of_results.evidence(facts("2026-08-03", results=[result(evidence=[entry])])))
    corrected = result(file="results/2026-001/XJ-T-0001.2.yaml", evidence=[decided_])
    assert not list(of_results.evidence(facts("2026-08-20", results=[corrected, result(evidence=[entry])])))


def objection(**fields):
    own = {
        "id": "OBJ-2026-001",
        "record_kind": "result",
        "record": f"2026-001/{KEYS[0]}",
        "filed_on": "2026-08-14",
        "objector": "target",
        "ground": "facts",
        "requested": "correct",
        "state": "received",
    }
    return msgspec.convert(own | fields, Objection)


def test_what_an_upheld_objection_asks_for_is_done():
    upheld = objection(state="upheld", decided_on="2026-08-20")
    assert told(of_results.corrections(facts("2026-08-21", results=[result()], objection=[upheld]))) == [
        ("correction", KEYS[0], "2026-09-17")
    ]
    punished = result(follow_ups=[{"kind": "penalty", "state": "done", "done_on": "2026-08-11"}])
    held = facts("2026-08-21", results=[punished], objection=[upheld])
    assert told(of_results.corrections(held)) == [("withdrawal", KEYS[0], "2026-08-25")]
    corrected = result(file="results/2026-001/XJ-T-0001.2.yaml", published_on="2026-08-24")
    held = facts("2026-08-24", results=[punished, corrected], objection=[upheld])
    assert not list(of_results.corrections(held))
    for other in ({"requested": "re_inspect"}, {"state": "rejected"}, {"record_kind": "draw", "record": "2026-001"}):
        one = msgspec.structs.replace(upheld, **other)
        assert not list(of_results.corrections(facts("2026-08-21", results=[punished], objection=[one])))
    told_of = msgspec.structs.replace(upheld, record_kind="circular", record="2026-001")
    held = facts("2026-08-21", circulars=[circular(published_on="2026-08-18")], objection=[told_of])
    assert told(of_results.corrections(held)) == [("correction", "2026-001", "2026-09-17")]


# --- registers ------------------------------------------------------------------------------------------------------


def test_an_objection_is_answered_in_twenty_working_days():
    due = [("objection", "OBJ-2026-001", "2026-09-11")]
    assert told(of_registers.objections(facts("2026-08-20", objection=[objection()]))) == due
    later = objection(state="rejected", decided_on="2026-08-21")
    assert told(of_registers.objections(facts("2026-08-20", objection=[later]))) == due
    assert not list(of_registers.objections(facts("2026-08-21", objection=[later])))
    assert not list(of_registers.objections(facts("2026-08-13", objection=[objection()])))
    assert not list(of_registers.objections(facts("2026-08-20", objection=[objection(state="withdrawn")])))


def test_what_is_withheld_is_reviewed():
    mark = {"field": "address", "ground": "work_secret", "authority": "water-demo", "review_on": "2026-12-31"}
    removed = target("XJ-T-0003", withheld=[mark], removed_on="2026-07-01")
    hidden = msgspec.convert(
        {
            "id": "XJ-W-0001",
            "ground": "state_secret",
            "decided_by": "xj-demo",
            "decided_on": "2025-12-22",
            "review_on": "2026-12-22",
            "kind": "facility",
            "supervision_types": ["builder"],
            "supervised_by": ["xj-demo"],
            "division": "650000",
            "registration_status": "active",
            "added_on": "2025-12-22",
            "source": "演示",
        },
        WithheldTarget,
    )
    held = facts(
        "2026-08-20",
        results=[result(withheld=[mark | {"field": "findings"}])],
        target=[target("XJ-T-0001", withheld=[mark]), removed],
        withheld_target=[hidden],
    )
    assert [(one.about, one.subject, one.unit, one.detail) for one in of_registers.reviews(held)] == [
        ("target", "XJ-T-0001", "water-demo", "address"),
        ("result", "XJ-T-0001", "water-demo", "findings"),
        ("withheld", "XJ-W-0001", "xj-demo", "XJ-W-0001"),
    ]


def test_the_last_certificate_of_each_type_is_renewed():
    people = [
        inspector(
            "insp-0001",
            certificates=[
                certificate(certificate_no="A-1", valid_to="2026-06-30"),
                certificate(certificate_no="A-2", valid_to="2028-06-30"),
                certificate(certificate_no="B-1", type="departmental", valid_to="2026-08-31"),
            ],
        ),
        inspector("insp-0002", status="suspended"),
        inspector("insp-0003", removed_on="2026-01-01"),
    ]
    held = facts("2026-08-20", inspector=people, expert=[expert("exp-0001", valid_to="2026-09-30")])
    assert sorted((one.detail, one.due.isoformat()) for one in of_registers.certificates(held)) == [
        ("", "2026-09-30"),
        ("A-2", "2028-06-30"),
        ("B-1", "2026-08-31"),
    ]


def test_key_supervision_is_told_of_before_it_ends_and_never_after():
    flag = {
        "reason": "hazard",
        "basis": "演示",
        "valid_from": "2026-01-05",
        "valid_to": "2026-08-31",
        "approved_by": "xj-demo",
    }
    kept = [target("XJ-T-0001", key_supervision=[flag])]
    (one,) = of_registers.flags(facts("2026-08-31", target=kept))
    assert (one.days, one.late) == (0, False)
    assert one.what("en", label).endswith("major accident hazard")
    assert not list(of_registers.flags(facts("2026-09-01", target=kept)))
    assert not list(of_registers.flags(facts("2026-01-04", target=kept)))


def test_an_item_that_is_prepared_comes_into_the_list():
    record = {
        "id": "SEI-09",
        "name": "演示",
        "legal_basis": [],
        "authority": "xj-demo",
        "level": "region",
        "target_class": ["other"],
        "content": "演示",
        "methods": ["on_site"],
        "grade": "general",
        "status": "preparing",
        "planned_for": "2026-12-31",
        "valid_from": "2026-01-01",
        "version": 1,
    }
    assert told(of_registers.items(facts("2026-08-20", item=[msgspec.convert(record, Item)]))) == [
        ("item", "SEI-09", "2026-12-31")
    ]
    assert not list(
        of_registers.items(facts("2026-08-20", item=[msgspec.convert(record | {"status": "active"}, Item)]))
    )


VISIT = {"visited_on": "2026-08-04", "method": "on_site", "certificates_shown": True}


def trained(day, **fields):
    return {"held_on": day, "course": "演示", "organiser": "演示", "reason": "long_inactive", "passed": True} | fields


def test_training_is_due_after_long_without_a_field_check():
    idle = inspector("insp-0009", added_on="2025-03-10")
    people = [inspector("insp-0001"), idle, inspector("insp-0010", status="left")]
    held = facts("2026-08-20", inspector=people, results=[result(visit=VISIT)])
    assert told(of_registers.training(held)) == [
        ("training", "insp-0001", "2027-08-04"),
        ("training", "insp-0009", "2026-03-10"),
    ]
    # a visit that was not made, or by a draw that was set aside, is no field check
    for other in ({"results": [result()]}, {"drawn": [], "results": [result(visit=VISIT)]}):
        (first, _) = of_registers.training(facts("2026-08-20", inspector=people, **other))
        assert (first.due, first.detail) == (date(2025, 1, 1), "—")
    again = msgspec.structs.replace(idle, trainings=inspector("x", trainings=[trained("2026-08-01")]).trainings)
    (one,) = of_registers.training(facts("2026-08-20", inspector=[again]))
    assert (one.due, one.detail) == (date(2027, 8, 1), "2026-08-01")
    (one,) = of_registers.training(facts("2026-08-20", inspector=[again], own={"training_after": 3}))
    assert one.due == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("fields", "kinds", "absent"),
    [
        ({}, ["training"], False),
        ({"qualification_exam": None}, ["exam", "training"], True),
        ({"trainings": [trained("2026-02-01", passed=False)]}, ["training_again"], True),
        ({"trainings": [trained("2026-02-01", passed=False), trained("2026-03-01")]}, ["training"], False),
        ({"trainings": [trained("2026-12-01", passed=False)]}, ["training"], False),
    ],
)
def test_who_lacks_exam_or_training_is_told_of_and_cannot_be_drawn(fields, kinds, absent):
    person = inspector("insp-0001", **fields)
    held = facts("2026-07-20", inspector=[person])
    assert [one.kind for one in of_registers.training(held)] == kinds
    lists = inspector_lists(held.registry, task(), "2026-07-20", Private(), ["650102"])
    assert ([one.reason for one in lists.absences] == ["exam"]) is absent
    assert (len(lists.listed) == 1) is not absent


# --- all together ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demonstration():
    store = Store.open(TOP)
    records = {
        one: read(DrawFolder(store.source, one), one) for one in draw_ids(store.source) if begun(store.source, one)
    }
    return load(store).registry, records


def at(demonstration, day):
    registry, records = demonstration
    moment = f"{day}T15:59:59Z"
    return Facts(registry=registry, day=day, drawn={one: decided(record, moment) for one, record in records.items()})


@given(day=st.dates(date(2026, 7, 1), date(2027, 12, 31)))
def test_nothing_is_overdue_before_its_day_and_all_is_sorted(demonstration, day):
    found = deadlines(at(demonstration, day))
    assert found == sorted(found, key=lambda one: one.due)
    for one in found:
        assert one.late == (day > one.due) == (one.days < 0)
        assert one.day == day
        assert one.since is None or one.since <= one.due.isoformat()
        if LIMITS[one.kind].counted == "working_days":
            count = count_of(one.kind, demonstration[0])
            calendars = Calendars.of(placed.value for placed in demonstration[0].calendars.values())
            known = working_days_between(date.fromisoformat(one.since), one.due, calendars)
            assert known == (count, one.provisional)
    assert len({(one.kind, one.about, one.subject, one.draw, one.detail, one.since, one.due) for one in found}) == len(
        found
    )


@given(first=st.dates(date(2026, 8, 21), date(2027, 6, 30)), later=st.integers(1, 400))
def test_what_nobody_does_stays_owed(demonstration, first, later):
    """After the last record's day nothing happens any more: what is late stays late, by as many days more."""
    now = {told_of(one): one for one in deadlines(at(demonstration, first)) if one.late}
    then = {told_of(one): one for one in deadlines(at(demonstration, first + timedelta(days=later)))}
    settled = {"stage"}  # a stage decides nothing before its value comes, so live targets may change by it
    for key, one in now.items():
        if one.kind not in settled:
            assert then[key].days == one.days - later


def told_of(one):
    return one.kind, one.about, one.subject, one.draw, one.detail


def test_every_family_is_asked_and_the_demonstration_has_most_of_them(demonstration):
    found = {one.kind for one in deadlines(at(demonstration, date(2026, 8, 21)))}
    assert found >= {"stage", "result", "circular", "follow_up", "secrecy_review", "certificate", "key_supervision"}
    assert found >= {"item", "training"}
    assert len(FAMILIES) == 17


def test_choosing(demonstration):
    found = deadlines(at(demonstration, date(2026, 8, 21)))
    soon = list(chosen(found))
    assert soon == [one for one in found if one.days <= HORIZON]
    assert 0 < len(soon) < len(found) == len(list(chosen(found, within=None)))
    own = list(chosen(found, within=None, units=["aksu-seismo-demo"]))
    assert own
    assert {one.unit for one in own} == {"aksu-seismo-demo"}


def test_the_rules_on_lateness_say_what_the_table_says(demonstration):
    registry, records = demonstration
    day = date(2026, 12, 30)
    drawn = {one: decided(record) for one, record in records.items()}
    calendars = Calendars.of(placed.value for placed in registry.calendars.values())
    context = Context(as_of=day, drawn=drawn, records=records, calendars=calendars)
    found = deadlines(Facts(registry=registry, day=day, drawn=drawn))
    for code, kind in (("F506", "result"), ("F519", "circular"), ("F517", "objection")):
        assert CATALOGUE[code].warning
        said = {json.dumps(dict(one.values)) for one in RULES[code](registry, context)}
        late = [one for one in found if one.kind == kind and one.late]
        assert len(said) == len(late)
        assert bool(said) is (kind != "objection")
