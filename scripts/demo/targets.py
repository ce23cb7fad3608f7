"""The register of targets: about four hundred invented firms, institutions, projects and facilities."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from demo.authorities import BUREAU, WATER, office
from demo.chance import below, choice
from demo.codes import CLASSES, credit_code
from demo.lots import LOTS, PEAKS, Lot
from demo.places import PREFECTURES, names, prefecture_of
from demo.record import Record, record
from sunlot.core.masks import mask_address, mask_name

FOUNDED = "2025-12-18"
_FORTIFICATION = ("演示：7 度（0.15g）", "演示：8 度（0.20g）", "演示：8 度（0.30g）", "演示：按地震安全性评价结果")
_LICENSED = {"designer": "工程设计资质", "builder": "建筑业企业资质", "supervisor": "工程监理资质"}
_CREDIT = ("A", "A", "A", "B", "B", "C", "D", "unrated")
_WEIGHTED = tuple(prefecture for prefecture in PREFECTURES for _ in range(prefecture.weight))
_OLD_DIVISIONS = {"650502": ("652201", "2016-06-30"), "652902": ("652923", "2019-12-20")}
"""Counties that had another code when the older firms were registered: code now → code then, and until when."""


@dataclass(slots=True)
class Numbers:
    """The numbers given so far: ids are never used twice, whenever a target comes in."""

    coded: int = 0
    uncoded: int = 0


def targets(lots: Iterable[Lot], numbers: Numbers, added_on: str, known: dict[str, list[str]]) -> Iterator[Record]:
    """Make the targets of some lots.

    Args:
        lots: What to make.
        numbers: Where the numbering stands; it goes on from there.
        added_on: The day on which they come into the register.
        known: Lot → its ids; owners are found here, and new lots are added.
    """
    for lot in lots:
        ids = known.setdefault(lot.slug, [])
        for n in range(1, lot.count + 1):
            made = _target(lot, n, numbers, added_on, known)
            ids.append(made.id)
            yield made


def founding(numbers: Numbers, known: dict[str, list[str]]) -> list[Record]:
    """Make the register as it was founded, with those that had already left the market."""
    made = list(targets(LOTS, numbers, FOUNDED, known))
    by_id = {one.id: one for one in made}
    for lot, place, status, since in (
        ("builder", 40, "revoked", "2025-11-03"),
        ("builder", 41, "suspended", "2025-10-20"),
        ("designer", 30, "suspended", "2025-12-01"),
        ("supervisor", 20, "merged", "2025-09-15"),
        ("evaluator", 25, "suspended", "2025-11-28"),
        ("owner-ordinary", 25, "cancelled", "2025-08-08"),
        ("zone-shop", 10, "deregistered", "2025-12-10"),
    ):
        by_id[known[lot][place]].public |= {"registration_status": status, "registration_status_from": since}
    return made


def _target(lot: Lot, n: int, numbers: Numbers, added_on: str, known: dict[str, list[str]]) -> Record:
    prefecture = choice(_WEIGHTED, "prefecture", lot.slug, n)
    division = choice(prefecture.counties, "county", lot.slug, n)
    code = None
    registered, until = _OLD_DIVISIONS.get(division, (division, None)) if n % 2 else (division, None)
    if lot.kind in CLASSES:
        numbers.coded += 1
        code = credit_code(lot.kind, registered, numbers.coded)
        key, serial = code, numbers.coded
    else:
        numbers.uncoded += 1
        key, serial = f"XJ-T-{numbers.uncoded:04d}", 5000 + numbers.uncoded
    public: dict[str, Any] = {
        "id": key,
        "name": lot.name.format(peak=choice(PEAKS, "peak", lot.slug, n), n=n),
        "uscc": code,
        "kind": lot.kind,
        "subject": choice(known[lot.owners], "owner", lot.slug, n) if lot.owners else key,
        "division": division,
        "division_history": [{"division": registered, "valid_to": until}] if until else None,
        "supervision_types": list(lot.types),
        "supervised_by": _supervisors(lot, division),
        "industry": lot.industry,
        "registration_status": "active",
        "added_on": added_on,
        "source": "演示数据（虚构登记）",
        **lot.extra,
    }
    if lot.kind == "project":
        public["fortification"] = choice(_FORTIFICATION, "fortification", lot.slug, n)
    if lot.kind != "individual_business" and lot.types[0] in _LICENSED:
        public["licences"] = [_licence(lot, n)]
    private = _private(lot, n, serial)
    address = f"{names()[division]}演示路 {1 + below(900, 'street', lot.slug, n)} 号"
    person = f"演示代表{serial:04d}"
    if lot.kind == "individual_business":
        private |= {"legal_representative": person, "address": address}
        person, address = mask_name(person), mask_address(names()[division])
    elif lot.kind == "facility" and n % 3 == 0:
        address = f"{names()[division]}（具体位置不公开）"
        public["withheld"] = [
            {"field": "address", "ground": "state_secret", "authority": BUREAU, "review_on": "2027-12-31"}
        ]
    return record("target", private, **public, legal_representative=person, address=address)


def _supervisors(lot: Lot, division: str) -> list[str]:
    return list(dict.fromkeys((office(prefecture_of(division).code), *lot.partners, BUREAU)))


def _licence(lot: Lot, n: int) -> dict[str, str]:
    return {
        "name": f"{_LICENSED[lot.types[0]]}（演示）",
        "licence_no": f"DEMO-{lot.slug.upper()}-{n:04d}",
        "issuer": "演示发证机关",
        "valid_to": f"20{27 + n % 4}-06-30",
    }


def _private(lot: Lot, n: int, serial: int) -> dict[str, Any]:
    return {
        "contact": {
            "liaison": f"演示联络员{serial:04d}",
            "phone": f"000-0000-{serial:04d}",
            "mail": f"demo-{serial:04d}@target.example",
        },
        "credit_class": choice(_CREDIT, "credit", lot.slug, n),
        "credit_source": "演示信用风险分类",
        "credit_as_of": "2025-12-01",
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Why a target is under key supervision, from when to when; the text of a complaint belongs in the vault."""

    reason: str
    basis: str
    valid_from: str
    valid_to: str
    complaint: str | None = None


