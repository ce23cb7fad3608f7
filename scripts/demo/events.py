"""What happens to the registers in the course of the year; each function is one change of `make_demo.py`."""

from demo import authorities, items, people, plan, targets
from demo.authorities import BUREAU, HOUSING, WATER, office
from demo.chance import stream
from demo.house import House
from demo.lots import AUGUST_LOTS, LATE_LOTS
from demo.record import Record
from sunlot.jobs.withheld import make_year_key

TOP = "2026-08-21"
"""The day of the state at the top of this repository."""
LAST = "2026-09-02"
"""The day of the last state of the built demonstration."""


def found(house: House) -> None:
    """Settings, authorities, divisions and calendars."""
    house.put(authorities.settings(TOP), *authorities.authorities())


def list_items(house: House) -> None:
    """The list of items."""
    house.put(*items.items())


def register_targets(house: House) -> None:
    """The register of targets."""
    house.put(*targets.founding(house.numbers, house.known))


def register_people(house: House) -> None:
    """The registers of inspectors and experts."""
    house.put(*people.inspectors(), *people.experts())


def withhold(house: House) -> None:
    """Targets whose identity is withheld: the register says that they exist, the vault knows who they are."""
    house.put(*targets.withheld())


def approve_plan(house: House) -> None:
    """The annual plan; it prints the digest of the year's key before the first draw (protocol, section 9)."""
    approved = plan.plan()
    approved.public["year_key_sha256"] = make_year_key(house.vault, 2026, stream("year", 2026))
    house.put(approved)


def _flag(house: House, lot: str, place: int, **why: str) -> None:
    target = house.target(lot, place)
    targets.put_under(target, targets.Flag(**why))
    house.put(target)


def flag_complaints(house: House) -> None:
    """Key supervision after complaints and signs of breaches."""
    period = {"valid_from": "2026-03-18", "valid_to": "2027-03-17"}
    often = period | {"reason": "complaints", "basis": "演示：一年内收到 3 件以上查证属实的投诉"}
    _flag(house, "evaluator", 4, complaint="演示投诉：报告迟迟未交付，现场没有开展工作。", **often)
    _flag(house, "builder", 2, complaint="演示投诉：夜间施工，图纸与现场不一致。", **often)
    signs = period | {"reason": "violation", "basis": "演示：日常监管发现严重违法违规迹象"}
    _flag(house, "evaluator", 11, **signs)
    over = {"valid_from": "2026-01-05", "valid_to": "2026-06-30", "reason": "other"}
    _flag(house, "builder", 9, basis="演示：上年度复查未通过", **over)


def newcomers(house: House) -> None:
    """Targets that came into the market in the first quarter."""
    house.put(*targets.targets(LATE_LOTS, house.numbers, "2026-04-13", house.known))


def reinforcements(house: House) -> None:
    """Two inspectors who passed the exam, and one who left."""
    for unit, n in ((office("650100"), 3), (office("653100"), 3), (HOUSING, 7)):
        house.put(people.inspector(unit, n, "2026-04-20"))
    gone = house.get("inspector", people.inspector_id(office("652300"), 2))
    gone.public |= {
        "status": "left",
        "status_from": "2026-04-20",
        "removed_on": "2026-04-20",
        "removal_reason": "调离执法岗位",
    }
    house.put(gone)


def departures(house: House) -> None:
    """Targets that leave the register, each with a date and a reason."""
    for lot, place, reason in (
        ("zone-shop", 10, "已注销"),
        ("builder", 40, "营业执照已吊销"),
        ("owner-ordinary", 25, "登记已撤销"),
        ("supervisor", 20, "并入其他公司"),
    ):
        _remove(house, house.target(lot, place), "2026-05-11", reason)
    moved = house.target("appraiser", 3)
    moved.public |= {"registration_status": "moved_out", "registration_status_from": "2026-04-28"}
    _remove(house, moved, "2026-05-11", "迁出本自治区")
    stopped = house.target("designer", 12)
    stopped.public |= {"registration_status": "deregistered", "registration_status_from": "2026-05-06"}
    house.put(stopped)


def _remove(house: House, target: Record, day: str, reason: str) -> None:
    target.public |= {"removed_on": day, "removal_reason": reason}
    house.put(target)


def flag_hazards(house: House) -> None:
    """Key supervision for hazards; among them a firm of several trades, which three batches of the year concern."""
    mine = house.target("zone-firm", 0)
    mine.public |= {
        "supervision_types": [
            "construction_owner_major",
            "builder",
            "dedicated_network_operator",
            "protection_zone_unit",
        ],
        "supervised_by": list(dict.fromkeys([*mine.public["supervised_by"], HOUSING])),
        "note": "自建自营尾矿库，同时负有多类义务。",
        "x_tailings_pond": True,
    }
    house.put(mine)
    period = {"valid_from": "2026-06-03", "valid_to": "2027-06-02"}
    hazard = period | {"reason": "hazard", "basis": "演示：现场巡查发现重大事故隐患"}
    for lot, place in (("zone-firm", 0), ("builder-small", 1), ("reservoir-network", 5)):
        _flag(house, lot, place, **hazard)
    signs = period | {"reason": "violation"}
    _flag(house, "designer", 7, basis="演示：图纸审查两次退回", **signs)
    _flag(house, "project-major", 3, basis="演示：未按期报送地震安全性评价结果", **signs)


