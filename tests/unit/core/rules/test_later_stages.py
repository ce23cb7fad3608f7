"""Rules on later stages and on the values of stages: draws of an office that may lie, against made-up registers."""

import random
from dataclasses import replace
from datetime import date

import pytest
from tests.support.drawfolders import Office, begun, honest
from tests.support.records import Anywhere, certificate, holding, inspector, plan, target, task
from tests.unit.core.rules.test_results_and_history import placed as result_of

from sunlot.core.decided import decided
from sunlot.core.registry import Placed, Registry
from sunlot.core.rules import RULES, Context

DRAW = "2026-001"
DAY = "2026-07-22"
"""The day on which `office` freezes what comes after its first two stages."""
EVIDENCE = b'"' + b"ab" * 32 + b'"'
GROUP = {"id": "g1", "authority": "xj-demo", "role": "officer", "size": 2}


@pytest.fixture
def office() -> Office:
    return honest("small", DRAW)


def found(code: str, registry: Registry, *offices: Office):
    records = {one.draw: one.record for one in offices}
    drawn = {draw: decided(record) for draw, record in records.items()}
    context = Context(as_of=date(2026, 9, 30), records=records, drawn=drawn)
    return [dict(one.values) for one in RULES[code](registry, context)]


def file(office: Office, stage: str) -> None:
    """Let every vacancy of a stage name a document."""
    path = f"{stage}/freeze.json"
    office.files[path] = office.files[path].replace(b'"evidence": null', b'"evidence": ' + EVIDENCE)


# Vacated targets


@pytest.mark.parametrize(
    ("fields", "filed", "code"),
    [
        ({}, False, "F420"),
        ({}, True, "F421"),
        ({"registration_status": "deregistered"}, False, None),
        ({"registration_status": "suspended", "registration_status_from": DAY}, False, None),
        ({"registration_status": "deregistered", "registration_status_from": "2026-07-23"}, False, "F421"),
        ({"registration_status": "active", "registration_status_from": "2026-07-23"}, False, None),
        ({"registration_status": "active", "registration_status_from": DAY}, False, "F420"),
        ({"removed_on": DAY, "removal_reason": "演示"}, False, None),
        ({"removed_on": "2026-07-23", "removal_reason": "演示"}, False, "F420"),
    ],
)
def test_a_target_is_gone_only_if_its_register_bears_it_out(office, fields, filed, code):
    gone = office.selected()[0]
    stage = office.substitutes(gone, reason="closed")
    if filed:
        file(office, stage)
    registry = holding(target=[target(gone, **fields)])
    assert [one for one in ("F420", "F421") if found(one, registry, office)] == ([code] if code else [])
    if code:
        (one,) = found(code, registry, office)
        assert (one["target"], one["reason"], one["day"]) == (gone, "closed", DAY)


def test_what_no_register_tells_is_left_alone(office):
    gone, other = office.selected()[:2]
    office.substitutes(gone, reason="duplicate")
    office.substitutes(other, reason="closed")
    assert not found("F420", holding(target=[target(gone)]), office)
    office.void("substitutes-2")
    assert not found("F420", holding(target=[target(other)]), office)
    del office.files["substitutes-2/void.json"]
    assert found("F420", holding(target=[target(other)]), office)


def test_a_target_of_another_id_now_is_followed(office):
    gone = office.selected()[0]
    office.substitutes(gone)
    assert found("F420", holding(target=[target("XJ-T-0001", former_ids=[gone])]), office)
    left = target("XJ-T-0001", former_ids=[gone], registration_status="revoked")
    assert not found("F420", holding(target=[left]), office)


def twice(second_now: str) -> tuple[Office, Office, str]:
    """Two draws over one roster, and a target that both drew."""
    first = begun(DRAW, size=30, chance=random.Random(1))
    second = begun("2026-002", size=30, chance=random.Random(1), now=second_now)
    for one in (first, second):
        one.reveal("targets", "teams")
    return first, second, next(key for key in first.selected() if key in second.selected())


def capped(per_year: int, **targets: str) -> Registry:
    tasks = [task(), task(id="2026-002")]
    cap = plan(frequency_cap={"per_year": per_year})
    return holding(target=[target(id_, subject=subject) for id_, subject in targets.items()], task=tasks, plan=[cap])


