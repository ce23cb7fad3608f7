"""Bad examples of F419–F429: later stages that the registers or the draws contradict, and values of another stage."""

import json
from hashlib import sha256

from tests.repos.editing import CITY, FIRST, PLAN, Repo, case, put, sealed
from tests.repos.records import Record

from sunlot.core.protocol.drand import QUICKNET

TIME = "2026-10-08T02:00:00Z"
DOCUMENT = "演示：归档的文件"


def document(repo: Repo, path: str) -> Record:
    return dict(json.loads(repo.files[f"{FIRST}/{path}"]))


def digest(repo: Repo, path: str) -> str:
    return sha256(repo.files[f"{FIRST}/{path}"]).hexdigest()


def follow(repo: Repo, stage: str, of: str, parameters: Record, inputs: list[str]) -> None:
    """Freeze a later stage of the first draw, as a bureau that changes the tool could; its value is still to come."""
    first, teams = document(repo, "targets/freeze.json"), document(repo, "teams/freeze.json")
    known = first["inputs"] | teams["inputs"]
    frozen = {name: first[name] for name in ("protocol", "authority", "draw")} | {
        "stage": stage,
        "previous": digest(repo, "teams/freeze.json"),
        "of": {"stage": of, "outcome": digest(repo, f"{of}/outcome.json")},
        "task": first["task"],
        **parameters,
        "inputs": {path: known[path] for path in inputs},
        "lead": first["lead"],
        "beacon": {"source": "drand", "chain": QUICKNET.hash, "time": TIME, "round": QUICKNET.round_at(TIME)},
        "frozen_at": "2026-09-10T02:00:00Z",
    }
    repo.files[f"{FIRST}/{stage}/freeze.json"] = sealed(frozen)


def live(repo: Repo) -> list[str]:
    """The targets of the first draw, without its project."""
    selected = document(repo, "targets/outcome.json")["selected"]
    return [one["key"] for one in selected if one["stratum"] == "A"]


def vacate(repo: Repo, reason: str, *, filed: bool) -> str:
    """Vacate a target of the first draw."""
    target = live(repo)[0]
    evidence = sha256(DOCUMENT.encode()).hexdigest() if filed else None
    vacancies = [{"target": target, "reason": reason, "evidence": evidence}]
    follow(repo, "substitutes-1", "targets", {"vacancies": vacancies}, ["targets/roster.csv"])
    return target


def relieve(repo: Repo, reason: str, *, withdrawn: list[tuple[str, str]] | None = None) -> str:
    """Relieve the first officer of a team of the first draw, and withdraw those named, or that officer."""
    team = document(repo, "teams/outcome.json")["teams"][0]
    leaving = str(team["members"][0])
    place = {"target": team["target"], "group": team["group"], "inspector": leaving, "reason": reason}
    parameters = {
        "vacancies": [place | {"evidence": sha256(DOCUMENT.encode()).hexdigest()}],
        "withdrawn": [{"inspector": who, "reason": why} for who, why in sorted(withdrawn or [(leaving, reason)])],
    }
    inputs = ["teams/absences.csv", "teams/inspectors.csv", "teams/recusals.csv"]
    follow(repo, "relief-1", "teams", parameters, inputs)
    return leaving


@case("F419-document-of-the-stage-before")
def _(repo: Repo) -> None:
    times = {"targets_time": "2026-11-03T01:00:00Z", "teams_time": "2026-11-03T09:00:00Z"}
    repo.task(beacon={"source": "document", "chain": "gazette", **times})


@case("F420-vacated-and-active")
def _(repo: Repo) -> None:
    vacate(repo, "deregistered", filed=False)


@case("F421-vacated-otherwise-than-registered")
def _(repo: Repo) -> None:
    vacate(repo, "revoked", filed=True)


@case("F422-cap-not-reached")
def _(repo: Repo) -> None:
    vacate(repo, "cap_reached", filed=True)


@case("F423-left-but-serving")
def _(repo: Repo) -> None:
    relieve(repo, "left_service")


@case("F424-vacated-without-a-document")
def _(repo: Repo) -> None:
    target = vacate(repo, "closed", filed=False)
    repo.edit_in(CITY, target, put(registration_status="suspended", registration_status_from="2026-09-01"))


@case("F425-withdrawn-for-no-reason")
def _(repo: Repo) -> None:
    relieve(repo, "illness", withdrawn=[("insp-a001", "disliked")])


@case("F426-withdrawn-who-was-no-candidate")
def _(repo: Repo) -> None:
    relieve(repo, "illness", withdrawn=[("insp-z009", "other_duty")])


@case("F427-withdrawn-and-still-sent")
def _(repo: Repo) -> None:
    for path in [*repo.files]:
        if path.startswith(("results/", "registers/objections/")):
            del repo.files[path]
    leaving = relieve(repo, "illness")
    teams = document(repo, "teams/outcome.json")["teams"]
    busy = next(who for team in teams if team["group"] == "house" for who in team["members"])
    relieve(repo, "illness", withdrawn=[(leaving, "illness"), (busy, "other_duty")])


def lottery(first: tuple[str, str], second: tuple[str, str]) -> Record:
    """The beacon of a task that waits for two issues, each with its time."""
    (targets_round, targets_time), (teams_round, teams_time) = first, second
    times = {"targets_time": targets_time, "targets_round": targets_round}
    return {"source": "lottery", "chain": "ssq", **times, "teams_time": teams_time, "teams_round": teams_round}


@case("F428-issue-of-the-stage-before")
def _(repo: Repo) -> None:
    repo.task(beacon=lottery(("2026128", "2026-11-03T13:15:00Z"), ("2026127", "2026-11-05T13:15:00Z")))


@case("F429-issue-of-two-days")
def _(repo: Repo) -> None:
    repo.task(beacon=lottery(("2026128", "2026-11-03T13:15:00Z"), ("2026129", "2026-11-05T13:15:00Z")))
    batch = next(one for one in repo.record(PLAN)["batches"] if one["id"] == "2026-B03")
    own = {"id": "2026-004", "plan": "2026", "batch": "2026-B03", "supplements": "2026-003"}
    other = lottery(("2026129", "2026-11-06T13:15:00Z"), ("2026130", "2026-11-08T13:15:00Z"))
    repo.write("draws/2026-004/task.yaml", batch | own | {"beacon": other, "lead": 86400})
