"""`scripts/verify.sql` shares the protocol with the package and no code: what both judge, they judge the same."""

import random
from pathlib import Path

import duckdb
import pytest
from tests.support.drawfolders import (
    ONE_GROUP,
    SCENARIOS,
    Office,
    OwnChain,
    RealRounds,
    entries,
    honest,
    people,
    recused,
    reseal,
)
from tests.unit.protocol.forging import CHAIN, Forgery, office
from tests.unit.protocol.test_refusals import FORGERIES
from tests.unit.test_two_verifiers import laid_out, of_package, vector_folders

from sunlot.core.protocol.drand import QUICKNET
from sunlot.core.protocol.freezes import Rule
from sunlot.core.protocol.grammar import CODES

SCRIPT = (Path(__file__).parents[2] / "scripts" / "verify.sql").read_text()
NOT_JUDGED = {
    "beacon.signature": "SQL has no pairing; numbers of a lottery and documents are for the attestation",
    "beacon.attestation": "evidence is not read",
    "beacon.attesters": "evidence is not read",
    "beacon.attested_date": "evidence is not read",
    "files.not_regular": "SQL does not see what is a link; one to nowhere is missing to it",
}
"""Refusal → why `verify.sql` does not find it. Every other refusal it has to find."""

NO_SM3 = "another_sm3"
"""The forgery of an SM3: DuckDB has no SM3."""

SEEN_LATER = {"bad-beacon-other-round-signature": ["refused", "teams", "recusals"]}
"""Forged signature, from which the rest was drawn as it should: what SQL finds is what the forger forgot."""


def table(folder: Path, script: str = SCRIPT) -> list[tuple[str, str, str, str]]:
    with duckdb.connect() as database:
        database.execute("SET VARIABLE folder = $folder", {"folder": str(folder)})
        return database.execute(script).fetchall()


def of_sql(folder: Path, script: str = SCRIPT) -> list[str]:
    """The verdict, in the shape of `of_package`."""
    last = table(folder, script)[-1][0]
    return ["verified"] if last == "agrees" else last.split(": ")[:3]


@pytest.fixture(scope="module")
def of_own_chain() -> str:
    """The script with the tests' chain in the place of quicknet; production has no way to do this."""
    script = SCRIPT
    for mine, theirs in (
        (f"'{QUICKNET.hash}'", f"'{CHAIN.hash}'"),
        (f"genesis = {QUICKNET.genesis};", f"genesis = {CHAIN.genesis};"),
        (f"period = {QUICKNET.period};", f"period = {CHAIN.period};"),
    ):
        assert script.count(mine) == 1
        script = script.replace(mine, theirs)
    return script


@pytest.mark.parametrize("folder", vector_folders(), ids=lambda folder: folder.parent.name)
def test_on_every_vector(folder: Path) -> None:
    files = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    expected = of_package(files, folder.name)
    if folder.parent.name in SEEN_LATER:
        assert expected[2] == "beacon"
        expected = SEEN_LATER[folder.parent.name]
    assert of_sql(folder) == expected


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_honest_draw_agrees(scenario: str, of_own_chain: str, tmp_path: Path) -> None:
    assert of_sql(laid_out(tmp_path, "2026-001", office(scenario).files), of_own_chain) == ["verified"]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_same_draws_with_real_rounds_agree(scenario: str, tmp_path: Path) -> None:
    files = honest(scenario, values=RealRounds()).files
    assert of_sql(laid_out(tmp_path, "2026-001", files)) == ["verified"]


def judged(one: Forgery) -> bool:
    return one.name not in NOT_JUDGED and one.make.__name__ != NO_SM3


@pytest.mark.parametrize("one", [one for one in FORGERIES if judged(one)], ids=str)
def test_on_every_forgery_it_judges(one: Forgery, of_own_chain: str, tmp_path: Path) -> None:
    folder = laid_out(tmp_path, one.draw, one.make(), one.others)
    assert of_sql(folder, of_own_chain) == ["refused", one.stage, one.name.partition(".")[0]]