def test_a_cap_is_reached_by_the_visits_that_were_drawn_by_then():
    first, second, both = twice("2026-07-25T01:00:00Z")
    second.substitutes(both, reason="cap_reached")
    assert not found("F422", capped(1, **{both: both}), first, second)
    (one,) = found("F422", capped(2, **{both: both}), first, second)
    assert (one["target"], one["subject"], one["count"], one["cap"]) == (both, both, "1", "2")
    early, late, both = twice("2026-07-25T01:00:00Z")
    early.substitutes(both, reason="cap_reached")  # the other draw came later
    assert found("F422", capped(1, **{both: both}), early, late)


def test_another_target_of_the_same_subject_counts_in_the_same_draw(office):
    gone, other = office.selected()[:2]
    office.substitutes(gone, reason="cap_reached")
    assert not found("F422", capped(1, **{gone: gone, other: gone}), office)
    assert found("F422", capped(1, **{gone: gone, other: other}), office)


# Inspectors


def serving(*people) -> Registry:
    return holding(task=[task(groups=[GROUP])], inspector=people)


@pytest.mark.parametrize(
    ("fields", "flagged"),
    [
        ({}, True),
        ({"status": "left"}, False),
        ({"status_from": "2026-07-23"}, False),
        ({"removed_on": DAY, "removal_reason": "演示"}, False),
        ({"certificates": [certificate(valid_to="2026-08-13")]}, False),
        ({"certificates": [certificate(valid_to=DAY), certificate(valid_from="2026-07-24")]}, False),
        ({"certificates": [certificate(areas=["6531"])]}, True),
        ({"certificates": [certificate(fields=["SEI-03"])]}, False),
    ],
)
def test_who_left_the_service_is_not_on_duty(fields, flagged):
    office = honest("substitutes-and-relief", DRAW)  # teams-2 repeats whom relief-1 withdrew
    (who,) = {one.inspector for stage in office.record.stages for one in stage.withdrawn}
    assert any(entry.division.startswith("6531") for entry in office.record.lists.roster)
    told = found("F423", serving(inspector(who, **fields)), office)
    assert [(one["inspector"], one["stage"]) for one in told] == ([(who, "relief-1")] if flagged else [])


def test_a_relief_for_another_reason_is_not_the_register_s_business(office):
    first = office.selected()[0]
    who = office.team(first)[0]
    office.relief((first, who), withdrawn={who: "illness"})
    assert not found("F423", serving(inspector(who)), office)


def test_vacancies_name_their_documents(office):
    first, *_, last = office.selected()
    who = office.team(first)[0]
    relief = office.relief((first, who))
    substitutes = office.substitutes(last, reason="closed")
    assert [(one["stage"], one["count"], one["named"]) for one in found("F424", holding(), office)] == [
        (relief, "1", f"{who}@{first}"),
        (substitutes, "1", last),
    ]
    file(office, relief)
    assert [one["stage"] for one in found("F424", holding(), office)] == [substitutes]
    file(office, substitutes)
    assert not found("F424", holding(), office)


def test_the_withdrawn_were_candidates_and_have_a_reason(office):
    first = office.selected()[0]
    who = office.team(first)[0]
    office.relief((first, who), withdrawn={who: "illness", "g1-009": "disliked", "nobody": "leave"})
    assert [one["inspector"] for one in found("F425", holding(), office)] == ["g1-009"]
    assert [one["inspector"] for one in found("F426", holding(), office)] == ["nobody"]


def test_the_withdrawn_are_in_no_team_that_is_still_to_go(office):
    teams = {key: office.team(key) for key in office.selected()}
    who = next(member for members in teams.values() for member in members)
    sent = [key for key, members in teams.items() if who in members]
    other = next(key for key in teams if key not in sent)
    office.relief((other, teams[other][0]), withdrawn={who: "leave"})
    (one,) = found("F427", holding(), office)
    assert (one["inspector"], one["count"]) == (who, str(len(sent)))
    published = [result_of(f"results/{DRAW}/{key}.yaml", id=key, target=key) for key in sent]
    assert not found("F427", replace(holding(), results=tuple(published)), office)
    office.relief(*((key, who) for key in sent))
    assert not found("F427", holding(), office)


