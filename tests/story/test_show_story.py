"""`sunlot show` on the demonstration (five real draws), on a small bureau, and on the vectors with later stages."""

import json
import re
import shutil
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.support.records import holding, plan, target, task
from tests.support.repositories import bureau, commit, put_record
from tests.unit.protocol.test_vectors import DRAWS, in_memory

from sunlot.cli import main
from sunlot.cli.columns import width
from sunlot.core.protocol.reading import read
from sunlot.core.protocol.verify import judge
from sunlot.core.showing.draws import show_draw
from sunlot.core.showing.finding import Found, find, near
from sunlot.core.showing.known import Known
from sunlot.core.showing.people import show_person
from sunlot.core.showing.targets import show_target
from sunlot.core.simulation import Spread

TOP = Path(__file__).parents[2]
DRAWN = {"2026-001": "91650105DEM000030K", "2026-002": "91650104DEM001279P", "2026-003": "XJ-T-0070"}
LATER = "9999-12-31T15:59:59Z"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demonstration's data, as they stand at the top of this repository."""
    root = tmp_path_factory.mktemp("demo")
    for name in ("registers", "draws", "results"):
        shutil.copytree(TOP / name, root / name)
    shutil.copy(TOP / "sunlot.yaml", root / "sunlot.yaml")
    return root


