"""The sound repository itself: its registers, a joint draw with its results, and a second one that waits.

The first is drawn with real rounds of drand.
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from tests.repos import records
from tests.repos.records import BUILDERS, Record, targets, text_of
from tests.support.relay import rounds
from tests.support.repositories import commit, git, put

from sunlot.core.decided import decided
from sunlot.core.drawn import Drawn
from sunlot.core.protocol.reading import read
from sunlot.core.rooms import BY_KIND
from sunlot.core.tally import tally
from sunlot.jobs.draw import Sources, draw
from sunlot.jobs.freeze import freeze
from sunlot.jobs.loading import load
from sunlot.jobs.plan import Times, plan
from sunlot.store.drawfolders import DrawFolder
from sunlot.store.repository import Store
from sunlot.store.vault import Vault

TABLE = Path(__file__).parents[2] / "registers" / "divisions.csv"
WANTED = ("650000", "6501", "6502", "6505", "6522", "659")


def found(root: Path) -> None:
    """Write the registers, which know nothing of the draws yet."""
    put(root, "sunlot.yaml", text_of("settings", records.settings()))
    rows = TABLE.read_text(encoding="utf-8").splitlines(keepends=True)
    put(root, "registers/divisions.csv", "".join(row for row in rows if row.startswith(("code", *WANTED))))
    by_kind: dict[str, Iterator[Record]] = {
        "authority": records.authorities(),
        "item": records.items(),
        "inspector": records.inspectors(),
        "calendar": records.calendars(),
        "expert": iter([records.expert()]),
        "plan": iter([records.annual_plan()]),
    }
    for kind, listed in by_kind.items():
        for record in listed:
            put(root, f"{BY_KIND[kind].folder}/{record['id']}.yaml", text_of(kind, record))
    for path, of_file in targets(BUILDERS[0]).items():
        put(root, path, text_of("target", *of_file))


def fresh(size: int) -> bytes:
    """Salts of an example need no chance."""
    return sha256(b"an example").digest()[:size]


def draw_both(root: Path) -> Drawn:
    """Plan, freeze and draw 2026-001; plan and freeze 2026-002."""
    store, vault = Store.open(root), Vault.create(root / "vault")
    plan(store, "2026-B01", Times(targets="2026-07-23T07:38:30Z", teams="2026-07-23T07:38:54Z"))
    commit(root, "Plan the first draw")
    freeze(store, "2026-001", now="2026-07-21T02:00:00Z", fresh=fresh, vault=vault)
    values = [rounds()[30662982], rounds()[30662990]]
    draw(store, "2026-001", now="2026-07-23T08:00:00Z", sources=Sources(signatures=values), vault=vault)
    plan(store, "2026-B02", Times(targets="2026-10-12T02:00:00Z", teams="2026-10-12T02:00:30Z"))
    commit(root, "Draw; plan the second draw")
    freeze(store, "2026-002", now="2026-09-29T02:00:00Z", fresh=fresh, vault=vault)
    return decided(read(DrawFolder(store.source, "2026-001"), "2026-001"))


def result(drawn: Drawn, target_: str, number: int) -> Record:
    """A result of 2026-001; the second found something and was heard."""
    second = number == 2
    code_ = "corrected" if second else "no_problem"
    lead = drawn.teams[target_][0].members[0]
    conclusion = {"result_code": code_, "handling": "order_to_correct" if second else "no_follow_up"}
    record: Record = {
        "id": target_,
        "draw": "2026-001",
        "target": target_,
        "items": ["SEI-01"],
        "joint": True,
        "approval": {"approval_no": f"演示检批〔2026〕{number}号", "office": "xj-demo", "approved_on": "2026-08-04"},
        "notice": {
            "notice_no": f"演示检通〔2026〕{number}号",
            "served_on": "2026-08-04",
            "method": "unannounced",
            "unannounced_reason": "告知可能妨碍检查（演示）",
        },
        "team": [
            {"inspector": member, "group": team.group, "role": "lead" if member == lead else "member"}
            for team in drawn.teams[target_]
            for member in team.members
        ],
        "visit": {"visited_on": "2026-08-04", "method": "on_site", "certificates_shown": True},
        "record": {"record_no": f"演示检笔〔2026〕{number}号", "sha256": sha256(target_.encode()).hexdigest()},
        "findings": [{"item": "SEI-01", "checkpoint": "设防要求", "result": "not_met" if second else "met"}],
        "statement": {"made": True, "adopted": "partly", "reason": "部分属实（演示）"} if second else {"made": False},
        "confirmation": {"kind": "refused", "witness": "演示社区"} if second else {"kind": "signed"},
        "conclusions": [{"authority": authority, **conclusion} for authority in ("xj-demo", "zj-demo")],
        "result_code": code_,
        "summary": "演示结果",
        "reviewed": {"role": "演示复核岗", "reviewed_on": "2026-08-10"},
        "concluded_on": "2026-08-10",
        "published_on": "2026-08-12",
    }
    if second:
        record["follow_ups"] = [{"kind": "order_to_correct", "due_on": "2026-09-10", "state": "open"}]
    return record


def publish(root: Path, drawn: Drawn) -> None:
    """Write the results of 2026-001, one corrected since, and the circular; one objection was decided."""
    for number, target_ in enumerate(drawn.live, 1):
        put(root, f"results/2026-001/{target_}.yaml", text_of("result", result(drawn, target_, number)))
    second = drawn.live[1]
    before = (root / f"results/2026-001/{second}.yaml").read_bytes()
    corrected = result(drawn, second, 2) | {
        "follow_ups": [
            {
                "kind": "order_to_correct",
                "due_on": "2026-09-10",
                "done_on": "2026-09-04",
                "state": "done",
                "verification": "documents",
            },
        ],
        "published_on": "2026-09-07",
        "corrects": sha256(before).hexdigest(),
        "correction_reason": "整改已核实（演示）",
    }
    put(root, f"results/2026-001/{second}.2.yaml", text_of("result", corrected))
    registry = load(Store.open(root)).registry
    counted = tally(drawn, registry.results, "2026-08-20")
    circular = {
        "id": "circular",
        "draw": "2026-001",
        "title": "演示通报",
        "published_on": "2026-08-20",
        "interim": False,
        "population": counted.population,
        "drawn": counted.drawn,
        "inspected": counted.inspected,
        "cancelled": counted.cancelled,
        "counts": [{"result_code": name, "count": n} for name, n in counted.counts.items()],
        "channels": ["website"],
    }
    put(root, "results/2026-001/circular.yaml", text_of("circular", circular))
    objection = {
        "id": "OBJ-2026-001",
        "record_kind": "result",
        "record": f"2026-001/{second}",
        "filed_on": "2026-08-17",
        "objector": "target",
        "ground": "facts",
        "requested": "correct",
        "state": "rejected",
        "decided_on": "2026-08-28",
        "decision": "不予更正（演示）",
        "public_reason": "笔录与证据一致（演示）",
        "remedies_told": True,
    }
    put(root, "registers/objections/OBJ-2026-001.yaml", text_of("objection", objection))


def build(root: Path) -> Drawn:
    """Build the whole repository in an empty folder, as a Git repository with a vault beside."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "--quiet", "-b", "main")
    put(root, ".gitignore", "/vault/\n")
    found(root)
    commit(root, "Found the registers")
    drawn = draw_both(root)
    owner = next(one for one in drawn.live if one in BUILDERS)
    for path, listed in targets(owner).items():
        put(root, path, text_of("target", *listed))
    publish(root, drawn)
    return drawn
