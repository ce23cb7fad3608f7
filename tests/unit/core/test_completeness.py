"""Whether registers are complete: duties and the list, bodies above targets, inspectors for each place, other lists."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.repos.records import code
from tests.support.records import batch, certificate, holding, inspector, plan, target, task
from tests.support.repositories import AUTHORITY, ITEM

from sunlot.core.completeness import completeness
from sunlot.core.completeness.bodies import bodies
from sunlot.core.completeness.columns import NoSuchColumnError, find_columns
from sunlot.core.completeness.comparing import Listed, compare
from sunlot.core.completeness.duties import Share, duties, shares
from sunlot.core.completeness.staffing import staffing
from sunlot.core.completeness.wording import comparable, tidied
from sunlot.core.credit_code import ALPHABET, check_character
from sunlot.core.eligibility import Private, inspector_lists
from sunlot.core.masks import DOTS
from sunlot.core.model import Authority, Item

DAY = "2026-07-21"


def item(key, **fields):
    return msgspec.convert({**ITEM, "id": key, **fields}, Item)


def authority(key, **fields):
    return msgspec.convert({**AUTHORITY, "id": key, **fields}, Authority)


BUREAU = [
    authority("xj-demo"),
    authority("wlmq-demo", parent="xj-demo", level="prefecture"),
    authority("zj-demo", role="partner"),
    authority("sl-demo", role="partner"),
]


# Duties


def test_every_duty_is_told_with_its_state_and_reason():
    books = holding(
        item=[
            item("SEI-03", status="excluded", status_reason="不属本局职权"),
            item("SEI-01"),
            item("SEI-02", status="preparing", status_reason="筹备", planned_for="2026-07-20"),
            item("SEI-04", valid_to="2026-07-20"),
            item("SEI-05", valid_from="2026-07-22"),
        ]
    )
    found = {one.item: one for one in duties(books, DAY)}
    assert list(found) == ["SEI-01", "SEI-02", "SEI-03", "SEI-04", "SEI-05"]
    assert [one.listed for one in found.values()] == [True, False, False, False, False]
    assert (found["SEI-02"].reason, found["SEI-02"].planned_for, found["SEI-02"].late) == ("筹备", "2026-07-20", True)
    assert (found["SEI-03"].status, found["SEI-03"].reason) == ("excluded", "不属本局职权")


def test_a_date_that_is_today_is_not_late():
    books = holding(item=[item("SEI-02", status="preparing", planned_for=DAY)])
    assert [one.late for one in duties(books, DAY)] == [False]


def test_the_share_follows_the_dates_and_leaves_out_what_does_not_belong_on_the_list():
    books = holding(
        item=[
            item("SEI-01"),
            item("SEI-02", joined_list_on="2026-03-01"),
            item("SEI-03", status="preparing", planned_for="2027-06-30"),
            item("SEI-04", status="excluded", status_reason="演示"),
            item("SEI-05", status="removed", status_reason="演示"),
        ]
    )
    assert list(shares(books, DAY)) == [
        Share("2026-01-01", 1, 3, planned=False),
        Share("2026-03-01", 2, 3, planned=False),
        Share(DAY, 2, 3, planned=False),
        Share("2027-06-30", 3, 3, planned=True),
    ]
    assert [one.percent for one in shares(books, DAY)] == [33, 66, 66, 100]


def test_a_plan_that_has_passed_is_no_fact():
    books = holding(item=[item("SEI-01", status="preparing", planned_for="2026-05-01")])
    assert all(one.listed == 0 for one in shares(books, DAY))


def test_of_nothing_there_is_no_share():
    assert list(shares(holding(), DAY)) == [Share(DAY, 0, 0, planned=False)]
    assert next(shares(holding(), DAY)).percent == 0


# Bodies


def test_levels_of_one_line_are_one_body_and_two_lines_are_several():
    books = holding(
        authority=BUREAU,
        item=[item("SEI-01", joint_with=["zj-demo"])],
        target=[
            target("XJ-T-0001", supervised_by=["wlmq-demo", "xj-demo"]),
            target("XJ-T-0002", supervised_by=["wlmq-demo", "zj-demo"]),
            target("XJ-T-0003", supervised_by=["sl-demo", "xj-demo", "zj-demo"]),
            target("XJ-T-0004", supervised_by=[]),
            target("XJ-T-0005", supervised_by=["unknown-demo"]),
            target("XJ-T-0006", supervised_by=["xj-demo"], supervision_types=["other"]),
            target("XJ-T-0007", supervised_by=[], removed_on="2026-07-01", removal_reason="演示"),
            target("XJ-T-0008", supervised_by=[], registration_status="deregistered"),
        ],
    )
    found = bodies(books, DAY)
    assert found.targets == 6
    assert found.several == {"XJ-T-0002": ("xj-demo", "zj-demo"), "XJ-T-0003": ("sl-demo", "xj-demo", "zj-demo")}
    assert [(one.first, one.second, one.targets, one.joint_items) for one in found.pairs] == [
        ("xj-demo", "zj-demo", 2, ("SEI-01",)),
        ("sl-demo", "xj-demo", 1, ()),
        ("sl-demo", "zj-demo", 1, ()),
    ]
    assert found.none == ("XJ-T-0004", "XJ-T-0005")
    assert found.unreached == ("XJ-T-0006",)


def test_a_dissolved_authority_supervises_nobody():
    gone = authority("zj-demo", role="partner", removed_on=DAY, removal_reason="演示")
    books = holding(authority=[gone], target=[target("XJ-T-0001", supervised_by=["zj-demo"])])
    assert bodies(books, DAY).none == ("XJ-T-0001",)
    assert bodies(books, "2026-07-20").none == ()


def test_parents_in_a_circle_do_not_hang():
    ring = [authority("a-demo", parent="b-demo"), authority("b-demo", parent="a-demo")]
    books = holding(authority=ring, target=[target("XJ-T-0001", supervised_by=["a-demo"])])
    assert bodies(books, DAY).none == ()


# Inspectors


def staffed(people, targets=(), **fields):
    books = holding(
        authority=BUREAU,
        item=[item("SEI-01")],
        inspector=[inspector(f"insp-{n:04d}", **one) for n, one in enumerate(people)],
        target=targets or [target("XJ-T-0001")],
        **fields,
    )
    return list(staffing(books, DAY))


@pytest.mark.parametrize(
    ("people", "short", "nearly_fixed"),
    [(0, True, False), (1, True, False), (2, False, True), (3, False, True), (4, False, False)],
)
def test_cells_without_a_team_or_without_a_choice_are_marked(people, short, nearly_fixed):
    (one,) = staffed([{}] * people)
    assert (one.area, one.item, one.targets, one.inspectors, one.fewest, one.size) == (
        "6501",
        "SEI-01",
        1,
        people,
        people,
        2,
    )
    assert (one.short, one.nearly_fixed) == (short, nearly_fixed)


@pytest.mark.parametrize(
    "fault",
    [
        {"status": "suspended"},
        {"qualification_exam": None},
        {"certificates": [certificate(valid_to="2026-07-20")]},
        {"certificates": [certificate(valid_from="2026-07-22")]},
        {"certificates": [certificate(fields=["SEI-02"])]},
        {"certificates": [certificate(areas=["6502"])]},
        {"removed_on": DAY, "removal_reason": "演示"},
        {"unit": "zj-demo"},
    ],
)
def test_whoever_could_not_be_drawn_today_does_not_count(fault):
    (one,) = staffed([{}, fault])
    assert one.inspectors == 1


def test_a_certificate_that_ends_today_counts_today():
    (one,) = staffed([{"certificates": [certificate(valid_to=DAY)]}])
    assert one.inspectors == 1


def test_the_division_with_the_fewest_decides():
    only = {"certificates": [certificate(areas=["650102"])]}
    places = [target("XJ-T-0001"), target("XJ-T-0002", division="650103"), target("XJ-T-0003", division="650203")]
    near, far = staffed([{}, {}, only, only], places)
    assert (near.area, near.targets, near.inspectors, near.fewest) == ("6501", 2, 4, 2)
    assert (far.area, far.targets, far.inspectors, far.fewest) == ("6502", 1, 2, 2)
    assert near.nearly_fixed


def test_the_plan_says_how_many_a_team_has():
    group = {"id": "quake", "authority": "wlmq-demo", "role": "officer", "size": 3}
    expert = {"id": "expert", "authority": "xj-demo", "role": "expert", "size": 9}
    others = {"id": "build", "authority": "zj-demo", "role": "officer", "size": 9}
    (one,) = staffed([{}] * 5, plan=[plan(batches=[batch(groups=[group, expert, others])])])
    assert (one.size, one.short, one.nearly_fixed) == (3, False, True)
    (one,) = staffed([{}] * 2, plan=[plan(batches=[batch(groups=[{**group, "fields": ["SEI-02"]}])])])
    assert one.size == 2


def test_the_judging_is_that_of_a_draw():
    """What is counted is what freezing would list, for one of the plan's own tasks of that day."""
    people = [{}, {"status": "left"}, {"certificates": [certificate(areas=["650102"])]}, {"qualification_exam": None}]
    held = [inspector(f"insp-{n:04d}", **one) for n, one in enumerate(people)]
    books = holding(
        authority=BUREAU, item=[item("SEI-01")], inspector=held, target=[target("XJ-T-0001")], plan=[plan()]
    )
    listed = inspector_lists(books, task(window_from=DAY, window_to=DAY), DAY, Private(), ["650102"]).listed
    (one,) = staffing(books, DAY)
    assert one.inspectors == len(listed) == 2


