"""What comes after the first two stages, on real repositories: substitutes, their teams, relief, voids and repeats.

The beacon is `date`, which a demonstration may use: its value at any time is known, so that a story may be as long as
it needs to be. That drand's values are taken just as well is shown by the draw story and the demonstration.
"""

import json
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from tests.story.test_draw_story import codes, fresh, snapshot
from tests.support.records import batch, certificate, inspector
from tests.support.records import plan as plan_record
from tests.support.repositories import bureau, commit, put, put_record

from sunlot.cli import main
from sunlot.core.decided import decided
from sunlot.core.following import Leaving
from sunlot.core.problems import ProblemsError
from sunlot.core.protocol.grammar import TEAMS, Kind, StageId
from sunlot.core.protocol.reading import read
from sunlot.core.recomputing import differences
from sunlot.core.visits import last_teams
from sunlot.jobs.draw import Sources, Step, draw
from sunlot.jobs.freeze import freeze
from sunlot.jobs.freeze_next import Asked, _beacon, freeze_next
from sunlot.jobs.loading import load
from sunlot.jobs.plan import Times, plan
from sunlot.jobs.verify import Lists, verify
from sunlot.jobs.void import Grounds, void
from sunlot.store.drawfolders import DrawFolder
from sunlot.store.repository import Store
from sunlot.store.vault import Vault

DRAW = "2026-001"
TIMES = Times(targets="2026-07-22T02:00:00Z", teams="2026-07-23T02:00:00Z", source="date")
GROUNDS = Grounds(reason="procedure", explanation="演示：未按程序办理", approved_by=("法规处", "监察室"))


class Office:
    """A bureau with one draw, at work day by day."""

    def __init__(self, root: Path, *, targets: int = 12, inspectors: int = 8) -> None:
        self.root = root
        self.store = Store.open(bureau(root, targets=targets, inspectors=inspectors))
        self.vault = Vault.create(root / "vault")
        plan(self.store, "2026-B01", TIMES, training=True)
        commit(root, "Plan the draw")
        freeze(self.store, DRAW, now="2026-07-20T02:00:00Z", fresh=fresh, vault=self.vault)
        commit(root, "Freeze the draw")

    def reveal(self, day: int) -> list[tuple[str, Step]]:
        """Draw with the value of a day of July."""
        values = [sha256(f"2026-07-{day:02d}".encode()).hexdigest()]
        sources = Sources(signatures=values)
        told = draw(self.store, DRAW, now=f"2026-07-{day:02d}T03:00:00Z", sources=sources, vault=self.vault)
        commit(self.root, "Draw")
        return [(one.stage, one.step) for one in told]

    def started(self) -> "Office":
        assert self.reveal(22)[0] == ("targets", Step.DRAWN)
        assert self.reveal(23) == [("teams", Step.DRAWN)]
        return self

    def follow(self, kind: Kind, day: int, **asked: Any) -> str:
        """Freeze a later stage the day before its value comes."""
        wish = Asked(kind=kind, time=f"2026-07-{day:02d}T02:00:00Z", lead=3600, **asked)
        made = freeze_next(self.store, DRAW, wish, now=f"2026-07-{day - 1:02d}T04:00:00Z", vault=self.vault)
        commit(self.root, "Freeze a later stage")
        return str(made.stage)

    def outcome(self, stage: str) -> dict[str, Any]:
        return json.loads((self.root / "draws" / DRAW / stage / "outcome.json").read_bytes())

    def frozen(self, stage: str) -> dict[str, Any]:
        return json.loads((self.root / "draws" / DRAW / stage / "freeze.json").read_bytes())

    def selected(self) -> list[str]:
        return [one["key"] for one in self.outcome("targets")["selected"]]

    def verified(self) -> bool:
        (found,) = verify(self.store, [DRAW], now="2026-08-30T00:00:00Z")
        assert found.lists is Lists.AGREE
        return found.verdict.verified


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path).started()


