"""Bad examples of F9xx: what was there before, and what became of it."""

from tests.repos.bad_results import on_clean
from tests.repos.editing import CITY, HISTORY, PLAN, SECOND, edited, put
from tests.repos.records import BUILDERS, inspector

HISTORY["F121-vault-in-git"] = (
    lambda repo: repo.files.update({"vault/years/2026.key": b"ef" * 32 + b"\n"}),
    lambda repo: repo.files.update({"vault/years/2026.key": b"ef" * 32 + b"\n"}),
)
HISTORY["F901-frozen-list-edited"] = (
    None,
    lambda repo: repo.replace(f"{SECOND}/teams/inspectors.csv", "insp-a001,quake,65\n", ""),
)
HISTORY["F902-published-result-edited"] = (None, on_clean(put(summary="改写后的结果（演示）")))
HISTORY["F903-record-vanished"] = (
    lambda repo: repo.write("registers/inspectors/insp-a099.yaml", inspector("insp-a099", "xj-demo")),
    lambda repo: None,
)
HISTORY["F904-removed-record-came-back"] = (
    lambda repo: repo.edit_in(CITY, BUILDERS[4], put(removed_on="2026-09-01", removal_reason="演示")),
    lambda repo: None,
)
HISTORY["F905-receipts-no-longer-required"] = (
    edited("sunlot.yaml", put(receipts={"required_from": "2026-10-10"})),
    edited("sunlot.yaml", put(receipts={"required_from": "2026-11-10"})),
)
HISTORY["F906-digest-of-another-key"] = (
    edited(PLAN, put(year_key_sha256="ab" * 32)),
    edited(PLAN, put(year_key_sha256="cd" * 32)),
)
