"""`sunlot compare`: a list of another authority, as workbook and as lines, against the demonstration's register."""

import csv
import io
import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
import xlsxwriter
import yaml
from click.testing import CliRunner

from sunlot.cli import main
from sunlot.core.credit_code import check_character, organisation_check

TOP = Path(__file__).parents[2]
HOUSING = "xj-housing-demo"
KINDS = ("missing", "absent", "possible", "gone", "repeated", "empty", "faults")


def invented(number):
    """A sound credit code that no register of the demonstration has."""
    body = f"DEM9{number:04d}"
    start = f"91650102{body}{organisation_check(body)}"
    return start + check_character(start)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demonstration's registers, as they stand at the top of this repository."""
    root = tmp_path_factory.mktemp("demo")
    shutil.copytree(TOP / "registers", root / "registers")
    shutil.copy(TOP / "sunlot.yaml", root / "sunlot.yaml")
    return root


@pytest.fixture(scope="module")
def known(demo):
    """Those whom the housing department supervises too, in business and with a code."""
    found = [
        one
        for path in sorted((demo / "registers/targets").iterdir())
        for one in yaml.safe_load(path.read_text("utf-8"))
    ]
    return [
        one
        for one in found
        if HOUSING in one["supervised_by"]
        and "uscc" in one
        and one["registration_status"] == "active"
        and "removed_on" not in one
    ]


@pytest.fixture(scope="module")
def rows(known):
    """Their list: a title, a head, all but two of them, and some mistakes; from row 3 on."""
    wide = known[4]["name"].replace("第", "（演示） 第")
    body = [[str(n), one["name"], one["uscc"]] for n, one in enumerate(known[2:], 1)]
    slipped = known[5]["uscc"]
    body[2][1] = wide  # another name with the right code
    body[3][2] = slipped[:9] + ("Y" if slipped[9] != "Y" else "X") + slipped[10:]  # one slip in the code
    body[4][2] = ""  # a name only
    body[5][2] = body[5][2].lower()
    return [
        ["房屋建筑和市政工程有关单位名单"],
        ["序号", "单位名称", "统一社会信用代码"],
        *body,
        ["", "演示新公司", invented(1)],
        ["", "=HYPERLINK(演示)", invented(2)],
        ["", body[0][1], body[0][2]],
        ["", known[8]["name"], invented(3)],
        ["x", "", ""],
    ]


def workbook(path, rows):
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        book.add_worksheet("说明").write_string(0, 0, "本名单由演示住建厅提供")
        sheet = book.add_worksheet("名单")
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
    return path


