"""What a verdict tells: facts, marks and sentences."""

from fractions import Fraction

from tests.support.drawfolders import DIVISIONS, ONE_GROUP, RULES, SCENARIOS, Entry, Inspector, Office, write
from tests.unit.protocol.forging import CHAIN, DRAW, FULL, files, office

from sunlot.core.protocol.beacons import Strength
from sunlot.core.protocol.facts import ShortTeam, StratumFacts, VacancyFacts, Witness
from sunlot.core.protocol.folder import FilesInMemory
from sunlot.core.protocol.grammar import instant, seconds
from sunlot.core.protocol.record import State
from sunlot.core.protocol.sentences_proved import PROVED
from sunlot.core.protocol.verdict import Verdict
from sunlot.core.protocol.verify import verify


def verdict(scenario: str, **more) -> Verdict:
    return verify(office(scenario).folder, DRAW, chain=CHAIN, **more)


def few_inspectors() -> Office:
    """A draw with just enough inspectors in one place, and not enough in another."""
    made = Office()
    roster = [Entry(f"T{number}", "K", DIVISIONS[number]) for number in range(3)]
    inspectors = [Inspector("a", "g1", "650102"), Inspector("b", "g1", "6501"), Inspector("c", "g1", "650104 6502")]
    made.begin(roster, RULES, inspectors, ONE_GROUP)
    made.reveal("targets", "teams")
    return made


def test_probabilities_are_exact_fractions():
    [targets, _] = verdict("joint-withheld").stages
    roster = office("joint-withheld").record.lists.roster
    for stratum in targets.strata:
        size = sum(entry.stratum == stratum.name for entry in roster)
        hidden = sum(entry.stratum == stratum.name and entry.key[0] == "~" for entry in roster)
        assert stratum == StratumFacts(stratum.name, size, stratum.take, Fraction(stratum.take, size), hidden)
    assert {stratum.name: stratum.probability for stratum in targets.strata}["K"] == 1
    assert sum(stratum.withheld for stratum in targets.strata) == 6
    assert targets.excluded == 5
    assert targets.drawn == sum(stratum.take for stratum in targets.strata)


def test_teams_that_left_nothing_to_chance_are_told():
    made = few_inspectors()
    found = verify(made.folder, DRAW, chain=CHAIN)
    assert found.verified
    assert {(one.target, one.eligible, one.size) for one in found.stages[1].short_teams} == {
        ("T0", 2, 2),
        ("T1", 2, 2),
        ("T2", 1, 2),
    }
    assert isinstance(found.stages[1].short_teams[0], ShortTeam)
    assert "T2 的 g1 组可选 1 人，不多于应选的 2 人" in "\n".join(found.lines("zh"))


def test_vacancies_stand_against_takes():
    found = {str(facts.stage): facts for facts in verdict(FULL).stages}
    record = office(FULL).record
    vacated = office(FULL).selected()[2]
    stratum = record.lists.entries[vacated].stratum
    take = next(one.take for one in found["targets"].strata if one.name == stratum)
    [replaced] = found["substitutes-1"].vacancies
    filled = sum(one is not None for one in office(FULL).newcomers("substitutes-1"))
    assert replaced == VacancyFacts(stratum, 1, filled, take)
    assert found["relief-1"].vacancies == (VacancyFacts("g1", 3, 3, None),)


def test_voids_and_repeats_are_told():
    [_, teams, repeat] = verdict("void-and-repeat").stages
    assert (teams.state, repeat.state, repeat.repeats) == (State.VOID, State.DRAWN, "teams")
    assert teams.void
    assert teams.void.approved_by == ("甲", "乙")


def test_a_waiting_stage_is_overdue_a_day_after_its_beacon():
    time = seconds(office("waiting").stage("targets").freeze.value.beacon.time)
    for now, expected in ((None, None), (instant(time + 86400), False), (instant(time + 86401), True)):
        assert verdict("waiting", now=now).stages[0].overdue is expected
    assert verdict("small", now="2030-01-01T00:00:00Z").stages[0].overdue is False


def test_strengths_are_told():
    assert [facts.strength for facts in verdict("other-beacons").stages] == [Strength.ATTESTED] * 2
    training = verdict("training")
    assert [facts.strength for facts in training.stages] == [Strength.PREDICTABLE, Strength.VERIFIABLE]
    assert "targets: mark: a date is predictable; this stage is for training only" in training.lines("en")


def test_witnessed_declared_or_unchecked():
    receipted = FilesInMemory(write(files("small"), "targets/freeze.tlog-proof", b"x"))
    deadline = seconds(office("small").stage("targets").freeze.value.beacon.time) - 86400

    def witness(proven: str | None) -> Witness:
        check = None if proven is None else lambda stage, name, content: proven
        found = verify(receipted, DRAW, chain=CHAIN, receipt_check=check)
        assert found.verified
        assert found.stages[1].witness is Witness.DECLARED
        return found.stages[0].witness

    assert witness(None) is Witness.UNCHECKED
    assert witness(instant(deadline)) is Witness.WITNESSED
    assert witness(instant(deadline + 1)) is Witness.DECLARED


def test_the_last_line_is_the_verdict():
    assert verdict("small").lines("zh")[-1] == verdict("small").lines("en")[-1] == "verified"
    forged = verify(FilesInMemory(write(files(), "task.yaml", b"")), DRAW, chain=CHAIN)
    assert forged.lines("en") == ["refused: targets: task: task.yaml is not what was frozen"]
    assert forged.lines("zh") == ["refused: targets: task: task.yaml 与冻结时的摘要不符"]


def test_every_sentence_is_said():
    said = {step.name for name in SCENARIOS for step in verdict(name, now="2030-01-01T00:00:00Z").steps}
    said |= {step.name for step in verify(few_inspectors().folder, DRAW, chain=CHAIN).steps}
    assert PROVED.keys() - said == {"witness.witnessed", "witness.unchecked"}
