"""`sunlot circular` on the demonstration: what it drafts is what `check` counts, and nobody is named in it."""

import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from sunlot.cli import main
from sunlot.store.reader import form

TOP = Path(__file__).parents[2]
FIRST = "results/2026-001/circular.yaml"


@pytest.fixture
def demo(tmp_path):
    """The demonstration, before a penalty of 2026-001 was withdrawn and its circular issued anew."""
    for name in ("registers", "draws", "results"):
        shutil.copytree(TOP / name, tmp_path / name)
    shutil.copy(TOP / "sunlot.yaml", tmp_path / "sunlot.yaml")
    for later in (FIRST.replace(".yaml", ".2.yaml"), "results/2026-001/91652323DEM0002418.2.yaml"):
        (tmp_path / later).unlink()
    return tmp_path


def run(root, *arguments, code=0, command="circular"):
    where = [str(root)] if command == "check" else ["--repo", str(root)]
    done = CliRunner().invoke(main, [command, *arguments, *where])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == code, done.output
    return done


def files(root):
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def on_circulars(root):
    """What `check` says of circulars."""
    told = run(root, command="check").output.splitlines()
    return [line for line in told if "circular" in line.partition(" ")[0] or " F519 " in line]


def drafted(root, *arguments):
    return yaml.safe_load(run(root, *arguments).stdout)


def test_a_draft_is_printed_and_nothing_is_written(demo):
    before = files(demo)
    done = run(demo, "2026-004", "--interim")
    assert files(demo) == before
    record = yaml.safe_load(done.stdout)
    assert form("circular").write([record]) == done.stdout.encode()
    assert done.stderr == "尚未写入；加 --write 写入 results/2026-004/circular.yaml\n"
    assert record["to_confirm"] is True
    assert "document_no" not in record
    assert record["interim"] is True
    assert record["title"] == "关于 2026-004 号抽查阶段性情况的通报"


def test_what_is_written_adds_up_and_is_found_again(demo):
    run(
        demo, "2026-004", "--interim", "--document-no", "演示震防发〔2026〕24号", "--channel", "notice_board", "--write"
    )
    place = demo / "results/2026-004/circular.yaml"
    record = yaml.safe_load(place.read_text(encoding="utf-8"))
    assert record["inspected"] + record["cancelled"] == sum(one["count"] for one in record["counts"]) == 6
    assert (record["drawn"], record["document_no"], record["channels"]) == (
        11,
        "演示震防发〔2026〕24号",
        ["notice_board"],
    )
    assert "to_confirm" not in record
    assert on_circulars(demo) == []
    before = files(demo)
    again = run(demo, "2026-004", "--interim", "--write")
    assert again.output == "results/2026-004/circular.yaml 与现有结果一致，未作改动\n"
    english = run(demo, "2026-004", "--interim", "--write", "--lang", "en")
    assert english.output == "results/2026-004/circular.yaml says the same already; nothing changed\n"
    assert files(demo) == before
    wrong = place.read_text(encoding="utf-8").replace("inspected: 6", "inspected: 7")
    place.write_text(wrong, encoding="utf-8")
    done = run(demo, command="check", code=1)
    assert "F508" in done.output


def test_the_circular_in_force_says_the_same_of_a_draw_without_news(demo):
    assert "与现有结果一致" in run(demo, "2026-002", "--interim", "--write").output
    assert not (demo / "results/2026-002/circular.2.yaml").exists()


def test_a_corrected_result_makes_the_next_file_and_keeps_what_people_wrote(demo):
    stood = yaml.safe_load((demo / FIRST).read_text(encoding="utf-8"))
    run(demo, "2026-001", "--write")
    assert (demo / FIRST).read_bytes() == (TOP / FIRST).read_bytes()
    now = yaml.safe_load((demo / "results/2026-001/circular.2.yaml").read_text(encoding="utf-8"))
    assert [name for name in ("typical_cases", "lessons", "channels") if now[name] != stood[name]] == []
    assert now["counts"] == stood["counts"]
    assert any("检查当日已补正" in line for line in now["problems"])
    assert not any("检查当日已补正" in line for line in stood["problems"])
    assert ("document_no" in now, now["to_confirm"]) == (False, True)  # its number is not that of the first
    assert on_circulars(demo) == []
    assert "circular.2.yaml 与现有结果一致" in run(demo, "2026-001", "--write").output


def test_a_case_that_warns_others_is_told_without_names(demo):
    (demo / FIRST).unlink()
    path = demo / "results/2026-001/91652323DEM0002418.yaml"
    result = yaml.safe_load(path.read_text(encoding="utf-8"))
    city = (demo / "registers/targets/652300.yaml").read_text(encoding="utf-8")
    target = next(one for one in yaml.safe_load(city) if one["id"] == result["target"])
    told = "，".join(target[name] for name in ("uscc", "address", "legal_representative"))
    said = f"{target['name']}（{told}）以他人名义承揽业务。"
    path.write_bytes(form("result").write([result | {"summary": said}]))
    record = drafted(demo, "2026-001")
    told = yaml.safe_dump(record, allow_unicode=True)
    for name in ("name", "uscc", "address", "legal_representative"):
        assert target[name] not in told, name
    (case,) = record["typical_cases"]
    assert case.startswith("某企业：某单位（某单位，某地，演**）")
    assert case.removeprefix("某企业：") in record["problems"]
    assert record["penalties"] == ["没收违法所得，罚款 10000 元（演示）。"]