def put_under(target: Record, flag: Flag) -> None:
    """Put a target under key supervision for a period (notice, 三（四）1)."""
    flags = target.public.setdefault("key_supervision", [])
    flags.append(
        {
            "reason": flag.reason,
            "basis": flag.basis,
            "valid_from": flag.valid_from,
            "valid_to": flag.valid_to,
            "approved_by": BUREAU,
        }
    )
    if flag.complaint:
        assert target.private is not None
        entry = {"entry": len(flags), "complaint_text": flag.complaint}
        target.private.setdefault("key_supervision", []).append(entry)


def withheld() -> list[Record]:
    """Two facilities that are not named: one under key supervision, which its batch draws for certain."""
    found = []
    for n, types in ((1, "dedicated_network_operator"), (2, "strong_motion_operator")):
        private = {
            "name": f"演示不公开台网第{n}号",
            "legal_representative": f"演示代表{9000 + n}",
            "address": f"演示保密路 {n} 号",
            "located_in": "650102",
        }
        public: dict[str, Any] = {
            "id": f"XJ-W-{n:04d}",
            "ground": "state_secret",
            "decided_by": BUREAU,
            "decided_on": "2025-12-22",
            "review_on": "2026-12-22",
            "kind": "facility",
            "supervision_types": [types],
            "supervised_by": [BUREAU, WATER],
            "division": "650000",
            "registration_status": "active",
            "added_on": "2025-12-22",
            "source": "演示数据（虚构登记）",
        }
        made = record("withheld_target", private, **public)
        if n == 1:
            hazard = "演示：上年度检查发现重大事故隐患"
            put_under(made, Flag(reason="hazard", basis=hazard, valid_from="2026-01-05", valid_to="2027-01-04"))
        found.append(made)
    return found
