"""Bad examples of F3xx and F4xx: caps, plans and draws."""

from hashlib import sha256
from typing import Any

from tests.repos.editing import FIRST, PLAN, SECOND, Edit, Repo, case, put, quick
from tests.repos.records import Record

quick("F301-above-the-cap", PLAN, lambda one: one["frequency_cap"].update(per_year=1))


@case("F401-task-differs-from-its-batch")
def _(repo: Repo) -> None:
    repo.edit(PLAN, lambda one: one["batches"][1]["strata"][0].update(rate="50"))


def batch3(**fields: Any) -> Edit:
    """Change the third batch, which nobody has drawn."""
    return lambda one: one["batches"][2].update(fields)


def group(size: int, authority: str = "xj-demo", id_: str = "quake") -> Record:
    return {"id": id_, "authority": authority, "role": "officer", "size": size}


quick("F402-one-officer", PLAN, batch3(groups=[group(1)]))


@case("F403-teams-before-targets")
def _(repo: Repo) -> None:
    times = {"targets_time": "2026-11-02T02:00:30Z", "teams_time": "2026-11-02T02:00:00Z"}
    repo.task(beacon={"source": "drand", **times})


@case("F404-unknown-batch")
def _(repo: Repo) -> None:
    repo.task(batch="2026-B09")


@case("F405-overdue")
def _(repo: Repo) -> None:
    repo.arguments = ["--as-of", "2026-10-15"]


@case("F406-outcome-touched-up")
def _(repo: Repo) -> None:
    repo.replace(f"{FIRST}/teams/outcome.json", '"insp-a00', '"insp-a09')


@case("F407-beacon-everybody-knows")
def _(repo: Repo) -> None:
    times = {"targets_time": "2026-11-01T16:00:00Z", "teams_time": "2026-11-02T16:00:00Z"}
    repo.task(beacon={"source": "date", **times})


def stratum(**fields: Any) -> list[Record]:
    return [{"id": "A", "title": "一般", **fields, "justification": "演示"}]


quick("F408-rate-and-count", PLAN, batch3(strata=stratum(rate="20", count=3)))
quick("F409-window-of-another-year", PLAN, batch3(window_to="2027-01-10"))
quick("F410-group-of-an-outsider", PLAN, batch3(groups=[group(2), group(2, "zj-demo", "house")]))
quick(
    "F411-authority-with-one-officer",
    PLAN,
    batch3(groups=[group(2), group(1, "zj-demo", "house")], partners=["zj-demo"], joint=True),
)


@case("F412-never-frozen")
def _(repo: Repo) -> None:
    repo.task(lead=40 * 86400)


quick("F413-item-not-on-the-list", PLAN, batch3(items=["SEI-09"]))


def retold(repo: Repo, change: Edit) -> None:
    """Change the task of a frozen draw and seal the freezes anew, as a dishonest office could."""
    path = f"{SECOND}/task.yaml"
    before = sha256(repo.files[path]).hexdigest()
    repo.edit(path, change)
    freezes = [f"{SECOND}/targets/freeze.json", f"{SECOND}/teams/freeze.json"]
    first = sha256(repo.files[freezes[0]]).hexdigest()
    for freeze in freezes:
        repo.replace(freeze, before, sha256(repo.files[path]).hexdigest())
    repo.replace(freezes[1], first, sha256(repo.files[freezes[0]]).hexdigest())


@case("F414-freeze-differs-from-its-task")
def _(repo: Repo) -> None:
    retold(repo, put(lead=172800))


@case("F414-another-round-than-the-task-names")
def _(repo: Repo) -> None:
    retold(repo, lambda one: one["beacon"].update(teams_time="2099-01-01T00:00:00Z"))


quick("F415-rate-above-100", PLAN, batch3(strata=stratum(rate="120")))
quick("F416-stratum-twice", PLAN, batch3(strata=[*stratum(rate="20"), *stratum(rate="30")]))


@case("F417-batch-drawn-twice")
def _(repo: Repo) -> None:
    batch = repo.record(PLAN)["batches"][1]
    repo.task(**batch | {"id": "2026-003", "batch": "2026-B02"})


@case("F461-another-freeze-before")
def _(repo: Repo) -> None:
    freezes = [f"{SECOND}/targets/freeze.json", f"{SECOND}/teams/freeze.json"]
    first = sha256(repo.files[freezes[0]]).hexdigest()
    repo.replace(freezes[0], sha256(repo.files[f"{FIRST}/teams/freeze.json"]).hexdigest(), "0" * 64)
    repo.replace(freezes[1], first, sha256(repo.files[freezes[0]]).hexdigest())


@case("F418-lottery-without-issues")
def _(repo: Repo) -> None:
    times = {"targets_time": "2026-11-02T13:15:00Z", "teams_time": "2026-11-05T13:15:00Z"}
    repo.task(beacon={"source": "lottery", "chain": "ssq", **times, "teams_round": "2026128 期"})


@case("F466-no-receipt-where-one-is-required")
def _(repo: Repo) -> None:
    repo.edit("sunlot.yaml", lambda one: one.update(receipts={"required_from": "2026-01-01"}))


@case("F476-receipt-that-nobody-checked")
def _(repo: Repo) -> None:
    repo.edit("sunlot.yaml", lambda one: one.update(receipts={"required_from": "2026-01-01"}))
    for stage in ("targets", "teams"):
        repo.files[f"{FIRST}/{stage}/freeze.tlog-proof"] = b"a proof of the public log\n"


@case("F467-trust-root-that-is-none")
def _(repo: Repo) -> None:
    roots = ["governance/tsa/gone.pem", "governance/tsa/note.pem"]
    repo.edit("sunlot.yaml", lambda one: one.update(receipts={"roots": roots}))
    repo.files[roots[1]] = b"not a certificate\n"