@pytest.mark.parametrize("one", [one for one in FORGERIES if not judged(one)], ids=str)
def test_what_it_does_not_judge_it_does_not_call_by_another_name(
    one: Forgery, of_own_chain: str, tmp_path: Path
) -> None:
    found = of_sql(laid_out(tmp_path, one.draw, one.make(), one.others), of_own_chain)
    if one.make.__name__ == NO_SM3:  # the freeze is another, so what repeats its digest no longer fits
        assert found == ["refused", "teams", "chain"]
        return
    later = CODES[CODES.index(one.name.partition(".")[0]) :]
    assert found == ["verified"] or (found[1] == one.stage and found[2] in later)


def test_the_table_names_the_codes_of_the_protocol() -> None:
    (folder,) = (one for one in vector_folders() if one.parent.name == "good-void-and-repeat")
    rows = table(folder)
    assert [row[0] for row in rows] == [
        code for code in CODES if code not in {"receipt", "vacancies", "replacements", "reliefs"}
    ] + ["agrees"]
    assert {row[0]: row[3] for row in rows}["selected"] == "targets"


def test_a_hundred_thousand_targets(of_own_chain: str, tmp_path: Path) -> None:
    chance = random.Random(7)
    office = Office("2026-001", OwnChain())
    roster, inspectors = entries(chance, 100_000), people(chance, ONE_GROUP, 40)
    rules = {stratum: Rule(count=75) for stratum in "ABCK"}
    openings = recused(chance, roster[:3000], inspectors)
    office.begin(roster, rules, inspectors, ONE_GROUP, openings=openings)
    office.reveal("targets", "teams")
    folder = laid_out(tmp_path, "2026-001", office.files)
    assert of_sql(folder, of_own_chain) == ["verified"]
    path = folder / "targets" / "roster.csv"
    path.write_bytes(path.read_bytes().replace(b",A,650", b",B,650", 1))
    assert of_sql(folder, of_own_chain) == ["refused", "targets", "inputs"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("007,A,650102", "selected"),  # stays text: no number
        ('"quoted",A,650102', "malformed"),
        ("91650102DEM000014J,A,650102,", "malformed"),
        ("  91650102DEM000014J,A,650102", "malformed"),
        ("NULL,A,650102", "selected"),
        ("#comment,A,650102", "selected"),
        ("91650102DEM000014J,A,650102\r", "malformed"),
    ],
)
def test_rows_are_text(row: str, code: str, of_own_chain: str, tmp_path: Path) -> None:
    """A row slipped into the roster and sealed: a wrong row is refused as such, a good one counts as it is written."""
    files = dict(office("small").files)
    header, *rows = files["targets/roster.csv"].decode().split("\n")[:-1]
    files["targets/roster.csv"] = "".join(f"{line}\n" for line in [header, *sorted([*rows, row])]).encode()
    files = dict(reseal(files))
    folder = laid_out(tmp_path, "2026-001", files)
    expected = of_package(files, "2026-001", chain=CHAIN)
    assert of_sql(folder, of_own_chain) == expected
    assert expected[2] == ("strata" if code == "selected" else code)


def test_without_a_draw_there_is_no_verdict(tmp_path: Path) -> None:
    with pytest.raises(duckdb.Error, match="no draw"):
        table(tmp_path)


def test_a_failing_statement_leaves_no_verdict() -> None:
    """A shell that goes on after an error must not come to a verdict without the rule that failed."""
    rule = "INSERT INTO failures\nSELECT f.stage, NULL, 'task'"
    assert SCRIPT.count(rule) == 1
    (folder,) = (one for one in vector_folders() if one.parent.name == "good-small")
    statements = duckdb.extract_statements(SCRIPT.replace(rule, f"SELECT error('x') FROM files;\n{rule}"))
    with duckdb.connect() as database:
        database.execute("SET VARIABLE folder = $folder", {"folder": str(folder)})
        failed = 0
        for statement in statements:
            try:
                database.execute(statement)
            except duckdb.Error:
                failed += 1
        assert failed > 20
        with pytest.raises(duckdb.Error):
            database.execute(statements[-1]).fetchall()
