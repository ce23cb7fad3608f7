"""The life of an inspection: the table is sound, honest lives pass, and one wrong step is told for what it is."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunlot.core.life import Barred, Early, Missing, Step, broken, standing
from sunlot.core.life.steps import FOLLOWED
from sunlot.core.life.table import MOVES
from sunlot.store import schemas

START = date(2026, 7, 1)


def test_every_step_has_a_label_and_every_need_is_a_step() -> None:
    assert set(schemas.terms("life_step")) == MOVES.keys()
    for move in MOVES.values():
        assert {kind for group in move.needs for kind in group} | set(move.bars) <= MOVES.keys()
        assert move.clause
    assert set(schemas.terms("follow_up_kind")) == FOLLOWED.keys()


def test_no_step_rests_on_itself() -> None:
    """So that every step can happen at all: what each rests on can be put in order."""
    done: set[str] = set()
    while ready := {kind for kind, move in MOVES.items() if kind not in done and _met(kind, done)}:
        done |= ready
    assert done == MOVES.keys()


def _met(kind: str, done: set[str]) -> bool:
    return all(done & set(group) for group in MOVES[kind].needs)


@st.composite
def walks(draw: st.DrawFn) -> list[Step]:
    """An honest life: at each moment one of the steps that the table allows, on the same day or a later one."""
    steps: list[Step] = []
    kinds: set[str] = set()
    day = START
    for _ in range(draw(st.integers(1, 25))):
        barred = {kind for kind, move in MOVES.items() if kinds & set(move.bars)}
        barred |= {bar for kind in kinds for bar in MOVES[kind].bars}  # allowed later in time only; tested below
        free = sorted(kind for kind in MOVES if kind not in kinds | barred and _met(kind, kinds))
        if not free:
            break
        kind = draw(st.sampled_from(free))
        day += timedelta(draw(st.integers(0, 3)))
        kinds.add(kind)
        steps.append(Step(kind, day.isoformat() if draw(st.integers(0, 5)) else None))
    return steps


@given(walks())
def test_an_honest_life_is_accepted(steps: list[Step]) -> None:
    assert list(broken(steps, knows_draw=True)) == []


@given(walks(), st.data())
def test_a_step_taken_out_is_missed_by_what_rests_on_it(steps: list[Step], data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(steps))
    left = [one for one in steps if one is not gone]
    kinds = {one.kind for one in left}
    visited = "visited" in kinds
    expected = {
        (one.kind, group)
        for one in left
        for group in MOVES[one.kind].needs
        if gone.kind in group and not kinds & set(group) and (visited or not MOVES[one.kind].absent_unvisited)
    }
    found = list(broken(left, knows_draw=True))
    assert {(one.step.kind, one.needed) for one in found if isinstance(one, Missing)} == expected
    assert all(isinstance(one, Missing) for one in found)


@given(walks(), st.data())
def test_a_step_dated_before_all_that_it_rests_on_is_early(steps: list[Step], data: st.DataObject) -> None:
    resting = [one for one in steps if any(_dated(steps, group) for group in MOVES[one.kind].needs)]
    if not resting:
        return
    chosen = data.draw(st.sampled_from(resting))
    early = Step(chosen.kind, (START - timedelta(1)).isoformat())
    found = list(broken([early if one is chosen else one for one in steps], knows_draw=True))
    if "visited" not in {one.kind for one in steps} and MOVES[chosen.kind].absent_unvisited:
        return
    assert [one for one in found if isinstance(one, Early) and one.step is early]
    assert not [one for one in found if isinstance(one, Missing)]


def _dated(steps: Sequence[Step], group: Sequence[str]) -> bool:
    there = [one for one in steps if one.kind in group]
    return bool(there) and all(one.day for one in there)


@pytest.mark.parametrize(("kind", "bar"), [(kind, bar) for kind, move in sorted(MOVES.items()) for bar in move.bars])
def test_what_is_barred_is_told(kind: str, bar: str) -> None:
    steps = [*_all_before(kind), *_all_before(bar), Step(bar, "2026-07-10", over=False), Step(kind, "2026-07-11")]
    (one,) = [one for one in broken(steps, knows_draw=True) if isinstance(one, Barred)]
    assert (one.step.kind, one.by.kind) == (kind, bar)
    before = [*_all_before(kind), *_all_before(bar), Step(kind, "2026-07-09"), Step(bar, "2026-07-10", over=False)]
    assert not [one for one in broken(before, knows_draw=True) if isinstance(one, Barred)]


def _all_before(kind: str) -> list[Step]:
    found: dict[str, Step] = {}
    for group in MOVES[kind].needs:
        for step in [*_all_before(group[0]), Step(group[0], "2026-07-01")]:
            found.setdefault(step.kind, step)
    return list(found.values())


def test_a_transfer_that_was_answered_bars_nothing() -> None:
    steps = [*_all_before("penalised"), Step("transferred_judicial", "2026-07-05"), Step("penalised", "2026-07-09")]
    assert list(broken(steps, knows_draw=True)) == []


def test_without_the_draw_nothing_is_said_of_it() -> None:
    steps = [step for step in _all_before("published") if step.kind != "drawn"] + [Step("published", "2026-07-20")]
    assert [one for one in broken(steps, knows_draw=True) if isinstance(one, Missing)]
    assert list(broken(steps, knows_draw=False)) == []


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([Step("drawn")], "awaiting"),
        ([Step("drawn"), Step("visited")], "in_progress"),
        ([Step("drawn"), Step("vacated")], "vacated"),
        ([Step("published"), Step("ordered", over=False)], "published"),
        ([Step("published"), Step("objected", over=False), Step("ordered", over=False)], "disputed"),
        ([Step("published"), Step("remedy_sought", over=False)], "disputed"),
        ([Step("visited"), Step("published"), Step("closed")], "closed"),
        ([Step("vacated"), Step("published"), Step("closed")], "vacated"),
    ],
)
def test_the_state_in_a_word(steps: list[Step], state: str) -> None:
    assert standing(steps) == state
    assert state in schemas.terms("life_state")
