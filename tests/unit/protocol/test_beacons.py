"""Which round belongs to a time, and what a public value has to be."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.drawfolders import canonical, other_value

from sunlot.core.protocol.beacons import ATTESTATION, LOTTERIES, Strength, check_beacon, evidence_of, strength
from sunlot.core.protocol.documents import Beacon, Plan
from sunlot.core.protocol.drand import QUICKNET
from sunlot.core.protocol.grammar import Refusal, instant, seconds

GENESIS = 1692803367


@given(st.integers(GENESIS - 10**6, GENESIS + 10**9))
def test_the_round_is_the_first_at_or_after_the_time(moment):
    number = QUICKNET.round_at(instant(moment))
    assert 0 <= seconds(QUICKNET.time_of(number)) - moment < QUICKNET.period


def test_rounds_known_from_the_vectors():
    assert QUICKNET.round_at("2023-08-23T15:09:27Z") == 1
    assert QUICKNET.round_at("2026-07-23T07:38:30Z") == 30662982
    assert QUICKNET.round_at("2026-07-23T07:38:28Z") == 30662982
    assert QUICKNET.round_at("2026-07-23T07:38:31Z") == 30662983
    assert QUICKNET.time_of(30662982) == "2026-07-23T07:38:30Z"


def test_strengths():
    assert strength("drand") is Strength.VERIFIABLE
    assert strength("lottery") is strength("document") is Strength.ATTESTED
    assert strength("date") is Strength.PREDICTABLE
    assert len(evidence_of("document")) == 2
    assert evidence_of("drand") == evidence_of("date") == ()


@given(st.sampled_from(sorted(LOTTERIES)), st.data())
def test_numbers_of_a_lottery(game, data):
    plan, _, evidence = other_value("lottery", "2026-07-23T07:38:30Z")
    plan = Plan("lottery", game, plan.time, plan.round)
    groups = [
        sorted(data.draw(st.sets(st.integers(1, greatest), min_size=size, max_size=size)))
        for size, greatest in LOTTERIES[game]
    ]

    def value(groups):
        return Beacon("lottery", game, plan.round, ".".join(f"{number:02}" for group in groups for number in group))

    check_beacon(plan, value(groups), QUICKNET, evidence)
    changed = [list(group) for group in groups]
    which = data.draw(st.integers(0, len(groups) - 1))
    wrong = data.draw(st.sampled_from([0, LOTTERIES[game][which][1] + 1, None]))
    if wrong is None:
        changed[which].append(changed[which][-1])
    else:
        changed[which][0 if wrong == 0 else -1] = wrong
    with pytest.raises(Refusal) as refused:
        check_beacon(plan, value(changed), QUICKNET, evidence)
    assert refused.value.name == "beacon.signature"


def attested(**changed: object) -> None:
    plan, beacon, evidence = other_value("lottery", "2026-07-23T07:38:30Z")
    attestation = json.loads(evidence[ATTESTATION]) | changed
    check_beacon(plan, beacon, QUICKNET, evidence | {ATTESTATION: canonical(attestation)})


@pytest.mark.parametrize("blank", ["", " ", "\t", "\u00a0", "\u3000"])
def test_a_blank_is_no_attester_and_no_address(blank):
    attested()
    for changed in ({"attesters": ["甲", blank]}, {"attesters": ["甲", f"甲{blank}"]}, {"source": blank}):
        with pytest.raises(Refusal) as refused:
            attested(**changed)
        assert refused.value.name == "beacon.attesters"


def test_what_is_blank_is_said_once_for_all_verifiers():
    # Python alone takes an em space off; the others would call a draw forged that it accepts, or the reverse
    attested(attesters=["甲", "\u2003"], source="\u2003")


def test_an_attestation_that_cannot_be_read_is_told_why():
    plan, beacon, evidence = other_value("lottery", "2026-07-23T07:38:30Z")
    for data, why in ((evidence[ATTESTATION][:-1], "bytes"), (b"?", "JSON is malformed: ")):
        with pytest.raises(Refusal) as refused:
            check_beacon(plan, beacon, QUICKNET, evidence | {ATTESTATION: data})
        assert str(refused.value).startswith(f"beacon: evidence/attestation.json cannot be read: {why}")
