"""Bad examples of what stops a plan, a freeze or a draw, and of what is told before one: each names its command."""

from hashlib import sha256

import yaml
from tests.repos.editing import CITY, FIRST, INSPECTOR, PLAN, Repo, case, drop, put
from tests.repos.records import BUILDERS, GONE
from tests.support.relay import rounds

from sunlot.core.withholding import key_digest
from sunlot.store.commitments import commitment
from sunlot.store.reader import vault_form

AT = "2026-09-30T02:00:00Z"
TIMES = "--targets-at 2026-11-02T02:00:00Z --teams-at 2026-11-02T02:00:30Z"
TARGETS_VALUE, TEAMS_VALUE = rounds()[30662982], rounds()[30662990]
APPROVED = "--reason procedure --explanation 演示 --approved-by 演示甲 --approved-by"
YEAR_KEY = b"\x07" * 32
HIDDEN = "XJ-W-0001"


def freezing(repo: Repo, at: str = AT, **fields: object) -> None:
    """Declare a third draw, and freeze it."""
    repo.task(**fields)
    repo.command = f"freeze 2026-003 --at {at}"


def undrawn(repo: Repo) -> None:
    """Go back to when the teams of the first draw were still to be drawn, and draw them."""
    for path in list(repo.files):
        later = path.startswith((f"{FIRST}/teams/beacon", f"{FIRST}/teams/outcome", "draws/2026-002/", "results/"))
        if later or path.startswith("registers/objections/"):
            del repo.files[path]
    repo.command = f"draw 2026-001 --signature {TEAMS_VALUE}"


def simulated(repo: Repo, take: int = 2) -> None:
    """Declare a third draw, and try it out."""
    repo.task(strata=[{"id": "A", "title": "一般", "count": take, "justification": "演示"}])
    repo.command = "simulate 2026-003 --seeds 20 --as-of 2026-09-30"


def only(repo: Repo, people: int) -> None:
    """Leave so many inspectors who may inspect where the third draw is."""
    for path in [path for path in repo.files if path.startswith("registers/inspectors/insp-")][people:]:
        repo.edit(path, lambda one: [each.update(areas=["650200"]) for each in one["certificates"]])


def hidden(repo: Repo, code: str) -> None:
    """Register a withheld target, which the third draw is of, and keep in the vault who it is."""
    known = {"name": "演示对象", "uscc": code, "legal_representative": "演示员丙", "address": "演示路9号"}
    data = vault_form("withheld_target").write([{**known, "salt": "ab" * 32}])
    digest = sha256(data).hexdigest()
    repo.files[f"vault/withheld/{HIDDEN}/{digest}.yaml"] = data
    repo.write(
        f"registers/withheld/{HIDDEN}.yaml",
        {
            "id": HIDDEN,
            "ground": "state_secret",
            "decided_by": "xj-demo",
            "decided_on": "2026-01-02",
            "review_on": "2027-01-02",
            "kind": "enterprise",
            "supervision_types": ["seismic_safety_evaluator"],
            "supervised_by": ["xj-demo"],
            "division": "650000",
            "registration_status": "active",
            "added_on": "2026-01-02",
            "source": "演示",
            "internal": commitment("withheld", HIDDEN, digest),
        },
    )


def with_key(repo: Repo) -> None:
    """Keep the year's key in the vault, and print its digest in the plan."""
    repo.files["vault/years/2026.key"] = YEAR_KEY.hex().encode() + b"\n"
    repo.edit(PLAN, put(year_key_sha256=key_digest(YEAR_KEY)))


@case("F430-unknown-batch")
def _(repo: Repo) -> None:
    repo.command = f"plan 2026-B09 {TIMES}"


@case("F431-not-committed")
def _(repo: Repo) -> None:
    freezing(repo)
    repo.after["registers/items/SEI-01.yaml"] = repo.files["registers/items/SEI-01.yaml"] + b"\n"


@case("F432-value-too-near")
def _(repo: Repo) -> None:
    freezing(repo, at="2026-11-01T12:00:00Z")


@case("F433-too-few-inspectors")
def _(repo: Repo) -> None:
    freezing(repo)
    for path in [path for path in repo.files if path.startswith("registers/inspectors/")]:
        repo.edit(path, lambda one: [each.update(areas=["650200"]) for each in one["certificates"]])


@case("F434-without-the-vault")
def _(repo: Repo) -> None:
    freezing(repo)
    repo.edit(INSPECTOR, put(internal="cd" * 32))


@case("F435-draw-owed")
def _(repo: Repo) -> None:
    freezing(repo, at="2026-10-12T03:00:00Z")


