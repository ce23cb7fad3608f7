"""Which round belongs to a time, and what a public value has to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.drawfolders import other_value

from sunlot.core.protocol.beacons import LOTTERIES, Strength, check_beacon, evidence_of, strength
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
