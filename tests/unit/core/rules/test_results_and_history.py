"""Rules on results and on history, where there are several ways to be wrong, or ways to be right that look wrong."""

from dataclasses import replace
from datetime import date

import msgspec
import pytest
from tests.support.records import Anywhere, holding, plan, target
from tests.support.repositories import SETTINGS

from sunlot.core.calendar import Calendars
from sunlot.core.corrections import following, in_force, number, previous
from sunlot.core.drawn import Drawn, Team
from sunlot.core.history import Former, History
from sunlot.core.model import Result, Settings
from sunlot.core.registry import Placed
from sunlot.core.rules import RULES, Context
from sunlot.core.tally import tally

CONTEXT = Context(as_of=date(2026, 9, 30), calendars=Calendars(known=frozenset({2026})))


def found(code, registry, **fields):
    return [dict(one.values) for one in RULES[code](registry, replace(CONTEXT, **fields))]


def result(**fields):
    return msgspec.convert(
        {
            "id": "XJ-T-0001",
            "draw": "2026-001",
            "target": "XJ-T-0001",
            "items": ["SEI-01"],
            "joint": False,
            "conclusions": [{"authority": "xj-demo", "result_code": "no_problem", "handling": "no_follow_up"}],
            "result_code": "no_problem",
            "summary": "演示",
            "reviewed": {"role": "演示", "reviewed_on": "2026-08-10"},
            "concluded_on": "2026-08-10",
            "published_on": "2026-08-12",
        }
        | fields,
        Result,
    )


def placed(file, **fields):
    value = result(**fields)
    return Placed(value, msgspec.to_builtins(value), Anywhere(file))


FILE = "results/2026-001/XJ-T-0001.yaml"
VISIT = {"visited_on": "2026-08-04", "method": "on_site", "certificates_shown": True}


def holding_results(*results, **kinds):
    return replace(holding(**kinds), results=results)


def test_a_target_that_is_gone_needs_no_papers():
    unvisited = frozenset({"deregistered"})
    gone = holding_results(placed(FILE, result_code="deregistered"))
    assert not found("F503", gone, unvisited=unvisited)
    here = holding_results(placed(FILE))
    assert [one["field"] for one in found("F503", here, unvisited=unvisited)] == [
        "visit", "team", "record", "statement", "confirmation",
    ]  # fmt: skip


TEAMS = [Team("quake", "officer", ("insp-0002", "insp-0001")), Team("advice", "expert", ("exp-0001",))]


def test_the_first_officer_leads():
    drawn = {"2026-001": Drawn(draw="2026-001", selected={"XJ-T-0001": "A"}, teams={"XJ-T-0001": TEAMS})}
    team = [
        {"inspector": "exp-0001", "group": "advice", "role": "member"},
        {"inspector": "insp-0001", "group": "quake", "role": "member"},
        {"inspector": "insp-0002", "group": "quake", "role": "lead"},
    ]
    assert not found("F502", holding_results(placed(FILE, team=team)), drawn=drawn)
    team[1]["role"], team[2]["role"] = "lead", "member"
    assert found("F502", holding_results(placed(FILE, team=team)), drawn=drawn)


def test_a_draw_that_was_never_frozen_has_no_results():
    assert found("F501", holding_results(placed(FILE)))


def test_days_follow_one_another_from_the_beacon_on():
    drawn = {
        "2026-001": Drawn(draw="2026-001", selected={"XJ-T-0001": "s1"}, sent={"XJ-T-0001": "2026-08-03T16:00:00Z"})
    }
    assert not found("F509", holding_results(placed(FILE, visit=VISIT)), drawn=drawn)
    early = VISIT | {"visited_on": "2026-08-03"}
    (one,) = found("F509", holding_results(placed(FILE, visit=early)), drawn=drawn)
    assert (one["field"], one["other_field"], one["other_day"]) == ("visit.visited_on", "beacon", "2026-08-04")


def test_a_reason_excuses_lateness_and_a_correction_is_not_late():
    late = {"concluded_on": "2026-08-10", "published_on": "2026-09-08"}
    assert found("F505", holding_results(placed(FILE, **late)))
    assert not found("F505", holding_results(placed(FILE, **late | {"published_on": "2026-09-07"})))
    assert not found("F505", holding_results(placed(FILE, **late, late_reason="演示")))
    assert not found("F505", holding_results(placed(FILE.replace(".yaml", ".2.yaml"), **late)))


def test_a_correction_names_the_file_before_it():
    second, third = (FILE.replace(".yaml", f".{n}.yaml") for n in (2, 3))
    digests = {FILE: "aa" * 32, second: "bb" * 32}

    def right(file, **fields):
        return not found("F515", holding_results(placed(file, **fields)), digests=digests)

    assert right(FILE)
    assert not right(FILE, corrects="aa" * 32)
    assert right(second, corrects="aa" * 32)
    assert not right(second)
    assert right(third, corrects="bb" * 32)
    assert not right(third, corrects="aa" * 32)
    assert not right(FILE.replace(".yaml", ".5.yaml"), corrects="bb" * 32)


def test_the_last_correction_counts_by_its_number():
    files = [FILE.replace(".yaml", f".{n}.yaml") for n in (10, 2)] + [FILE]
    results = [placed(file, published_on=f"2026-08-{12 + number(file)}") for file in files]
    (last,) = in_force(results).values()
    assert last.file.endswith(".10.yaml")
    (then,) = in_force(results, "2026-08-14").values()
    assert then.file.endswith(".2.yaml")
    assert in_force(results, "2026-08-12") == {}
    assert [previous(files[1]), previous(files[1].replace(".2.", ".3."))] == [FILE, files[1]]
    assert [following(FILE), following(files[1])] == [files[1], files[1].replace(".2.", ".3.")]


