"""`sunlot due` on the demonstration, as it stands at the top of this repository."""

import json
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from sunlot.cli import main

TOP = Path(__file__).parents[2]


def copied(root):
    for name in ("registers", "draws", "results"):
        shutil.copytree(TOP / name, root / name)
    shutil.copy(TOP / "sunlot.yaml", root / "sunlot.yaml")
    return root


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    return copied(tmp_path_factory.mktemp("demo"))


def run(root, *arguments, code=0):
    done = CliRunner().invoke(main, ["due", *arguments, "--repo", str(root)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == code, done.output
    return done


def rows(root, *arguments):
    return json.loads(run(root, *arguments, "--format", "json").stdout)


def test_the_one_late_order_is_told_first_in_both_languages(demo):
    zh, en = run(demo).output.splitlines(), run(demo, "--lang", "en").output.splitlines()
    late = [row for row in rows(demo) if row["late"]]
    assert [(row["kind"], row["subject"], row["due"]) for row in late] == [
        ("follow_up", "91659005DEM001420T", "2026-08-20")
    ]
    assert zh[0] == f"2026-08-21：逾期 1 项，将到期 {len(rows(demo)) - 1} 项"
    assert en[0] == f"2026-08-21: 1 late, {len(rows(demo)) - 1} due"
    assert re.search(r"逾期 1 天 +2026-08-20 +后续处理：责令改正：91659005DEM001420T .*通知三（四）3$", zh[3])
    assert re.search(r"1 d late +2026-08-20 +follow-up: order to correct: 91659005DEM001420T ", en[3])
    assert not any("责令改正" in line for line in en)


def test_strict_fails_while_something_is_late(demo):
    run(demo, "--strict", code=1)
    run(demo, "--strict", "--as-of", "2026-08-20")
    run(demo, "--as-of", "2026-12-31")


def test_every_row_names_its_unit_its_clause_and_the_days_left(demo):
    found = rows(demo, "--all")
    units = {path.stem for path in (demo / "registers" / "authorities").iterdir()}
    for row in found:
        assert row["unit"] in units
        assert row["clause"]
        assert row["days"] == (date.fromisoformat(row["due"]) - date(2026, 8, 21)).days
        assert row["late"] is (row["days"] < 0)
    assert [row["due"] for row in found] == sorted(row["due"] for row in found)


def test_the_horizon_is_thirty_days_unless_something_else_is_said(demo):
    every = rows(demo, "--all")
    assert rows(demo) == [row for row in every if row["days"] <= 30]
    assert rows(demo, "--within", "0") == [row for row in every if row["days"] <= 0]
    assert rows(demo, "--within", "60") == [row for row in every if row["days"] <= 60]
    assert len(rows(demo)) < len(rows(demo, "--within", "60")) < len(every)


def test_a_unit_stands_for_itself_and_all_below_it(demo):
    every, aksu = rows(demo, "--all"), rows(demo, "--all", "--unit", "aksu-seismo-demo")
    assert aksu
    assert aksu == [row for row in every if row["unit"] == "aksu-seismo-demo"]
    below = rows(demo, "--all", "--unit", "xj-seismo-demo")
    assert {row["unit"] for row in below} > {"aksu-seismo-demo", "xj-seismo-demo"}
    assert not any(row["unit"] == "xj-water-demo" for row in below)
    answer = run(demo, "--unit", "nobody", code=1).output
    assert answer.startswith("registers/authorities: F430 没有编号为“nobody”的单位")


def test_a_year_without_calendar_makes_a_day_provisional(demo, tmp_path):
    root = copied(tmp_path)
    for path in (root / "draws").glob("*/task.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r'window_to: "[^"]*"', 'window_to: "2026-12-18"', text), encoding="utf-8")
    found = [row for row in rows(root, "--all") if row["kind"] == "result"]
    assert found
    assert all(row["provisional"] and row["due"].startswith("2027-01-") for row in found)
    assert "（暂定）" in run(root, "--all").output
    assert "(provisional)" in run(root, "--all", "--lang", "en").output
    assert not any(row["provisional"] for row in rows(demo, "--all"))


def test_a_damaged_file_hides_no_deadline(demo, tmp_path):
    root = copied(tmp_path)
    roster = root / "draws" / "2026-003" / "targets" / "roster.csv"
    roster.write_bytes(roster.read_bytes().replace(b",650", b",651", 1))
    owed = [row for row in rows(demo, "--all") if row["kind"] == "result" and row["draw"] == "2026-003"]
    assert owed
    assert [row for row in rows(root, "--all") if row["kind"] == "result" and row["draw"] == "2026-003"] == owed


def test_a_record_that_cannot_be_read_is_told_of(tmp_path):
    root = copied(tmp_path)
    (root / "registers" / "objections" / "OBJ-2026-001.yaml").write_text("id: [", encoding="utf-8")
    done = run(root, code=1)
    assert "1 处格式问题，期限可能不全；请运行 sunlot check" in done.stderr
    assert done.stdout.startswith("2026-08-21：逾期 1 项")


def test_an_objection_shows_from_its_filing_to_its_answer(demo):
    def asked(day):
        return [row["subject"] for row in rows(demo, "--as-of", day) if row["kind"] == "objection"]

    assert asked("2026-08-13") == []
    assert asked("2026-08-14") == asked("2026-08-19") == ["OBJ-2026-001", "OBJ-2026-002"]
    assert asked("2026-08-20") == []


def test_the_calendar_file_can_be_subscribed_to(demo):
    text = run(demo, "--all", "--format", "ics").stdout_bytes
    assert text == run(demo, "--all", "--format", "ics").stdout_bytes
    lines = text.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert b"\n" not in text.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines[:-1])  # no character is cut in two
    unfolded = text.replace(b"\r\n ", b"").decode()
    found = rows(demo, "--all")
    assert unfolded.count("BEGIN:VEVENT") == len(found)
    assert len(set(re.findall(r"UID:(\S+)", unfolded))) == len(found)
    starts = re.findall(r"DTSTART;VALUE=DATE:(\d{8})\r\nDTEND;VALUE=DATE:(\d{8})", unfolded)
    for row, (start, end) in zip(found, starts, strict=True):
        day = date.fromisoformat(row["due"])
        assert (start, end) == (f"{day:%Y%m%d}", f"{day + timedelta(days=1):%Y%m%d}")
    assert "SUMMARY:后续处理：责令改正：91659005DEM001420T" in unfolded


@pytest.mark.parametrize(
    "arguments", [["--within", "-1"], ["--within", "3", "--all"], ["--as-of", "2026-02-30"], ["--format", "xml"]]
)
def test_a_wrong_call_is_told_apart(demo, arguments):
    run(demo, *arguments, code=2)