def test_a_vacated_target_is_replaced_and_the_newcomer_gets_a_team(office):
    gone = office.selected()[0]
    evidence = sha256("注销通知书（演示）".encode()).hexdigest()
    stage = office.follow(Kind.SUBSTITUTES, 25, vacant={gone: "deregistered"}, evidence={gone: evidence})
    assert stage == "substitutes-1"
    assert office.frozen(stage)["vacancies"] == [{"target": gone, "reason": "deregistered", "evidence": evidence}]
    assert office.reveal(25) == [("substitutes-1", Step.DRAWN)]
    (replacement,) = office.outcome(stage)["replacements"]
    assert replacement["out"] == gone
    assert replacement["in"] not in office.selected()
    assert office.follow(Kind.TEAMS, 27) == "teams-2"
    assert office.frozen("teams-2")["of"]["stage"] == "substitutes-1"
    assert office.reveal(27) == [("teams-2", Step.DRAWN)]
    assert {team["target"] for team in office.outcome("teams-2")["teams"]} == {replacement["in"]}
    assert office.verified()


def test_who_is_ill_is_relieved_of_every_team_and_drawn_no_more(office):
    team = office.outcome("teams")["teams"][0]
    ill = team["members"][0]
    places = [one["target"] for one in office.outcome("teams")["teams"] if ill in one["members"]]
    assert office.follow(Kind.RELIEF, 25, leaving=[Leaving(ill, "illness")]) == "relief-1"
    assert [one["target"] for one in office.frozen("relief-1")["vacancies"]] == sorted(places)
    assert office.frozen("relief-1")["withdrawn"] == [{"inspector": ill, "reason": "illness"}]
    office.reveal(25)
    assert all(one["in"] not in {None, ill, *team["members"]} for one in office.outcome("relief-1")["reliefs"])
    # what was withdrawn stays withdrawn, in every later stage
    office.follow(Kind.SUBSTITUTES, 27, vacant={office.selected()[1]: "closed"})
    office.reveal(27)
    office.follow(Kind.TEAMS, 29)
    assert office.frozen("teams-2")["withdrawn"] == [{"inspector": ill, "reason": "illness"}]
    office.reveal(29)
    assert office.verified()


def test_a_recusal_for_one_target_leaves_the_inspector_to_the_others(office):
    team = office.outcome("teams")["teams"][0]
    who = team["members"][1]
    office.follow(Kind.RELIEF, 25, leaving=[Leaving(who, "recusal", team["target"])])
    assert office.frozen("relief-1")["withdrawn"] == []
    assert [one["target"] for one in office.frozen("relief-1")["vacancies"]] == [team["target"]]
    office.reveal(25)
    assert office.outcome("relief-1")["reliefs"][0]["out"] == who
    assert office.verified()


def test_whoever_the_registers_do_not_list_any_more_is_no_candidate(office):
    selected = office.selected()
    members = {m for team in office.outcome("teams")["teams"] for m in team["members"]}
    left = next(f"insp-{n:04d}" for n in range(8) if f"insp-{n:04d}" not in members)
    gone = inspector(left, status="left", status_from="2026-07-24", removed_on="2026-07-24", removal_reason="调离")
    put_record(office.root, "inspector", f"registers/inspectors/{left}.yaml", gone)
    commit(office.root, "Let an inspector go")
    office.follow(Kind.SUBSTITUTES, 26, vacant={selected[0]: "moved_out"})
    office.reveal(26)
    office.follow(Kind.TEAMS, 28)
    assert office.frozen("teams-2")["withdrawn"] == [{"inspector": left, "reason": "left_service"}]
    office.reveal(28)
    assert office.verified()


def test_void_teams_are_still_drawn_and_their_repeat_names_them(tmp_path):
    office = Office(tmp_path)
    assert office.reveal(22)[0] == ("targets", Step.DRAWN)
    voided = void(office.store, DRAW, StageId(Kind.TEAMS), GROUNDS, now="2026-07-22T05:00:00Z", along=False)
    assert voided == [StageId(Kind.TEAMS)]
    commit(tmp_path, "Set the teams aside")
    assert office.reveal(23) == [("teams", Step.DRAWN)]  # what would have been is owed to the public
    assert office.follow(Kind.TEAMS, 25) == "teams-2"
    repeats = office.frozen("teams-2")["repeats"]
    digest = sha256((tmp_path / f"draws/{DRAW}/teams/void.json").read_bytes()).hexdigest()
    assert repeats == {"stage": "teams", "void": digest}
    office.reveal(25)
    assert office.verified()
    assert void(office.store, DRAW, StageId(Kind.TEAMS), GROUNDS, now="2026-07-29T05:00:00Z", along=False) == []


