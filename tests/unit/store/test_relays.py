"""Relays are asked in turn and never believed."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from threading import Thread
from time import sleep

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


@contextmanager
def raw(*pieces: bytes, pause: float = 0.0) -> Iterator[str]:
    """A relay that says these bytes, whatever it is asked, and pauses after each piece until nobody listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def serve() -> None:
            with suppress(OSError):
                connection, _ = server.accept()
                with connection:
                    connection.recv(65536)
                    for piece in pieces:
                        connection.sendall(piece)
                        sleep(pause)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        thread.join()


BROKEN = {
    "a bad status line": b"\x1b[31mhello\r\n\r\n",
    "a status of letters": b"HTTP/1.1 abc\r\n\r\n",
    "an end before its length": b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n{",
    "a chunk of no length": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "deep JSON": b"HTTP/1.1 200 OK\r\nContent-Length: 16000\r\n\r\n" + b"[" * 16000,
    "headers without end": b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200,
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_relay_that_speaks_no_http_costs_one_more_try(how):
    with raw(BROKEN[how]) as broken, relay() as (address, _):
        answer = ask([broken, address], QUICKNET.hash, ROUND, accepts)
    assert answer.signature == rounds()[ROUND]
    assert len(answer.failures) == 1
    assert answer.failures[0].isprintable()


def test_a_relay_that_trickles_is_given_up():
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n"
    with raw(head, *([b" "] * 400), pause=0.02) as slow, relay() as (address, _):
        answer = ask([slow, address], QUICKNET.hash, ROUND, accepts, within=0.2)
    assert answer.signature == rounds()[ROUND]
    assert "TimeoutError" in answer.failures[0]
