"""What a verdict tells: facts, marks and sentences."""

from fractions import Fraction
from functools import cache

from tests.support.drawfolders import (
    DIVISIONS,
    JOINT,
    ONE_GROUP,
    RULES,
    SCENARIOS,
    Entry,
    Inspector,
    Office,
    begun,
    write,
)
from tests.unit.protocol.forging import CHAIN, DRAW, FULL, files, office, sealed

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


@cache
def set_aside() -> tuple[Office, str, str, str]:
    """A relief set aside before its value and frozen again, substitutes set aside after it: target, target, person."""
    made = begun(DRAW, size=20, each=12)
    made.reveal("targets", "teams")
    first, second = made.selected()[:2]
    leaves = made.team(first)[0]
    made.void(made.relief((first, leaves), withdrawn={leaves: "left_service"}))
    made.reveal(made.relief((first, leaves)))
    made.reveal(made.substitutes(second))
    made.void("substitutes-1")
    made.reveal(made.substitutes(second))
    return made, first, second, leaves


def told(made: Office, stage: str) -> tuple[list[str], list[str]]:
    """What the verdict on a draw marks in one stage, in Chinese and English."""
    found = verify(made.folder, DRAW, chain=CHAIN)
    assert found.verified
    ours = [step for step in found.steps if str(step.stage) == stage and step.name.startswith("marked.")]
    return [step.sentence("zh") for step in ours], [step.sentence("en") for step in ours]


def one_left() -> tuple[Office, str, str]:
    """A team of two, one of whom is relieved though nobody else is there."""
    made = Office()
    made.begin([Entry("T0", "K", "650102")], RULES, [Inspector("a", "g1", "65"), Inspector("b", "g1", "65")], ONE_GROUP)
    made.reveal("targets", "teams")
    leaves, stays = made.team("T0")
    made.reveal(made.relief(("T0", leaves)))
    return made, leaves, stays


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


def test_who_is_struck_off_is_named_where_it_begins_and_where_it_outlives_a_void_stage():
    made, _, _, leaves = set_aside()
    zh, en = told(made, "relief-1")
    assert f"注意：不再作为候选：{leaves}（left_service）" in zh
    assert f"mark: no candidate any more: {leaves} (left_service)" in en
    zh, en = told(made, "relief-2")
    assert f"注意：不再作为候选：{leaves}（left_service；沿用已作废阶段 relief-1 的登记）" in zh
    assert f"mark: no candidate any more: {leaves} (left_service; as entered by relief-1, which is void)" in en
    # of a stage that stands, it is told once
    assert any("不再作为候选" in line for line in told(office(FULL), "relief-1")[0])
    assert not any("不再作为候选" in line for line in told(office(FULL), "teams-2")[0])


def test_vacancies_without_a_filed_document_are_counted():
    zh, en = told(office(FULL), "relief-1")
    assert "注意：有 3 个空缺没有写明存档文件" in zh
    assert "mark: vacancies that name no filed document: 3" in en

    def file(freeze):
        freeze["vacancies"][0]["evidence"] = "ab" * 32

    assert "注意：有 2 个空缺没有写明存档文件" in "\n".join(marked(sealed("relief-1/freeze.json", file)))

    def file_all(freeze):
        for vacancy in freeze["vacancies"]:
            vacancy["evidence"] = "ab" * 32

    assert "relief-1: 注意：有" not in "\n".join(marked(sealed("relief-1/freeze.json", file_all)))


def marked(changed: dict[str, bytes]) -> list[str]:
    found = verify(FilesInMemory(changed), DRAW, chain=CHAIN)
    assert found.verified, found.last_line("en")
    return found.lines("zh")


def test_whether_the_value_was_out_when_a_stage_was_set_aside():
    made, *_ = set_aside()
    early, late = made.stage("relief-1").void.value.voided_at, made.stage("substitutes-1").void.value.voided_at
    assert late == made.stage("substitutes-1").freeze.value.beacon.time, "the very moment counts as out"
    zh, en = told(made, "relief-1")
    assert f"注意：作废时（{early}，机关自述）公共随机数尚未公布" in zh
    assert f"mark: when it was set aside ({early}, by the office's word), its public value was not out yet" in en
    zh, en = told(made, "substitutes-1")
    assert f"注意：作废时（{late}）公共随机数已公布，结果当时已可算出" in zh
    assert f"mark: when it was set aside ({late}), its public value was out and the outcome could be computed" in en


def test_a_vacancy_that_is_drawn_for_again_is_counted():
    made, first, second, _ = set_aside()
    zh, en = told(made, "relief-2")
    assert f"注意：第 2 次为同一小组抽取接替人员：{first} 的 g1 组" in zh
    assert f"mark: draw number 2 for vacancies in the same team: group g1 for {first}" in en
    zh, en = told(made, "substitutes-2")
    assert f"注意：第 2 次为同一空缺抽取：{second}" in zh
    assert f"mark: draw number 2 for the same vacancy: {second}" in en
    for stage in ("relief-1", "substitutes-1"):
        assert not any("次为同一" in line for line in told(made, stage)[0])


def test_a_target_with_fewer_than_two_officers_is_told():
    made, *_ = one_left()
    zh, en = told(made, "relief-1")
    assert "注意：T0 的检查组只有 1 名执法人员，少于 2 名" in zh
    assert "mark: officers in the teams for T0: 1, fewer than 2" in en
    assert not any("少于 2 名" in line for line in told(made, "teams")[0])
    zh, en = told(few_inspectors(), "teams")
    assert [line for line in zh if "少于 2 名" in line] == ["注意：T2 的检查组只有 1 名执法人员，少于 2 名"]


def test_officers_count_over_all_groups_and_experts_do_not():
    made = Office()
    people = [Inspector("a", "quake", "65"), Inspector("b", "housing", "65"), Inspector("x", "expert", "65")]
    made.begin([Entry("T0", "K", "650102")], RULES, people, JOINT)
    made.reveal("targets", "teams")
    assert not any("少于 2 名" in line for line in told(made, "teams")[0])
    made.reveal(made.relief(("T0", "a")))
    assert "注意：T0 的检查组只有 1 名执法人员，少于 2 名" in told(made, "relief-1")[0]


def test_a_void_relief_takes_nobody_away():
    made, *_ = one_left()
    made.void("relief-1")
    assert not any("少于 2 名" in line for line in told(made, "relief-1")[0])


def test_a_lead_shorter_than_that_of_targets_is_told():
    zh, en = told(office(FULL), "relief-1")
    assert "注意：提前量 600 秒，短于 targets 的 86400 秒" in zh
    assert "mark: a lead of 600 seconds, shorter than the 86400 of targets" in en
    assert not any("提前量" in line for line in told(office(FULL), "teams")[0])


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
    for made in (few_inspectors(), set_aside()[0]):
        said |= {step.name for step in verify(made.folder, DRAW, chain=CHAIN).steps}
    assert PROVED.keys() - said == {"witness.witnessed", "witness.unchecked"}
