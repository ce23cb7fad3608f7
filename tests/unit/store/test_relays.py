"""Relays are asked in turn and never believed."""

import socket
from contextlib import closing

import pytest
from tests.support.relay import honest, relay, rounds

from sunlot.core.protocol.drand import QUICKNET, signature_holds
from sunlot.store.relays import MAX_ANSWER, ask

ROUND = 30662982
OTHER = 30662990


def accepts(signature: str) -> bool:
    return signature_holds(QUICKNET, ROUND, signature)


def dead() -> str:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{found.getsockname()[1]}"


def test_an_honest_relay_is_asked_for_the_round_of_the_chain():
    with relay() as (address, asked):
        answer = ask([address + "/"], QUICKNET.hash, ROUND, accepts)
    assert answer.signature == rounds()[ROUND]
    assert answer.failures == ()
    assert asked == [f"/{QUICKNET.hash}/public/{ROUND}"]


LIES = {
    "the signature of another round": honest(OTHER).replace(str(OTHER).encode(), str(ROUND).encode()),
    "another round altogether": honest(OTHER),
    "no JSON": b"<html>",
    "a list": b"[]",
    "no signature": b'{"round": 30662982}',
    "upper case": honest(ROUND).replace(rounds()[ROUND].encode(), rounds()[ROUND].upper().encode()),
    "too much": b" " * (MAX_ANSWER + 1),
    "not even text": b"\xff\xfe",
    "nothing": b"",
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lying_relay_costs_one_more_try(lie):
    with relay({ROUND: LIES[lie]}) as (liar, _), relay() as (address, _):
        answer = ask([liar, address], QUICKNET.hash, ROUND, accepts)
    assert answer.signature == rounds()[ROUND]
    assert len(answer.failures) == 1
    assert answer.failures[0].startswith(liar)


def test_a_dead_relay_and_an_address_that_is_none_are_told_and_passed_over():
    with relay() as (address, _):
        answer = ask([dead(), "file:///etc/hostname", address], QUICKNET.hash, ROUND, accepts)
    assert answer.signature == rounds()[ROUND]
    assert len(answer.failures) == 2


def test_without_an_answer_every_failure_is_told():
    with relay({}) as (address, _):
        answer = ask([address, dead()], QUICKNET.hash, ROUND, accepts)
    assert answer.signature is None
    assert len(answer.failures) == 2
