"""Fetching a round of a public randomness chain from relays.

A relay is not trusted: the caller checks the signature, and a relay that is slow, dead or lying costs one more try.
"""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass

TIMEOUT_SECONDS = 6.0
MAX_ANSWER = 16_384
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


def ask(relays: Sequence[str], chain: str, number: int, accepts: Callable[[str], bool]) -> Answer:
    """Ask relays in turn for the signature of one round.

    Args:
        relays: Base addresses, tried in this order.
        chain: Hash of the chain, 64 hex digits.
        number: The round.
        accepts: The judge of a signature; only what it accepts is returned.
    """
    failures = []
    for relay in relays:
        try:
            signature = _signature(f"{relay.rstrip('/')}/{chain}/public/{number}", number)
        except (OSError, ValueError) as error:
            failures.append(f"{relay}: {type(error).__name__}: {error}")
            continue
        if accepts(signature):
            return Answer(signature, tuple(failures))
        failures.append(f"{relay}: signature refused")
    return Answer(None, tuple(failures))


def _signature(address: str, number: int) -> str:
    if not address.startswith(("https://", "http://")):
        raise ValueError("a relay is an http or https address")
    request = urllib.request.Request(  # noqa: S310 - the scheme was looked at above
        address, headers={"Accept": "application/json", "User-Agent": "sunlot"}
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310
        body = response.read(MAX_ANSWER + 1)
    if len(body) > MAX_ANSWER:
        raise ValueError(f"more than {MAX_ANSWER} bytes")
    answer = json.loads(body)
    if not isinstance(answer, dict) or answer.get("round") != number:
        raise ValueError(f"not round {number}")
    signature = answer.get("signature")
    if not isinstance(signature, str) or not _SIGNATURE.fullmatch(signature):
        raise ValueError("no signature of 96 hex digits")
    return signature
