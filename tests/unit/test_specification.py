"""The public specification: both languages say the same, the code says the same, and its example is right to the byte.

The example is computed again from the page with hashlib alone; the code is asked for names only.
"""

import hmac
import io
import json
import re
import subprocess
import zipfile
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise
from math import ceil
from pathlib import Path

import duckdb
import pytest

from sunlot.core.protocol import beacons, documents, grammar, lists, outcomes, reading
from sunlot.core.protocol.bls12381.curve import GENERATOR_2_BYTES
from sunlot.core.protocol.drand import _TAG, QUICKNET
from sunlot.core.protocol.folder import FilesInMemory
from sunlot.core.protocol.freezes import freeze_type
from sunlot.core.protocol.grammar import StageId
from sunlot.core.protocol.rules_binding import INPUTS
from sunlot.core.protocol.verify import verify
from sunlot.jobs.site import data

ROOT = Path(__file__).parents[2]
SITE = ROOT / "docs" / "site"
VECTORS = ROOT / "tests" / "vectors"
PAGES = {lang: (SITE / place / "specification.md").read_text("utf-8") for lang, place in (("zh", ""), ("en", "en"))}
PROOFS = {lang: (SITE / place / "proof.md").read_text("utf-8") for lang, place in (("zh", ""), ("en", "en"))}
FORMS = {"targets": "targets", "teams": "teams", "teams-2": "teams-N"} | {
    f"{kind}-1": f"{kind}-N" for kind in ("substitutes", "relief")
}
both = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)


def rules_of(page: str) -> dict[str, str]:
    """Number → text of each rule, its tables and blocks included."""
    parts = re.split(r"^(?:\*\*(\d+\.\d+)\*\*|## .*)", page, flags=re.M)[1:]
    return {number: text for number, text in zip(parts[::2], parts[1::2], strict=True) if number}


def table(text: str) -> list[list[str]]:
    """The rows of the first table in a text, without its head."""
    rows = re.search(r"^\|.*\n\|[-|]+\n((?:\|.*\n?)+)", text, re.M)
    assert rows
    cell = re.compile(r"(?:`[^`]*`|[^|`])*")
    return [[found.strip() for found in cell.findall(line[1:]) if found] for line in rows[1].strip().split("\n")]