def lines(path, rows, encoding):
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def run(*arguments):
    done = CliRunner().invoke(main, ["compare", *map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def told(demo, path, *more):
    done = run(path, "--repo", demo, "--format", "json", *more)
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


@pytest.fixture(scope="module")
def made(tmp_path_factory, rows):
    return workbook(tmp_path_factory.mktemp("list") / "住建厅名单.xlsx", rows)


def test_who_is_missing_on_either_side_is_told(demo, made, known, rows):
    found = told(demo, made, "--authority", HOUSING)
    assert (found["sheet"], found["head"]) == ("名单", 2)
    assert (found["code_column"], found["name_column"]) == ("统一社会信用代码", "单位名称")
    assert found["as_of"] == "2026-08-21"
    assert [one["name"] for one in found["missing"]] == ["演示新公司", "=HYPERLINK(演示)"]
    assert {known[0]["id"], known[1]["id"]} <= {one["id"] for one in found["absent"]}
    named = {row[2] for row in rows[2:]} | {one["target"] for one in found["possible"]}
    assert not {one["id"] for one in found["absent"]} & named
    assert found["rows"] == len(rows) - 3
    assert found["empty"] == [len(rows)]


def test_what_may_be_the_same_is_told_apart_with_its_reason(demo, made, known, rows):
    found = told(demo, made)
    likely = {(one["row"], one["target"]): one["why"] for one in found["possible"]}
    assert likely[6, known[5]["id"]] == "near_code"
    assert likely[8, known[7]["id"]] == "written_otherwise"
    assert likely[len(rows) - 1, known[8]["id"]] == "same_name"
    assert found["same"] == len(rows) - 3 - len(found["missing"]) - len({one["row"] for one in found["possible"]})
    assert [[one["row"] for one in group] for group in found["repeated"]] == [[3, len(rows) - 2]]


def test_wrong_codes_are_reported_with_row_and_column(demo, made, known):
    found = told(demo, made)
    assert [(one["row"], one["code_of_problem"]) for one in found["faults"]] == [(6, "F244"), (8, "F245")]
    shown = run(made, "--repo", demo).output
    assert f"{made.name}:6:3: F244 " in shown
    assert f"{made.name}:8:3: F245 " in shown


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_lines_in_every_encoding_say_the_same_as_the_workbook(demo, made, rows, tmp_path, encoding):
    own = {"file", "sheet"}
    of_lines = told(demo, lines(tmp_path / "list.csv", rows, encoding))
    of_book = told(demo, made)
    assert {k: v for k, v in of_lines.items() if k not in own} == {k: v for k, v in of_book.items() if k not in own}


def test_a_list_that_is_the_register_lacks_nobody(demo, known, tmp_path):
    whole = [["名称", "信用代码"], *([one["name"], one["uscc"]] for one in known)]
    codes_only = [["信用代码"], *([one["uscc"]] for one in known)]
    for rows in (whole, codes_only):
        found = told(demo, lines(tmp_path / "list.csv", rows, "utf-8"), "--authority", HOUSING)
        assert found["missing"] == found["possible"] == found["faults"] == []
        assert found["same"] == len(known)
        assert all(one["id"].startswith("XJ-T-") for one in found["absent"])  # works without a code of their own


def test_lines_for_a_spreadsheet_hold_everything_and_no_formula(demo, made):
    found = told(demo, made)
    done = run(made, "--repo", demo, "--format", "csv")
    assert done.output.startswith("\ufeff类别,")
    table = list(csv.DictReader(io.StringIO(done.output.removeprefix("\ufeff"), newline="")))
    kinds = Counter(one["类别"] for one in table)
    labels = {"missing": "名单上有，名录中没有", "absent": "名录中有，名单上没有", "faults": "代码有误"}
    assert {kind: kinds[label] for kind, label in labels.items()} == {kind: len(found[kind]) for kind in labels}
    assert sum(kinds.values()) == sum(len(found[kind]) for kind in KINDS)
    assert not any(cell.startswith(("=", "+", "-", "@")) for one in table for cell in one.values())
    assert any(one["名单名称"] == "'=HYPERLINK(演示)" for one in table)


def test_only_strict_fails_for_what_is_missing(demo, made, known, tmp_path):
    assert run(made, "--repo", demo).exit_code == 0
    assert run(made, "--repo", demo, "--strict").exit_code == 1
    every = [
        [one["name"], one.get("uscc", "")]
        for path in sorted((demo / "registers/targets").iterdir())
        for one in yaml.safe_load(path.read_text("utf-8"))
    ]
    whole = lines(tmp_path / "all.csv", [["名称", "信用代码"], *every], "utf-8")
    assert run(whole, "--repo", demo, "--strict").exit_code == 0


def test_the_text_speaks_both_languages_and_names_the_columns(demo, made):
    zh, en = run(made, "--repo", demo).output, run(made, "--repo", demo, "--lang", "en").output
    assert "表头在第 2 行；代码列：C 统一社会信用代码；名称列：B 单位名称" in zh
    assert "head in row 2; codes: C 统一社会信用代码; names: B 单位名称" in en
    assert "名单上有，名录中没有：2" in zh
    assert "on the list, not in the register: 2" in en
    assert "2 户依法不公开身份" in zh
    assert "2 targets are withheld" in en


def test_long_lists_are_cut_in_text_and_whole_elsewhere(demo, tmp_path):
    many = lines(tmp_path / "list.csv", [["名称", "信用代码"], *(["演示", invented(n)] for n in range(60))], "utf-8")
    assert "还有 10 行" in run(many, "--repo", demo).output
    assert len(told(demo, many)["missing"]) == 60


def test_columns_can_be_named(demo, known, tmp_path):
    odd = lines(tmp_path / "list.csv", [["抬头", "证号"], [known[0]["name"], known[0]["uscc"]]], "utf-8")
    assert run(odd, "--repo", demo).exit_code == 1
    assert told(demo, odd, "--code", "证号", "--name", "抬头")["same"] == 1


def test_an_unknown_authority_is_said_with_those_that_are_known(demo, made):
    done = run(made, "--repo", demo, "--authority", "nobody-demo")
    assert done.exit_code == 1
    assert "F430" in done.output
    assert HOUSING in done.output


def test_registers_that_cannot_be_read_stop_it(demo, made, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(demo, broken)
    (broken / "registers/targets/650100.yaml").write_bytes(b"[\n")
    done = run(made, "--repo", broken)
    assert done.exit_code == 1
    assert "registers/targets/650100.yaml" in done.output


def test_nothing_is_changed(demo, made):
    def state():
        return {path: path.read_bytes() for path in [made, *demo.rglob("*")] if path.is_file()}

    before = state()
    run(made, "--repo", demo)
    assert state() == before