def test_what_rests_on_a_void_stage_goes_with_it_and_only_if_that_is_wanted(office):
    first, second = office.selected()[:2]
    office.follow(Kind.SUBSTITUTES, 25, vacant={first: "closed"})
    office.reveal(25)
    office.follow(Kind.TEAMS, 26)
    office.reveal(26)
    office.follow(Kind.SUBSTITUTES, 27, vacant={second: "closed"})  # leaves out whom the first one brought in
    office.reveal(27)
    before = snapshot(office.root)
    one = StageId(Kind.SUBSTITUTES, 1)
    with pytest.raises(ProblemsError) as stopped:
        void(office.store, DRAW, one, GROUNDS, now="2026-07-28T05:00:00Z", along=False)
    assert codes(stopped) == {"F463"}
    assert "teams-2" in dict(stopped.value.problems[0].values)["others"]
    assert snapshot(office.root) == before
    voided = void(office.store, DRAW, one, GROUNDS, now="2026-07-28T05:00:00Z", along=True)
    assert {"substitutes-1", "teams-2"} <= {str(stage) for stage in voided}
    commit(office.root, "Set it aside")
    assert office.verified()


def test_a_void_targets_stage_ends_the_draw(office):
    voided = void(office.store, DRAW, StageId(Kind.TARGETS), GROUNDS, now="2026-07-24T05:00:00Z", along=True)
    assert [str(stage) for stage in voided] == ["targets", "teams"]
    commit(office.root, "Set the draw aside")
    assert office.verified()
    with pytest.raises(ProblemsError) as stopped:
        office.follow(Kind.TEAMS, 26)
    assert codes(stopped) == {"F462"}


def test_what_was_published_of_a_void_is_never_written_again(office):
    teams = StageId(Kind.TEAMS)
    void(office.store, DRAW, teams, GROUNDS, now="2026-07-24T05:00:00Z", along=False)
    commit(office.root, "Set the teams aside")
    before = snapshot(office.root)
    other = replace(GROUNDS, reason="court_order")
    with pytest.raises(ProblemsError) as stopped:  # one reason for all that goes together (protocol, section 3.2)
        void(office.store, DRAW, StageId(Kind.TARGETS), other, now="2026-07-25T05:00:00Z", along=True)
    assert codes(stopped) == {"F453"}
    assert snapshot(office.root) == before
    voided = void(office.store, DRAW, StageId(Kind.TARGETS), GROUNDS, now="2026-07-25T05:00:00Z", along=True)
    assert [str(one) for one in voided] == ["targets"]
    assert office.verified()
    after = snapshot(office.root)
    assert all(after[path] == data for path, data in before.items())


def test_a_lost_area_withdraws_and_a_broken_register_stops(office):
    members = {m for team in office.outcome("teams")["teams"] for m in team["members"]}
    who = next(f"insp-{n:04d}" for n in range(8) if f"insp-{n:04d}" not in members)
    path = f"registers/inspectors/{who}.yaml"
    put_record(office.root, "inspector", path, inspector(who, certificates=[certificate(areas=["6501"])]))
    commit(office.root, "Narrow a certificate")
    office.follow(Kind.SUBSTITUTES, 26, vacant={office.selected()[0]: "closed"})
    office.reveal(26)
    office.follow(Kind.TEAMS, 28)
    assert office.frozen("teams-2")["withdrawn"] == [{"inspector": who, "reason": "left_service"}]
    put(office.root, path, "id: [\n")
    commit(office.root, "Break a register")
    before = snapshot(office.root)
    with pytest.raises(ProblemsError) as stopped:
        office.follow(Kind.SUBSTITUTES, 30, vacant={office.selected()[1]: "closed"})
    assert codes(stopped) == {"F103"}
    assert snapshot(office.root) == before


def test_the_teams_that_count_are_the_last_ones_that_went(tmp_path):
    """A draw whose teams were void and repeated: the repeat is what the next draw keeps apart."""
    office = Office(tmp_path, targets=1, inspectors=6)
    office.reveal(22)
    void(office.store, DRAW, StageId(Kind.TEAMS), GROUNDS, now="2026-07-22T05:00:00Z", along=False)
    commit(tmp_path, "Set the teams aside")
    office.reveal(23)
    office.follow(Kind.TEAMS, 25)
    office.reveal(25)
    record = read(DrawFolder(office.store.source, DRAW), DRAW)
    (team,) = office.outcome("teams-2")["teams"]
    assert last_teams(load(office.store).registry, {DRAW: decided(record)}) == {"XJ-T-0001": frozenset(team["members"])}
    assert decided(record).sent == {"XJ-T-0001": "2026-07-25T02:00:00Z"}


