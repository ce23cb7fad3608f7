"""Reliefs one after the other: who was relieved from a team does not come back to it, who is recused never comes."""

from tests.support.drawfolders import DIVISIONS, ONE_GROUP, RULES, Entry, Inspector, Office, edit, reseal
from tests.unit.protocol.forging import CHAIN

from sunlot.core.protocol.grammar import StageId
from sunlot.core.protocol.history import histories
from sunlot.core.protocol.outcomes import Opening
from sunlot.core.protocol.verify import verify


def with_three(*recused: str) -> Office:
    """A draw of one target and three inspectors, two of whom inspect it."""
    made = Office()
    inspectors = [Inspector(key, "g1", "65") for key in "abc"]
    openings = [Opening("T0", "5a" * 32, recused)] if recused else []
    made.begin([Entry("T0", "K", DIVISIONS[0])], RULES, inspectors, ONE_GROUP, openings=openings)
    made.reveal("targets", "teams")
    return made


def relieved(made: Office, who: str) -> str | None:
    stage = made.relief(("T0", who))
    made.reveal(stage)
    assert verify(made.folder, made.draw, chain=CHAIN).verified
    [newcomer] = made.newcomers(stage)
    return newcomer


def members(made: Office) -> list[str]:
    """The team as a stage after all others would see it."""
    record = made.record
    last = record.stages[-1]
    [history, *_] = histories(record, record.stage(last.id))
    history.stages[last.id] = record.stage(last.id)
    return list(history.members(StageId.parse("teams"))["T0", "g1"])


def test_the_newcomer_takes_the_place_of_the_one_who_left():
    made = with_three()
    leader, other = made.team("T0")
    [third] = {"a", "b", "c"} - {leader, other}
    assert relieved(made, leader) == third
    assert members(made) == [third, other]
    assert relieved(made, third) is None
    assert members(made) == [other]


def test_a_recused_inspector_relieves_nobody():
    made = with_three("b")
    assert sorted(made.team("T0")) == ["a", "c"]
    assert relieved(made, made.team("T0")[1]) is None


def refused(made: Office) -> str:
    failure = verify(made.folder, made.draw, chain=CHAIN).failure
    assert failure
    return f"{failure.stage} {failure.refusal.name}"


def test_nobody_is_relieved_where_there_is_no_team():
    made = with_three()
    stage = made.relief(("T0", made.team("T0")[0]))
    for target in ("T1", "S0"):
        forged = Office(made.draw, made.values)
        change = {"target": target}
        forged.files = reseal(
            edit(made.files, f"{stage}/freeze.json", lambda freeze, to=change: freeze["vacancies"][0].update(to))
        )
        assert refused(forged) == "relief-1 vacancies.no_member"


def test_nobody_is_relieved_from_the_team_of_a_vacated_target():
    made = with_three()
    made.reveal(made.substitutes("T0"))
    stage = made.relief(("T0", made.team("T0")[0]))
    assert refused(made) == f"{stage} vacancies.no_member"
