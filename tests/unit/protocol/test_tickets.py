"""Tickets: known values, and what it means that each depends on its own key alone."""

import hmac
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from sunlot.core.protocol.documents import Beacon
from sunlot.core.protocol.tickets import (
    inspector_tickets,
    recusal_digest,
    seed_of,
    select,
    target_tickets,
    withheld_key,
    withheld_salt,
)

SEED = "ab" * 32
keys = st.lists(st.text("ABCDEFGH0123456789", min_size=1, max_size=6), unique=True)


def tickets(entries):
    return target_tickets(SEED, entries)


def test_the_ticket_of_the_examples():
    # printf 'sunlot/1|target|%064d|91650102DEM000014J' 7 | sha256sum
    [(ticket, key)] = target_tickets("0" * 63 + "7", ["91650102DEM000014J"])
    assert ticket == "003e243bc74e41eb7c2767c3773e331673812af8401a9e4de8e53d6833b21342"
    assert key == "91650102DEM000014J"


def test_what_is_hashed():
    def text(line):
        return sha256(line.encode()).hexdigest()

    beacon = Beacon("drand", "chain", 7, "signature")
    assert seed_of("xj", "2026-001", "teams-2", beacon) == text(
        "sunlot/1|seed|xj|2026-001|teams-2|drand|chain|7|signature"
    )
    assert list(inspector_tickets(SEED, "T", ["i"])) == [(text(f"sunlot/1|inspector|{SEED}|T|i"), "i")]
    assert recusal_digest("00", "T", ["b", "a"]) == text("sunlot/1|recusals|00|T|a,b")
    assert recusal_digest("00", "T", []) == text("sunlot/1|recusals|00|T|")
    salt = hmac.new(b"K" * 32, b"2026-001|XJ-T-1", "sha256").hexdigest()
    assert withheld_salt(b"K" * 32, "2026-001", "XJ-T-1") == salt
    assert withheld_key("2026-001", salt, "XJ-T-1") == "~" + text(f"sunlot/1|secret|2026-001|{salt}|XJ-T-1")


@given(keys, st.integers(0, 20), st.randoms())
def test_the_order_of_the_list_does_not_matter(entries, take, chance):
    shuffled = chance.sample(entries, len(entries))
    assert select(tickets(entries), take) == select(tickets(shuffled), take)


@given(keys, st.integers(0, 20))
def test_what_is_taken_is_the_start_of_the_sorted_tickets(entries, take):
    assert select(tickets(entries), take) == sorted(tickets(entries))[:take]


@given(keys, st.integers(0, 20), st.data())
def test_removing_an_entry_moves_no_other(entries, take, data):
    chosen = [key for _, key in select(tickets(entries), take)]
    if not entries:
        return
    gone = data.draw(st.sampled_from(entries))
    fewer = [key for _, key in select(tickets(key for key in entries if key != gone), take)]
    assert fewer[: len(chosen) - (gone in chosen)] == [key for key in chosen if key != gone]
    if gone not in chosen:
        assert fewer == chosen


@given(keys, st.integers(0, 20), st.integers(1, 5))
def test_shards_can_be_drawn_apart_and_merged(entries, take, shards):
    parts = [select(tickets(entries[start::shards]), take) for start in range(shards)]
    assert sorted(one for part in parts for one in part)[:take] == select(tickets(entries), take)
