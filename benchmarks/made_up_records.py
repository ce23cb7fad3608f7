"""Targets and inspectors that nobody can take for real ones, as varied as a register is; the same at every run."""

import random
from collections.abc import Iterator
from typing import Any

from sunlot.store import schemas

DIVISIONS = ("650102", "650103", "650104", "652301", "652801", "653101", "654002", "659001")
PLACES = ("演示路", "示范街", "样例大道", "虚构巷")
TRADES = ("水利枢纽", "石油化工", "建筑设计", "工程监理", "桥梁建设", "矿业", "地震安全性评价", "测绘")
KINDS = ("有限责任公司", "股份有限公司", "事务所", "中心", "项目部")


def targets(count: int, seed: int = 73) -> Iterator[dict[str, Any]]:
    """Public target records with ascending ids; about 14 fields each, some with lists of mappings."""
    chance = random.Random(seed)
    terms = {name: list(schemas.terms(name)) for name in _TERMS}
    for number in range(count):
        key = f"91650102DEM{number:06d}{chance.choice('0123456789ABCDEFGH')}"
        division = chance.choice(DIVISIONS)
        record: dict[str, Any] = {
            "id": key,
            "name": f"演示{number:06d}号{chance.choice(TRADES)}{chance.choice(KINDS)}",
            "uscc": key,
            "kind": chance.choice(terms["target_kind"]),
            "subject": key,
            "legal_representative": f"演示人{chance.choice('甲乙丙丁戊己庚辛')}",
            "address": f"演示市{chance.choice(PLACES)}{chance.randrange(1, 999)}号{chance.randrange(1, 30)}层",
            "division": division,
            "supervision_types": sorted(chance.sample(terms["supervision_type"], chance.choice((1, 1, 2, 3)))),
            "supervised_by": chance.choice((["xj-seismo"], ["xj-seismo", "xj-housing"], [])),
            "registration_status": "active",
            "added_on": _date(chance),
            "source": f"{2018 + number % 9} 年度清理",
        }
        for share, name, value in (
            (0.6, "industry", f"E{chance.randrange(4700, 5090)}"),
            (0.2, "project_stage", chance.choice(terms["project_stage"])),
            (0.2, "fortification", f"{chance.choice('678')}度（0.{chance.choice((10, 15, 20, 30))}g）"),
            (0.1, "network_type", chance.choice(terms["network_type"])),
            (0.1, "former_ids", [f"XJ-T-{number % 10000:04d}"]),
            (0.05, "division_history", [{"division": chance.choice(DIVISIONS), "valid_to": _date(chance)}]),
            (0.3, "licences", [_licence(chance) for _ in range(chance.choice((1, 1, 2)))]),
            (0.05, "key_supervision", [_key_supervision(chance, terms)]),
            (0.2, "document_no", f"新震防发〔20{chance.randrange(18, 27)}〕{chance.randrange(1, 99)}号"),
            (0.2, "note", f"演示备注：{chance.choice(TRADES)}，{chance.choice(PLACES)}。"),
            (0.5, "internal", f"{chance.getrandbits(256):064x}"),
            (0.05, "x_list_no", f"{number % 977}"),
        ):
            if chance.random() < share:
                record[name] = value
        yield record


def inspectors(count: int, seed: int = 73) -> Iterator[dict[str, Any]]:
    """Public inspector records with ascending ids, each with one or two certificates."""
    chance = random.Random(seed)
    terms = {name: list(schemas.terms(name)) for name in _TERMS}
    for number in range(count):
        yield {
            "id": f"insp-{number:06d}",
            "name": f"演示员{number:06d}",
            "unit": "xj-seismo",
            "level": chance.choice(terms["level"]),
            "certificates": [_certificate(chance, terms) for _ in range(chance.choice((1, 1, 2)))],
            "qualifications": chance.choice(([], ["工程师"], ["工程师", "注册土木工程师"])),
            "qualification_exam": {"passed_on": _date(chance), "organiser": "演示司法厅"},
            "status": "active",
            "status_from": _date(chance),
            "added_on": _date(chance),
            "internal": f"{chance.getrandbits(256):064x}",
        }


_TERMS = (
    "target_kind",
    "supervision_type",
    "project_stage",
    "network_type",
    "key_supervision_reason",
    "level",
    "certificate_type",
)


def _date(chance: random.Random) -> str:
    return f"{chance.randrange(2018, 2027)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"


def _licence(chance: random.Random) -> dict[str, Any]:
    number = f"DEM-{chance.randrange(10**6):06d}"
    return {"name": "演示许可", "licence_no": number, "issuer": "演示机关", "valid_to": _date(chance)}


def _key_supervision(chance: random.Random, terms: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "reason": chance.choice(terms["key_supervision_reason"]),
        "basis": "演示依据",
        "valid_from": _date(chance),
        "valid_to": _date(chance),
        "approved_by": "xj-seismo",
    }


def _certificate(chance: random.Random, terms: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "type": chance.choice(terms["certificate_type"]),
        "issuer": "演示人民政府",
        "certificate_no": f"DEM{chance.randrange(10**8):08d}",
        "valid_from": _date(chance),
        "valid_to": _date(chance),
        "areas": sorted(chance.sample(DIVISIONS, chance.choice((1, 2, 3)))),
        "fields": sorted(chance.sample([f"SEI-{n:02d}" for n in range(1, 10)], chance.choice((1, 2, 4)))),
    }
