"""Bad examples of what `verify` finds in frozen lists, and an auditor in withheld entries: each names its command."""

import json
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path

from tests.repos.bad_making import HIDDEN, YEAR_KEY, hidden, with_key
from tests.repos.editing import CITY, INSPECTOR, SECOND, Repo, case, drop, put, sealed
from tests.repos.records import BUILDERS, EVALUATORS

from sunlot.core.protocol.reading import describe
from sunlot.core.withholding import opened_by

LAST = EVALUATORS[2]


def resealed(repo: Repo, old: str, new: str) -> None:
    """Change both freezes of the second draw and seal them anew, as a dishonest office could."""
    freezes = [f"{SECOND}/targets/freeze.json", f"{SECOND}/teams/freeze.json"]
    before = sha256(repo.files[freezes[0]]).hexdigest()
    for freeze in freezes:
        repo.replace(freeze, old, new)
    repo.replace(freezes[1], before, sha256(repo.files[freezes[0]]).hexdigest())


def frozen_tree(repo: Repo) -> str:
    """The tree of the registers that the second draw's freeze names."""
    text = repo.files[f"{SECOND}/targets/freeze.json"].decode()
    return text.partition('"tree": "')[2].partition('"')[0]


def tree_of(files: dict[str, bytes]) -> str:
    """The id that Git gives `registers/`."""
    with tempfile.TemporaryDirectory() as name:
        for path, data in files.items():
            place = Path(name) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        for words in (["init", "--quiet"], ["add", "registers"]):
            subprocess.run(["git", "-C", name, *words], check=True)
        tree = subprocess.run(
            ["git", "-C", name, "write-tree", "--prefix=registers/"], check=True, capture_output=True, text=True
        )
        return tree.stdout.strip()


def renamed(repo: Repo) -> None:
    """Let the second draw's freeze name the registers as they stand, whatever its lists were taken from."""
    resealed(repo, frozen_tree(repo), tree_of(repo.files))
    repo.command = "verify 2026-002"


def relisted(repo: Repo, key: str) -> None:
    """Let a withheld key stand for the last target of the second draw, in every list, and seal the freezes anew."""
    for path in (f"{SECOND}/targets/roster.csv", f"{SECOND}/teams/recusals.csv"):
        freeze = path.partition("/t")[0] + f"/{path.split('/')[2]}/freeze.json"
        before = repo.files[path]
        data = before.replace(f"{LAST},A,650104".encode(), f"{key},A,65".encode()).replace(LAST.encode(), key.encode())
        old, new = describe(before, 0), describe(data, 0)
        repo.files[path] = data
        first = sha256(repo.files[f"{SECOND}/targets/freeze.json"]).hexdigest()
        repo.replace(freeze, old.sha256, new.sha256)
        repo.replace(freeze, old.sm3, new.sm3)
        if path.endswith("roster.csv"):
            after = sha256(repo.files[freeze]).hexdigest()
            repo.replace(f"{SECOND}/teams/freeze.json", first, after)


@case("F445-lists-of-other-registers")
def _(repo: Repo) -> None:
    repo.edit_in(CITY, BUILDERS[4], put(supervision_types=["seismic_safety_evaluator"]))
    renamed(repo)


@case("F446-registers-never-published")
def _(repo: Repo) -> None:
    repo.edit("sunlot.yaml", drop("demonstration"))
    repo.command = "verify 2026-002"


@case("F447-judged-at-another-day")
def _(repo: Repo) -> None:
    resealed(repo, '"as_of": "2026-09-29"', '"as_of": "2026-09-28"')
    repo.command = "verify 2026-002"


@case("F448-registers-of-another-moment")
def _(repo: Repo) -> None:
    old = {path: data for path, data in repo.files.items() if not path.startswith(f"{SECOND}/t")}
    old |= {f"{SECOND}/task.yaml": repo.files[f"{SECOND}/task.yaml"]}
    resealed(repo, frozen_tree(repo), tree_of(repo.files))
    repo.edit_in(CITY, BUILDERS[4], put(address="演示路500号"))
    between = old | {CITY: repo.files[CITY]}
    repo.earlier = [old, between]
    repo.command = "verify 2026-002"


@case("F449-withheld-without-a-key-of-the-year")
def _(repo: Repo) -> None:
    relisted(repo, "~" + "ab" * 32)
    renamed(repo)


@case("F477-void-dated-back")
def _(repo: Repo) -> None:
    renamed(repo)
    for stage in ("targets", "teams"):
        freeze = json.loads(repo.files[f"{SECOND}/{stage}/freeze.json"])
        void = {name: freeze[name] for name in ("protocol", "authority", "draw", "stage")} | {
            "freeze": sha256(repo.files[f"{SECOND}/{stage}/freeze.json"]).hexdigest(),
            "reason": "wrong_list",
            "explanation": "演示：名单有误",
            "approved_by": ["演示甲", "演示乙"],
            "voided_at": "2026-09-30T02:00:00Z",
        }
        repo.files[f"{SECOND}/{stage}/void.json"] = sealed(void)


@case("F460-registers-with-problems")
def _(repo: Repo) -> None:
    repo.replace(INSPECTOR, 'level: "region"', 'level: "moon"')
    renamed(repo)


@case("F468-key-of-nobody")
def _(repo: Repo) -> None:
    with_key(repo)
    relisted(repo, "~" + "ab" * 32)
    renamed(repo)
    repo.command = "vault open 2026-002"


@case("F469-listed-twice")
def _(repo: Repo) -> None:
    hidden(repo, EVALUATORS[0])
    with_key(repo)
    (opened,) = opened_by(YEAR_KEY, "2026-002", [HIDDEN])
    relisted(repo, opened.key)
    renamed(repo)
    repo.command = "vault open 2026-002"