def test_items_that_are_not_on_the_list_need_nobody():
    books = holding(authority=BUREAU, item=[item("SEI-01", status="preparing")], target=[target("XJ-T-0001")])
    assert list(staffing(books, DAY)) == []
    assert completeness(books, DAY).staffing == ()


# Names and columns


@pytest.mark.parametrize("dot", DOTS)
def test_name_dots_brackets_and_widths_are_alike(dot):
    assert comparable(f"艾力{dot}买买提（阿图什）商行") == comparable("艾力·买买提(阿图什) 商行")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＢＣ１２公司", "abc12公司"),
        ("演示\u3000公司\u200b", "演示公司"),
        ("演示【一】公司", "演示(一)公司"),
        ("Ａ－Ｂ", "A—B"),
    ],
)
def test_what_only_looks_different_is_alike(one, other):
    assert comparable(one) == comparable(other)


def test_what_is_different_stays_different():
    assert comparable("演示一公司") != comparable("演示二公司")
    assert comparable("艾力·买买提") != comparable("艾力买买提")


@given(st.text(max_size=30))
def test_a_comparable_form_is_stable(text):
    assert comparable(comparable(text)) == comparable(text)


def test_a_code_is_tidied_for_comparison_only():
    sound = code("91650102", 7)
    assert tidied(f" {sound[:8].lower()}-{sound[8:]}　") == sound


