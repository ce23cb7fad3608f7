"""The arithmetic of each kind of stage, against the protocol's sentences written out in the slowest way."""

from collections import Counter
from fractions import Fraction
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sunlot.core.protocol.freezes import Group, InspectorVacancy, Rule, TargetVacancy
from sunlot.core.protocol.lists import Entry, Inspector
from sunlot.core.protocol.strata import draw_targets, stratify, take
from sunlot.core.protocol.teams import Pool, draw_teams
from sunlot.core.protocol.vacancies import relieve, substitute

SEED = "5e" * 32
DIVISIONS = ["650102", "650104", "650203", "659001"]
few = settings(max_examples=60)


def target_ticket(key):
    return sha256(f"sunlot/1|target|{SEED}|{key}".encode()).hexdigest(), key


def inspector_ticket(target, key):
    return sha256(f"sunlot/1|inspector|{SEED}|{target}|{key}".encode()).hexdigest(), key


rosters = st.lists(
    st.builds(Entry, st.integers(0, 999).map("T{:03}".format), st.sampled_from("ABC"), st.sampled_from(DIVISIONS))
    | st.builds(Entry, st.integers(0, 9).map(lambda n: f"~{n:064x}"), st.sampled_from("ABC"), st.just("65")),
    unique_by=lambda entry: entry.key,
    min_size=1,
    max_size=30,
)
pools = st.lists(
    st.builds(
        Inspector,
        st.integers(0, 99).map("i{:02}".format),
        st.sampled_from(["g", "h"]),
        st.sampled_from(["65", "6501", "650102", "6502 6590", "6501 650203", "11"]),
    ),
    unique_by=lambda inspector: inspector.key,
    max_size=14,
)
rates = st.decimals("0.000001", "100", places=6).map(str) | st.integers(1, 100).map(str)


@given(rates, st.integers(0, 2**53 - 1))
def test_a_rate_is_exact(rate, size):
    taken = take(Rule(rate=rate), size)
    share = Fraction(rate) / 100
    assert 0 <= taken - share * size < 1
    assert taken <= size


@pytest.mark.parametrize(
    ("rate", "size", "expected"),
    [
        ("5", 20, 1),
        ("5", 21, 2),
        ("0.1", 1000, 1),
        ("0.000001", 1, 1),
        ("33.333333", 3, 1),
        ("100", 7, 7),
        ("29", 0, 0),
    ],
)
def test_rates_at_their_edges(rate, size, expected):
    assert take(Rule(rate=rate), size) == expected


def test_a_rate_that_floating_point_gets_wrong():
    assert 1.1 / 100 * 1000 > 11
    assert take(Rule(rate="1.1"), 1000) == 11


@given(st.integers(1, 100), st.integers(0, 100))
def test_a_count_is_at_most_the_stratum(count, size):
    assert take(Rule(count=count), size) == min(count, size)


@few
@given(rosters, st.integers(1, 5), st.randoms())
def test_targets_are_the_smallest_tickets_of_each_stratum(roster, count, chance):
    strata = stratify(roster, dict.fromkeys("ABC", Rule(count=count)))
    takes = {name: stratum.take for name, stratum in strata.items()}
    expected = []
    for stratum in strata:
        members = sorted(target_ticket(entry.key) for entry in roster if entry.stratum == stratum)
        expected += [(ticket, key, stratum) for ticket, key in members[:count]]
    drawn = draw_targets(chance.sample(roster, len(roster)), takes, SEED)
    assert [(one.ticket, one.key, one.stratum) for one in drawn] == sorted(expected)
    assert [one.rank for one in drawn] == list(range(1, len(drawn) + 1))


@few
@given(rosters, st.data())
def test_striking_an_entry_that_was_not_selected_changes_nothing(roster, data):
    takes = dict.fromkeys("ABC", 2)
    drawn = draw_targets(roster, takes, SEED)
    losers = [entry for entry in roster if entry.key not in {one.key for one in drawn}]
    if losers:
        struck = data.draw(st.sampled_from(losers))
        assert draw_targets([entry for entry in roster if entry != struck], takes, SEED) == drawn


