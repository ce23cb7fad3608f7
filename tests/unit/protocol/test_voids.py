"""Voids: what a void stage takes with it, and how it is judged itself."""

import pytest
from tests.support.drawfolders import Office, begun, edit, remove, reseal
from tests.unit.protocol.forging import CHAIN

from sunlot.core.protocol.grammar import Refusal, instant, seconds
from sunlot.core.protocol.verify import verify


def verdict(office: Office, **more):
    return verify(office.folder, office.draw, chain=CHAIN, **more)


def refusal(office: Office) -> tuple[str, str]:
    failure = verdict(office).failure
    assert failure
    return str(failure.stage), failure.code


def vacated_then_repeated() -> Office:
    """A draw in which a target was replaced before the teams were drawn again."""
    office = begun(size=60)
    office.reveal("targets", "teams")
    office.reveal(office.substitutes(office.selected()[0]))
    office.void("teams")
    office.reveal(office.teams("targets"))
    return office


def test_a_void_after_a_stage_that_counted_on_it_makes_that_stage_wrong():
    office = vacated_then_repeated()
    assert verdict(office).verified
    office.void("substitutes-1")
    assert refusal(office) == ("teams-2", "teams")


def test_unless_it_is_voided_too():
    office = vacated_then_repeated()
    office.void("substitutes-1", "teams-2")
    assert verdict(office).verified
    repeat = office.teams("targets")
    office.reveal(repeat)
    assert verdict(office).verified
    assert office.team(office.selected()[0], repeat)


def test_a_void_stage_is_still_judged():
    office = vacated_then_repeated()
    office.void("substitutes-1", "teams-2")
    files = edit(office.files, "teams-2/outcome.json", lambda outcome: outcome["teams"].pop())
    office.files = reseal(files)
    assert refusal(office) == ("teams-2", "teams")


def test_the_newcomer_of_a_void_stage_is_a_candidate_again():
    office = begun(size=60)
    office.reveal("targets", "teams")
    vacated = office.selected()[0]
    office.reveal(office.substitutes(vacated))
    office.void("substitutes-1")
    again = office.substitutes(vacated)
    office.reveal(again)
    assert verdict(office).verified


def test_a_stage_voided_while_it_waits_is_drawn_all_the_same():
    office = begun()
    office.reveal("targets")
    office.void("teams")
    assert verdict(office).verified
    office.reveal("teams")
    assert verdict(office).verified


def test_a_void_targets_ends_the_draw_for_the_tool_too():
    office = begun()
    office.reveal("targets", "teams")
    office.void("targets", "teams")
    repeat = office.teams("targets")
    assert refusal(office) == (repeat, "void")


def test_a_stage_waits_for_those_before_it():
    office = begun()
    with pytest.raises(Refusal) as refused:
        office.reveal("teams")
    assert str(refused.value) == "time: this stage is drawn although targets before it is neither drawn nor void"
    office.void("targets", "teams")
    with pytest.raises(Refusal) as refused:
        office.reveal("teams")
    assert str(refused.value) == "chain: targets, which this stage is built on, is not drawn"
    office.reveal("targets", "teams")
    assert verdict(office).verified
    office.files = remove(office.files, "teams/void.json")
    assert refusal(office) == ("teams", "void")


def test_what_is_owed_and_what_is_overdue():
    office = begun()
    office.reveal("targets")
    office.void("targets", "teams")
    time = office.stage("teams").freeze.value.beacon.time
    names = {step.name for step in verdict(office, now=time).steps}
    assert "marked.owed" in names
    assert "marked.overdue" not in names
    names = {step.name for step in verdict(office, now="2026-08-30T00:00:00Z").steps}
    assert "marked.overdue" in names


def drawn_after_a_void() -> Office:
    """The last of a stratum steps in a second time: the stage that brought it in was void by then."""
    office = begun(size=18)
    office.reveal("targets", "teams")
    roster = {entry.key: entry.stratum for entry in office.record.lists.roster}
    first, second = [key for key in office.selected() if roster[key] == "C"]
    office.reveal(office.substitutes(first))
    again = office.substitutes(second)
    office.now = instant(seconds(office.now) + 60)
    office.void("substitutes-1")
    office.reveal(again)
    assert office.newcomers("substitutes-1") == office.newcomers("substitutes-2") != [None]
    return office


def test_a_stage_drawn_after_a_void_may_be_voided_itself():
    office = drawn_after_a_void()
    assert verdict(office).verified
    office.void("substitutes-2")
    assert verdict(office).verified


def test_what_is_void_in_the_second_of_a_freeze_does_not_count_for_it():
    office = begun(size=18)
    office.reveal("targets", "teams")
    roster = {entry.key: entry.stratum for entry in office.record.lists.roster}
    first, second = [key for key in office.selected() if roster[key] == "C"]
    office.reveal(office.substitutes(first))
    again = office.substitutes(second)
    office.reveal(again)  # as if the first stage counted: nobody of the stratum is left
    assert office.newcomers(again) == [None]
    office.now = office.stage(again).freeze.value.frozen_at
    office.void("substitutes-1", again)
    assert refusal(office) == (again, "replacements")


def test_a_relief_may_be_frozen_while_another_waits():
    office = begun()
    office.reveal("targets", "teams")
    first, second = office.selected()[:2]
    office.relief((first, office.team(first)[0]))
    office.relief((second, office.team(second)[0]))
    assert verdict(office).verified
    office.reveal("relief-1", "relief-2")
    assert verdict(office).verified


@pytest.mark.parametrize("blank", ["", "\t", "\u00a0", "\u3000"])
def test_a_blank_neither_explains_nor_approves(blank):
    office = begun()
    office.void("targets", "teams")
    for key, value in (("explanation", blank), ("approved_by", ["甲", blank]), ("approved_by", ["甲", f"{blank}甲"])):
        forged = Office(office.draw, office.values)
        forged.files = reseal(edit(office.files, "targets/void.json", lambda void: void.update({key: value})))  # noqa: B023
        assert refusal(forged) == ("targets", "void")
    other = {"explanation": "\u2003", "approved_by": ["甲", "\u2003"]}
    office.files = reseal(edit(office.files, "targets/void.json", lambda void: void.update(other)))
    assert verdict(office).verified