@pytest.mark.parametrize(
    ("rows", "head", "code_at", "name_at"),
    [
        ([["序号", "企业名称", "统一社会信用代码"]], 1, 2, 1),
        ([["乌鲁木齐市企业名单"], [], ["单位名称*", " 社会信用代码 "]], 3, 1, 0),
        ([["法定代表人名称", "单位名称"]], 1, None, 1),
        ([["项目名称", "地址"]], 1, None, 0),
        ([["信用代码（营业执照）"], ["统一社会 信用代码"]], 2, 0, None),
        ([["Name", "USCC"]], 1, 1, 0),
        ([["名称"], ["名称", "代码", "信用代码"]], 2, 2, 0),
    ],
)
def test_the_head_is_guessed(rows, head, code_at, name_at):
    found = find_columns([*rows, ["1", "2", "3"]])
    assert found is not None
    assert (found.head, found.code, found.name) == (head, code_at, name_at)


def test_no_head_is_none_and_a_column_that_is_named_has_to_be_there():
    rows = [["1", "演示公司"], ["2", "x"]]
    assert find_columns(rows) is None
    named = find_columns([["证号", "抬头"], *rows], code="证号", name="抬头")
    assert named is not None
    assert (named.code, named.name, named.code_title, named.name_title) == (0, 1, "证号", "抬头")
    with pytest.raises(NoSuchColumnError) as refused:
        find_columns([["名称", "信用代码"], *rows], code="证照")
    assert refused.value.title == "证照"


# Other lists

A, B, C, D = (code("91650102", n) for n in range(1, 5))


def register(*more):
    return holding(
        authority=BUREAU,
        target=[
            target(A, uscc=A, name="演示甲公司", supervised_by=["wlmq-demo"]),
            target(B, uscc=B, name="演示乙公司", supervised_by=["zj-demo"]),
            target(C, uscc=C, name="演示丙（阿图什）公司", supervised_by=["xj-demo", "zj-demo"]),
            target("XJ-T-0009", name="演示水库工程", kind="project", supervised_by=["sl-demo"]),
            *more,
        ],
    )


def compared(*lines, books=None, **options):
    return compare(books or register(), [Listed(n, *line) for n, line in enumerate(lines, 2)], DAY, **options)


def whys(found):
    return [(one.listed.row, one.target, one.why) for one in found.possible]


def test_a_code_decides_whatever_the_name():
    found = compared((A, "别的名称"), (D, "演示丁公司"))
    assert [(one.listed.row, one.target, one.why) for one in found.same] == [(2, A, "code")]
    assert [one.row for one in found.missing] == [3]
    assert found.absent == (B, C, "XJ-T-0009")
    assert (found.possible, found.faults, found.repeated) == ((), (), ())


