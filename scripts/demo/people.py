"""The registers of inspectors and experts: nobody of them exists, and no name could be anybody's."""

from collections.abc import Sequence
from typing import Any

from demo.authorities import BUREAU, HOUSING, WATER, office
from demo.chance import choice, word
from demo.places import PREFECTURES
from demo.record import Record, record
from sunlot.core.masks import mask_name

FOUNDED = "2025-12-19"
SERIES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午"
"""One sign for each unit, in front of the number that is a person's name in the demonstration."""
_ALL = ("SEI-01", "SEI-02", "SEI-03", "SEI-04", "SEI-05", "SEI-06")
_LOCAL = (
    _ALL,
    ("SEI-01", "SEI-02", "SEI-05", "SEI-06"),
    ("SEI-01", "SEI-03", "SEI-04", "SEI-05"),
)
_STAFFING = ("civil_service_managed", "civil_service_managed", "administrative", "institution")
_QUALIFICATIONS = ("注册结构工程师（演示）", "地震监测高级工程师（演示）", "法律职业资格（演示）")
UNITS = (BUREAU, *(office(p.code) for p in PREFECTURES if p.office), HOUSING, WATER)
COUNTS = {BUREAU: 16, HOUSING: 6, WATER: 7}
EACH_OFFICE = 2
LAPSING = (office("652900"), 1)
"""Whose certificate runs out in the course of the year."""


def name_of(unit: str, n: int) -> str:
    """What the `n`th person of a unit is called."""
    return f"演示员{SERIES[UNITS.index(unit)]}{n:02d}"


def inspector_id(unit: str, n: int) -> str:
    """The public id of the `n`th person of a unit: fixed, and without meaning."""
    return f"insp-{word(4, 'inspector', unit, n)}"


def expert_id(n: int) -> str:
    """The public id of the `n`th expert."""
    return f"exp-{word(4, 'expert', n)}"


def _areas(unit: str) -> list[str]:
    prefecture = next((p.code for p in PREFECTURES if p.office and office(p.code) == unit), None)
    if prefecture is None:
        return ["65"]
    return [prefecture[:4]]


def _fields(unit: str, n: int) -> list[str]:
    if unit == HOUSING:
        return ["SEI-01", "SEI-07", "SEI-08"]
    if unit == WATER:
        return ["SEI-04"]
    return list(_ALL if unit == BUREAU else _LOCAL[n % 3])


def certificate(unit: str, n: int, kind: str, period: tuple[str, str], fields: Sequence[str]) -> dict[str, Any]:
    """One certificate; its number names the unit and the person of the demonstration."""
    return {
        "type": kind,
        "issuer": "演示颁证机关" if kind == "administrative" else "演示部门颁证机关",
        "certificate_no": f"DEMO-{'A' if kind == 'administrative' else 'D'}{UNITS.index(unit):03d}-{n:04d}",
        "valid_from": period[0],
        "valid_to": period[1],
        "areas": _areas(unit),
        "fields": list(fields),
    }


def inspector(unit: str, n: int, added_on: str = FOUNDED) -> Record:
    """One inspector with the usual certificate; every fourth has a second one of another kind."""
    fields = _fields(unit, n)
    year = 2022 + n % 3
    certificates = [certificate(unit, n, "administrative", (f"{year}-07-01", f"{year + 5}-06-30"), fields)]
    if n % 4 == 0:
        certificates.append(certificate(unit, n, "department", ("2024-01-01", "2028-12-31"), fields[:2]))
    private: dict[str, Any] = {
        "sex": choice("MF", "sex", unit, n),
        "staffing": choice(_STAFFING, "staffing", unit, n),
    }
    return record(
        "inspector",
        private,
        id=inspector_id(unit, n),
        name=name_of(unit, n),
        unit=unit,
        level="prefecture" if unit not in COUNTS else "region",
        certificates=certificates,
        qualifications=[choice(_QUALIFICATIONS, "qualification", unit, n)] if n % 3 == 1 else None,
        qualification_exam={"passed_on": f"{year}-05-{10 + n:02d}", "organiser": "演示司法行政部门"},
        status="active",
        status_from=f"{year}-07-01",
        added_on=added_on,
    )


def inspectors() -> list[Record]:
    """All inspectors of the founded register, with the few who cannot go out."""
    found = [inspector(unit, n) for unit in UNITS for n in range(1, COUNTS.get(unit, EACH_OFFICE) + 1)]
    by_id = {one.id: one for one in found}
    expired = by_id[inspector_id(BUREAU, 13)].public
    expired["certificates"][0] |= {"valid_from": "2020-07-01", "valid_to": "2025-06-30"}
    expired |= {"status": "suspended", "status_from": "2025-07-01", "note": "证件到期，换证期间暂停执法。"}
    lapsing = by_id[inspector_id(*LAPSING)].public
    lapsing["certificates"] = [lapsing["certificates"][0] | {"valid_from": "2021-07-01", "valid_to": "2026-06-30"}]
    examined = by_id[inspector_id(BUREAU, 14)].public
    del examined["qualification_exam"]
    examined |= {"status": "suspended", "status_from": FOUNDED, "note": "尚未参加执法资格考试。"}
    left = by_id[inspector_id(HOUSING, 6)].public
    left |= {"status": "left", "status_from": "2025-12-01"}
    return found


_EXPERTS: tuple[tuple[str, tuple[str, ...], str, tuple[str, ...], bool], ...] = (
    (BUREAU, ("水库地震监测",), "正高级工程师", ("SEI-04",), True),
    (BUREAU, ("强震动观测", "地震仪器"), "高级工程师", ("SEI-04",), False),
    (BUREAU, ("地震监测台网", "数据处理"), "正高级工程师", ("SEI-04", "SEI-05"), True),
    (BUREAU, ("工程地震",), "研究员", ("SEI-02", "SEI-03", "SEI-04"), False),
    (WATER, ("水工结构",), "正高级工程师", ("SEI-04",), False),
    (HOUSING, ("结构抗震",), "教授", ("SEI-01", "SEI-07", "SEI-08"), True),
)


def experts() -> list[Record]:
    """The six experts; three consent to be named, the others appear masked."""
    found = []
    for n, (authority, specialty, title, fields, consents) in enumerate(_EXPERTS, start=1):
        name = f"演示专家{n:02d}"
        private: dict[str, Any] = {"employer": f"演示第{n}研究院"} | ({} if consents else {"name": name})
        found.append(
            record(
                "expert",
                private,
                id=expert_id(n),
                name=name if consents else mask_name(name),
                name_consent=consents or None,
                authority=authority,
                specialty=list(specialty),
                fields=list(fields),
                areas=["65"],
                title=title,
                valid_to="2027-12-31",
                status="active",
                added_on=FOUNDED,
            )
        )
    return found


def away(person: Record, start: str, end: str, reason: str) -> None:
    """Note in the vault a period in which a person cannot go out."""
    assert person.private is not None
    periods = person.private.setdefault("unavailable", [])
    periods.append({"valid_from": start, "valid_to": end, "reason": reason})


def apart(person: Record, target: str, relation: str) -> None:
    """Note in the vault that a person is kept apart from a target (administrative penalty law, article 43)."""
    assert person.private is not None
    person.private.setdefault("relations", []).append({"target": target, "relation": relation})
