"""The records of the sound bureau that every bad example repository differs from in one thing; all are invented."""

from collections.abc import Iterator, Mapping
from typing import Any

from sunlot.core.credit_code import check_character, organisation_check
from sunlot.core.rooms import BY_KIND
from sunlot.store import canonical, schemas

Record = dict[str, Any]


def code(prefix: str, number: int) -> str:
    """An invented credit code with right check digits."""
    body = f"DEM{number:05d}"
    start = prefix + body + organisation_check(body)
    return start + check_character(start)


def text_of(kind: str, *records: Mapping[str, Any]) -> bytes:
    """A file in canonical form; nothing asks whether it fits its schema otherwise."""
    return canonical.write(list(records), schemas.public(kind), many=BY_KIND[kind].many).encode()


def settings() -> Record:
    return {
        "authority": "xj-demo",
        "title": "演示地震局抽查公示（演示）",
        "title_en": "Demonstration bureau",
        "region": "650000",
        "profile": "minimal",
        "beacon": {"source": "drand", "relays": [], "lead": 86400},
        "publish_within": 20,
        "demonstration": {"as_of": "2026-09-30", "seal": "演示"},
    }


def authorities() -> Iterator[Record]:
    for id_, name, role, level, division, parent in (
        ("xj-demo", "演示地震局", "own", "region", "650000", None),
        ("sz-demo", "演示市地震局", "own", "prefecture", "650100", "xj-demo"),
        ("zj-demo", "演示住建厅", "partner", "region", "650000", None),
    ):
        record = {
            "id": id_,
            "name": name,
            "short_name": name,
            "name_en": f"Demonstration authority {id_}",
            "role": role,
            "level": level,
            "division": division,
        }
        yield record | ({"parent": parent} if parent else {})


def items() -> Iterator[Record]:
    law = "中华人民共和国防震减灾法"
    for id_, name, classes in (
        ("SEI-01", "建设工程抗震设防要求执行情况", ["builder"]),
        ("SEI-03", "地震安全性评价单位从业活动", ["seismic_safety_evaluator"]),
        ("SEI-09", "地震预测意见传播", ["other"]),
    ):
        active = id_ != "SEI-09"
        record = {
            "id": id_,
            "name": name,
            "legal_basis": [{"law": law, "article": "第七十六条"}],
            "authority": "xj-demo",
            "level": "region",
            "target_class": classes,
            "content": "演示内容",
            "methods": ["on_site"],
            "grade": "general",
            "joint_with": ["zj-demo"],
            "status": "active" if active else "preparing",
            "valid_from": "2026-01-01",
            "version": 1,
        }
        yield record if active else record | {"status_reason": "不适合随机抽查，准备中（演示）"}


BUILDERS = [code("91650102", n) for n in range(1, 6)]
EVALUATORS = [code("91650104", n) for n in range(11, 14)]
SHOP = code("92650104", 21)
GONE = code("91650102", 31)
MOVED = code("91652201", 41)
PROJECT = "XJ-T-0001"


def target(id_: str, number: int, types: list[str], **fields: Any) -> Record:
    own = {"uscc": id_} if len(id_) == 18 else {}
    return {
        "id": id_,
        "name": f"演示对象{number:02d}号",
        **own,
        "kind": "enterprise",
        "subject": id_,
        "legal_representative": "演示员甲",
        "address": f"演示路{number}号",
        "division": "650102",
        "supervision_types": types,
        "supervised_by": ["xj-demo"],
        "registration_status": "active",
        "added_on": "2026-01-05",
        "source": "演示",
    } | fields


def targets(owner: str) -> dict[str, list[Record]]:
    """The targets by file; `owner` is the subject of the project."""
    urumqi = [target(id_, n, ["builder"]) for n, id_ in enumerate(BUILDERS, 1)]
    urumqi += [target(id_, n, ["seismic_safety_evaluator"], division="650104") for n, id_ in enumerate(EVALUATORS, 11)]
    urumqi[-1]["former_ids"] = ["XJ-T-0009"]
    urumqi += [
        target(
            SHOP,
            21,
            ["builder"],
            kind="individual_business",
            legal_representative="演**",
            address="新市区**",
            division="650104",
        ),
        target(GONE, 31, ["builder"], removed_on="2026-05-01", removal_reason="注销（演示）"),
        target(PROJECT, 51, ["builder"], kind="project", subject=owner, project_stage="construction"),
    ]
    history = [{"division": "652201", "valid_to": "2016-06-30"}]
    hami = [target(MOVED, 41, ["designer"], division="650502", division_history=history, added_on="2012-03-01")]
    return {
        "registers/targets/650100.yaml": sorted(urumqi, key=lambda one: one["id"]),
        "registers/targets/650500.yaml": hami,
    }


