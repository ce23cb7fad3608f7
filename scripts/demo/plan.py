"""The annual plan 2026, and the beacons of the draws made under it: one draw at least for every source there is.

The drand rounds are real ones, of which the project holds the signatures (`tests/vectors/drand.json`); their times are
the only reason why the demonstration's draws fall on those days. The lottery's issues and numbers are invented: no
issue of any year has such a number. So is the gazette of the draw by document.
"""

from dataclasses import dataclass
from typing import Any

from demo.authorities import BUREAU, WATER
from demo.record import Record, record

APPROVED = "2026-01-09"
DOCUMENT = "演示震防发〔2026〕1号"
NORTH = ["6501", "6502", "6505", "6523", "6527", "6540", "6542", "6543"]
SOUTH = ["6504", "6528", "6529", "6530", "6531", "6532"]
XPCC = ["6590"]
OFFICERS = {"id": "quake", "authority": BUREAU, "role": "officer", "size": 2}


def _stratum(key: str, title: str, why: str, **rule: Any) -> dict[str, Any]:
    return {"id": key, "title": title, **rule, "justification": why}


def _key_stratum() -> dict[str, Any]:
    return _stratum(
        "K",
        "重点监管对象",
        "投诉较多、有严重违法违规迹象或者存在重大事故隐患的对象，加大抽查力度（通知三（四）1）。",
        key_supervision=True,
        rate="100",
    )


def _batch(number: int, title: str, window: tuple[str, str], announcement: str, **fields: Any) -> dict[str, Any]:
    defaults = {
        "joint": False,
        "lead_authority": BUREAU,
        "mode": "directed",
        "groups": [OFFICERS],
        "responsible_unit": BUREAU,
    }
    return {
        "id": f"2026-B{number:02d}",
        "title": title,
        "window_from": window[0],
        "window_to": window[1],
        "announcement": announcement,
        **(defaults | fields),
    }


def plan() -> Record:
    """The plan as it was approved, with the first four batches."""
    return record(
        "plan",
        id="2026",
        title="2026 年度双随机抽查工作计划（演示）",
        document_no=DOCUMENT,
        to_confirm=True,
        approved_on=APPROVED,
        approved_by=BUREAU,
        frequency_cap={"per_year": 2},
        key_supervision_rule=(
            "列入重点监管且在有效期内的对象单独成层（K 层），在其类型对应的批次中全部抽取；"
            "同一市场主体一年内被抽查满 2 次后，不再列入以后批次的名单。"
        ),
        batches=[_evaluators(), _works(), _networks(), _owners()],
        note="文号为演示文号，待核实；本计划不构成任何真实安排。",
    )


def _evaluators() -> dict[str, Any]:
    return _batch(
        1,
        "地震安全性评价单位从业活动抽查",
        ("2026-07-24", "2026-08-07"),
        "before",
        items=["SEI-03"],
        population={"supervision_types": ["seismic_safety_evaluator"]},
        strata=[_key_stratum(), _stratum("A", "其他评价单位", "单位数量少，按五年基本轮查一遍确定。", rate="20")],
    )


def _works() -> dict[str, Any]:
    return _batch(
        2,
        "建设工程抗震设防要求执行情况抽查",
        ("2026-07-24", "2026-09-11"),
        "after",
        items=["SEI-01"],
        population={"supervision_types": ["designer", "builder", "supervisor"]},
        strata=[
            _key_stratum(),
            _stratum("D", "设计单位", "设计环节问题影响面大，比例略高。", supervision_types=["designer"], rate="12.5"),
            _stratum(
                "S",
                "南疆施工单位",
                "南疆设防烈度较高，比例高于北疆。",
                supervision_types=["builder"],
                divisions=SOUTH,
                rate="15",
            ),
            _stratum(
                "N",
                "北疆施工单位",
                "按近年问题率确定。",
                supervision_types=["builder"],
                divisions=NORTH,
                rate="12.5",
            ),
            _stratum(
                "X",
                "兵团城市施工单位",
                "单位少，按户数确定。",
                supervision_types=["builder"],
                divisions=XPCC,
                count=2,
            ),
            _stratum("J", "监理单位", "按近年问题率确定。", supervision_types=["supervisor"], rate="10"),
        ],
    )


def _networks() -> dict[str, Any]:
    return _batch(
        3,
        "专用地震监测台网与强震动设施跨部门联合抽查",
        ("2026-07-27", "2026-08-21"),
        "before",
        items=["SEI-04"],
        joint=True,
        partners=[WATER],
        population={"supervision_types": ["dedicated_network_operator", "strong_motion_operator"]},
        strata=[
            _key_stratum(),
            _stratum("F", "台网与设施", "以设施为单位抽查运行情况。", kinds=["facility"], rate="16"),
            _stratum(
                "E",
                "水库、油田管理单位",
                "抽查建设与管理责任的落实。",
                kinds=["enterprise"],
                supervision_types=["dedicated_network_operator"],
                rate="12.5",
            ),
        ],
        groups=[
            OFFICERS,
            {"id": "water", "authority": WATER, "role": "officer", "size": 2},
            {"id": "expert", "authority": BUREAU, "role": "expert", "size": 1},
        ],
    )