def test_a_recusal_leaves_an_inspector_where_he_is(office):
    first, second = office.selected()[:2]
    office.relief((first, office.team(first)[0]), withdrawn={office.team(second)[0]: "recusal"})
    assert not found("F427", holding(), office)


# Values


def waiting(source: str, *stages: tuple[str, str], id_: str = DRAW, chain: str = "ssq") -> Placed:
    (targets_round, targets_time), (teams_round, teams_time) = stages
    beacon = {"source": source, "chain": chain, "targets_time": targets_time, "teams_time": teams_time}
    if source == "lottery":
        beacon |= {"targets_round": targets_round, "teams_round": teams_round}
    value = task(id=id_, beacon=beacon)
    return Placed(value, {}, Anywhere(f"draws/{id_}/task.yaml"))


def declared(*tasks: Placed) -> Registry:
    return replace(holding(), tasks={one.value.id: one for one in tasks})


TUESDAY, THURSDAY = "2026-11-03T13:15:00Z", "2026-11-05T13:15:00Z"


@pytest.mark.parametrize(
    ("first", "second", "rises"),
    [
        ("2026128", "2026129", True),
        ("2026128", "2026128", False),
        ("2026128", "2026127", False),
        ("2026128", "02026128", False),
        ("999", "1000", True),
        ("1" + "0" * 5000, "1" + "0" * 5001, True),
    ],
    ids=["next", "same", "before", "same in other digits", "more digits", "no integer of Python"],
)
def test_issues_rise_from_stage_to_stage(first, second, rises):
    registry = declared(waiting("lottery", (first, TUESDAY), (second, THURSDAY)))
    assert bool(found("F428", registry)) is not rises


def test_an_issue_has_one_day():
    one = waiting("lottery", ("2026128", TUESDAY), ("2026129", THURSDAY))
    same = waiting("lottery", ("2026128", "2026-11-03T15:59:59Z"), ("2026129", THURSDAY), id_="2026-002")
    assert not found("F429", declared(one, same))
    other = waiting("lottery", ("2026128", "2026-11-03T16:00:00Z"), ("2026129", THURSDAY), id_="2026-002")
    (told,) = found("F429", declared(one, other))
    assert (told["draw"], told["stage"], told["day"], told["other_day"]) == (
        "2026-002", "targets", "2026-11-04", "2026-11-03",
    )  # fmt: skip
    game = waiting("lottery", ("2026128", THURSDAY), ("2026129", "2026-11-08T13:15:00Z"), id_="2026-002", chain="dlt")
    assert not found("F429", declared(one, game))


def test_a_document_serves_one_stage_of_a_draw():
    morning, evening, next_day = "2026-11-03T01:00:00Z", "2026-11-03T15:00:00Z", "2026-11-03T17:00:00Z"
    assert found("F419", declared(waiting("document", ("", morning), ("", evening), chain="gazette")))
    assert not found("F419", declared(waiting("document", ("", morning), ("", next_day), chain="gazette")))


def test_a_value_that_was_out_is_no_value_for_another_draw():
    def draws(later: str) -> tuple[Office, Office]:
        first = begun(DRAW, size=12, sources=("lottery", "document"))
        second = begun("2026-002", size=12, sources=("lottery", "document"), now=later)
        return first, second

    first, second = draws("2026-07-21T02:00:00Z")  # frozen before any value is out
    registry = declared()
    assert not found("F419", registry, first, second)
    assert not found("F429", registry, first, second)
    first, second = draws("2026-07-22T02:00:00Z")
    assert [(one["draw"], one["stage"]) for one in found("F419", registry, first, second)] == [("2026-002", "targets")]
    assert [(one["draw"], one["stage"]) for one in found("F429", registry, first, second)] == [("2026-002", "targets")]


def test_drand_and_a_misnamed_beacon_say_nothing_here():
    registry = declared(waiting("lottery", ("abc", TUESDAY), ("2026128", THURSDAY)))
    for code in ("F419", "F428", "F429"):
        assert not found(code, registry)
        assert not found(code, declared(), honest("small", DRAW))
