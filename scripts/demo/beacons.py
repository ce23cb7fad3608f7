"""The demonstration's public values: real rounds of drand, and for other sources invented numbers and papers."""

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from demo.plan import LOTTERY
from sunlot.core.protocol.beacons import ATTESTATION, DOCUMENT
from sunlot.core.protocol.documents import Plan
from sunlot.core.protocol.grammar import beijing_date
from sunlot.jobs.draw import Sources

RELIEVED = "2026-08-25T00:00:00Z"
"""From then on two other posts attest: one of the first is related to a candidate, so teams of 2026-006 are void."""
ROUNDS = Path(__file__).parents[2] / "tests" / "vectors" / "drand.json"


@cache
def _signatures() -> Mapping[int, str]:
    listed = json.loads(ROUNDS.read_text(encoding="utf-8"))["rounds"]
    return {one["round"]: one["signature"] for one in listed}


def value_of(plan: Plan) -> Sources:
    """The value that a stage waits for, as a courier would bring it, with what attests it."""
    match plan.source:
        case "drand":
            assert isinstance(plan.round, int)
            return Sources(signatures=(_signatures()[plan.round],))
        case "lottery":
            return Sources(signatures=(LOTTERY[str(plan.round)],), evidence={ATTESTATION: _attestation(plan)})
        case "document":
            paper = gazette(str(plan.round))
            evidence = {ATTESTATION: _attestation(plan), DOCUMENT: paper}
            return Sources(signatures=(sha256(paper).hexdigest(),), evidence=evidence)
        case _:
            return Sources(signatures=(sha256(str(plan.round).encode()).hexdigest(),))


def gazette(day: str) -> bytes:
    """The invented gazette of a day."""
    number = int(sha256(f"gazette {day}".encode()).hexdigest()[:12], 16)
    return f"演示公报 {day}\n本报为演示而虚构。今日汇总数字：{number}\n".encode()


def _attestation(plan: Plan) -> bytes:
    """What two posts of the office say that they saw (docs/adr/0005)."""
    content = {
        "attesters": [f"演示见证岗{sign}" for sign in ("丙丁" if plan.time >= RELIEVED else "甲乙")],
        "source": f"https://sunlot.example/demonstration/{plan.source}/{plan.round}",
        "seen_at": plan.time,
    }
    if plan.source == "lottery":
        content["date"] = beijing_date(plan.time)
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()
