"""The view of a draw says what its folder says."""

from hashlib import sha256

import pytest
from tests.support.site import DAY, VECTORS, contents, draw_of

from sunlot.core.protocol.verify import judge
from sunlot.core.views.draws import DrawView, StratumView, Verdict

GOOD = sorted(path.name for path in VECTORS.glob("good-*"))


def view(vector: str) -> DrawView:
    return contents("文字", vector).draws[0]


@pytest.mark.parametrize("vector", GOOD)
def test_every_good_draw_has_a_view(vector: str) -> None:
    shown = view(vector)
    assert judge(draw_of(vector)).verified
    assert shown.state_code in {"waiting", "teams_waiting", "drawn", "void"}
    assert len(shown.live) <= shown.take
    assert [one.rank for one in shown.chosen if one.rank is not None] == list(
        range(1, sum(one.stage == "targets" for one in shown.chosen) + 1)
    )


@pytest.mark.parametrize("vector", [name for name in GOOD if "waiting" not in name])
def test_by_hand(vector: str) -> None:
    hand = view(vector).hand
    assert hand is not None
    seed_text, seed, ticket_text, ticket = hand
    assert sha256(seed_text.encode()).hexdigest() == seed
    assert sha256(ticket_text.encode()).hexdigest() == ticket


def test_waiting() -> None:
    shown = view("good-waiting")
    assert shown.state_code == "waiting"
    assert shown.chosen == ()
    assert shown.hand is None
    assert shown.overdue == (shown.next_stage is not None and shown.next_stage.beacon.time < DAY)
    assert [one.path for one in shown.lists][:2] == ["targets/roster.csv", "targets/exclusions.csv"]


def test_substitutes_and_relief() -> None:
    shown = view("good-substitutes-and-relief")
    gone = [one for one in shown.chosen if one.vacated]
    newcomers = [one for one in shown.chosen if one.rank is None]
    assert gone
    assert newcomers
    assert all(one.team == () for one in gone)
    assert all(one.team for one in shown.live)
    relief = draw_of("good-substitutes-and-relief").stages[-1]
    lines = [change.text for stage in shown.stages for change in stage.changes]
    assert len(lines) >= 1, relief
    assert all("：" in line for line in lines)


def test_void_and_repeat() -> None:
    shown = view("good-void-and-repeat")
    assert [stage.state_code for stage in shown.stages].count("void") == 1
    assert any(stage.void for stage in shown.stages)
    assert all(one.team for one in shown.live)


def test_a_folder_that_cannot_be_read() -> None:
    shown = view("bad-roster-crlf")
    assert shown.state_code == "unreadable"
    assert shown.live == ()


def test_a_task_without_a_freeze() -> None:
    site = contents("文字")
    shown = [draw for draw in site.draws if draw.id not in site.records]
    assert shown == []
    assert DrawView("2026-009", "题", "已立项", "declared", None).stage is None


@pytest.mark.parametrize(
    ("size", "take", "chance"),
    [(31, 7, "7/31 ≈ 22.58%"), (20, 3, "3/20 = 15%"), (2, 2, "2/2 = 100%（全部抽取）"), (5, 0, "0"), (0, 0, "0")],
)
def test_chances_are_exact_and_say_when_rounded(size: int, take: int, chance: str) -> None:
    assert StratumView("A", "层", "5%", size, take, "").chance == chance


@pytest.mark.parametrize(
    ("strata", "words"),
    [
        ([(5, 5)], "有 1 "),
        ([(10, 3)], "有 120 "),
        ([(31, 7)], "约有 262 万"),
        ([(60, 6)], "约有 5006 万"),
        ([(100, 30)], "约有 10 的 25 次方"),
    ],
)
def test_how_many_outcomes(strata: list[tuple[int, int]], words: str) -> None:
    held = tuple(StratumView("A", "", "", size, take, "") for size, take in strata)
    assert DrawView("2026-001", "", "", "drawn", Verdict(ok=True), strata=held).possible == words