def is_eligible(inspector, target, group, withdrawn, recused):
    return (
        inspector.group == group
        and inspector.key not in withdrawn
        and inspector.key not in recused.get(target.key, ())
        and any(target.division.startswith(prefix) for prefix in inspector.divisions.split(" "))
    )


@few
@given(rosters, pools, st.data(), st.booleans())
def test_teams_are_the_smallest_by_load_and_ticket(roster, inspectors, data, balanced):
    people = [inspector.key for inspector in inspectors]
    some = st.sets(st.sampled_from(people), max_size=3) if people else st.just(set())
    withdrawn = data.draw(some)
    recused = {entry.key: data.draw(some) for entry in roster[::2]}
    groups = [Group("g", "officer", 2), Group("h", "expert", 1), Group("none", "expert", 1)]
    load = Counter()
    expected = []
    for target in roster:
        for group in groups:
            able = [one.key for one in inspectors if is_eligible(one, target, group.id, withdrawn, recused)]
            order = sorted(able, key=lambda key: (load[key] if balanced else 0, inspector_ticket(target.key, key)))
            load.update(order[: group.size])
            expected.append((target.key, group.id, tuple(order[: group.size]), len(able)))
    choices = draw_teams(roster, groups, Pool(inspectors, withdrawn, recused), SEED, balanced=balanced)
    assert [(one.team.target, one.team.group, one.team.members, one.eligible) for one in choices] == expected


@few
@given(rosters, st.data())
def test_substitutes_step_in_vacancy_by_vacancy(roster, data):
    taken = data.draw(st.sets(st.sampled_from([entry.key for entry in roster]), min_size=1))
    vacated = sorted(data.draw(st.sets(st.sampled_from(sorted(taken)), min_size=1)))
    entries = {entry.key: entry for entry in roster}
    left = [entry.key for entry in roster if entry.key not in taken]
    expected = []
    for target in vacated:
        same = sorted(target_ticket(key) for key in left if entries[key].stratum == entries[target].stratum)
        ticket, newcomer = same[0] if same else (None, None)
        expected.append((target, newcomer, ticket))
        if newcomer:
            left.remove(newcomer)
    found = substitute([TargetVacancy(target, "closed", None) for target in vacated], entries, taken, SEED)
    assert [(one.out, one.newcomer, one.ticket) for one in found] == expected


@few
@given(rosters, pools, st.data())
def test_relief_goes_vacancy_by_vacancy(roster, inspectors, data):
    entries = {entry.key: entry for entry in roster}
    if not inspectors:
        return
    group = {one.key: one.group for one in inspectors}
    teams = {entry.key: data.draw(st.sets(st.sampled_from(sorted(group)))) for entry in roster[:4]}
    leaving = {target: data.draw(st.sets(st.sampled_from(sorted(team)))) for target, team in teams.items() if team}
    places = sorted((target, group[who], who) for target, named in leaving.items() for who in named)
    gone = {target: data.draw(st.sets(st.sampled_from(sorted(group)), max_size=2)) for target in teams}
    members = {target: set(team) for target, team in teams.items()}
    expected = []
    for target, of_group, who in places:
        able = [
            inspector_ticket(target, one.key)
            for one in inspectors
            if is_eligible(one, entries[target], of_group, set(), {})
            and one.key not in members[target] | gone[target] | leaving[target]
        ]
        ticket, newcomer = min(able, default=(None, None))
        members[target] |= {newcomer} - {None}
        expected.append((target, of_group, who, newcomer, ticket))
    barred = {target: team | gone[target] for target, team in teams.items()}
    vacancies = [InspectorVacancy(target, of_group, who, "leave", None) for target, of_group, who in places]
    found = relieve(vacancies, entries, barred, Pool(inspectors, set(), {}), SEED)
    assert [(one.target, one.group, one.out, one.newcomer, one.ticket) for one in found] == expected
