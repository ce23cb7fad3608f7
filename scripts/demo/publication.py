"""What is published after the visits: results in batches, circulars, objections and one correction."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from hashlib import sha256

from demo.authorities import BUREAU
from demo.cases import LEFT, PROGRAMME
from demo.draws import drawn, outcome, task
from demo.house import House
from demo.record import Record, record
from demo.results import circular, result


def departed(key: str, day: str) -> Callable[[House], None]:
    """Note in the register that drawn targets have left the market since the freeze."""

    def change(house: House) -> None:
        for one in drawn(house, key, PROGRAMME[key]):
            if one.story in LEFT:
                target = house.get("target", one.target)
                target.public |= {
                    "registration_status": LEFT[one.story],
                    "registration_status_from": day,
                }
                house.put(target)

    return change


def publish(key: str, first: int, last: int) -> Callable[[House], None]:
    """Publish the results of the targets of rank `first` to `last` of a draw."""

    def change(house: House) -> None:
        terms = task(house, key)
        for one in drawn(house, key, PROGRAMME[key])[first - 1 : last]:
            house.put(result(one, terms, house.today))

    return change


def _results(house: House, key: str) -> list[Record]:
    """The results of a draw that are in force."""
    latest = {}
    for path in sorted(
        house.records, key=lambda path: (path.count("."), path)
    ):  # a correction comes after its original
        if path.startswith(f"results/{key}/") and "circular" not in path:
            held = house.records[path][0]
            latest[held.id] = held
    return list(latest.values())


def issue_circular(key: str) -> Callable[[House], None]:
    """Issue the circular of a draw (notice, 三（四）3)."""

    def change(house: House) -> None:
        selected = outcome(house, key, "targets")["selected"]
        rows = sum(
            (house.root / "draws" / key / "targets" / name).read_text(encoding="utf-8").count("\n") - 1
            for name in ("roster.csv", "exclusions.csv")
        )
        house.put(circular(key, rows, len(selected), _results(house, key), house.today))

    return change


def _about(house: House, key: str, code: str) -> Record:
    return next(one for one in _results(house, key) if one.public["result_code"] == code)


def object_to_publication(house: House) -> None:
    """A target objects to a result, and somebody asks whether a draw was fair."""
    subject = _about(house, "2026-001", "undisclosed_info")
    house.put(
        record(
            "objection",
            {
                "filer": {"name": "演示代表（化名）", "contact": "000-0000-9001"},
                "text": "演示异议：公示摘要没有写明本单位在检查当日已经补正。",
            },
            id="OBJ-2026-001",
            record_kind="result",
            record=f"2026-001/{subject.id}",
            filed_on=house.today,
            objector="target",
            ground="publication",
            requested="correct",
            state="reviewing",
        ),
        record(
            "objection",
            {
                "filer": {"name": "演示来信人", "contact": "000-0000-9002"},
                "text": "演示异议：为什么同一条街抽中两家？抽取是否人为挑选？",
            },
            id="OBJ-2026-002",
            record_kind="draw",
            record="2026-002",
            filed_on=house.today,
            objector="public",
            ground="draw",
            requested="supplement",
            state="received",
        ),
    )


def decide_objections(house: House) -> None:
    """One objection is upheld, and the result corrected; the other is answered."""
    house.put(_decided(house, "OBJ-2026-001", _UPHELD), _decided(house, "OBJ-2026-002", _REJECTED))
    subject = _about(house, "2026-001", "undisclosed_info")
    path = f"results/2026-001/{subject.id}"
    before = (house.root / f"{path}.yaml").read_bytes()
    corrected = deepcopy(subject)
    corrected.public |= {
        "summary": "应当公布或者报备的信息缺少一项，检查当日已补正；已责令改正，复查合格。",
        "published_on": house.today,
        "corrects": sha256(before).hexdigest(),
        "correction_reason": "采纳异议 OBJ-2026-001，补充检查当日已补正的事实。",
    }
    house.put(corrected, path=f"{path}.2.yaml")


def withdraw_penalty(house: House) -> None:
    """A reconsideration revokes the penalty: the next file withdraws it, and the circular is issued anew."""
    subject = next(one for one in _results(house, "2026-001") if _fined(one))
    path = f"results/2026-001/{subject.id}"
    later = deepcopy(subject)
    for step in later.public["follow_ups"]:
        if step["kind"] == "penalty":
            step.update(state="withdrawn", withdrawn_on=house.today, withdrawn_by=BUREAU)
            step["withdrawn_reason"] = "行政复议认定主要证据不足，撤销处罚决定（演示）。"
            for told in ("amount", "text", "sha256"):
                del step[told]
    later.public |= {
        "reconsiderations": [
            {
                "kind": "reconsideration",
                "filed_on": "2026-08-13",
                "authority": "演示行政复议机关",
                "case_no": "演示复决〔2026〕3号",
                "state": "decided",
                "decided_on": "2026-08-20",
                "outcome": "revoked",
                "text": "撤销处罚决定；责令改正不受影响（演示）。",
            }
        ],
        "summary": "承揽评价业务的资料不完整，已责令改正；原行政处罚经行政复议撤销，已撤回。",
        "conclusions": [
            one | {"summary": "承揽评价业务的资料不完整，已责令改正。"} for one in later.public["conclusions"]
        ],
        "published_on": house.today,
        "corrects": sha256((house.root / f"{path}.yaml").read_bytes()).hexdigest(),
        "correction_reason": "行政复议撤销处罚决定，依法撤回处罚信息。",
    }
    house.put(later, path=f"{path}.2.yaml")
    again = deepcopy(house.records["results/2026-001/circular.yaml"][0])
    again.public["published_on"] = house.today
    again.public["problems"] = [later.public["summary"] if "罚款" in one else one for one in again.public["problems"]]
    for told in ("penalties", "typical_cases"):
        del again.public[told]
    house.put(again, path="results/2026-001/circular.2.yaml")


def _fined(one: Record) -> bool:
    return any(step["kind"] == "penalty" for step in one.public.get("follow_ups") or ())


_UPHELD = {
    "state": "upheld",
    "decision": "更正公示摘要。",
    "public_reason": "经核对笔录，补正发生在检查当日，原摘要未写明。",
    "effect": "已发布更正文件，检查结果代码不变。",
}
_REJECTED = {
    "state": "rejected",
    "decision": "维持抽取结果。",
    "public_reason": (
        "名单于抽取前公开冻结，随机数由公共信标事后产生，任何人可用核验程序重算；同层各对象被抽中的机会相同。"
    ),
    "effect": "已告知核验方法。",
}


def _decided(house: House, key: str, decision: Mapping[str, str]) -> Record:
    held = house.get("objection", key)
    held.public |= {**decision, "decided_on": house.today, "remedies_told": True}
    return held
