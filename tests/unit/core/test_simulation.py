"""A draw tried out: exact figures where there are some, the protocol's own arithmetic for the rest, and warnings."""

from collections import Counter
from fractions import Fraction
from hashlib import sha256
from math import comb, isclose, log2, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.records import holding, inspector, task

from sunlot.core.protocol.freezes import Group, Rule, Stratum
from sunlot.core.protocol.lists import Entry, Inspector
from sunlot.core.protocol.strata import draw_targets, stratify
from sunlot.core.protocol.teams import draw_teams
from sunlot.core.simulation import Pools, Reach, Spread, chance, possible_teams, seed, trials
from sunlot.core.small_pools import small_pools

DRAW = "2026-001"


def entries(count, stratum="A", division="650102"):
    return [Entry(f"{stratum}-{division}-{n:03d}", stratum, division) for n in range(count)]


def people(count, group="quake", divisions="65"):
    return [Inspector(f"insp-{group}-{divisions[:6].strip()}-{n:02d}", group, divisions) for n in range(count)]


def pools(roster, rules, listed, *, size=2, apart=None, groups=None):
    strata = stratify(roster, {name: Rule(**rule) for name, rule in rules.items()})
    return Pools(DRAW, roster, strata, groups or [Group("quake", "officer", size)], listed, apart or {})


def test_a_probability_is_the_exact_fraction_of_the_stratum():
    tried = pools([*entries(31), *entries(3, "K")], {"A": {"rate": "20"}, "K": {"rate": "100"}}, people(4))
    assert {name: chance(stratum) for name, stratum in tried.strata.items()} == {"A": Fraction(7, 31), "K": 1}
    assert chance(Stratum(Rule(rate="20"), 0, 0)) is None
    assert tried.take == 10
    assert tried.places == 20


def test_the_randomness_of_the_targets_counts_every_selection():
    tried = pools([*entries(5), *entries(4, "B")], {"A": {"count": 1}, "B": {"count": 2}}, people(4))
    assert tried.selections == 5 * 6
    assert isclose(tried.target_bits, log2(30))


def test_possible_teams_are_counted_per_target_with_areas_and_recusals():
    roster = [*entries(2), *entries(1, division="650203"), *entries(1, division="654002")]
    listed = [*people(4), *people(2, divisions="6502"), Inspector("insp-x", "water", "65")]
    apart = {roster[0].key: frozenset({"insp-quake-65-00", "insp-quake-65-01"})}
    (found,) = possible_teams(pools(roster, {"A": {"count": 1}}, listed, apart=apart))
    reached = [Reach(roster[0].key, 2, 1), Reach(roster[1].key, 4, 6), Reach(roster[3].key, 4, 6)]
    assert found.fewest == (*reached, Reach(roster[2].key, 6, comb(6, 2)))
    assert (found.least, found.median, found.most) == (1, 6, 15)


def test_simulated_seeds_are_what_everybody_can_compute():
    assert seed("2026-006", 17) == sha256(b"sunlot/simulate|2026-006|17").hexdigest()


def test_a_trial_is_the_draw_of_the_protocol():
    roster = [*entries(9), *entries(6, "B", "650203")]
    groups = [Group("quake", "officer", 2), Group("expert", "expert", 1)]
    listed = [*people(5), *people(3, divisions="6502"), *people(3, "expert")]
    tried = pools(roster, {"A": {"rate": "30"}, "B": {"count": 2}}, listed, groups=groups)
    selected, places = Counter(), Counter()
    for number in range(1, 41):
        start = sha256(f"sunlot/simulate|{DRAW}|{number}".encode()).hexdigest()
        keys = [one.key for one in draw_targets(roster, {"A": 3, "B": 2}, start)]
        by_key = {entry.key: entry for entry in roster}
        choices = draw_teams([by_key[key] for key in keys], groups, tried.pool(), start, balanced=True)
        selected.update(keys)
        places.update(member for choice in choices for member in choice.team.members)
    found = trials(tried, 40)
    assert +Counter(found.selected) == selected
    assert set(found.selected) == {entry.key for entry in roster}
    assert {key: load.mean * 40 for key, load in found.loads.items() if load.mean} == places
    assert set(found.loads) == {one.key for one in listed}


def test_every_trial_is_told():
    heard = []
    trials(pools(entries(4), {"A": {"count": 1}}, people(3)), 5, heard.append)
    assert heard == [1, 2, 3, 4, 5]


@settings(max_examples=40)
@given(
    sizes=st.lists(st.integers(1, 12), min_size=1, max_size=3),
    rate=st.sampled_from(["5", "12.5", "33.333333", "100"]),
    inspectors=st.integers(2, 9),
    size=st.integers(1, 2),
)
def test_expected_loads_add_up_to_the_places(sizes, rate, inspectors, size):
    roster = [entry for n, count in enumerate(sizes) for entry in entries(count, "ABC"[n])]
    tried = pools(roster, {"ABC"[n]: {"rate": rate} for n in range(len(sizes))}, people(inspectors), size=size)
    found = trials(tried, 7)
    assert sum(load.mean for load in found.loads.values()) == tried.places
    assert sum(found.selected.values()) == 7 * tried.take
    assert found.teams.bits <= found.teams.bound + 1e-9
    assert all(load.low <= load.high for load in found.loads.values())


def test_targets_come_out_as_often_as_their_probability_says():
    roster = [*entries(40), *entries(10, "B")]
    found = trials(pools(roster, {"A": {"rate": "12.5"}, "B": {"count": 4}}, people(5)), 1000)
    for entry in roster:
        expected = {"A": Fraction(5, 40), "B": Fraction(4, 10)}[entry.stratum]
        deviation = sqrt(1000 * expected * (1 - expected))
        assert abs(found.selected[entry.key] - 1000 * expected) < 5 * deviation


