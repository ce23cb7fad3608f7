"""Fetching a round of a public randomness chain from relays.

A relay is not trusted: the caller checks the signature, and a relay that is slow, dead or lying costs one more try.
"""

import json
import re
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from time import monotonic

from sunlot.store.errors import plain

SILENCE_SECONDS = 6.0
"""How long a relay may say nothing at all."""
ANSWER_SECONDS = 10.0
"""How long its whole answer may take."""
MAX_ANSWER = 16_384
PIECE = 4096
MAX_LINE = 300
_SIGNATURE = re.compile(r"[0-9a-f]{96}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking relays.

    Attributes:
        signature: The first signature that the caller accepted, or None.
        failures: One line a relay that gave none, for the person who has to find out why.
    """

    signature: str | None
    failures: tuple[str, ...]


def ask(
    relays: Sequence[str],
    chain: str,
    number: int,
    accepts: Callable[[str], bool],
    *,
    within: float = ANSWER_SECONDS,
) -> Answer:
    """Ask relays in turn for the signature of one round.

    Args:
        relays: Base addresses, tried in this order.
        chain: Hash of the chain, 64 hex digits.
        number: The round.
        accepts: The judge of a signature; only what it accepts is returned.
        within: Seconds that each relay has for its whole answer.
    """
    failures = []
    for relay in relays:
        try:
            signature = _signature(f"{relay.rstrip('/')}/{chain}/public/{number}", number, within)
        except (OSError, ValueError, HTTPException, RecursionError) as error:
            failures.append(plain(f"{relay}: {type(error).__name__}: {error}"[:MAX_LINE]))
            continue
        if accepts(signature):
            return Answer(signature, tuple(failures))
        failures.append(plain(f"{relay}: signature refused"))
    return Answer(None, tuple(failures))


def _signature(address: str, number: int, within: float) -> str:
    answer = json.loads(_answer(address, within))
    if not isinstance(answer, dict) or answer.get("round") != number:
        raise ValueError(f"not round {number}")
    signature = answer.get("signature")
    if not isinstance(signature, str) or not _SIGNATURE.fullmatch(signature):
        raise ValueError("no signature of 96 hex digits")
    return signature


def _answer(address: str, within: float) -> bytes:
    """Read what stands at an address, piece by piece: a relay that trickles is given up when its time is over."""
    if not address.startswith(("https://", "http://")):
        raise ValueError("a relay is an http or https address")
    request = urllib.request.Request(  # noqa: S310 - the scheme was looked at above
        address, headers={"Accept": "application/json", "User-Agent": "sunlot"}
    )
    body, end = b"", monotonic() + within
    with urllib.request.urlopen(request, timeout=min(SILENCE_SECONDS, within)) as response:  # noqa: S310
        while piece := response.read1(PIECE):
            body += piece
            if len(body) > MAX_ANSWER:
                raise ValueError(f"more than {MAX_ANSWER} bytes")
            if monotonic() > end:
                raise TimeoutError(f"no whole answer within {within:g} seconds")
    return body