def quoted(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", text)


def blocks(page: str) -> dict[str, str]:
    return dict(re.findall(r"^``` \{ #ex-([\w-]+) \}\n(.*?)^```$", page, re.M | re.S))


def h(text: str | bytes) -> str:
    return sha256(text if isinstance(text, bytes) else text.encode("ascii")).hexdigest()


def example(page: str) -> dict[str, bytes]:
    """The draw's folder as the page prints it."""
    held = blocks(page)
    names = re.findall(r"^`([\w./]+)`\n\n``` \{ #ex-([\w-]+) \}", page, re.M)
    assert len(names) == 12
    return {path: held[name].encode() for path, name in names}


# --- the two languages ----------------------------------------------------------------------------------------------


def test_rules_have_the_same_numbers_without_a_gap():
    zh, en = (list(rules_of(page)) for page in PAGES.values())
    assert zh == en
    numbers = [tuple(map(int, number.split("."))) for number in zh]
    for (chapter, rule), following in pairwise(numbers):
        assert following in {(chapter, rule + 1), (chapter + 1, 1)}
    assert len(numbers) > 120


def test_each_rule_names_the_same_words_of_the_protocol_in_both_languages():
    zh, en = (rules_of(page) for page in PAGES.values())
    for number in zh:
        assert set(quoted(zh[number])) == set(quoted(en[number])), number
        assert re.findall(r"→ `(\w+)`", zh[number]) == re.findall(r"→ `(\w+)`", en[number]), number


def test_tables_have_the_same_rows_and_the_same_words_in_them():
    zh, en = (rules_of(page) for page in PAGES.values())
    tables = [number for number in zh if "\n|---" in zh[number]]
    assert len(tables) > 12
    for number in tables:
        assert [list(map(quoted, row)) for row in table(zh[number])] == [
            list(map(quoted, row)) for row in table(en[number])
        ]


def test_sections_and_examples_are_the_same():
    heads = [re.findall(r"^## (\d*) ?.*\{#(\w+)\}$", page, re.M) for page in PAGES.values()]
    assert heads[0] == heads[1]
    assert blocks(PAGES["zh"]) == blocks(PAGES["en"])
    for page in PAGES.values():
        assert re.findall(r'href="#(\w+)"', page) == [anchor for _, anchor in heads[0]]
    zh, en = (re.findall(r"\{#(\w+)\}", page) for page in PROOFS.values())
    assert zh == en
    assert len(zh) > 10


def test_the_method_leads_to_both_pages():
    for place in ("", "en"):
        method = (SITE / place / "method.md").read_text("utf-8")
        assert "(specification.md)" in method
        assert "(proof.md)" in method


# --- the page and the code ------------------------------------------------------------------------------------------


@both
def test_codes_stand_in_their_order_with_exactly_their_rules(page):
    rules = rules_of(page)
    told = {row[0].strip("`"): row[2].split(", ") for row in table(rules["16.5"])}
    assert list(told) == list(grammar.CODES)
    carried = {code: [number for number, text in rules.items() if f"→ `{code}`" in text] for code in grammar.CODES}
    carried["time"].remove("1.4")  # how an arrow is to be read
    assert told == carried


@both
def test_every_word_of_the_protocol_stands_on_the_page(page):
    words = set(quoted(page))
    sheets = (lists.ROSTER, lists.EXCLUSIONS, lists.INSPECTORS, lists.ABSENCES, lists.RECUSALS)
    assert words >= grammar.VOID_REASONS
    assert words >= grammar.VACANCY_TARGET_REASONS | grammar.VACANCY_INSPECTOR_REASONS | grammar.ABSENCE_REASONS
    assert words >= {*reading._DOCUMENTS, *reading.RECEIPTS, "task.yaml", "evidence", "sunlot/1"}
    assert words >= {beacons.ATTESTATION, beacons.DOCUMENT, *beacons.LOTTERIES, "drand", "lottery", "document", "date"}
    assert words >= {*FORMS.values(), "officer", "expert", *documents.Attestation.__struct_fields__}
    headers = {row[0].strip("`"): row[1].strip("`") for row in table(rules_of(page)["5.1"])}
    assert headers == {sheet.path: sheet.header for sheet in sheets}


@both
def test_keys_of_documents_are_those_of_the_code_in_their_order(page):
    rules = rules_of(page)
    rows = [(quoted(row[0])[0], row[2]) for row in table(rules["6.1"])]
    for stage, form in FORMS.items():
        told = [key for key, where in rows if _applies(where, form)]
        assert told == list(freeze_type(StageId.parse(stage)).__struct_fields__), form
    assert _keys(rules["6.3"]) == ["beacon.json", *documents.Beacon.__struct_fields__]
    assert _keys(rules["6.5"]) == ["void.json", *documents.Void.__struct_fields__]
    entries = [_keys(" ".join(row[1:])) for row in table(rules["6.4"])]
    shapes = (outcomes.Selected, outcomes.Team, outcomes.Opening, outcomes.Replacement, outcomes.Relief)
    for (_, *told), shape in zip(entries, shapes, strict=True):
        assert told == [name.replace("newcomer", "in") for name in shape.__struct_fields__]
    inputs = {form: quoted(row[1]) for row in table(rules["6.10"]) for form in quoted(row[0])}
    assert inputs == {form: list(INPUTS[StageId.parse(stage).kind]) for stage, form in FORMS.items()}


def _applies(where: str, form: str) -> bool:
    if where in {"all", "全部"}:
        return True
    excluded = where.startswith(("all but", "除"))
    return (form in quoted(where)) != excluded


def _keys(text: str) -> list[str]:
    return [word for word in quoted(text) if word != "null" and not word.startswith("8.")]


@both
def test_the_expressions_mean_what_those_of_the_code_mean(page):
    told = [quoted(row[1]) for row in table(rules_of(page)["2.3"])]
    samples = [f"{a}{b}{c}" for a in ("", "a", "~", "7") for b in map(chr, range(128)) for c in ("", "a", "~", "é")]
    samples += [
        "~" + "0" * 64,
        "~" + "0" * 63,
        "~" + "A" * 64,
        "0" * 64,
        "0.5",
        "100",
        "100.000000",
        "05",
        "5.",
        "1000",
    ]
    pairs = {0: grammar.KEY, 1: grammar.NAME, 2: grammar.REASON, 3: grammar.SLUG, 4: grammar.DRAW, 9: grammar.RATE}
    for row, ours in pairs.items():
        theirs = "|".join(told[row])
        for sample in samples:
            assert bool(re.fullmatch(theirs, sample)) == bool(re.fullmatch(ours, sample)), (row, sample)


@both
def test_the_constants_of_drand_are_those_of_the_code(page):
    told = [row[1] for row in table(rules_of(page)["8.2"])]
    chain, key, genesis, period, base, tag = told
    assert [chain.strip("`"), key.strip("`")] == [QUICKNET.hash, QUICKNET.public_key]
    assert [int(re.match(r"\d+", one)[0]) for one in (genesis, period)] == [QUICKNET.genesis, QUICKNET.period]
    assert bytes.fromhex(base.strip("`")) == GENERATOR_2_BYTES
    assert tag.strip("`").encode() == _TAG


# --- the worked example ---------------------------------------------------------------------------------------------


@both
def test_the_example_is_the_vector_and_verifies(page):
    folder = VECTORS / "draws" / "good-small" / "2026-001"
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert example(page) == files
    assert verify(FilesInMemory(example(page)), "2026-001").last_line("en") == "verified"


@both
def test_every_digest_in_the_example_follows(page):
    files = example(page)
    listed = dict(line.split("  ")[::-1] for line in blocks(page)["digests"].splitlines())
    assert listed == {path: h(content) for path, content in files.items()}
    previous = None
    for stage in ("targets", "teams"):
        freeze, outcome = (json.loads(files[f"{stage}/{name}.json"]) for name in ("freeze", "outcome"))
        assert freeze["task"] == listed["task.yaml"]
        assert freeze["previous"] == previous
        previous = listed[f"{stage}/freeze.json"]
        assert (outcome["freeze"], outcome["beacon"]) == (previous, listed[f"{stage}/beacon.json"])
        assert list(freeze["inputs"]) == sorted(path for path in files if path.startswith(stage) and "csv" in path)
        for path, facts in freeze["inputs"].items():
            assert (facts["count"], facts["sha256"]) == (files[path].count(b"\n") - 1, listed[path])


@both
def test_every_hashed_line_in_the_example_has_its_hash(page):
    shown = "".join(re.findall(r"^``` \{ \.hashed \}\n(.*?)^```$", page, re.M | re.S))
    lines = re.findall(r"^(.*)\n→ (.*)$", shown, re.M)
    assert [line.split("|")[1] for line, _ in lines[:-1]] == [
        *("seed", "target"),
        *("seed", "recusals", "inspector"),
        "secret",
    ]
    for line, digest in lines:
        assert h(line) == digest
    targets, teams = (json.loads(example(page)[f"{stage}/outcome.json"])["seed"] for stage in ("targets", "teams"))
    assert [lines[0][1], lines[2][1]] == [targets, teams]
    row = lines[3][0].split("|")
    assert f"{row[3]},{lines[3][1]}\n".encode() in example(page)["teams/recusals.csv"]
    number, message = blocks(page)["message"].split("\n→ ")
    assert h(bytes.fromhex(number)) == message.strip()
    assert int(number, 16) == json.loads(example(page)["targets/beacon.json"])["round"]
    said, salt = re.fullmatch(r"hmac (.*)\n→ (.*)\n", blocks(page)["salt"]).groups()
    assert hmac.new(bytes(range(32)), said.encode(), "sha256").hexdigest() == salt
    assert lines[5][0].split("|")[3:] == [salt, said.split("|")[1]]


@both
def test_tickets_takes_and_rounds_of_the_example_follow(page):
    files = example(page)
    freeze, outcome = (json.loads(files[f"targets/{name}.json"]) for name in ("freeze", "outcome"))
    roster = [line.split(",") for line in files["targets/roster.csv"].decode().splitlines()[1:]]
    chosen = []
    for name, stratum in freeze["strata"].items():
        tickets = sorted((h(f"sunlot/1|target|{outcome['seed']}|{row[0]}"), row[0]) for row in roster if row[1] == name)
        assert stratum["size"] == len(tickets)
        assert stratum["take"] == ceil(Fraction(stratum["rule"]["rate"]) * len(tickets) / 100)
        chosen += [(ticket, key, name) for ticket, key in tickets[: stratum["take"]]]
    ranks = {key: rank for rank, (_, key, _) in enumerate(sorted(chosen), 1)}
    assert outcome["selected"] == [
        {"rank": rank, "key": key, "stratum": name, "ticket": ticket}
        for rank, (ticket, key, name) in enumerate(sorted(chosen), 1)
    ]
    due = [
        (stratum, h(f"sunlot/1|target|{outcome['seed']}|{key}"), key, str(ranks.get(key, "-")))
        for key, stratum, _ in roster
    ]
    shown = [line.split(" ") for line in blocks(page)["target-tickets"].splitlines()]
    assert [(stratum, ticket, key, rank) for rank, stratum, key, ticket in shown] == sorted(due)
    formula = re.search(r"\((\d+) − (\d+)\) / 3⌉ \+ 1 = (\d+)", rules_of(page)["19.3"])
    time, genesis, number = map(int, formula.groups())
    assert ceil((time - genesis) / 3) + 1 == number == freeze["beacon"]["round"]
    assert (time, genesis) == (grammar.seconds(freeze["beacon"]["time"]), QUICKNET.genesis)


@both
def test_teams_and_loads_of_the_example_follow(page):
    files = example(page)
    outcome = json.loads(files["teams/outcome.json"])
    selected = [one["key"] for one in json.loads(files["targets/outcome.json"])["selected"]]
    division = {row.split(",")[0]: row.split(",")[2] for row in files["targets/roster.csv"].decode().splitlines()[1:]}
    recused = {one["target"]: one["inspectors"] for one in outcome["recusals"]}
    listed = [line.split(",") for line in files["teams/inspectors.csv"].decode().splitlines()[1:]]
    load = dict.fromkeys((key for key, *_ in listed), 0)
    lines, teams = {}, []
    for target in selected:
        ranked = sorted(
            (load[key], h(f"sunlot/1|inspector|{outcome['seed']}|{target}|{key}"), key)
            for key, _, prefixes in listed
            if division[target].startswith(tuple(prefixes.split(" "))) and key not in recused.get(target, [])
        )
        lines[target] = [f"{places} {key} {ticket}" for places, ticket, key in ranked]
        members = [key for _, _, key in ranked[:2]]
        for key in members:
            load[key] += 1
        teams.append({"target": target, "group": "g1", "members": members})
    assert outcome["teams"] == teams
    shown = [selected[0], *lines[selected[0]], selected[5], *lines[selected[5]]]
    assert blocks(page)["choices"].splitlines() == shown


@both
def test_a_ticket_by_hand(page):
    command, query = blocks(page)["by-hand"].splitlines()
    outcome = json.loads(example(page)["targets/outcome.json"])
    first = outcome["selected"][0]
    env = {"SEED": outcome["seed"], "KEY": first["key"], "PATH": "/usr/local/bin:/usr/bin:/bin"}
    done = subprocess.run(["bash", "-c", command], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == first["ticket"]
    base = duckdb.connect()
    base.execute("CREATE TABLE roster (key TEXT)")
    keys = re.findall(r"^(\w+),K,", example(page)["targets/roster.csv"].decode(), re.M)
    base.executemany("INSERT INTO roster VALUES (?)", [(key,) for key in keys])
    drawn = [key for (key,) in base.execute(query.rstrip(";"), {"seed": outcome["seed"]}).fetchall()]
    assert drawn == [one["key"] for one in outcome["selected"] if one["stratum"] == "K"]


# --- the vectors as they are published ------------------------------------------------------------------------------


def test_the_published_vectors_are_complete_and_judged_as_they_say():
    packed = data.vectors()
    assert packed == data.vectors.__wrapped__()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = {name.removeprefix("vectors/"): archive.read(name) for name in archive.namelist()}
    readme = files.pop("README.txt").decode()
    assert "expected.json" in readme
    assert files == {
        path.relative_to(VECTORS).as_posix(): path.read_bytes() for path in VECTORS.rglob("*") if path.is_file()
    }
    cases = {path.split("/")[1] for path in files if path.startswith("draws/")}
    assert {case.partition("-")[0] for case in cases} == {"good", "bad"}
    for case in cases:
        draw = next(part for part in (path.split("/")[2] for path in files if f"/{case}/" in path) if "." not in part)
        start = f"draws/{case}/{draw}/"
        held = {path.removeprefix(start): content for path, content in files.items() if path.startswith(start)}
        failure = verify(FilesInMemory(held), draw).failure
        expected = json.loads(files.get(f"draws/{case}/expected.json", b"null"))
        if expected is None:
            assert failure is None, case
        else:
            assert failure, case
            assert str(failure.stage) == expected["stage"], case
            assert failure.code in expected["codes"], case