def _owners() -> dict[str, Any]:
    return _batch(
        4,
        "重大建设工程地震安全性评价开展情况抽查",
        ("2026-07-31", "2026-09-04"),
        "after",
        items=["SEI-02"],
        population={"supervision_types": ["construction_owner_major"], "kinds": ["project", "enterprise"]},
        strata=[
            _key_stratum(),
            _stratum("P", "在建重大工程", "以工程为单位抽查。", kinds=["project"], rate="12.5"),
            _stratum("E", "建设单位", "抽查管理制度。", kinds=["enterprise"], count=3),
        ],
    )


def protection() -> dict[str, Any]:
    """The fifth batch, which came in with the change of 2026-06-15."""
    return _batch(
        5,
        "地震监测设施保护与观测环境抽查",
        ("2026-09-01", "2026-09-18"),
        "after",
        items=["SEI-05", "SEI-06"],
        mode="open",
        population={"supervision_types": ["protection_zone_unit"]},
        strata=[
            _stratum("E", "企业", "开采和加工活动干扰较大。", kinds=["enterprise"], rate="25"),
            _stratum("C", "农民专业合作社", "按五年基本轮查一遍确定。", kinds=["cooperative"], rate="20"),
            _stratum("I", "个体工商户", "影响较小，比例从低。", kinds=["individual_business"], rate="12.5"),
        ],
    )


def owners_again() -> dict[str, Any]:
    """The sixth batch: its public value is a printed document, for want of anything that could be verified."""
    return _batch(
        6,
        "一般建设工程建设单位抗震设防要求抽查",
        ("2026-08-27", "2026-09-18"),
        "after",
        items=["SEI-01"],
        population={"supervision_types": ["construction_owner_ordinary"], "kinds": ["institution"]},
        strata=[_stratum("I", "学校、医院", "人员密集，按四年基本轮查一遍确定。", kinds=["institution"], rate="25")],
    )


def drill() -> dict[str, Any]:
    """The seventh batch, by which inspectors learn how a draw goes: its public value is a date."""
    return _batch(
        7,
        "抽取流程培训演练",
        ("2026-09-07", "2026-09-11"),
        "before",
        items=["SEI-03"],
        mode="open",
        population={"supervision_types": ["seismic_safety_evaluator"], "kinds": ["institution"]},
        strata=[_stratum("T", "演练对象", "培训演练，只抽一户。", kinds=["institution"], count=1)],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """One draw of the demonstration.

    Attributes:
        id: Its id.
        batch: The batch of the plan that it serves.
        frozen_at: When its lists were frozen (UTC).
        targets_time: The announced moment of the first beacon (UTC).
        teams_time: The announced moment of the second.
        source: Where its public values come from.
        chain: The game of a lottery, the title of a document.
        issues: The issue numbers of a lottery.
        lead: Seconds between freeze and value, where it is not the settings' day.
    """

    id: str
    batch: str
    frozen_at: str
    targets_time: str
    teams_time: str
    source: str = "drand"
    chain: str | None = None
    issues: tuple[str, str] | None = None
    lead: int | None = None


DRAWS = {
    draw.id: draw
    for draw in (
        Draw(
            id="2026-001",
            batch="2026-B01",
            frozen_at="2026-07-20T08:00:00Z",
            targets_time="2026-07-23T07:38:30Z",
            teams_time="2026-07-23T07:38:54Z",
        ),
        Draw(
            id="2026-002",
            batch="2026-B02",
            frozen_at="2026-07-21T08:00:00Z",
            targets_time="2026-07-23T07:38:54Z",
            teams_time="2026-07-23T07:39:00Z",
        ),
        Draw(
            id="2026-003",
            batch="2026-B03",
            frozen_at="2026-07-22T02:00:00Z",
            targets_time="2026-07-23T07:39:00Z",
            teams_time="2026-07-23T07:39:30Z",
        ),
        Draw(
            id="2026-004",
            batch="2026-B04",
            frozen_at="2026-07-27T02:00:00Z",
            targets_time="2026-07-28T13:15:00Z",
            teams_time="2026-07-30T13:15:00Z",
            source="lottery",
            chain="ssq",
            issues=("2026901", "2026902"),
        ),
        Draw(
            id="2026-005",
            batch="2026-B05",
            frozen_at="2026-08-19T02:00:00Z",
            targets_time="2026-08-22T21:40:00Z",
            teams_time="2026-08-31T18:45:15Z",
        ),
        Draw(
            id="2026-006",
            batch="2026-B06",
            frozen_at="2026-08-19T08:00:00Z",
            targets_time="2026-08-20T01:00:00Z",
            teams_time="2026-08-21T01:00:00Z",
            source="document",
            chain="demo-gazette",
            lead=43200,
        ),
        Draw(
            id="2026-007",
            batch="2026-B07",
            frozen_at="2026-08-20T03:00:00Z",
            targets_time="2026-08-21T01:00:00Z",
            teams_time="2026-08-24T01:00:00Z",
            source="date",
            lead=43200,
        ),
    )
}
LOTTERY = {"2026901": "03.07.11.19.26.32.09", "2026902": "02.08.14.21.27.30.05"}
"""Issue → the numbers that were drawn; both invented."""