def test_what_is_withheld_of_a_result_stays_withheld(demo):
    (demo / FIRST).unlink()
    path = demo / "results/2026-001/91652323DEM0002418.yaml"
    result = yaml.safe_load(path.read_text(encoding="utf-8"))
    mark = {"field": "summary", "ground": "commercial", "authority": "xj-seismo-demo", "review_on": "2027-12-31"}
    path.write_bytes(form("result").write([result | {"withheld": [mark]}]))
    record = drafted(demo, "2026-001")
    assert "typical_cases" not in record
    assert not any(result["summary"] in line for line in record["problems"])
    assert record["penalties"]


def test_what_people_say_takes_its_place(demo, tmp_path):
    lessons = tmp_path / "lessons.txt"
    lessons.write_text("请对照自查。\n", encoding="utf-8")
    words = ["--title", "通报", "--case", "某单位甲。", "--case", "某单位乙。", "--lessons-file", str(lessons)]
    record = drafted(demo, "2026-001", *words)
    assert (record["title"], record["lessons"]) == ("通报", "请对照自查。")
    assert record["typical_cases"] == ["某单位甲。", "某单位乙。"]
    run(demo, "2026-001", "--lessons", "一", "--lessons-file", str(lessons), code=2)
    lessons.write_bytes(b"\xff\xfe")
    run(demo, "2026-001", "--lessons-file", str(lessons), code=2)
    run(demo, "2026-001", "--lessons-file", str(tmp_path / "nothing"), code=2)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["2026-003"], "results/2026-003/circular.yaml: F540 抽查 2026-003 还有 7 个对象没有公布结果"),
        (
            ["2026-003", "--lang", "en"],
            "results/2026-003/circular.yaml: F540 7 targets of draw 2026-003 have no published",
        ),
        (["2026-005", "--interim"], "draws/2026-005: F541 抽查 2026-005 尚未抽取对象"),
        (
            ["2026-001", "--interim"],
            "results/2026-001/circular.yaml:7:10: F542 抽查 2026-001 的最终通报已于 2026-08-13",
        ),
        (["2026-099"], "draws/2026-099: F430 没有编号为“2026-099”的抽查"),
        (["2026-004", "--interim", "--document-no", "24号"], "results/2026-004/circular.yaml:4:14: F110 "),
        (["2026-004", "--interim", "--channel", "radio"], "results/2026-004/circular.yaml:"),
        (["2026-001", "--as-of", "2026-08-12", "--title", "甲"], "results/2026-001/circular.2.yaml: F452 "),
    ],
)
def test_what_cannot_be_told_is_refused_and_nothing_is_written(demo, arguments, expected):
    before = files(demo)
    assert run(demo, *arguments, "--write", code=1).output.startswith(expected)
    assert files(demo) == before


def test_results_published_later_than_the_day_do_not_count(demo):
    (demo / "results/2026-004").joinpath("XJ-T-0004.yaml").unlink()
    all_ = drafted(demo, "2026-004", "--interim")
    then = drafted(demo, "2026-004", "--interim", "--as-of", "2026-08-01")
    assert (all_["inspected"], then["inspected"], then["counts"]) == (5, 0, [])
    assert then["published_on"] == "2026-08-01"


def test_a_draw_that_does_not_verify_is_told_of_to_nobody(demo):
    roster = demo / "draws/2026-001/targets/roster.csv"
    roster.write_bytes(roster.read_bytes().replace(b",650", b",651", 1))
    assert " F443 " in run(demo, "2026-001", "--write", code=1).output


def test_after_the_last_result_the_final_circular_can_be_made(demo):
    """Settle what is open in 2026-004, as if all had been found in order, and tell of it."""
    pending = drafted(demo, "2026-004", "--interim")
    model = yaml.safe_load((demo / "results/2026-004/XJ-T-0021.yaml").read_text(encoding="utf-8"))
    while True:
        done = CliRunner().invoke(main, ["circular", "2026-004", "--repo", str(demo)])
        if done.exit_code == 0:
            break
        target = done.output.split("（如“")[1].split("”）")[0]
        record = {name: model[name] for name in model if name not in ("internal", "team")}
        place = demo / f"results/2026-004/{target}.yaml"
        assert not place.exists()
        place.write_bytes(form("result").write([record | {"id": target, "target": target}]))
    final = yaml.safe_load(done.stdout)
    assert final["interim"] is False
    assert final["inspected"] == final["drawn"] == 11 == sum(one["count"] for one in final["counts"])
    assert pending["inspected"] == 6