@case("F436-nobody-in-the-roster")
def _(repo: Repo) -> None:
    freezing(repo)
    for id_ in [one["id"] for one in yaml.safe_load(repo.files[CITY])]:
        repo.edit_in(CITY, id_, put(registration_status="revoked"))


@case("F437-predictable-value")
def _(repo: Repo) -> None:
    times = {"targets_time": "2026-11-01T16:00:00Z", "teams_time": "2026-11-02T16:00:00Z"}
    freezing(repo, beacon={"source": "date", **times})


@case("F438-python-without-sm3")
def _(repo: Repo) -> None:
    freezing(repo)
    # OpenSSL is to load nothing but what has no digests; Python then takes its own, among which is no SM3.
    repo.beside["openssl.cnf"] = (
        b"openssl_conf = main\n[main]\nproviders = loaded\n[loaded]\nbase = no_digests\n[no_digests]\nactivate = 1\n"
    )
    repo.environment["OPENSSL_CONF"] = "{case}/openssl.cnf"


@case("F440-value-of-another-round")
def _(repo: Repo) -> None:
    repo.command = f"draw 2026-002 --signature {TARGETS_VALUE}"


@case("F442-without-the-closed-rows")
def _(repo: Repo) -> None:
    undrawn(repo)


@case("F443-freeze-edited")
def _(repo: Repo) -> None:
    undrawn(repo)
    repo.replace(f"{FIRST}/targets/roster.csv", f"{BUILDERS[0]},", f"{BUILDERS[0][:-1]}X,")


@case("F444-moment-chosen-in-earnest")
def _(repo: Repo) -> None:
    freezing(repo)
    repo.edit("sunlot.yaml", drop("demonstration"))


@case("F450-closed-rows-damaged")
def _(repo: Repo) -> None:
    undrawn(repo)
    digest = sha256(repo.files[f"{FIRST}/teams/recusals.csv"]).hexdigest()
    repo.files[f"vault/draws/2026-001/recusals-{digest}.json"] = b"{}\n"


@case("F451-value-before-the-first-round")
def _(repo: Repo) -> None:
    for path in list(repo.files):
        if path.startswith(("draws/", "results/", "registers/objections/")):
            del repo.files[path]
        elif path.startswith(("registers/inspectors/", "registers/targets/")):
            repo.files[path] = (
                repo.files[path].replace(b"2024-01-01", b"2022-01-01").replace(b"2026-01-05", b"2022-01-05")
            )
    times = {"targets_time": "2023-01-10T02:00:00Z", "teams_time": "2023-01-11T02:00:00Z"}
    freezing(repo, at="2022-12-01T02:00:00Z", beacon={"source": "drand", **times})


@case("F452-no-text")
def _(repo: Repo) -> None:
    repo.command = "plan 2026-B03 --targets-at \udcff --teams-at 2026-11-02T02:00:30Z"


@case("F453-approved-by-one")
def _(repo: Repo) -> None:
    repo.command = f"void 2026-001 targets {APPROVED} 演示甲 --with-dependents --at {AT}"


@case("F454-audit-without-the-key")
def _(repo: Repo) -> None:
    repo.command = "vault open 2026-001"


@case("F455-later-value-too-near")
def _(repo: Repo) -> None:
    repo.command = f"freeze 2026-001 teams --time 2026-09-30T03:00:00Z --at {AT}"


@case("F462-teams-drawn-already")
def _(repo: Repo) -> None:
    repo.command = f"freeze 2026-001 teams --time 2026-11-20T02:00:00Z --at {AT}"


@case("F463-teams-rest-on-it")
def _(repo: Repo) -> None:
    repo.command = f"void 2026-001 targets {APPROVED} 演示乙 --at {AT}"


@case("F464-no-key-of-the-year")
def _(repo: Repo) -> None:
    hidden(repo, GONE)
    freezing(repo)


@case("F465-digest-not-printed")
def _(repo: Repo) -> None:
    hidden(repo, GONE)
    with_key(repo)
    repo.edit(PLAN, drop("year_key_sha256"))
    freezing(repo)


@case("F470-stratum-taken-whole")
def _(repo: Repo) -> None:
    simulated(repo, take=3)


@case("F471-few-selections")
def _(repo: Repo) -> None:
    simulated(repo)


@case("F472-few-teams")
def _(repo: Repo) -> None:
    simulated(repo)
    only(repo, 2)


@case("F473-inspector-who-always-comes")
def _(repo: Repo) -> None:
    simulated(repo)
    only(repo, 3)


@case("F474-name-of-many")
def _(repo: Repo) -> None:
    repo.command = "show 演示员乙"


@case("F475-name-of-nobody")
def _(repo: Repo) -> None:
    repo.command = "show 无此对象"
