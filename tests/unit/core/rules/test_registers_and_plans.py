"""Rules on registers and plans, where there are several ways to be wrong, or ways to be right that look wrong."""

from dataclasses import replace
from datetime import date

import msgspec
import pytest
from tests.support.records import batch, certificate, holding, inspector, plan, target, task

from sunlot.core.calendar import Calendars
from sunlot.core.divisions import Divisions
from sunlot.core.drawn import Drawn, Stage
from sunlot.core.model import Division, Item
from sunlot.core.rules import RULES, Context
from sunlot.core.rules.base import across, rule

HAMI = Divisions.of(
    [
        Division(code="652201", name="哈密市", parent="652200", valid_from="", valid_to="2016"),
        Division(code="650502", name="伊州区", parent="650500", valid_from="2016", valid_to=""),
    ]
)
CONTEXT = Context(as_of=date(2026, 9, 30), divisions=HAMI, calendars=Calendars(known=frozenset({2026})))


def found(code, registry, **fields):
    return [dict(one.values) for one in RULES[code](registry, replace(CONTEXT, **fields))]


# A division in its time


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"division": "650502", "added_on": "2016-01-01"}, None),
        ({"division": "650502", "added_on": "2015-12-31"}, "2015-12-31"),
        ({"division": "652201", "added_on": "2010-01-01"}, "2026-09-30"),
        ({"division": "652201", "added_on": "2010-01-01", "removed_on": "2016-12-31"}, None),
        ({"division": "652201", "added_on": "2010-01-01", "removed_on": "2017-01-01"}, "2017-01-01"),
        (
            {
                "division": "650502",
                "added_on": "2010-01-01",
                "division_history": [{"division": "652201", "valid_to": "2016-06-30"}],
            },
            None,
        ),
        ({"division": "999999", "added_on": "2010-01-01"}, None),
    ],
)
def test_a_division_holds_from_its_first_to_its_last_day(fields, day):
    problems = found("F230", holding(target=[target("XJ-T-0001", **fields)]))
    assert [one["day"] for one in problems] == ([day] if day else [])


# What is masked

MASKED = {"legal_representative": {"x-visibility": "masked"}, "address": {"x-visibility": "masked"}}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("演**", None),
        ("欧阳**", None),
        ("**", None),
        ("欧阳买买提**", "欧阳**"),
        ("张三**", "张**"),
        ("阿不都·买买提**", "阿**"),
        ("演****", "演**"),
        ("演*", "演**"),
        ("演", "演**"),
        ("演示店主", "演**"),
    ],
)
def test_a_name_with_stars_behind_is_no_reduced_name(name, expected):
    shop = holding(target=[target("XJ-T-0001", legal_representative=name, address="伊州区**", division="650502")])
    problems = found("F215", shop, masked={"target": MASKED})
    assert [(one["field"], one["expected"]) for one in problems] == (
        [("legal_representative", expected)] if expected else []
    )


@pytest.mark.parametrize(
    ("address", "division", "expected"),
    [
        ("伊州区**", "650502", None),
        ("伊州区解放路5号**", "650502", "伊州区**"),
        ("哈密市**", "650502", "伊州区**"),
        ("伊州区", "650502", "伊州区**"),
        ("天山区**", "650102", None),
        ("天山区", "650102", "**"),
    ],
)
def test_an_address_is_reduced_to_its_division(address, division, expected):
    shop = holding(target=[target("XJ-T-0001", legal_representative="演**", address=address, division=division)])
    problems = found("F215", shop, masked={"target": MASKED})
    assert [(one["field"], one["expected"]) for one in problems] == ([("address", expected)] if expected else [])


# Inspectors


def test_one_certificate_in_force_is_enough():
    old, new = certificate(valid_to="2025-12-31"), certificate(valid_from="2026-01-01")
    assert not found("F212", holding(inspector=[inspector("insp-0001", certificates=[old, new])]))
    assert found("F212", holding(inspector=[inspector("insp-0001", certificates=[old])]))
    not_yet = certificate(valid_from="2026-10-01")
    assert found("F212", holding(inspector=[inspector("insp-0001", certificates=[old, not_yet])]))