def test_a_lottery_has_an_issue_and_nothing_else_has(tmp_path):
    office = Office(tmp_path).started()
    gone = office.selected()[0]
    with pytest.raises(ProblemsError) as stopped:
        office.follow(Kind.SUBSTITUTES, 25, vacant={gone: "closed"}, issue="2026085")
    assert codes(stopped) == {"F453"}
    file = tmp_path / f"draws/{DRAW}/task.yaml"
    task = load(office.store).registry.tasks[DRAW].value
    lottery = msgspec.structs.replace(task.beacon, source="lottery", chain="ssq")
    for issue in (None, "abc"):
        with pytest.raises(ProblemsError) as stopped:
            _beacon(msgspec.structs.replace(task, beacon=lottery), _record(office), _asked(issue))
        assert codes(stopped) == {"F453"}
    assert _beacon(msgspec.structs.replace(task, beacon=lottery), _record(office), _asked("2026085")).round == "2026085"
    assert file.exists()


def _record(office: Office):
    return read(DrawFolder(office.store.source, DRAW), DRAW)


def _asked(issue: str | None) -> Asked:
    return Asked(kind=Kind.TEAMS, time="2026-07-25T02:00:00Z", issue=issue)


WRONG = {
    "a target that was not drawn": (Kind.SUBSTITUTES, {"vacant": {"XJ-T-9999": "closed"}}, "F462"),
    "no vacancy at all": (Kind.SUBSTITUTES, {"of": StageId(Kind.TARGETS)}, "F453"),
    "an inspector in no team": (Kind.RELIEF, {"leaving": [Leaving("insp-9999", "illness")]}, "F462"),
    "teams that nobody needs": (Kind.TEAMS, {}, "F462"),
    "a stage that is not there": (Kind.TEAMS, {"of": StageId(Kind.SUBSTITUTES, 3)}, "F462"),
    "a key that is none": (Kind.TEAMS, {"of": StageId(Kind.TARGETS), "withdrawn": {"a|b": "illness"}}, "F453"),
    "second teams": (Kind.TEAMS, {"of": StageId(Kind.TARGETS)}, "F453"),
    "a document of nobody": (Kind.RELIEF, {"leaving": [], "evidence": {"insp-0001": "0" * 64}}, "F462"),
    "leaving all teams and one": (
        Kind.RELIEF,
        {"leaving": [Leaving("insp-0001", "illness"), Leaving("insp-0001", "recusal", "XJ-T-0001")]},
        "F462",
    ),
}


@pytest.mark.parametrize("how", WRONG)
def test_what_no_verifier_would_accept_is_not_written(office, how):
    kind, asked, code = WRONG[how]
    before = snapshot(office.root)
    with pytest.raises(ProblemsError) as stopped:
        office.follow(kind, 25, **asked)
    assert codes(stopped) == {code}
    assert snapshot(office.root) == before


def test_reasons_and_times_are_held_to_the_protocol(office):
    gone = office.selected()[0]
    before = snapshot(office.root)
    for asked, day, code in (
        ({"vacant": {gone: "illness"}}, 25, "F453"),  # a reason of inspectors
        ({"vacant": {gone: "closed"}, "of": StageId(Kind.TEAMS)}, 25, "F453"),
        ({"vacant": {gone: "closed"}}, 23, "F453"),  # not after the value of `teams`
    ):
        with pytest.raises(ProblemsError) as stopped:
            office.follow(Kind.SUBSTITUTES, day, **asked)
        assert codes(stopped) == {code}
    wish = Asked(kind=Kind.SUBSTITUTES, time="2026-07-25T02:00:00Z", vacant={gone: "closed"})
    with pytest.raises(ProblemsError) as stopped:
        freeze_next(office.store, DRAW, wish, now="2026-07-25T01:00:00Z", vault=office.vault)
    assert codes(stopped) == {"F455"}
    put(office.root, f"draws/{DRAW}/targets/evidence/note", "not committed")
    with pytest.raises(ProblemsError) as stopped:
        freeze_next(office.store, DRAW, wish, now="2026-07-24T01:00:00Z", vault=office.vault)
    assert codes(stopped) == {"F431"}
    (office.root / f"draws/{DRAW}/targets/evidence/note").unlink()
    assert snapshot(office.root) == before


