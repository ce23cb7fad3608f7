"""What a circular says, where the demonstration has no example."""

import pytest
from tests.support.records import holding, target
from tests.unit.core.test_deadlines import KEYS, result

from sunlot.core.circulars import MOST, MOST_CASES, Wording, draft
from sunlot.core.drawn import Drawn
from sunlot.core.registry import Registry
from sunlot.store.schemas import label

MANY = [f"XJ-T-{n:04}" for n in range(1, 131)]


def drafted(results, targets=(), selected=KEYS, wording=None):
    held = holding(target=targets)
    registry = Registry(targets=held.targets, results=tuple(results))
    drawn = Drawn(draw="2026-001", selected=dict.fromkeys(selected, "A"), population=200)
    made = draft(
        registry,
        drawn,
        "2026-08-20",
        wording or Wording(),
        interim=True,
        follow_ups=frozenset({"corrected"}),
        label=label,
    )
    assert not made.unchanged
    return made.record


def test_of_too_many_lines_the_last_says_how_many_are_left_out():
    penalty = {"kind": "penalty", "state": "done"}
    found = [
        result(key, f"results/2026-001/{key}.yaml", summary=f"问题{n}。", follow_ups=[penalty | {"amount": n + 1}])
        for n, key in enumerate(MANY)
    ]
    record = drafted(found, selected=MANY)
    assert len(record["problems"]) == len(record["penalties"]) == MOST
    assert record["problems"][0] == "问题0。"
    assert record["problems"][-1] == f"其余 {len(MANY) - MOST + 1} 项见各检查结果。"
    assert record["penalties"][0] == "作出行政处罚决定，罚款 1 元。"
    assert len(record["typical_cases"]) == MOST_CASES
    assert record["typical_cases"][0] == "某单位：问题0。"


def test_problems_come_in_the_order_of_the_draw_each_once():
    found = [result(KEYS[0], summary="同"), result(KEYS[1], "results/2026-001/XJ-T-0002.yaml", summary="异")]
    assert drafted(found, selected=reversed(KEYS))["problems"] == ["异", "同"]
    found[1] = result(KEYS[1], "results/2026-001/XJ-T-0002.yaml", summary="同")
    assert drafted(found)["problems"] == ["同"]
    clean = result(result_code="no_problem", summary="未发现问题。")
    assert "problems" not in drafted([clean])


@pytest.mark.parametrize(
    ("person", "shown"), [("欧阳演示", "欧阳**"), ("买买提·演示", "买**"), ("演**", "演**"), ("演示员", "演**")]
)
def test_a_name_is_masked_as_the_registers_mask_it(person, shown):
    kept = target(KEYS[0], name="演示公司", legal_representative=person, address="演示路9号")
    record = drafted([result(summary=f"演示公司（{person}，演示路9号）未报备。")], targets=[kept])
    assert record["problems"] == [f"某单位（{shown}，某地）未报备。"]


def test_a_penalty_that_was_taken_back_is_not_told():
    steps = [{"kind": "penalty", "state": state, "text": state} for state in ("open", "done", "withdrawn")]
    assert drafted([result(follow_ups=steps)])["penalties"] == ["done"]


def test_a_number_that_is_given_needs_no_confirming():
    record = drafted([result()], wording=Wording(document_no="演示〔2026〕1号"))
    assert ("to_confirm" in record, record["document_no"]) == (False, "演示〔2026〕1号")