def inspector(id_: str, unit: str, **fields: Any) -> Record:
    certificate = {
        "type": "administrative",
        "issuer": "演示机关",
        "certificate_no": f"DEMO-{id_[-4:].upper()}",
        "valid_from": "2024-01-01",
        "valid_to": "2028-12-31",
        "areas": ["6501"] if unit == "sz-demo" else ["65"],
        "fields": ["SEI-01", "SEI-03"],
    }
    return {
        "id": id_,
        "name": "演示员乙",
        "unit": unit,
        "level": "prefecture" if unit == "sz-demo" else "region",
        "certificates": [certificate],
        "qualification_exam": {"passed_on": "2024-01-01", "organiser": "演示机关"},
        "status": "active",
        "status_from": "2024-01-01",
        "added_on": "2024-01-01",
    } | fields


def inspectors() -> Iterator[Record]:
    for n in range(1, 5):
        yield inspector(f"insp-a00{n}", "xj-demo")
    for n in range(1, 4):
        yield inspector(f"insp-b00{n}", "zj-demo")
    yield inspector("insp-s001", "sz-demo")
    yield inspector(
        "insp-z009",
        "xj-demo",
        status="left",
        status_from="2026-03-01",
        removed_on="2026-03-01",
        removal_reason="调离（演示）",
    )


def expert() -> Record:
    return {
        "id": "exp-c001",
        "name": "演**",
        "authority": "xj-demo",
        "specialty": ["工程地震（演示）"],
        "fields": ["SEI-01"],
        "areas": ["65"],
        "valid_to": "2028-12-31",
        "status": "active",
        "added_on": "2025-01-01",
    }


def batches() -> Iterator[Record]:
    quake = {"id": "quake", "authority": "xj-demo", "role": "officer", "size": 2}
    house = {"id": "house", "authority": "zj-demo", "role": "officer", "size": 2}
    advice = {"id": "advice", "authority": "xj-demo", "role": "expert", "size": 1}
    common = {"lead_authority": "xj-demo", "mode": "open", "announcement": "after", "responsible_unit": "xj-demo"}
    project = {"id": "P", "title": "工程", "kinds": ["project"], "count": 1, "justification": "演示"}
    rest = {"id": "A", "title": "一般", "rate": "20", "justification": "演示"}
    yield common | {
        "id": "2026-B01",
        "title": "演示联合抽查",
        "items": ["SEI-01"],
        "joint": True,
        "partners": ["zj-demo"],
        "population": {"supervision_types": ["builder"]},
        "strata": [project, rest],
        "groups": [quake, house, advice],
        "window_from": "2026-07-27",
        "window_to": "2026-08-14",
    }
    for number, start, end in (("2", "2026-10-12", "2026-10-30"), ("3", "2026-11-02", "2026-11-20")):
        yield common | {
            "id": f"2026-B0{number}",
            "title": f"演示抽查之{number}",
            "items": ["SEI-03"],
            "joint": False,
            "population": {"supervision_types": ["seismic_safety_evaluator"]},
            "strata": [rest | {"rate": "34"}],
            "groups": [quake],
            "window_from": start,
            "window_to": end,
        }


def annual_plan() -> Record:
    return {
        "id": "2026",
        "title": "演示年度抽查工作计划",
        "document_no": "演示〔2026〕1号",
        "to_confirm": True,
        "approved_on": "2026-01-08",
        "approved_by": "xj-demo",
        "frequency_cap": {"per_year": 2},
        "key_supervision_rule": "演示",
        "batches": list(batches()),
    }


def calendars() -> Iterator[Record]:
    def day(date: str, kind: str, name: str) -> Record:
        return {"date": date, "kind": kind, "name": name, "source": "演示日历", "to_confirm": True}

    yield {
        "id": "2026",
        "complete": True,
        "days": [
            day("2026-09-20", "workday", "国庆节调休上班"),
            day("2026-09-25", "holiday", "中秋节"),
            day("2026-10-01", "holiday", "国庆节"),
        ],
    }
    yield {"id": "2027", "complete": True, "days": [], "note": "演示：没有与周末不同的日子"}