@pytest.mark.parametrize(
    "grounds",
    [
        Grounds(reason="procedure", explanation="演示", approved_by=("法规处",)),
        Grounds(reason="procedure", explanation="演示", approved_by=("法规处", " 法规处 ")),
        Grounds(reason="procedure", explanation=" 　", approved_by=("法规处", "监察室")),
        Grounds(reason="regret", explanation="演示", approved_by=("法规处", "监察室")),
        Grounds(reason="procedure", explanation="演示\ud800", approved_by=("法规处", "监察室")),
        Grounds(reason="procedure", explanation="长" * 2001, approved_by=("法规处", "监察室")),
    ],
)
def test_a_void_needs_a_reason_and_two_names(office, grounds):
    before = snapshot(office.root)
    with pytest.raises(ProblemsError) as stopped:
        void(office.store, DRAW, StageId(Kind.TEAMS), grounds, now="2026-07-24T05:00:00Z", along=True)
    assert codes(stopped) == {"F453"}
    assert snapshot(office.root) == before


def run(*arguments: str):
    done = CliRunner().invoke(main, [*arguments, "--lang", "en"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_the_command_line_does_all_of_it(office):
    root = ("--repo", str(office.root))
    gone, filed = office.selected()[0], office.root.parent / "filed.txt"
    filed.write_bytes(b"filed")
    told = run(
        *("freeze", DRAW, "substitutes", "--vacant", gone, "closed", "--evidence", gone, str(filed)),
        *("--time", "2026-07-25T02:00:00Z", "--lead", "3600", "--at", "2026-07-24T02:00:00Z", *root),
    )
    assert told.exit_code == 0, told.output
    assert "substitutes-1" in told.output
    assert office.frozen("substitutes-1")["vacancies"][0]["evidence"] == sha256(b"filed").hexdigest()
    commit(office.root)
    office.reveal(25)
    told = run(
        "freeze",
        DRAW,
        "teams",
        "--time",
        "2026-07-27T02:00:00Z",
        "--lead",
        "3600",
        "--at",
        "2026-07-26T02:00:00Z",
        *root,
    )
    assert told.exit_code == 0, told.output
    commit(office.root)
    grounds = ("--reason", "procedure", "--explanation", "演示", "--approved-by", "甲处", "--approved-by", "乙处")
    told = run("void", DRAW, "substitutes-1", *grounds, "--at", "2026-07-26T03:00:00Z", *root)
    assert told.exit_code == 1
    assert "F463" in told.output
    told = run("void", DRAW, "substitutes-1", *grounds, "--with-dependents", "--at", "2026-07-26T03:00:00Z", *root)
    assert told.exit_code == 0, told.output
    assert told.output.count("is void") == 2
    told = run("void", DRAW, "substitutes-1", *grounds, "--at", "2026-07-26T03:00:00Z", *root)
    assert "nothing changed" in told.output
    assert run("void", DRAW, "stage-1", *grounds, *root).exit_code == 2
    assert run("void", DRAW, "relief-9", *grounds, *root).exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("--time", "2026-07-25T02:00:00Z"),
        ("substitutes",),
        ("substitutes", "--time", "tomorrow"),
        ("substitutes", "--time", "2026-07-25T02:00:00Z", "--relieve", "insp-0001", "illness"),
        ("teams", "--time", "2026-07-25T02:00:00Z", "--of", "teams-1"),
        ("substitutes", "--time", "2026-07-25T02:00:00Z", "--evidence", "XJ-T-0001", "no such file"),
        ("substitutes", "--time", "2026-07-25T02:00:00Z", "--vacant", "XJ-T-0001", "生病"),
        ("substitutes", "--time", "2026-07-25T02:00:00Z", *(("--vacant", "XJ-T-0001", "closed") * 2)),
        ("relief", "--time", "2026-07-25T02:00:00Z", "--relieve", "insp-0001@", "recusal"),
        ("relief", "--time", "2026-07-25T02:00:00Z", "--relieve", "insp-0001@XJ-T-0001", "illness"),
    ],
)
def test_options_that_fit_no_stage_are_usage_errors(office, arguments):
    before = snapshot(office.root)
    assert run("freeze", DRAW, *arguments, "--repo", str(office.root)).exit_code == 2
    assert snapshot(office.root) == before


