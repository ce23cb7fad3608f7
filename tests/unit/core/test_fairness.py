"""The fairness record: exact laws against brute force, and counts that have to agree with what was drawn."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product
from math import comb
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.drawfolders import honest
from tests.support.site import draw_of, filled, registry_of

from sunlot.core.fairness import Fairness, fairness, places, selection, waiting
from sunlot.core.fairness.chance import Band, Compared, Law, total
from sunlot.core.fairness.counted import Counted, counted
from sunlot.core.fairness.timing import owed
from sunlot.core.protocol.folder import FilesInMemory
from sunlot.core.protocol.freezes import LaterTeamsFreeze
from sunlot.core.protocol.reading import read
from sunlot.core.protocol.record import Document, Record
from sunlot.core.protocol.strata import draw_targets
from sunlot.core.registry import Registry
from sunlot.core.simulation import seed

LATE = "9999-12-31T23:59:59Z"
VECTORS = ["good-small", "good-joint-withheld", "good-substitutes-and-relief", "good-void-and-repeat"]


def record_of(*records: Record, refused: tuple[str, ...] = (), registry: Registry | None = None) -> Fairness:
    held = registry or registry_of({})
    told = {record.draw: record for record in records}
    return fairness(held, told, (), refused=refused, standing=(), day="2026-12-01", moment="2026-12-01T16:00:00Z")


def one(vector: str) -> Counted:
    (found,) = counted({"x": draw_of(vector)}, LATE)
    return found


# --- laws ---

sizes = st.integers(1, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(0, n)))


def test_a_law_by_hand() -> None:
    law = Law.hypergeometric(5, 2, 2)  # none, one or both of two are among two drawn of five
    assert [law.start, *law.weights] == pytest.approx([0, 3 / 10, 6 / 10, 1 / 10])
    assert law.band() == Band(0, 2, 0.0)


@given(sizes)
def test_a_law_is_the_hypergeometric_one(drawn: tuple[int, int, int]) -> None:
    size, marked, take = drawn
    law = Law.hypergeometric(size, marked, take)
    exact = [Fraction(comb(marked, n) * comb(size - marked, take - n), comb(size, take)) for n in range(take + 1)]
    held = dict(enumerate(law.weights, law.start))
    assert [held.get(n, 0.0) for n in range(take + 1)] == pytest.approx([float(p) for p in exact], abs=1e-14)


def test_the_law_of_a_sum_is_what_enumeration_gives() -> None:
    # two of four, of which three are marked; and two of three, of which one is
    found: Counter[int] = Counter()
    for first, second in product(combinations((1, 1, 1, 0), 2), combinations((1, 0, 0), 2)):
        found[sum(first) + sum(second)] += 1
    law = total([Law.hypergeometric(4, 3, 2), Law.hypergeometric(3, 1, 2)])
    assert dict(enumerate(law.weights, law.start)) == pytest.approx({n: k / 18 for n, k in sorted(found.items())})
    assert Law.counted(found) == Law(1, [3 / 18, 9 / 18, 6 / 18])


@given(st.lists(sizes, min_size=1, max_size=6))
def test_a_band_leaves_out_as_much_as_it_may_and_no_more(drawn: list[tuple[int, int, int]]) -> None:
    law = total(Law.hypergeometric(*one) for one in drawn)
    band = law.band()
    held = dict(enumerate(law.weights, law.start))

    def below(edge: int) -> float:
        return sum(weight for count, weight in held.items() if count < edge)

    def above(edge: int) -> float:
        return sum(weight for count, weight in held.items() if count > edge)

    assert below(band.low) <= 0.025 + 1e-9
    assert above(band.high) <= 0.025 + 1e-9
    assert below(band.low + 1) > 0.025
    assert above(band.high - 1) > 0.025 - 1e-9
    assert band.outside == pytest.approx(below(band.low) + above(band.high), abs=1e-9)


def test_a_large_stratum_is_as_exact_and_stays_short() -> None:
    law = Law.hypergeometric(1_000_000, 100_000, 10_000)
    mean = sum(count * weight for count, weight in enumerate(law.weights, law.start))
    variance = sum((count - mean) ** 2 * weight for count, weight in enumerate(law.weights, law.start))
    assert mean == pytest.approx(1000)
    assert variance == pytest.approx(10_000 * 0.1 * 0.9 * 990_000 / 999_999)
    assert len(law.weights) < 1000
    assert law.band() == Band(942, 1059, pytest.approx(0.047, abs=0.002))


@pytest.mark.parametrize(("observed", "flagged"), [(1, True), (2, False), (5, False), (6, True)])
def test_a_count_is_flagged_outside_of_its_band_only(observed: int, flagged: bool) -> None:
    assert Compared(observed, Fraction(3), Band(2, 5, 0.04)).flagged is flagged


# --- selections ---


@pytest.mark.parametrize("vector", VECTORS)
def test_sums_agree(vector: str) -> None:
    draw, told = one(vector), record_of(draw_of(vector))
    take = sum(stratum.take for stratum in draw.freeze.strata.values())
    assert sum(row.selected for row in told.strata) == sum(row.take for row in told.strata) == take
    assert all(row.selected == row.take for row in told.strata)
    assert sum(area.observed for area in told.prefectures.values()) == take
    assert sum(area.expected for area in told.prefectures.values()) == take
    given_places = sum(len(team.members) for _, outcome in draw.teams() for team in outcome.teams)
    assert sum(one.observed for one in told.inspectors.values()) == given_places > 0
    assert sum(one.expected for one in told.inspectors.values()) == given_places
    assert told.expected_flags == pytest.approx(sum(one.band.outside for one in told.compared))
    assert told.drawing.listed + told.drawing.withheld == len(draw.lists.roster)


def test_bands_cover_the_real_draw_as_often_as_they_say() -> None:
    draw = one("good-joint-withheld")
    takes = {name: stratum.take for name, stratum in draw.freeze.strata.items()}
    flagged = expected = 0.0
    for number in range(1, 401):
        selected = draw_targets(draw.lists.roster, takes, seed("band", number))
        found = selection.by_prefecture(
            [replace(draw, outcome=msgspec.structs.replace(draw.outcome, selected=selected))]
        )
        flagged += sum(one.flagged for one in found.values())
        expected += sum(one.band.outside for one in found.values())
    assert expected > 20
    assert abs(flagged - expected) < 4 * expected**0.5


def test_withheld_entries_are_a_row_of_their_own_and_cannot_be_followed() -> None:
    draw = one("good-joint-withheld")
    withheld = [entry for entry in draw.lists.roster if entry.key.startswith("~")]
    told = record_of(draw_of("good-joint-withheld"))
    assert told.drawing.withheld == len(withheld) > 0
    strata = draw.freeze.strata
    chances = [Fraction(strata[one.stratum].take, strata[one.stratum].size) for one in withheld]
    assert told.prefectures["65"].expected == sum(chances)
    assert not [one for one in told.drawing.never if one.target.startswith("~")]
    opened = selection.drawing([draw], {withheld[0].key: "XJ-T-0001"})
    assert (opened.withheld, opened.listed) == (told.drawing.withheld - 1, told.drawing.listed + 1)


def test_who_was_never_drawn_and_how_likely_that_was() -> None:
    draw = one("good-small")
    found = selection.drawing([draw, draw], {})
    for never in found.never:
        stratum = draw.freeze.strata[draw.lists.entries[never.target].stratum]
        assert never.chance == (1 - Fraction(stratum.take, stratum.size)) ** 2
        assert never.draws == 2
    drawn = {one.key for one in draw.outcome.selected}
    assert {never.target for never in found.never} == {entry.key for entry in draw.lists.roster} - drawn
    assert found.expected == sum(
        (1 - Fraction(one.take, one.size)) ** 2 * one.size for one in draw.freeze.strata.values()
    )
    first, second = found.never[0].target, next(iter(drawn))
    assert first not in {one.target for one in selection.drawing([draw], {first: second}).never}


def test_a_newcomer_is_not_among_those_never_drawn() -> None:
    draw = one("good-substitutes-and-relief")
    told = record_of(draw_of("good-substitutes-and-relief"))
    (change,) = told.substitutions
    assert change.newcomer in draw.lists.entries
    assert change.newcomer not in {one.target for one in told.drawing.never}
    assert change.target in {one.key for one in draw.outcome.selected}
    assert {(one.inspector is None, one.drawn, one.void) for one in told.reliefs} == {(False, True, False)}
    assert len(told.reliefs) == 3


# --- what does not count ---


def test_a_void_stage_is_shown_and_not_counted() -> None:
    told, draw = record_of(draw_of("good-void-and-repeat")), one("good-void-and-repeat")
    (void,) = told.voids
    assert (void.stage, void.drawn, len(void.approved_by) >= 2, bool(void.would)) == ("teams", True, True, True)
    assert void.would == tuple(dict.fromkeys(void.would))
    assert [str(stage.id) for stage, _ in draw.teams()] == ["teams-2"]
    assert told.simulated == ()


def test_a_draw_whose_targets_are_void_is_not_counted_at_all() -> None:
    told = record_of(read(FilesInMemory(honest("void-all").files), "2026-001"))
    assert (told.draws, told.strata, told.prefectures, told.inspectors) == ((), (), {}, {})
    assert [one.stage for one in told.voids] == ["targets", "teams", "substitutes-1"]
    assert all(one.would and one.reason == "wrong_list" for one in told.voids)
    assert told.drawing.listed == 0


def test_a_refused_draw_is_named_and_left_out() -> None:
    record = draw_of("good-substitutes-and-relief")
    told = record_of(record, refused=(record.draw,))
    assert told.refused == (record.draw,)
    assert (told.draws, told.substitutions, told.reliefs, told.left_out, told.owed) == ((), (), (), (), ())
    assert told.prefectures == {}


def test_nothing_at_all_is_a_record_too() -> None:
    told = record_of()
    assert (told.compared, told.flagged, told.expected_flags, told.drawing.expected) == ((), 0, 0, 0)


def test_who_was_left_out_is_counted_by_reason() -> None:
    record = draw_of("good-joint-withheld")
    found = {(one.kind, one.reason): one.count for one in record_of(record).left_out}
    assert found == Counter(
        [("exclusion", row.reason) for row in record.lists.exclusions]
        + [("absence", row.reason) for row in record.lists.absences]
    )
    assert found


# --- inspectors ---


def test_a_later_stage_has_exact_chances() -> None:
    draw = one("good-void-and-repeat")
    ((stage, outcome),) = draw.teams()
    frozen = stage.freeze.value
    assert isinstance(frozen, LaterTeamsFreeze)
    pool = draw.history.pool(stage, {one.target: set(one.inspectors) for one in outcome.recusals})
    chances: Counter[str] = Counter()
    for team in outcome.teams:
        eligible = pool.eligible(draw.lists.entries[team.target], team.group)
        for key in eligible:
            chances[key] += Fraction(2, len(eligible))  # type: ignore[assignment]
    assert {key: one.expected for key, one in places.by_inspector([draw]).places.items()} == chances


def test_a_first_stage_is_simulated_with_the_protocols_own_arithmetic() -> None:
    # for one target alone loads are equal, so that the true chance is known: size / eligible
    draw = one("good-small")
    ((stage, outcome),) = draw.teams()
    assert stage.outcome
    alone = msgspec.structs.replace(outcome, teams=outcome.teams[:1])
    cut = replace(stage, outcome=Document(alone, stage.outcome.digest))
    stages = tuple(cut if one.id == stage.id else one for one in draw.stages)
    found = places.by_inspector([replace(draw, stages=stages)])
    (simulated,) = found.simulated
    assert (simulated.stage, simulated.seeds) == ("teams", 1000)
    true = Fraction(2, len(found.places))
    deviation = float(true * (1 - true) / 1000) ** 0.5
    assert all(abs(float(one.expected - true)) < 4 * deviation for one in found.places.values())
    assert sum(one.expected for one in found.places.values()) == 2


def test_a_crowded_stage_is_simulated_with_fewer_seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "TICKETS", 6000)
    (simulated,) = places.by_inspector([one("good-small")]).simulated
    assert 50 <= simulated.seeds < 1000


# --- time ---

TARGETS = ["91650102DEM000014J", "91650102DEM000022D", "91650203DEM000014A"]


def registry(*added: str) -> Registry:
    targets = [
        filled("target", "文字", id=key, former_ids=[], added_on=day, removed_on=None, division=f"{key[2:8]}")
        for key, day in zip(TARGETS, added, strict=True)
    ]
    return registry_of({"target": targets})


def visit(key: str, day: str, **more: Any) -> dict[str, Any]:
    return filled("result", "文字", id=key, target=key, draw="2026-001", **more) | {
        "visit": {"visited_on": day, "method": "on_site", "certificates_shown": True}
    }


def test_waiting_times_by_prefecture() -> None:
    held = registry("2026-01-01", "2026-05-01", "2026-07-01")
    results = registry_of({"result": [visit(TARGETS[0], day) for day in ("2025-12-01", "2025-11-30")]}).results
    last = waiting.last_visits((placed.value for placed in results), {})
    assert last == {TARGETS[0]: "2025-12-01"}
    first, second = waiting.by_prefecture(held, TARGETS, last, "2026-12-01")
    assert first == waiting.Waiting("6501", 2, 1, 214, (1, 0, 0, 0), 365, 365)
    assert second == waiting.Waiting("6502", 1, 1, 153, (0, 0, 0, 0), None, None)
    (later, _) = waiting.by_prefecture(held, TARGETS, last, "2026-12-02")
    assert later.parts == (0, 1, 0, 0)


def test_a_result_of_a_former_id_counts_for_its_bearer() -> None:
    results = registry_of({"result": [visit("old", "2026-08-01")]}).results
    assert waiting.last_visits((one.value for one in results), {"old": "new"}) == {"new": "2026-08-01"}


def test_a_result_without_a_visit_is_no_inspection() -> None:
    raw = {name: value for name, value in filled("result", "文字").items() if name != "visit"}
    assert waiting.last_visits((one.value for one in registry_of({"result": [raw]}).results), {}) == {}


def test_a_stage_is_overdue_a_day_after_its_value() -> None:
    record = draw_of("good-waiting")
    due = record.stages[0].freeze.value.beacon.time  # type: ignore[union-attr]
    assert due[:4] == "2026"
    before = {one.stage: one.overdue for one in owed(record, due)}
    after = {one.stage: one.overdue for one in owed(record, LATE)}
    assert before == {"targets": False, "teams": False}
    assert after == {"targets": True, "teams": True}
    assert list(owed(draw_of("good-small"), LATE)) == []


def test_visits_are_held_against_their_window() -> None:
    task = filled("task", "文字", id="2026-001", window_from="2026-07-10", window_to="2026-07-31")
    days = ["2026-07-08", "2026-07-31", "2026-08-01"]
    held = registry_of({"task": [task], "result": [visit(key, day) for key, day in zip(TARGETS, days, strict=True)]})
    record = replace(draw_of("good-small"), draw="2026-001")
    (found,) = fairness(
        held,
        {"2026-001": record},
        [placed.value for placed in held.results],
        refused=(),
        standing=(),
        day="2026-12-01",
        moment=LATE,
    ).visits
    assert (found.first, found.last, found.start, found.visited, found.after) == (days[0], days[2], -2, 3, 1)