def widen_list(house: House) -> None:
    """Item SEI-06 becomes active, and the plan gets a fifth batch for it."""
    item = house.get("item", "SEI-06")
    for name in ("status_reason", "planned_for"):
        del item.public[name]
    item.public |= {
        "status": "active",
        "version": 2,
        "valid_from": "2026-06-15",
        "joined_list_on": "2026-06-15",
        "ratio": {"min": "5", "max": "100"},
        "frequency_per_year": 1,
        "to_confirm": True,
    }
    item.public["checklist"] = items.surroundings()
    programme = house.get("plan", "2026")
    programme.public["batches"].append(plan.protection())
    programme.public["changes"] = [
        {
            "changed_on": "2026-06-15",
            "what": "增加批次 2026-B05（地震监测设施保护与观测环境抽查）。",
            "reason": "事项 SEI-06 的对象名录已核对完毕，具备抽查条件。",
            "document_no": "演示震防发〔2026〕9号",
        }
    ]
    house.put(item, programme)


def two_more_batches(house: House) -> None:
    """The plan gets two more batches, drawn by a printed document and, for training, by a date."""
    programme = house.get("plan", "2026")
    programme.public["batches"] += [plan.owners_again(), plan.drill()]
    programme.public["changes"].append(
        {
            "changed_on": "2026-08-18",
            "what": "增加批次 2026-B06（学校、医院）和 2026-B07（抽取流程培训演练）。",
            "reason": "开学前检查人员密集场所；新任执法人员培训。",
            "document_no": "演示震防发〔2026〕14号",
        }
    )
    house.put(programme)


def certificate_lapses(house: House) -> None:
    """An inspector whose certificate runs out is suspended on the same day."""
    late = house.get("inspector", people.inspector_id(*people.LAPSING))
    late.public |= {"status": "suspended", "status_from": "2026-06-30", "note": "证件到期，换证期间暂停执法。"}
    house.put(late)


def rename(house: House) -> None:
    """A target changes its name and its address; its id stays."""
    target = house.target("designer", 3)
    target.public |= {
        "name": "演示天山岩土勘察第17公司",
        "note": "2026-06-24 更名，原名：" + target.public["name"],
    }
    house.put(target)


def registered_for_august(house: House) -> None:
    """Targets whose registration takes effect on 1 August: until then they are in the register and cannot be drawn."""
    house.put(*targets.targets(AUGUST_LOTS, house.numbers, "2026-08-01", house.known))


def recusals(house: House) -> None:
    """Leave and recusals, fixed before the draws: they lie in the vault, the public sees new commitments."""
    for unit, n, start, end, reason in (
        (BUREAU, 2, "2026-07-20", "2026-08-14", "leave"),
        (BUREAU, 5, "2026-07-27", "2026-07-31", "training"),
        (office("654000"), 1, "2026-08-03", "2026-08-21", "illness"),
        (BUREAU, 9, "2026-09-07", "2026-09-11", "other_duty"),
        (WATER, 3, "2026-07-27", "2026-08-07", "leave"),
    ):
        person = house.get("inspector", people.inspector_id(unit, n))
        people.away(person, start, end, reason)
        house.put(person)
    for unit, n, lot, place, relation in (
        (BUREAU, 1, "evaluator", 4, "kinship"),
        (BUREAU, 1, "designer", 7, "interest"),
        (BUREAU, 3, "evaluator", 9, "former_employment"),
        (BUREAU, 4, "builder", 2, "kinship"),
        (BUREAU, 6, "reservoir-owner", 2, "former_employment"),
        (BUREAU, 7, "zone-firm", 0, "interest"),
        (BUREAU, 8, "project-major", 3, "former_employment"),
        (WATER, 1, "reservoir-owner", 4, "former_employment"),
        (WATER, 2, "zone-firm", 0, "other"),
        (office("650100"), 1, "evaluator", 0, "kinship"),
        (office("652800"), 1, "zone-cooperative", 2, "kinship"),
    ):
        person = house.get("inspector", people.inspector_id(unit, n))
        people.apart(person, house.known[lot][place], relation)
        house.put(person)
    expert = house.get("expert", people.expert_id(2))
    people.apart(expert, house.known["bridge-owner"][1], "interest")
    house.put(expert)


def renew_certificate(house: House) -> None:
    """The suspended inspector gets a new certificate and is back."""
    unit, n = people.LAPSING
    back = house.get("inspector", people.inspector_id(unit, n))
    old = back.public["certificates"][0]
    back.public["certificates"] = [old | {"valid_from": "2026-08-28", "valid_to": "2031-08-27"}]
    back.public |= {"status": "active", "status_from": "2026-08-28"}
    del back.public["note"]
    house.put(back)


def move_on(house: House) -> None:
    """The demonstration's day moves to its last state."""
    house.put(authorities.settings(LAST))
