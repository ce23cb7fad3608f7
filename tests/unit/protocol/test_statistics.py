"""Whether chance is fair: outcomes over 20,000 fixed seeds, the published figures, and draws that have to be caught."""

import json
import re
import sys
from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

TOP = Path(__file__).parents[3]
sys.path.insert(0, str(TOP / "scripts"))

from chances import chi_square, drawing, figures  # noqa: E402
from chances.places import cases  # noqa: E402
from chances.selections import Selections, examined  # noqa: E402

from sunlot.core.protocol.strata import draw_targets  # noqa: E402

HEX = st.text("0123456789abcdef", min_size=64, max_size=64)
SHORT = [size for size in figures.TAKES if size < figures.LONG]


@cache
def published():
    return json.loads((TOP / "docs" / "site" / "data" / "statistics.json").read_text("utf-8"))


def listed(kind="figures"):
    return [figures.Figure(**one) for one in published()[kind]]


# --- the arithmetic of the tests ---


@pytest.mark.parametrize(
    ("degrees", "tail", "critical"),  # from printed tables of the chi-square distribution
    [(1, 0.05, 3.841), (2, 0.01, 9.210), (3, 0.05, 7.815), (10, 0.001, 29.588), (50, 0.05, 67.505), (99, 0.5, 98.334)],
)
def test_the_tail_agrees_with_printed_tables(degrees, tail, critical):
    assert chi_square.survival(critical, degrees) == pytest.approx(tail, rel=1e-3)


def test_the_pair_statistic_is_that_of_whole_selections_where_two_are_taken():
    # with take = 2 a pair is a whole selection, and the plain statistic of a multinomial must come out
    counts = dict(zip(combinations(range(5), 2), (90, 110, 104, 96, 101, 99, 87, 113, 100, 100), strict=True))
    held = Selections(5, 2, 1000)
    for pair, count in counts.items():
        for _ in range(count):
            held.add(pair)
    found = dict(held.tests())
    assert found["pairs"] == found["selection"] == chi_square.uniform(counts.values(), 10)
    assert found["selection"].statistic == sum(Fraction((count - 100) ** 2, 100) for count in counts.values())


def test_the_statistics_vanish_on_a_perfect_balance_and_degrees_are_counted():
    held = Selections(6, 3, 2000)
    for chosen in list(combinations(range(6), 3)) * 100:
        held.add(chosen)
    found = dict(held.tests())
    assert {name: (one.statistic, one.degrees) for name, one in found.items()} == {
        "inclusion": (0, 5),
        "selection": (0, 19),
        "pairs": (0, 14),
    }


def test_a_certain_outcome_that_does_not_come_is_an_error():
    with pytest.raises(ValueError, match="certain"):
        chi_square.inclusion([1, 3], 2, 2, 2)


# --- exact: what does not depend on chance at all ---

rosters = st.integers(1, 30).flatmap(lambda size: st.permutations(drawing.roster(size)))


@given(HEX, rosters, st.integers(1, 30))
def test_the_order_of_the_roster_does_not_matter(seed, shuffled, take):
    takes = {"A": min(take, len(shuffled))}
    assert draw_targets(shuffled, takes, seed) == draw_targets(drawing.roster(len(shuffled)), takes, seed)


@given(HEX, st.integers(2, 30), st.data())
def test_striking_an_entry_moves_nobody_else(seed, size, data):
    entries = drawing.roster(size)
    take = data.draw(st.integers(1, size - 1))
    struck = data.draw(st.sampled_from(entries))
    full = {one.key: one.ticket for one in draw_targets(entries, {"A": take}, seed)}
    less = {one.key: one.ticket for one in draw_targets([one for one in entries if one != struck], {"A": take}, seed)}
    assert full.keys() - {struck.key} <= less.keys()  # whoever was drawn stays drawn, with the same ticket
    assert all(less[key] == ticket for key, ticket in full.items() if key != struck.key)
    assert len(less.keys() - full.keys()) == (struck.key in full)


@given(HEX, st.integers(1, 30), st.integers(1, 30))
def test_a_smaller_take_begins_a_larger_one(seed, one, other):
    less, more = sorted((one, other))
    entries = drawing.roster(30)
    assert draw_targets(entries, {"A": more}, seed)[:less] == draw_targets(entries, {"A": less}, seed)


@settings(max_examples=20)
@given(st.text("abcXYZ019-", min_size=1), st.integers(1, 60), st.data())
def test_sql_draws_what_the_package_draws(case, size, data):
    take = data.draw(st.integers(1, size))
    assert list(drawing.by_sql(case, size, take, 5)) == list(drawing.by_package(case, size, take, 5))