def test_one_team_alone_is_as_random_as_its_choices():
    found = trials(pools(entries(6), {"A": {"count": 1}}, people(5)), 20).teams
    assert found.exact
    assert isclose(found.bits, log2(comb(5, 2)))
    assert isclose(found.bound, found.bits)


def test_teams_from_separate_pools_are_independent():
    roster = [*entries(1), *entries(1, "B", "650203")]
    listed = [*people(4, divisions="6501"), *people(3, divisions="6502")]
    found = trials(pools(roster, {"A": {"count": 1}, "B": {"count": 1}}, listed), 20).teams
    assert found.exact
    assert isclose(found.bits, log2(comb(4, 2)) + log2(comb(3, 2)))


@pytest.mark.parametrize(
    ("targets", "inspectors", "bits"),
    [
        (2, 4, log2(6)),  # the second team is who is left
        (3, 3, log2(3) + log2(2)),  # any pair; the one left with either of the two; then the two who went once
        (3, 4, log2(6) + log2(6)),  # any pair; who is left; all went once: any pair again
    ],
)
def test_balancing_makes_teams_less_random_than_the_bound(targets, inspectors, bits):
    found = trials(pools(entries(targets), {"A": {"rate": "100"}}, people(inspectors)), 30).teams
    assert isclose(found.bits, bits)
    assert isclose(found.bound, targets * log2(comb(inspectors, 2)))
    assert not found.exact


def test_teams_that_cannot_be_filled_leave_nothing_open():
    found = trials(pools(entries(3), {"A": {"count": 2}}, people(1)), 10)
    assert (found.teams.bits, found.teams.bound, found.teams.exact) == (0, 0, True)
    assert found.loads == {"insp-quake-65-00": Spread(Fraction(2), 2, 2)}
    assert trials(pools(entries(3), {"A": {"count": 2}}, []), 10).loads == {}


def test_a_spread_tells_what_nine_in_ten_trials_stay_within():
    roster = [*entries(2), *entries(18, division="650203")]
    listed = [*people(2, divisions="6501"), *people(2, divisions="6502")]
    loads = trials(pools(roster, {"A": {"count": 1}}, listed), 200).loads
    seen = [
        draw_targets(roster, {"A": 1}, seed(DRAW, number))[0].key.startswith("A-650102") for number in range(1, 201)
    ]
    assert loads["insp-quake-6501-00"].mean == Fraction(sum(seen), 200)
    assert (loads["insp-quake-6501-00"].low, loads["insp-quake-6502-00"].high) == (0, 1)
    assert loads["insp-quake-6501-00"].high == int(sum(seen) > 10)


def warned(roster, strata, listed, **fields):
    written = task(strata=strata, **fields)
    books = holding(task=[written], inspector=[inspector(one.key) for one in listed])
    rules = {one.id: {"rate": one.rate} if one.rate else {"count": one.count} for one in written.strata}
    groups = [Group(one.id, one.role, one.size) for one in written.groups]
    tried = pools(roster, rules, listed, groups=groups)
    found = small_pools(books.tasks[DRAW], books, tried, possible_teams(tried), trials(tried, 200))
    return {one.code: dict(one.values) for one in found}


def stratum(**rule):
    return {"id": "A", "title": "演示", "justification": "演示", **rule}


def many(count=12):
    return people(count)


def test_a_wide_draw_warns_of_nothing():
    assert warned(entries(40), [stratum(rate="20")], many()) == {}


@pytest.mark.parametrize("rule", [{"rate": "20"}, {"count": 1}])
def test_a_stratum_taken_whole_is_warned_of(rule):
    other = [*entries(40, "B")]
    strata = [stratum(**rule), {**stratum(rate="20"), "id": "B"}]
    assert warned([*entries(1), *other], strata, many()) == {"F470": {"stratum": "A", "size": "1"}}
    assert warned(other, strata, many()) == {}  # a stratum without an entry is no stratum of the freeze


def test_a_stratum_that_is_meant_to_be_taken_whole_is_not():
    strata = [stratum(rate="100.0"), {**stratum(rate="20"), "id": "B"}]
    assert warned([*entries(3), *entries(40, "B")], strata, many()) == {}


def test_fewer_than_ten_selections_are_warned_of():
    assert warned(entries(9), [stratum(count=1)], many()) == {"F471": {"count": "9", "limit": "10"}}
    assert warned(entries(10), [stratum(count=1)], many()) == {}


def test_fewer_than_three_teams_are_warned_of():
    roster = [*entries(40), *entries(1, division="654002"), *entries(1, division="654003")]
    far = [
        *people(12, divisions="6501"),
        Inspector("insp-far1", "quake", "6540"),
        Inspector("insp-far2", "quake", "65"),
    ]
    named = "A-654002-000、A-654003-000"
    found = warned(roster, [stratum(rate="20")], far)
    assert found == {"F472": {"group": "quake", "count": "2", "named": named, "limit": "3"}}
    assert warned(roster, [stratum(rate="20")], [*far, Inspector("insp-far3", "quake", "6540")]) == {}


def test_an_inspector_who_goes_almost_everywhere_is_warned_of():
    found = warned(entries(40), [stratum(count=1)], people(3))
    assert found.keys() == {"F473"}
    assert 60 < int(found["F473"]["percent"]) < 80
    assert warned(entries(40), [stratum(count=1)], people(4)) == {}