def test_a_tally_adds_up():
    drawn = Drawn(
        draw="2026-001",
        selected=dict.fromkeys(["A1", "A2", "A3", "A4"], "A"),
        vacated={"A2": "deregistered"},
        population=40,
    )
    results = [
        placed("results/2026-001/A1.yaml", id="A1", target="A1", visit=VISIT),
        placed("results/2026-001/A2.yaml", id="A2", target="A2", result_code="deregistered"),
        placed("results/2026-001/A3.yaml", id="A3", target="A3", result_code="moved_out", published_on="2026-08-13"),
    ]
    counted = tally(drawn, results, "2026-08-13")
    assert (counted.population, counted.drawn, counted.inspected, counted.cancelled) == (40, 4, 1, 2)
    assert counted.counts == {"deregistered": 1, "moved_out": 1, "no_problem": 1}
    assert counted.pending == ("A4",)
    assert counted.inspected + counted.cancelled + len(counted.pending) == counted.drawn
    assert tally(drawn, results, "2026-08-12").pending == ("A3", "A4")


# History


@pytest.mark.parametrize(
    ("path", "kind", "frozen", "bad"),
    [
        ("draws/2026-001/task.yaml", "M", False, False),
        ("draws/2026-001/task.yaml", "D", False, False),
        ("draws/2026-001/task.yaml", "M", True, True),
        ("draws/2026-001/teams/beacon.json", "A", True, False),
        ("draws/2026-001/targets/roster.csv", "M", True, True),
        ("draws/2026-001/targets/roster.csv", "D", True, True),
        ("draws/2026-001/targets/freeze.json", "T", True, True),
        ("draws/2026-001/targets/freeze.json", "M", False, True),
        ("registers/items/SEI-01.yaml", "M", True, False),
    ],
)
def test_a_draw_only_grows(path, kind, frozen, bad):
    history = History(changes={path: kind}, frozen=frozenset({"2026-001"} if frozen else ()))
    assert bool(found("F901", holding(), history=history)) == bad


@pytest.mark.parametrize(("kind", "bad"), [("A", False), ("M", True), ("D", True), ("T", True)])
def test_a_published_result_stays(kind, bad):
    assert bool(found("F902", holding(), history=History(changes={FILE: kind}))) == bad


def test_a_record_may_change_its_id_if_the_new_one_says_so():
    history = History(records=(Former("target", "XJ-T-0001", "registers/targets/650100.yaml"),))
    assert found("F903", holding(), history=history)
    assert not found("F903", holding(target=[target("XJ-T-0001")]), history=history)
    heir = holding(target=[target("91650102DEM000014J", former_ids=["XJ-T-0001"])])
    assert not found("F903", heir, history=history)
    assert not found("F903", holding(), history=history, unread=frozenset({("target", "*")}))


def test_a_removed_record_stays_removed():
    history = History(records=(Former("target", "XJ-T-0001", "registers/targets/650100.yaml", "2026-02-01"),))
    gone = target("XJ-T-0001", removed_on="2026-02-01", removal_reason="演示")
    assert not found("F904", holding(target=[gone]), history=history)
    assert found("F904", holding(target=[target("XJ-T-0001")]), history=history)


def settings(**receipts):
    fields = {**SETTINGS, **({"receipts": receipts} if receipts else {})}
    value = msgspec.convert(fields, Settings)
    return replace(holding(), settings=Placed(value, fields, Anywhere("sunlot.yaml")))


@pytest.mark.parametrize(
    ("registry", "now"),
    [
        (settings(required_from="2026-03-01"), None),
        (settings(required_from="2026-02-28"), None),
        (settings(required_from="2026-03-02"), "2026-03-02"),
        (settings(roots=["governance/tsa/demo.pem"]), "—"),
        (settings(), "—"),
        (holding(), "—"),
    ],
    ids=["same", "earlier", "later", "roots alone", "none", "no settings"],
)
def test_receipts_stay_required(registry, now):
    history = History(receipts_from="2026-03-01")
    assert [one["now"] for one in found("F905", registry, history=history)] == ([now] if now else [])
    assert not found("F905", registry, history=History())
    assert not found("F905", registry, history=history, unread=frozenset({("settings", "*")}))


@pytest.mark.parametrize(
    ("before", "now", "frozen", "bad"),
    [
        ("aa" * 32, "aa" * 32, {"2026-001"}, False),
        ("aa" * 32, "bb" * 32, {"2026-001"}, True),
        ("aa" * 32, None, {"2025-009", "2026-001"}, True),
        ("aa" * 32, "bb" * 32, {"2025-009"}, False),
        (None, "bb" * 32, {"2026-001"}, False),
    ],
)
def test_the_digest_of_the_year_s_key_stays_once_a_draw_is_frozen(before, now, frozen, bad):
    history = History(frozen=frozenset(frozen), records=(Former("plan", "2026", "plan.yaml", year_key=before),))
    registry = holding(plan=[plan(**({"year_key_sha256": now} if now else {}))])
    assert bool(found("F906", registry, history=history)) == bad
    assert not found("F906", holding(), history=history)  # F903 tells


def test_without_a_base_history_says_nothing():
    for code in ("F901", "F902", "F903", "F904", "F905", "F906"):
        assert not found(code, holding())