def test_without_a_code_the_name_decides_where_one_target_bears_it():
    twin = target(D, uscc=D, name="演示乙公司")
    found = compared(("", "演示丙(阿图什) 公司"), ("", "演示乙公司"), books=register(twin))
    assert [(one.target, one.why) for one in found.same] == [(C, "name")]
    assert sorted(whys(found)) == sorted([(3, B, "same_name"), (3, D, "same_name")])
    assert not found.missing


def test_a_name_with_another_code_is_only_possible():
    found = compared((D, "演示甲公司"), (D, "演示水库工程"))
    assert whys(found) == [(2, A, "same_name"), (3, "XJ-T-0009", "no_code")]
    assert A not in found.absent
    assert not found.missing


@pytest.mark.parametrize(
    "slip",
    [
        lambda code: code[:9] + ("Y" if code[9] != "Y" else "X") + code[10:],
        lambda code: code[:9] + code[10:],
        lambda code: code[:9] + "7" + code[9:],
        lambda code: code[:7] + code[8] + code[7] + code[9:],
    ],
    ids=["wrong", "missing", "too many", "exchanged"],
)
def test_a_wrong_code_one_slip_away_is_possible(slip):
    found = compared((slip(A), "不相干"))
    assert whys(found) == [(2, A, "near_code")]
    assert len(found.faults) == 1
    assert not found.missing


@given(st.integers(0, 17), st.sampled_from(ALPHABET))
def test_every_single_slip_leads_back(place, char):
    listed = A[:place] + char + A[place + 1 :]
    found = compared((listed, ""))
    if listed == A:
        assert [one.target for one in found.same] == [A]
    else:
        assert (2, A, "near_code") in whys(found)


def test_two_slips_do_not():
    wrong = A[:9] + ("YX" if A[9:11] != "YX" else "XY") + A[11:]
    found = compared((wrong, ""))
    assert [one.code for one in found.missing] == [wrong]


def test_a_code_written_otherwise_is_possible_and_a_fault():
    found = compared((f"{A.lower()} ", "演示"))
    assert whys(found) == [(2, A, "written_otherwise")]
    assert [(one.listed.row, one.expected) for one in found.faults] == [(2, "")]


def test_a_wrong_check_digit_is_reported_with_the_right_one():
    wrong = D[:-1] + ("A" if D[-1] != "A" else "B")
    (fault,) = compared((wrong, "演示丁公司")).faults
    assert (fault.listed.row, fault.expected) == (2, D[-1])


@pytest.mark.parametrize("wrong", ["0" * 18, "94650102DEM00001"])
def test_a_right_check_digit_alone_proves_nothing(wrong):
    wrong = wrong if len(wrong) == 18 else (start := f"{wrong}4") + check_character(start)
    (fault,) = compared((wrong, "演示丁公司")).faults
    assert (fault.listed.row, fault.expected) == (2, "")


def test_who_left_the_register_is_told_apart():
    left = target(D, uscc=D, name="演示丁公司", removed_on="2026-05-01", removal_reason="演示")
    found = compared((D, ""), books=register(left))
    assert [one.target for one in found.gone] == [D]
    assert D not in found.absent
    assert not found.missing


def test_a_former_code_leads_to_its_heir():
    heir = target(D, uscc=D, name="演示丁公司", former_ids=[code("91650102", 8)])
    found = compared((code("91650102", 8), ""), books=register(heir))
    assert [one.target for one in found.same] == [D]


def test_of_an_authority_only_what_it_or_one_below_supervises_is_expected():
    assert compared(authority="zj-demo").absent == (B, C)
    assert compared(authority="xj-demo").absent == (A, C)
    assert compared((A, ""), (C, ""), authority="xj-demo").absent == ()


def test_repeated_and_empty_lines_are_told():
    found = compared((A, "甲"), (A.lower(), "甲"), ("", "新 公司"), ("", "新公司"), ("", ""), (B, ""))
    assert [[one.row for one in group] for group in found.repeated] == [[2, 3], [4, 5]]
    assert found.empty == (6,)
    assert found.rows == 5


@given(
    st.lists(st.tuples(st.sampled_from(["", A, B, D, A[:-1], A.lower()]), st.sampled_from(["", "演示甲公司", "新"])))
)
def test_every_line_has_exactly_one_fate(lines):
    found = compared(*lines)
    fates = [
        {one.listed.row for one in found.same},
        {one.listed.row for one in found.possible},
        {one.row for one in found.missing},
        set(found.empty),
    ]
    assert sum(map(len, fates)) == len(set().union(*fates)) == len(lines)
    told = {one.target for one in (*found.same, *found.possible)}
    assert told.isdisjoint(found.absent)
    assert told | set(found.absent) == {A, B, C, "XJ-T-0009"}
