"""Small typed records for tests: what a test does not name takes a sound default."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from sunlot.core.model import Expert, Inspector, Plan, Target, Task
from sunlot.core.problems import Place
from sunlot.core.registry import Placed, Registry, registry


class Anywhere:
    """A document of which only the name is known."""

    def __init__(self, file: str) -> None:
        self.file = file

    def place(self, index: int, path: Sequence[str | int] = ()) -> Place:
        del index, path
        return Place(self.file, 1, 1)


def target(key: str, **fields: Any) -> Target:
    """A target in 乌鲁木齐市天山区, by default its own subject."""
    return msgspec.convert(
        {
            "id": key,
            "name": f"演示对象 {key}",
            "kind": "enterprise",
            "subject": key,
            "legal_representative": "演示员甲",
            "address": "演示路 1 号",
            "division": "650102",
            "supervision_types": ["builder"],
            "supervised_by": ["xj-demo"],
            "registration_status": "active",
            "added_on": "2026-01-01",
            "source": "演示",
        }
        | fields,
        Target,
    )


def certificate(**fields: Any) -> dict[str, Any]:
    """A certificate for the whole region and SEI-01, valid 2024 to 2028."""
    return {
        "type": "administrative",
        "issuer": "演示机关",
        "certificate_no": "DEMO-0001",
        "valid_from": "2024-01-01",
        "valid_to": "2028-12-31",
        "areas": ["65"],
        "fields": ["SEI-01"],
    } | fields


def inspector(key: str, **fields: Any) -> Inspector:
    """An active inspector with one sound certificate."""
    return msgspec.convert(
        {
            "id": key,
            "name": "演示员乙",
            "unit": "xj-demo",
            "level": "region",
            "certificates": [certificate()],
            "qualification_exam": {"passed_on": "2024-01-01", "organiser": "演示机关"},
            "status": "active",
            "status_from": "2024-01-01",
            "added_on": "2024-01-01",
        }
        | fields,
        Inspector,
    )


def expert(key: str, **fields: Any) -> Expert:
    """An active expert for the whole region and SEI-01."""
    return msgspec.convert(
        {
            "id": key,
            "authority": "xj-demo",
            "specialty": ["演示专业"],
            "fields": ["SEI-01"],
            "areas": ["65"],
            "valid_to": "2028-12-31",
            "status": "active",
            "added_on": "2024-01-01",
        }
        | fields,
        Expert,
    )


def batch(**fields: Any) -> dict[str, Any]:
    """A batch over all builders: stratum K under key supervision, A the rest; one group of two officers."""
    return {
        "id": "2026-B01",
        "title": "演示批次",
        "items": ["SEI-01"],
        "joint": False,
        "lead_authority": "xj-demo",
        "mode": "open",
        "population": {"supervision_types": ["builder"]},
        "strata": [
            {"id": "K", "title": "重点", "key_supervision": True, "rate": "100", "justification": "演示"},
            {"id": "A", "title": "一般", "rate": "20", "justification": "演示"},
        ],
        "groups": [{"id": "quake", "authority": "xj-demo", "role": "officer", "size": 2}],
        "window_from": "2026-07-27",
        "window_to": "2026-08-14",
        "announcement": "after",
        "responsible_unit": "xj-demo",
    } | fields


def plan(**fields: Any) -> Plan:
    """The plan of 2026 with one batch and the cap of two."""
    return msgspec.convert(
        {
            "id": "2026",
            "title": "演示计划",
            "document_no": "演示〔2026〕1号",
            "approved_on": "2026-01-05",
            "approved_by": "xj-demo",
            "frequency_cap": {"per_year": 2},
            "key_supervision_rule": "演示",
            "batches": [batch()],
        }
        | fields,
        Plan,
    )


def task(**fields: Any) -> Task:
    """The task of that batch, drawn on 2026-07-23."""
    own = {
        "id": "2026-001",
        "plan": "2026",
        "batch": "2026-B01",
        "beacon": {
            "source": "drand",
            "targets_time": "2026-07-23T07:38:30Z",
            "teams_time": "2026-07-23T07:38:54Z",
        },
        "lead": 86400,
    }
    return msgspec.convert(batch() | own | fields, Task)


def holding(**kinds: Iterable[Any]) -> Registry:
    """A registry of records by kind: `holding(target=[…], inspector=[…])`."""
    placed = {
        kind: [Placed(value, msgspec.to_builtins(value), Anywhere(f"{kind}-{value.id}.yaml")) for value in values]
        for kind, values in kinds.items()
    }
    return registry(placed)