def test_the_old_platform_is_drawn_as_java_would():
    # new java.util.Random(42).nextInt(10), .nextInt(16): the documented generator
    assert drawing._java_next(42, 10) == 0
    assert drawing._java_next(42, 16) == 11


# --- the published figures ---


@pytest.mark.parametrize("size", SHORT)
def test_figures_of_targets_come_out_again(size):
    assert figures.of_targets(size) == [one for one in listed() if one.case == f"targets-{size}"]


def test_figures_of_teams_and_newcomers_come_out_again():
    names = {case.id for case in cases()}
    assert list(figures.of_places()) == [one for one in listed() if one.case in names]


@pytest.mark.parametrize("sampler", [drawing.by_package, drawing.by_sql])
def test_long_rosters_begin_with_the_same_selections(sampler):
    assert figures.fingerprints(sampler) == published()["first"]["sha256"]


def test_every_size_and_take_is_tested():
    found = {(one.size, one.take) for one in listed() if one.test == "inclusion"}
    assert found == {(size, take) for size, takes in figures.TAKES.items() for take in takes}
    assert {one.seeds for one in listed()} == {figures.SEEDS} == {20_000}


def test_no_published_figure_is_suspicious():
    assert len([one for one in listed() if one.degrees]) > 50
    assert figures.suspicious(listed()) == []
    assert Counter(one.test for one in listed() if not one.degrees) == {"inclusion": 1}  # a roster of one


# --- the tests can fail ---


def test_unfair_draws_are_caught():
    found = list(figures.of_controls())
    assert found == listed("controls")
    caught = {one.case for one in found if float(one.p) < 1e-12}
    assert caught == {one.case for one in found}


def test_skips_pass_where_only_single_entries_are_looked_at():
    # ten starts, one for each entry of the first ten: every entry comes equally often, yet hardly any pair ever does
    (inclusion,) = (one for one in listed("controls") if (one.case, one.test) == ("skips-20-2", "inclusion"))
    assert float(inclusion.p) > 0.001


@pytest.mark.parametrize("loaded", [0, 9])
def test_one_entry_in_ten_with_a_fifth_more_chance_is_caught(loaded):
    def biased():
        for number, ranking in enumerate(drawing.by_package("targets-10", 10, 10, figures.SEEDS)):
            yield [loaded, *(place for place in ranking if place != loaded)] if number % 50 == 0 else ranking

    ((_, _, found),) = examined(biased(), 10, [1], figures.SEEDS)
    assert found.p < figures.LIMIT / 1000


# --- the pages that tell ---

ROW = re.compile(r"^\| ([^|]+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| ([\d,.]+) \| ([\d,]+) \| ([\d.e-]+) \|$", re.M)
LABELS = {
    "inclusion": ("单个对象", "single entries"),
    "selection": ("整组结果", "whole selections"),
    "half": ("名单的前一半", "first half of the list"),
    "pairs": ("每一对对象", "pairs of entries"),
    "team": ("组员组合", "members of a team"),
    "lead": ("组长", "leader"),
    "third": ("第一组与第三组", "first and third team"),
    "later": ("补派的前后两组", "two later teams"),
    "groups": ("两个单位的组员", "teams of two bodies"),
    "strata": ("两层的结果", "two strata at once"),
    "substitute": ("递补的对象", "substitutes"),
    "relief": ("替换的人员", "relief"),
}
CONTROLS = {
    "": ("", ""),
    "skips": ("跳号：", "skips: "),
    "remainder": ("取余数：", "remainders: "),
    "short": ("一位签号：", "one-digit tickets: "),
    "order": ("按名单顺序：", "list order: "),
}


@pytest.mark.parametrize(("page", "lang"), [("method.md", 0), ("en/method.md", 1)])
def test_the_method_page_tells_the_published_figures(page, lang):
    text = (TOP / "docs" / "site" / page).read_text("utf-8")
    rows = {tuple(row) for row in ROW.findall(text)}
    known = {told(one, lang, "") for one in listed()} | {
        told(one, lang, one.case.partition("-")[0]) for one in listed("controls")
    }
    assert len(rows) > 35
    assert rows <= known
    assert len([one for one in listed() if one.degrees]) == 56
    assert "56" in text
    assert {one.test for one in listed() if told(one, lang, "") in rows} == {one.test for one in listed()}


def told(one, lang, control):
    p = float(one.p)
    short = f"{p:.2f}" if p >= 0.005 else f"{p:.0e}" if p else "0"
    label = CONTROLS[control][lang] + LABELS[one.test][lang]
    numbers = (f"{one.size:,}", f"{one.take:,}", f"{one.seeds:,}", f"{float(one.statistic):,.1f}", f"{one.degrees:,}")
    return (label, *numbers, short)