def test_nobody_goes_to_the_same_target_twice_in_a_row(tmp_path):
    office = Office(tmp_path, targets=4, inspectors=4).started()
    first = {team["target"]: set(team["members"]) for team in office.outcome("teams")["teams"]}
    times = Times(targets="2026-07-26T02:00:00Z", teams="2026-07-27T02:00:00Z", source="date")
    plan(office.store, "2026-B02", times, training=True)
    commit(tmp_path, "Plan the second draw")
    made = freeze(office.store, "2026-002", now="2026-07-24T02:00:00Z", fresh=fresh, vault=office.vault)
    assert made.waived == 0
    commit(tmp_path, "Freeze it")
    rows = json.loads(next((tmp_path / "vault/draws/2026-002").iterdir()).read_bytes())
    kept = {row["target"]: set(row["inspectors"]) for row in rows if row["inspectors"]}
    assert kept == first
    for day in (26, 27):
        values = [sha256(f"2026-07-{day}".encode()).hexdigest()]
        moment = f"2026-07-{day}T03:00:00Z"
        draw(office.store, "2026-002", now=moment, sources=Sources(signatures=values), vault=office.vault)
        commit(tmp_path, "Draw")
    (found,) = verify(office.store, ["2026-002"], now="2026-08-30T00:00:00Z")
    assert found.verdict.verified
    assert found.lists is Lists.AGREE


def test_an_office_that_leaves_them_in_is_found_out_by_the_registers(tmp_path):
    """A dishonest office forgets its first draw while it freezes the second, so that the same two may go again."""
    office = Office(tmp_path / "honest", targets=1, inspectors=4).started()
    first = read(DrawFolder(office.store.source, DRAW), DRAW)
    forgetful = Office(tmp_path / "forgetful", targets=1, inspectors=4)
    times = Times(targets="2026-07-26T02:00:00Z", teams="2026-07-27T02:00:00Z", source="date")
    plan(forgetful.store, "2026-B02", times, training=True)
    for stage in ("targets", "teams"):
        shutil.rmtree(forgetful.root / "draws" / DRAW / stage)
    put_record(forgetful.root, "plan", "registers/plans/2026.yaml", plan_record(batches=[batch(id="2026-B02")]))
    shutil.rmtree(forgetful.root / "draws" / DRAW)
    commit(forgetful.root, "Forget the first draw")
    freeze(forgetful.store, "2026-002", now="2026-07-24T02:00:00Z", fresh=fresh, vault=forgetful.vault)
    values = [sha256(f"2026-07-{day}".encode()).hexdigest() for day in (26, 27)]
    sources = Sources(signatures=values)
    draw(forgetful.store, "2026-002", now="2026-07-28T03:00:00Z", sources=sources, vault=forgetful.vault)
    second = read(DrawFolder(forgetful.store.source, "2026-002"), "2026-002")
    registry = load(forgetful.store).registry
    again = {m for s in (first, second) for m in s.stage(TEAMS).outcome.value.teams[0].members}
    moment = ("2026-07-24", "2026-07-24T02:00:00Z")
    tasks = {**registry.tasks, DRAW: load(office.store).registry.tasks[DRAW]}
    books = replace(registry, tasks=tasks)
    found = list(differences(books, registry.tasks["2026-002"].value, second, [first], moment))
    assert [(one.file, one.key) for one in found] == [("teams/recusals.csv", "XJ-T-0001")]
    assert set(found[0].computed.split()) <= again


def test_where_nobody_else_can_go_they_go_again_and_that_verifies(tmp_path):
    office = Office(tmp_path, targets=4, inspectors=3).started()
    plan(
        office.store,
        "2026-B02",
        Times(targets="2026-07-26T02:00:00Z", teams="2026-07-27T02:00:00Z", source="date"),
        training=True,
    )
    commit(tmp_path, "Plan the second draw")
    made = freeze(office.store, "2026-002", now="2026-07-24T02:00:00Z", fresh=fresh, vault=office.vault)
    assert made.waived == 1
