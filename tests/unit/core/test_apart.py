"""Who is kept apart from whom: relations of the vault, and nobody twice in a row where others can go."""

from hypothesis import given
from hypothesis import strategies as st
from tests.support.records import holding, target, task

from sunlot.core.apart import kept_apart, repeated
from sunlot.core.drawn import Drawn, Stage, Team
from sunlot.core.protocol import lists
from sunlot.core.visits import last_teams

TARGETS = [target("XJ-T-0001"), target("XJ-T-0002", subject="XJ-T-0001"), target("XJ-T-0003")]
BOOKS = holding(target=TARGETS)
ROSTER = [lists.Entry(one.id, "A", "650102") for one in TARGETS]
PEOPLE = [f"insp-{n:04d}" for n in range(6)]
GROUPS = [
    {"id": "quake", "authority": "xj-demo", "role": "officer", "size": 2},
    {"id": "expert", "authority": "xj-demo", "role": "expert", "size": 1},
]


def listed(count: int, group: str = "quake") -> list[lists.Inspector]:
    return [lists.Inspector(key, group, "65") for key in PEOPLE[:count]]


def test_every_roster_target_has_a_row_and_kinship_with_the_owner_counts_for_the_project():
    relations = {PEOPLE[1]: frozenset({"XJ-T-0001"}), "insp-zzzz": frozenset({"XJ-T-0003"})}
    found = kept_apart(BOOKS, task(), ROSTER, listed(4), (relations, {}))
    assert found.rows == {"XJ-T-0001": (PEOPLE[1],), "XJ-T-0002": (PEOPLE[1],), "XJ-T-0003": ()}
    assert found.waivers == ()


def test_those_who_went_last_time_are_kept_apart_if_two_others_can_go():
    last = {"XJ-T-0003": frozenset(PEOPLE[:2])}
    found = kept_apart(BOOKS, task(), ROSTER, listed(4), ({}, last))
    assert found.rows["XJ-T-0003"] == tuple(PEOPLE[:2])
    assert found.rows["XJ-T-0001"] == ()


def test_where_too_few_others_can_go_they_may_go_again_and_it_is_said():
    last = {"XJ-T-0003": frozenset(PEOPLE[:2])}
    found = kept_apart(BOOKS, task(), ROSTER, listed(3), ({}, last))
    assert found.rows["XJ-T-0003"] == ()
    assert [(one.target, one.group, one.inspectors, one.others) for one in found.waivers] == [
        ("XJ-T-0003", "quake", tuple(PEOPLE[:2]), 1)
    ]


def test_a_relation_counts_before_others_are_counted():
    last = {"XJ-T-0003": frozenset(PEOPLE[:2])}
    relations = {PEOPLE[3]: frozenset({"XJ-T-0003"})}  # of four, only two others, and one of them is related
    found = kept_apart(BOOKS, task(), ROSTER, listed(4), (relations, last))
    assert found.rows["XJ-T-0003"] == (PEOPLE[3],)
    assert len(found.waivers) == 1


def test_each_group_is_looked_at_for_itself():
    people = [*listed(2), lists.Inspector("exp-0001", "expert", "65"), lists.Inspector("exp-0002", "expert", "65")]
    last = {"XJ-T-0003": frozenset({PEOPLE[0], "exp-0001"})}
    found = kept_apart(BOOKS, task(groups=GROUPS), ROSTER, people, ({}, last))
    assert found.rows["XJ-T-0003"] == ("exp-0001",)
    assert [(one.group, one.inspectors) for one in found.waivers] == [("quake", (PEOPLE[0],))]


def test_a_target_that_changed_its_id_is_the_same_target():
    books = holding(target=[target("XJ-T-0007", former_ids=["XJ-T-0001"])])
    drawn = {"2026-001": _drawn("2026-001", "2026-07-01T00:00:00Z", {"XJ-T-0001": PEOPLE[:2]})}
    assert last_teams(books, drawn) == {"XJ-T-0007": frozenset(PEOPLE[:2])}


def test_the_last_time_is_the_latest_draw_that_sent_a_team():
    drawn = {
        "2026-001": _drawn("2026-001", "2026-09-01T00:00:00Z", {"XJ-T-0001": PEOPLE[:2]}),
        "2026-002": _drawn("2026-002", "2026-08-01T00:00:00Z", {"XJ-T-0001": PEOPLE[2:4], "XJ-T-0003": PEOPLE[4:]}),
    }
    assert last_teams(BOOKS, drawn) == {"XJ-T-0001": frozenset(PEOPLE[:2]), "XJ-T-0003": frozenset(PEOPLE[4:])}


def _drawn(draw: str, time: str, teams: dict[str, list[str]]) -> Drawn:
    return Drawn(
        draw=draw,
        stages=(Stage("teams", time, drawn=True, void=False),),
        selected=dict.fromkeys(teams, "A"),
        teams={key: (Team("quake", "officer", tuple(people)),) for key, people in teams.items()},
        sent=dict.fromkeys(teams, time),
        population=3,
    )


people = st.frozensets(st.sampled_from(PEOPLE))


@given(
    count=st.integers(0, 6),
    relations=st.dictionaries(st.sampled_from(PEOPLE), st.just(frozenset({"XJ-T-0003"}))),
    last=people,
)
def test_nobody_goes_twice_unless_the_rows_say_why_and_no_row_leaves_too_few(count, relations, last):
    found = kept_apart(BOOKS, task(), ROSTER, listed(count), (relations, {"XJ-T-0003": last}))
    here = set(PEOPLE[:count])
    related = here & relations.keys()
    row = set(found.rows["XJ-T-0003"])
    others = here - related - last
    assert related <= row <= here
    if row != related:
        assert row == related | (here & last)
        assert len(others) >= 2
    for waiver in found.waivers:
        assert waiver.others == len(others) < 2
        assert set(waiver.inspectors) == (here & last) - related
    # what a stranger sees when the row is open agrees: whoever may go again was waived
    again = list(repeated(BOOKS, task(), ROSTER[2:], (listed(count), {"XJ-T-0003": row}), {"XJ-T-0003": last}))
    assert all(one.waived for one in again)