@pytest.mark.parametrize("away", [{"status": "suspended"}, {"status": "left"}, {"removed_on": "2026-09-30"}])
def test_who_is_not_on_duty_needs_no_certificate_and_no_exam(away):
    person = inspector("insp-0001", certificates=[certificate(valid_to="2025-12-31")], **away)
    person = msgspec.structs.replace(person, qualification_exam=None)
    assert not found("F212", holding(inspector=[person]))
    assert not found("F213", holding(inspector=[person]))


def test_an_exam_of_the_future_is_none():
    exam = {"passed_on": "2026-10-01", "organiser": "演示"}
    assert found("F213", holding(inspector=[inspector("insp-0001", qualification_exam=exam)]))


# Plans


def group(size, authority="xj-demo", role="officer", id_="quake"):
    return {"id": id_, "authority": authority, "role": role, "size": size}


@pytest.mark.parametrize(
    ("groups", "codes"),
    [
        ([group(2)], []),
        ([group(1), group(1, id_="other")], []),
        ([group(1), group(3, role="expert", id_="advice")], ["F402"]),
        ([group(2), group(1, "zj-demo", id_="house")], ["F411"]),
        ([group(1), group(1, "zj-demo", id_="house")], ["F411", "F411"]),
        ([group(2), group(1, "no-demo", "expert", "advice")], []),
        ([group(2), group(2, "no-demo", id_="house")], ["F410"]),
    ],
)
def test_officers_are_counted_by_authority_and_experts_not_at_all(groups, codes):
    registry = holding(plan=[plan(batches=[batch(groups=groups, partners=["zj-demo"])])])
    assert [code for code in ("F402", "F410", "F411") for _ in found(code, registry)] == codes


def test_a_difference_is_shown_where_it_is():
    other = batch(
        title="演示",
        strata=[batch()["strata"][0], batch()["strata"][1] | {"rate": "25", "kinds": ["project"]}],
        items=["SEI-01", "SEI-03"],
    )
    registry = holding(plan=[plan(batches=[other])], task=[task()])
    assert [(one["field"], one["task"], one["plan"]) for one in found("F401", registry)] == [
        ("title", "演示批次", "演示"),
        ("items", '["SEI-01"]', '["SEI-01","SEI-03"]'),
        ("strata.1.rate", "20", "25"),
        ("strata.1.kinds", "—", '["project"]'),
    ]
    assert not found("F401", holding(plan=[plan()], task=[task()]))


def test_a_supplement_names_a_draw_of_its_batch():
    def drawn_again(**fields):
        return found("F417", holding(task=[task(), task(id="2026-002", **fields)]))

    assert drawn_again()
    assert drawn_again(supplements="2026-009")
    assert not drawn_again(supplements="2026-001")


def test_an_item_taken_off_the_list_stays_in_what_is_over():
    item = {
        "id": "SEI-01", "name": "演示", "legal_basis": [], "authority": "xj-demo", "level": "region",
        "target_class": ["other"], "content": "演示", "methods": ["on_site"], "grade": "general",
        "status": "removed", "valid_from": "2026-01-01", "version": 1,
    }  # fmt: skip
    registry = holding(item=[msgspec.convert(item, Item)], task=[task()])
    assert not found("F413", registry)
    assert found("F413", registry, as_of=date(2026, 8, 14))


def test_a_stage_is_overdue_a_day_after_its_time():
    waiting = Drawn(draw="2026-001", stages=(Stage("targets", "2026-09-28T16:00:00Z", drawn=False, void=False),))
    assert not found("F405", holding(), drawn={"2026-001": waiting})
    assert found("F405", holding(), drawn={"2026-001": waiting}, as_of=date(2026, 10, 1))


# The table of rules


def test_a_code_has_one_rule_and_a_rule_says_what_it_asks_for():
    with pytest.raises(ValueError, match="two rules"):
        rule("F201")(lambda registry, context: iter(()))
    with pytest.raises(ValueError, match="two rules"):
        across("F201", "SELECT 1")(lambda place: place)
    with pytest.raises(ValueError, match="does not say"):
        rule("F999")(lambda registry, context: iter(()))
