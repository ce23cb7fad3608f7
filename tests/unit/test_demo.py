"""The demonstration is whole, invented throughout, and exactly what stands at the top of this repository."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from stdnum.cn import uscc

from sunlot.core.protocol.grammar import Kind
from sunlot.jobs.loading import load
from sunlot.store import schemas
from sunlot.store.repository import Store

TOP = Path(__file__).parents[2]
sys.path.insert(0, str(TOP / "scripts"))

import make_demo  # noqa: E402
from demo import cases, chance, codes, house, places  # noqa: E402


@dataclass(frozen=True)
class Built:
    repository: Path
    top: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("demonstration")
    (folder / "top").mkdir()
    make_demo.build(folder / "demo", folder / "top")
    return Built(folder / "demo", folder / "top")


def git(repository: Path, *arguments: str) -> list[str]:
    done = subprocess.run(("git", "-C", repository, *arguments), capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def results(root: Path) -> Iterator[dict]:
    for file in sorted(root.glob("results/*/*.yaml")):
        if not file.name.startswith("circular"):
            yield yaml.safe_load(file.read_text(encoding="utf-8"))


def test_the_top_of_the_repository_is_what_the_demonstration_makes(built: Built) -> None:
    assert house.differences(built.top, TOP) == [], "run `python scripts/make_demo.py`"


def test_every_record_has_its_form(built: Built) -> None:
    for root in (built.top, built.repository):
        assert load(Store.open(root)).problems == []


def test_commits_are_dated_in_order_and_signed_by_posts(built: Built) -> None:
    lines = git(built.repository, "log", "--reverse", "--format=%at|%ct|%ae|%ce")
    made = [line.split("|") for line in lines]
    assert len(made) == len(make_demo.CHANGES) + len(make_demo.WAITING)
    authored = [int(line[0]) for line in made]
    assert authored == sorted(set(authored))
    assert all(line[0] == line[1] and line[2] == line[3] for line in made)
    assert {line[2].partition("@")[2] for line in made} == {"bureau.example"}


def test_the_vault_stays_outside_git(built: Built) -> None:
    assert (built.repository / "vault").is_dir()
    assert not [name for name in git(built.repository, "ls-files") if name.startswith("vault")]
    assert git(built.repository, "status", "--porcelain") == []


def test_each_code_is_valid_and_unmistakable(built: Built) -> None:
    registry = load(Store.open(built.top)).registry
    listed = [placed.value.uscc for placed in registry.targets.values() if placed.value.uscc]
    assert len(listed) > 250
    for code in listed:
        assert uscc.validate(code) == code
        assert re.fullmatch("9[123][0-9]{6}DEM[0-9]{5}[0-9X][0-9A-HJ-NPQRTUWXY]", code)


@pytest.mark.parametrize("kind", sorted(codes.CLASSES))
def test_a_code_made_for_any_number_is_valid(kind: str) -> None:
    for serial in range(0, 100_000, 997):
        assert uscc.is_valid(codes.credit_code(kind, "659012", serial))


def test_every_name_says_that_it_is_invented(built: Built) -> None:
    registry = load(Store.open(built.top)).registry
    for placed in registry.targets.values():
        assert placed.value.name.startswith("演示")
        assert placed.value.legal_representative.startswith("演示") or placed.value.legal_representative == "演**"
    assert all(placed.value.name.startswith("演示") for placed in registry.inspectors.values())
    assert all((placed.value.name or "演").startswith("演") for placed in registry.experts.values())
    assert all("演示" in placed.value.name for placed in registry.authorities.values())


def test_all_prefectures_and_cities_of_the_corps_have_targets(built: Built) -> None:
    registry = load(Store.open(built.top)).registry
    divisions = {placed.value.division for placed in registry.targets.values()}
    assert {division[:4] for division in divisions} == {one.code[:4] for one in places.PREFECTURES}
    assert {f"6590{n:02d}" for n in range(1, 13)} <= divisions


def test_every_result_code_occurs(built: Built) -> None:
    assert {one["result_code"] for one in results(built.top)} == set(schemas.terms("result_code"))
    assert {case.code for case in cases.CASES.values()} == set(schemas.terms("result_code"))


def test_every_way_to_confirm_and_to_be_heard_occurs(built: Built) -> None:
    found = list(results(built.top))
    assert {one["confirmation"]["kind"] for one in found if "confirmation" in one} == set(schemas.terms("confirmation"))
    heard = {one["statement"].get("adopted") for one in found if "statement" in one}
    assert heard == {None, *schemas.terms("adoption")}


def test_six_stages_wait_at_the_top_and_none_at_the_end(built: Built) -> None:
    def waiting(root: Path) -> set[str]:
        frozen = (stage.parent for stage in root.glob("draws/*/*/freeze.json"))
        return {f"{one.parent.name} {one.name}" for one in frozen if not (one / "outcome.json").exists()}

    assert waiting(built.top) == {
        "2026-002 substitutes-1",
        "2026-002 relief-1",
        "2026-005 targets",
        "2026-005 teams",
        "2026-006 teams-2",
        "2026-007 teams",
    }
    assert waiting(built.repository) == set()


def test_every_kind_of_stage_and_every_source_occurs(built: Built) -> None:
    frozen = [json.loads(file.read_text()) for file in built.repository.glob("draws/*/*/freeze.json")]
    assert {one["beacon"]["source"] for one in frozen} == set(schemas.terms("beacon_source"))
    assert {one["stage"].partition("-")[0] for one in frozen} == {kind.value for kind in Kind}
    assert [one["repeats"]["stage"] for one in frozen if one.get("repeats")] == ["teams"]
    assert len(list(built.repository.glob("draws/*/*/void.json"))) == 1
    rosters = [file.read_text() for file in built.repository.glob("draws/*/targets/roster.csv")]
    assert sum(text.count("\n~") for text in rosters) == 2


def test_draws_follow_each_other_in_time(built: Built) -> None:
    freezes = [json.loads(file.read_text()) for file in sorted(built.repository.glob("draws/*/targets/freeze.json"))]
    times = [freeze["frozen_at"] for freeze in freezes]
    assert times == sorted(times)
    assert [freeze["previous"] is None for freeze in freezes] == [True, *[False] * (len(freezes) - 1)]


def test_no_internal_word_reaches_git(built: Built) -> None:
    for text in ("演示联络员", "演示投诉", "演示陈述", "演示复核意见", "target.example", "演示异议：", "kinship"):
        found = subprocess.run(
            ("git", "-C", built.repository, "log", "--all", f"-S{text}", "--format=%h"),
            capture_output=True,
            text=True,
            check=True,
        )
        assert found.stdout == "", text


def test_chance_is_the_same_in_every_run() -> None:
    assert chance.word(4, "inspector", "xj-seismo-demo", 9) == "286h"
    one, other = chance.stream("a"), chance.stream("a")
    assert one(32) == other(32)
    assert one(40) != one(40)
