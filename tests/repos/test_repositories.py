"""Every example repository gets exactly the answer that stands beside it, and every code has one."""

import json
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from tests.repos.bless import main as bless
from tests.repos.make import made
from tests.repos.running import BASE, HERE, LINE, answer, cases, checked, copy, laid_out, snapshot

from sunlot.core.catalogue import CATALOGUE
from sunlot.core.rules import QUERIES, RULES

TOP = HERE.parents[1]
SOURCES = {path: path.read_text(encoding="utf-8") for path in (TOP / "src" / "sunlot").rglob("*.py")}


def found_in(output):
    """The places and codes of what was printed."""
    return [match.groups() for line in output.splitlines() if (match := LINE.match(line))]


@pytest.mark.parametrize("case", cases())
def test_a_bad_repository_gets_exactly_its_answer(case, tmp_path):
    call = laid_out(case, tmp_path)
    before = snapshot(tmp_path)
    output, code = answer(call)
    expected = (HERE / "bad" / case / "expected.txt").read_text(encoding="utf-8")
    assert output == expected
    found = found_in(output)
    assert case[:4] in {one for _, one in found}
    assert code == int(any(not CATALOGUE[one].warning for _, one in found))
    in_english, _ = answer(call, "--lang", "en")
    assert snapshot(tmp_path) == before
    assert found_in(in_english) == found
    assert not re.search(r"[\u4e00-\u9fff]", "".join(_without_values(in_english)))


def _without_values(english):
    """The fixed part of English lines: what the catalogue wrote, without quoted values, names of places and lists."""
    for line in english.splitlines():
        yield re.sub(r"“[^”]*”|\([^)]*\)|F406.*|F47[45].*|F109.*|F10[37].*|F11[0127].*|、", "", line)


@pytest.mark.parametrize("name", sorted(path.name for path in (HERE / "good").iterdir()))
def test_a_good_repository_is_fine(name):
    output, code = checked(HERE / "good" / name)
    assert (len(output.splitlines()), code) == (1, 0), output


def test_the_examples_are_those_that_the_cases_make():
    written = {
        path.relative_to(HERE).as_posix(): path.read_bytes()
        for folder in ("good", "bad")
        for path in (HERE / folder).rglob("*")
        if path.is_file() and path.name != "expected.txt"
    }
    assert written == {f"{folder}/{path}": data for folder, files in made().items() for path, data in files.items()}


def test_blessing_a_case_again_changes_nothing(capsys):
    bless(["F201-wrong-check-digit"])
    assert capsys.readouterr().out == ""


def test_every_code_is_found_somewhere():
    for code in CATALOGUE:
        places = [p for p, text in SOURCES.items() if f'"{code}"' in text and p.parent.name != "catalogue"]
        assert places, f"{code} stands in the catalogue and nowhere else"
    assert RULES.keys() | QUERIES.keys() <= CATALOGUE.keys()
    assert not RULES.keys() & QUERIES.keys()


def test_every_code_has_a_bad_repository():
    assert {case[:4] for case in cases()} == CATALOGUE.keys()


def test_every_code_says_the_same_in_both_languages():
    for code, entry in CATALOGUE.items():
        zh, en = (
            {name.removesuffix("_en") for _, name, _, _ in string.Formatter().parse(text) if name}
            for text in (entry.zh, entry.en)
        )
        assert zh == en, code
        assert entry.clause, code
        assert re.search(r"[\u4e00-\u9fff]", entry.zh), code
        assert not re.search(r"[\u4e00-\u9fff]", entry.en), code
        assert re.search("[;；:：,，]", entry.zh), f"{code} gives no way out"


def test_the_catalogue_of_rules_is_up_to_date():
    done = subprocess.run(
        [sys.executable, "scripts/make_rules.py", "--check"], cwd=TOP, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    page = (TOP / "docs" / "rules.md").read_text(encoding="utf-8")
    assert all(f"### {code}" in page for code in CATALOGUE)


def spoilt(root: Path, path: str, data: bytes) -> Path:
    copy(BASE, root)
    (root / path).write_bytes(data)
    return root


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'id: "SEI-01"\nname: "' + b"x" * 10_000_000 + b'"\n', "F102"),
        (b"[" * 5_000_000, "F102"),
        (b"a: &a [x]\n" + b"".join(b"b%d: *a\n" % n for n in range(1000)), "F104"),
        (b"\xff\xfe" * 1000, "F101"),
        (b"\x00" * 100, "F1"),
        (b"", "F1"),
    ],
    ids=["ten megabytes on a line", "five million brackets", "aliases", "utf-16", "zeros", "nothing"],
)
def test_what_no_example_holds_is_refused_and_never_crashes(tmp_path, data, code):
    output, exit_code = checked(spoilt(tmp_path, "registers/items/SEI-01.yaml", data))
    assert exit_code == 1
    assert "registers/items/SEI-01.yaml" in output
    assert f": {code}" in output


def test_a_table_that_is_none_is_one_problem_not_one_for_each_target(tmp_path):
    output, _ = checked(spoilt(tmp_path, "registers/divisions.csv", b"not a table\n"))
    assert {code for _, code in found_in(output)} == {"F103"}


def test_json_says_it_in_both_languages_and_keeps_its_count_apart(tmp_path):
    laid_out("F214-item-without-basis", tmp_path)
    output, code = checked(tmp_path, "--format", "json")
    listed, _, count = output.rpartition("]")
    (one,) = json.loads(listed + "]")
    assert code == 1
    assert count.strip().startswith("2026-09-30")
    assert (one["file"], one["line"], one["code"], one["level"]) == ("registers/items/SEI-01.yaml", 3, "F214", "error")
    assert "无依据不得检查" in one["zh"]
    assert "no legal basis" in one["en"]
    assert one["values"] == {"id": "SEI-01"}


def test_annotations_of_a_forge_are_escaped(tmp_path):
    laid_out("F415-rate-above-100", tmp_path)
    (tmp_path / "registers/items/50%,a:b.yaml").write_bytes(b"")
    output, _ = checked(tmp_path, "--format", "github")
    first, second, count = output.splitlines()
    assert first.startswith("::error file=registers/items/50%25%2Ca%3Ab.yaml,")
    assert second.startswith("::error file=registers/plans/2026.yaml,line=80,col=15,title=F415::")
    assert "120%25" in second
    assert count.startswith("2026-09-30")


def test_a_warning_does_not_fail(tmp_path):
    laid_out("F217-calendar-ends-too-soon", tmp_path)
    output, code = checked(tmp_path, "--format", "github")
    assert output.startswith("::warning ")
    assert code == 0


@pytest.mark.parametrize("arguments", [["--as-of", "2026-02-30"], ["--format", "xml"], ["--lang", "de"], ["--nothing"]])
def test_a_wrong_call_is_told_apart_from_problems(arguments):
    assert checked(BASE, *arguments)[1] == 2


def test_a_base_that_is_none_is_said(tmp_path):
    laid_out("F903-record-vanished", tmp_path)
    output, code = checked(tmp_path, "--since", "nowhere")
    assert "nowhere" in output
    assert code == 1