def run(root, *arguments):
    done = CliRunner().invoke(main, ["show", *arguments, "--repo", str(root)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def told(root, *arguments):
    done = run(root, *arguments, "--format", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def outcome(root, draw, stage):
    return json.loads((root / "draws" / draw / stage / "outcome.json").read_text("utf-8"))


def rows(root, draw, path):
    lines = (root / "draws" / draw / path).read_text("utf-8").splitlines()
    return [line.split(",") for line in lines[1:]]


@pytest.mark.parametrize("draw", ["2026-001", "2026-002", "2026-003", "2026-004"])
def test_a_target_that_was_drawn_is_shown_as_the_outcome_has_it(demo, draw):
    decided, teams = outcome(demo, draw, "targets"), outcome(demo, draw, "teams")
    later = (demo / "draws" / draw).glob("*-*/freeze.json")
    changed = {one["target"] for path in later for one in json.loads(path.read_text("utf-8")).get("vacancies", ())}
    plain = [one for one in decided["selected"] if one["key"][0] != "~" and one["key"] not in changed]
    for chosen in (plain[0], plain[-1]):
        key = chosen["key"]
        found = told(demo, key, "--draw", draw)
        assert (found["kind"], found["id"], found["record"]["id"]) == ("target", key, key)
        (one,) = found["draws"]
        assert one["draw"] == draw
        stratum = [row[0] for row in rows(demo, draw, "targets/roster.csv") if row[1] == chosen["stratum"]]
        tickets = sorted(sha256(f"sunlot/1|target|{decided['seed']}|{k}".encode()).hexdigest() for k in stratum)
        assert one["ticket"]["ticket"] == chosen["ticket"]
        assert one["ticket"]["rank"] == tickets.index(chosen["ticket"]) + 1 <= one["take"]
        assert one["ticket"]["cutoff"] == tickets[one["take"] - 1]
        assert (one["size"], Fraction(one["probability"])) == (len(stratum), Fraction(one["take"], len(stratum)))
        assert (one["stage"], one["number"], one["stratum"]) == ("targets", chosen["rank"], chosen["stratum"])
        drawn = [(team["group"], team["members"]) for team in teams["teams"] if team["target"] == key]
        assert [(team["group"], team["members"]) for team in one["teams"]] == drawn
        opened = [row["inspectors"] for row in teams["recusals"] if row["target"] == key]
        assert [one["recusals"]] == (opened or [None])
        assert (one["vacated"], one["refused"], one["void"], one["excluded"]) == (None, False, False, None)
        assert {"draw": draw, "target": key} in [
            {"draw": v["draw"], "target": v["target"]} for v in found["year"]["visits"]
        ]
        assert (found["year"]["year"], found["year"]["cap"]) == ("2026", 2)


def test_a_target_that_was_not_drawn_shows_by_how_much(demo):
    selected = {one["key"] for one in outcome(demo, "2026-001", "targets")["selected"]}
    others = [row[0] for row in rows(demo, "2026-001", "targets/roster.csv") if row[0] not in selected]
    for key in others[:6]:
        (one,) = told(demo, key, "--draw", "2026-001")["draws"]
        assert one["ticket"]["rank"] > one["take"]
        assert one["ticket"]["ticket"] > one["ticket"]["cutoff"]
        assert (one["stage"], one["number"], one["teams"], one["result"]) == (None, None, [], None)
    assert "未抽中" in run(demo, others[0], "--draw", "2026-001").output


def test_a_target_on_a_waiting_roster_has_no_ticket_yet(demo):
    key, stratum, _ = rows(demo, "2026-005", "targets/roster.csv")[0]
    (one,) = told(demo, key, "--draw", "2026-005")["draws"]
    assert (one["stratum"], one["ticket"], one["stage"]) == (stratum, None, None)
    assert "尚未抽取" in run(demo, key, "--draw", "2026-005").output


def test_a_target_left_out_shows_the_reason_and_the_visits_that_fill_the_cap(demo):
    (key,) = [key for key, reason in rows(demo, "2026-005", "targets/exclusions.csv") if reason == "cap"]
    found = told(demo, key)
    assert found["year"]["cap"] == len(found["year"]["visits"]) == 2
    (one,) = [one for one in found["draws"] if one["draw"] == "2026-005"]
    assert (one["excluded"], one["probability"]) == ("cap", "0/1")
    zh, en = run(demo, key).output, run(demo, key, "--lang", "en").output
    assert "2026 年抽查次数：2/2" in zh
    assert "未列入名单：本年度抽查已达上限（概率为 0）" in zh
    assert "Visits in 2026: 2/2" in en
    assert "cap of the year reached (probability 0)" in en


def test_a_visit_to_a_project_counts_for_its_owner(demo):
    project = told(demo, "XJ-T-0004")
    owner = told(demo, project["record"]["subject"])
    assert project["year"] == owner["year"]
    assert "XJ-T-0004" in {visit["target"] for visit in owner["year"]["visits"]}
    assert owner["id"] != "XJ-T-0004"


def test_the_result_in_force_is_shown_and_the_corrected_one_is_not(demo):
    (one,) = told(demo, "91653101DEM0002093", "--draw", "2026-001")["draws"]
    assert one["result"]["file"] == "results/2026-001/91653101DEM0002093.2.yaml"
    text = (demo / one["result"]["file"]).read_text("utf-8")
    assert f'result_code: "{one["result"]["result_code"]}"' in text
    assert f'published_on: "{one["result"]["published_on"]}"' in text
    early = told(demo, "91653101DEM0002093", "--draw", "2026-001", "--as-of", "2026-07-25")
    assert early["draws"][0]["result"] is None


def test_on_an_earlier_day_less_is_decided(demo):
    key = DRAWN["2026-001"]
    found = told(demo, key, "--as-of", "2026-07-22")
    assert (found["as_of"], found["year"]["visits"]) == ("2026-07-22", [])
    (one,) = [one for one in found["draws"] if one["draw"] == "2026-001"]
    assert (one["ticket"], one["stage"]) == (None, None)


@pytest.mark.parametrize("draw", ["2026-001", "2026-003"])
def test_an_inspector_is_shown_with_lists_load_and_places(demo, draw):
    teams = outcome(demo, draw, "teams")["teams"]
    places = [(team["target"], team["group"]) for team in teams for _ in team["members"]]
    assert places
    person = teams[0]["members"][0]
    (one,) = told(demo, person, "--draw", draw)["draws"]
    mine = [(team["target"], team["group"]) for team in teams if person in team["members"]]
    assert [(duty["target"], duty["group"]) for duty in one["duties"]] == mine
    assert one["duties"][0]["leads"]
    (listed,) = [row for row in rows(demo, draw, "teams/inspectors.csv") if row[0] == person]
    assert (one["group"], " ".join(one["divisions"]), one["absent"]) == (listed[1], listed[2], None)
    assert one["expected"]["low"] <= Fraction(one["expected"]["mean"]) <= one["expected"]["high"]
    gone = rows(demo, draw, "teams/absences.csv")[0]
    (other,) = told(demo, gone[0], "--draw", draw)["draws"]
    assert (other["absent"], other["group"], other["expected"], other["duties"]) == (gone[1], None, None, [])


def test_expected_loads_of_all_inspectors_add_up_to_the_places(demo):
    sent = sum(len(team["members"]) for team in outcome(demo, "2026-001", "teams")["teams"])
    expected = Fraction(0)
    for key, _, _ in rows(demo, "2026-001", "teams/inspectors.csv"):
        (one,) = told(demo, key, "--draw", "2026-001")["draws"]
        expected += Fraction(one["expected"]["mean"])
    assert expected == sent


def test_an_expert_is_shown_and_never_leads(demo):
    found = told(demo, "exp-3z8n")
    assert found["kind"] == "expert"
    assert not any(duty["leads"] for one in found["draws"] for duty in one["duties"])
    assert run(demo, "exp-3z8n").output.startswith("专家 exp-3z8n")


@pytest.mark.parametrize(
    ("draw", "states", "strength"),
    [
        ("2026-001", ["drawn", "drawn"], "verifiable"),
        ("2026-004", ["drawn", "drawn"], "attested"),
        ("2026-005", ["waiting", "waiting"], "verifiable"),
    ],
)
def test_a_draw_is_shown_with_its_stages(demo, draw, states, strength):
    found = told(demo, draw)
    assert (found["kind"], found["id"], found["verified"], found["refused"]) == ("draw", draw, True, None)
    assert [stage["state"] for stage in found["stages"]] == states
    assert {stage["strength"] for stage in found["stages"]} == {strength}
    for stage in found["stages"]:
        frozen = json.loads((demo / "draws" / draw / stage["id"] / "freeze.json").read_text("utf-8"))
        assert (stage["time"], stage["round"]) == (frozen["beacon"]["time"], str(frozen["beacon"]["round"]))
    assert found["roster"] == len(rows(demo, draw, "targets/roster.csv"))
    assert sum(found["exclusions"].values()) == len(rows(demo, draw, "targets/exclusions.csv"))
    assert sum(found["absences"].values()) == len(rows(demo, draw, "teams/absences.csv"))
    chosen = [] if states[0] == "waiting" else [o["key"] for o in outcome(demo, draw, "targets")["selected"]]
    assert [one["target"] for one in found["chosen"]] == chosen


def test_a_waiting_draw_says_until_when_and_a_due_one_since_when(demo):
    waiting, due = run(demo, "2026-005").output, run(demo, "2026-005", "--as-of", "2026-08-24").output
    assert "targets：等待随机值" in waiting
    assert "等至 2026-08-23 05:40:00（北京时间）" in waiting
    assert "targets：随机值已公布，尚未抽取" in due
    assert "自 2026-08-23 05:40:00（北京时间）起待抽取" in due
    assert "teams：等待随机值" in due
    english = run(demo, "2026-005", "--as-of", "2026-08-24", "--lang", "en").output
    assert "targets: due, not drawn" in english
    assert "since 2026-08-22T21:40:00Z" in english


def test_what_left_is_said_before_the_value_that_fills_it_comes(demo):
    shown = told(demo, "2026-002")
    for field, stage, word, english in (
        ("vacancies", "substitutes-1", "空缺", "vacancy"),
        ("reliefs", "relief-1", "替换", "relief"),
    ):
        written = json.loads((demo / "draws/2026-002" / stage / "freeze.json").read_text("utf-8"))["vacancies"]
        assert [(one["target"], one["reason"]) for one in shown[field]] == [
            (one["target"], one["reason"]) for one in written
        ]
        assert {(one["pending"], one["newcomer"]) for one in shown[field]} == {(True, None)}
        for one in shown[field]:
            key = one.get("inspector", one["target"])
            assert re.search(f"{word}（{stage}）：.*待抽取", run(demo, key, "--draw", "2026-002").output)
            in_english = run(demo, key, "--draw", "2026-002", "--lang", "en").output
            assert re.search(rf"{english} \({stage}\): .*to be drawn", in_english)
    early = told(demo, "2026-002", "--as-of", "2026-08-19")
    assert (early["vacancies"], early["reliefs"]) == ([], [])


def test_what_was_set_aside_is_said_in_both_languages(demo):
    assert re.search("teams：已作废；.*\n.*\n    作废：", run(demo, "2026-006").output)
    assert re.search("teams: void; .*\n.*\n    void: ", run(demo, "2026-006", "--lang", "en").output)


def test_a_withheld_target_is_shown_by_its_key_alone(demo):
    keys = [row[0] for row in rows(demo, "2026-003", "targets/roster.csv") if row[0].startswith("~")]
    assert keys
    for key in keys:
        assert told(demo, key)["record"] == {}
        assert "不公开身份" in run(demo, key).output
        assert "identity withheld" in run(demo, key, "--lang", "en").output


@pytest.mark.parametrize("key", [*DRAWN.values(), "insp-286h", "exp-3z8n", "2026-002", "2026-005"])
def test_both_languages_say_the_same_facts(demo, key):
    zh, en = run(demo, key).output, run(demo, key, "--lang", "en").output
    assert len(zh.splitlines()) == len(en.splitlines())
    facts = r"[0-9a-f]{64}|[0-9]+/[0-9]+|insp-[0-9a-z]{4}|2026-00[1-5]|XJ-T-[0-9]{4}"
    assert re.findall(facts, zh) == re.findall(facts, en)
    words = re.findall(r"^ *[a-z][a-z ,]+", en, re.M)
    assert len(words) > 3


def test_the_fields_of_a_record_stand_in_a_column(demo):
    lines = run(demo, DRAWN["2026-001"]).output.splitlines()
    fields = lines[1 : lines.index("")]
    assert len(fields) > 8
    assert len({width(re.match(r"  \S+ +", line)[0]) for line in fields}) == 1


def test_a_name_that_only_one_bears_is_an_answer(demo):
    name = told(demo, DRAWN["2026-001"])["record"]["name"]
    assert told(demo, name)["id"] == DRAWN["2026-001"]
    assert told(demo, f"  {name} ")["id"] == DRAWN["2026-001"]
    assert told(demo, DRAWN["2026-001"].lower())["id"] == DRAWN["2026-001"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_word_that_means_nothing_is_answered_with_what_is_near(demo, lang):
    done = run(demo, "91650105DEM000030Q", "--lang", lang)
    assert done.exit_code == 1
    assert "F475" in done.output
    assert "91650105DEM000030K" in done.output
    far = run(demo, "zzzzzz", "--lang", lang)
    assert (far.exit_code, "—" in far.output) == (1, True)


def test_a_draw_that_is_none_is_told(demo):
    done = run(demo, DRAWN["2026-001"], "--draw", "2026-099")
    assert done.exit_code == 1
    assert "F430" in done.output
    assert "2026-005" in done.output


def test_a_name_of_several_is_answered_with_their_ids(tmp_path):
    root = bureau(tmp_path)
    twins = [target(f"XJ-T-090{n}", name="演示同名公司", division="650102") for n in (1, 2)]
    put_record(root, "target", "registers/targets/650100.yaml", *twins)
    commit(root, "Enter two of one name")
    done = run(root, "演示同名公司")
    assert done.exit_code == 1
    assert "F474" in done.output
    assert "XJ-T-0901（演示同名公司）、XJ-T-0902（演示同名公司）" in done.output
    assert told(root, "XJ-T-0902")["draws"] == []
    assert "未列入任何已冻结的名单" in run(root, "XJ-T-0902").output


def test_what_could_not_be_read_is_told_when_nothing_is_found(tmp_path):
    root = bureau(tmp_path)
    (root / "registers/targets/650203.yaml").write_text("- id: [", "utf-8")
    assert run(root, "XJ-T-0001").exit_code == 0
    done = run(root, "XJ-T-0999")
    assert done.exit_code == 1
    assert {"F475", "registers/targets/650203.yaml"} <= set(
        re.findall(r"F475|registers/targets/650203\.yaml", done.output)
    )


def known_vector(name, moment=LATER, **kinds):
    (path,) = DRAWS.glob(f"{name}/*/")
    record = read(in_memory(path), path.name)
    return Known(holding(**kinds), {path.name: record}, {path.name: judge(record)}, moment), path


def spread(_draw, _person):
    return Spread(Fraction(1), 1, 1)


def test_vacancies_and_reliefs_are_shown_on_both_sides():
    known, path = known_vector("good-substitutes-and-relief")
    shown = show_draw(known, path.name)
    assert shown.vacancies
    assert shown.reliefs
    assert {stage.state for stage in shown.stages} == {"drawn"}
    assert not any(one.pending for one in (*shown.vacancies, *shown.reliefs))
    for vacancy in shown.vacancies:
        left = show_target(known, vacancy.target).draws[0]
        assert left.vacated == vacancy
        assert left.teams == ()
        written = json.loads((path / vacancy.stage / "outcome.json").read_text())["replacements"]
        assert {"out": vacancy.target, "in": vacancy.newcomer} in [{"out": w["out"], "in": w["in"]} for w in written]
        if vacancy.newcomer is not None:
            came = show_target(known, vacancy.newcomer).draws[0]
            assert (came.stage, came.number) == (vacancy.stage, None)
            assert came.ticket is not None
            assert came.ticket.rank > came.take
    for relief in shown.reliefs:
        out = show_person(known, relief.inspector, spread).draws[0]
        assert relief in out.reliefs
        assert relief.target not in {duty.target for duty in out.duties}
        assert relief in show_target(known, relief.target).draws[0].reliefs
        if relief.newcomer is not None:
            came = show_person(known, relief.newcomer, spread).draws[0]
            assert relief in came.reliefs
            assert relief.target in {duty.target for duty in came.duties}


def test_what_is_void_is_shown_as_void_and_decides_nothing():
    known, path = known_vector("good-void-and-repeat")
    shown = show_draw(known, path.name)
    gone = [stage for stage in shown.stages if stage.state == "void"]
    assert gone
    for stage in gone:
        written = json.loads((path / stage.id / "void.json").read_text())
        assert (stage.void.reason, stage.void.approved_by) == (written["reason"], tuple(written["approved_by"]))
    standing = {s.id for s in shown.stages} - {s.id for s in gone} - {"targets"}
    (last,) = [one for one in standing if one.startswith("teams")]
    teams = json.loads((path / last / "outcome.json").read_text())["teams"]
    assert {one.target: [m for t in one.teams for m in t.members] for one in shown.chosen if one.teams} == {
        key: [m for t in teams if t["target"] == key for m in t["members"]] for key in {t["target"] for t in teams}
    }


def test_a_withheld_entry_is_found_by_its_key_and_stays_unnamed():
    known, path = known_vector("good-joint-withheld")
    keys = [entry.key for entry in known.records[path.name].lists.roster if entry.key.startswith("~")]
    assert keys
    assert find(known, keys[0]) == [Found("target", keys[0])]
    shown = show_target(known, keys[0])
    assert shown.record == {}
    assert shown.draws[0].stratum


def test_a_former_id_and_a_credit_code_lead_to_the_present_target():
    moved = target("91650105DEM000030K", uscc="91650105DEM000030K", former_ids=["XJ-T-0001"], name="演示甲公司")
    project = target("XJ-T-0002", uscc="91650102DEM0000XXX", subject="91650105DEM000030K")
    books = {"target": [moved, project], "plan": [plan()], "task": [task(id="2026-001")]}
    known, path = known_vector("good-small", "2026-12-01T00:00:00Z", **books)
    assert find(known, "XJ-T-0001") == [Found("target", "91650105DEM000030K")]
    assert find(known, "91650102dem0000xxx") == [Found("target", "XJ-T-0002")]
    assert find(known, "演示甲公司") == [Found("target", "91650105DEM000030K")]
    assert find(known, path.name) == [Found("draw", path.name)]
    assert show_target(known, "91650105DEM000030K").former == ("XJ-T-0001",)
    assert show_target(known, "XJ-T-0002").year.subject == "91650105DEM000030K"
    assert near(known, "演示甲")[0] == Found("target", "91650105DEM000030K")
    assert near(known, "") == []


def test_a_roster_that_names_a_former_id_is_found_under_the_present_one():
    known, path = known_vector("good-small")
    key = known.records[path.name].lists.roster[0].key
    known, path = known_vector("good-small", target=[target("XJ-T-0999", former_ids=[key])])
    shown = show_target(known, "XJ-T-0999")
    assert [(one.draw, one.key) for one in shown.draws] == [(path.name, key)]


def test_a_draw_that_does_not_verify_is_marked_everywhere(demo, tmp_path):
    root = tmp_path / "forged"
    shutil.copytree(demo, root)
    file = root / "draws/2026-001/teams/outcome.json"
    before = json.loads(file.read_text("utf-8"))["teams"][0]["members"]
    file.write_text(file.read_text("utf-8").replace(before[0], before[1], 1), "utf-8")
    shown = told(root, "2026-001")
    assert (shown["verified"], shown["refused"]["stage"]) == (False, "teams")
    assert "未通过验证：teams：" in run(root, "2026-001").output
    person = run(root, before[0], "--draw", "2026-001").output
    assert "（未通过验证，不可采信）" in person
    (one,) = told(root, before[0], "--draw", "2026-001")["draws"]
    assert (one["refused"], one["expected"]) == (True, None)
