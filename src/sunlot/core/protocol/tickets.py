"""Seed, tickets and digests: every text that the protocol hashes (sections 5, 7 and 9).

Each is one line of ASCII fields joined by ``|``, so ``printf … | sha256sum`` gives the same.
"""

import hmac
from collections.abc import Iterable
from hashlib import sha256
from heapq import nsmallest

from sunlot.core.protocol.documents import Beacon
from sunlot.core.protocol.grammar import PROTOCOL, Digest, Seed, Ticket

Drawn = tuple[Ticket, str]
"""A ticket and the key it belongs to; compared as the protocol compares: by ticket, ties by key."""


def digest(data: bytes) -> Digest:
    """SHA-256 of bytes, in hex."""
    return Digest(sha256(data).hexdigest())


def seed_of(authority: str, draw: str, stage: str, beacon: Beacon) -> Seed:
    """Make the seed of a stage from the public random value."""
    fields = (PROTOCOL, "seed", authority, draw, stage, beacon.source, beacon.chain, str(beacon.round))
    return Seed(sha256("|".join((*fields, beacon.signature)).encode()).hexdigest())


def target_tickets(start: Seed, keys: Iterable[str]) -> Iterable[Drawn]:
    """Give each target its ticket; it depends on the seed and its own key alone."""
    return _tickets(f"{PROTOCOL}|target|{start}|", keys)


def inspector_tickets(start: Seed, target: str, keys: Iterable[str]) -> Iterable[Drawn]:
    """Give each inspector the ticket for one target."""
    return _tickets(f"{PROTOCOL}|inspector|{start}|{target}|", keys)


def select(tickets: Iterable[Drawn], take: int) -> list[Drawn]:
    """Take the smallest tickets, smallest first."""
    return nsmallest(take, tickets)


def recusal_digest(salt: str, target: str, inspectors: Iterable[str]) -> Digest:
    """Bind the inspectors kept away from a target without naming them yet (section 7)."""
    text = "|".join((PROTOCOL, "recusals", salt, target, ",".join(sorted(inspectors))))
    return digest(text.encode("ascii"))


def withheld_salt(year_key: bytes, draw: str, entry: str) -> str:
    """Derive the salt of a withheld entry from the year's key (section 9)."""
    return hmac.digest(year_key, f"{draw}|{entry}".encode("ascii"), "sha256").hex()


def withheld_key(draw: str, salt: str, entry: str) -> str:
    """Make the key under which an entry takes part without being named (section 9)."""
    return "~" + digest("|".join((PROTOCOL, "secret", draw, salt, entry)).encode("ascii"))


def _tickets(prefix: str, keys: Iterable[str]) -> Iterable[Drawn]:
    # This loop runs once for every entry of a roster: the common start is hashed once, and names are looked up once.
    begin = sha256(prefix.encode("ascii")).copy
    for key in keys:
        hasher = begin()
        hasher.update(key.encode())
        yield hasher.hexdigest(), key  # type: ignore[misc]  # wrapping each in `Ticket` costs a tenth of a draw
